"""Lists of bookings in JSON, as wallets, credit systems and job services give them: a word for each and an amount.

`[{"type": "debit", "amount": 8}, {"type": "credit", "amount": 8}]`; the list may stand in an envelope (`transactions`,
`ledger`, `list`, …). `recognise_json` and `read_json` as in `log_rows`. Such systems count in units of their own, so a
row has `amount`, as in `ledger_lines`.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.members import member, number_member, reading, text_member
from supportdesk.reading.row_values import unix_seconds
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

_LISTS = ("transactions", "ledger", "bookings", "entries", "history", "events", "movements", "list", "items", "records",
          "rows", "data")  # fmt: skip
_WORDS = ("type", "kind", "reason", "action", "direction", "operation", "entry_type", "entryType", "transaction_type",
          "transactionType", "event", "category", "description")  # fmt: skip
_AMOUNTS = ("amount", "delta", "change", "credits", "points", "value", "cost", "total")
_TIMES = ("created_at", "createdAt", "time", "timestamp", "at", "date")
_IDS = ("task_id", "taskId", "job_id", "jobId", "generation_id", "reference", "ref")
_BACK = lazy(
    r"refund|revers|release|return|void|roll_?back|give_?back|compensat|charge_?back|退|返还|补偿|冲正|解冻", 2
)
_IN = lazy(r"top[-_ ]?up|purchase|deposit|bonus|grant|recharge|payment|gift|充值|赠送|签到|兑换", 2)
_OUT = lazy(
    r"debit|hold|charge|reserv|capture|usage|spen[dt]|consum|deduct|generat|submit|settle|扣|消费|消耗|预扣|冻结", 2
)
_ROWS = 200
"""Rows of one list that are read."""


def recognise_json(value: Value) -> str | None:
    """Return 'bookings' for a list of bookings, or an envelope of one, else None."""
    rows = _rows(value)
    return "bookings" if rows and all(_booking(row) is not None for row in rows[:3]) else None


def read_json(value: Value, view: View, *, complete: bool = True) -> list[Piece]:
    """Return one piece of kind 'log_row' for each booking."""
    return [_piece(row, view, complete=complete) for row in _rows(value)[:_ROWS] if _booking(row) is not None]


def find_bookings(value: Value) -> Value | None:
    """Return the list of bookings that an object has among its members or theirs, or None."""
    if value.kind != "object":
        return None
    for name in _LISTS:
        inner = member(value, name)
        if inner is not None and inner.kind in ("array", "object") and recognise_json(inner) is not None:
            return inner
    return None


def _rows(value: Value) -> list[Value]:
    for _ in range(3):
        if value.kind == "array":
            rows: list[Value] = value.data
            return rows if rows and all(row.kind == "object" for row in rows[:3]) else []
        inner = next((found for name in _LISTS if (found := member(value, name)) is not None), None)
        if inner is None:
            return []
        value = inner
    return []


def _booking(row: Value) -> tuple[str, Value] | None:
    """Return the log type and the amount of a booking, or None where the object is none."""
    amount = number_member(row, *_AMOUNTS)
    word = text_member(row, *_WORDS)
    if amount is None or word is None or amount.span is None:
        return None
    said = str(word.data)
    if len(said) > 60:
        return None
    plain = said.strip().lower()
    if _BACK.search(said) or plain == "credit":
        return "refund", amount
    if _IN.search(said):
        return "topup", amount
    if _OUT.search(said) or (amount.data < 0 and plain):
        return "consume", amount
    return None


def _piece(row: Value, view: View, *, complete: bool) -> Piece:
    booked = _booking(row)
    piece = Piece("log_row", "record", row.place() or Span(view.source, 0, 0), complete=complete, body=row)
    if booked is None:
        return piece
    kind, amount = booked
    place = amount.span or piece.span
    piece.readings = [Reading("log_type", kind, place), Reading("amount", float(abs(amount.data)), place)]
    time = text_member(row, *_TIMES)
    at = unix_seconds(time.data) if time is not None else None
    if time is not None and at is not None and time.span is not None:
        piece.readings.append(Reading("occurred_at", at, time.span))
    piece.readings += reading("task_id", text_member(row, *_IDS)) if kind != "topup" else []
    return piece
