"""Taking off what editors, chat clients and terminals put before each line of code.

Line numbers that count up (`12 | x`, `12: x`, `12<tab>x`), mail quotes (`> x`), prompts of IPython (`In [3]: x`) and
the signs of a diff are cut out of the view, so that readers see the code and spans still land on the paste. A run of
lines is needed for each: one line that looks so proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading.traces import without_marks
from supportdesk.view import View

LEAST_LINES = 3
"""Lines in a row that have to carry a decoration before it counts as one."""

_NUMBER = lazy(r"[ \t]*(\d{1,5})(?:[ \t]*[|│:](?= |$)[ ]?|\t|  |(?=\s*$)| (?=\S))")
_COUNTS = lazy(r"(?m)^[ \t]{0,8}\d{1,5}(?:[ \t|│:]|$)")
_QUOTE = lazy(r"(?:[ \t]*>(?!>)[ ]?)+")
_IPYTHON = lazy(r"In \[\d+\]: ?|[ ]{2,}\.\.\.: ?")
_OUTPUT = lazy(r"Out\[\d+\]: ?")
_DIFF = lazy(r"[+ ](?![+]{2} )")
_REMOVED = lazy(r"-(?!-- )")

_SERVICE = lazy(
    r"[A-Za-z][\w.-]{1,60}[-_][0-9]{1,3} {1,40}\| ?|[a-z][\w.-]{1,60} {2,40}\| ?|"
    r"[A-Z][a-z]{2} [ 0-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [\w.-]{1,60} [\w.@-]{1,60}\[[0-9]{1,8}\]: ?"
)
_LOGS = lazy(
    r"Traceback \(most|  File \"|\b(?:ERROR|ERR|WARN|WARNING|INFO|DEBUG|FATAL)\b|level=|\[GIN\]|\[SYS\]|HTTP/1|"
    r"(?:Error|Exception)\b|goroutine [0-9]|\"error\""
)
"""What a program's log shows and a table of the console does not: lines of one service carry its name before them."""

_INLINE = lazy(
    r"(?m)^[ \t]*(?:[$>%#] )?(?:[\w./~-]{1,80}/)?(?:python[\d.]{0,4}|py)(?:\.exe)?[ \t]+"
    r"(?:-[A-Zbisuq][ \t]+){0,3}-c[ \t]+"
    r"(?:(')|\")(?=\s*\S)"
)
_SHELL_ESCAPE = lazy(r"\\([\"$`\\])|\"")
_ENTITY = lazy(r"&(?:quot|apos|lt|gt|amp|nbsp|#34|#39|#x27|#x22);")
_ENTITIES = {
    "&quot;": '"', "&#34;": '"', "&#x22;": '"', "&apos;": "'", "&#39;": "'", "&#x27;": "'", "&lt;": "<", "&gt;": ">",
    "&amp;": "&", "&nbsp;": " ",
}  # fmt: skip
INLINE_LIMIT = 20_000
"""Characters of a program in a command's argument."""
LEAST_ENTITIES = 4
"""Quotes written as entities that show a text to be copied from a page's source."""

Line = tuple[int, int]
Cuts = list[Line]


def undecorated(view: View) -> View:
    """Return the view without decorations of lines; the view itself where there are none."""
    view = without_marks(_without_inline(_unescaped(view)))
    text = view.text
    if not _may_be_decorated(text):
        return view
    lines = _lines(text)
    cuts: Cuts = []
    at = 0
    while at < len(lines):
        run = _numbered(text, lines, at) or _marked(text, lines, at, _QUOTE) or _prompted(text, lines, at)
        run = run or _changed(text, lines, at) or _serviced(text, lines, at)
        if run:
            cuts += run
            at += len(run)
        else:
            at += 1
    return _without(view, [cut for cut in cuts if cut[0] < cut[1]])


