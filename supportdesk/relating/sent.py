"""From a located request to the facts of what was sent.

Only what is known becomes a fact. An absence (`has_prompt` false, auth_scheme 'none') becomes one only where the
code was read to its end and nothing unknown could fill the place.
"""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading, Request
from supportdesk.relating.conversation import read_conversation
from supportdesk.relating.credentials import read_credentials
from supportdesk.relating.forms import read_form
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

PLAIN_FIELDS: dict[str, type[str] | type[bool]] = {"model": str, "mode": str, "stream": bool}
"""Fields of a body that are facts of the same name, with the type that makes them one."""

_ELIDED = lazy(r"(?:\.{3,8}|\u2026)\s{0,3}[,\]})]|[:,\[{(]\s{0,3}(?:\.{3,8}|\u2026)(?!\w)|//\s?\.{2,}")
"""Dots where a value or member would stand: the author left something out."""

_ELIDED_MODEL = lazy(r"[\"']?\bmodel[\"']?\s{0,3}:\s{0,3}[\"']([^\"'\s]{2,100})[\"']")

PROMPT_FIELDS = ("prompt", "input", "messages", "contents", "text", "query")


def read_sent(request: Request) -> list[Reading]:
    """Return the facts of a request: address, model, credentials, kind of body, conversation and client settings."""
    return [
        *_address(request),
        *read_credentials(request),
        *_body(request),
        *read_form(request),
        *_options(request),
        Reading("language", request.language, request.span),
        Reading("code_complete", request.complete, request.span),
        *_sdk(request),
    ]


def body_value(request: Request) -> Value | None:
    """Return the body as an object value: JSON as it is, form and multipart fields as members; None for others."""
    if request.body.kind == "json":
        return request.body.value
    if request.body.kind in ("form", "multipart"):
        members = {str(f.name.data): f.value for f in request.body.fields if f.value is not None and f.name.known}
        return Value("object", members, request.span, is_open=len(members) < len(request.body.fields))
    return None


def split_url(url: str) -> tuple[str, str, str]:
    """Return host (with port, lower case), path and query of a URL; a host or path that is not known is ''."""
    rest = url.split("#", 1)[0]
    host = ""
    if "://" in rest:
        host, slash, rest = rest.split("://", 1)[1].partition("/")
        rest = slash + rest
        if "?" in host:
            host, _, query = host.partition("?")
            rest = "?" + query
    path, _, query = rest.partition("?")
    return host.rsplit("@", 1)[-1].lower(), path, query


def _address(request: Request) -> Iterator[Reading]:
    if request.method.known and request.method.data:
        yield Reading("method", str(request.method.data).upper(), request.method.place() or request.span)
    url = request.url
    if url.kind != "string" or not url.data:
        return
    place = url.place() or request.span
    text = str(url.data)
    host, path, query = split_url(text)
    if url.known:
        yield Reading("url", text, place)
    if host and UNKNOWN not in host:
        yield Reading("host", host, place)
    if path or host:
        clean = path or "/"
        if UNKNOWN not in clean or _head_known(clean):
            yield Reading("path", clean, place)
    model = model_in_path(path)
    if model:
        yield Reading("model", model, place)
    if query and request.body.kind == "none":
        yield from query_model(query, place)


def _is_hidden(request: Request) -> bool:
    """Whether a body's text is not in the material: a file's content, or what its author left out with dots."""
    value = request.body.value
    if value is None or value.kind != "string":
        return True
    text = str(value.data)
    return not value.known or UNKNOWN in text or _ELIDED.search(text) is not None


def _head_known(path: str) -> bool:
    """Whether the path's unknown part is only its last step, as a task id of an earlier answer is."""
    head = path.split(UNKNOWN, 1)[0]
    return head.count("/") >= 2


def model_in_path(path: str) -> str | None:
    """Return the model of Gemini's and Azure's paths (gateway.md 4; Azure: /openai/deployments/{name}/…)."""
    for marker in ("/models/", "/deployments/", "/engines/"):
        if marker in path:
            rest = path.split(marker, 1)[1]
            first, _, behind = rest.partition("/")
            name = first.partition(":")[0]
            if marker == "/models/" and ":" not in first:
                name = _owned(first, behind)
            if any(map(str.isalnum, name)) and UNKNOWN not in name:
                return name
    return None


def _owned(owner: str, behind: str) -> str:
    """Return `owner/name` of `/models/owner/name` and what runs it; '' for a list and for a name without a method.

    https://replicate.com/docs/reference/http (models.predictions.create), https://huggingface.co/docs/inference-providers
    """
    name, _, rest = behind.partition("/")
    return f"{owner}/{name}" if owner and name and rest in ("", "predictions", "v1/chat/completions") else ""


def query_model(query: str, place: Span) -> Iterator[Reading]:
    """Yield the model that a query names."""
    for pair in query.split("&"):
        name, _, text = pair.partition("=")
        if name == "model" and text and UNKNOWN not in text:
            yield Reading("model", text, place)


def _body(request: Request) -> Iterator[Reading]:
    kind = request.body.kind
    place = request.body.value.place() if request.body.value is not None else None
    place = place or request.span
    if kind != "none" or request.complete:
        yield Reading("body_kind", kind, place)
    if kind in ("json", "form") or (kind == "raw" and not _is_hidden(request)):
        yield Reading("body_is_json", kind == "json", place)
    header = request.header("content-type")
    if header is not None and header.known:
        yield Reading("content_type", str(header.data).split(";")[0].strip().lower(), header.place() or request.span)
    body = body_value(request)
    if kind == "raw" and request.body.value is not None and request.body.value.kind == "string":
        named = _ELIDED_MODEL.search(str(request.body.value.data))
        if named is not None:
            yield Reading("model", named[1], place)
    if body is None or body.kind != "object":
        return
    yield from read_body(body, complete=request.complete)


def read_body(body: Value, *, complete: bool) -> Iterator[Reading]:
    """Yield the facts of a request body (an object value); `complete` as for the piece that it was read from."""
    hull = body.place() or Span(0, 0, 0)
    for name, kind in PLAIN_FIELDS.items():
        member = body.data.get(name)
        if member is not None and member.known and isinstance(member.data, kind):
            scalar = member.data
            yield Reading(name, scalar, member.place() or hull)
    named = body.data.get("model_name")
    if "model" not in body.data and named is not None and named.known and isinstance(named.data, str):
        yield Reading("model", named.data, named.place() or hull)  # Kling's own API names it so
    closed = complete and not body.is_open
    for fact, names in (("has_messages", ("messages", "contents")), ("has_prompt", ("prompt",))):
        member = next((body.data[name] for name in names if name in body.data), None)
        if member is None:
            if closed:
                yield Reading(fact, False, hull)
        elif not member.known or member.kind in ("array", "object") or member.data:
            yield Reading(fact, bool(member.data), member.place() or hull)
        else:
            yield Reading(fact, False, member.place() or hull)
    yield from read_conversation(body, hull)


def _options(request: Request) -> Iterator[Reading]:
    for name, value in request.options.items():
        if value.known and isinstance(value.data, str | int | float | bool):
            yield Reading(name, value.data, value.place() or request.span)


def _sdk(request: Request) -> Iterator[Reading]:
    yield Reading("sdk", request.client, request.span)
    if request.sdk_call:
        yield Reading("sdk_call", request.sdk_call, request.span)
