"""argparse: the options of a program's command line, which only its caller knows, with their defaults."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear, spans_of
from supportdesk.value import Value

FAMILY = "argument parser"


def parser(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`argparse.ArgumentParser(…)`."""
    del arguments
    return Client(FAMILY, {}, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Note an option, or give what the options are: unknown, but for a default that is an address."""
    if path == "add_argument":
        _add(evaluator, owner, arguments, node)
    elif path in ("parse_args", "parse_known_args"):
        made = Container("object", dict(owner.state), is_open=True, born=evaluator.branch)
        return made if path == "parse_args" else Container("array", [made, Unclear(evaluator.span(node))])
    elif path in ("add_argument_group", "add_mutually_exclusive_group"):
        return owner
    return Unclear(evaluator.span(node))


def _add(evaluator: Evaluator, owner: Client, arguments: Arguments, node: ir.Node) -> None:
    names = [str(value.data) for value in arguments.positional if value.kind == "string" and value.known]
    named = arguments.named.get("dest")
    if named is not None and named.known:
        names = [str(named.data)]
    if not names:
        return
    name = next((one for one in names if one.startswith("--")), names[0]).lstrip("-").replace("-", "_")
    default = arguments.named.get("default")
    value: Value = Unclear(evaluator.span(node))
    if default is not None and default.kind == "string" and "://" in default.data:
        value = Value("string", default.data, None, parts=spans_of(default), is_open=True)
    owner.state[name] = value


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    return {"argparse.ArgumentParser": parser}


def families() -> dict[str, Family]:
    """Return the family of parsers."""
    return {FAMILY: family}
