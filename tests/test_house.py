"""What the house looks like from outside: sizes, docstrings, silent handlers, paths of machines."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "supportdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_no_module_is_longer_than_400_lines():
    sizes = {named(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert statistics.median(size for size in sizes.values() if size >= 5) <= 160


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_functions_are_short_and_public_names_say_what_they_are(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    faults = [] if ast.get_docstring(tree) else ["the module has no docstring"]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if (node.end_lineno or node.lineno) - node.lineno + 1 > 60:
                faults.append(f"{node.name} is longer than 60 lines")
            if not node.name.startswith("_") and not ast.get_docstring(node):
                faults.append(f"{node.name} has no docstring")
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
            faults.append(f"{node.name} has no docstring")
        if isinstance(node, ast.ExceptHandler) and all(isinstance(one, ast.Pass) for one in node.body):
            faults.append(f"a handler at line {node.lineno} swallows")
        if isinstance(node, ast.Assert):
            faults.append(f"an assert at line {node.lineno}: production code raises")
    assert faults == []
