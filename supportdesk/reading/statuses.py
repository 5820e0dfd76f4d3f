"""HTTP statuses and request ids as programs print them: 'HTTP 503', 'Error code: 429', '状态码: 400', log lines.

Every function takes a view and offsets in it and gives readings; nothing here decides what the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.value import Value
from supportdesk.view import View

_CODE = r"(10[0-3]|[2-5][0-9]{2})(?![0-9%]|[.:,，][0-9])"
_THREE_DIGITS = lazy(r"[1-5][0-9][0-9]")
_STRONG = lazy(
    rf"HTTP/[0-9](?:\.[0-9])?\"?\s{{1,3}}{_CODE}"
    rf"|\bHTTPS?[ _-]?(?:Status|Error|Code|Response|Exception|请求|状态码?|错误码?|响应码?|返回){{0,3}}"
    rf"(?:[ _-]?(?:status|code|error|状态码?)){{0,3}}"
    rf"[!\"']?\s?(?:[:：=#]|is|was|返回|为)?\s?[\"'(]?{_CODE}"
    rf"|\b(?:http_)?(?:response|status)[ _]?(?:code)?\\?[\"']?\s?(?:[:：=]|is|was|of|为)?\s?\\?[\"'(]?{_CODE}"
    rf"|(?:状态码|状态代码|响应码|返回码|错误码|错误代码|状态)[\"']?\s?(?:[:：=]|为|是)?\s?[\"']?{_CODE}"
    rf"|\b(?:[Cc]lient|[Ss]erver|[Rr]edirect|[Ii]nformational) (?:error|response) '{_CODE}(?= [A-Z])"
    rf"|\b(?:error|response|exception|failed|failure|"
    rf"code)\s?(?:code)?(?: with(?: status)?(?: code)?)?\s?[:：=(]?\s?{_CODE}(?=[\s,;:：\-)\]}}。，]|$)",
    re.IGNORECASE,
)
_LEADING = lazy(rf"[\s\"'`>⎿✕×✖*\[(❌:：→⇒➜=-]*<?{_CODE}>?\]?(?=\s?[:：,{{<]|\s[-–—]\s|\s(?=[A-Z\[{{<\"'`“])|\s?$)")
_COUNTED = (
    r"(?:tokens?|credits?|calls?|times?|errors?|users?|images?|pictures?|videos?|seconds?|minutes?|hours?|days?|ms|s|kb|"
    r"mb|gb|k|points?|words?|lines?|char(?:acter)?s?|requests?|responses?|messages?|files?|rows?|x|px|dollars?|usd|"
    r"yuan|or|to|and|of|is|was|are|were|means?|when|if|on|from|in|every|after|again|then|only|but|for|with|at|by|as|"
    r"because|since|while|should|would|could|makes?|comes?|happens|appears|goes|went|returned)\b"
)
"""What stands behind a number that counts something, or that a person tells about."""
_LEADING_WORDS = lazy(
    rf"[\s\"'`>⎿✕×✖*\[(❌:：→⇒➜=-]*([45][0-9]{{2}})(?:\s(?!{_COUNTED})(?=[a-z]{{2}})"
    r"|\s(?![次个元块张条秒分天年月人万字名位点号是的了就都和或也时后错报])(?=[\u3400-\u9fff]))"
)
"""A status that a message in small letters or in Chinese follows."""
_AFTER_NAME = lazy(
    rf"(?:Error|Exception|NotFound|Forbidden|Unauthorized|Timeout|Failed|错误|报错|"
    rf"失败)\]?(?:[:：]|\s-)?\s?\[?{_CODE}(?=[\s:：,\]]|$)"
)
_BEHIND_COLON = lazy(r"[:：]\s{1,2}\[?([45][0-9]{2})\]?(?=\s[A-Z<{\[\"“]|\s[-–—]\s|[:,，]\s|\s\.\s|\s?$)")
_CELL = lazy(r"\|\s{1,4}([45][0-9]{2})\s{1,4}\|(?=\s{0,4}(?:[{\"<]|$))")
"""A status in a column of its own, before the answer or at the end."""
_OBJECT = lazy(r"<(?:Client)?Response\s?(?:\([^()\s]{1,500}\)\s?)?\[([1-5][0-9]{2})\b")
"""An answer as Python prints the object (requests, httpx, aiohttp)."""
_BEHIND_SPEAKER = lazy(r"(?:^|[\s>|])[A-Z][\w.-]{1,24}(?: [A-Za-z][\w.-]{1,24})?\s([45][0-9]{2})[:：]\s(?=\S)")
_ANGLED = lazy(r"[:：]\s<([45][0-9]{2})>\s(?=[A-Z])")
"""The status between angle brackets, as the SDKs of DashScope print it."""
_TRAILING = lazy(rf"[(（]\s?(?:[\w. /]{{0,40}}\s)?(?=[45]){_CODE}\s?[)）]")
_BRACKETED = lazy(r"\]\s?\[([45][0-9]{2})\]\s?(?:[:：]\s(?=\S)|(?=[A-Za-z\u4e00-\u9fff]))")
"""The status in brackets behind the name of provider and model, as routers before several providers print it."""
_HANDLED = lazy(r"\b(?:[Hh]andling|[Ss]ending|[Pp]rocessing|[Mm]aking)(?: the)? request:?\s([45][0-9]{2})(?=\s[A-Z{])")
_INSIDE = (
    _HANDLED,
    _BRACKETED,
    _STRONG,
    _AFTER_NAME,
    _BEHIND_COLON,
    _BEHIND_SPEAKER,
    _ANGLED,
    _TRAILING,
    _CELL,
    _OBJECT,
)
_ACCESS = lazy(
    r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(?:\s{1,12}|:)(https?://[^\s\"'`|,)]{3,500}|"
    r"/[^\s\"'`|,)]{0,500})`?(?:\s\"?HTTP/[0-9.]{1,3}\"?)?"
)
_LOGGED = lazy(
    r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s{1,12}\""
    r"(https?://[^\s\"'|,)]{3,500}(?=\": [1-5][0-9]{2}\b)|/[^\s\"'|,)]{0,500})\""
)
"""With the address in quotes: servers' logs, and the SDKs for Go that Stainless makes (`POST "…": 400 Bad Request`)."""
_SERVED = lazy(
    r"\s*(?:INFO:\s+|\[[^\]\n]{1,60}\]\s?|[\d:., /-]{8,40}\s?)?"
    r"(?:\[?[0-9a-fA-F:]{2,40}\]?|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})? - "
    r"(?:\S{1,40} )?(?:\[[^\]\n]{1,60}\] )?\"$"
)
"""How a Python server's access log begins a line: the caller's address and port (uvicorn, werkzeug, aiohttp)."""
_TRIED = lazy(
    r"\s*(?:直接|单独|同样|用|[Pp]lain )?\s?curl (?:-[a-zA-Z]{1,4} ){0,3}[\"']?(https?://[^\s\"'|]{3,300})[\"']?\s{0,12}(?:\s|->|=>|→|[:：,，])\s{0,12}"
    r"(?:(?:是|返回|得到|gives|returns|is)\s?)?(?:(?:HTTP\s?)?([1-5][0-9]{2})\b[^\n]{0,24}|(成功|正常|可以|通|没问题|有返回|[Oo][Kk]|[Ww]orks|[Ff]ine|[Ss]ucceeds)|"
    r"失败|报错|不通|超时|[Ff]ails|[Tt]imeout|[Ee]rror)[.。!！]?\s*$"
)
_GIN = lazy(r"\|\s{1,8}([1-5][0-9]{2})\s{1,8}\|")
_TOOK = lazy(r"\|\s{1,20}(?:(\d{1,3})h)?(?:(\d{1,3})m(?!s))?(?:(\d{1,5}(?:\.\d{1,9})?)s)?\s{1,4}\|")
"""The column of a Go server's access log that says how long the call took (`5m1s`, `12.3s`)."""
_BEHIND_REQUEST = lazy(
    r"[\"`]?\s{0,3}(?:->|=>|→|\||:(?= [1-5])|resulted in an? `|returned|返回|HTTP/[0-9.]{1,3}\"?)?\s{0,3}\"?"
    r"([1-5][0-9]{2})"
    r"(?=[\s,;:\"]|$)"
)
_AHEAD = lazy(
    r"(?:^|[:：\s])([45][0-9]{2})\s{1,3}"
    r"(?:[-–|]\s{1,4}(?:\d{1,6}(?:\.\d{1,6})?(?:ms|µs|s)\s{1,4}[-–|]\s{1,4})?"
    r"(?:\d{1,3}(?:\.\d{1,3}){3}\s{1,4}[-–|]\s{1,4})?)?$"
)
"""The status before method and address: an error of google-api-core for Python, a line of Fiber's log for Go."""
_NAMED = lazy(
    r"(?:状态码|status(?: ?code)?|HTTP)\s?[:：=]\s?([A-Z][A-Za-z]{4,30})\b"
    r"|\b[Rr]equest failed\s?[:：]\s?((?:[A-Z][A-Za-z]{2,14} ){0,3}[A-Z][A-Za-z]{2,14})(?=[,.;，。]|\s*$)"
)
_UPSTREAM = lazy(
    r"\bstatus_code=([1-5][0-9]{2})(?=,)"
    r"|\bupstream (?:returned|responded with|"
    r"answered)?(?: with)?(?: a)?(?: bad)?(?: http)?(?: response)? ?(?:status|"
    r"error)(?: code)?[:= ]{1,3}([1-5][0-9]{2})\b"
    r"|(?<=[ ,;{(\"'\\])(?:upstream|provider)_(?:http_)?(?:status|code)(?:_code)?\\?[\"']?\s?[:=]\s?([1-5][0-9]{2})\b"
    r"|\bbad response status code ([1-5][0-9]{2})\b"
    r"|\bError from provider\s?\([^()\n]{1,120}: ([1-5][0-9]{2})\)"
    r"|上游(?:返回|响应)?(?:的)?(?:状态码|错误码)?[:： ]{0,2}([1-5][0-9]{2})\b",
    re.IGNORECASE,
)
_REQUEST_ID = lazy(
    r"(?:\b(?:x-)?(?:oneapi-)?request[ _-]?id|\btrace[ _-]?id|\bx-trace-id|\btid|\blog[ _-]?id|\bcf-ray|"
    r"请求\s?(?:id|号|标识)|\breqid)"
    r"(?:\\*[\"'])?\s{0,3}(?:[:：=]|is|为)\s{0,3}\\{0,8}[\"'`]?([A-Za-z0-9][A-Za-z0-9_\-.•]{5,80}(?<![.]))"
    r"|\brequest[ _-]?id\s(req_[A-Za-z0-9]{8,60}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|"
    r"20[0-9]{12}[0-9A-Za-z]{8,40})(?![\w-])",
    re.IGNORECASE,
)
_PRINTED = lazy(
    r"(?<![\w.\"'])[\"']?(url|requestUrl|method|requestMethod|status|statusCode|responseBody|data|body)[\"']?\s{0,2}:\s{0,2}"
    r"(?:[\"'`]([^\"'`\s]{1,500})|([1-5][0-9]{2})\b|(https?://[^\s\"'`,]{3,500}))",
    re.IGNORECASE,
)
_QUOTED_PAGE = lazy(r"[\"'`“「]\s{0,3}(<!doctype html|<html\b)", re.IGNORECASE)
_TYPED_PAGE = lazy(r"content-?type[\"']?\s?[:=]\s?[\"']?text/html", re.IGNORECASE)
_VERBS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))
_PAGE = lazy(r"[^\n{<]{0,40}?\b(text/html|HTML)\b")
_ID_HEADERS = ("x-oneapi-request-id", "x-request-id", "request-id", "apim-request-id", "x-ds-trace-id")
_LOGGED_ID = lazy(r"\| (20[0-9]{12}[0-9A-Za-z]{8,40}) \|")
_ADDRESS = lazy(
    r"https?://[^\s\"'|,()（）<>\\{}]{3,300}/(?:v[0-9]\w{0,8}|openai|api|chat|images|videos?)"
    r"(?:/[^\s\"'|,()（）<>\\]{0,300})?(?<![}:.;])"
)
SUFFIX = lazy(r"\s{0,3}[(（]\s?(?:request|trace|req)[ _-]?id\s?[:：]\s?([^()（）\s]{4,80})\s?[)）]", re.IGNORECASE)
"""The suffix that each gateway puts behind a message (gateway.md 5): the last one is the outermost gateway's."""


