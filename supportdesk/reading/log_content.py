"""The text of a log row (`content`), as the gateways' releases wrote it (gateway.md 1, 'content', and 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading.amounts import find_amounts
from supportdesk.reading.evidence import Reading
from supportdesk.reading.row_values import Fact, real
from supportdesk.view import View

_RATIO = r" ?(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)"
_RATIOS: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy(r"(?<!音频)模型倍率" + _RATIO), "model_ratio"),
    (lazy(r"(?<!音频)补全倍率" + _RATIO), "completion_ratio"),
    (lazy(r"分组倍率" + _RATIO), "group_ratio"),
    (lazy(r"模型(?:固定)?价格" + _RATIO), "model_price"),
)
_ONE_API = lazy(r"倍率：([0-9.]{1,12}) × ([0-9.]{1,12}) × ([0-9.]{1,12})")
_ONE_API_ORDER = ("model_ratio", "group_ratio", "completion_ratio")
_ERROR = lazy(r"status_code=([0-9]{3}), ?")
_ACTION = lazy(r"(?:^|(?<=，))操作 [A-Za-z][A-Za-z_]{1,40}")
_IDS = (
    lazy(r"(?:异步任务执行失败|Video async task failed|构图失败) ([A-Za-z0-9_.-]{1,128})"),
    lazy(r"操作 [A-Z_]{1,20}，ID ([A-Za-z0-9_-]{1,64})"),
    lazy(r"(?:任务|\b[Tt]ask)(?: ?(?:ID|id|编号))?[:： ]{0,2}(task_[A-Za-z0-9]{6,64})"),
)
_BOOKED = (
    (lazy(r"补偿|退还|[Rr]efund"), "refund"),
    (lazy(r"补扣费"), "consume"),
)


def booking(content: str) -> str | None:
    """Return 'refund' or 'consume' for a system row that books an amount in its text, else None.

    Before v0.11.0 refunds and adjustments of tasks were system rows (type 4) of quota 0 whose amount stands only in
    the text.
    """
    if not find_amounts(content):
        return None
    return next((log_type for pattern, log_type in _BOOKED if pattern.search(content)), None)


def read_amount(content: View) -> Reading | None:
    """Return the `quota` that such a row books; in yuan, whose rate nobody names, the `amount`; None without any."""
    amounts = find_amounts(content.text)
    for amount in amounts:
        quota = amount.quota()
        if quota is not None:
            return Reading("quota", quota, content.span(amount.start, amount.end))
    for amount in amounts:
        return Reading("amount", float(abs(amount.number)), content.span(amount.start, amount.end))
    return None


def read_content(content: View, log_type: str | None, *, ratios: bool) -> Iterator[Reading]:
    """Yield what the text tells besides: task ids, that it is a task, the error of an error row, ratios if `ratios`.

    Ratios in texts have two decimals; then `ratios_rounded` says so.
    """
    text = content.text
    for pattern in _IDS:
        found = pattern.search(text)
        if found:
            yield Reading("task_id", found[1], content.span(*found.span(1)))
    action = _ACTION.search(text)
    if action:
        yield Reading("is_task", True, content.span(*action.span()))
    if log_type in ("error", None):
        failed = _ERROR.match(text)
        if failed:
            yield Reading("http_status", int(failed[1]), content.span(*failed.span(1)))
            message = text[failed.end() :].strip()
            if message:
                start = text.index(message, failed.end())
                yield Reading("error_message", message, content.span(start, start + len(message)))
    if ratios:
        yield from _read_ratios(content)


def _read_ratios(content: View) -> Iterator[Reading]:
    found: list[tuple[str, int, int]] = []
    old = _ONE_API.search(content.text)
    if old:
        found = [(fact, *old.span(at)) for at, fact in enumerate(_ONE_API_ORDER, 1)]
    else:
        for pattern, fact in _RATIOS:
            match = pattern.search(content.text)
            if match:
                found.append((fact, *match.span(1)))
    for fact, start, end in found:
        value: Fact | None = real(content.text[start:end])
        if value is not None:
            yield Reading(fact, value, content.span(start, end))
    if found:
        yield Reading("ratios_rounded", True, content.span(found[0][1], found[-1][2]))
