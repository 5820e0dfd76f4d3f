"""The edits that make a body JSON on its way: its characters, the quotes around it, the call that encodes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from supportdesk.advising.edits import Edit, UnwritableError
from supportdesk.advising.json_mending import mend_json
from supportdesk.advising.writing import SHELLS, expression_end
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Request
from supportdesk.source import Source, Span

_LITERAL = lazy(r"(?:[bBrRuU]{0,2}|@)(\"\"\"|'''|[\"'`])")
_BATCH_WORD = lazy(r"""(?<=\s)(?:'([^'\r\n]*)'|"([{\[][^\r\n]*[}\]])")(?=\s|\Z)""")
LONGEST_COMMAND = 8_191
"""Characters of a command that cmd.exe takes."""
LONGEST_CALL = 20_000
"""Characters of a source in which the call that encodes a body is looked for."""


def edit_syntax(sources: list[Source], request: Request, encoders: list[dict[str, Any]]) -> Iterator[list[Edit]]:
    """Yield the ways to send the request's body as JSON, the likeliest first.

    `encoders` are the entries of rules/fixes.yaml of that name: which call turns data into JSON in which language.
    """
    value = request.body.value
    place = value.span if value is not None else None
    if place is not None and place.source < len(sources):
        if request.language == "batch":
            yield from _for_batch(sources[request.span.source], request)
        else:
            yield from _in_place(sources[place.source], request.language, place)
    if not _is_data(sources, request):
        return
    source = sources[request.span.source]
    for entry in encoders:
        if request.language in entry["languages"] and request.client in entry["clients"]:
            yield from _encoded(source, request, entry)


def _is_data(sources: list[Source], request: Request) -> bool:
    """Whether what the call hands over is seen to be data and no text: what nobody sees may be JSON already."""
    if request.body.kind in ("form", "multipart"):
        return any(field.name.place() is not None for field in request.body.fields)
    value = request.body.value
    place = value.place() if value is not None else None
    return place is not None and sources[place.source].slice(place).startswith(("{", "[", "array("))


def _in_place(source: Source, language: str, place: Span) -> Iterator[list[Edit]]:
    """Yield the ways to mend the characters of a body where they stand."""
    raw = source.slice(place)
    before, after = source.text[place.start - 1 : place.start], source.text[place.end : place.end + 1]
    if language in SHELLS and before == after and before in ("'", '"'):
        plain = raw.replace('\\"', '"').replace("\\\\", "\\") if before == '"' and '\\"' in raw else raw
        made = mend_json(plain)
        if made is not None:
            written = "'" + made.replace("'", "'\\''") + "'"
            yield [Edit(Span(place.source, place.start - 1, place.end + 1), written)]
        return
    literal = _LITERAL.match(raw)
    quote = literal.group(1) if literal is not None else ""
    start = literal.end() if literal is not None else 0
    inner = raw[start : len(raw) - len(quote)]
    if '\\"' in inner and (quote == '"' or before == '"'):
        made = mend_json(inner.replace('\\"', '"').replace("\\\\", "\\"))
        made = made.replace("\\", "\\\\").replace('"', '\\"') if made is not None else None
    else:
        made = mend_json(inner)
        if made is not None and (quote or before) == "'":
            made = None if "'" in made else made
    if made is not None and made != inner:
        at = place.start + start
        yield [Edit(Span(place.source, at, at + len(inner)), made)]


def _for_batch(source: Source, request: Request) -> Iterator[list[Edit]]:
    """Yield the command as cmd.exe takes it: double quotes around every argument, those inside escaped."""
    edits = []
    for found in _BATCH_WORD.finditer(source.slice(request.span)[:LONGEST_COMMAND]):
        text = found.group(1) if found.group(1) is not None else found.group(2)
        made = mend_json(text.replace('\\"', '"')) if text.lstrip()[:1] in ("{", "[") else None
        written = (made if made is not None else text).replace("\\", "\\\\").replace('"', '\\"')
        start = request.span.start + found.start()
        edits.append(Edit(Span(source.index, start, start + len(found.group())), f'"{written}"'))
    if edits:
        yield edits


def _encoded(source: Source, request: Request, entry: dict[str, Any]) -> Iterator[list[Edit]]:
    """Yield the edit of the one place where the call hands its data over."""
    whole = entry.get("anywhere", False)
    start = 0 if whole else request.span.start
    text = source.text[start : min(len(source.text), start + LONGEST_CALL) if whole else request.span.end]
    found = list(re.finditer(entry["find"], text))
    if len(found) != 1:
        return
    at = start + found[0].end()
    if "put" in entry:
        yield [Edit(Span(source.index, start + found[0].start(), at), entry["put"])]
        return
    try:
        end = expression_end(source.text, at)
    except UnwritableError:
        return
    if end > at and not source.text.startswith(entry["open"], at):
        yield [
            Edit(Span(source.index, at, at), entry["open"]),
            Edit(Span(source.index, end, end), entry["close"]),
        ]