def read_status(view: View, start: int, end: int, *, leading: bool = False) -> Reading | None:
    """Return http_status from the view's `[start, end)`, or None.

    `leading`: a number at the very beginning counts too ('404 Not Found', '400: …'), as on a line that is known to be
    an error. A status that only upstream had (`status_code=…,`) is not taken.
    """
    text = view.text
    if _THREE_DIGITS.search(text, start, end) is None:
        return _named_status(view, start, end)
    upstream = [match.span() for match in _UPSTREAM.finditer(text, start, end)]
    patterns = (_LEADING, _LEADING_WORDS, *_INSIDE) if leading else (_STRONG, _AFTER_NAME)
    best: re.Match[str] | None = None
    for pattern in patterns:
        leads = pattern is _LEADING or pattern is _LEADING_WORDS
        found = pattern.match(text, start, end) if leads else _first(pattern, text, start, end, upstream)
        if found is not None and (best is None or found.start() < best.start()):
            best = found
    if best is None:
        return _named_status(view, start, end)
    group = best.lastindex or 1
    return Reading("http_status", int(best[group]), view.span(*best.span(group)))


def read_before_json(view: View) -> Reading | None:
    """Return the status that a message names before the JSON it quotes ('Error: 500 {…}') or begins with, or None."""
    brace = view.text.find("{", 0, 200)
    if brace > 2:
        return read_status(view, 0, brace, leading=True)
    match = _LEADING.match(view.text) or _LEADING_WORDS.match(view.text)
    match = match or _BRACKETED.search(view.text, 0, 160)
    if match is None or match[1][0] not in "45":
        return None
    return Reading("http_status", int(match[1]), view.span(*match.span(1)))


