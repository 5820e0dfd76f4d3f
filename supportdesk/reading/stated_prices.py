"""What a text states of money in numbers: token counts, prices, ratios and amounts, each with the digits it shows.

Read from the whole text, whatever a number stands in: usage JSON, a log line, a price list, a sentence. Nothing is
concluded here; `money.stated` looks for the equation between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from supportdesk.patterns import lazy
from supportdesk.reading import stated_words as words
from supportdesk.source import Source, Span

LOOKED_AT = 12_000
"""Characters of a source that are looked at."""
MOST_NUMBERS = 300
"""With more numbers than this a text is an export; its rows are read as such."""
REACH = 64
"""Characters on one line between a label and its number."""

_NUMBER = lazy(
    r"(?<![A-Za-z0-9_.,#/-])(?P<cur>US\$|USD ?|[$＄¥￥€⚡])?\s?"
    r"(?P<number>-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,15})?(?:[eE]-[0-9]{1,2})?)"
    r"(?P<scale>[kK](?![A-Za-z0-9]))?(?![0-9_]|[A-DF-LN-RT-Za-df-jln-rt-z]|[.:-][0-9]|\s?[%％])"
)
_MONEY = lazy(r"[$＄¥￥⚡]|cost|price|spend|quota|credit|buzz|pollen|token|bill|charge|费|扣|价|倍率|额度|积分|元", 2)
_FORMULA = lazy(
    r"(?P<count>[0-9][0-9,]*)\s?(?:tokens? ?)?(?:/ ?1?M(?:illion)?(?: ?tokens?)? ?)?[*×xX]\s?(?:US\$|[$＄¥￥⚡])?$"
)
_CLAUSE = lazy(r"[,，;；。+\n(（|{}]|\band\b|\. ")
_EQUALS = lazy(r"[=≈≠]\s{0,3}$|\b(?:is|equals|gives|makes)\s$|(?:是|等于|得|得出)\s{0,2}$")

DIVISOR = {"million": Decimal(1_000_000), "thousand": Decimal(1000), "token": Decimal(1), "dollars": Decimal(1_000_000)}


class Stated(NamedTuple):
    """A number that a text states.

    `kind` is count, price, ratio, amount, seconds or images; `role` what it is of: a kind of tokens, 'input'…,
    'model'…; of an amount 'charged', 'owed' or ''. `part` is the part of a call that an amount is of ('' all of it),
    `unit` usd, cny, quota, credits or '' (of prices also second, image, call); a token price is that of one token.
    `step` is the value of the last digit that is shown.
    """

    kind: str
    role: str
    value: Decimal
    step: Decimal
    span: Span
    part: str = ""
    unit: str = ""
    label: str = ""


def read_stated(sources: Sequence[Source]) -> list[Stated]:
    """Return the numbers of the sources that a label says something of, in their order."""
    found: list[Stated] = []
    for source in sources:
        text = source.text[:LOOKED_AT]
        if _MONEY.search(text) is None:
            continue
        numbers = list(_NUMBER.finditer(text))
        if len(numbers) > MOST_NUMBERS:
            continue
        found += _of_text(text, numbers, source.index)
    return found


def _of_text(text: str, numbers: list[re.Match[str]], source: int) -> Iterator[Stated]:
    last = 0
    for at, match in enumerate(numbers):
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line, last, match.start() - REACH) : match.start("number")]
        following = numbers[at + 1].start() if at + 1 < len(numbers) else len(text)
        end = text.find("\n", match.end())
        after = text[match.end() : min(match.end() + 40, len(text) if end < 0 else end)]
        own = text[match.end() : min(match.end() + 40, len(text) if end < 0 else end, max(following, match.end()))]
        stated = _classified(match, before, after, own, text[line : match.start()], source)
        if stated is None:
            continue
        last = match.end()
        if stated.kind == "price":
            rate = words.PRICE_BEHIND.match(after)
            last += rate.end() if rate is not None else 0
        yield stated


def _classified(match: re.Match[str], before: str, after: str, own: str, line: str, source: int) -> Stated | None:
    """Return what a number is by the text before and behind it, or None where nothing tells."""
    value, step = _value(match)
    span = Span(source, match.start("number"), match.end("number"))
    currency = _currency(match["cur"])
    rate = words.PRICE_BEHIND.match(after)
    behind = _role(words.COUNT_BEHIND.match(own)) if "." not in match["number"] or match["scale"] else None
    count = _role(words.COUNT_BEFORE.search(before))
    if behind and before.endswith(("(", "（")):
        count = behind
    if rate is not None and not (count and not currency and rate["call"]):
        return _price(rate, value, step, span, before, after[rate.end() :], line, currency)
    rate = words.PRICE_BEFORE.search(before)
    booked = rate is not None and words.CHARGED.search(before, rate.start()) is not None
    if rate is not None and booked and rate.lastgroup in ("call", "image") and not count:
        return Stated("amount", "charged", value, step, span, _part(_clause(before)), currency)
    if (
        rate is not None
        and not booked
        and (currency or "." in match["number"] or "e" in match["number"].lower() or rate["dollars"])
    ):
        return _price(rate, value, step, span, before, own, line, currency)
    if "e-" in match["number"].lower():
        return _token_price(value, step, span, before, "", line, currency)
    ratio = words.RATIO_BEFORE.search(before)
    if ratio is not None and not currency:
        return Stated("ratio", str(ratio.lastgroup), value, step, span)
    if words.PRICE_KEY.search(before) and (currency or "." in match["number"]):
        return Stated("price", _part(before), value, step, span, unit="call")
    unit = words.AMOUNT_UNIT.match(after)
    key = words.AMOUNT_KEY.search(before)
    if currency or unit is not None or (key is not None and not count and not behind):
        name = currency or (str(unit.lastgroup) if unit is not None else "")
        if not name and key is not None and key["key"].lower() in ("quota", "额度") and "." not in match["number"]:
            name = "quota"
        part = "" if key is None else _part(key["key"])
        return Stated("amount", _owner(before, line), value, step, span, part or _part(_clause(before)), name)
    if count:
        return Stated("count", count[0], value, step, span, label=count[1])
    if behind:
        return Stated("count", behind[0], value, step, span, label=behind[1])
    return _quantity(match, value, step, span, before, own)


def _quantity(match: re.Match[str], value: Decimal, step: Decimal, span: Span, before: str, own: str) -> Stated | None:
    if words.SECONDS_BEFORE.search(before) or words.SECONDS_BEHIND.match(own):
        return Stated("seconds", "", value, step, span)
    if words.IMAGES_BEFORE.search(before) or words.IMAGES_BEHIND.match(own):
        return Stated("images", "", value, step, span)
    if "." in match["number"] and _EQUALS.search(before):
        return Stated("amount", _owner(before, ""), value, step, span, _part(_clause(before)))
    return None


def _price(
    rate: re.Match[str], value: Decimal, step: Decimal, span: Span, before: str, behind: str, line: str, currency: str
) -> Stated:
    unit = str(rate.lastgroup)
    if unit in DIVISOR:
        return _token_price(value / DIVISOR[unit], step / DIVISOR[unit], span, before, behind, line, currency)
    return Stated("price", _part(_clause(before)), value, step, span, unit=unit)


def _token_price(
    value: Decimal, step: Decimal, span: Span, before: str, behind: str, line: str, currency: str
) -> Stated:
    times = _FORMULA.search(line)
    if times is not None:
        return Stated("price", f"={times['count'].replace(',', '')}", value, step, span, unit=currency)
    role = _part(_clause(before)) or _part(_clause(behind, last=False)) or _part(before)
    return Stated("price", role, value, step, span, unit=currency)


def _clause(text: str, *, last: bool = True) -> str:
    """Return the last clause of a text, or its first."""
    cuts = [cut.end() if last else cut.start() for cut in _CLAUSE.finditer(text)]
    if not cuts:
        return text
    return text[cuts[-1] :] if last else text[: cuts[0]]


def _part(text: str) -> str:
    """Return which part of a call a text names last; 'cached' before 'input' where both are named together."""
    found = [str(match.lastgroup) for match in words.PART.finditer(text)]
    if not found:
        return ""
    for strong in ("writes_1h", "writes", "miss", "cached", "reasoning", "other"):
        if strong in found:
            return "input" if strong == "miss" else strong
    return found[-1]


def _owner(before: str, line: str) -> str:
    """Return 'charged' or 'owed' by the words nearest before an amount, or '' where none tells."""
    for text in (before, line[-120:]):
        owed, charged = _last(words.OWED, text), _last(words.CHARGED, text)
        if owed or charged:
            return "owed" if owed >= charged else "charged"
    return ""


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _role(match: re.Match[str] | None) -> tuple[str, str] | None:
    if match is None:
        return None
    role = str(match.lastgroup)
    label = match[role]
    if role == "short":
        role = "prompt" if label.lower() == "in" else "completion"
    return role, label


def _value(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    number = Decimal(match["number"].replace(",", ""))
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    scale = 1000 if match["scale"] else 1
    return number * scale, step * scale


def _currency(sign: str | None) -> str:
    written = (sign or "").strip()
    if written in ("¥", "￥"):
        return "cny"
    return "usd" if written in ("$", "＄", "US$", "USD") else ("credits" if written else "")
