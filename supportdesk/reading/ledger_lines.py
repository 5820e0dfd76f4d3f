"""Bookings written as lines of their own: a credit history's signed amounts, and charges that a log states.

`-40  video  submit`, `+40  video  failed, returned`, `2026-06-21 10:02  debit  -25 RTC  job v_71c0`, and log lines
such as `settled 0.04 USDC tx=…`. Such systems count in units of their own, so the row has `amount`; `quota` only for
dollars.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.amounts import decimal, quota_from_usd
from supportdesk.reading.console_cells import LINE_LIMIT, TIME
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.row_values import LOG_TYPE_WORDS, unix_seconds
from supportdesk.view import View

_SIGNED = lazy(
    r"(?:^|[\s|,，:：(（])(?P<sign>[+\-−–])(?P<cur>US\$"
    r"|[$＄¥￥])?(?P<number>[0-9]{1,12}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?)"
    r"\s?(?P<unit>[A-Z]{3,5}|credits?|cr|points?|pts?|tokens?|quota|usd|积分|点数?|额度|元)?(?=$|[\s|,，;；)）:：])"
)
_STATED = lazy(
    r"\b(?:settled|charged|debited|deducted|billed|consumed|captured|spent|cost|refunded|reversed|credited"
    r"|released)\b"
    r"[\s:=]{1,3}(?P<cur>US\$|[$＄¥￥])?(?P<number>[0-9]{1,12}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?)"
    r"\s?(?P<unit>USDC?|USDT|usd|credits?|quota|tokens?|points?|积分|点数?|额度|元)?(?![A-Za-z0-9.])",
)
_BOOKS = lazy(
    r"退还|退款|退回|返还|返款|补偿|冲正|扣费|扣除|扣减|消费|消耗|提交|生成|充值|赠送|(?i:\b(?:debit"
    r"|credit(?! card)|refund\w*|return(?:ed)?"
    r"|revers\w+|charge[ds]?|deduct\w*|consum\w+|usage|submit\w*|generat\w+|job|task|video|image|top[- ]?up"
    r"|purchase|bonus|hold"
    r"|release[ds]?|reserve[ds]?|settle[ds]?|spend)\b)"
)
_RETURNED = lazy(
    r"退还|退款|退回|返还|返款|补偿|冲正|失败|(?i:\b(?:refund\w*|return(?:ed)?|revers\w+|release[ds]?|fail\w*"
    r"|compensat\w+)\b)"
)
_TOPPED_UP = lazy(r"充值|赠送|签到|兑换|(?i:\b(?:top[- ]?up|purchase|bonus|gift|recharge|deposit|payment)\b)")
_BEFORE = lazy(r"[\s|,，:：(（)）*•·\[\]#]+")
_DAY = lazy(r"[0-9]{1,4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,4})?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_LOGGED = lazy(r"[A-Za-z_]{1,30}=\S|^\s*\[|\b[A-Z]{4,8}\b|^\s*[a-z0-9_.-]{1,20} (?:settled|charged|debited|billed)\b")
_TALK = lazy(
    r"(?i:\b(?:i|we|my|our|you|why|me|budget|exceeded|insufficient)\b|[a-z](?:error|exception):)|我|您|你|吗|为什么"
    r"|余额不足|额度不足"
)
"""What customers say, and refusals, which name what was spent and book nothing."""
_IDENTITY = lazy(r"\b((?:task|job|gen|vid|v|video|img|run|tx)[_-][A-Za-z0-9]{3,60}|[0-9a-f]{8}-[0-9a-f-]{27})\b")


def read_booking(view: View, start: int, end: int) -> Piece | None:
    """Return the booking ('log_row') that a line states, or None for any other line."""
    if end - start > min(LINE_LIMIT, 400):
        return None
    text = view.text[start:end]
    match = _SIGNED.search(text) if _BOOKS.search(text) and not _TALK.search(text) else None
    if match is not None and _leads(text[: match.start("sign")]):
        back = match["sign"] == "+"
        kind = _kind_of_credit(text) if back else "consume"
    else:
        match = _STATED.search(text)
        if match is None or not _LOGGED.search(text) or _TALK.search(text):
            return None
        kind = "refund" if _RETURNED.search(match[0]) or match[0].startswith("credited") else "consume"
    place = view.span(start + match.start("number"), start + match.end("number"))
    amount = float(decimal(match["number"].replace(",", "")))
    readings = [Reading("log_type", kind, place), Reading("amount", amount, place)]
    if (match["cur"] or "").endswith(("$", "＄")) or (match["unit"] or "").lower() in ("usd", "usdc", "usdt"):
        readings.append(Reading("quota", quota_from_usd(match["number"].replace(",", "")), place))
    time = TIME.search(text)
    at = unix_seconds(time[0]) if time else None
    if time is not None and at is not None:
        readings.append(Reading("occurred_at", at, view.span(start + time.start(), start + time.end())))
    named = _IDENTITY.search(text)
    if named is not None and kind != "topup":
        readings.append(Reading("task_id", named[1], view.span(start + named.start(1), start + named.end(1))))
    return Piece("log_row", "console", view.span(start, end), readings)


def _leads(before: str) -> bool:
    """Whether nothing but a time and words of bookkeeping stand before a signed amount."""
    time = TIME.search(before)
    if time is not None:
        before = before[: time.start()] + " " + before[time.end() :]
    words = [word for word in _BEFORE.split(before) if word and not _DAY.fullmatch(word)]
    return len(words) <= 3 and all(_BOOKS.search(word) or word.lower() in LOG_TYPE_WORDS for word in words)


def _kind_of_credit(text: str) -> str:
    if _RETURNED.search(text):
        return "refund"
    return "topup" if _TOPPED_UP.search(text) else "refund"