def read_access(view: View, start: int, end: int) -> list[Reading]:
    """Return method, url or path, and http_status of a line of an access log, or nothing."""
    text = view.text
    request = _ACCESS.search(text, start, end) or _LOGGED.search(text, start, end)
    if request is None:
        return _tried(view, start, end)
    behind = _BEHIND_REQUEST.match(text, request.end(), end) or _STRONG.match(text, request.end(), end)
    before = _GIN.search(text, start, request.start())
    ahead = _AHEAD.search(text, max(start, request.start() - 70), request.start())
    status = before or behind or ahead
    readings = [Reading("method", request[1], view.span(*request.span(1)))]
    name = "path" if request[2].startswith("/") else "url"
    address = request[2].rstrip(":")
    readings.append(Reading(name, address, view.span(request.start(2), request.start(2) + len(address))))
    if before is not None:
        readings += _took(view, before.end() - 1, end)
    if status is not None:
        group = status.lastindex or 1
        readings.append(Reading("http_status", int(status[group]), view.span(*status.span(group))))
        if int(status[group]) >= 500 and _SERVED.match(view.text, start, request.start()) is not None:
            readings.append(Reading("server_logged", True, view.span(start, request.start())))
        page = _PAGE.match(view.text, status.end(), end)
        if page is not None:
            readings.append(Reading("response_kind", "html", view.span(*page.span(1))))
    return readings


