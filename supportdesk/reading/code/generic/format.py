"""Texts put together by a format: `Sprintf("Bearer %s", key)`, `format!("{BASE}/{}", id)`, `"%s/x".format(host)`."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.words import Word

FORMATS = frozenset(("sprintf", "format", "formatted", "stringwithformat"))
"""Functions that fill a format, as compared (`plain_name`)."""

HOLES = 200
"""Holes of one format that are filled."""

_PERCENT = lazy(r"%(?:(\d{1,3})\$)?[-+ 0#]{0,4}\d{0,4}(?:\.\d{1,3})?(l{0,2}[sdvqfixXu@%])")
_BRACES = lazy(r"\{\{|\}\}|\{(\w{0,60})(?::[^{}\n]{0,20})?\}")
_AS_WRITTEN = frozenset("sdvu@i")


def filled(template: Word, arguments: list[tuple[Node | None, Node]], place: tuple[int, int]) -> Node | None:
    """Return the join that a format and its arguments make, or None where the text has no holes.

    Holes are those of printf, or braces where there are none of these; a hole without its argument is unknown.
    """
    text = template.text
    is_percent = _PERCENT.search(text) is not None
    pattern = _PERCENT if is_percent else _BRACES
    plain = [value for key, value in arguments if key is None]
    named = {key.name: value for key, value in arguments if key is not None}
    pieces: list[Node] = []
    at = taken = holes = 0
    for match in pattern.finditer(text):
        holes += 1
        if holes > HOLES:
            break
        sign = match[0]
        if match.start() > at:
            pieces.append(_text(template, at, match.start(), place))
        at = match.end()
        if sign in ("%%", "{{", "}}"):
            pieces.append(_text(template, at - 1, at, place))
            continue
        number = match[1] or ""
        if number.isdigit():
            index = int(number) - is_percent
        elif number:
            pieces.append(named.get(number) or Node("name", *place, name=number))
            continue
        else:
            index, taken = taken, taken + 1
        is_known = index < len(plain) and (not is_percent or match[2][-1] in _AS_WRITTEN)
        pieces.append(plain[index] if is_known else Node("name", *place))
    if not holes:
        return None
    if at < len(text):
        pieces.append(_text(template, at, len(text), place))
    joined = Node("join", *place)
    joined.items = [(None, piece) for piece in pieces]
    return joined


def _text(template: Word, start: int, end: int, place: tuple[int, int]) -> Node:
    return Node("string", *place, word=template.cut(start, end))
