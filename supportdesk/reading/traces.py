"""Verbose traces of curl (`curl -v`): what was sent (`> `), what came back (`< `) and curl's own talk (`* `).

    * Connected to api.example.com (10.0.4.12) port 443
    > POST /v1/chat/completions HTTP/1.1
    > Host: api.example.com
    >
    < HTTP/1.1 500 Internal Server Error
    < content-type: text/plain
    <
    * Connection #0 to host api.example.com left intact
    Internal Server Error

Taken off are the marks, so that the readers of requests and answers see both as they went over the wire, and talk that
names no trouble. Where the command stands before its trace, the lines sent say what it says and are left out
(https://curl.se/docs/manpage.html, `-v`).
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.view import View

_SENT = lazy(r"(?m)^> (?:[A-Z]{3,12}) (?P<target>\S{1,2000}) HTTP/[0-9.]{1,3}[ \t]*$")
_TROUBLE = lazy(
    r"(?i)could ?n[o']t|fail|refused|timed? ?out|problem|error|reset by|unable|denied|invalid|expired|unknown ca|"
    r"does not match|closed abruptly|empty reply"
)
_METER = lazy(r"^(?:[{}] \[[0-9]+ bytes data\]?| {1,3}% Total\b| {10,}Dload\b|[ 0-9.:kMG-]{40,120}$)")


def without_marks(view: View) -> View:
    """Return the view with its verbose traces as plain requests and answers; the view itself where it has none."""
    first = _SENT.search(view.text) if "> " in view.text and " HTTP/" in view.text else None
    if first is None:
        return view
    lines = view.text.splitlines(keepends=True)
    begins = _beginning(lines)
    pieces: list[tuple[str, int, int]] = []
    at, drops_sent = 0, False
    for number, line in enumerate(lines):
        sent = _SENT.match(line)
        if sent is not None:
            drops_sent = _is_told(view.text[:at], sent["target"])
        kept = _kept(line, drops_sent=drops_sent) if number >= begins else 0
        if kept is not None:
            pieces.append((line[kept:], at + kept, at + len(line)))
        at += len(line)
    return view.decoded(pieces)


def _kept(line: str, *, drops_sent: bool) -> int | None:
    """Return how many signs at a line's beginning are no part of it; None where nothing of the line is told."""
    if line.startswith("* "):
        return 2 if _TROUBLE.search(line) else None
    for sign in "<>":
        if line.startswith(sign) and line[1:2] in (" ", "\n", ""):
            return None if sign == ">" and drops_sent else len(line) - len(line[1:].lstrip(" "))
    return None if _METER.match(line) else 0


def _beginning(lines: list[str]) -> int:
    """Return the number of the first line of the first trace: curl's talk before the request is part of it."""
    number = next(number for number, line in enumerate(lines) if _SENT.match(line))
    while number and lines[number - 1].startswith("* "):
        number -= 1
    return number


def _is_told(before: str, target: str) -> bool:
    """Whether a curl command that calls the target stands in the text before."""
    at = before.rfind("curl ")
    return at >= 0 and target.partition("?")[0] in before[at:]