def _tried(view: View, start: int, end: int) -> list[Reading]:
    """Return url and http_status of an address that was tried with curl, with nothing but the outcome behind it."""
    match = _TRIED.match(view.text, start, end)
    if match is None:
        return []
    readings = [Reading("url", match[1], view.span(*match.span(1)))]
    if match[2]:
        return [*readings, Reading("http_status", int(match[2]), view.span(*match.span(2)))]
    if match[3]:
        return [*readings, Reading("http_status", 200, view.span(*match.span(3)))]  # a success has a status below 300
    return readings


def _took(view: View, start: int, end: int) -> list[Reading]:
    """Return use_time_s of the column behind the status of a Go server's access log, for a second or more."""
    match = _TOOK.match(view.text, start, end)
    if match is None or not any(match.groups()):
        return []
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return [Reading("use_time_s", hours * 3600 + minutes * 60 + seconds, view.span(match.start() + 1, match.end() - 1))]


def read_printed(view: View, start: int, end: int) -> list[Reading]:
    """Return url, method, http_status and that a page came, as an error object that JavaScript printed says it."""
    readings: dict[str, Reading] = {}
    for match in _PRINTED.finditer(view.text, start, end):
        name, text = match[1].lower(), match[match.lastindex or 2]
        place = view.span(*match.span(match.lastindex or 2))
        if name in ("url", "requesturl") and text.startswith("http"):
            readings.setdefault("url", Reading("url", text, place))
        elif name in ("method", "requestmethod") and text.upper() in _VERBS:
            readings.setdefault("method", Reading("method", text.upper(), place))
        elif name in ("status", "statuscode") and match[3]:
            readings.setdefault("http_status", Reading("http_status", int(text), place))
        elif name in ("responsebody", "data", "body") and text.lower().startswith(("<!doctype", "<html")):
            readings.setdefault("response_kind", Reading("response_kind", "html", place))
    typed = _TYPED_PAGE.search(view.text, start, end)
    if typed is not None:
        readings.setdefault("response_kind", Reading("response_kind", "html", view.span(*typed.span())))
    return list(readings.values())


