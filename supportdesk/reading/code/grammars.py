"""Loading tree-sitter grammars without what their packages import besides.

The `__init__` of a grammar's package imports importlib.resources for query files that nothing here reads, which costs
more than parsing a ticket; the extension module beside it holds the grammar itself.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tree_sitter import Parser

_PARSERS: dict[tuple[str, str], Parser] = {}


def parser(package: str, function: str = "language") -> Parser:
    """Return the parser of a grammar package ('tree_sitter_python'); ImportError where it is not installed.

    `function` is the package's function that gives the language: some packages have several.
    """
    made = _PARSERS.get((package, function))
    if made is None:
        from tree_sitter import Language, Parser

        made = _PARSERS[package, function] = Parser(Language(getattr(_binding(package), function)()))
    return made


def _binding(package: str) -> Any:
    name = f"{package}._binding"
    loaded = sys.modules.get(name)
    if loaded is not None:
        return loaded
    found = find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    spec = PathFinder.find_spec(name, folders)
    if spec is None or spec.loader is None:
        from importlib import import_module

        return import_module(package)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[name] = module
    return module
