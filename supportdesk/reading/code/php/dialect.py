"""What the evaluator knows of PHP: its functions and constants, and the client libraries."""

from __future__ import annotations

from functools import cache

from supportdesk.reading.code import evaluate, ir
from supportdesk.reading.code.clients import (
    php_curl,
    php_frameworks,
    php_guzzle,
    php_pecl,
    php_request2,
    php_requests,
    php_sdk,
    php_streams,
)
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Family, Handler
from supportdesk.reading.code.php import arrays as php_arrays
from supportdesk.reading.code.php import library as php_library
from supportdesk.reading.code.php import lists as php_lists
from supportdesk.reading.code.php import objects as php_objects
from supportdesk.reading.code.php import texts as php_texts
from supportdesk.reading.code.php.forms import php_text
from supportdesk.reading.code.things import Arguments, Client, Unclear
from supportdesk.value import Value

PARTS = (
    php_curl,
    php_guzzle,
    php_pecl,
    php_streams,
    php_requests,
    php_frameworks,
    php_request2,
    php_sdk,
)


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its name and arguments are those of a client."""
    if len(target.path) < 2:
        return None
    arguments = _named(arguments)
    found = php_sdk.guess(evaluator, target.path, arguments, node)
    return found or php_guzzle.guess(evaluator, target.path[-1].removesuffix("()"), arguments, node)


def prepare(evaluator: Evaluator, body: list[ir.Node]) -> None:
    """Make the constants of library classes known."""
    del body
    for part in PARTS:
        evaluator.modules.update(part.MEMBERS)


def _named(arguments: Arguments) -> Arguments:
    """Return the arguments with names as a library knows them, without the sign of a variable."""
    if arguments.named:
        arguments.named = {name.removeprefix("$"): value for name, value in arguments.named.items()}
        arguments.name_spans = {name.removeprefix("$"): span for name, span in arguments.name_spans.items()}
    return arguments


def _handler(inner: Handler) -> Handler:
    return lambda evaluator, arguments, node: inner(evaluator, _named(arguments), node)


def _family(inner: Family) -> Family:
    def _run(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
        return inner(evaluator, owner, path, _named(arguments), node)

    return _run


@cache
def make() -> Dialect:
    """Return PHP's dialect."""
    evaluate.assemble()
    functions = {**php_library.FUNCTIONS, **php_texts.FUNCTIONS, **php_lists.FUNCTIONS}
    library: dict[str, Handler] = {**php_arrays.HANDLERS, **php_objects.HANDLERS, **php_library.CASTS}
    names: dict[str, str | Value] = {**php_library.CONSTANTS}
    families: dict[str, Family] = {}
    for part in PARTS:
        functions.update(part.functions())
        library.update(part.handlers())
        families.update(part.families())
        names.update(part.CONSTANTS)
    names.update({name: name for name in library if "." not in name})
    members = [name for part in PARTS for name in part.MEMBERS]
    for whole in (*library, *members):
        name = whole
        while name:
            names.setdefault("." + name, name)
            if "." not in name:
                names.setdefault(name, name)
            name = name.rpartition(".")[0]
    names.update({f"{name}()": f"{name}()" for name in functions})
    library.update({f"{name}()": handler for name, handler in functions.items()})
    return Dialect(
        "php",
        text=php_text,
        names=names,
        library={name: _handler(handler) for name, handler in library.items()},
        methods={"string": {}, "object": {}, "array": {}, "null": {}},
        families={name: _family(family) for name, family in families.items()},
        guess=guess,
        missing=Value("null", None),
    )