def read_quoted_page(view: View, start: int, end: int) -> Reading | None:
    """Return that a page came where a sentence quotes how it begins ('it prints "<!doctype html>…"'), or None."""
    match = _QUOTED_PAGE.search(view.text, start, end)
    return None if match is None else Reading("response_kind", "html", view.span(*match.span(1)))


def read_header_ids(value: Value) -> list[Reading]:
    """Return the request id among the headers of an answer that a program printed as an object."""
    if value.kind != "object":
        return []
    named = {str(name).lower(): item for name, item in value.data.items()}
    if not {"content-type", "date", "server", "connection"} & set(named):
        return []
    found = (named[name] for name in _ID_HEADERS if name in named)
    return [Reading("request_id", str(item.data), item.span) for item in found if item.span is not None and item.known]


def read_address(view: View, start: int, end: int) -> list[Reading]:
    """Return the url of an API that a text names (the last one), or nothing."""
    found = list(_ADDRESS.finditer(view.text, start, end))
    return [Reading("url", found[-1][0], view.span(*found[-1].span()))] if found else []


def read_upstream(view: View, start: int, end: int) -> Iterator[Reading]:
    """Yield upstream_status of every place that says what the next system answered."""
    if _THREE_DIGITS.search(view.text, start, end) is None:
        return
    for match in _UPSTREAM.finditer(view.text, start, end):
        group = match.lastindex or 1
        yield Reading("upstream_status", int(match[group]), view.span(*match.span(group)))


def read_request_ids(view: View, start: int, end: int) -> list[Reading]:
    """Return request_id readings, the outermost gateway's first: of suffixes the last, then ids in other forms."""
    text = view.text
    suffixes = [match.span(1) for match in SUFFIX.finditer(text, start, end)]
    others = [match.span(match.lastindex or 1) for match in _REQUEST_ID.finditer(text, start, end)]
    others += [match.span(1) for match in _LOGGED_ID.finditer(text, start, end)]
    starts = [start for start, _ in suffixes]  # in the order of the text, none in another
    places = list(reversed(suffixes))
    for place in others:
        at = bisect_right(starts, place[1])
        if not any(_meet(place, other) for other in suffixes[max(0, at - 2) : at + 1]):
            places.append(place)
    return [Reading("request_id", text[at:stop], view.span(at, stop)) for at, stop in places]


def read_ids_outside_json(text: View) -> list[Reading]:
    """Return the ids of a message, but for those of a JSON that it quotes: they are of the error inside."""
    opens, closes = text.text.find("{"), text.text.rfind("}")
    if opens < 0 or closes < opens:
        return read_request_ids(text, 0, len(text))
    return read_request_ids(text, closes + 1, len(text)) + read_request_ids(text, 0, opens)


def read_passed_on(view: View) -> list[Reading]:
    """Return the layer of a message that two gateways signed: the inner one made it, the outer one passed it on."""
    signed = list(SUFFIX.finditer(view.text))
    if len({match[1] for match in signed}) < 2 or without_suffix(view.text, 0, len(view)) > signed[0].start():
        return []
    return [Reading("error_layer", "next_gateway", view.span(*signed[0].span(1)))]


def without_suffix(text: str, start: int, end: int) -> int:
    """Return the end of the message in `[start, end)` without its request-id suffixes and space."""
    for match in SUFFIX.finditer(text, start, end):
        rest = SUFFIX.sub("", text[match.start() : end]).strip(" \t\r\n.")
        if not rest:
            return match.start()
    return end


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _first(
    pattern: re.Pattern[str], text: str, start: int, end: int, taken: list[tuple[int, int]]
) -> re.Match[str] | None:
    for match in pattern.finditer(text, start, end):
        if not any(_meet(match.span(match.lastindex or 1), place) for place in taken):
            return match
    return None


def _named_status(view: View, start: int, end: int) -> Reading | None:
    match = _NAMED.search(view.text, start, end)
    if match is None:
        return None
    from http import HTTPStatus

    group = match.lastindex or 1
    name = match[group].replace(" ", "").lower()
    for status in HTTPStatus:
        if status.phrase.replace(" ", "").replace("-", "").lower() == name:
            return Reading("http_status", int(status), view.span(*match.span(group)))
    return None
