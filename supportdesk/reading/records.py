"""Log rows and task records in one JSON value: a listing, a row, or a bundle of listings under any names.

What an agent collects with a script is often `{"logs": {…page…}, "tasks": {…page…}}` or a list of answers.
"""

from __future__ import annotations

from supportdesk.reading import log_rows, tasks
from supportdesk.reading.evidence import Piece
from supportdesk.value import Value
from supportdesk.view import View

_MEMBERS = 20
_LEVELS = 2


def recognise_json(value: Value) -> str | None:
    """Return 'log_rows', 'task_rows' or 'bundle' for what `read_json` reads, else None."""
    return log_rows.recognise_json(value) or tasks.recognise_json(value) or _bundle(value, _LEVELS)


def read_json(value: Value, view: View, *, complete: bool = True) -> list[Piece]:
    """Return the pieces of a row, a listing or a bundle, as `log_rows.read_json` does; `inside` within this list."""
    if log_rows.recognise_json(value):
        return log_rows.read_json(value, view, complete=complete)
    if tasks.recognise_json(value):
        return tasks.read_json(value, view, complete=complete)
    pieces: list[Piece] = []
    for member in _members(value):
        if recognise_json(member) is None:
            continue
        first = len(pieces)
        for piece in read_json(member, view, complete=complete and not member.is_open):
            if piece.inside is not None:
                piece.inside += first
            pieces.append(piece)
    return pieces


def _bundle(value: Value, levels: int) -> str | None:
    for member in _members(value) if levels else ():
        if log_rows.recognise_json(member) or tasks.recognise_json(member) or _bundle(member, levels - 1):
            return "bundle"
    return None


def _members(value: Value) -> list[Value]:
    if value.kind == "object":
        return list(value.data.values())[:_MEMBERS]
    return list(value.data[:_MEMBERS]) if value.kind == "array" else []
