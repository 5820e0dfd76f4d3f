"""The pieces of a reply that can be held against facts: numbers, sums of money, addresses, ids, names of models.

A reply is any text: one of ours, or one that a person has edited. Read are both languages, digits of any width, and
numbers that are written out where a unit follows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy

LONGEST_REPLY = 60_000
"""Characters of a reply that are looked at; no reply is longer."""

_RUN = lazy(r"[A-Za-z0-9_./:@#$%+\u2022=?&~,-]+")
"""Characters that addresses, ids and numbers are made of; what they spell is told run by run."""

_HOST = lazy(
    r"(?:[a-z0-9-]{1,63}\.){1,8}(?:com|cn|net|org|io|ai|dev|app|cloud|co|me|xyz|top|site|info|tech|pro|vip|cc|art|fun|"
    r"shop|online|link|work|run|tv|us|eu|de|jp|hk|sg|uk|in|ru|fr|local|internal|lan|svc|intranet|corp|example|test|"
    r"localhost)(?::\d{2,5})?(?:/.*)?\Z"
)
_IP = lazy(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?(?:/.*)?\Z")
_MAIL = lazy(r"[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,200}\.[a-z]{2,24}\Z")
_NAME = lazy(r"[A-Za-z]{2,30}(?:[-_][A-Za-z]{1,30}){1,8}\Z")
"""Words joined by hyphens or underscores, as names of models without a digit are."""

_NUMBER = lazy(r"\A[#$]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%|[KMkm])?\Z")
_ORDINAL = lazy(r"(?m)^[ \t>|]{0,8}(?:\d{1,2}[.)、．）]|[（(]\d{1,2}[)）])(?=\s|[^\d\s])")
"""The number of a list's item."""

_DIGIT = lazy(r"\d")
_DIGITS = lazy(r"\d[\d,]{0,18}(?:\.\d{1,12})?")
_UNIT = lazy(
    r"\s?(usd|us dollars?|dollars?|美元|美金|刀|cny|rmb|yuan|人民币|元|块钱|块|quota|额度|credits?|积分|点数)(?![a-z])"
)
_SPELT = lazy(
    r"(?<![a-z])(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"sixty|hundred)[ -](?:business |working |calendar |full )?(?:hours?|days?|weeks?|months?|minutes?|seconds?|"
    r"dollars?|yuan|percent|per cent|credits?|times as)(?![a-z])"
)
_SPELT_UNITS = ("hour", "day", "week", "month", "minute", "second", "dollar", "yuan", "percent", "per cent", "credit")
_SPELT_ZH = lazy(r"([一二两三四五六七八九十百]{1,4})个?(?:工作日|小时|分钟|秒钟?|天|周|星期|月|美元|美金|块钱|元|倍)")
_FULL_WIDTH = lazy(r"[０-９．％＄]")

_TRAILING = ".,:;/?&=~-"
_SIGNS = frozenset("$¥￥€£")
_NUMERIC = frozenset("0123456789.,:-/+%$#")


class Piece(NamedTuple):
    """One piece: its kind ('url', 'mail', 'host', 'number', 'id', 'name'), and its text as it stands in the reply.

    An id is any other word with a digit in it; a name is words joined by hyphens or underscores.
    """

    kind: str
    text: str


class Sum(NamedTuple):
    """A sum of money: the text, its value, and 'usd', 'cny', 'quota' or '' (a currency that is never charged in)."""

    text: str
    value: Decimal
    unit: str


def plain(text: str) -> str:
    """Return a reply with full-width digits and signs as ASCII, and without the numbers of lists' items."""
    text = text[:LONGEST_REPLY]
    if _FULL_WIDTH.search(text):
        text = text.translate(_WIDE)
    return _ORDINAL.sub(" ", text)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a `plain` text, in order: what has a digit, an address's form or joined words."""
    for run in [run for run in _RUN.findall(text) if not run.isalpha()]:
        found = run.strip(_TRAILING)
        kind = _kind_of(found)
        if kind is not None:
            yield Piece(
                kind, found[found.lower().find("http") :] if kind == "url" and "http" in found.lower() else found
            )


def _kind_of(run: str) -> str | None:
    """Return the kind of a run of signs; None for a plain word."""
    if "://" in run:
        return "url"
    low = run.lower()
    if "@" in run and _MAIL.match(low):
        return "mail"
    if "." in run and _HOST.match(low):
        return "host"
    if "." in run and _IP.match(run):
        return "host"
    if _NUMERIC.issuperset(run):
        return "number" if _DIGIT.search(run) else None
    if _DIGIT.search(run):
        return "number" if _NUMBER.match(run) else "id"
    return "name" if ("-" in run or "_" in run) and _NAME.match(run) else None


def sums(text: str) -> Iterator[Sum]:
    """Yield the sums of money of a `plain` text."""
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        before = text[max(0, start - 4) : start].lower().rstrip(" ")
        sign = before[-1:] if before[-1:] in _SIGNS else ""
        unit = None if sign else _UNIT.match(text[end : end + 14].lower())
        value = number(match[0].rstrip(",")) if sign or unit else None
        if value is not None and sign:
            yield Sum(sign + match[0], value, _UNITS.get(sign, ""))
        elif value is not None and unit is not None:
            yield Sum(text[start : end + unit.end()], value, _UNITS[unit[1]])


def spelt(text: str, numbers: Mapping[str, int]) -> Iterator[tuple[str, Decimal]]:
    """Yield the numbers that are written out before a unit, with their values; `numbers` are the words."""
    low = text.lower()
    if any(unit in low for unit in _SPELT_UNITS):
        for match in _SPELT.finditer(low):
            yield match[0], Decimal(numbers[match[1]])
    for match in _SPELT_ZH.finditer(text):
        yield match[0], Decimal(_chinese(match[1], numbers))


def number(text: str) -> Decimal | None:
    """Return the value of a number as it is written (`1,000`, `$2.40`, `50%`, `128K`); None for what is no number."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    try:
        value = Decimal(match[1].replace(",", "") + (match[2] or ""))
    except InvalidOperation:
        return None
    return value * {"k": 1000, "m": 1_000_000}.get((match[3] or "").lower(), 1)


def host_of(address: str) -> str:
    """Return the host of an address or of a host with a path, in lower case."""
    bare = address.partition("://")[2] or address
    for sign in "/?#":
        bare = bare.partition(sign)[0]
    return bare.rpartition("@")[2].partition(":")[0].lower()


def _chinese(word: str, numbers: Mapping[str, int]) -> int:
    """Return the value of a Chinese number below a thousand: 三, 十五, 二十四, 一百."""
    total, digit = 0, 0
    for sign in word:
        value = numbers.get(sign, 0)
        if value >= 10:
            total += (digit or 1) * value
            digit = 0
        else:
            digit = value
    return total + digit


_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0xFF05: "%", 0xFF04: "$"}
_UNITS = {
    "$": "usd", "us$": "usd", "usd": "usd", "us dollar": "usd", "us dollars": "usd", "dollar": "usd", "dollars": "usd",
    "美元": "usd", "美金": "usd", "刀": "usd", "¥": "cny", "￥": "cny", "cny": "cny", "rmb": "cny", "yuan": "cny",
    "人民币": "cny", "元": "cny", "块钱": "cny", "块": "cny", "quota": "quota", "额度": "quota", "credit": "quota",
    "credits": "quota", "积分": "quota", "点数": "quota",
}  # fmt: skip
