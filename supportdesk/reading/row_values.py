"""Cells of log rows and task records as facts: numbers, booleans, times and enums, from JSON scalars or from text.

Every function takes a JSON scalar (str, int, float, bool or None) and gives the fact's value, or None where the cell
does not say one.
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.patterns import lazy

Scalar = str | int | float | bool | None
"""A cell as JSON gives it; cells of text are strings."""

Fact = str | int | float | bool
"""A fact's value."""

LARGEST = 10**18
"""Beyond this no quota, count, id or time of the gateway lies (its own integers are int32 or int64)."""

LOG_TYPES = {0: "unknown", 1: "topup", 2: "consume", 3: "manage", 4: "system", 5: "error", 6: "refund", 7: "login"}
"""new-api's numbers of log types (gateway.md 1); one-api's 5 is a channel test and it has no 6 and 7 (gateway.md 8)."""

LOG_TYPE_WORDS = {
    "unknown": "unknown", "未知": "unknown", "all": "unknown", "全部": "unknown",
    "topup": "topup", "top-up": "topup", "top up": "topup", "recharge": "topup", "充值": "topup",
    "consume": "consume", "consumption": "consume", "usage": "consume", "消费": "consume", "消耗": "consume",
    "扣费": "consume", "manage": "manage", "management": "manage", "管理": "manage",
    "system": "system", "系统": "system", "error": "error", "错误": "error",
    "refund": "refund", "退款": "refund", "login": "login", "登录": "login", "登陆": "login",
}  # fmt: skip
"""Words that the consoles show for a log type, lower case."""

TASK_STATUSES = {
    "not_start": "not_start", "submitted": "submitted", "queued": "queued", "in_progress": "in_progress",
    "success": "success", "failure": "failure", "unknown": "unknown",
    "completed": "success", "succeeded": "success", "failed": "failure", "processing": "in_progress",
    "running": "in_progress", "pending": "queued", "modal": "in_progress", "cancelled": "failure",
    "未启动": "not_start", "已提交": "submitted", "队列中": "submitted", "排队中": "queued", "等待中": "queued",
    "执行中": "in_progress", "进行中": "in_progress", "处理中": "in_progress", "生成中": "in_progress",
    "成功": "success", "已完成": "success", "完成": "success", "失败": "failure", "未知": "unknown",
    "not started": "not_start", "in progress": "in_progress", "queueing": "queued",
}  # fmt: skip
"""Words for a task's status, lower case, and the record's own word (gateway.md 3)."""

_WHOLE = lazy(r"[+-]?[0-9]{1,18}(?:\.0{1,9})?|[0-9]{1,3}(?:,[0-9]{3}){1,5}")
_REAL = lazy(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
_TIME = lazy(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[T ,]{0,3}"
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_MILLISECONDS_FROM = 100_000_000_000  # as seconds this is the year 5138; as milliseconds 1973


def whole(cell: Scalar) -> int | None:
    """Return a whole number, also from text with thousands separators."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, str):
        text = cell.strip()
        if not _WHOLE.fullmatch(text):
            return None
        cell = int(text.partition(".")[0].replace(",", ""))
    if isinstance(cell, float):
        if not cell.is_integer():
            return None
        cell = int(cell)
    return cell if -LARGEST < cell < LARGEST else None


def amount_of(cell: Scalar) -> int | None:
    """Return an amount or a count of tokens; None below 0, which a gateway never writes (gateway.md 1)."""
    number = whole(cell)
    return None if number is None or number < 0 else number


def number_of(cell: Scalar) -> int | None:
    """Return the number of a user or channel; 0 stands for one that is not shown (gateway.md 3)."""
    return whole(cell) or None


def real(cell: Scalar) -> int | float | None:
    """Return a finite number as it is written."""
    if isinstance(cell, str):
        text = cell.strip()
        if not _REAL.fullmatch(text):
            return None
        cell = float(text) if any(sign in text for sign in ".eE") else int(text)
    if cell is None or isinstance(cell, bool) or not -LARGEST < cell < LARGEST:
        return None
    return cell


def boolean(cell: Scalar) -> bool | None:
    """Return true or false, also from 0, 1 and the consoles' words."""
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().lower() if cell is not None else ""
    if word in ("1", "true", "t", "yes", "是", "流", "流式", "stream"):
        return True
    return False if word in ("0", "false", "f", "no", "否", "非流", "非流式", "non-stream") else None


def text(cell: Scalar) -> str | None:
    """Return a text that says something, outer space cut; a number as its digits."""
    if cell is None or isinstance(cell, bool):
        return None
    return str(cell).strip() or None


def unix_seconds(cell: Scalar) -> int | None:
    """Return a time in Unix seconds from seconds, milliseconds or a written time (without a zone: taken as UTC).

    0 is the gateway's 'not yet' and gives None.
    """
    number = whole(cell)
    if number is None:
        return _written_time(cell) if isinstance(cell, str) else None
    if number <= 0:
        return None
    return number // 1000 if number >= _MILLISECONDS_FROM else number


def seconds_from_milliseconds(cell: Scalar) -> int | None:
    """Return whole seconds from a duration in milliseconds (one-api's elapsed_time, gateway.md 8)."""
    number = whole(cell)
    return None if number is None else number // 1000


def task_status(cell: Scalar) -> str | None:
    """Return the record's word for a status (rules/facts.yaml), None for a word that is none."""
    word = text(cell)
    return None if word is None else TASK_STATUSES.get(word.lower())


def percent(cell: Scalar) -> str | None:
    """Return a progress as the gateway writes it: '100%'."""
    word = text(cell)
    if word is None:
        return None
    digits = word.removesuffix("%")
    return f"{digits}%" if _REAL.fullmatch(digits) else None


Convert = Callable[[Scalar], Fact | None]
"""From a cell to a fact's value."""


def _written_time(cell: str) -> int | None:
    found = _TIME.fullmatch(cell.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not (1970 <= year < 3000 and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 61):
        return None
    zone = found[8]
    shift = 0
    if zone and zone[0] in "+-":
        shift = (int(zone[1:3]) * 60 + int(zone[-2:])) * (60 if zone[0] == "+" else -60)
    return _days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - shift


def _days(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01 in the Gregorian calendar (importing datetime would cost the cold start 4 ms)."""
    if month < 3:
        year, month = year - 1, month + 12
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 306 - 914) // 10 + day - 719_469
