"""Facts of program text that belong to no single request: SDK, versions, settings, and how answers are used."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.evidence import Reading, Request
from supportdesk.value import UNKNOWN
from supportdesk.view import View

_VERSION = lazy(
    r"\b(openai|anthropic|httpx|requests|aiohttp|google-genai)"
    r"(?: ?(?:==|>=|~=|=|@) ?|[ -]python[ /]|[ /]v?|: ?)(\d{1,3}\.\d{1,4}(?:\.\d{1,4})?)",
    re.IGNORECASE,
)
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
_SYNCHRONOUS = ("/chat/completions", "/completions", "/responses", "/messages", "/embeddings", "/audio/speech")


def readings_of(evaluator: Evaluator, view: View) -> list[Reading]:
    """Return the facts of the code, each at the place that shows it."""
    found: list[Reading] = []
    requests = evaluator.requests
    if requests:
        found.append(Reading("language", evaluator.dialect.language, requests[0].span))
        found.append(Reading("sdk", requests[0].client, requests[0].span))
    match = _VERSION.search(view.text)
    if match:
        found.append(Reading("sdk_version", match[2], view.span(*match.span(2))))
    seen: set[str] = set()
    for request in requests:
        for name in ("retries", "timeout_s", "proxy_url_set", "base_url"):
            value = request.options.get(name)
            if value is not None and name not in seen and value.kind in ("number", "boolean", "string"):
                seen.add(name)
                found.append(Reading(name, value.data, value.place() or request.span))
    for name in _PROXIES:
        value = evaluator.environment.get(name)
        if value is not None and "proxy_url_set" not in seen and value.data:
            seen.add("proxy_url_set")
            found.append(Reading("proxy_url_set", True, value.place() or view.span(0, 0)))  # the fact's value
    _answers(evaluator, found)
    return found


def _answers(evaluator: Evaluator, found: list[Reading]) -> None:
    """Note whether a result is taken from the answer of a submit, and whether a stream is read as one JSON."""
    requests = evaluator.requests
    said: set[str] = set()
    for name, origin, span in evaluator.facts:
        request = requests[origin] if isinstance(origin, int) and origin < len(requests) else None
        if request is None:
            continue
        if name == "media_read" and _is_submit(request) and "submit" not in said:
            said.add("submit")
            found.append(Reading("reads_result_from_submit", True, span))  # the fact's value
        elif name == "json_read" and _streams(request) and "stream" not in said:
            said.add("stream")
            found.append(Reading("parses_stream_as_json", True, span))  # the fact's value
    if "submit" in said:
        return
    for index, request in enumerate(requests):
        if request.method.data == "GET" and any(_polls(request, earlier) for earlier in requests[:index]):
            found.append(Reading("reads_result_from_submit", False, request.span))  # the fact's value
            return


def _is_submit(request: Request) -> bool:
    path = str(request.url.data).partition("?")[0]
    return request.method.data == "POST" and not path.endswith(_SYNCHRONOUS)


def _polls(request: Request, earlier: Request) -> bool:
    return _is_submit(earlier) and UNKNOWN in str(request.url.data)


def _streams(request: Request) -> bool:
    value = request.body.value
    member = value.data.get("stream") if value is not None and value.kind == "object" else None
    return member is not None and member.data is True
