"""Error texts outside JSON: a line or block that a program printed, read into status, code, type and message.

JSON inside is opened by `envelopes`; key-value text ('type …, code …, message …', '错误信息: …') by its labels;
anything else gives its own message, without the marks, dates and lead words that loggers and clients put before it.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading import envelopes, json_text
from supportdesk.reading.evidence import Reading
from supportdesk.reading.found import Found
from supportdesk.reading.mentions import read_named_model, read_named_parameter
from supportdesk.reading.quoting import QUOTED, QUOTED_WITHIN
from supportdesk.reading.statuses import read_access, read_request_ids, read_status, read_upstream, without_suffix
from supportdesk.view import View

_LABELS: dict[str, str] = {
    **dict.fromkeys(("error code", "error_code", "errorcode", "code", "错误码", "错误代码", "err_code"), "error_code"),
    **dict.fromkeys(("error type", "error_type", "errortype", "type", "错误类型"), "error_type"),
    **dict.fromkeys(
        ("error message", "error_message", "message", "msg", "错误信息", "错误消息", "错误描述", "错误详情", "错误内容",
         "返回内容", "error_msg", "错误原因", "失败原因"), "error_message"),
    **dict.fromkeys(("error", "err"), "error_message"),
    **dict.fromkeys(("param", "parameter"), "error_param"),
    **dict.fromkeys(("status",), "status"),
}  # fmt: skip
_LOGGED = frozenset(("error", "err"))
_NOTHING = frozenset(("null", "None", "nil", "undefined"))
"""How programs print that a field has no value."""
_LABEL = lazy(
    r"(?:^|[,;，；({\[\"'·|]|\s{2}|\s(?=[a-z_]{3,14}=\S))\s{0,3}\\?[\"']?"
    r"(error[ _]?(?:code|type|message|msg)|err_code|(?:error|err)(?==(?!\w{0,60}[({\[])[^=\s])|"
    r"code|type|message|msg|param|parameter|status|"
    r"错误类型|错误代码|错误码|错误信息|错误消息|错误描述|错误详情|错误内容|错误原因|失败原因|返回内容)"
    r"\\?[\"']?(\]?\s?(?:=>|[:：=])\s?|[ ])(?=[^\s})\]])",
    re.IGNORECASE | re.MULTILINE,
)
_TOKEN = lazy(r"\\?[\"'`]?([A-Za-z0-9_.\-/]{2,80})(?=\\?[\"'`]?(?:[\s,;，；)}\]。·|]|$))")
_TYPED_LITERAL = lazy(r"\\?([\"'])([^\"'\\\n]{1,2000})\\?\1")
_ESCAPED_LITERAL = lazy(r"\"((?:[^\"\\\n]|\\.){0,2000}\\\"(?:[^\"\\\n]|\\.){1,2000})\"(?=\s*[,}\n]|\s*$)")
"""A member's text in which quotes stand, as JSON writes them."""
_DOTTED = lazy(r"[A-Z]\w{1,60}(?:\.[A-Z]\w{1,60}){1,4}(?=\s?[:：]\s)")
_STATED = lazy(
    r"\bAn error occurred \((\w{4,60})\) when calling|\bcode = ([A-Z]\w{2,30}) desc = "
    r"|(?:\b[Ee]rror: |^)\(([a-z]{3,20}_[a-z_]{3,40}|[A-Z][a-z]{2,20}[A-Z]\w{2,40}|Unauthorized|Forbidden)\) (?=[A-Z])"
)
"""Codes as botocore, gRPC for Go and Azure's core for Python print them."""
_SNAKE = lazy(r"(?<![A-Za-z0-9_./-])([a-z]{2,}(?:_[a-z0-9]+){1,6})(?![A-Za-z0-9_./(=-])")
_BYTES = lazy(r"\bb(['\"])\s{0,3}[\[{](?:\\n|\\\\n|[^\\n]){0,200}\\n")
"""JSON as Python prints bytes: its line ends are escaped."""
_CAMEL = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_CODE_WORDS = frozenset((
    "error", "invalid", "insufficient", "not", "exceed", "exceeded", "limit", "quota", "failed", "missing",
    "unsupported", "exist", "denied", "expired", "disabled", "unavailable", "overloaded", "violation",
    "blocked", "bad", "exhausted", "timeout", "unauthorized", "forbidden", "deactivated", "authentication",
    "permission", "unsafe", "saturated", "rejected", "incorrect", "empty", "large", "long", "fail",
))  # fmt: skip
_ACCESS_REASON = lazy(r"[\s\"]*(?=[A-Z])([A-Z][A-Za-z \-]{2,40}?)[\s\"]*$")
_PASSED_ON = lazy(r"[A-Za-z ]{0,40}`? response:\s{0,4}(?=[^\s{])")
"""What Guzzle puts between the status of an answer and its words (docs.guzzlephp.org, Exceptions)."""
_ONLY_STATUS = lazy(
    r"(?:HTTP|Error|error|Response|[Ss]tatus|[Cc]ode|returned|状态码|[\s:：=\-/\[(.]){0,8}[1-5][0-9]{2}[\s:：.\])]{0,4}"
)
_LIST = lazy(r"([a-z][a-z0-9_.]{2,60})\s[·|]\s(?:([a-z][a-z0-9_.]{2,60})\s[·|]\s)?(?=\S)")
_CARET_CODE = lazy(r"<[1-5][0-9]{2}>\s?")

