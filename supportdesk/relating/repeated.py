"""Rows that stand in the material more than once: overlapping pages, one export pasted twice. Each counts once."""

from __future__ import annotations

from collections.abc import Iterable

from supportdesk.i18n import mark
from supportdesk.reading.evidence import NotRead, Piece

REPEATED = mark("This row stands here once more: it is counted once.")
"""Reason of `not_read`, an English message id."""

SAME = ("created_at", "type", "quota", "request_id", "model_name", "user_id", "token_name", "content", "prompt_tokens",
        "completion_tokens")  # fmt: skip
"""Columns that are equal, beside the id, where a row is the same one."""


def distinct_rows(pieces: Iterable[Piece], not_read: list[NotRead]) -> list[Piece]:
    """Return the log rows among the pieces without those that stand above already, which join `not_read`.

    A row is the same where its id in the database and all that it books are; two rows of one call have two ids. Rows
    without an id are all kept: nothing tells a row that is listed twice from work that is booked twice.
    """
    seen: set[tuple[object, ...]] = set()
    found = []
    for piece in pieces:
        if piece.kind != "log_row":
            continue
        key = _key(piece)
        if key is not None and key in seen:
            not_read.append(NotRead(piece.span, REPEATED))
            continue
        if key is not None:
            seen.add(key)
        found.append(piece)
    return found


def _key(piece: Piece) -> tuple[object, ...] | None:
    cells = piece.body.data if piece.body is not None and piece.body.kind == "object" else {}
    number = cells.get("id")
    if number is None or number.data in (None, 0, "", "0"):
        return None
    said = (cells.get(name) for name in SAME)
    return (str(number.data), *(None if cell is None or cell.kind == "null" else str(cell.data) for cell in said))
