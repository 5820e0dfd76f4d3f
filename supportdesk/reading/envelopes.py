"""Error JSON: the envelopes that systems put around a message, opened down to the innermost (gateway.md 5, toapis.md).

OpenAI, Azure and gateways `{error: {message, type, param, code}}`, Claude `{type: 'error', error: {…}}`, Gemini
`{error: {code, message, status}}`, tasks `{code, message, data}`, Midjourney `{description, type, code}`, the console
`{success: false, message}`, FastAPI `{detail}`, AWS `{__type, message}`, Baidu `{error_code, error_msg}`, MiniMax
`base_resp`, and what clients add around them (`cause`, `metadata.raw`, `body`).
"""

from __future__ import annotations

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading import json_text
from supportdesk.reading.beside_error import read_beside
from supportdesk.reading.called import read_called
from supportdesk.reading.evidence import Reading
from supportdesk.reading.found import Found
from supportdesk.reading.members import (
    PHRASES,
    has_any,
    http_code,
    is_errno,
    is_thrown,
    member,
    message_in_param,
    number_member,
    reading,
    said_by_field,
    text_member,
    words_member,
)
from supportdesk.reading.mentions import read_named_model, read_named_parameter
from supportdesk.reading.statuses import (
    read_access,
    read_before_json,
    read_ids_outside_json,
    read_passed_on,
    read_upstream,
    without_suffix,
)
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

_NAME = lazy(r"\b([A-Za-z][A-Za-z0-9]{3,60}(?:Exception|Error))[:：]?\s?$")
_RETOLD = lazy(r"(?:status[_ ]code[=: ]\d{3},\s?)?type ([\w.-]{0,60}), code ([\w.-]{0,60}), message (?=\S)")
"""How one-api retells the error of a channel (controller/channel-test.go)."""
HOPS = 24
"""Envelopes inside envelopes that are opened."""

MESSAGE = ("message", "msg", "error_msg", "errorMessage", "error_message", "err_msg", "Message", "status_msg", "errmsg",
           "errorMsg", "errMsg", "localized_message", "error_description", "errorDescription", "description", "reason",
           "title", "hint", "ErrMsg")  # fmt: skip
CODE = ("code", "error_code", "errorCode", "err_code", "errCode", "errorKey", "error_key", "Code", "errcode", "__type",
        "ErrCode")  # fmt: skip
TYPE = ("type", "error_type", "errorType", "Type")
PARAM = ("param", "field", "parameter")
IDS = ("request_id", "requestId", "RequestId", "request-id", "req_id", "trace_id", "traceId", "log_id", "id_request")
_DEEPER = ("error", "cause", "innererror", "inner_error", "upstream_error", "metadata", "raw", "details", "detail",
           "body", "responseBody", "response_body", "response", "data", "original_error", "error_details",
           "errorDetails", "rawErrorMessage")  # fmt: skip
_RAW = ("raw", "upstream_error", "original_error")
"""Members that hold the next service's answer as it came, be it JSON or not."""
_SUCCESS = ("success", "ok", "0", "200", "20000")


class Envelope(NamedTuple):
    """One opened envelope: its parts as located values (None where absent), and where another may be inside."""

    message: Value | None
    code: Value | None
    type: Value | None
    status_word: Value | None
    param: Value | None
    status: Value | None
    ids: list[Value]
    deeper: list[Value]
    title: Value | None = None
    """What stands over the message in `error`: the kind of failure in words, which may say more than the message."""


def find_error(value: Value) -> Envelope | None:
    """Return the outermost envelope of an error, or None: no error, or its words have no quotes (Java) and are text."""
    found = _find(value)
    if found is None or found.message is not None or value.kind != "object":
        return found
    inner = member(value, "error") or value
    words = [inner.data.get(name) for name in MESSAGE] if inner.kind == "object" else []
    return None if any(word is not None and word.kind == "unknown" for word in words) else found


