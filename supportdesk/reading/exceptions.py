"""Exceptions of the customer's program: tracebacks, stack traces and single exception lines of any runtime.

The exception that the user saw is the outer piece; what caused it (Python's chain, Java's 'Caused by', an HTTP error
in the message) stands inside it.
"""

from __future__ import annotations

import re

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading import error_text, json_text
from supportdesk.reading.envelopes import find_error, read_error
from supportdesk.reading.evidence import Reading
from supportdesk.reading.failures import find_layer, read_failure
from supportdesk.reading.found import Found
from supportdesk.reading.members import reading
from supportdesk.reading.mentions import read_group
from supportdesk.reading.statuses import read_printed, read_status
from supportdesk.reading.task_answers import read_spoken_status
from supportdesk.view import View

_NAME = (
    r"(?:[A-Za-z_$][\w$]{0,60}(?:\.|::|\\{1,2})){0,12}[A-Z][\w$]{0,60}"
    r"(?:Error|Exception|Timeout|Failure|Interrupt|Warning|Fault|Exit)\d?(?:\$[A-Z]\w{1,40})?"
    r"|(?:[A-Za-z_]\w{0,60}\.){0,12}_?(?:exceptions?|errors?)\.[A-Z]\w{0,60}|Error|Exception"
)
_HEAD = lazy(
    rf"(?P<lead>(?:(?:PHP )?Fatal error:\s{{1,3}}Uncaught|Uncaught|Unhandled|Caused by|PHP Fatal error|"
    rf"Fatal error|panic|"
    rf"thread '[^'\n]{{0,60}}' panicked at|\(in promise\)|"
    rf"exception|raised|ValueError)?[\s:.]*(?:\(in promise\)\s?)?)(?P<type>{_NAME})"
    r"(?P<behind>(?:\s?\[[\w .:]{1,60}\])?(?:\s\([A-Z_]{3,40}\))?\s?(?:[:：]\s?|-\s|(?=\{)|(?=\s[1-5]\d\d\b)|"
    r"(?=\[HTTP)|(?=\s*$)))",
)  # fmt: skip
_AFTER_PREFIX = lazy(
    rf"(?:^|[\s\-|>:：\]\[(\"'/，。])(?P<type>{_NAME})\]?(?P<behind>(?:\s?\[[\w .:]{{1,60}}\])?\s?(?:[:：]\s?|"
    rf"-\s(?=\S)|(?=\[HTTP)|(?=\s?\{{)|(?=\s*$)))",
    re.MULTILINE,
)
_BRACKETED = lazy(
    r"\[(?P<type>(?:Type|Range|Syntax|Reference|Network|Abort)Error|"
    r"[A-Z]\w{1,50}(?:Error|Exception)(?=\] [Cc]ode[:=]))\](?P<behind>[:：]?\s)"
)
"""Exceptions in brackets: a browser's, and those of SDKs that print code and message behind (Tencent Cloud's)."""
_CURL = lazy(r"curl: \((\d{1,2})\)\s?([^\n]{0,400})")
GENERIC = frozenset({"Error", "Exception", "UserWarning", "Warning", "RuntimeWarning"})
"""Names that say no more than that something failed."""
_STATUS_TYPES = lazy(
    r"(?:BadRequest|NotFound|RateLimit|Authentication|PermissionDenied|InternalServer|APIError|APIStatus|"
    r"ApiError|Unprocessable|Overloaded|"
    r"ResponseStatus|InvalidRequest|APICallError|Conflict|ServiceUnavailable|ClientError|ServerError|HTTPStatus|"
    r"HTTPError|HttpRequest|Forbidden|"
    r"Unauthorized|RequestFailed|ClientResult|ResourceExhausted|InvalidArgument|ContextWindow|ContentPolicy|"
    r"AxiosError|APIException|ChatGPTError)"
)
_VALIDATION_TYPES = lazy(r"(?:AI_)?TypeValidationError|APIResponseValidationError|UnexpectedModelBehavior")
"""Exceptions with which a client says that an answer, quoted in them, is not of the form that it expects."""
_PROXY_TYPES = lazy(r"Proxy(?:Connection|Tunnel)?(?:Error|Exception)|HttpProxyError|ProxyConnect")
"""Exceptions of the way through a proxy: a status that they name is the proxy's, and no answer of the gateway."""
_VALIDATED = lazy(r"Type validation failed: Value: ")
"""What the AI SDK says of an answer: the answer and, on a line of its own, the list of what is not as expected."""
_NOTHING = lazy(r"\b[Nn]o (?:exceptions?|errors?|traceback|stack trace)\b|(?:没有?|无|未)(?:报错|异常|抛)")
"""Words that deny a failure."""
_REPEATED = lazy(rf"(?:{_NAME})\s?[:：]\s")
_STACK = lazy(
    r"[ \t]+at (?:async )?\S|[ \t]*File \"|[ \t]*\^+\s*$|[ \t]*~+\^|[ \t]*[>|]?[ \t]*\d+ \||"
    r"[ \t]*\.\.\. \d+ (?:more|lines)|[ \t]*#\d+ |"
    r"Stack trace:|goroutine \d+|\s+[\w./*()]+\.go:\d+|[ \t]*\d+: 0x|[ \t]*from .*\.rb:\d+|Node\.js v\d|[ \t]+\| "
)
_TRACEBACK = lazy(r"[ \t]*(?:[\w\-: ,.\[\]]{0,80} )?Traceback \(most recent call last\)")
_CHAIN = lazy(r"[ \t]*(?:During handling of the above exception|The above exception was the direct cause)")
_CAUSED_BY = lazy(r"Caused by\s?:|\[cause\]\s?:|--->")
_CAUSED = lazy(r"[ \t]*(?:Caused by|\[cause\])\s?:")
_SUBJECTS = frozenset({"SSL", "TLS", "CERTIFICATE", "CERT_"})
"""Words that name what may fail and not that it did: 'our proxy opens SSL' is no failure."""
_FAILING = lazy(
    r"err(?:or|no|_)|fail|invalid|expired|unable|could ?n[o']t|cannot|can't|refused|handshake|untrusted|not trusted|"
    r"verif|mismatch|problem|alert|unknown|not yet valid|curl: \(",
    re.IGNORECASE,
)
_VAGUE = lazy(
    r"(?:Connection error|fetch failed|Network [Ee]rror|Failed to fetch|Request failed|Cannot connect to API|"
    r"An error occurred while sending the request|"
    r"I/O error(?: on [A-Z]{3,6} request for \"[^\"\n]{1,300}\")?|Exception while [\w ]{3,60})\.?:?"
)
"""Messages of an SDK that leave what failed to their cause."""
_PRINTED_MEMBER = lazy(
    r"[ \t]+[\"']?(?:url|requestUrl|requestBodyValues|statusCode|status|statusText|responseHeaders|responseBody|headers"
    r"|code|cause|isRetryable|data|error|errno|syscall|hostname|address|request_id|requestID|method|config|response|body|name"
    r"|message|type|param|stack)[\"']?\s?:\s"
)
"""A member of an error object as a program for JavaScript prints it below the message."""
_LIMIT = 2000
"""Characters of one line that are looked at for an exception's name."""


