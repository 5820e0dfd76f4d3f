"""Lowering of C#'s strings: regular, verbatim and raw ones, characters, and interpolated strings with holes.

Source: C# language reference, "Strings and string literals", "Raw string literal text" and "$ - string interpolation".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.trees import Lowering, Tree

_ESCAPE = lazy(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{1,4})|(.))")
_PLAIN = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unescaped(text: str) -> str:
    """Return the text of a regular string or character, its escapes decoded."""
    return text if "\\" not in text else str(_ESCAPE.sub(_sign, text))


def _sign(match: Any) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _PLAIN.get(str(match[4]), str(match[4]))
    number = int(code, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def inside(low: Lowering, start: int, end: int) -> str:
    """Return the characters of a literal as they were written, before signs were mended."""
    return (low.written if end <= low.kept else low.text)[start:end]


def _finished(low: Lowering, text: str, start: int, end: int) -> ir.Node:
    """Return a literal; of one that a repair closed the rest is unknown."""
    made = ir.Literal(text, start, min(end, low.kept))
    return made if end <= low.kept else ir.Template([made, ir.Other([], low.kept, end)], start, end)


def _inner(low: Lowering, node: Tree, front: int, back: int) -> str:
    start, end = low.bounds(node)
    end = min(end, low.kept) if end > low.kept else end - back
    return inside(low, start + front, max(start + front, end))


def _regular(low: Lowering, node: Tree) -> ir.Node:
    back = 3 if low.source(node).lower().endswith("u8") else 1
    return _finished(low, unescaped(_inner(low, node, 1, back)), *low.bounds(node))


def _verbatim(low: Lowering, node: Tree) -> ir.Node:
    back = 3 if low.source(node).lower().endswith("u8") else 1
    return _finished(low, _inner(low, node, 2, back).replace('""', '"'), *low.bounds(node))


def _raw(low: Lowering, node: Tree) -> ir.Node:
    source = low.source(node)
    size = len(source) - len(source.lstrip('"'))
    back = size + (2 if source.lower().endswith("u8") else 0)
    return _finished(low, "".join(_without_indent([_inner(low, node, size, back)])), *low.bounds(node))


def _without_indent(pieces: list[str]) -> list[str]:
    """Return the pieces of a raw string of several lines without its first and last line end and its indentation."""
    if not pieces or "\n" not in "".join(pieces):
        return pieces
    front, line_end, last = pieces[-1].rpartition("\n")
    indent = last if line_end and not last.strip() else ""
    made = [*pieces[:-1], front] if line_end and not last.strip() else list(pieces)
    if indent:
        made = [piece.replace("\n" + indent, "\n") for piece in made]
    head, line_end, rest = made[0].partition("\n")
    if line_end and not head.strip():
        made[0] = rest.removeprefix(indent)
    made[-1] = made[-1].removesuffix("\r")
    return made


def _interpolated(low: Lowering, node: Tree) -> ir.Node:
    children = node.named_children
    start_sign = low.source(children[0]) if children else "$"
    raw = any(child.type == "interpolation_quote" and len(low.source(child)) > 2 for child in children)
    verbatim = "@" in start_sign
    holes: list[list[Tree]] = [[]]
    parts: list[Tree | None] = []
    for child in children:
        if child.type in ("string_content", "escape_sequence"):
            holes[-1].append(child)
        elif child.type == "interpolation":
            parts.append(child)
            holes.append([])
    texts = [_content(low, group, raw=raw, verbatim=verbatim) for group in holes]
    if raw:
        texts = _without_indent(texts)
    made: list[ir.Node] = []
    for index, text in enumerate(texts):
        if text:
            group = holes[index]
            end = min(low.offset(group[-1].end_byte), low.kept)
            made.append(ir.Literal(text, low.offset(group[0].start_byte), end))
        if index < len(parts):
            made.append(_hole(low, parts[index]))
    if low.is_cut(node):
        made.append(low.rest(node))
    return ir.Template(made, *low.bounds(node))


def _content(low: Lowering, group: list[Tree], *, raw: bool, verbatim: bool) -> str:
    texts: list[str] = []
    for child in group:
        start, end = low.bounds(child)
        text = inside(low, start, min(end, low.kept) if end > low.kept else end)
        if child.type == "escape_sequence":
            text = unescaped(text) if not text.startswith(("{", "}", '"')) else text[:1]
        elif not raw:
            text = text.replace("{{", "{").replace("}}", "}")
            text = text.replace('""', '"') if verbatim else unescaped(text)
        texts.append(text)
    return "".join(texts)


def _hole(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    values = [child for child in node.named_children if not child.type.startswith("interpolation_")]
    if not values:
        return ir.Other([], start, end)
    value = low.expression(values[0])
    for child in node.named_children:
        if child.type == "interpolation_format_clause":
            form = ir.Literal(low.source(child).removeprefix(":"), *low.bounds(child))
            return ir.Call(ir.Name("%format", start, end), [ir.Argument(value), ir.Argument(form)], start, end)
    return value


def _character(low: Lowering, node: Tree) -> ir.Node:
    return _finished(low, unescaped(_inner(low, node, 1, 1)), *low.bounds(node))


HANDLERS: dict[str, Callable[[Any, Tree], ir.Node]] = {
    "string_literal": _regular,
    "verbatim_string_literal": _verbatim,
    "raw_string_literal": _raw,
    "interpolated_string_expression": _interpolated,
    "character_literal": _character,
}
"""Node type of the grammar → what lowers it as an expression."""
