"""Lowering of PHP's strings: single and double quotes with variables inside, heredocs and nowdocs."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.php.lowering import Lowering
from supportdesk.reading.code.php.text import dedented, double_quoted, single_quoted
from supportdesk.reading.code.trees import Tree

_TEXT = ("string_content", "escape_sequence", "nowdoc_string", "heredoc_end", "heredoc_start")


def _source(low: Lowering, start: int) -> str:
    """Return the text that a literal is read from: as it was written, or mended where its quotes were as well."""
    return low.written if low.written[start : start + 1] == low.text[start] else low.text


def _single(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    first = start + 2 if low.text[start] in "bB" else start + 1
    if low.is_cut(node):
        return _open(low, single_quoted(_source(low, start)[first : low.kept]), start, end)
    return ir.Literal(single_quoted(_source(low, start)[first : end - 1]), start, end)


def _open(low: Lowering, said: str, start: int, end: int) -> ir.Node:
    """Return a string that the text's end cuts: more may have stood in it."""
    return ir.Template([ir.Literal(said, start, low.kept), ir.Other([], low.kept, end)], start, end)


def _double(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    first = start + 2 if low.text[start] in "bB" else start + 1
    last = min(low.kept, end) if low.is_cut(node) else end - 1
    return _filled(low, node, (first, last), double_quoted)


def _filled(low: Lowering, node: Tree, inside: tuple[int, int], decode: Callable[[str], str]) -> ir.Node:
    """Return the text of `inside`, with what stands in it as variables and members."""
    start, end = low.bounds(node)
    at, last = inside
    source = _source(low, start)
    parts: list[ir.Node] = []
    children = node.children
    for index, hole in enumerate(children):
        if not hole.is_named or hole.type in _TEXT:
            continue
        opened, closed = _hole(low, children, index)
        if opened > at:
            parts.append(ir.Literal(decode(source[at:opened]), at, opened))
        parts.append(low.expression(hole))
        at = closed
    if not parts and not low.is_cut(node):
        return ir.Literal(decode(source[at:last]), start, end)
    if at < last:
        parts.append(ir.Literal(decode(source[at:last]), at, last))
    if low.is_cut(node):
        parts.append(low.rest(node))
    return ir.Template(parts, start, end)


def _hole(low: Lowering, children: list[Tree], index: int) -> tuple[int, int]:
    """Return the offsets of a variable inside a string, with the braces around it."""
    start, end = low.bounds(children[index])
    if index and children[index - 1].type == "{":
        start = low.offset(children[index - 1].start_byte)
    if index + 1 < len(children) and children[index + 1].type == "}":
        end = low.offset(children[index + 1].end_byte)
    return start, end


def _dynamic(low: Lowering, node: Tree) -> ir.Node:
    """Return `${name}`; `$$name` is not known."""
    if low.source(node).startswith("${") and len(node.named_children) == 1 and node.named_children[0].type == "name":
        return ir.Name("$" + low.source(node.named_children[0]), *low.bounds(node))
    return low.other(node)


def _heredoc(low: Lowering, node: Tree) -> ir.Node:
    """Return a heredoc or nowdoc; its lines lose the indentation of the closing mark."""
    body, mark = node.child_by_field_name("value"), node.child_by_field_name("end_tag")
    if body is None:
        return ir.Literal("", *low.bounds(node))
    start = low.offset(body.start_byte)
    stop = low.offset(mark.start_byte) if mark is not None else low.offset(node.end_byte)
    line = low.text.rfind("\n", 0, stop) + 1
    margin = stop - line if mark is not None else 0
    start = low.text.find("\n", low.offset(node.start_byte), stop) + 1
    last = max(start, line - 1 - (low.text[line - 2 : line - 1] == "\r"))
    if low.is_cut(node):
        last = max(start, min(low.kept, last))
    is_raw = node.type == "nowdoc"

    def _decode(text: str) -> str:
        if margin:
            text = "\n".join(_cut_margin(text, margin))
        return text if is_raw else double_quoted(text, heredoc=True)

    if margin and low.text.startswith((" ", "\t"), start):
        start = min(start + margin, last)
    made = _filled(low, body, (start, last), _decode)
    if isinstance(made, ir.Literal):
        made.start, made.end = start, last
    return made


def _cut_margin(text: str, margin: int) -> list[str]:
    first, *others = text.split("\n")
    return [first, *dedented(others, margin)]


HANDLERS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "string": _single,
    "encapsed_string": _double,
    **dict.fromkeys(("heredoc", "nowdoc"), _heredoc),
    "dynamic_variable_name": _dynamic,
}
"""Node type of the grammar → what lowers it as an expression."""
