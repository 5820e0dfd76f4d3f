"""The program texts of one paste: each read by itself, pieces of Python as one program where one needs another.

A session with its output between, cells of a notebook, or code with sentences between it: what a later piece uses an
earlier one has made. Pieces are joined only where that tells more, so that a broken one spoils no other.
"""

from __future__ import annotations

from collections.abc import Iterable

from supportdesk.reading import code
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.evidence import Request
from supportdesk.reading.regions import Region
from supportdesk.source import Span
from supportdesk.value import UNKNOWN
from supportdesk.view import View

LIMIT = 40
"""Pieces of one paste that are read together."""


def read_programs(view: View, regions: Iterable[Region]) -> list[tuple[Span, CodeReading]]:
    """Return the reading of every region that has a language, with its place."""
    apart: list[tuple[Span, CodeReading]] = []
    parts: list[View] = []
    pythons: list[int] = []
    for region in regions:
        if region.language is None:
            continue
        part = view.cut(region.start, region.end)
        if region.language == "python":
            pythons.append(len(apart))
            parts.append(part)
        apart.append((view.span(region.start, region.end), code.read(part, region.language)))
    if not 2 <= len(parts) <= LIMIT:
        return apart
    joined = _joined(parts, [apart[index][1] for index in pythons])
    if joined is None:
        return apart
    first = Span(view.source, apart[pythons[0]][0].start, apart[pythons[-1]][0].end)
    return [(first, joined), *(item for index, item in enumerate(apart) if index not in pythons)]


def _joined(parts: list[View], readings: list[CodeReading]) -> CodeReading | None:
    """Return the reading of the pieces as one program where it tells more than each by itself, else None."""
    sent = [request for reading in readings for request in reading.requests]
    gaps = sum(map(_unknowns, sent))
    if sent and not gaps:
        return None
    from supportdesk.reading.code.python.text import prepared

    views: list[View] = []
    for part in parts:
        end = part.span(len(part), len(part))
        views += [prepared(part), View.stand_in("\n", end)]
    together = code.read(View.joined(views, parts[0].source), "python")
    found = together.requests
    if len(found) < max(1, len(sent)) or (len(found) == len(sent) and sum(map(_unknowns, found)) >= gaps):
        return None
    return together


def _unknowns(request: Request) -> int:
    """Return how much of a request is open; one that may have more in it than is seen counts once for that."""
    return repr(request.to_dict()).count(UNKNOWN) + (not request.complete)
