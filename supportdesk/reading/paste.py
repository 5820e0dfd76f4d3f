"""From the sources of a ticket to evidence: cuts each paste into regions and gives every region to its reader.

Program text goes to the readers of code; in the rest HTML pages, streams, JSON, tracebacks, error lines, tables of the
console and settings are found in this order; what is left is prose. Whatever no reader took is named in `not_read`.
"""

from __future__ import annotations

from supportdesk.i18n import mark
from supportdesk.reading import code, regions
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.retry_loops import read_retry_loops
from supportdesk.reading.code.streaming import read_streaming
from supportdesk.reading.decoration import undecorated
from supportdesk.reading.evidence import Evidence, NotRead, Piece, Request
from supportdesk.reading.exports import read_exports
from supportdesk.reading.found import Found
from supportdesk.reading.mentions import keep_asked_models, read_literals
from supportdesk.reading.notebooks import find_notebook
from supportdesk.reading.printed import read_printed
from supportdesk.reading.programs import read_programs
from supportdesk.reading.text_rows import TextReader
from supportdesk.source import READ_LIMIT, Source, Span
from supportdesk.view import View

TOO_LONG = mark("The text behind this place was not read: the source is too long.")
"""Reason of `not_read` for what lies behind READ_LIMIT."""

NO_REQUEST = mark("No request that this program text sends was found.")
"""Reason of `not_read` for program text that gave neither a request nor a fact."""


def read_ticket(sources: list[Source], now: int | None = None) -> Evidence:
    """Return all evidence of a ticket; never raises for any text.

    `now` is the time of receipt in Unix seconds (None: not known); readers of relative times use it, so that a case
    replays. Of a source longer than READ_LIMIT the beginning is read and the rest named in `not_read`.
    """
    found, not_read = Found(), []
    for source in sources:
        view = View.whole(source)
        if source.length > READ_LIMIT:
            not_read.append(NotRead(Span(source.index, READ_LIMIT, source.length), TOO_LONG))
            view = view.cut(0, READ_LIMIT)
        exported = read_exports(view)
        if exported is not None:
            found.take(exported.found.pieces)
            not_read += exported.not_read
            view = exported.rest
        _read_view(found, not_read, view, now)
    evidence = Evidence(sources, keep_asked_models(_in_order(found.pieces)), sorted(not_read))
    evidence.regions = found.regions
    trust_pictures(evidence)
    return evidence


def trust_pictures(evidence: Evidence) -> None:
    """Give what was read of a picture's text the trust of a screenshot; what a person says in it stays prose."""
    for piece in evidence.pieces:
        if piece.origin != "prose" and evidence.sources[piece.span.source].is_screenshot:
            piece.origin = "screenshot"


def read_program_at(source: Source, offset: int) -> list[Request]:
    """Return the requests of the program text around an offset, as `read_ticket` reads that text by itself.

    Nothing where none stands there, and for a notebook or an export, which are read as a whole.
    """
    view = View.whole(source)
    if source.length > READ_LIMIT or read_exports(view) is not None or find_notebook(view) is not None:
        return []
    view = undecorated(view)
    for item in regions.split(view):
        if item.language is not None and item.start < item.end:
            place = view.span(item.start, item.end)
            if place.start <= offset <= place.end:
                return code.read(view.cut(item.start, item.end), item.language).requests
    return []


def _read_view(found: Found, not_read: list[NotRead], view: View, now: int | None) -> None:
    notebook = find_notebook(view)
    if notebook is not None:
        place = view.span(notebook.start, notebook.end)
        _take_code(found, not_read, view, place, code.read(notebook.program, "python"))
        around = (view.cut(0, notebook.start), view.cut(notebook.end))
        for text in (*notebook.texts, *around):
            _read_text(found, not_read, text, now)
        return
    _read_text(found, not_read, view, now)


def _read_text(found: Found, not_read: list[NotRead], view: View, now: int | None) -> None:
    """Read a text that is no notebook."""
    view = undecorated(view)
    cut = found.regions[view.text] = regions.split(view)
    texts = [(item.start, item.end) for item in cut if item.language is None]
    lines = {(item.start, item.end) for item in cut if item.language == "http"}
    for place, reading in read_programs(view, cut):
        if not reading.requests and view.offsets(place) in lines:
            texts.append(view.offsets(place))  # a line that looks like a request's first: what it mentions counts
        else:
            _take_code(found, not_read, view, place, reading)
    TextReader(found, not_read, view, now).read(sorted(texts))
    for item in cut:
        if item.language not in (None, "http") and ("#" in view.text or "//" in view.text):
            read_printed(found, not_read, view, item.start, item.end)


def _take_code(found: Found, not_read: list[NotRead], view: View, place: Span, reading: CodeReading) -> None:
    readings = list(reading.readings)
    known = {item.fact for item in readings}
    readings += [item for item in read_streaming(view, *view.offsets(place)) if item.fact not in known]
    readings += read_retry_loops(view, *view.offsets(place))
    for request in reading.requests:
        found.pieces.append(
            Piece("request", "code", request.span, list(readings), complete=request.complete, request=request)
        )
    if not reading.requests:
        readings += read_literals(view, *view.offsets(place))
        if readings:
            found.add("config", place, readings, complete=reading.complete, origin="code")
    if not reading.requests and not readings and not reading.not_read:
        not_read.append(NotRead(place, NO_REQUEST))
    not_read += reading.not_read


def _in_order(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces in the order of the text, each family together and its outermost piece first."""
    roots: list[int] = []
    for number, piece in enumerate(pieces):
        roots.append(number if piece.inside is None else roots[piece.inside])
    order = sorted(
        range(len(pieces)), key=lambda n: (pieces[roots[n]].span.source, pieces[roots[n]].span.start, roots[n], n)
    )
    places = {old: new for new, old in enumerate(order)}
    for piece in pieces:
        piece.inside = None if piece.inside is None else places[piece.inside]
    return [pieces[number] for number in order]
