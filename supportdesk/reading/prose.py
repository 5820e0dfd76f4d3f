"""What the customer states in prose, in Chinese and English (origin 'prose').

For the splitter: `read_prose(view) -> list[Piece]`: at most one piece of kind 'prose' for the view, which is what is
left of the paste when everything technical is cut out (more text does no harm). Spans are source spans.

Claims come from statements and from questions that presuppose them ('why was I charged?'), never from questions whether
something happens. A statement outweighs a denial of the same fact in one view.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from supportdesk.patterns import lazy
from supportdesk.reading import prose_words as words
from supportdesk.reading.amounts import find_amounts
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.view import View

SENTENCE_LIMIT = 2000
"""Longer stretches without a sentence's end are no prose."""

_STATUS = lazy(r"(?<![0-9])(?:[45][0-9]{2}|20[0-4])(?![0-9])")
_TOKEN = lazy(r"[A-Za-z0-9][A-Za-z0-9._/-]{1,99}")
_FAMILY = lazy(rf"(?:{words.FAMILIES})(?:[-_][a-z0-9]|[0-9])[a-z0-9._-]*", re.IGNORECASE)
_NAMED = lazy(
    r"(?:模型(?:名称?)?|(?<![A-Za-z0-9_/.-])models?(?: group)?(?![A-Za-z0-9_/.-]))\s{0,2}(?:是|为|name)?\s{0,2}"
    r"[:：=]?\s{0,2}"
    r"[`\"'“「]?([A-Za-z][A-Za-z0-9._/@-]{2,80})",
    re.IGNORECASE,
)
_URL = lazy(r"https?://[A-Za-z0-9][^\s<>\"'`，。；、）)\]】」”|\\]{3,500}")
_CALLED = lazy(r"/(?:v[0-9]|chat|images|videos?|audio|mj|suno|kling|jimeng|embeddings|messages|responses)")
_SET_TO = lazy(
    r"(?:接口地址|接口域名|请求地址|代理地址|服务器?地址|中转地址|API ?地址|API ?域名|\bbase[_ ]?url"
    r"|\bapi[_ ]?(?:base|host|address"
    r"|domain|url|endpoint)|\b(?:custom|server|proxy) (?:endpoint|url|address))[^\n。；;]{0,24}?"
    r"(https?://[A-Za-z0-9][^\s<>\"'`，。；、）)\]】」”|\\]{3,300})",
    re.IGNORECASE,
)
_PATH = lazy(
    r"(?:\b(GET|POST|PUT|PATCH|DELETE)\s{1,3})?(?<![A-Za-z0-9._:/-])"
    r"(/(?:v[0-9](?:beta[0-9]?|alpha)?|mj|suno|kling|jimeng|pg)/[A-Za-z0-9_{}:./<>-]{1,200}"
    r"|(?:(?<=GET )|(?<=POST )|(?<=PUT ))/(?:[A-Za-z0-9_-]{2,40}/){1,4}"
    r"v[0-9](?:beta[0-9]?)?/[A-Za-z0-9_{}:./<>-]{1,200}"
    r"|/(?:chat/completions|api/[a-z]{2,20}[a-z0-9_/-]{0,80}))"
)
_SENT = lazy(
    r"\b(GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD)\s(?:requests? )?(?:(?:to|on|at|for) )?"
    r"(?=(?:https?:/)?/[A-Za-z0-9_.{}-]{2,80})"
    r"|(?:请求方法|请求方式|[Mm]ethod)\s?[:：]\s?(GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD)\b"
)
_GO_CALL = lazy(r"\b(Get|Post|Put|Patch|Delete|Head)\s\\{0,3}\"(?=https?://[^\s\"'|,\\]{3,500}\\{0,3}\":\s)")
_STREAM = lazy(r"(?<![A-Za-z_])\"?stream\"?\s?[:=]\s?(?:Some\()?(true|false)\b", re.IGNORECASE)
_FINE_SO = lazy(
    r"[`\"'”]?[,，]?\s?(?:it |that |this |everything |all |the same )?(?:is |are )?(?:always )?"
    r"(?:works?\b|fine\b|okay\b|ok\b|no (?:problem|error)|正常|没问题|没事|可以|就好|就行|就正常|就没)",
    re.IGNORECASE,
)
"""What a person says behind the setting with which it works."""
_TAG = lazy(
    r":(?:latest|free|beta|thinking|online|nitro|floor|extended|exacto|cloud|instruct|[a-z0-9.]{0,20}[0-9][bm])"
    r"(?:[._-][a-z0-9._-]{1,30})?(?![\w:])",
    re.IGNORECASE,
)
_SENT_TO = lazy(r"\b(?:GET|POST|PUT|PATCH|DELETE)\s{1,3}$")
_BROWSED = lazy(
    r"(浏览器(?:里|中)?(?:直接)?(?:访问|打开|输入)|\b(?:open|visit)(?:ed|ing)?\b[^.\n]{0,30}\bbrowser\b|"
    r"\bbrowser\b[^.\n]{0,20}\b(?:open|visit)(?:s|ed|ing)?\b)[^\n]{0,20}https?://",
    re.IGNORECASE,
)
_FORMER = lazy(r"(?:\bfrom\s?[`\"']?|[从由]\s?[`\"'“]?)$", re.IGNORECASE)
_LATTER = lazy(r"[`\"'”]?\s?(?:to\b|换成|换到|改成|改为|切换到|切换为|切到|升级到)", re.IGNORECASE)
_FINE = lazy(
    r"[`\"'”」』)）]?\s?(?:模型|这个|那个)?(?:画图|生图|出图|对话|聊天|生成|调用|回答|测试)?(?:是|都|也|就|一直|倒是|却)*"
    r"(?:正常(?!不)|成功|没问题|没事|可以(?!不)|可用|能用|好使|好的|通的|没有?报错|不报错|不会报)"
    r"|[`\"'”)]?\s(?:still |always |is |are |was |alone )?(?:(?:works?|worked|working)(?! only)|fine|ok|okay"
    r"|(?:answers|answered|runs|ran)(?=\s?[,.;]|\s(?:fine|well|normally|ok|and|but|while)\b)"
    r"|succeeds?|succeeded|goes through|has no (?:problems?|issues?|errors?)|is not affected)\b",
    re.IGNORECASE,
)
"""What a person says behind the model that does work, to set it against the one that does not."""
_TASK_ID = lazy(r"(?<![A-Za-z0-9_])task_(?=[a-z]{0,40}[0-9A-Z]|x{6})[A-Za-z0-9]{6,64}")
_REQUEST_ID = lazy(
    r"(?:request[ _-]?id|请求 ?id)\s{0,2}[:：=是]?\s{0,2}[`\"']?((?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{8,80})"
    r"|(?<![A-Za-z0-9])(20[0-9]{12}[0-9]{4,24}[A-Za-z0-9]{4,32})",
    re.IGNORECASE,
)
_GROUP = lazy(
    r"分组\s{0,2}(?:是|为)?[:：]?\s{0,2}[`\"'“「]?([A-Za-z][A-Za-z0-9_-]{1,40})"
    r"|\buser group\s{0,2}(?:is|:|=)\s{0,2}([A-Za-z][A-Za-z0-9_-]{1,40})",
    re.IGNORECASE,
)
_CAUSE_END = lazy(r"[，。！？；,!?;\n]|\.\s|\.$")
_ENDS_ASKING = lazy(r"[?？]\s*$")