_WORDS_BEFORE_COLON = (
    r"(?:error|failed|failure|exception|warning|errors|fail|fatal|cause|reason|sees?|says?|shows?|prints?|出错了?|"
    r"错误(?:信息|消息|提示|内容|日志|详情)?|"
    r"报错(?:信息|内容|如下)?|异常|失败|提示|"
    r"返回(?:内容|结果|信息)?|显示|原因)"
)
_NUMBERED = lazy(r"\s{0,8}\[?([1-9][0-9]{4,5})\]?\s?[-–:：]\s(?=[A-Za-z\u3400-\u9fff])")
"""A line that begins with a number of a gateway's own: '10401 - please auth first'."""
_NUMBERED_ZH = lazy(
    r"\s{0,8}\[?(1[0-3][0-9]{2})\]?\s?[,，:：]?\s(?=[A-Za-z_.]{0,24}(?![次个元块张条秒分天年月人万字位点])[\u3400-\u9fff])"
)
"""A line that begins with a code of Zhipu's list (docs.bigmodel.cn, error codes)."""
_STRIP: tuple[re.Pattern[str], ...] = (
    _NUMBERED,
    _NUMBERED_ZH,
    lazy(r"[\s>❯⎿✕✖×❌⚠️*•·\-–—]+"),
    lazy(r"\[?\d{4}[-/]\d{2}[-/]\d{2}[T \-]{1,3}\d{2}:\d{2}:\d{2}[\d.,:+Z]*\]?[\s|,\-]*"),
    lazy(r"\[?(?:ERROR|ERR|WARN(?:ING)?|FATAL|INFO|error|warn|fatal)\s?\](?:\[[^\]\n]{1,60}\])*[\s\-:|]*"),
    lazy(r"(?:\[[^\]\n]{1,90}\]\s?){1,6}(?=\[?(?:ERROR|WARN|FATAL|CRITICAL)\b|(?:Error|Failed|Exception)\b)"),
    lazy(r"(?:\[[^\]\n]{1,60}\]\s?)?[A-Z][^\n(){}:：]{2,60} "
        r"\((?:[Ss]tatus|HTTP|[Cc]ode|[Ee]rror)[^()\n]{1,40}\)\s?[:：]\s(?=\S)"),
    lazy(r"[-| ]*(?:20[0-9]{12}[0-9A-Za-z]{8,40})? ?\| ?"),
    lazy(r"[A-Z]\w{1,60}(?:\.[A-Z]\w{1,60}){1,4}\s?[:：]\s"),
    lazy(r"(?:[a-z]{2,30}_){1,5}[a-z]{2,30}\s?/\s?(?=[a-z])"),
    lazy(r"[\w./-]{1,100}\.go:\d+ (?:\[\w{1,60}\] )?"),
    lazy(r"(?:[\w.]{1,60}\s-\s)?(?:ERROR|WARNING|CRITICAL|INFO)\s-\s"),
    lazy(r"[^\n:：{}]{1,40}[:：]\s(?=[45][0-9]{2}\s)"),
    lazy(r"(?:ERROR|WARN(?:ING)?|FATAL|INFO)\s+(?:[\w.]{1,60}\s*(?:->|-|:)\s*)?"),
    lazy(rf"(?!(?:do|new) request failed:)[^\n{{}}]{{0,80}}?{_WORDS_BEFORE_COLON}"
        r"(?:\s?\[[\w ]{1,60}\])?\s?[:：]\s?", re.IGNORECASE),
    lazy(r"(?:HTTP(?:/[\d.]+)?\s?)?(?:(?:error|status|"
        r"response)\s?)?(?:code\s?)?[:：]?\s?<?[1-5][0-9]{2}>?\s?(?:[:：,\-]\s?|(?=[A-Z<\[{一-鿿]))", re.IGNORECASE),
    lazy(r"\[(?=[^\]\n]*\]?\s*$)"),
    lazy(r"[\"'`“「『](?=[^\"'`”」』\n]*[\"'`”」』]?\s*$)"),
)  # fmt: skip