def _find(value: Value) -> Envelope | None:
    if value.kind == "array":
        first = value.data[0] if value.data else None
        if first is None or first.kind != "object":
            return None
        if has_any(first, "field", "property") and words_member(first, "message", "msg") is not None:
            return _open(first, first)
        is_issue = has_any(first, "path") and has_any(first, "code") and has_any(first, "message")  # zod's
        return _validation(first) or (find_error(first) if is_issue or has_any(first, "error") else None)
    if value.kind != "object":
        return None
    inner = member(value, "error", "Error", "errors", "fault", "err")
    if inner is not None:
        return _from_issues(value, inner) or _from_error(value, inner)
    detail = member(value, "detail", "details")
    if detail is not None and not has_any(value, "message", "data"):
        return _from_detail(value, detail)
    for name, deeper in (("ResponseMetadata", "Error"), ("Response", "Error"), ("response", "error")):
        inner = member(member(value, name), deeper)
        if inner is not None:
            return _open(inner, value)
    inner = member(value, "base_resp") or member(value, "header")
    if inner is not None and number_member(inner, "status_code", "code") is not None:
        code = number_member(inner, "status_code", "code")
        return _open(inner, value) if code is not None and code.data != 0 else None
    wrapped = _wrapped(value)
    if wrapped is not None:
        return wrapped
    return _open(value, value) if _is_flat(value) else None


def _wrapped(value: Value) -> Envelope | None:
    """Open what a plugin of Dify's and a node of n8n's put around the words of the call that failed."""
    inner = member(value, "args")
    if text_member(inner, "description") is not None and text_member(value, "error_type") is not None:
        return _open(inner or value, value)  # what a plugin of Dify's says of the call that failed
    title, words = text_member(value, "errorMessage"), text_member(value, "errorDescription")
    if title is not None and words is not None:  # n8n's own heading over what the provider said
        held = (member(member(value, name), "httpCode") for name in ("errorDetails", "n8nDetails"))
        status = next((item for item in held if item is not None), None)
        return _open(value, value)._replace(message=words, title=title, status=status)
    return None


def read_error(
    found: Found, view: View, value: Value, envelope: Envelope, span: Span, lead: list[Reading],
    *, complete: bool = True, inside: int | None = None, depth: int = 0,
) -> int:  # fmt: skip
    """Append the error and every error inside it; return the index of the outermost piece.

    `lead` are readings of the text around it (a status line, a request id of a header); `view` is the view that `value`
    was read from. The innermost piece with a message states error_message, those around it error_outer_message.
    """
    readings = [*lead, *_facts(view, envelope, known={item.fact for item in lead})]
    worded = envelope.type is None and envelope.status_word is not None
    if inside is not None and (worded or _is_validation(value)) and found.has_outer(inside, "error_type"):
        readings = [item for item in readings if item.fact != "error_type"]  # the answer's own type names the error
    readings += read_beside(value, span, {item.fact for item in readings})
    index = found.add("error", span, readings, inside=inside, body=value, complete=complete)
    inner_says = False
    if depth < HOPS:
        for deeper in [*([envelope.message] if envelope.message else []), *envelope.deeper]:
            inner_says = _read_deeper(found, view, deeper, index, depth) or inner_says
    message = _message(view, envelope.message)
    if message is not None:
        name = "error_outer_message" if inner_says else "error_message"
        readings.append(Reading(name, *message))
    if not inner_says:
        readings += reading("error_outer_message", envelope.title)
    readings.append(Reading("response_kind", "json", value.span or span))
    if inside is None:
        readings.append(Reading("hops", found.hops(index), span))
    return index