def read_prose(view: View) -> list[Piece]:
    """Return the statements and mentions of a view as one piece, or nothing where it has neither."""
    claims: dict[tuple[str, bool], Reading] = {}
    others: list[Reading] = _about_money(view)
    of_money = bool(others)
    for match in words.SENTENCE.finditer(view.text):
        start, end = match.span()
        if 2 < end - start <= SENTENCE_LIMIT:
            for reading in _sentence(view, start, end, of_money=of_money):
                if isinstance(reading.value, bool):
                    claims.setdefault((reading.fact, reading.value), reading)
                elif not any(reading.fact == other.fact for other in others):
                    others.append(reading)
    for reading in _compared(view) if of_money else ():
        claims.setdefault((reading.fact, bool(reading.value)), reading)
        if reading.fact == "claimed_no_refund" and not reading.value:
            claims.pop(("claimed_no_refund", True), None)  # the numbers say that what is asked for came back
        elif reading.fact == "claimed_no_refund":
            claims.pop(("claimed_no_refund", False), None)  # the field for it is empty
    if ("claimed_charged", False) in claims and ("claimed_charged", True) not in claims and not _asks_back(view.text):
        claims.pop(("claimed_no_refund", True), None)  # of what was not charged nothing is missing
    readings = [reading for (fact, said), reading in claims.items() if said or (fact, True) not in claims]
    readings += others
    readings += _loops(view) if of_money else []
    readings += _mentions(view)
    if not readings:
        return []
    return [Piece("prose", "prose", view.span(0, len(view)), readings)]


