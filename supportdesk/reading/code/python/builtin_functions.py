"""Python's built-in functions, as far as they make or change values of a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.container_methods import copied, pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.members import get_attribute, set_attribute, spread_items, spread_members
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.texts import formatted, python_repr, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    Bound,
    Client,
    Container,
    FileThing,
    Instance,
    Unclear,
    spans_of,
)
from supportdesk.value import UNKNOWN, Value

ITEM_LIMIT = 1000
"""Items of a range."""


def null(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return None (print and the like)."""
    del evaluator, arguments, node
    return Value("null", None)


def unknown(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what only running the code would tell."""
    del arguments
    return Unclear(evaluator.span(node))


def first(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument itself."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def leave(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """End the program (`sys.exit`)."""
    del arguments
    evaluator.leaving = "raise"
    return Unclear(evaluator.span(node))


def make_mapping(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `dict(…)` makes."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch, is_open=arguments.is_open)
    for value in arguments.positional[:1]:
        if value.kind == "array":
            for name, item in pairs_of(value):
                made.data[str(name.data)] = item
            made.is_open = made.is_open or value.is_open
        else:
            spread_members(made, value)
    made.data.update(arguments.named)
    made.keys.update(arguments.name_spans)
    return made


def make_list(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`list(…)`, `tuple(…)`, `set(…)`."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    for value in arguments.positional[:1]:
        spread_items(made, value)
    return made


def make_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`str(…)`."""
    value = arguments.get(0, "object")
    if value is None:
        return Value("string", "", evaluator.span(node))
    return value if value.kind in ("string", "unknown") else evaluator.text(value)


def make_repr(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`repr(…)`."""
    value = first(evaluator, arguments, node)
    text = python_repr(value)
    return Value("string", text, None, parts=spans_of(value), is_open=value.is_open or UNKNOWN in text)


def make_format(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`format(value, form)`."""
    value, form = first(evaluator, arguments, node), arguments.get(1, "format_spec")
    return formatted(value, str(form.data) if form is not None else "", evaluator.dialect.text)


def _number(convert: Callable[[Any], int | float]) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        if not value.known or value.kind not in ("string", "number", "boolean") or len(str(value.data)[:400]) == 400:
            return unknown_of(value, span=evaluator.span(node))
        try:
            made = convert(value.data)
        except (ValueError, OverflowError):
            return unknown_of(value, span=evaluator.span(node))
        return Value("number", made, None, parts=spans_of(value))

    return _handler


def rounded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`round(number, digits)`."""
    value, digits = first(evaluator, arguments, node), arguments.get(1, "ndigits")
    if value.kind != "number" or (digits is not None and not isinstance(digits.data, int)):
        return unknown_of(value, span=evaluator.span(node))
    made = round(value.data) if digits is None else round(value.data, max(-20, min(20, digits.data)))
    return Value("number", made, None, parts=spans_of(value))


def make_boolean(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`bool(…)`."""
    value = first(evaluator, arguments, node)
    known = truth(value)
    return unknown_of(value) if known is None else Value("boolean", known, None, parts=spans_of(value))


def length(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`len(…)`."""
    value = first(evaluator, arguments, node)
    if value.kind in ("string", "array", "object") and not value.is_open:
        return Value("number", len(value.data), None, parts=spans_of(value))
    return Unclear(evaluator.span(node))


def make_range(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`range(…)`, at most ITEM_LIMIT numbers of it."""
    bounds = [value.data for value in arguments.positional]
    if not bounds or not all(isinstance(bound, int) for bound in bounds) or (len(bounds) == 3 and not bounds[2]):
        return Unclear(evaluator.span(node))
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    numbers = range(*bounds[:3])
    made.data = [Value("number", number) for number in numbers[:ITEM_LIMIT]]
    made.is_open = len(numbers) > ITEM_LIMIT
    return made


def zipped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`zip(…)`."""
    del node
    columns = _columns(arguments.positional)
    rows = zip(*(column.data for column in columns), strict=False)
    pairs: list[Value] = [Container("array", list(row)) for row in rows]
    is_open = any(column.is_open for column in columns)
    return Container("array", pairs, is_open=is_open, born=evaluator.branch)


def enumerated(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`enumerate(…)`."""
    del node
    columns = _columns(arguments.positional[:1])
    start = arguments.get(1, "start")
    number = start.data if start is not None and isinstance(start.data, int) else 0
    items = columns[0].data if columns else []
    pairs: list[Value] = [Container("array", [Value("number", number + at), item]) for at, item in enumerate(items)]
    return Container("array", pairs, is_open=bool(columns and columns[0].is_open), born=evaluator.branch)


def mapped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`map(function, items)`."""
    made = Container("array", [], born=evaluator.branch)
    if len(arguments.positional) < 2:
        return made
    column = _columns(arguments.positional[1:2])[0]
    made.is_open = column.is_open
    for item in column.data[:ITEM_LIMIT] or ([Unclear()] if column.is_open else []):
        handed = Arguments()
        handed.positional = [item]
        value = call(evaluator, arguments.positional[0], handed, node)
        if column.data:
            made.data.append(value)
    return made


def _known_items(arguments: Arguments) -> list[Value] | None:
    """Return the items of the only argument, or the arguments themselves; None where one is not known."""
    values = arguments.positional
    if len(values) == 1:
        column = _columns(values)[0]
        if column.is_open:
            return None
        values = column.data
    return values if values and all(value.known for value in values) else None


def ordered(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`sorted(…)` without a key; with one the order stays as it is and the array is open."""
    made = make_list(evaluator, arguments, node)
    items = _known_items(arguments)
    turn = arguments.named.get("reverse")
    kinds = {value.kind for value in items or ()}
    if items is None or "key" in arguments.named or kinds not in ({"string"}, {"number"}):
        made.is_open = bool(made.data)
        return made
    made.data = sorted(items, key=lambda value: value.data, reverse=turn is not None and turn.data is True)
    return made


def turned(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`reversed(…)`."""
    made = make_list(evaluator, arguments, node)
    made.data.reverse()
    return made


def _extreme(choose: Callable[[list[Any]], Any]) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        items = _known_items(arguments)
        if items is None or arguments.named or {value.kind for value in items} not in ({"string"}, {"number"}):
            return unknown_of(*arguments.positional, span=evaluator.span(node))
        wanted = choose([value.data for value in items])
        return next(value for value in items if value.data == wanted)

    return _handler


def summed(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`sum(…)` of numbers."""
    items = _known_items(arguments) if len(arguments.positional) == 1 else None
    if items is None or {value.kind for value in items} != {"number"}:
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    return Value("number", sum(value.data for value in items), None, parts=spans_of(*items))


def opened(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`open(path)`."""
    return FileThing(arguments.get(0, "file"), evaluator.span(node))


def parent(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`super()`."""
    owner = evaluator.scope.find("self") if not arguments.positional else arguments.positional[-1]
    return Bound(owner, "super", evaluator.span(node)) if isinstance(owner, Instance) else Unclear(evaluator.span(node))


def read_attribute(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`getattr(value, name)`."""
    name = arguments.get(1, "name")
    if name is None or not name.known or not arguments.positional:
        return Unclear(evaluator.span(node))
    return get_attribute(evaluator, arguments.positional[0], str(name.data), node)


def write_attribute(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`setattr(value, name, new)`."""
    name = arguments.get(1, "name")
    if name is not None and name.known and len(arguments.positional) == 3:
        set_attribute(evaluator, arguments.positional[0], str(name.data), arguments.positional[2])
    return null(evaluator, arguments, node)


def members_of(evaluator: Evaluator, value: Value, level: int = 0) -> Value:
    """Return an object of the program as a mapping of its members, objects inside it likewise (`asdict`)."""
    if level > 20:
        return unknown_of(value)
    if isinstance(value, Instance):
        made = Container("object", {}, born=evaluator.branch)
        made.data = {name: members_of(evaluator, item, level + 1) for name, item in value.members.items()}
        made.parts = spans_of(value)
        return made
    if value.kind == "array" and any(isinstance(item, Instance) for item in value.data):
        return Container("array", [members_of(evaluator, item, level + 1) for item in value.data])
    return value


def as_mapping(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`dataclasses.asdict(…)`, `vars(…)`."""
    value = first(evaluator, arguments, node)
    if value.kind == "object":
        return copied(evaluator, value, arguments, node)
    return members_of(evaluator, value) if isinstance(value, Instance) else unknown_of(value)


def field(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`dataclasses.field(…)`, `pydantic.Field(…)`."""
    state = {name: value for name, value in arguments.named.items() if name in ("default", "default_factory")}
    if arguments.positional:
        state["default"] = arguments.positional[0]
    return Client("field", state, evaluator.span(node))


def partial(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`functools.partial(function, …)`."""
    state: dict[str, Value] = {
        "function": first(evaluator, arguments, node),
        "items": Container("array", arguments.positional[1:], is_open=arguments.is_open),
        "members": Container("object", dict(arguments.named)),
    }
    return Client("partial", state, evaluator.span(node))


def call_partial(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Call a function with the arguments that it was given before."""
    del path
    handed = Arguments()
    handed.positional = [*owner.state["items"].data, *arguments.positional]
    handed.named = {**owner.state["members"].data, **arguments.named}
    handed.name_spans = dict(arguments.name_spans)
    handed.is_open = arguments.is_open or owner.state["items"].is_open
    return call(evaluator, owner.state["function"], handed, node)


def call_nothing(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Call something of which nothing is known."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def _columns(values: Sequence[Value]) -> list[Container]:
    columns: list[Container] = []
    for value in values:
        column = Container("array", [])
        spread_items(column, value)
        columns.append(column)
    return columns


BUILTINS: dict[str, Handler] = {
    "dict": make_mapping,
    "list": make_list,
    "tuple": make_list,
    "set": make_list,
    "frozenset": make_list,
    "reversed": turned,
    "sorted": ordered,
    "max": _extreme(max),
    "min": _extreme(min),
    "sum": summed,
    "iter": first,
    "str": make_text,
    "repr": make_repr,
    "format": make_format,
    "bytes": make_text,
    "int": _number(int),
    "float": _number(float),
    "abs": _number(lambda data: abs(data) if not isinstance(data, str) else float("nan")),
    "round": rounded,
    "bool": make_boolean,
    "len": length,
    "range": make_range,
    "xrange": make_range,
    "zip": zipped,
    "enumerate": enumerated,
    "map": mapped,
    "open": opened,
    "super": parent,
    "getattr": read_attribute,
    "setattr": write_attribute,
    "vars": as_mapping,
    "print": null,
    "input": unknown,
    "raw_input": unknown,
    "exit": leave,
    "quit": leave,
}
"""Built-in name → what it does."""

NAMES: dict[str, str | Value] = {
    **{name: f"builtins.{name}" for name in BUILTINS},
    "__name__": Value("string", "__main__"),
    "Ellipsis": Unclear(),
}
"""Names that need no import."""
