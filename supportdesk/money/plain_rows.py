"""The rows that make up most of a large export, read and priced without any text of arithmetic: plain consume rows.

A row is taken only where its cells and keys leave nothing to interpret; then this says what `log_rows.read_row` and
`money.expected` say of it, ten times as fast. Every other row is theirs. Amounts are exact: ratios as the decimal
numbers they are written as, made whole numbers over one denominator.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

from supportdesk.masking import mask
from supportdesk.money.amount import decimal
from supportdesk.money.expected import LARGEST_QUOTA
from supportdesk.money.price_list import PriceList
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.row_values import LARGEST

WANTED = ("type", "created_at", "quota", "prompt_tokens", "completion_tokens", "user_id", "channel_id", "content",
          "model_name", "request_id", "group", "other", "use_time", "id")  # fmt: skip
"""The cells of a row that `PlainReader.read` takes, in this order; None for a column that there is none of."""

UNBOOKED = {"0": "unknown", "1": "topup", "3": "manage", "5": "error", "7": "login", 0: "unknown", 1: "topup",
            3: "manage", 5: "error", 7: "login"}  # fmt: skip
"""Types that book nothing, whatever their row says (gateway.md 1); one-api's 5 is a channel test."""

INTERPRETED = frozenset(("x_request_id", "video_task_id", "cached_tokens", "elapsed_time", "model"))
"""Columns of forks and of one-api, whose rows are left to the readers."""

PLAIN = frozenset(
    ("model_ratio", "completion_ratio", "group_ratio", "user_group_ratio", "model_price", "cache_tokens", "cache_ratio",
     "frt", "request_path", "admin_info", "is_model_mapped", "upstream_model_name", "reasoning_effort",
     "is_system_prompt_overwritten", "request_conversion", "po", "reject_reason", "stream_status", "is_task",
     "task_id")
)  # fmt: skip
"""Keys of `other` that leave nothing to interpret."""

ADMIN = frozenset(
    ("use_channel", "is_multi_key", "multi_key_index", "local_count_tokens", "channel_affinity", "usage_billing_path")
)
"""Those of its admin_info."""


class Plain(NamedTuple):
    """A booked row.

    `expected` is what it should have cost (None: its facts do not tell), `facts` what a closer look needs, as JSON
    (None for most).
    """

    at: int
    refund: bool
    quota: int
    model: str | None
    user: int | None
    channel: int | None
    request: str | None
    task: str | None
    expected: int | None
    facts: str | None


_CONSUME, _REFUND = ("2", 2), ("6", 6)
_OLD_TEXT = lazy(r"模型倍率 [0-9.]{1,12}，补全倍率 [0-9.]{1,12}，分组倍率 [0-9.]{1,12}")
_TASK_TEXT = lazy(r"操作 [A-Za-z_]{1,40}(?:, 计算参数：[A-Za-z0-9_:., -]{1,200})?")
_LATEST = 100_000_000_000  # beyond lie milliseconds
_LARGEST = 10**12
_DIGITS = 80  # of the counts of one row together
_RATIOS = ("model_ratio", "completion_ratio", "group_ratio", "user_group_ratio", "cache_ratio", "model_price")
_NAMED = {name: name for name in _RATIOS[:-1]} | {
    "model_price": "model_price", "request_path": "path", "is_task": "is_task", "cache_tokens": "cached_tokens",
    "task_id": "task_id", "reason": "fail_reason", "pre_consumed_quota": "pre_consumed_quota",
    "actual_quota": "actual_quota",
}  # fmt: skip
_decode = json.JSONDecoder().raw_decode
Terms = tuple[int, int, int, int]
MOST_STORED = 2**62
"""What an absurd expected amount is stored as: more than any row's own."""