class Head(NamedTuple):
    """One exception line: the places of its type and message in the view."""

    type_start: int
    type_end: int
    message_start: int
    message_end: int


def is_traceback(text: str, start: int, end: int) -> bool:
    """Whether a line begins a Python traceback."""
    return text.find("Traceback (most", start, end) >= 0 and _TRACEBACK.match(text, start, end) is not None


def is_chain(text: str, start: int, end: int) -> bool:
    """Whether a line joins two tracebacks of one chain, or begins a cause."""
    return _CHAIN.match(text, start, end) is not None or _CAUSED.match(text, start, end) is not None


def is_stack_line(text: str, start: int, end: int) -> bool:
    """Whether a line is a frame or other part of a stack trace."""
    return _STACK.match(text, start, end) is not None


_ANSWERED = lazy(r"\{\s?\"(?:error|message|code|detail)\"\s?:[^\n]{10,1200}\}")
"""An answer in JSON within a line."""


def checked_end(view: View, start: int, stop: int, end: int) -> int:
    """Return where a line ends that says how an answer fails a client's own check, its list of issues included.

    `start` where the line at `[start, stop)` says nothing of the kind.
    """
    text = view.text
    said = _VALIDATED.search(text, start, stop)
    if said is None:
        return start
    behind = text.find("Error message:", said.end(), min(end, said.end() + 20_000))
    found = next(json_text.find_all(view, behind, min(end, behind + 20_000)), None) if behind >= 0 else None
    last = stop if found is None else max(stop, min(found[1], end))
    line = text.find("\n", last, end)
    return end if line < 0 else line