def _unescaped(view: View) -> View:
    """Return the view of a page's source with its entities as signs, where its quotes are written so."""
    text = view.text
    escaped = text.count("&quot;") + text.count("&#34;") + text.count("&#39;")
    if escaped < LEAST_ENTITIES or text.count('"') + text.count("'") >= escaped:
        return view
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for match in _ENTITY.finditer(text):
        pieces += [(text[at : match.start()], at, match.start()), (_ENTITIES[match[0]], *match.span())]
        at = match.end()
    return view.decoded([*pieces, (text[at:], at, len(text))])


def _without_inline(view: View) -> View:
    """Return the view with `python -c '…'` as the program that it runs, behind a prompt where it is one line."""
    text = view.text
    if " -c" not in text:
        return view
    pieces: list[tuple[str, int, int]] = []
    behind = 0
    for match in _INLINE.finditer(text):
        slashes, end = _shell_end(text, match.end(), single=bool(match[1]))
        if end < 0 or match.start() < behind:
            continue
        prompt = "" if "\n" in text[match.end() : end] else ">>> "
        pieces += [(text[behind : match.start()], behind, match.start()), (prompt, *match.span())]
        behind = match.end()
        for at in slashes:
            pieces.append((text[behind:at], behind, at))
            behind = at + 1
        pieces.append((text[behind:end], behind, end))
        behind = end + 1
    return view.decoded([*pieces, (text[behind:], behind, len(text))]) if pieces else view


def _shell_end(text: str, start: int, *, single: bool) -> tuple[list[int], int]:
    """Return the places of the backslashes that escape, and of the closing quote (-1: none)."""
    if single:
        return [], text.find("'", start, start + INLINE_LIMIT)
    slashes: list[int] = []
    for sign in _SHELL_ESCAPE.finditer(text, start, start + INLINE_LIMIT):
        if sign[1] is None:
            return slashes, sign.start()
        slashes.append(sign.start())
    return slashes, -1


def _may_be_decorated(text: str) -> bool:
    if text.startswith(">") or any(sign in text for sign in ("\n>", "\n+", "In [", " | ", "]: ")):
        return True
    return bool(_COUNTS.search(text))


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


def _from(lines: list[Line], first: int) -> Iterator[Line]:
    """Yield the lines from one on, without copying those behind it."""
    for at in range(first, len(lines)):
        yield lines[at]


def _numbered(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of lines whose numbers count up by one, an empty cut for a line without a number between."""
    cuts: Cuts = []
    expected: int | None = None
    for start, end in _from(lines, first):
        match = _NUMBER.match(text, start, end)
        if match is None or (expected is not None and int(match[1]) != expected):
            break
        cuts.append((start, match.end()))
        expected = int(match[1]) + 1
    return cuts if len(cuts) >= LEAST_LINES else []


def _marked(text: str, lines: list[Line], first: int, mark: re.Pattern[str]) -> Cuts:
    cuts: Cuts = []
    for start, end in _from(lines, first):
        match = mark.match(text, start, end)
        if match is None:
            break
        cuts.append((start, match.end()))
    return cuts if len(cuts) >= LEAST_LINES else []


def _serviced(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of log lines that `docker compose logs` and the journal put the service's name before."""
    cuts = _marked(text, lines, first, _SERVICE)
    if not cuts:
        return []
    names = {text[start:end].rstrip("| ").split()[-1] for start, end in cuts}
    whole = (cuts[0][0], lines[first + len(cuts) - 1][1])
    return cuts if len(names) <= 3 and _LOGS.search(text, *whole) is not None else []


def _prompted(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of an IPython session: its prompts, and the `Out[3]: ` before what it prints."""
    start, end = lines[first]
    if not _IPYTHON.match(text, start, end):
        return []
    cuts: Cuts = []
    for start, end in _from(lines, first):
        match = _IPYTHON.match(text, start, end) or _OUTPUT.match(text, start, end)
        if match is None:
            break
        cuts.append((start, match.end()))
    return cuts


def _changed(text: str, lines: list[Line], first: int) -> Cuts:
    """Return the cuts of a diff's lines: the sign of what was added or kept, and the whole of what was removed."""
    cuts: Cuts = []
    added = 0
    for start, end in _from(lines, first):
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
