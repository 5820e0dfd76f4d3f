"""A base URL in settings, where the ticket shows no code: mended by the path that was called with it."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.edits import Edit, UnwritableError, patched
from supportdesk.advising.patching import Patch, write_patch
from supportdesk.advising.repair import Sheet
from supportdesk.advising.writing import rewritten
from supportdesk.source import Source, Span

LONGEST = 200_000
"""Characters of all sources beyond which nothing is read a second time."""


def mend_settings(sheet: Sheet, row: Any, known: list[str]) -> Patch:
    """Add the step that sets the base URL, and return its diff; Patch('') where the path proves nothing.

    The material has to tell the path that was called, and it has to begin with that of the base URL.
    """
    from supportdesk.advising.address import mend_path
    from supportdesk.relating.sent import split_url

    base, path = row.values.get("base_url"), row.values.get("path")
    spans = row.spans.get("base_url") or []
    if not isinstance(base, str) or not isinstance(path, str) or not spans or "://" not in base:
        return Patch("")
    own = split_url(base)[1].rstrip("/")
    mended = mend_path(path, known)
    tail = path[len(own) :] if path.startswith(own) else ""
    if mended is None or not tail.startswith("/") or not mended.endswith(tail):
        return Patch("")
    stem = base.rstrip("/")
    new = stem[: len(stem) - len(own)] + mended[: -len(tail)]
    if new == stem:
        return Patch("")
    sheet.step("base_url", spans[0], old=base, new=new, tail=tail)
    return _patch(sheet.sources, spans[0], base, new)


def _patch(sources: list[Source], span: Span, old: str, new: str) -> Patch:
    """Return the diff of one literal, whose new text has to be read as the base URL."""
    from supportdesk.reading.paste import read_ticket

    if span.source >= len(sources) or sum(len(source.text) for source in sources) > LONGEST:
        return Patch("")
    try:
        edits = [Edit(span, rewritten(sources[span.source].slice(span), old, new))]
        patch = write_patch(edits, sources)
        again = read_ticket(patched(sources, edits)) if patch.text else None
    except UnwritableError:
        return Patch("")
    readings = [reading for piece in again.pieces for reading in piece.readings] if again is not None else []
    read = any(one.fact == "base_url" and one.value == new and one.span.start == span.start for one in readings)
    return patch if read or patch.why else Patch("")
