"""Lowering of Kotlin's strings: escapes, `$name` and `${expression}`, raw strings, characters."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.kotlin.names import Bare
from supportdesk.reading.code.kotlin.text import number_value, unescaped
from supportdesk.reading.code.trees import Lowering, Tree

PIECE_LIMIT = 2000
"""Pieces of one string that are looked at; what lies behind is unknown."""

_REFERENCE = lazy(r"\$([A-Za-z_]\w{0,200}|`[^`\n]{1,80}`)")


def _string(low: Lowering, node: Tree) -> ir.Node:
    raw = node.type == "multiline_string_literal"
    start, end = low.bounds(node)
    size = 3 if raw else 1
    first, last = start + size, max(start + size, end - size)
    parts: list[ir.Node] = []
    at = first
    for child in node.named_children:
        if child.type != "interpolation":
            continue
        if len(parts) > PIECE_LIMIT:
            break
        place = low.bounds(child)
        _pieces(low, at, place[0], parts, raw=raw)
        inner = [part for part in child.named_children if part.type not in low.IGNORED]
        parts.append(low.expression(inner[0]) if inner else ir.Other([], *place))
        at = place[1]
    _pieces(low, at, last, parts, raw=raw)
    if low.is_cut(node):
        return ir.Template([*parts, low.rest(node)], start, end)
    if not parts:
        return ir.Literal("", start, end)
    if len(parts) == 1 and isinstance(parts[0], ir.Literal):
        return ir.Literal(parts[0].value, start, end)
    return ir.Template(parts, start, end)


def _pieces(low: Lowering, start: int, end: int, parts: list[ir.Node], *, raw: bool) -> None:
    """Append the text `[start, end)` of a string, `$name` in it as names."""
    end = min(end, low.kept)
    source = low.written
    at = start
    for match in _REFERENCE.finditer(source, start, max(start, end)) if end > start else ():
        here = match.start()
        if len(parts) > PIECE_LIMIT:
            parts.append(ir.Other([], here, end))
            return
        if not raw and _is_escaped(source, here, start):
            continue
        if here > at:
            parts.append(_literal(source, at, here, raw=raw))
        parts.append(Bare(match[1].strip("`"), here, match.end()))
        at = match.end()
    if end > at:
        parts.append(_literal(source, at, end, raw=raw))


def _literal(source: str, start: int, end: int, *, raw: bool) -> ir.Literal:
    text = source[start:end]
    return ir.Literal(text if raw else unescaped(text), start, end)


def _is_escaped(text: str, at: int, first: int) -> bool:
    slashes = at
    while slashes > first and text[slashes - 1] == "\\":
        slashes -= 1
    return (at - slashes) % 2 == 1


def _character(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    return ir.Literal(unescaped(low.written[start + 1 : max(start + 1, end - 1)]), start, end)


def _number(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    value = number_value(low.text[start:end])
    return ir.Other([], start, end) if value is None or low.is_cut(node) else ir.Literal(value, start, end)


EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    **dict.fromkeys(("string_literal", "multiline_string_literal"), _string),
    "character_literal": _character,
    **dict.fromkeys(("number_literal", "float_literal"), _number),
}
"""Node type of the grammar → what lowers it as an expression."""

STATEMENTS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {}
"""Node type of the grammar → what lowers it as a statement."""