def find_head(text: str, start: int, end: int) -> Head | None:
    """Return the exception that a line names, or None; its message runs to `end`."""
    stop = min(end, start + _LIMIT)
    at = start
    while at < stop and text[at] in " \t>•*⎿✕×│|":
        at += 1
    match = _HEAD.match(text, at, stop) or _AFTER_PREFIX.search(text, at, stop) or _BRACKETED.search(text, at, stop)
    if match is None or (match["type"] in GENERIC and match["behind"].strip() == "" and match.end() >= stop):
        return None
    type_start, type_end = match.span("type")
    if match["type"] in GENERIC and _ANSWERED.search(text, at, type_start) is not None:
        return None  # it repeats what a whole answer before it says
    message = match.end()
    inner = _HEAD.match(text, message, stop)
    if match["type"] in GENERIC:
        named = re.compile(r"\s?\[(\w{3,60})\]").match(text, type_end, stop)
        if named is not None:
            type_start, type_end = named.span(1)
        elif inner is not None and inner.start() == message and inner["type"] not in GENERIC:
            type_start, type_end = inner.span("type")
            message = inner.end()
    for _ in range(6):
        repeated = _REPEATED.match(text, message, end)
        if repeated is None:
            break
        message = repeated.end()
    first, last = message, end
    while last > first and text[last - 1].isspace():
        last -= 1
    return Head(type_start, type_end, first, last)


def has_members(text: str, start: int, stop: int, following: int) -> bool:
    """Whether a line names an exception and the line behind it, up to `following`, prints one of its members."""
    if stop + 1 >= following or text[stop + 1] not in " \t":
        return False
    return _PRINTED_MEMBER.match(text, stop + 1, following) is not None and names_exception(text, start, stop)


def is_exception(text: str, start: int, end: int) -> bool:
    """Whether a line names an exception of the client; a bare 'Error: …' is one only where the words are a client's."""
    head = find_head(text, start, end)
    if head is None:
        return False
    named = text[head.type_start : head.type_end] not in GENERIC
    return named or find_layer(text, head.message_start, head.message_end) is not None


def names_exception(text: str, start: int, end: int) -> bool:
    """Whether a line names an exception of the client by more than 'Error'."""
    head = find_head(text, start, end)
    return head is not None and text[head.type_start : head.type_end] not in GENERIC


def is_bracketed(text: str, start: int, end: int) -> bool:
    """Whether a line holds an exception in brackets with its code and message behind, as an SDK prints it."""
    return "] " in text[start:end] and _BRACKETED.search(text, start, end) is not None


def read_block(found: Found, view: View, start: int, end: int, *, inside: int | None = None) -> int | None:
    """Append the exceptions of a traceback or exception line at `[start, end)`; None where it names none."""
    heads = _heads(view.text, start, end)
    curl = _CURL.search(view.text, start, end)
    if not heads:
        layer = find_layer(view.text, start, end)
        if layer is None and curl is None:
            return None
        place = _said_place(view.text, start, end, layer)
        readings = (
            [Reading("exception_message", view.text[place[0] : place[1]], view.span(*place))]
            if place[0] < place[1]
            else []
        )
        readings += read_failure(view, start, end)
        readings += error_text.read_lead(view, start, end)
        return found.add("exception", view.span(start, end), readings, inside=inside)
    index = _read_head(found, view, _telling(view.text, heads), (start, end), inside)
    for head in heads[1:4]:
        _read_head(found, view, head, (head.type_start, head.message_end), index)
    return index


