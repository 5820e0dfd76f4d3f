"""What stands beside an error in its JSON: a record's path, method and model in a log, an SDK's metadata of the answer.

Log records are those of zap, slog, pino and winston; `$metadata` is that of the AWS SDK for JavaScript, version 3
(https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-types/Interface/ResponseMetadata/).
"""

from __future__ import annotations

from supportdesk.reading.evidence import Reading
from supportdesk.reading.members import has_any, member, number_member, reading, text_member
from supportdesk.source import Span
from supportdesk.value import Value

_VERBS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))
_TESTED = frozenset({"message", "success", "time"})
"""Members of a gateway's answer to a test of a channel (new-api's and one-api's controller/channel-test.go)."""
_SENT = ("config", "request", "options", "requestOptions", "errorDetails", "n8nDetails")
"""Members of a client's exception that hold the request (axios, got, n8n)."""


def read_beside(value: Value, span: Span, known: set[str]) -> list[Reading]:
    """Return what an error's object states besides the error; `known` facts are not stated once more."""
    readings = reading("prompt_tokens", number_member(member(value, "error") or value, "n_prompt_tokens"))
    if value.kind != "object":
        return readings
    if value.data.keys() == _TESTED and number_member(value, "time") is not None:
        readings.append(Reading("relayed", True, value.span or span))  # the fact's value
    if has_any(value, "trace", "file"):  # Laravel's answer for an exception (laravel.com/docs/errors)
        readings += reading("exception_type", text_member(value, "exception"))
    address = text_member(value, "endpoint", "base_url", "baseURL", "baseUrl")
    if address is not None and address.data.startswith("http"):
        readings += reading("base_url", address)
    passed_on = member(member(value, "error"), "param")  # the AI SDK's error in the answer of Vercel's gateway
    status, called = number_member(passed_on, "statusCode"), text_member(passed_on, "url", "requestUrl")
    if status is not None and called is not None and called.data.startswith("http"):
        readings += [*reading("url", called), *reading("upstream_status", status)]
    for holder in (value, *(member(value, name) for name in _SENT)):
        if holder is not None:
            readings += read_exchange(holder, {item.fact for item in readings})
            readings += _model_sent(holder)
    return [item for item in [*readings, *_logged(value), *_metadata(value)] if item.fact not in known]


def read_exchange(value: Value, known: set[str]) -> list[Reading]:
    """Return url, method and status that an object states of the exchange whose answer is one of its members."""
    address = text_member(value, "url", "uri", "requestUrl", "request_url", "requestUri")
    if address is None or not address.data.startswith("http"):
        return []
    method = text_member(value, "method", "requestMethod")
    status = number_member(value, "status", "statusCode", "status_code", "code")
    found = reading("url", address)
    found += reading("method", method) if method is not None and method.data in _VERBS else []
    found += reading("http_status", status) if status is not None and 100 <= status.data < 600 else []
    return [item for item in found if item.fact not in known]


def _model_sent(value: Value) -> list[Reading]:
    """Return the model that an error says was asked for: in the AI SDK's `requestBodyValues`, in n8n's `parameters`."""
    sent = member(value, "requestBodyValues", "parameters")
    named = member(sent, "model") or member(value, "model")
    if named is not None and named.kind == "object":
        named = text_member(named, "rid", "value", "model", "name", "id")
        return reading("model", named)
    return reading("model", text_member(sent, "model"))


def _logged(value: Value) -> list[Reading]:
    """Return method, path and model of a log record, which has both a method and a path."""
    method, path = text_member(value, "method", "http_method"), text_member(value, "path", "uri", "endpoint")
    if method is None or method.data.upper() not in _VERBS or path is None or not path.data.startswith("/"):
        return []
    return [
        *reading("method", method),
        *reading("path", path),
        *reading("model", text_member(value, "model", "requested_model")),
    ]


def _metadata(value: Value) -> list[Reading]:
    """Return status and request id of `$metadata`, and the error's name beside it."""
    metadata = member(value, "$metadata")
    if metadata is None:
        return []
    return [
        *reading("http_status", number_member(metadata, "httpStatusCode")),
        *reading("request_id", text_member(metadata, "requestId")),
        *reading("error_type", text_member(value, "name")),
    ]