def _sentence(view: View, start: int, end: int, *, of_money: bool) -> Iterator[Reading]:
    sentence = view.text[start:end]
    yield from _theory(view, start, sentence)
    presupposes = words.PRESUPPOSES.search(sentence) is not None
    asks = _ENDS_ASKING.search(sentence) is not None
    if words.HYPOTHETICAL.search(sentence) and not presupposes:
        return
    asked = _asks_money(sentence) if of_money else None
    if asked is not None:
        yield Reading("asks_money", True, view.span(start + asked[0], start + asked[1]))
    if asks and words.CONDITION.search(sentence) and not presupposes:
        return
    edges = [0, *(match.end() for match in words.CLAUSE.finditer(sentence)), len(sentence)]
    clauses = [(a, b) for a, b in pairwise(edges) if a < b]
    charged = False
    for number, (a, b) in enumerate(clauses):
        is_last = number == len(clauses) - 1
        if not presupposes and ((asks and is_last) or words.ASKS.search(sentence, a, b)):
            yield from _requests(view, start, sentence, (a, b))
            continue
        for reading in _claims(view, start, sentence, (a, b)):
            charged = charged or (reading.fact == "claimed_charged" and reading.value is True)
            yield reading
    if charged:
        yield from _amount(view, start, sentence)
    if of_money and (presupposes or not asks or words.CLAUSE.search(sentence)):
        stated = len(sentence) if presupposes or not asks else clauses[-1][0]
        yield from _sentence_claims(view, start, sentence[:stated])


def _claims(view: View, start: int, sentence: str, clause: tuple[int, int]) -> Iterator[Reading]:
    """Yield the claims of a clause; what one pattern took is blanked for those after it."""
    text = sentence[clause[0] : clause[1]]
    lower = text.lower()
    for claim in words.CLAIMS:
        pattern = claim.pattern(lower)
        match = pattern.search(text) if pattern else None
        if pattern is None or match is None:
            continue
        if claim.fact:
            at = start + clause[0]
            yield Reading(claim.fact, claim.value, view.span(at + match.start(), at + match.end()))
        text = pattern.sub(lambda found: " " * len(found[0]), text)


def _about_money(view: View) -> list[Reading]:
    """Return where the text speaks of money at all."""
    from supportdesk.reading.money_asked import ABOUT_MONEY

    found = ABOUT_MONEY.search(view.text)
    if found is None:
        return []
    return [Reading("about_money", True, view.span(*found.span()))]


def _compared(view: View) -> Iterator[Reading]:
    """Yield the claims that the numbers of the whole text make together."""
    from supportdesk.reading.money_compared import read_compared

    for told in read_compared(view.text):
        yield Reading(told.fact, told.value, view.span(told.start, told.end))


def _loops(view: View) -> list[Reading]:
    """Return that a piece of a program among the sentences submits anew when its wait ran out."""
    from supportdesk.reading.code.retry_loops import read_retry_loops

    return read_retry_loops(view, 0, len(view))


