"""Members of a JSON object whose braces were left behind when it was copied: lines `"name": value,`."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading import json_text
from supportdesk.value import Value
from supportdesk.view import View

LIMIT = 20_000
"""Characters of one stretch of members that are looked at."""
_MEMBER = lazy(r"[ \t]*\"[A-Za-z_@$][\w.@$ -]{0,60}\"[ \t]?:[ \t]{0,4}(?=[\"\[{0-9tfn-])")
_STRING = lazy(r"\"(?:[^\"\\\n]|\\.){0,4000}\"")
_LEAST = 2
"""Members that make a stretch of them an object."""


def find_members(view: View, start: int, end: int) -> list[tuple[int, int, Value, bool]]:
    """Return `(start, end, value, complete)` of the object whose members begin on this line, or nothing."""
    text = view.text
    if _MEMBER.match(text, start, min(end, start + LIMIT)) is None:
        return []
    last, count = _extent(text, start, min(end, start + LIMIT))
    if count < _LEAST:
        return []
    first = text.index('"', start)
    braced = (("{" + text[first], first, first + 1), (text[first + 1 : last - 1], first + 1, last - 1))
    opened = view.decoded((*braced, (text[last - 1] + "}", last - 1, last)))
    read = json_text.parse(opened)
    if read is None or read[0].kind != "object" or len(read[0].data) < count:
        return []
    return [(first, last, read[0], read[2])]


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the last member ends, and how many there are on the outermost level."""
    at, depth, last, count = start, 0, start, 0
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if depth == 0:
            if _MEMBER.match(text, at, stop) is None:
                break
            count += 1
        bare = _STRING.sub("", text[at:stop])
        depth += sum(map(bare.count, "{[")) - sum(map(bare.count, "}]"))
        if depth < 0:  # the brace that closes the object, whose opening was left out
            break
        last = stop
        at = stop + 1
    return last, count
