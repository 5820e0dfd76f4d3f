"""Where the requests of a `.http` or `.rest` file stand in a paste, so that they are read as one text.

Format: https://www.jetbrains.com/help/idea/exploring-http-syntax.html and the REST Client of VS Code: `###` between the
requests, `@name = value` before them, comments, and scripts between `{%` and `%}`.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.extents import Vain, line_end, statement_end

_MARK = lazy(r"^(?:###|@[A-Za-z_][\w.-]{0,60}[ \t]*=)", re.MULTILINE)
_REQUEST = lazy(
    r"[ \t]{0,3}(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+(?:https?://|\{\{|/)|"
    r"(?:https?://|\{\{\w+\}\}/)\S+[ \t]*$)",
    re.MULTILINE,
)
_BETWEEN = lazy(r"[ \t]*(?:#|//|@[A-Za-z_][\w.-]{0,60}[ \t]*=|$)", re.MULTILINE)
_SCRIPT = lazy(r"[ \t]*[<>][ \t]*\{%")
_ANSWER = lazy(r"[ \t]*(?:<>|>>!?)[ \t]")
_HEADER = lazy(r"[ \t]*(?:[?&]\S|[\w-]{1,80}[ \t]*:(?!//)|#|//)")
_PAIRS = lazy(r"[^\s=&]{1,200}=[^\n]*$|&", re.MULTILINE)
LIMIT = 300
"""Requests of one file that are looked for."""
FILES = 100
"""Places of one text at which a file may begin."""


def find(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of `[start, end)` that are of a `.http` file, in order; none where there is no such file."""
    found: list[tuple[int, int]] = []
    at = start
    for _ in range(FILES):
        mark = _MARK.search(text, at, end)
        if mark is None:
            break
        request = _skip(text, mark.start(), end)
        if request >= end or not _REQUEST.match(text, request, line_end(text, request, end)):
            at = max(request, mark.end())
            continue
        stop = _skip_back(text, _request_end(text, request, end))
        for _ in range(LIMIT):
            behind = _skip(text, stop, end)
            if "###" not in text[stop:behind] or not _REQUEST.match(text, behind, line_end(text, behind, end)):
                break
            stop = _skip_back(text, _request_end(text, behind, end))
        found.append((mark.start(), stop))
        at = stop
    return found


def _skip(text: str, at: int, end: int) -> int:
    """Return the offset of the first line from `at` on that is no mark, comment, variable, script or blank."""
    while at < end:
        stop = line_end(text, at, end)
        if _SCRIPT.match(text, at, stop):
            close = text.find("%}", at, end)
            stop = line_end(text, close, end) if close >= 0 else end
        elif not _BETWEEN.match(text, at, stop) and not _ANSWER.match(text, at, stop):
            return at
        at = stop + 1
    return end


def _skip_back(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _request_end(text: str, at: int, end: int) -> int:
    """Return where the request ends whose line begins at `at`: behind its headers, or behind its body."""
    stop = line_end(text, at, end)
    here = stop + 1
    while here < end:
        line = line_end(text, here, end)
        if not _HEADER.match(text, here, line) or text.startswith("###", here):
            break
        stop, here = line, line + 1
    if here >= end or text[here : line_end(text, here, end)].strip():
        return stop
    while here < end and not text[here : line_end(text, here, end)].strip():
        here = line_end(text, here, end) + 1
    first = line_end(text, here, end)
    if text[here : here + 1] in ("{", "["):
        return statement_end(text, here, first, end, Vain())
    if text.startswith("--", here):
        close = text.find(text[here:first].strip() + "--", here + 1, end)
        return line_end(text, close, end) if close >= 0 else stop
    if text.startswith("< ", here):
        return first
    last = stop
    while here < end and _PAIRS.match(text, here, line_end(text, here, end)):
        last = line_end(text, here, end)
        here = last + 1
    return last
