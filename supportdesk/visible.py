"""Making pasted text safe to show: every control, bidirectional and invisible sign as a visible one.

A terminal escape, an OSC 52 clipboard write, a right-to-left override or a zero-width space of a paste reaches no
terminal as such (design, Promise 1). One sign stands for one, so that carets stay aligned with the text.
"""

from __future__ import annotations

PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""C0 controls and DEL, as the Unicode control pictures."""

INVISIBLE = "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0"
"""Single invisible signs; ranges of them are added below."""

REPLACED = (
    PICTURES
    | dict.fromkeys(range(0x80, 0xA0), 0x2426)
    | dict.fromkeys(map(ord, INVISIBLE), 0x2423)
    | dict.fromkeys((*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)), 0x2423)
    | dict.fromkeys((*range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC)), 0xFFFD)
    | dict.fromkeys(range(0xE0000, 0xE0080), 0x2423)
)
KEPT = {0x0A: 0x0A, 0x09: 0x09}

_LINE = REPLACED | {0x09: 0x20}
_TEXT = REPLACED | KEPT


def visible(text: str) -> str:
    """Return a text of several lines with line feeds and tabs kept, CRLF as LF, all other controls visible."""
    return text.replace("\r\n", "\n").translate(_TEXT)


def visible_line(text: str) -> str:
    """Return one line, sign for sign: tabs as a blank, every other control visible."""
    return text.translate(_LINE)