def _read_deeper(found: Found, view: View, value: Value, index: int, depth: int) -> bool:
    """Read the errors in a member or in a message; whether one of them has a message of its own."""
    if value.kind == "string":
        return read_errors_in_text(found, json_text.content(view, value), index, depth + 1)
    if value.kind == "array" and value.data and value.data[0].kind == "string":  # n8n lists what it was answered
        said = [_read_deeper(found, view, item, index, depth) for item in value.data[:4] if item.kind == "string"]
        return any(said)
    envelope = find_error(value)
    if envelope is None and value.kind == "object":
        if has_any(value, *MESSAGE, *CODE):
            envelope = _open(value, value)
        else:
            names = [name for name in _DEEPER if name in value.data and depth < HOPS]
            said = [_read_deeper(found, view, value.data[name], index, depth + 1) for name in names]
            return any(said) or any(_read_raw(found, name, value, index) for name in names)
    if envelope is None or (envelope.message is None and envelope.code is None) or value.span is None:
        return False
    before = len(found.pieces)
    read_error(found, view, value, envelope, value.span, [], inside=index, depth=depth + 1)
    return any(piece.first("error_message") is not None for piece in found.pieces[before:])


def _read_raw(found: Found, name: str, value: Value, index: int) -> bool:
    """Read what a gateway passes on as it came, where it is a plain sentence; whether there is one."""
    words = value.data[name]
    if name not in _RAW or words.kind != "string" or words.span is None or " " not in str(words.data).strip():
        return False
    found.add("error", words.span, [Reading("error_message", str(words.data), words.span)], inside=index)
    return True


def read_errors_in_text(found: Found, view: View, inside: int | None, depth: int) -> bool:
    """Read every error JSON that stands in a decoded text; whether one of them has a message."""
    if "{" not in view.text and "[" not in view.text:
        return False
    before = len(found.pieces)
    for start, end, value, complete in json_text.find_all(view):
        envelope = find_error(value)
        if envelope is not None:
            lead = [] if envelope.type is not None else _named_before(view, start)
            read_error(found, view, value, envelope, view.span(start, end), lead, complete=complete, inside=inside,
                       depth=depth)  # fmt: skip
    if len(found.pieces) == before and depth < HOPS and json_text.is_escaped(view.text):
        return read_errors_in_text(found, json_text.unescaped_view(view), inside, depth + 1)
    return any(piece.first("error_message") is not None for piece in found.pieces[before:])


def _facts(view: View, envelope: Envelope, known: set[str]) -> list[Reading]:
    readings: list[Reading] = []
    code, word = envelope.code, envelope.status_word
    numeric = http_code(envelope.status) or http_code(code)
    if numeric is None and envelope.message is not None and envelope.message.kind == "string":
        numeric = read_before_json(json_text.content(view, envelope.message))
    if numeric is not None and "http_status" not in known:
        readings.append(numeric)
    readings += reading("error_type", envelope.type or word)
    if code is not None and not (word is not None and numeric is not None) and code.span is not None and code.known:
        readings.append(Reading("error_code", str(code.data), code.span))
    readings += reading("error_code", word)
    if code is not None and code.kind == "string" and is_errno(str(code.data)):
        readings += reading("errno", code)
    readings += reading("error_param", envelope.param)
    if envelope.message is not None and envelope.message.kind == "string":
        text = json_text.content(view, envelope.message)
        readings += _ids(envelope, text)
        readings += [item for item in read_access(text, 0, len(text)) if item.fact in ("method", "path")]
        readings += read_upstream(text, 0, len(text))
        readings += _retold(text)
        readings += [*read_called(text, 0, len(text), own=True), *read_named_model(text, 0, len(text))]
        readings += read_named_parameter(text, 0, len(text)) if envelope.param is None else []
    if code is not None and code.data == "bad_response_status_code" and envelope.param is not None:
        status = http_code(envelope.param)
        readings += [Reading("upstream_status", status.value, status.span)] if status else []
    else:
        readings += _ids(envelope, None)
    return readings


def _retold(text: View) -> list[Reading]:
    """Return type and code of an error that a gateway retells as text."""
    retold = _RETOLD.match(text.text)
    facts = () if retold is None else ((1, "error_type"), (2, "error_code"))
    return [
        Reading(fact, retold[n], text.span(*retold.span(n))) for n, fact in facts if retold is not None and retold[n]
    ]


