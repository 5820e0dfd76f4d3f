"""Loops that submit paid work anew when the wait for the first ran out, in the words of any language.

A task goes on when nobody waits for it: who submits a new one after his own time limit has two (toapis.md Task
workflow).
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.view import View

LIMIT = 40_000
"""Characters of a text that are looked at."""
REACH = 700
"""Characters of a loop's body that are looked at."""
_WAITS = ("oll", "ait", "esult", "tatus", "query", "Query", "fetch")

_LOOP = lazy(
    r"\bfor\s+(?:await\s+)?(?P<python>\w{1,40})\s+in\s+(?:range\(|[0-9]{1,3}\s?\.\.)"
    r"|\bfor\s?\(\s?(?:(?:let|var|int|auto)\s)?(?P<c>\$?\w{1,40})\s?=\s?[01]\s?;"
    r"|\bfor\s(?P<go>\w{1,40})\s?:=\s?(?:range\s)?[0-9]{1,3}\b"
    r"|\bwhile\b\s?\(?[^\n]{0,80}(?i:retr|attempt|tries|try\b|true|\b1\b)"
    r"|\bfor\s?\(\s?;\s?;\s?\)|\brepeat\s?\(\s?\w{1,30}\s?\)|\b[0-9]{1,2}\.times\b"
)
_SUBMIT = lazy(
    r"\b(?:[\w$]{1,60}(?:\.|->|::))*[\w$]{0,40}(?:[Cc]reate|[Ss]ubmit|[Ee]nqueue|[Gg]enerate|[Ss]tart|post)[\w$]{0,40}"
    r"\s?\((?P<sent>[^\n]{0,200})"
)
_WAIT = lazy(
    r"\b(?:[\w$]{1,60}(?:\.|->|::))*[\w$]{0,40}(?:[Pp]oll|[Ww]ait|[Rr]esult|[Ss]tatus|[Qq]uery|fetch)[\w$]{0,40}\s?\("
    r"[^\n]{0,200}"
)
_LIMITED = lazy(r"(?i:timeout|time_limit|deadline|max_?wait|timed?out|[0-9]_?000\b|seconds)")


def read_retry_loops(view: View, start: int, end: int) -> list[Reading]:
    """Return submits_in_loop (only TRUE) where a loop at `[start, end)` submits, waits a limited time and repeats."""
    text, end = view.text, min(end, start + LIMIT)
    if not any(text.find(word, start, end) >= 0 for word in _WAITS):
        return []
    for loop in _LOOP.finditer(text, start, end):
        stop = min(loop.end() + REACH, end)
        submit = _SUBMIT.search(text, loop.end(), stop)
        if submit is None or _is_counted(loop, submit["sent"]):
            continue
        wait = _WAIT.search(text, submit.end(), stop)
        if wait is not None and _LIMITED.search(text, submit.end(), stop) is not None:
            return [Reading("submits_in_loop", True, view.span(loop.start(), submit.end()))]  # the fact's value
    return []


def _is_counted(loop: re.Match[str], sent: str) -> bool:
    """Whether what is sent depends on the loop's variable: then it is other work each time."""
    name = "" if loop.lastgroup is None else str(loop[loop.lastgroup])
    return name not in ("", "_") and re.search(rf"(?<![\w$]){re.escape(name)}(?!\w)", sent) is not None
