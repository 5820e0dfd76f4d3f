"""Lines broken as Chinese and English readers expect: at blanks, between Chinese characters, never before a full stop.

Textual breaks at blanks only, which leaves a Chinese paragraph in ragged pieces. Continued lines hang under the text of
their first one, so that lists stay readable.
"""

from __future__ import annotations

import re
import unicodedata

from textual.content import Content

from supportdesk.render.width import width

NOT_FIRST = frozenset("，。：；！？、）」』》】〉”’…,.;:!?)]}%")
"""Signs that no line begins with."""

NOT_LAST = frozenset("（「『《【〈“‘([{")
"""Signs that no line ends with."""

_HEAD = re.compile(r" *(?:\d{1,2}\. |[●○?] )?")


def wrapped(page: Content, columns: int) -> Content:
    """Return the page with every line broken to at most `columns` (as it is below 10, where nothing can be read)."""
    if columns < 10:
        return page
    lines: list[Content] = []
    for line in page.split("\n", allow_blank=True):
        if width(line.plain) <= columns:
            lines.append(line)
            continue
        head = _HEAD.match(line.plain)
        hang = min(head.end() if head else 0, columns // 3)
        first, *others = line.divide(breaks(line.plain, columns, hang))
        lines.append(first.rstrip())
        lines += [Content(" " * hang) + other.rstrip() for other in others]
    return Content("\n").join(lines)


def wrapped_text(text: str, columns: int) -> str:
    """Return a plain text broken to at most `columns`."""
    return wrapped(Content(text), columns).plain


def breaks(line: str, columns: int, hang: int = 0) -> list[int]:
    """Return the offsets at which a line is broken; continued lines have `columns - hang`."""
    found: list[int] = []
    start, used, room = 0, 0, columns
    chance = 0
    for at, sign in enumerate(line):
        if at > start and _may_break(line, at):
            chance = at
        used += width(sign)
        if used > room and sign != " ":
            stop = chance if chance > start else max(at, start + 1)
            found.append(stop)
            start, room = stop, columns - hang
            used = width(line[start : at + 1])
    return found


def _may_break(line: str, at: int) -> bool:
    """Whether a line may end before the character at `at`."""
    before, sign = line[at - 1], line[at]
    if sign in NOT_FIRST or before in NOT_LAST or sign == " ":
        return False
    return before == " " or _is_wide(before) or _is_wide(sign)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