def _asks_money(sentence: str) -> tuple[int, int] | None:
    """Return where a sentence asks about money."""
    if not sentence.rstrip().endswith(("?", "\uff1f")) and not words.ASKS_MONEY_WORDS.search(sentence):
        return None
    from supportdesk.reading.money_asked import ASKS_MONEY

    # the words of an error speak of plans and billing; who quotes them does not ask about a charge
    found = ASKS_MONEY.search(words.QUOTED_WORDS.sub(lambda quoted: " " * len(quoted[0]), sentence))
    return found.span() if found else None


def _sentence_claims(view: View, start: int, sentence: str) -> Iterator[Reading]:
    """Yield the claims of a whole sentence about how a charge came about; of one fact and value the first."""
    from supportdesk.reading.money_words import SENTENCE_CLAIMS, TOKENS_TWICE

    lower = sentence.lower()
    for claim in words.CLAIMS:  # what denies or says nothing is no statement here either
        if claim.fact != "claimed_no_refund" and not claim.value and "退" not in claim.words:
            pattern = claim.pattern(lower)
            sentence = pattern.sub(lambda found: "." * len(found[0]), sentence) if pattern else sentence
    for claim in SENTENCE_CLAIMS:
        pattern = claim.pattern(lower)
        asked = sentence
        if claim.fact == "claimed_twice":
            asked = TOKENS_TWICE.sub(lambda found: "." * len(found[0]), sentence)
        match = pattern.search(asked) if pattern else None
        if match is not None:
            yield Reading(claim.fact, claim.value, view.span(start + match.start(), start + match.end()))


def _asks_back(text: str) -> bool:
    """Whether a text asks for money back."""
    pattern = words.ASKS_BACK.pattern(text.lower())
    return pattern is not None and pattern.search(text) is not None


def _requests(view: View, start: int, sentence: str, clause: tuple[int, int]) -> Iterator[Reading]:
    """Yield from a question only what it asks for: 'can you refund me?' is a claim, 'is it refunded?' is none."""
    for reading in _claims(view, start, sentence, clause):
        if reading.fact == "claimed_no_refund" and reading.value is True:
            yield reading


def _amount(view: View, start: int, sentence: str) -> Iterator[Reading]:
    for amount in find_amounts(sentence):
        usd = amount.usd()
        if usd is None or usd <= 0 or words.NOT_OWED.search(sentence[amount.end : amount.end + 12]):
            continue
        place = view.span(start + amount.start, start + amount.end)
        yield Reading("claimed_amount_usd", float(usd), place)
        return


def _theory(view: View, start: int, sentence: str) -> Iterator[Reading]:
    match = words.THEORY.search(sentence)
    if match is None:
        return
    end = _CAUSE_END.search(sentence, match.end())
    stop = end.start() if end else len(sentence)
    theory = sentence[match.end() : stop].strip(" \t吗呢吧的")
    if 1 < len(theory) <= 160:
        at = start + sentence.index(theory, match.end())
        yield Reading("claimed_cause", theory, view.span(at, at + len(theory)))


