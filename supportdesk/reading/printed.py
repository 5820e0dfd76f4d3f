"""What a program printed, noted in its comments: `print(r)  # {'code': 1, 'result': '17'}`, `// 404`, `# Error: …`.

Only answers, errors and exceptions are taken from comments: a body in a comment is one that is not sent.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import NotRead, Reading
from supportdesk.reading.found import Found
from supportdesk.reading.text_rows import TextReader
from supportdesk.view import View

LIMIT = 40
"""Comments of one program that are looked at."""
TAKEN = frozenset({"answer", "error", "exception", "stream", "task_row", "log_row"})

_COMMENT = lazy(
    r"(?m)(?:^|[ \t;)])(?:#|//)[ \t]{0,4}(?:(?:->|=>|→|>+|prints?|outputs?|returns?|result|got|返回|输出|结果"
    r"|打印)[ \t]?[:：]?[ \t]{0,3})?"
    r"(?P<said>(?:[{\[]|HTTP/|[1-5][0-9]{2}\b|[A-Za-z.]{0,40}(?:Error|Exception)[:(]| ?\{)[^\n]{0,4000})$"
)
_NEXT = lazy(r"[ \t]*(?:#|//)([^\n]{0,2000})(?:\n|$)")
_STATUS = lazy(r"([1-5][0-9]{2})(?:[ \t]+[A-Z][A-Za-z ]{1,30})?[ \t]*")
_OPENS, _CLOSES = "{[", "}]"


def read_printed(found: Found, not_read: list[NotRead], view: View, start: int, end: int) -> None:
    """Read what the comments of the program at `[start, end)` say that it printed."""
    at = start
    for _ in range(LIMIT):
        match = _COMMENT.search(view.text, at, end)
        if match is None:
            return
        at = match.end()
        status = _STATUS.fullmatch(view.text, match.start("said"), match.end())
        if status is not None:
            _add_status(found, view, match.start("said"), status.span(1))
            continue
        parts, at = _whole(view.text, match.start("said"), match.end(), end)
        _take(found, not_read, view.decoded((view.text[a:b], a, b) for a, b in parts))


def _add_status(found: Found, view: View, at: int, place: tuple[int, int]) -> None:
    """Add the status that a statement which speaks of one printed."""
    line = view.text[view.text.rfind("\n", 0, at) + 1 : at].lower()
    if "status" not in line and "code" not in line:
        return
    number = int(view.text[place[0] : place[1]])
    readings = [Reading("http_status", number, view.span(*place))]
    found.add("error" if number >= 400 else "answer", view.span(*place), readings)


def _whole(text: str, start: int, stop: int, end: int) -> tuple[list[tuple[int, int]], int]:
    """Return the stretches of a printed value that runs over several comment lines, and where it ends."""
    parts = [(start, stop)]
    depth = _depth(text, start, stop)
    while depth > 0 and stop < end and len(parts) < 200:
        more = _NEXT.match(text, stop + 1, end)
        if more is None:
            break
        parts.append((more.start(1), min(more.end(), end)))
        depth += _depth(text, *parts[-1])
        stop = more.end() - 1
    return parts, stop


def _depth(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return sum(map(line.count, _OPENS)) - sum(map(line.count, _CLOSES))


def _take(found: Found, not_read: list[NotRead], said: View) -> None:
    own, vain = Found(), list(not_read)
    TextReader(own, vain, said, None).read([(0, len(said))])
    pieces = [piece for piece in own.pieces if piece.kind != "prose"]
    if pieces and all(piece.kind in TAKEN for piece in pieces) and len(pieces) == len(own.pieces):
        found.take(own.pieces)
