"""What the numbers of a whole text say together about a charge: two amounts for one thing, or money that came back.

Unlike the claims of `money_words`, which are asked of single sentences, the two numbers may stand lines apart, in a
table, in settings or in output. All patterns are linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy

LOOKED_AT = 4000
"""Characters of a text that are looked at."""
REACH = 60
"""Characters on one line between a label and the number that it labels."""
LEAST_RATIO = 1.004
"""Two amounts nearer to each other than this are one amount, rounded."""

_AMOUNT = lazy(
    r"(?<![A-Za-z0-9_.,:/-])(?P<cur>US\$|USD ?|[$＄¥￥€]|⚡)?\s?"
    r"(?P<number>[0-9]{1,9}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,12})?)"
    r"\s?(?P<unit>credits?|points?|coins?|cents?|tokens?|quota|usd|cny|rmb|dollars?|cr\b|buzz|pollen|rtc|积分|点数?|额度"
    r"|元|块钱?|美元|美金|刀|分钱)?(?![0-9A-Za-z_]|[,.:/-][0-9]|\s?[%％])",
    re.IGNORECASE,
)
_RATE = lazy(
    r"\s{0,3}(?:(?:USD|元|credits?|积分|点数?)\s?)?(?:/|per\b|each\b|every\b|a (?:second|minute|call|token)"
    r"|每|一(?:秒|张|次|个)"
    r"|[*×x]\s?[0-9$＄¥￥⚡])",
    re.IGNORECASE,
)
_RATE_BEFORE = lazy(r"(?:每(?:张|秒|次|个|百万|千)?|[*×]|单价|倍率|ratio|/)\s{0,2}$", re.IGNORECASE)
_VENDOR = (
    r"(?:\b(?:openai|anthropic|claude|google(?: cloud)?|gcp|vertex(?: ai)?|gemini|azure|aws|bedrock|deepseek|moonshot"
    r"|kimi|aliyun|alibaba cloud|dashscope|bailian|volcengine|byteplus|tencent cloud|zhipu|z\.ai|minimax|openrouter"
    r"|mistral|cohere|groq|xai|grok|together|fireworks|replicate|fal(?:\.ai)?|kie(?:\.ai)?|siliconflow|perplexity|provider"
    r"|vendor|upstream)|百炼|阿里云?|火山(?:引擎)?|豆包|腾讯云?|混元|智谱|月之暗面|硅基(?:流动)?|百度(?:云|智能云)?|千帆"
    r"|官方|上游|厂商|供应商)"
)
"""Who makes the models: what his own books say is owed."""
_OWED = lazy(
    r"应该?(?:是|为|扣|收|付|按|当|得)?|预期|预计|理论|正确的?|官方|原价|上游|提供商|厂商|供应商|价目表?|标价|自己算|我算|手算"
    r"|算下来|按[^\s，,]{1,12}算"
    rf"|{_VENDOR}(?:(?:['’]s|的)? ?(?:\w+ ){{0,2}}?(?:console|dashboard|billing|invoice|usage|bill|statement"
    r"|cost explorer|后台|官网|官方|控制台|账单|费用中心)"
    r"|(?: api)? (?:charge[sd]?|bill(?:s|ed)?|says?|asks?|takes?|reports?)\b)"
    r"|\b(?:expect(?:ed|s)?|should|correct|actual(?:ly)? (?:cost|price)s?|true (?:cost|price)|real (?:cost|price)"
    r"|official"
    r"|list price|price list|price page|listed|provider|vendor|invoiced?|upstream|our own|own calculation|calculat\w+"
    r"|by my|i get|we get|contract|quoted|advertised|documented|supposed|api response"
    r"|instead of|rather than)\b"
    r"|而不是|而非|(?:合计|总共|等于"
    r"|\b(?:so|makes|gives|comes to|adds up to|in total|(?:the )?sum (?:of [\w ]{1,30} )?(?:is|was)))"
    r"[:：=是为]?\s{0,2}(?:US\$|[$＄¥￥])?$"
    r"|(?:[×*][^\n=]{0,40}|(?:/ ?M|per (?:million|1M))\b[^\n=]{0,12})(?:→|=>|=)\s?(?:US\$|[$＄¥￥])?$",
    re.IGNORECASE,
)
_BOOKED = lazy(
    r"实际|扣(?:费|款|钱|了|的是|掉|除)|收了|收费|系统(?:算|显示|计|里)|后台|网关|平台|日志|花费|花了|计费|记(?:录|账|成|为|的)|算的|账单|显示"
    r"|\b(?:litellm|new-?api|one-?api|sub2api|langfuse|helicone|portkey|open ?webui|cline|cursor|opencode|lago|bifrost"
    r"|agentgateway|cost tracker|calculated cost|logged)\b"
    r"|\b(?:charge[sd]?|bill(?:ed|s)?|booked|books|log(?:ged|s)?|took|taken|total_cost|record(?:ed|s)?|report(?:ed|s)?|spend|spent|cost|shows?|shown"
    r"|dashboard|trace[sd]?|gateway|proxy|deducted|x-[a-z-]{3,40}-cost|invoice line|usage page|usage log|ui)\b",
    re.IGNORECASE,
)
_LEFT = lazy(
    r"\s?(?:is |are |was )?(?:left|remaining|available|in credits?|of credits?|unused)\b|\s?(?:剩|没用|可用)",
    re.IGNORECASE,
)
_LEFT_BEFORE = lazy(
    r"(?:balance|remaining|left|available|budget|limit|top(?:ped)? up|余额|剩余?|还有|可用|充值?了?|限额)"
    r"[^0-9\n]{0,10}$",
    re.IGNORECASE,
)
"""What is left in an account is no charge."""
_TAKEN = lazy(
    r"(?:消费|cost|spend|charge[sd]?|consume[sd]?|price|debit(?:ed)?|hold|reserved?|deducted|spent|扣费|扣款|扣除|扣了|消耗|花费|预扣|冻结)$",
    re.IGNORECASE,
)
_RETURNED = lazy(
    r"(?:refund(?:ed|s)?|return(?:ed)?|released?|reversed|reversal|given back|credited(?: back)?"
    r"|退款|退还|退回|返还|补偿|退了|退)$",
    re.IGNORECASE,
)
_GLUE = lazy(r"(?:[\s\"'`”」:：=|>*,_+-]|[_ ]?(?:amount|credits?|quota|points)|金额|了|费用){0,8}$", re.IGNORECASE)
_MINUS = lazy(r"(?<![0-9A-Za-z.])[-−–]\s?((?:[1-9][0-9]{0,8}|0(?=\.))(?:\.[0-9]{1,6})?)(?![0-9%A-Za-z/:.-])")
_PLUS = lazy(r"(?<![0-9A-Za-z.])\+\s?([0-9]{1,9}(?:\.[0-9]{1,6})?)(?![0-9%A-Za-z/:])")
_BEFORE = lazy(
    r"(?<![0-9.])([0-9][0-9,.]{0,11}[0-9])(?: \w+)? (?:before|at first|originally|at the start)\b"
    r"|(?:之前|原来|本来|原先|提交前|一开始|\b(?:before|was at|started (?:at|with))\b)"
    r"[^0-9\n。]{0,10}([0-9][0-9,.]{0,11}[0-9])(?![0-9])",
    re.IGNORECASE,
)
_AFTER = lazy(
    r"(?<![0-9.])([0-9][0-9,.]{0,11}[0-9])(?: \w+)? (?:now|again|afterwards|after(?:ward)?|today)\b"
    r"|(?:现在|又|恢复|变回|回到|后来|刷新|重启"
    r"|\b(?:says|shows|reads|now|again|back (?:to|at))\b)[^0-9\n。]{0,14}([0-9][0-9,.]{0,11}[0-9])(?![0-9])",
    re.IGNORECASE,
)
_ROUND_TRIP = lazy(
    r"(?<![0-9.])([0-9][0-9,.]{0,11}) ?(?:→|->|=>|—>|➜) ?(?!\1 )[0-9][0-9,.]{0,11} ?"
    r"(?:→|->|=>|—>|➜) ?\1(?![0-9]|[.,][0-9])"
    r"|(?:was|before|had) ([0-9][0-9,.]{0,11}[0-9]) and (?:is|are) (?:(?:now|still|again) )?\2(?![0-9]|[.,][0-9])"
)
"""An amount that changes and is then what it was, written as a chain or in one breath."""
_NOT_RETURNED = lazy(
    r"\b(?:refund(?:ed)?|returned|reversed)(?:[_ ]?(?:amount|quota|credits))?\s?[:=：]\s?"
    r"(?:[–—-](?!\s?[0-9])|null\b|none\b|US?\$?0(?:\.0+)?(?![0-9.]*[0-9]))"
    r"|(?:退款|返还|退还)(?:金额|额度)?\s?[:=：]\s?(?:[–—-](?!\s?[0-9])|无|空|否|0(?:\.0+)?(?![0-9.]*[0-9]))",
    re.IGNORECASE,
)
"""A field for what was given back that is empty or zero."""
_KEPT = lazy(
    r"(?:剩余?(?:额度)?|余额|\b(?:balance|remaining|left))[^0-9\n。]{0,10}([0-9][0-9,.]{0,11}[0-9])(?![0-9])",
    re.IGNORECASE,
)
"""What is left in an account, as it is stated again and again."""
_DROP = lazy(
    r"(?:credits?|points?|coins?|balance|wallet|quota|tokens?|积分|点数|余额|额度|钱包|buzz)[^\n0-9]{0,24}?"
    r"[$＄¥￥]?([0-9][0-9,.]{0,11}) ?(?:to|->|→|—>|=>|变成了?|变为|降到|到|剩)\s?"
    r"[^\n0-9]{0,6}?([0-9][0-9,.]{0,11}[0-9]|[0-9])(?![0-9])",
    re.IGNORECASE,
)

_BEFORE_AFTER = lazy(
    r"\bbefore:? [$€]?([0-9][0-9,.]{0,11}[0-9])[,;]? (?:and )?(?:\w+ )?after:? [$€]?([0-9][0-9,.]{0,11}[0-9])(?![0-9])",
    re.IGNORECASE,
)

_PARTED = lazy(r"[,，;；。:：|]|\b(?:but|and|while|whereas|is|was|we)\b|但|而|却")
NOUN = 16
"""Characters within which the noun of what is owed stands behind its word: 'the correct cost', '应扣费'."""

Place = tuple[int, int]


class Told(NamedTuple):
    """A claim that numbers make: the fact, its value, and where the telling number stands."""

    fact: str
    value: bool
    start: int
    end: int


class _Labelled(NamedTuple):
    """An amount with what its labels say: 'taken' or 'returned' of a booking, 'owed' or 'booked' of a comparison."""

    booking: str | None
    compared: str | None
    number: float
    unit: str
    place: Place


def read_compared(text: str) -> Iterator[Told]:
    """Yield what the numbers of a text claim: claimed_mismatch, claimed_no_refund, claimed_charged."""
    text = text[:LOOKED_AT]
    amounts = list(_amounts(text))
    found = _differing(amounts)
    if found is not None:
        yield Told("claimed_mismatch", True, *found)
    yield from _returned(text, amounts)
    for match in _DROP.finditer(text):
        first, last = _number(match[1]), _number(match[2])
        if first is not None and last is not None and last < first:
            yield Told("claimed_charged", True, *match.span())
            return
    for match in _BEFORE_AFTER.finditer(text):
        first, last = _number(match[1]), _number(match[2])
        if first is not None and last is not None and last < first:
            yield Told("claimed_charged", True, *match.span())
            return


def _differing(amounts: list[_Labelled]) -> Place | None:
    """Return where the booked amount stands that differs from the one that is owed for the same thing."""
    owed = [one for one in amounts if one.compared == "owed"]
    for booked in (one for one in amounts if one.compared == "booked"):
        for other in owed:
            alike = booked.unit == other.unit or not booked.unit or not other.unit
            low, high = sorted((booked.number, other.number))
            if alike and high > 0 and (low == 0 or LEAST_RATIO < high / low < 1000):
                return booked.place
    return None


def _returned(text: str, amounts: list[_Labelled]) -> Iterator[Told]:
    empty = _NOT_RETURNED.search(text)
    if empty is not None:
        yield Told("claimed_no_refund", True, *empty.span())
        return
    taken = [one for one in amounts if one.booking == "taken" and one.number > 0]
    back = [one for one in amounts if one.booking == "returned"]
    for one in back:
        if any(one.number >= other.number for other in taken):
            yield Told("claimed_no_refund", False, *one.place)
            return
        if taken and one.number == 0:
            yield Told("claimed_no_refund", True, *one.place)
            return
    given = {_number(match[1]): match.span() for match in _PLUS.finditer(text)}
    for match in _MINUS.finditer(text):
        place = given.get(_number(match[1]))
        if place is not None and 0 < place[0] - match.end() < 300:
            yield Told("claimed_no_refund", False, *place)
            return
    round_trip = _ROUND_TRIP.search(text)
    restored = round_trip.span() if round_trip is not None else _restored(text)
    if restored is not None:
        yield Told("claimed_no_refund", False, *restored)
        return
    first = {_number(match[1] or match[2]): match.end() for match in _BEFORE.finditer(text)}
    for match in _AFTER.finditer(text):
        number = _number(match[1] or match[2])
        if number is not None and number in first and match.start() > first[number]:
            yield Told("claimed_no_refund", False, *match.span())
            return


def _restored(text: str) -> Place | None:
    """Return where what is left in an account is again what it was before it became less."""
    rising: list[float] = []
    undershot: set[float] = set()
    for match in _KEPT.finditer(text):
        number = _number(match[1])
        if number is None:
            continue
        if number in undershot:
            return match.span()
        while rising and rising[-1] > number:
            undershot.add(rising.pop())
        rising.append(number)
    return None


def _amounts(text: str) -> Iterator[_Labelled]:
    """Yield the amounts of a text that a label on their line says something of."""
    last = 0
    for match in _AMOUNT.finditer(text):
        written, unit = match["number"], (match["unit"] or "").lower().rstrip("s")
        line = max(text.rfind("\n", 0, match.start()) + 1, last, match.start() - REACH)
        before = text[line : match.start()]
        is_money = bool(match["cur"] or unit) or "." in written
        number = _number(written)
        if number is None or (unit.startswith("token") and "." not in written):
            continue
        booking, compared = _booking_role(before), None
        is_rate = _RATE.match(text, match.end()) is not None or _RATE_BEFORE.search(before) is not None
        is_left = _LEFT.match(text, match.end()) is not None or _LEFT_BEFORE.search(before) is not None
        if is_money and not is_rate and not is_left:
            compared = _compared_role(before)
        if is_money:
            last = match.end()
        if booking or compared:
            yield _Labelled(booking, compared, number, _unit(match["cur"], unit), match.span("number"))


def _booking_role(before: str) -> str | None:
    """Return 'taken' or 'returned' where the label right before a number says so."""
    glue = _GLUE.search(before)
    label = before[: glue.start()] if glue else before
    if _RETURNED.search(label):
        return "returned"
    return "taken" if _TAKEN.search(label) else None


def _compared_role(before: str) -> str | None:
    """Return 'owed' or 'booked' by the label that stands nearest before an amount."""
    owed = _last_end(_OWED, before)
    booked = _last_end(_BOOKED, before)
    if owed is None and booked is None:
        return None
    if owed is None or booked is None:
        return "owed" if booked is None else "booked"
    between = before[owed:booked]
    return "owed" if owed >= booked or (len(between) <= NOUN and not _PARTED.search(between)) else "booked"


def _last_end(pattern: re.Pattern[str], text: str) -> int | None:
    """Return where the last match ends, or None."""
    last = None
    for match in pattern.finditer(text):
        last = match.end()
    return last


def _unit(currency: str | None, word: str) -> str:
    sign = (currency or "").strip().lower()
    if sign in ("$", "＄", "us$", "usd") or word in ("usd", "dollar", "美元", "美金", "刀"):
        return "usd"
    if sign in ("¥", "￥") or word in ("cny", "rmb", "元", "块", "块钱"):
        return "cny"
    return sign or word


def _number(written: str | None) -> float | None:
    try:
        return float((written or "").replace(",", "").rstrip("."))
    except ValueError:
        return None