def _telling(text: str, heads: list[Head]) -> Head:
    """Return the exception that the user saw, with its cause's message where its own says only that a call failed."""
    first = heads[0]
    number = 0
    while number + 1 < len(heads) and _leaves_open(text, heads[number], heads[number + 1]):
        number += 1
    cause = heads[number]
    if number == 0 or cause.message_start >= cause.message_end:
        return first
    named = _PROXY_TYPES.search(text, cause.type_start, cause.type_end) is not None
    start = cause.type_start if named else cause.message_start
    return first._replace(message_start=start, message_end=cause.message_end)


def _leaves_open(text: str, head: Head, cause: Head) -> bool:
    """Whether an exception says only that a call failed, or nothing but what its cause says (as Java's wrappers do)."""
    said, reason = text[head.message_start : head.message_end], text[cause.message_start : cause.message_end]
    if _VAGUE.fullmatch(said) is not None or (reason and len(said) > len(reason) and said.endswith(reason)):
        return True
    if find_layer(text, head.type_start, head.message_end) or _STATUS_TYPES.search(
        text, head.type_start, head.type_end
    ):
        return False
    caused = _CAUSED_BY.search(text, head.message_end, cause.type_start) is not None
    return caused and find_layer(text, cause.type_start, cause.message_end) is not None


def is_failure(text: str, start: int, end: int) -> bool:
    """Whether a line without an exception's name is still a failure that a client prints, and no tale about one."""
    found = find_layer(text, start, min(end, start + _LIMIT))
    if found is None:
        return False
    words = text[found[1] : found[2]]
    if _NOTHING.search(text, start, min(end, start + _LIMIT)) is not None:
        return False
    if words.isalpha() and not words.isupper() and not words[:1].isupper():
        return False
    if words.upper() in _SUBJECTS and _FAILING.search(text, start, min(end, start + _LIMIT)) is None:
        return False
    clause = max(start, text.rfind(": ", start, found[1]) + 1)
    return text.count(" ", clause, found[1]) <= 9


def _said_place(text: str, start: int, end: int, layer: tuple[str, int, int] | None) -> tuple[int, int]:
    """Return where the failure's own words stand: behind the Chinese of the person who quotes them."""
    checked = _VALIDATED.search(text, start, end)
    if checked is not None:
        behind = text.find("Error message:", checked.end(), end)
        return error_text.trim(text, checked.start(), behind if behind >= 0 else end)
    first, last = error_text.message_place(text, start, end)
    if layer is None:
        return first, last
    first = min(first, layer[1])  # what shows the layer is no lead
    for at in range(max(first, layer[1] - 1), max(first, layer[1] - 400) - 1, -1):
        if text[at] >= "\u3000":
            first = at + 1
            break
    if _VALIDATED.match(text, first, last) is not None:
        issues = text.find("Error message:", first, last)
        last = issues if issues > 0 else last
    return error_text.trim(text, first, last)


def _heads(text: str, start: int, end: int) -> list[Head]:
    """Return the exceptions of a block: the one the user saw, then its causes."""
    heads: list[Head] = []
    at, in_traceback = start, False
    chained = False
    while at < end and len(heads) < 20:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if is_traceback(text, at, stop):
            in_traceback = True
        elif _CHAIN.match(text, at, stop):
            chained = True
        elif not is_stack_line(text, at, stop) and not (in_traceback and text[at : at + 1] in (" ", "\t")):
            head = find_head(text, at, stop)
            if head is not None:
                heads.append(_extended(text, head, end))
                at = max(stop, heads[-1].message_end)
                stop = text.find("\n", at, end)
                stop = end if stop < 0 else stop
        at = stop + 1
    return heads[::-1] if chained else heads


