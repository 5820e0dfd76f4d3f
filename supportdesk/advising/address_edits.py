"""The edits that send a request elsewhere: another URL, base URL or method, or another call of an SDK."""

from __future__ import annotations

import re
from typing import Any

from supportdesk.advising.body_edits import edit_body, is_clear
from supportdesk.advising.edits import Edit, UnwritableError
from supportdesk.advising.url_literals import locate_url
from supportdesk.advising.writing import Style, member_end, rewritten
from supportdesk.reading.evidence import Request
from supportdesk.source import Source, Span


def edit_url(sources: list[Source], request: Request, mended: str) -> list[Edit]:
    """Return the edit of the literal that makes the request's URL `mended`; raises UnwritableError."""
    place, old, new = locate_url(sources, request, mended)
    return [Edit(place, rewritten(sources[place.source].slice(place), old, new))]


def edit_method(sources: list[Source], request: Request, method: str) -> list[Edit]:
    """Return the edit that sends the request by another method; raises UnwritableError."""
    place, old = request.method.place(), str(request.method.data)
    if place is not None and place.source < len(sources):
        literal = sources[place.source].slice(place)
        for spelling, written in ((old, method), (old.lower(), method.lower()), (old.title(), method.title())):
            if spelling in literal:
                return [Edit(place, rewritten(literal, spelling, written))]
        raise UnwritableError
    source = sources[request.span.source]
    call = re.search(rf"\.{re.escape(old.lower())}(?=\s*\()", source.slice(request.span))
    if call is None:
        raise UnwritableError
    start = request.span.start + call.start() + 1
    return [Edit(Span(source.index, start, start + len(old)), method.lower())]


def edit_call(
    sources: list[Source], request: Request, path: str, body: dict[str, Any], words: dict[str, Any]
) -> list[Edit]:
    """Return the edits that make another call of the same SDK, to a path behind its base URL; raises UnwritableError.

    It is the SDK's own method for the path, else its plain request with the body as one argument (rules/fixes.yaml,
    'sdk_calls').
    """
    from supportdesk.reading.code.sdks import OPENAI

    entry = words["sdk_calls"].get(f"{request.client}-{request.language}")
    value = request.body.value
    if entry is None or value is None or not request.sdk_call:
        raise UnwritableError
    source = sources[request.span.source]
    called = re.search(r"\.(" + re.escape(request.sdk_call) + r")\s*\(\s*", source.slice(request.span))
    if called is None:
        raise UnwritableError
    name = Span(source.index, request.span.start + called.start(1), request.span.start + called.end(1))
    style = Style(source, value, request.language, words["dialects"])
    own = next((method for method, row in OPENAI.items() if row.path == path and row.method == "POST"), None)
    if own is not None and own.endswith((".create", ".generate")) and "multipart" not in OPENAI[own].body:
        return [Edit(name, own), *edit_body(source, style, value, body)]
    start = request.span.start + called.end()
    end = start
    places = sorted((key.start, key.end, value.data[member]) for member, key in value.keys.items())
    for at, key_end, member in places:
        if not is_clear(source.text[end:at].lstrip("{")):
            raise UnwritableError  # an argument that is no part of the body stands there
        end = member_end(source.text, key_end, member, within=False)
    behind = re.match(r"[\s,]*\}?", source.text[end:]) if entry["braces"] else re.match(r",?", source.text[end:])
    end += behind.end() if behind is not None else 0
    written = entry["arguments"].replace("PATH", path).replace("BODY", style.write(body))
    return [Edit(name, entry["method"]), Edit(Span(source.index, start, end), written)]