def _named_before(view: View, brace: int) -> list[Reading]:
    """Return the error's name that stands right before its JSON ('internalServerException {…}'), or nothing."""
    named = _NAME.search(view.text, max(0, brace - 90), brace)
    return [] if named is None else [Reading("error_type", named[1], view.span(*named.span(1)))]


def _ids(envelope: Envelope, text: View | None) -> list[Reading]:
    """Return the request ids of an envelope: a gateway's suffix of the message, then members, then what it mentions.

    A suffix is put there by the outermost gateway (gateway.md 5); an id inside of a sentence is of a system behind it.
    """
    told = read_ids_outside_json(text) if text is not None else []
    stated = [item for value in envelope.ids for item in reading("request_id", value)]
    is_suffixed = text is not None and without_suffix(text.text, 0, len(text)) < len(text)
    found: dict[object, Reading] = {}
    for item in (*told, *stated) if is_suffixed else (*stated, *told):
        found.setdefault(item.value, item)
    return [*found.values(), *(read_passed_on(text) if is_suffixed and text is not None else ())]


def _message(view: View, message: Value | None) -> tuple[str, Span] | None:
    """Return the message without its request-id suffixes, and its place."""
    if message is None or message.span is None or message.kind != "string":
        return None
    text = str(message.data)
    end = without_suffix(text, 0, len(text))
    retold = _RETOLD.match(text)
    start = retold.end() if retold is not None else 0
    if end - start == len(text):
        return text, message.span
    inner = json_text.content(view, message)
    return text[start:end], inner.span(start, end)


def _from_issues(value: Value, inner: Value) -> Envelope | None:
    """Return what a schema's check lists beside an error whose words only say that it failed, or None."""
    issues = member(value, "issues")
    if issues is None or issues.kind != "array" or inner.kind != "string":
        return None
    return _find(issues)


def _from_error(value: Value, inner: Value) -> Envelope | None:
    inner = inner.data[0] if inner.kind == "array" else inner
    if inner.kind == "object":
        if (said := said_by_field(inner)) is not None:
            return _open(value, value)._replace(message=said, deeper=[])
        return _validation(inner) or _open(inner, value)
    if inner.kind == "boolean":
        return _open(value, value) if inner.data and text_member(value, *MESSAGE) else None
    if inner.kind != "string" or has_any(member(value, "message") or inner, "content"):  # an agent's transcript
        return None
    message = words_member(value, *MESSAGE)
    parts = _open(value, value)
    if message is not None and str(inner.data).strip().lower() in PHRASES:  # Nest, Fastify and Spring put it there
        return parts._replace(deeper=[])
    if message is not None and " " not in str(inner.data).strip():
        return parts._replace(code=parts.code or inner, deeper=[])
    if message is not None and message.data != inner.data and not {"{", "["} & set(str(message.data)):
        return parts._replace(message=message, title=inner, deeper=[])
    return parts._replace(message=inner, deeper=[message] if message is not None else [])


def _from_detail(value: Value, detail: Value) -> Envelope | None:
    if detail.kind == "string":
        return _open(value, value)._replace(message=detail, deeper=[])
    if detail.kind == "array":
        first = detail.data[0]
        return _validation(first) if first.kind == "object" else None
    opened = find_error(detail) or (_open(detail, value) if has_any(detail, *MESSAGE) else None)
    word = text_member(detail, "status")  # a code where it is one word of several parts (elevenlabs.io/docs, errors)
    if opened is not None and opened.code is None and word is not None and "_" in word.data:
        return opened._replace(code=word)
    return opened


def _is_validation(value: Value) -> bool:
    """Whether a value is a list of a validator's findings, or one of them."""
    first = value.data[0] if value.kind == "array" and value.data else value
    return first.kind == "object" and has_any(first, "loc") and has_any(first, "msg", "message")