_REASON = lazy(
    r"(?:HTTP )?(?:status code )?(?:[45][0-9]{2}\b)?[\s:：-]{0,3}(?:Forbidden|Not Found|Unauthorized|Bad Request|Gone|"
    r"Method Not Allowed|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)?[\s.)\"']{0,4}$"
)
_FETCHED = lazy(
    r"(?=[^\s\[\]|:：\"'{}])[^\n\[\]|:：{}]{0,60}?(?:\b(?:images?|pictures?|videos?|audio|files?|media)\b|图片|视频|音频|素材|图像)"
)
"""Words that say what could not be had, before a status: `cannot load video from url: 403 Forbidden`."""
LEAST_LEAD = 6
MOST_REASON = 30
"""Characters that such words have at least, and that a status with its reason has at most."""


def read_text(found: Found, view: View, start: int, end: int, *, inside: int | None = None, spoken: bool = True) -> int:
    """Append the error that the text at `[start, end)` states; return the index of its outermost piece.

    `spoken` False: the text before the message was already taken off (a message of an exception).
    """
    lead = _lead(view, start, end)
    index = _read_json(found, view, start, end, lead, inside)
    if index is not None:
        return index
    readings = lead
    readings += read_named_model(view, start, end)
    stated = _read_labels(view, start, end)
    named = {item.fact for item in stated}
    stated += [item for item in _read_tokens(view, start, end) if item.fact not in named]
    readings += stated
    if "error_param" not in named:
        readings += read_named_parameter(view, start, end)
    if any(item.fact == "method" for item in lead):
        readings += _reason_of_access(view, lead, end)
    elif not any(item.fact == "error_message" for item in stated):
        first, last = message_place(view.text, start, end) if spoken else trim(view.text, start, end)
        said = view.text[first:last]
        readings += read_relay(view, start, first)
        if said and said not in [item.value for item in stated] and not _ONLY_STATUS.fullmatch(said):
            readings.append(Reading("error_message", said, view.span(first, last)))
    return found.add(
        "error", view.span(start, end), [*readings, Reading("hops", 1, view.span(start, end))], inside=inside
    )


def read_lead(view: View, start: int, end: int) -> list[Reading]:
    """Return the status, request ids and type that stand before and behind the words of a failure."""
    named = [item for item in _read_tokens(view, start, end) if item.fact == "error_type"]
    return [item for item in _lead(view, start, end) if item.fact in ("http_status", "request_id")] + named


def _reason_of_access(view: View, lead: list[Reading], end: int) -> list[Reading]:
    """Return the reason phrase behind the status of an access line as its message."""
    status = next((item for item in lead if item.fact == "http_status"), None)
    if status is None:
        return []
    after = view.offsets(status.span)[1]
    passed = _PASSED_ON.match(view.text, after, end)
    if passed is not None:
        first, last = trim(view.text, passed.end(), end)
        return [Reading("error_message", view.text[first:last], view.span(first, last))]
    match = _ACCESS_REASON.match(view.text, after, end)
    return [] if match is None else [Reading("error_message", match[1], view.span(*match.span(1)))]


_QUOTED_FIRST = lazy(
    r'"([^"\n]{12,600})"(?=[.,;]?\s+[A-Z][a-z]+ )|'
    r"\u201c([^\u201c\u201d\n]{8,600})\u201d(?=[\u3002\uff0c,;.]?\s{0,2}[A-Z\u3400-\u9fff])"
)
"""A message in quotes before a sentence that somebody wrote behind it."""


