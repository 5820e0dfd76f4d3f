"""The edits that give a request a header: its value changed, or a new one written as its neighbours stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from supportdesk.advising.edits import Edit, UnwritableError
from supportdesk.advising.writing import opening, rewritten
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Request
from supportdesk.source import Source, Span
from supportdesk.value import Value

NAMES = {"content-type": "Content-Type", "authorization": "Authorization"}
"""How a header is written that only its lower-case name is known of."""

_OPTION = lazy(r"(?:-H|--header)[ =]*(?P<quote>[\"']?)\Z")


def edit_header(
    sources: list[Source], request: Request, name: str, value: str, places: list[dict[str, Any]]
) -> Iterator[list[Edit]]:
    """Yield the ways to give the request this header, the best first; nothing where there is none.

    `places` are the entries of rules/fixes.yaml ('header_places') that say where a first header goes.
    """
    present = next(
        (one for key, one in reversed(request.headers) if str(key.data).lower() == name and one.place()), None
    )
    if present is not None:
        place = present.place()
        if place is not None and isinstance(present.data, str) and place.source < len(sources):
            yield [_changed(sources[place.source], place, present.data, value)]
        return
    beside = [
        (key, one)
        for key, one in request.headers
        if key.added_by is None and one.added_by is None and one.place() and str(key.data).lower() != "host"
    ]
    for key, one in reversed(beside):
        yield from _beside(sources, key, one, NAMES.get(name, name), value)
    yield from _first(sources, request, NAMES.get(name, name), value, places)


def rename_header(
    sources: list[Source], request: Request, old: str, name: str, value: str
) -> Iterator[list[Edit]]:  # fmt: skip
    """Yield the ways to send what one header carries in another, with what stands in front of it there."""
    found = next(((key, one) for key, one in request.headers if str(key.data).lower() == old), None)
    named = found[0].span if found is not None else None
    place = found[1].place() if found is not None else None
    if found is None or named is None or place is None or named.source >= len(sources) or named.source != place.source:
        return
    source = sources[named.source]
    written, literal = source.slice(named), source.slice(place)
    quote = opening(written)
    key = Edit(named, f"{quote}{NAMES.get(name, name)}{quote}" if quote else NAMES.get(name, name))
    front = value.removesuffix(str(found[1].data))
    start = place.start + len(opening(literal))
    yield [key, Edit(Span(place.source, start, start), front)]
    mark = quote or '"'
    for join in (" + ", " . "):
        yield [key, Edit(Span(place.source, place.start, place.start), f"{mark}{front}{mark}{join}")]


def _changed(source: Source, place: Span, old: str, value: str) -> Edit:
    literal = source.slice(place)
    if value.endswith(old):  # what is put in front may stand before a secret
        if literal.count(old) != 1:
            raise UnwritableError
        at = place.start + literal.index(old)
        return Edit(Span(place.source, at, at), value[: len(value) - len(old)])
    return Edit(place, rewritten(literal, old, value))


def _beside(sources: list[Source], key: Value, one: Value, name: str, value: str) -> Iterator[list[Edit]]:
    """Yield the ways to write a header next to another one."""
    place, named = one.place(), key.place()
    if place is None or place.source >= len(sources):
        return
    source, text = sources[place.source], sources[place.source].text
    written = _pair(source, named, place, name, value)
    if written is None:
        return
    start = place.start if named is None else min(named.start, place.start)
    line = text.rfind("\n", 0, start) + 1
    end = text.find("\n", place.end)
    behind = text[place.end : len(text) if end < 0 else end].rstrip("\r")
    lead = text[line:start]
    line_end = "\r\n" if text[:end].endswith("\r") else "\n"
    if re.match(r"\s*+(?:-H|--header)?[\s\"'({]*+\Z|\s*+[\w.]++\(\s*+\Z", lead) and len(behind) <= 12:
        endings = [behind] if behind.rstrip().endswith((",", "\\", "^", "`", ";")) else [behind, behind + ",", ""]
        endings += [behind + " \\"] if "-H" in lead else []
        for ending in endings:
            yield [Edit(Span(source.index, line, line), lead + written + ending + line_end)]
    yield from _inline(source, place, lead, written, name, value)


def _inline(
    source: Source, place: Span, lead: str, written: str, name: str, value: str
) -> Iterator[list[Edit]]:  # fmt: skip
    """Yield the ways to write a header behind another one on its line."""
    option = _OPTION.search(lead)
    if option is not None:
        quote = option.group("quote")
        at = place.end + len(quote)
        word = quote or '"'
        yield [Edit(Span(source.index, at, at), f" -H {word}{name}: {value}{word}")]
        return
    for between in (", ", "; "):
        yield [Edit(Span(source.index, place.end, place.end), between + written)]


def _pair(source: Source, named: Span | None, place: Span, name: str, value: str) -> str | None:
    """Return a header as the one at these places is written, or None."""
    literal = source.slice(place)
    if named is None or named == place:
        quote = opening(literal)
        return f"{quote}{name}: {value}{quote}"
    says = source.text[named.end : place.start]
    if named.end > place.start or len(says) > 40 or "\n" in says:
        return None
    key, quote = source.slice(named), opening(literal)
    marks = opening(key) or quote
    return f"{marks}{name}{marks}{says}{quote}{value}{quote}"


def _first(
    sources: list[Source], request: Request, name: str, value: str, places: list[dict[str, Any]]
) -> Iterator[list[Edit]]:
    """Yield the ways to write the first header of a request."""
    for entry in places:
        if request.client not in entry["clients"]:
            continue
        for anchor in entry["after"]:
            span = _anchor(request, anchor)
            if span is None or span.source >= len(sources):
                continue
            source = sources[span.source]
            end = span.end
            if anchor == "url" and not opening(source.slice(span)) and source.text[end : end + 1] in ("'", '"'):
                end += 1
            written = entry["text"].replace("NAME", name).replace("VALUE", value)
            yield [Edit(Span(span.source, end, end), written)]


def _anchor(request: Request, name: str) -> Span | None:
    """Return what a first header stands behind, where that is written in the call itself."""
    if name == "call":
        return Span(request.span.source, request.span.end - 1, request.span.end - 1)
    span: Span | None
    if name == "command":
        span = request.span
    elif name == "method":
        span = request.method.span
    else:
        span = request.url.span or (request.url.parts[-1] if request.url.parts else None)
    inside = span is not None and span.source == request.span.source
    return span if span is not None and inside and request.span.start <= span.start < request.span.end else None