def _extended(text: str, head: Head, end: int) -> Head:
    """Let a message that opens JSON run to the end of that JSON."""
    brace = text.find("{", head.message_start, head.message_end)
    if brace < 0:
        return head
    whole = text.find("\n", head.message_end, end)
    if whole < 0 or text.count("{", brace, head.message_end) <= text.count("}", brace, head.message_end):
        return head
    depth_end = text.find("\n}", brace, end)
    return head._replace(message_end=depth_end + 2) if depth_end >= 0 else head


def _read_head(found: Found, view: View, head: Head, place: tuple[int, int], inside: int | None) -> int:
    text = view.text
    name = text[head.type_start : head.type_end].rstrip(".:")
    readings = [Reading("exception_type", name, view.span(head.type_start, head.type_start + len(name)))]
    if head.message_start < head.message_end:
        readings.append(
            Reading(
                "exception_message",
                text[head.message_start : head.message_end],
                view.span(head.message_start, head.message_end),
            )
        )
    readings += [*read_failure(view, *place), *read_group(view, *place)]
    if not _is_of_proxy(text, head):
        readings += read_spoken_status(view, head.message_start, head.message_end)
    index = found.add("exception", view.span(*place), readings, inside=inside)
    _read_answer(found, view, head, place, index)
    return index


def _is_of_proxy(text: str, head: Head) -> bool:
    """Whether an exception's own name, or the one that its message begins with, is of the way through a proxy."""
    colon = text.find(":", head.message_start, head.message_end)
    named = colon > 0 and _PROXY_TYPES.search(text, head.message_start, colon) is not None
    return named or _PROXY_TYPES.search(text, head.type_start, head.type_end) is not None


def _read_answer(found: Found, view: View, head: Head, place: tuple[int, int], index: int) -> None:
    """Append the HTTP error that an exception speaks of, if it does."""
    text = view.text
    start, end = head.message_start, head.message_end
    if _VALIDATION_TYPES.search(text, head.type_start, head.type_end) is not None or _is_of_proxy(text, head):
        return
    status = read_status(view, head.type_start, end, leading=False) or read_status(view, start, end, leading=True)
    has_json = any(find_error(value) is not None for _, _, value, _ in json_text.find_all(view, start, end))
    speaks = _STATUS_TYPES.search(text, head.type_start, head.type_end) is not None
    layer = find_layer(text, start, end)
    if layer is not None and status is None and not has_json:
        return
    if status is None and not speaks and not has_json:
        return
    before = len(found.pieces)
    error_text.read_text(found, view, min(start, end), end, inside=index)
    piece = found.pieces[before] if len(found.pieces) > before else None
    if piece is None:
        return
    if status is None:
        status = read_status(view, max(end, head.message_end), place[1])
    if status is not None and piece.first("http_status") is None:
        piece.readings.insert(0, status)
    known = {item.fact for item in piece.readings}
    piece.readings += [item for item in read_printed(view, end, place[1]) if item.fact not in known]
    if not has_json:
        _read_below(found, view, end, place[1], before)
    if has_json and not any(item.first("error_message") or item.first("error_code") for item in found.pieces[before:]):
        del found.pieces[before:]


def _read_below(found: Found, view: View, start: int, end: int, said: int) -> None:
    """Read the error JSON that stands among an exception's printed members (`responseBody: '{"error": …}'`).

    `said` is the number of the error that the exception's own words state: members without words are its own.
    """
    if view.text.find("{", start, end) < 0:
        return
    piece = found.pieces[said]
    for at, stop, value, complete in json_text.find_all(view, start, end):
        envelope = find_error(value)
        if envelope is not None and envelope.message is None and not envelope.deeper:
            known = {item.fact for item in piece.readings}
            more = [*reading("error_code", envelope.code), *reading("error_type", envelope.type)]
            piece.readings += [item for item in more if item.fact not in known]
        elif envelope is not None:
            read_error(found, view, value, envelope, view.span(at, stop), [], complete=complete, inside=piece.inside)
            return
