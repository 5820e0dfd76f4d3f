"""Texts that Java builds piece by piece: StringBuilder, StringWriter, StringJoiner."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.jvm_requests import append, argument, builder, put
from supportdesk.reading.code.evaluate import Evaluator, Family
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Arguments, Client, Unclear, spans_of
from supportdesk.value import Value

TEXT = "java.text"


def text_builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new StringBuilder(…)` and `new StringWriter()` make."""
    given = argument(arguments)
    start = given if given is not None and given.kind == "string" else Value("string", "")
    return Client(TEXT, {"_text": start}, evaluator.span(node))


def text_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`append(…)` and `toString()` of a text that is built."""
    held = owner.state["_text"]
    if path in ("append", "write", "print", "writeBytes"):
        given = [value for value in arguments.positional[:1] if value.kind != "null"]
        return put(evaluator, owner, "text", evaluator.text(held, *given))
    if path == "println":
        return put(evaluator, owner, "text", evaluator.text(held, *arguments.positional[:1], Value("string", "\n")))
    if path == "insert" and len(arguments.positional) == 2 and arguments.positional[0].data == 0:
        return put(evaluator, owner, "text", evaluator.text(arguments.positional[1], held))
    if path in ("setLength", "deleteCharAt", "delete", "insert", "reverse", "replace"):
        return put(evaluator, owner, "text", _shortened(held, path, arguments))
    if path in ("toString", "toByteArray", "getBytes", "substring"):
        return held
    if path in ("length", "size") and not held.is_open:
        return Value("number", len(held.data))
    del node
    return owner if path in ("flush", "close") else Unclear()


def _shortened(held: Value, path: str, arguments: Arguments) -> Value:
    """Return a text whose end was cut: `setLength(length() - 1)`, `deleteCharAt(length() - 1)`."""
    place = argument(arguments)
    if held.kind != "string" or held.is_open or place is None or not isinstance(place.data, int):
        return unknown_of(held, place)
    if path == "setLength":
        return Value("string", held.data[: place.data], None, parts=spans_of(held))
    if path == "deleteCharAt":
        return Value("string", held.data[: place.data] + held.data[place.data + 1 :], None, parts=spans_of(held))
    return unknown_of(held)


def text_joiner(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new StringJoiner(separator, prefix, suffix)` makes."""
    marks = [*arguments.positional, *[Value("string", "")] * 3][:3]
    return builder(evaluator, "java.joiner", node, None, between=marks[0], before=marks[1], after=marks[2])


def joiner_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`add(…)` and `toString()` of a StringJoiner."""
    del node
    if path == "add":
        return append(evaluator, owner, "items", argument(arguments))
    return joiner_text(evaluator, owner)


def joiner_text(evaluator: Evaluator, owner: Client) -> Value:
    """Return the text of a StringJoiner."""
    pieces: list[Value] = []
    held = owner.state.get("_items")
    for item in held.data if held is not None else []:
        pieces += [owner.state["_between"], item.data[0]] if pieces else [item.data[0]]
    return evaluator.text(owner.state["_before"], *pieces, owner.state["_after"])


FAMILIES: dict[str, Family] = {TEXT: text_family, "java.joiner": joiner_family}
