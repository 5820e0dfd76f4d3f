"""How a balance moved, what one piece of work costs, and how many were sent, succeeded and failed, as said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from supportdesk.patterns import lazy
from supportdesk.reading.stated_prices import LOOKED_AT, Stated
from supportdesk.source import Source, Span

IGNORECASE = 2
_WORDED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "十": 10,
}  # fmt: skip
_N = r"(?<![A-Za-z0-9.,_-])[$＄¥￥⚡]?\s?([0-9]{1,9}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,8})?)(?![0-9A-Za-z_]|[.,:-][0-9])"
_FEW = (
    r"(?<![A-Za-z0-9.,_-])([0-9]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|[一二两三四五六七八九十])(?![0-9]|[.,:][0-9])"
)
_MONEY = r"(?:credits?|points?|coins?|balance|wallet|quota|buzz|pollen|积分|点数|余额|额度|钱包)"
_UNIT = r"(?:\s?(?:credits?|points?|coins?|buzz|pollen|USD|dollars?|积分|点数?|元|块钱?|刀|额度))?"
_WORK = (
    r"(?:submits?|submissions?|runs?|requests?|calls?|generations?|jobs?|tasks?|tries|attempts?|videos?|images?"
    r"|clips?|pictures?)"
)
_ZH_WORK = r"(?:次|个|条|张|笔|遍)(?:任务|请求|视频|图片?|提交|调用|生成)?"

_MOVED = lazy(
    rf"{_MONEY}[^\n0-9。;；]{{0,30}}?{_N}{_UNIT}\s?(?:to|->|→|—>|=>|变成了?|变为|变到|降到|掉到|到|剩(?:下|余)?"
    rf"|down to)\s?[^\n0-9]{{0,8}}?{_N}",
    IGNORECASE,
)
_BEFORE = lazy(
    rf"(?:{_MONEY}[^\n0-9]{{0,24}})?(?:\bbefore\b|之前|提交前|开始时|原来|原有|起初)[^\n0-9。;；]{{0,24}}?{_N}",
    IGNORECASE,
)
_AFTER = lazy(
    rf"(?:\bafter(?:wards)?\b|\bnow\b|之后|提交后|跑完后?|结束后|现在|最后|剩(?:下|余)?)[^\n0-9。;；]{{0,24}}?{_N}",
    IGNORECASE,
)
_BEHIND = lazy(
    rf"{_N}{_UNIT}\s(?:before|at first|at the start|originally|to start with)\b[^\n0-9。;；]{{0,40}}?"
    rf"{_N}{_UNIT}\s(?:after(?:wards)?|now|left|at the end|remain(?:ing|ed)?)\b",
    IGNORECASE,
)
_DROP = lazy(
    rf"(?:\bdifference (?:is|was|of)|\b(?:went|go(?:es|ne)?|dropped|fell|down|decreased|shrank) (?:down )?by"
    rf"|\b(?:is|are|was|were) short (?:of|by)"
    rf"|\bin total,? (?:I )?(?:lost|paid)|\b(?:lost|missing|gone):?|差额?(?:是|为|了)|少了|减少了?|一共(?:扣|少|用"
    rf"|花)了?|总共(?:扣|少|用|花)了?|共扣(?:了|除)?)"
    rf"[^\n0-9。;；]{{0,16}}?{_N}",
    IGNORECASE,
)
_EACH = lazy(
    rf"\b(?:each|every|all|one|a|an|per)\s(?:\w+\s){{0,2}}?{_WORK}?\b[^\n0-9.。;；]{{0,28}}?(?:is|are|costs?|printed"
    rf"|says|shows|charged?|charges|at|for|:|=)\s?[\"'`]?(?:charged?\s)?{_N}"
    rf"|{_N}{_UNIT}\s(?:each|apiece|per (?:\w+\s)?{_WORK}|an? {_WORK}|for (?:each|every|one))\b"
    rf"|(?:每|单|一)(?:次|个|条|张|笔)[^\n0-9。;；，]{{0,14}}?{_N}|单价[^\n0-9。;；]{{0,6}}?{_N}",
    IGNORECASE,
)
_SUBMITS = lazy(
    rf"{_FEW}\s(?:\w+\s)?{_WORK}\b|(?:提交|请求|调用|跑|发|生成|试)了?\s?{_FEW}\s?{_ZH_WORK}"
    rf"|{_FEW}\s?(?:次|个|条|张|笔)(?:任务|请求|提交|调用|生成)",
    IGNORECASE,
)
_SUCCEEDED = lazy(
    rf"{_FEW}\s(?:\w+\s){{0,3}}?(?:succeeded|successful(?:ly)?|success(?:es)?|worked|finished|completed"
    rf"|came (?:out|back|through)|went through|(?:are|were) (?:ok|fine|good))\b"
    rf"|成功了?\s?{_FEW}|{_FEW}\s?(?:次|个|条|张|笔)?(?:是)?(?:成功|出图|完成)",
    IGNORECASE,
)
_FAILED = lazy(
    rf"{_FEW}\s(?:\w+\s){{0,3}}?(?:failed|failures?|errors?|errored"
    rf"|ended with (?:status:? ?)?[`\"']?(?:status: ?)?(?:failed|error)|did(?:n't| not) (?:work|finish))"
    rf"|失败了?\s?{_FEW}|{_FEW}\s?(?:次|个|条|张|笔)?(?:是)?(?:失败|报错|没出)",
    IGNORECASE,
)


def read_balances(sources: list[Source]) -> list[Stated]:
    """Return the numbers of kind 'moved' (by how much a balance sank), 'each', 'submits', 'succeeded' and 'failed'."""
    found: list[Stated] = []
    for source in sources:
        text = source.text[:LOOKED_AT]
        moved = list(_moved(text, source.index))
        if not moved:
            continue
        found += moved[:3]
        for kind, pattern in (("each", _EACH), ("submits", _SUBMITS), ("succeeded", _SUCCEEDED), ("failed", _FAILED)):
            found += _found(kind, pattern, text, source.index)
    return found


def _moved(text: str, source: int) -> Iterator[Stated]:
    for match in (*_MOVED.finditer(text), *_BEHIND.finditer(text)):
        first, last = _number(match[1]), _number(match[2])
        if first > last >= 0:
            yield Stated("moved", "", first - last, Decimal(1), Span(source, *match.span()))
    for match in _DROP.finditer(text):
        yield Stated("moved", "", _number(match[1]), Decimal(1), Span(source, *match.span(1)))
    before, after = _BEFORE.search(text), None
    if before is not None:
        after = _AFTER.search(text, before.end())
    if before is not None and after is not None:
        first, last = _number(before[1]), _number(after[1])
        if first > last >= 0:
            yield Stated("moved", "", first - last, Decimal(1), Span(source, before.start(1), after.end(1)))


def _found(kind: str, pattern: re.Pattern[str], text: str, source: int) -> list[Stated]:
    found: dict[Decimal, Stated] = {}
    for match in pattern.finditer(text):
        group = next(number for number in range(1, (match.re.groups or 0) + 1) if match[number] is not None)
        value = _number(match[group])
        found.setdefault(value, Stated(kind, "", value, Decimal(1), Span(source, *match.span(group))))
    return list(found.values())[:6]


def _number(written: str) -> Decimal:
    word = written.lower()
    return Decimal(_WORDED[word]) if word in _WORDED else Decimal(written.replace(",", ""))