def _validation(item: Value) -> Envelope | None:
    """Open one item of a FastAPI or pydantic list: `{type, loc, msg, input}`."""
    message, place = text_member(item, "msg", "message"), member(item, "loc")
    if message is None or place is None or place.kind != "array":
        return None
    names = [step for step in place.data if step.kind in ("string", "number")]
    field = names[-1] if names and names[-1].kind == "string" else None
    return Envelope(message, None, text_member(item, "type"), None, field, None, [], [])


def _open(error: Value, outer: Value) -> Envelope:
    if error.kind != "object":
        return Envelope(None, None, None, None, None, None, [], [])
    message = words_member(error, *MESSAGE) or (None if error is outer else text_member(outer, "message", "msg"))
    kind = text_member(error, *TYPE)
    if kind is None and error is not outer:
        kind = text_member(outer, "type", "error_type")
    kind = None if kind is not None and kind.data == "error" else kind
    word = text_member(error, "status", "Status")
    is_word = word is not None and word.data.isupper() and not word.data.isdigit()
    status = member(error, "status", "statusCode", "status_code", "http_status", "httpStatus") if not is_word else None
    status = status or member(outer, "status", "statusCode", "status_code", "http_status", "code")
    status = status or member(member(error, "param"), "statusCode")  # the AI SDK's error, as Vercel's gateway quotes it
    reason = text_member(error, "reason") if has_any(error, "metadata") else None  # Kratos: the code is the status
    code = reason or member(error, *CODE) or (None if error is outer else member(outer, "error_code", "err_code"))
    ids = [found for place in (error, outer) for name in IDS if (found := text_member(place, name)) is not None]
    deeper = [found for name in _DEEPER if (found := member(error, name)) is not None and found is not message]
    if message is not None:  # Azure's details of a refusal name no other system's error where they say nothing
        details = [member(error, name) for name in ("innererror", "inner_error")]
        deeper = [item for item in deeper if item not in details or has_any(item, *MESSAGE)]
    scalar_code = code if code is not None and code.kind in ("string", "number") else None
    inner = [item for item in deeper if item.kind in ("string", "object", "array")]
    named = word if is_word else None
    message, param = message_in_param(message, text_member(error, *PARAM))
    return Envelope(message, scalar_code, kind, named, param, status, list(dict.fromkeys(ids)), inner)


def _is_flat(value: Value) -> bool:
    """Whether a flat object is an error: a message with a code or type beside it, or with nothing but ids."""
    if has_any(value, "role", "choices", "messages", "content", "model", "prompt", "name", "function", "url"):
        return text_member(value, "message") is not None and (has_any(value, "$metadata") or is_thrown(value))
    success = value.data.get("success")
    if success is not None and success.data is True:
        return False
    message = words_member(value, *MESSAGE)
    code = member(value, *CODE)
    if code is not None and str(code.data).lower() in _SUCCESS:
        return False
    if has_any(value, "description") and code is not None and code.data in (1, 21, 22):
        return False
    if message is None:
        status = number_member(value, "status", "statusCode", "status_code")
        if code is not None and code.kind == "string" and status is not None and 400 <= status.data < 600:
            return True
        return None not in (text_member(value, *TYPE), text_member(value, *CODE)) and has_any(value, "message")
    if text_member(value, "exception") is not None and has_any(value, "trace", "file"):
        return True  # what Laravel and Symfony answer for an exception while debugging
    stated = has_any(value, "errorCode", "status_code", "statusCode") or is_thrown(value)
    if stated or success is not None or code is not None or text_member(value, "error_type", "errorType") is not None:
        return True
    if text_member(value, "level") is not None:
        return str(value.data["level"].data).lower() in ("error", "fatal", "warn", "warning", "err")
    others = set(value.data) - {*MESSAGE, *IDS, *CODE, *TYPE, *PARAM, "timestamp", "path", "object", "status", "data"}
    return not others
