"""Lowering of Python's strings: literals, format strings with holes, and strings that stand side by side."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.python.lowering import Lowering
from supportdesk.reading.code.python.text import decoded, string_value
from supportdesk.reading.code.trees import Tree


def _string(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    children = node.named_children
    if not any(child.type == "interpolation" for child in children):
        written = _as_written(low, start, end)
        value = string_value(written)
        if "f" in written[:2].lower().split('"')[0].split("'")[0]:
            value = value.replace("{{", "{").replace("}}", "}")
        literal = ir.Literal(value, start, min(end, low.kept))
        return literal if end <= low.kept else ir.Template([literal, ir.Other([], low.kept, end)], start, end)
    prefix = low.source(children[0]).lower()
    many_lines = prefix.endswith(('"""', "'''"))
    parts: list[ir.Node] = []
    for child in children:
        if child.type == "string_content":
            place = low.bounds(child)
            source = low.written if place[1] <= low.kept else low.text
            text = decoded(source[place[0] : place[1]], prefix, many_lines=many_lines)
            parts.append(ir.Literal(text.replace("{{", "{").replace("}}", "}"), *place))
        elif child.type == "interpolation":
            parts.append(_hole(low, child))
    return ir.Template(parts, start, end)


def _as_written(low: Lowering, start: int, end: int) -> str:
    """Return a literal with the quotes of the mended text and inside them what was written."""
    mended = low.text[start:end]
    if low.written is low.text or end > low.kept:
        return mended
    inner = len(mended) - len(mended.lstrip("bBuUrRfF"))
    inner += 3 if mended[inner : inner + 3] in ('"""', "'''") else 1
    size = 3 if mended.endswith(mended[inner - 3 : inner]) and inner >= 3 else 1
    if len(mended) < inner + size:
        return mended
    return mended[:inner] + low.written[start + inner : end - size] + mended[len(mended) - size :]


def _hole(low: Lowering, node: Tree) -> ir.Node:
    value = low.field(node, "expression")
    start, end = low.bounds(node)
    if value is None:
        return ir.Other([], start, end)
    for child in node.named_children:
        if child.type == "format_specifier":
            form = low.source(child).removeprefix(":")
            return ir.Operation("format", [value, ir.Literal(form, *low.bounds(child))], start, end)
        if child.type == "type_conversion" and low.source(child) == "!r":
            return ir.Call(ir.Name("repr", start, end), [ir.Argument(value)], start, end)
    return value


def _joined_strings(low: Lowering, node: Tree) -> ir.Node:
    return ir.Template(low.parts(node), *low.bounds(node))


HANDLERS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "string": _string,
    "concatenated_string": _joined_strings,
}
"""Node type of the grammar → what lowers it as an expression."""
