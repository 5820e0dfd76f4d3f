"""What a text states of money in numbers: token counts, prices, ratios and amounts, each with the digits it shows.

Read from the whole text, whatever a number stands in: usage JSON, a log line, a price list, a sentence. Nothing is
concluded here; `money.stated` looks for the equation between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from supportdesk.named import NamedTuple
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
    r"(?P<scale>[kK](?![A-Za-z0-9])|\s?万)?(?![0-9_]|[A-DF-LN-RT-Za-df-jln-rt-z]|[.:-][0-9]|\s?[%％])"
)
_MONEY = lazy(r"[$＄¥￥⚡]|cost|price|spend|quota|credit|buzz|pollen|token|bill|charge|费|扣|价|倍率|额度|积分|元", 2)
_FORMULA = lazy(
    r"(?P<count>[0-9][0-9,]*)\s?(?:tokens? ?)?(?:/ ?1?M(?:illion)?(?: ?tokens?)? ?)?[*×xX]\s?(?:US\$|[$＄¥￥⚡])?$"
)
_FOR = lazy(r"\s?(?:for|on|of) (?:the |all )?[^,;.\n0-9]{0,24}")
_NOTHING = ("",)
_CLAUSE = lazy(r"[,，;；。+\n(（|{}]|\band\b|\. ")
_EQUALS = lazy(r"(?:[=≈≠]\s{0,3}|\b(?:is|equals|gives|makes)\s|(?:是|等于|得|得出)\s{0,2})(?:US\$|[$＄¥￥⚡])?\s?$")

SCALES = {"k": 1000, "万": 10_000}
DIVISOR = {"million": Decimal(1_000_000), "thousand": Decimal(1000), "token": Decimal(1), "dollars": Decimal(1_000_000)}


ANY = "any"
"""The role of tokens of which nothing says whether they went in or came out."""


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


def _of_text(text: str, numbers: list[re.Match[str]], source: int) -> list[Stated]:
    found: list[Stated] = []
    last, first = 0, 0
    for at, match in enumerate(numbers):
        if match.start("number") < last:
            continue  # a part of what stands before: the 1 of '/ 1K'
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line, last, match.start() - REACH) : match.start("number")]
        following = numbers[at + 1].start() if at + 1 < len(numbers) else len(text)
        end = text.find("\n", match.end())
        after = text[match.end() : min(match.end() + 40, len(text) if end < 0 else end)]
        own = after[: max(following - match.end(), 0)]
        stated = _classified(match, before, after, own, text[line : match.start()], source)
        if stated is None:
            continue
        last = match.end()
        if stated.span.start >= line and (not found or found[-1].span.start < line):
            first = len(found)
        if stated.kind == "price":
            rate = words.PRICE_BEHIND.match(after)
            last += rate.end() if rate is not None else 0
            stated = _of_its_line(stated, found, first, rate)
        found.append(stated)
    return found


def _of_its_line(price: Stated, found: list[Stated], first: int, rate: re.Match[str] | None) -> Stated:
    """Return a price with the role of the count before it on its line; amounts before it may share its unit."""
    if rate is None or rate.lastgroup not in DIVISOR:
        return price
    if not price.role:
        counted = next((one for one in reversed(found[first:]) if one.kind == "count"), None)
        return price if counted is None else price._replace(role=PART_OF.get(counted.role, ""))
    divisor = DIVISOR[str(rate.lastgroup)]
    for at in range(first, len(found)):
        one = found[at]
        if one.kind == "amount" and one.part and not one.role and one.part != price.role:
            found[at] = Stated("price", one.part, one.value / divisor, one.step / divisor, one.span, unit=one.unit)
    return price


PART_OF = {
    "prompt": "input", "miss": "input", "cached": "cached", "completion": "output", "candidates": "output",
    "writes": "writes", "writes_5m": "writes", "writes_1h": "writes_1h", "reasoning": "reasoning",
}  # fmt: skip
"""Which part of a price each kind of tokens has."""


class _Place(NamedTuple):
    """A number and the text around it on its line.

    `before` reaches back to the number before, `own` on to the next one, `after` behind that as well; `line` is the
    line before the number.
    """

    match: re.Match[str]
    before: str
    after: str
    own: str
    line: str
    span: Span
    value: Decimal
    step: Decimal
    currency: str

    @property
    def has_digits_behind_point(self) -> bool:
        """Whether the number shows a part behind its point, or is a small one in scientific form."""
        return "." in self.match["number"] or "e" in self.match["number"].lower()

    def stated(self, kind: str, role: str, part: str = "", unit: str = "", label: str = "") -> Stated:
        """Return the number as what it is."""
        return Stated(kind, role, self.value, self.step, self.span, part, unit, label)


def _classified(match: re.Match[str], before: str, after: str, own: str, line: str, source: int) -> Stated | None:
    """Return what a number is by the text before and behind it, or None where nothing tells."""
    value, step = _value(match)
    span = Span(source, match.start("number"), match.end("number"))
    place = _Place(match, before, after, own, line, span, value, step, _currency(match["cur"]))
    count = _count(place)
    return (
        _as_price(place, count)
        or _as_ratio(place)
        or _as_amount(place, count)
        or (place.stated("count", count[0], label=count[1]) if count else None)
        or _quantity(place)
    )


def _count(place: _Place) -> tuple[str, str] | None:
    """Return which tokens a number counts and the label that says it; one right behind a bracket is named behind."""
    whole = "." not in place.match["number"] or place.match["scale"]
    behind = _role(words.COUNT_BEHIND.match(place.own)) if whole else None
    before = _role(words.COUNT_BEFORE.search(place.before))
    if behind and (before is None or place.before.endswith(("(", "（"))):
        return behind
    if before is None and whole and words.TOKENS_BEHIND.match(place.own):
        return ANY, ""
    return before


def _as_price(place: _Place, count: tuple[str, str] | None) -> Stated | None:
    rate = words.PRICE_BEHIND.match(place.after)
    if rate is not None and not (count and not place.currency and rate["call"]):
        said = place.after[: rate.end()].lstrip()
        if not (said.startswith(("for ", "一")) and _owner(place.before, "") == "charged"):
            return _price(rate, place, place.after[rate.end() :])
    if words.PRICE_EACH.match(place.after):
        return place.stated("price", _part(_clause(place.before)), unit="call")
    rate = words.PRICE_BEFORE.search(place.before)
    is_money = bool(place.currency or words.AMOUNT_UNIT.match(place.after)) or place.has_digits_behind_point
    if rate is not None and words.CHARGED.search(place.before, rate.start()):
        if rate.lastgroup in ("call", "image") and not count:
            return place.stated("amount", "charged", _part(_clause(place.before)), place.currency)
    elif rate is not None and (is_money or rate["dollars"]):
        return _price(rate, place, place.own)
    if "e-" in place.match["number"].lower():
        return _token_price(place, Decimal(1), "")
    if words.PRICE_KEY.search(place.before) and (place.currency or place.has_digits_behind_point):
        return place.stated("price", _part(place.before), unit="call")
    return None


def _as_ratio(place: _Place) -> Stated | None:
    ratio = words.RATIO_BEFORE.search(place.before)
    return None if ratio is None or place.currency else place.stated("ratio", str(ratio.lastgroup))


def _as_amount(place: _Place, count: tuple[str, str] | None) -> Stated | None:
    unit = words.AMOUNT_UNIT.match(place.after)
    key = words.AMOUNT_KEY.search(place.before)
    if not place.currency and unit is None and (key is None or count):
        return None
    name = place.currency or (str(unit.lastgroup) if unit is not None else "")
    if not name and key is not None and key["key"].lower() in ("quota", "额度") and "." not in place.match["number"]:
        name = "quota"
    part = "" if key is None else _part(key["key"])
    if not part and not _EQUALS.search(place.before) and not words.OWN_RESULT.search(place.before):
        part = _part(_clause(place.before)) or _part((_FOR.match(place.own) or _NOTHING)[0])
    return place.stated("amount", _owner(place.before, place.line) or _owner(place.own, ""), part, name)


def _quantity(place: _Place) -> Stated | None:
    if words.SECONDS_BEFORE.search(place.before) or words.SECONDS_BEHIND.match(place.own):
        return place.stated("seconds", "")
    if words.IMAGES_BEFORE.search(place.before) or words.IMAGES_BEHIND.match(place.own):
        return place.stated("images", "")
    if "." in place.match["number"] and _EQUALS.search(place.before):
        return place.stated("amount", _owner(place.before, ""), _part(_clause(place.before)))
    return None


def _price(rate: re.Match[str], place: _Place, behind: str) -> Stated:
    unit = str(rate.lastgroup)
    if unit in DIVISOR:
        return _token_price(place, DIVISOR[unit], behind)
    return place.stated("price", _part(_clause(place.before)), unit=unit)


def _token_price(place: _Place, divisor: Decimal, behind: str) -> Stated:
    """Return the price of one token, with the part of the call it is of; of a product the part that is counted."""
    price = Stated("price", "", place.value / divisor, place.step / divisor, place.span, unit=place.currency)
    times = _FORMULA.search(place.line)
    if times is not None:
        return price._replace(role=f"={times['count'].replace(',', '')}")
    way = words.IN_OR_OUT_BEFORE.search(place.before) or words.IN_OR_OUT_BEHIND.match(behind)
    role = _part(_clause(place.before)) or (f"{way['way'].lower()}put" if way else "")
    return price._replace(role=role or _part(_clause(behind, last=False)) or _part(place.before))


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
    scale = SCALES.get((match["scale"] or "").strip().lower(), 1)
    return number * scale, step * scale


def _currency(sign: str | None) -> str:
    written = (sign or "").strip()
    if written in ("¥", "￥"):
        return "cny"
    return "usd" if written in ("$", "＄", "US$", "USD") else ("credits" if written else "")
