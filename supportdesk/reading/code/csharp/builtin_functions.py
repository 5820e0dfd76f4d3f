"""The helpers that the lowering of C# names: initialisers, anonymous objects, `??`, properties, loops, starting."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call, construct
from supportdesk.reading.code.container_methods import keys, pairs_of, values
from supportdesk.reading.code.csharp.json_library import placeholder, separated
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.members import class_member, get_attribute, set_attribute
from supportdesk.reading.code.texts import derived, formatted, number_text, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    ClassThing,
    Client,
    Closure,
    Container,
    Instance,
    Thing,
    Unclear,
    spans_of,
)
from supportdesk.reading.evidence import Request
from supportdesk.value import UNKNOWN, Value

_FORM = lazy(r"([FfNnDdXxPpGgEe])(\d{0,2})|0(?:\.(0{1,9}))?")


def csharp_text(value: Value) -> str:
    """Return a value as C# writes it in a text; objects and arrays (of JSON) as JSON."""
    if value.kind == "boolean":
        return "True" if value.data else "False"
    if value.kind == "null":
        return ""
    if value.kind == "number":
        data = value.data
        return (
            str(int(data)) if isinstance(data, float) and data.is_integer() and abs(data) < 1e15 else number_text(data)
        )
    if value.kind in ("object", "array"):
        from supportdesk.reading.code.texts import json_text

        text = json_text(value)
        return str(text.data)
    return UNKNOWN if value.kind != "string" else str(value.data)


def python_form(text: str) -> str:
    """Return the format text of .NET ('F2', 'D4', '0.00') as Python's; 's' for one that leaves the text alone."""
    match = _FORM.fullmatch(text)
    if match is None:
        return "?" if text else ""
    if match[1] is None:
        return f".{len(match[3] or '')}f"
    kind, size = match[1].upper(), match[2]
    if kind == "D":
        return f"0{size}d" if size else "d"
    if kind == "X":
        return f"0{size}{match[1]}" if size else match[1]
    if kind == "G":
        return ""
    return {"F": "", "N": ",", "P": "", "E": ""}[
        kind
    ] + f".{size or 2}{'%' if kind == 'P' else kind.lower() if kind == 'E' else 'f'}"