def _mentions(view: View) -> list[Reading]:
    """Return facts that are merely named; of each fact every value once, in the order of the text."""
    text = view.text
    found: list[tuple[str, str | int | bool, int, int]] = []
    hidden = [match.span() for match in _URL.finditer(text)]
    sent = [place for place in hidden if _SENT_TO.search(text, max(0, place[0] - 12), place[0])]
    for start, end in sent or hidden:
        url = text[start:end]
        url = url if url.endswith("...") and "?" in url else url.rstrip(".,:")  # a key that was left out of a query
        if _CALLED.search(url):
            found.append(("url", url, start, start + len(url)))
    for match in _SET_TO.finditer(text) if hidden else ():
        url = match[1].rstrip(".,:")
        if not _CALLED.search(url):
            found.append(("base_url", url, match.start(1), match.start(1) + len(url)))
    found += [("method", "GET", *match.span(1)) for match in _BROWSED.finditer(text)]
    named = sorted(_models(text, hidden), key=lambda item: _is_aside(text, *item[1:]))
    found += [("model", name, start, end) for name, start, end in named]
    for match in _PATH.finditer(text):
        if not _inside(match.start(2), hidden):
            path = match[2].rstrip(".:")
            found.append(("path", path, match.start(2), match.start(2) + len(path)))
            if match[1]:
                found.append(("method", match[1], *match.span(1)))
    found += [
        ("method", match[match.lastindex or 1], *match.span(match.lastindex or 1)) for match in _SENT.finditer(text)
    ]
    streams = [match for match in _STREAM.finditer(text) if _FINE_SO.match(text, match.end()) is None]
    found += [("stream", match[1].lower() == "true", *match.span(1)) for match in streams]
    # Go names the call that failed: Post "https://…": dial tcp … (https://pkg.go.dev/net/url#Error)
    found += [("method", match[1].upper(), *match.span(1)) for match in _GO_CALL.finditer(text)]
    for match in words.STATUS_WORDS.finditer(text) if _STATUS.search(text) else ():
        at = match.lastindex or 1
        found.append(("http_status", int(match[at]), *match.span(at)))
    found += [("task_id", match[0], *match.span()) for match in _TASK_ID.finditer(text)]
    found += _counts(text)
    for fact, pattern in (("request_id", _REQUEST_ID), ("group", _GROUP)):
        for match in pattern.finditer(text):
            at = 1 if match[1] else 2
            found.append((fact, match[at], *match.span(at)))
    seen: set[tuple[str, str | int | bool]] = set()
    readings: list[Reading] = []
    for fact, value, start, end in found:
        key = (fact, value.lower() if isinstance(value, str) else value)
        if key not in seen:
            seen.add(key)
            readings.append(Reading(fact, value, view.span(start, end)))
    return readings


def _counts(text: str) -> list[tuple[str, int, int, int]]:
    """Return the token counts that the first sentence with any of them states."""
    lower = text.lower()
    if not any(word in lower for word in ("token", "输入", "提示", "input", "prompt", " in, ", " out ")):
        return []
    from supportdesk.reading.counted_lines import find_counts

    for sentence in words.SENTENCE.finditer(text):
        counts = find_counts(sentence[0]) if sentence.end() - sentence.start() <= SENTENCE_LIMIT else []
        if counts:
            at = sentence.start()
            return [(count.fact, count.value, at + count.start, at + count.end) for count in counts]
    return []


def _models(text: str, hidden: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield what looks like a model's name: a known first word that goes on, or a name behind the word 'model'."""
    places: dict[int, int] = {}
    for match in _TOKEN.finditer(text):
        token = match[0].rstrip("./-_")
        name = token.rpartition("/")[2]
        if token.startswith("models/"):  # Gemini's resource names; the model is what follows
            token = name
        if name.isalpha():
            continue  # a family goes on with a sign or a digit
        if _FAMILY.fullmatch(name) and not words.NO_MODEL.fullmatch(name.lower()) and "//" not in token:
            end = match.start() + len(match[0].rstrip("./-_"))
            places[end - len(token)] = end
    for match in _NAMED.finditer(text):
        name = match[1].rstrip("./-_")
        if any(sign in "-_." or sign.isdigit() for sign in name) and "/v1" not in name:
            places.setdefault(match.start(1), match.start(1) + len(name))
    for start, stop in sorted(places.items()):
        tag = _TAG.match(text, stop)
        end = tag.end() if tag is not None else stop
        before = text[max(0, start - 1) : start]
        if (before not in tuple("/.@-_=") or text.startswith("models/", start - 7)) and not _inside(start, hidden):
            yield text[start:end], start, end


def _is_aside(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a model that works, or that another one took the place of ('changed from A to B')."""
    if _FINE.match(text, end) is not None:
        return True
    return _FORMER.search(text, max(0, start - 8), start) is not None and _LATTER.match(text, end) is not None


def _inside(at: int, places: list[tuple[int, int]]) -> bool:
    number = bisect_right(places, (at, at + 1_000_000_000)) - 1
    return number >= 0 and places[number][0] <= at < places[number][1]