def message_place(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the message itself stands in an error text: behind marks, dates, lead words and a status."""
    at = start
    for _ in range(8):
        before = at
        for pattern in _STRIP:
            match = pattern.match(text, at, end)
            if match is not None and match.end() < end:
                at = match.end()
        if at == before:
            break
    if at - start > LEAST_LEAD and end - at < MOST_REASON and _REASON.match(text[at:end]):
        fetched = _FETCHED.search(text, start, at)
        at = at if fetched is None else fetched.start()
    quoted = _QUOTED_FIRST.match(text, at, end) if at > start else None
    if quoted is not None:
        return trim(text, *quoted.span(quoted.lastindex or 0))
    return trim(text, at, _closing(text, start, at, end))


def _closing(text: str, start: int, at: int, end: int) -> int:
    """Return where a message at `[at, end)` ends: before what closes a bracket or quote opened before it, if any."""
    for opens, closes in ("()", "（）", "「」", "“”", "『』"):
        if text.count(opens, start, at) <= text.count(closes, start, at):
            continue
        depth = 0
        for place in range(at, end):
            depth += (text[place] == opens) - (text[place] == closes)
            if depth < 0:
                return place
    return end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place without the space and the unpaired closing signs around it and without request-id suffixes."""
    end = without_suffix(text, start, end)
    while end > start and (
        text[end - 1].isspace()
        or text[end - 1] == "。"
        or (text[end - 1] in "]\"'`”」』" and _unpaired(text, start, end))
    ):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def has_label(view: View, start: int, end: int) -> bool:
    """Whether the line states a code, type or message by its label."""
    return bool(_read_labels(view, start, end))


def has_token(view: View, start: int, end: int) -> bool:
    """Whether a word of the line is an error code (`insufficient_user_quota`, `InternalError.Algo.X:`)."""
    return bool(_read_tokens(view, start, end))


def _unpaired(text: str, start: int, end: int) -> bool:
    sign = text[end - 1]
    pair = {"]": "[", "”": "“", "」": "「", "』": "『"}.get(sign)
    if pair is None:
        return text.count(sign, start, end) % 2 == 1
    return text.count(pair, start, end) < text.count(sign, start, end)


def _lead(view: View, start: int, end: int) -> list[Reading]:
    stop = end
    brace = view.text.find("{", start, end)
    if brace >= 0:
        stop = brace
    access = read_access(view, start, end)
    readings = list(access)
    if not any(item.fact == "http_status" for item in access):
        status = read_status(view, start, max(stop, start), leading=True)
        if status is None and brace >= 0:
            status = _status_behind(view, brace, end)
        readings += [status] if status is not None else []
    if brace < 0:
        readings += read_request_ids(view, start, end)
    readings += read_upstream(view, start, stop)
    return readings


def _status_behind(view: View, brace: int, end: int) -> Reading | None:
    close = view.text.rfind("}", brace, end)
    return read_status(view, close + 1, end) if close >= 0 else None


def _read_json(found: Found, view: View, start: int, end: int, lead: list[Reading], inside: int | None) -> int | None:
    first: int | None = None
    if _BYTES.search(view.text, start, end) is not None:
        view, start = json_text.unescaped_view(view, start, end), 0
        end = len(view.text)
    for at, stop, value, complete in json_text.find_all(view, start, end):
        envelope = envelopes.find_error(value)
        if envelope is None:
            continue
        whole = view.span(start, max(end, stop)) if first is None else view.span(at, stop)
        outer = inside if first is None else first
        own = [*lead, *read_relay(view, start, at)] if first is None else []
        index = envelopes.read_error(found, view, value, envelope, whole, own, complete=complete, inside=outer)
        first = index if first is None else first
    if first is None and json_text.is_escaped(view.text, start, end):
        before = len(found.pieces)
        envelopes.read_errors_in_text(found, json_text.unescaped_view(view, start, end), inside, 1)
        if len(found.pieces) > before:
            found.pieces[before].readings[:0] = lead
            return before
    return first


def read_relay(view: View, start: int, end: int) -> list[Reading]:
    """Return the words with which a gateway says, before an answer, that it passes it on, and the model they name."""
    match = QUOTED.search(view.text, start, min(end, start + QUOTED_WITHIN))
    if match is None:
        return []
    first, last = trim(view.text, match.start(), end)
    said = Reading("error_outer_message", view.text[first:last], view.span(first, last))
    return [said, *read_named_model(view, first, last)]


def _read_labels(view: View, start: int, end: int) -> list[Reading]:
    """Return what labels say; a label with a mere space behind it counts only beside two others."""
    text = view.text
    matches = [match for match in _LABEL.finditer(text, start, end) if _LABELS.get(match[1].lower().replace("  ", " "))]
    spaced = sum(1 for match in matches if not match[2].strip())
    readings: list[Reading] = []
    stated_status = False
    logged = any(match[1].lower() in _LOGGED for match in matches)
    for number, match in enumerate(matches):
        fact = _LABELS[match[1].lower()]
        if logged and fact == "error_message" and match[1].lower() not in _LOGGED:
            continue  # `msg=select failed error=no account`: what went wrong stands behind `error`
        if not match[2].strip() and spaced < 2:
            continue
        token = _TOKEN.match(text, match.end(), end)
        if fact == "status":
            stated_status = stated_status or (token is not None and token[1].isdigit())
            if token is not None and token[1].isupper() and not token[1].isdigit() and len(token[1]) > 6:
                readings += [
                    Reading(name, token[1], view.span(*token.span(1))) for name in ("error_code", "error_type")
                ]
            continue
        if fact == "error_message":
            escaped = _ESCAPED_LITERAL.match(text, match.end(), end)
            place = _message_of_label(
                text, match.end(), matches[number + 1].start() if number + 1 < len(matches) else end
            )
            if escaped is not None:
                value = escaped[1].replace('\\"', '"').replace("\\n", "\n")
                readings.append(Reading(fact, value, view.span(*escaped.span(1))))
            elif place[0] < place[1]:
                readings.append(Reading(fact, text[place[0] : place[1]], view.span(*place)))
        elif token is not None and token[1] not in _NOTHING and (not token[1].isdigit() or fact == "error_code"):
            readings.append(Reading(fact, token[1], view.span(*token.span(1))))
    facts = {item.fact for item in readings}
    telling = facts & {"error_message"} or len(facts) > 1 or _is_telling(readings)
    return readings if telling or (stated_status and facts) else []


def _is_telling(readings: list[Reading]) -> bool:
    return any(not str(item.value).isdigit() and _is_code(str(item.value)) for item in readings)


def _message_of_label(text: str, start: int, end: int) -> tuple[int, int]:
    literal = _TYPED_LITERAL.match(text, start, end)
    if literal is not None:
        return trim(text, literal.start(2), literal.end(2))
    line = text.find("\n", start, end)
    first, last = message_place(text, start, end if line < 0 else line)
    while last > first and text[last - 1] in ",，;； ":
        last -= 1
    return first, last


def _is_code(word: str) -> bool:
    parts = _CAMEL.sub("_", word).replace(".", "_").lower().split("_")
    return len(parts) > 1 and any(part in _CODE_WORDS for part in parts)


def _read_tokens(view: View, start: int, end: int) -> list[Reading]:
    text = view.text
    numbered = _NUMBERED.match(text, start, end) or _NUMBERED_ZH.match(text, start, end)
    if numbered is not None:
        return [Reading("error_code", numbered[1], view.span(*numbered.span(1)))]
    listed = _LIST.match(text, start, end)
    if listed is not None:
        readings = []
        for number in (1, 2):
            if listed[number]:
                fact = "error_type" if listed[number].endswith("_error") else "error_code"
                readings.append(Reading(fact, listed[number], view.span(*listed.span(number))))
        first, last = trim(text, listed.end(), end)
        return (
            [*readings, Reading("error_message", text[first:last], view.span(first, last))]
            if first < last
            else readings
        )
    stated = _STATED.search(text, start, end)
    if stated is not None and stated.lastindex is not None:
        place = stated.span(stated.lastindex)
        return [Reading("error_code", stated[stated.lastindex], view.span(*place))]
    dotted = _DOTTED.search(text, start, end)
    if dotted is not None:
        return [Reading("error_code", dotted[0], view.span(*dotted.span()))]
    for match in _SNAKE.finditer(text, start, end):
        if _is_code(match[1]):
            fact = "error_type" if match[1].endswith("_error") else "error_code"
            return [Reading(fact, match[1], view.span(*match.span(1)))]
    return []