def format_value(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`{value:format}` in an interpolated string."""
    del node
    value, form = arguments.positional
    if value.kind in ("string", "boolean"):
        return value
    return formatted(value, python_form(str(form.data)), evaluator.dialect.text)


def initialise(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new T(…) { A = 1, … }`: the object, after what its initialiser does to it."""
    target, steps = arguments.positional
    if type(target) is Unclear and target.origin is None:
        names = [name for name in target.path if name != "()"]
        target = placeholder(evaluator, names[-1] if names else "", node)
    handed = Arguments()
    handed.positional = [target]
    call(evaluator, steps, handed, node)
    return target


def anonymous(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new { a = 1, b }`."""
    made = placeholder(evaluator, "", node)
    made.members.update(arguments.named)
    made.keys.update(arguments.name_spans)
    made.is_open = arguments.is_open
    return made


def with_changes(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`value with { A = 1 }`: a changed copy."""
    value = arguments.positional[0]
    if not isinstance(value, Instance):
        return unknown_of(value, *arguments.named.values(), span=evaluator.span(node))
    made = Instance(value.kind_of, evaluator.span(node))
    made.members = {**value.members, **arguments.named}
    made.keys = {**value.keys, **arguments.name_spans}
    return made


def first(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument: what only changes a value's type, or waits for it."""
    values = [*arguments.positional, *arguments.named.values()]
    return values[0] if values else Unclear(evaluator.span(node))


def coalesce(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `a ?? b`: of a value that is not known and an address the address, as nothing else may be set."""
    first, second = arguments.positional
    if first.kind == "null":
        return second
    if not isinstance(first, Unclear):
        return first
    if first.origin is None and isinstance(second, Client | Instance):
        return second
    if first.origin is None and second.kind == "string" and "://" in second.data:
        return Value("string", second.data, None, parts=spans_of(second), is_open=True)
    return unknown_of(first, second, span=evaluator.span(node))


def _uri_part(name: str) -> Callable[[str], str]:
    def _part(text: str) -> str:
        from urllib.parse import urlsplit

        try:
            split = urlsplit(text)
        except ValueError:
            return UNKNOWN
        query = "?" + split.query if split.query else ""
        found = {
            "Host": split.hostname or "",
            "Scheme": split.scheme,
            "Authority": split.netloc,
            "AbsolutePath": split.path or "/",
            "PathAndQuery": (split.path or "/") + query,
            "Query": query,
        }
        return found[name]

    return _part


_URI = {name: _uri_part(name) for name in ("Host", "Scheme", "Authority", "AbsolutePath", "PathAndQuery", "Query")}


def read_property(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`text.Length`, `uri.AbsoluteUri`, `list.Count`, `task.Result`, … and members of that name."""
    target, named = arguments.positional
    name = str(named.data)
    if isinstance(target, Thing):
        if isinstance(target, Client) and target.family == "uri" and name == "Uri":
            return call(evaluator, evaluator.bound(target, "ToString", node), Arguments(), node)
        if name in ("Result", "Value") and isinstance(target, Client) and name not in target.state:
            return target
        if name in ("Result", "Value") and isinstance(target, Instance) and name not in target.members:
            return target
        return get_attribute(evaluator, target, name, node)
    if name in ("AbsoluteUri", "OriginalString", "Result", "Value", "Uri"):
        return target
    if name in ("Length", "Count") and target.kind in ("string", "array", "object") and not target.is_open:
        return Value("number", len(target.data), None, parts=spans_of(target))
    if target.kind == "object" and name in ("Keys", "Values"):
        return (keys if name == "Keys" else values)(evaluator, target, Arguments(), node)
    if target.kind == "string" and name in _URI and UNKNOWN not in target.data:
        return derived(target, _URI[name](target.data))
    return unknown_of(target, span=evaluator.span(node))


def pair(evaluator: Evaluator, key: Value, value: Value, node: ir.Node) -> Instance:
    """Return a `KeyValuePair`."""
    made = placeholder(evaluator, "KeyValuePair", node)
    made.members = {"Key": key, "Value": value}
    return made


def key_value_pair(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new KeyValuePair<string, string>(key, value)`, `KeyValuePair.Create(key, value)`."""
    key, value = arguments.get(0, "key"), arguments.get(1, "value")
    if key is None or value is None:
        return Unclear(evaluator.span(node))
    return pair(evaluator, key, value, node)


def pairs(value: Value | None) -> list[tuple[Value, Value]]:
    """Return the (name, value) pairs of a dictionary, a list of KeyValuePairs or tuples, or an object's members."""
    if value is None:
        return []
    if isinstance(value, Instance):
        return [
            (Value("string", name, value.keys.get(name)), item)
            for name, item in value.members.items()
            if not name.startswith("%")
        ]
    if value.kind == "array":
        made: list[tuple[Value, Value]] = []
        for item in value.data:
            if isinstance(item, Instance) and {"Key", "Value"} <= item.members.keys():
                made.append((item.members["Key"], item.members["Value"]))
            else:
                made.extend(pairs_of(Container("array", [item])))
        return made
    return pairs_of(value)


def each(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `foreach` goes through: of a dictionary its KeyValuePairs."""
    value = arguments.positional[0]
    if value.kind != "object":
        return value
    made = [pair(evaluator, key, item, node) for key, item in pairs_of(value)]
    return Container("array", made, is_open=value.is_open, born=evaluator.branch)


def each_pair(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `foreach (var (key, value) in …)` goes through."""
    del node
    value = arguments.positional[0]
    if value.kind not in ("object", "array"):
        return value
    made = [Container("array", [key, item]) for key, item in pairs(value)]
    return Container("array", made, is_open=value.is_open, born=evaluator.branch)


def call_base(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`: base(…)`: what the constructor of the base class does to the new object."""
    made, base = arguments.positional[:2]
    maker = class_member(base, "__init__") if isinstance(base, ClassThing) else None
    if isinstance(maker, Closure) and isinstance(made, Instance):
        rest = Arguments()
        rest.positional, rest.named = arguments.positional[2:], arguments.named
        call(evaluator, maker.bound_to(made), rest, node)
    return Unclear(evaluator.span(node))


def given(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return a client that the program is handed: of unknown address and settings."""
    name = str(arguments.positional[0].data)
    maker = evaluator.dialect.library.get(name)
    made = Unclear(evaluator.span(node)) if maker is None else maker(evaluator, Arguments(), node)
    if isinstance(made, Client):
        made.state["%given"] = Value("boolean", data=True)
        if made.family in ("message", "restsharp.request"):
            made.state["Method"] = Unclear(made.span)
    return made


def new_untyped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new(…)` of a type that the text does not tell: its one argument, else an object of no known class."""
    if len(arguments.positional) == 1 and not arguments.named:
        return arguments.positional[0]
    return Unclear(evaluator.span(node), path=("new", "()"))


def start(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Where nothing has been sent yet, call `Main`, else what no other part of the text calls, in its order.

    What is not called is called as well where the beginning of its class was cut off.
    """
    names, lost_head = arguments.positional
    mentioned = {str(name.data) for name in names.data}
    if not evaluator.requests:
        _call_main(evaluator, node)
    if not evaluator.requests or lost_head.data:
        _call_entries(evaluator, mentioned, node)
    return Unclear(evaluator.span(node))


def _call_main(evaluator: Evaluator, node: ir.Node) -> None:
    for value in list(evaluator.scope.names.values()):
        found = value.members.get("Main") if isinstance(value, ClassThing) else None
        if isinstance(value, Closure) and value.function.name == "Main":
            found = value
        if isinstance(found, Closure):
            call(evaluator, found, None, node)
            return


def _call_entries(evaluator: Evaluator, mentioned: set[str], node: ir.Node) -> list[Request]:
    for value in list(evaluator.scope.names.values()):
        is_new = isinstance(value, Closure) and id(value.function) not in evaluator.called
        if isinstance(value, Closure) and is_new and value.function.name not in mentioned:
            call(evaluator, value, None, node)
        elif isinstance(value, ClassThing):
            methods = [name for name, member in value.members.items() if isinstance(member, Closure)]
            wanted = [name for name in methods if name != "__init__" and name not in mentioned]
            made = construct(evaluator, value, None, node) if methods else value
            for name in wanted:
                bound = get_attribute(evaluator, made, name, node)
                if isinstance(bound, Closure) and id(bound.function) not in evaluator.called:
                    call(evaluator, bound, None, node)
    return evaluator.requests


def object_of(name: str) -> Handler:
    """Return the constructor of settings that are only looked into: arguments by position as `%0`, `%1` and so on."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = placeholder(evaluator, name, node)
        made.members = {f"%{index}": value for index, value in enumerate(arguments.positional)}
        for key, value in arguments.named.items():
            set_attribute(evaluator, made, key, value)
        return made

    return _handler


def header_name(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpRequestHeader.ContentType`: the header's name."""
    text = separated(str(arguments.positional[0].data), "-")
    return Value("string", text, None, parts=(evaluator.span(node),))


def media_type(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`MediaTypeNames.Application.Json`: the media type's name."""
    kind, text = (str(value.data) for value in arguments.positional)
    name = {"FormUrlEncoded": "x-www-form-urlencoded", "Octet": "octet-stream"}.get(text, separated(text, "-"))
    return Value("string", f"{kind.lower()}/{name}", None, parts=(evaluator.span(node),))


HELPERS: dict[str, Handler] = {
    "%init": initialise,
    "%anonymous": anonymous,
    "%with": with_changes,
    "%coalesce": coalesce,
    "%property": read_property,
    "%format": format_value,
    "%each": each,
    "%pairs": each_pair,
    "%base": call_base,
    "%given": given,
    "%new": new_untyped,
    "%header": header_name,
    "%media": media_type,
    "%run": start,
    "KeyValuePair": key_value_pair,
    "KeyValuePair.Create": key_value_pair,
}
"""Name that the lowering uses → what it does."""

CONSTANTS: dict[str, Value] = {
    "%null": Value("null", None),
    "%zero": Value("number", 0),
    "%false": Value("boolean", data=False),
    "%empty": Value("string", ""),
    "%line": Value("string", "\n"),
    "%scheme": Value("string", "://"),
}
"""Values that variables have before they are set, and constants of the library."""
