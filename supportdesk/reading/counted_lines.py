"""Charges told in a line of words: labelled token counts beside an amount, and the console's equation of a charge.

The console writes an equation a row, such as `提示 1000 tokens / 1M tokens * $2.50 + 补全 200 tokens / 1M tokens
* $10.00 * 分组倍率 0.1 = $0.000450` (the group's ratio holds for the whole sum: gateway.md 2, 'Tokens'); people write
`input 318 tokens, output 1904 tokens, $0.17`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.amounts import QUOTA_PER_USD, find_amounts, quota_from_usd
from supportdesk.reading.evidence import Origin, Piece, Reading
from supportdesk.view import View

if TYPE_CHECKING:
    import re
    from decimal import Decimal

WIDTH = 600
LEADING = 16
"""Characters before the first count up to which a line is a row and no sentence."""

_PROMPT = r"(?:提示|输入)(?:词|文字|文本)?|prompt|input"
_COMPLETION = r"补全|输出|completion|output"
_CACHED = r"缓存(?:读取|读|命中|输入)?|cache(?:d|s)?(?:[ _-]?(?:read|hit|input))?s?"
_LABELS = rf"(?:(?P<{{0}}p>{_PROMPT})|(?P<{{0}}c>{_COMPLETION})|(?P<{{0}}k>{_CACHED}))"
_NUMBER = (
    r"-?[0-9]{1,3}(?:[,\u202f\u2009\u00a0'’][0-9]{3}){1,4}(?![0-9]|,[0-9])"
    r"|[0-9]{1,3}(?: [0-9]{3}){1,3}(?=\s?(?:[|,;，；)）]|tokens?\b|$))"
    r"|-?[0-9]{1,12}(?![0-9]|\.[0-9]|,[0-9]{3}(?![0-9]))"
)
_BEFORE = lazy(
    rf"(?<![A-Za-z_]){_LABELS.format('a')}(?:[ _]?(?:tokens?|token ?数|词元))?\s?(?:[:：=]|为|是|was|were|is|of)?\s?"
    rf"(?P<number>{_NUMBER})"
    rf"(?![:％%]|\.\S|\s?(?:/(?!\s?(?:{_PROMPT}|{_COMPLETION}|{_CACHED}))|张|次|秒|s\b|x\b|USD|元))",
    2,
)
_BEHIND = lazy(
    rf"(?<![0-9.,$＄¥￥A-Za-z_-])(?P<number>{_NUMBER})\s(?:tokens? )?(?:of )?"
    rf"{_LABELS.format('b')}(?:\s?tokens?)?(?![A-Za-z_]|\s?[:：=]?\s?[0-9])",
    2,
)
_PAIR = lazy(
    r"(?<![0-9.,$＄¥￥A-Za-z_-])([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) (?:tokens? )?in(?:put)?[,;/ ]{1,3}(?:and )?"
    r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) (?:tokens? )?out\b"
    r"|(?<![A-Za-z_])in(?:put)? ([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})[,;/ ]{1,3}out(?:put)? "
    r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?![0-9.,]*[0-9])"
    r"|(?<![0-9.,$＄¥￥A-Za-z_/-])([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) ?/ ?"
    r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) tokens?\b",
    2,
)
_TERM = lazy(
    rf"{_LABELS.format('t')}\s?(?P<number>-?[0-9][0-9,]{{0,15}})\s?(?:tokens?)?\s?/\s?1M(?:\s?tokens?)?\s?[*×xX]\s?"
    r"(?P<cur>US\$|[^\s\w]{1,2})?(?P<price>[0-9]{1,9}(?:\.[0-9]{1,9})?)",
    2,
)
_GROUP = lazy(r"(?:分组倍率|专属倍率|group ratio|ratio)\s?[:：]?\s?([0-9]{1,6}(?:\.[0-9]{1,9})?)", 2)
_TOTAL = lazy(r"=\s?(?P<cur>US\$|[^\s\w-]{1,2})?(?P<total>-?[0-9]{1,9}\.[0-9]{1,9})")


class _Count(NamedTuple):
    fact: str
    value: int
    start: int
    end: int


def read_charge(view: View, start: int, end: int) -> Piece | None:
    """Return the charge ('log_row') that a line tells, or None where it tells none."""
    if end - start < 12 or end - start > WIDTH:
        return None
    text = view.text[start:end]
    if "1M" in text:
        piece = _equation(view, start, end, text)
        if piece is not None:
            return piece
    counts = find_counts(text)
    if len(counts) < 2:
        return None
    amount = next(
        (found for found in find_amounts(text) if found.unit == "usd" and not _is_price(text, found.end)), None
    )
    if amount is None or amount.start < counts[0].start:
        return None
    origin: Origin = "console" if counts[0].start <= LEADING else "prose"
    readings = [Reading(c.fact, c.value, view.span(start + c.start, start + c.end)) for c in counts]
    place = view.span(start + amount.start, start + amount.end)
    readings.append(Reading("log_type", "consume", place))
    readings += _quota(amount.number, place)
    return Piece("log_row", origin, view.span(start, end), readings)


def find_counts(text: str) -> list[_Count]:
    """Return the labelled token counts of a line, of each kind the first; one alone only beside the word 'token'."""
    found: dict[str, _Count] = {}
    for pattern, prefix in ((_BEHIND, "b"), (_BEFORE, "a")):
        for match in pattern.finditer(text):
            count = _Count(_fact(match, prefix), _plain(match["number"]), *match.span("number"))
            if any(one.start < count.end and count.start < one.end for one in found.values()):
                continue
            found.setdefault(count.fact, count)
    counts = sorted(found.values(), key=lambda count: count.start) or _pair(text)
    if len(counts) == 1 and "token" not in text[counts[0].start - 12 : counts[0].end + 16].lower():
        return []
    return counts


def _pair(text: str) -> list[_Count]:
    """Return input and output that stand next to each other: `1,022 in, 310 out`, `18 / 640 tokens`."""
    pair = _PAIR.search(text)
    if pair is None:
        return []
    names = ("prompt_tokens", "completion_tokens")
    at = next(group for group in (1, 3, 5) if pair[group])
    return [_Count(name, int(pair[at + n].replace(",", "")), *pair.span(at + n)) for n, name in enumerate(names)]


def _plain(number: str) -> int:
    """Return a number without the signs that part its thousands."""
    return int("".join(sign for sign in number if sign.isdigit() or sign == "-"))


def _fact(match: re.Match[str], prefix: str) -> str:
    if match[f"{prefix}p"]:
        return "prompt_tokens"
    return "completion_tokens" if match[f"{prefix}c"] else "cached_tokens"


def _is_price(text: str, end: int) -> bool:
    return text[end : end + 8].lstrip().startswith(("/", "per", "每", "一"))


def _quota(usd: Decimal, place: object) -> list[Reading]:
    exponent = usd.as_tuple().exponent
    half = int(QUOTA_PER_USD * 10**exponent / 2) if isinstance(exponent, int) else 0
    readings = [Reading("quota", abs(quota_from_usd(usd)), place)]  # type: ignore[arg-type]  # a Span
    return readings + ([Reading("quota_half_step", half, place)] if half else [])  # type: ignore[arg-type]  # a Span


def _equation(view: View, start: int, end: int, text: str) -> Piece | None:
    """Return the row of an equation, and whether it adds up to what it says and counts nothing below zero."""
    from decimal import Decimal

    terms = list(_TERM.finditer(text))
    total = None
    for found in _TOTAL.finditer(text):
        total = found
    if not terms or total is None or total.start() < terms[-1].end():
        return None
    group = _GROUP.search(text, terms[0].end())
    counts = [(_fact(term, "t"), int(term["number"].replace(",", "")), Decimal(term["price"])) for term in terms]
    ratio = Decimal(group[1]) if group else Decimal(1)
    shown = Decimal(total["total"])
    exact = sum((count * price for _, count, price in counts), Decimal(0)) / 1_000_000
    step = Decimal(1).scaleb(-(len(total["total"].partition(".")[2])))
    fits = abs(exact * ratio - shown) <= step and all(count >= 0 for _, count, _ in counts)
    place = view.span(start + total.start("total"), start + total.end("total"))
    readings = [Reading("log_type", "consume", place), Reading("equation_fits", fits, place)]
    for (fact, count, _), term in zip(counts, terms, strict=True):
        if count >= 0 and not any(reading.fact == fact for reading in readings):
            readings.append(Reading(fact, count, view.span(start + term.start("number"), start + term.end("number"))))
    if group is not None:
        readings.append(Reading("group_ratio", float(ratio), view.span(start + group.start(1), start + group.end(1))))
    if (total["cur"] or "").endswith(("$", "＄")):
        readings += _quota(shown, place)
    return Piece("log_row", "console", view.span(start, end), readings)
