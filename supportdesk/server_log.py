"""What the gateway's own log tells of tasks: lines of rules/server_log.yaml, as facts of the tasks that they name.

A line with the gateway's head (`[WARN] 2026/04/15 - 12:05:00 | SYSTEM | …`) is its own record; without one it is what
somebody copied of it, and counts only where it names the task.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.source import Source, Span

if TYPE_CHECKING:
    from supportdesk.reading.evidence import Origin
    from supportdesk.relating.tables import Row, Tables

_HEAD = lazy(
    r"\[(?:INFO|WARN|ERR|ERROR|SYS|DEBUG|FATAL)\] [0-9]{4}/[0-9]{2}/[0-9]{2} - [0-9]{2}:[0-9]{2}:[0-9]{2} \| "
    r"(?:[A-Za-z0-9_-]{1,64} \| )?"
)
_ID = lazy(r"[A-Za-z0-9_.~-]{4,128}")
_NUMBERS = lazy(r"[0-9]{1,18}(?: [0-9]{1,18}){0,2000}")
WIDTH = 600
"""Characters of a line that are looked at before such a text."""
MOST_LINES = 20_000
"""Lines with a text of the table that are looked at."""


def add_server_log(tables: Tables, sources: list[Source], knowledge: Any) -> None:
    """Set the facts that lines of the gateway's log tell of the ticket's tasks, where their records do not."""
    rows = knowledge.words.get("server_log") if tables.tasks else None
    if not rows:
        return
    by_id: dict[str, list[Row]] = {}
    for task in tables.tasks:
        for name in _names(task):
            by_id.setdefault(name, []).append(task)
    told: dict[tuple[int, str], int] = {}
    for source in sources:
        last: list[Row] = []
        for line in _lines(source, rows):
            row = rows[line.number]
            found = by_id.get(line.name, []) if line.name else last
            last = found or last
            for task in found:
                key = (id(task), row["fact"])
                if line.number <= told.get(key, line.number):
                    told[key] = line.number
                    _tell(task, row, Span(source.index, line.start, line.end), headed=line.headed)


class Told(NamedTuple):
    """A line that a row tells: where, whether with a head, the row's number, and what the line calls the task.

    The name is the task's id, or `#` and a record's number, '' where the line names none.
    """

    start: int
    end: int
    headed: bool
    number: int
    name: str


def _lines(source: Source, rows: list[dict[str, Any]]) -> list[Told]:
    """Return the lines of a source that the rows tell, in their order."""
    found: list[Told] = []
    for number, row in enumerate(rows):
        before, slot, after = _parts(row["text"])
        anchor = before or after
        at, looked = source.text.find(anchor), 0
        while at >= 0 and looked < MOST_LINES:
            looked += 1
            begin, headed = _begin(source.text, at)
            if before:
                begin = at if not source.text[begin:at].strip() else -1  # else the line quotes it
            if begin >= 0:
                found += _read(source.text, begin, (before, slot, after), headed, number)
            at = source.text.find(anchor, at + 1)
    return sorted(found)


def _begin(text: str, at: int) -> tuple[int, bool]:
    """Return where the text of the line begins that `at` stands in, behind its head, and whether it has one."""
    first = max(0, at - WIDTH)
    line = max(first, text.rfind("\n", first, at) + 1)
    head = next(_HEAD.finditer(text, line, at), None)
    return (head.end(), True) if head is not None else (line, False)


def _read(text: str, begin: int, parts: tuple[str, str, str], headed: bool, number: int) -> list[Told]:
    """Return what a line says from `begin` on: one task, several records, or nothing."""
    before, slot, after = parts
    start = begin + len(before)
    if not slot:
        return [Told(begin, start, True, number, "")] if headed else []
    name = (_ID if slot == "task" else _NUMBERS).match(text, start)
    if name is None or not text.startswith(after, name.end()):
        return []
    names = [name[0]] if slot == "task" else [f"#{one}" for one in name[0].split()]
    return [Told(begin, name.end(), headed, number, one) for one in names]


def _parts(text: str) -> tuple[str, str, str]:
    """Return what stands before the slot of a row's text, the slot's name, and what stands behind it."""
    before, _, rest = text.partition("<")
    slot, _, after = rest.partition(">")
    return before, slot, after


def _names(task: Row) -> list[str]:
    """Return what a line may call a task: its ids, and `#` with its record's number in the database."""
    names = [str(task.values["task_id"])] if task.values.get("task_id") else []
    for piece in task.pieces:
        cell = piece.body.data.get("id") if piece.body is not None and piece.body.kind == "object" else None
        if piece.kind == "task_row" and cell is not None and cell.kind == "number":
            names.append(f"#{cell.data}")
    return names


def _tell(task: Row, row: dict[str, Any], place: Span, *, headed: bool) -> None:
    fact = row["fact"]
    task.values[fact] = row["value"]
    task.spans[fact] = [place]
    origin: Origin = "record" if headed else "console"
    task.origin[fact] = origin
