"""Java's literals: strings with their escapes, text blocks, characters and numbers.

The Java Language Specification, 3.10.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.trees import Lowering, Tree

_ESCAPE = lazy(r"\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(\r\n|[^u]))")
_SIGNS = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "s": " ",
    "\n": "",
    "\r\n": "",
    "”": '"',
    "“": '"',
    "’": "'",
    "‘": "'",
}
_BLOCK = '"""'


def unescaped(text: str) -> str:
    """Return the text that a literal with escapes stands for."""
    if "\\" not in text:
        return text
    made = _ESCAPE.sub(
        lambda match: (
            chr(int(match[1], 16))
            if match[1]
            else chr(int(match[2], 8))
            if match[2]
            else _SIGNS.get(match[3], match[3])
        ),
        text,
    )
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in text else made


def block_text(content: str) -> str:
    """Return the text of a text block: without what all its lines are indented by, nor white space at their ends."""
    _, _, rest = content.partition("\n")
    lines = rest.split("\n")
    counted = [line for line in lines if line.strip()] + ([lines[-1]] if not lines[-1].strip() else [])
    indent = min((len(line) - len(line.lstrip()) for line in counted), default=0)
    return unescaped("\n".join(line[indent:].rstrip() for line in lines))


def string(low: Lowering, node: Tree) -> ir.Node:
    """Lower a string literal or text block."""
    start, end = low.bounds(node)
    is_block = low.text.startswith(_BLOCK, start)
    width = 3 if is_block else 1
    content = low.written[start + width : max(start + width, min(end - width, low.kept))]
    text = block_text(content) if is_block else unescaped(content)
    if not low.is_cut(node):
        return ir.Literal(text, start, end)
    return ir.Template([ir.Literal(text, start, min(end, low.kept)), low.rest(node)], start, end)


def character(low: Lowering, node: Tree) -> ir.Node:
    """Lower a character, which is a text of one sign."""
    start, end = low.bounds(node)
    return ir.Literal(unescaped(low.text[start + 1 : end - 1]), start, end)


def number(low: Lowering, node: Tree) -> ir.Node:
    """Lower a number."""
    start, end = low.bounds(node)
    text = low.text[start:end].replace("_", "").lower()
    try:
        if text.startswith(("0x", "0b")):
            return ir.Literal(int(text.rstrip("l"), 0), start, end)
        text = text.rstrip("lfd")
        if text.isdigit():
            is_octal = len(text) > 1 and text[0] == "0" and node.type == "octal_integer_literal"
            return ir.Literal(int(text, 8 if is_octal else 10), start, end)
        return ir.Literal(float(text), start, end)
    except ValueError:
        return ir.Other([], start, end)