class PlainReader:
    """Reads the plain rows of one run; `prices` fill in what a row of a fixed price does not record."""

    def __init__(self, prices: PriceList) -> None:
        self.prices = prices
        self.per_call = lru_cache(maxsize=50_000)(self._per_call)

    def read(self, cells: Sequence[Any]) -> Plain | None:
        """Return a plain row from the cells named by WANTED, or None for a row that the readers are to read."""
        refund = cells[0] in _REFUND
        if not refund and cells[0] not in _CONSUME:
            return None
        counts, other = _counts(*cells[1:7]), _members(cells[11], refund=refund)
        if counts is None or other is None:
            return None
        at, quota, prompt, completion, user, channel = counts
        content, model, request, task = cells[7] or "", cells[8] or None, cells[9] or None, other.get("task_id")
        if not 0 < at < _LATEST or max(quota, prompt, completion) >= _LARGEST or type(content) is not str:
            return None
        if not (_is_name(model) and _is_name(request) and _is_name(task)):
            return None
        expected, needed = None, refund
        if refund:
            if content:
                return None
        else:
            priced = self._priced(other, (prompt, completion), quota, content, model, cells[10])
            if priced is None:
                return None
            expected = priced[0]
            needed = task is not None or bool(other.get("is_task")) or (expected is not None and expected != quota)
        facts = json.dumps(_facts(cells, other, counts, content), ensure_ascii=False) if needed else None
        return Plain(at, refund, quota, model, user or None, channel or None, request, task or None, expected, facts)

    def _priced(
        self, other: dict[str, Any], usage: tuple[int, int], quota: int, content: str, model: str | None, group: Any
    ) -> tuple[int | None] | None:
        """Return what a row should have cost (None: its facts do not tell), or None where its price is to interpret."""
        cached, task = other.get("cache_tokens", 0), other.get("is_task", False)
        if type(cached) is not int or not 0 <= cached < _LARGEST or type(task) is not bool:
            return None
        ratios = tuple(map(other.get, _RATIOS))
        price = ratios[5]
        if task or (price is not None and price != -1):
            if (content and (not task or _TASK_TEXT.fullmatch(content) is None)) or not _are_numbers(*ratios):
                return None
            image = usage == (1, 0)
            return (self.per_call(ratios, quota, content, group, model, image, task),)
        if ratios[0] is None and price is None:
            return None if content or self.prices.models else (None,)
        if content and _OLD_TEXT.fullmatch(content) is None:
            return None
        terms = _terms(*ratios[:5], bool(cached))
        if terms is None:
            return None
        total = max(0, usage[0] - cached) * terms[0] + usage[1] * terms[1] + cached * terms[2]
        rounded = (2 * total + terms[3]) // (2 * terms[3])
        if rounded > LARGEST_QUOTA or (not rounded and terms[0]):
            return None  # saturated, or at least 1: the formulas' own affair
        return (quota if quota == -(-total // terms[3]) else rounded,)

    def _per_call(
        self, ratios: tuple[Any, ...], quota: int, content: str, group: Any, model: str | None, image: bool, task: bool
    ) -> int | None:
        """Return what a row of a fixed price should have cost; of its tokens only counts whether they are an image's.

        Rows that are equal in all of this are many.
        """
        facts = {"log_type": "consume", "quota": quota, "content": content, "is_task": task, "model": model,
                 "group": group, "prompt_tokens": 1 if image else 2, "completion_tokens": 0}  # fmt: skip
        known = facts | dict(zip(_RATIOS, ratios, strict=True))
        charge = self.prices.expect({name: value for name, value in known.items() if value is not None})
        return None if charge is None else min(charge.quota, MOST_STORED)


def _counts(at: Any, quota: Any, prompt: Any, completion: Any, user: Any, channel: Any) -> tuple[int, ...] | None:
    """Return time, quota, tokens, user and channel where all are written plainly; all but the first two may be empty.

    JSON has numbers here, CSV and SQL texts.
    """
    try:
        digits = at + quota + prompt + completion + user + channel + ""
    except TypeError:
        cells = (at, quota, prompt, completion, user, channel)
        if not all(cell is None or type(cell) is str or (type(cell) is int and cell >= 0) for cell in cells):
            return None
        return _counts(*("" if cell is None else str(cell) for cell in cells))
    if not digits.isdigit() or not digits.isascii() or not at or not quota or len(digits) > _DIGITS:
        return None
    return (
        int(at), int(quota), int(prompt) if prompt else 0, int(completion) if completion else 0,
        int(user) if user else 0, int(channel) if channel else 0,
    )  # fmt: skip


def _members(cell: Any, *, refund: bool) -> dict[str, Any] | None:
    """Return the members of `other` where all of them are plain, else None; a refund row has ratios of any name."""
    if not cell:
        return {}
    if type(cell) is str:
        if cell[0] != "{" or cell[-1] != "}":
            return None
        try:
            cell = _decode(cell)[0]
        except (ValueError, RecursionError):
            return None
    if type(cell) is not dict:
        return None
    if cell.keys() <= PLAIN:
        admin = cell.get("admin_info")
        return cell if admin is None or (type(admin) is dict and admin.keys() <= ADMIN) else None
    return cell if refund and "admin_info" not in cell and _is_refund(cell) else None


def _is_refund(other: dict[str, Any]) -> bool:
    """Whether what a refund row tells of its work is written plainly."""
    texts = all(type(other.get(name)) in (str, type(None)) for name in ("task_id", "reason"))
    return texts and all(type(other.get(name)) in (int, type(None)) for name in ("pre_consumed_quota", "actual_quota"))


def _is_name(cell: Any) -> bool:
    return cell is None or (type(cell) is str and cell == cell.strip())


def _are_numbers(*ratios: Any) -> bool:
    return all(one is None or (type(one) in (int, float) and -LARGEST < one < LARGEST) for one in ratios)


@lru_cache(maxsize=50_000, typed=True)
def _terms(model: Any, completion: Any, own: Any, special: Any, cache: Any, is_cached: bool) -> Terms | None:
    """Return what a token of the prompt, the completion and the cache costs over one denominator, and that.

    None where the ratios leave something open.
    """
    if not _are_numbers(model, completion, own, special, cache):
        return None
    group = special if special is not None and special >= 0 else own
    if model is None or completion is None or group is None or (cache is None and is_cached):
        return None
    cache = 1 if cache is None else cache
    if min(model, completion, group, cache) < 0:
        return None
    try:
        factor = Fraction(decimal(model)) * Fraction(decimal(group))
        parts = factor, factor * Fraction(decimal(completion)), factor * Fraction(decimal(cache))
    except ValueError:
        return None
    over = lcm(*(part.denominator for part in parts))
    base, weight, read = (int(part * over) for part in parts)
    return base, weight, read, over


def _facts(cells: Sequence[Any], other: Mapping[str, Any], counts: Sequence[int], content: str) -> dict[str, Any]:
    """Return what the readers would have read besides, for a row that is looked at closely."""
    facts = {fact: other[name] for name, fact in _NAMED.items() if other.get(name) is not None}
    facts |= {"prompt_tokens": counts[2], "completion_tokens": counts[3]}
    if facts.get("fail_reason"):
        facts["fail_reason"] = _masked(facts["fail_reason"])
    if cells[10]:
        facts["group"] = cells[10]
    if content:
        facts["content"] = content
    return {name: value for name, value in facts.items() if value != ""}


@lru_cache(maxsize=5_000)
def _masked(text: str) -> str:
    return mask(text)[0].strip()
