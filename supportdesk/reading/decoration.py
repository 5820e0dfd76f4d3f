"""Taking off what editors, chat clients and terminals put before each line of code.

Line numbers that count up (`12 | x`, `12: x`, `12<tab>x`), mail quotes (`> x`), prompts of IPython (`In [3]: x`) and
the signs of a diff are cut out of the view, so that readers see the code and spans still land on the paste. A run of
lines is needed for each: one line that looks so proves nothing.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.view import View

LEAST_LINES = 3
"""Lines in a row that have to carry a decoration before it counts as one."""

_NUMBER = lazy(r"[ \t]*(\d{1,5})(?:[ \t]*[|│:](?= |$)[ ]?|\t|  |(?=\s*$)| (?=\S))")
_COUNTS = lazy(r"(?m)^[ \t]*0?2(?:[ \t|│:]|$)")
_QUOTE = lazy(r"(?:[ \t]*>(?!>)[ ]?)+")
_IPYTHON = lazy(r"In \[\d+\]: ?|[ ]{2,}\.\.\.: ?")
_OUTPUT = lazy(r"Out\[\d+\]: ?")
_DIFF = lazy(r"[+ ](?![+]{2} )")
_REMOVED = lazy(r"-(?!-- )")

Line = tuple[int, int]
Cuts = list[Line]


def undecorated(view: View) -> View:
    """Return the view without decorations of lines; the view itself where there are none."""
    text = view.text
    if not _may_be_decorated(text):
        return view
    lines = _lines(text)
    cuts: Cuts = []
    at = 0
    while at < len(lines):
        run = _numbered(text, lines, at) or _marked(text, lines, at, _QUOTE) or _prompted(text, lines, at)
        run = run or _changed(text, lines, at)
        if run:
            cuts += run
            at += len(run)
        else:
            at += 1
    return _without(view, [cut for cut in cuts if cut[0] < cut[1]])


def _may_be_decorated(text: str) -> bool:
    return text.startswith(">") or any(sign in text for sign in ("\n>", "\n+", "In [")) or bool(_COUNTS.search(text))


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        if end < 0:
            found.append((at, len(text)))
            break
        found.append((at, end))
        at = end + 1
    return found


def _numbered(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of lines whose numbers count up by one, an empty cut for a line without a number between."""
    cuts: Cuts = []
    expected: int | None = None
    for start, end in lines[first:]:
        match = _NUMBER.match(text, start, end)
        if match is None or (expected is not None and int(match[1]) != expected):
            break
        cuts.append((start, match.end()))
        expected = int(match[1]) + 1
    return cuts if len(cuts) >= LEAST_LINES else []


def _marked(text: str, lines: list[Line], first: int, mark: re.Pattern[str]) -> Cuts:
    cuts: Cuts = []
    for start, end in lines[first:]:
        match = mark.match(text, start, end)
        if match is None:
            break
        cuts.append((start, match.end()))
    return cuts if len(cuts) >= LEAST_LINES else []


def _prompted(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of an IPython session: its prompts, and the `Out[3]: ` before what it prints."""
    start, end = lines[first]
    if not _IPYTHON.match(text, start, end):
        return []
    cuts: Cuts = []
    for start, end in lines[first:]:
        match = _IPYTHON.match(text, start, end) or _OUTPUT.match(text, start, end)
        if match is None:
            break
        cuts.append((start, match.end()))
    return cuts


def _changed(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of a diff's lines: the sign of what was added or kept, and the whole of what was removed."""
    cuts: Cuts = []
    added = 0
    for start, end in lines[first:]:
        if _REMOVED.match(text, start, end):
            cuts.append((start, min(end + 1, len(text))))
        elif match := _DIFF.match(text, start, end):
            added += text[start] == "+"
            cuts.append((start, match.end()))
        elif start == end and cuts:
            cuts.append((start, start))
        else:
            break
    return cuts if added >= LEAST_LINES and added * 2 >= len(cuts) else []


def _without(view: View, cuts: Cuts) -> View:
    if not cuts:
        return view
    pieces: list[tuple[str, int, int]] = []
    behind = 0
    for start, end in cuts:
        if start > behind:
            pieces.append((view.text[behind:start], behind, start))
        behind = max(behind, end)
    pieces.append((view.text[behind:], behind, len(view.text)))
    return view.decoded(pieces)
