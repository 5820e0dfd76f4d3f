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


def mend_settings(sheet: Sheet, row: Any, knowledge: Any, known: list[str]) -> Patch:
    """Add the step that sets the base URL, and return its diff; Patch('') where the path proves nothing.

    The material has to tell the path that was called, and it has to begin with that of the base URL.
    """
    from supportdesk.advising.address import mend_path
    from supportdesk.relating.sent import split_url

    base, path = row.values.get("base_url"), row.values.get("path") or _named_path(row, knowledge)
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


def _named_path(row: Any, knowledge: Any) -> str | None:
    """Return the path that the answer quotes as the one that was called, or None."""
    from supportdesk.vocabulary import match_error

    values = row.values
    message = values.get("error_message")
    if not isinstance(message, str):
        return None
    found = match_error(
        knowledge, message, values.get("error_code"), values.get("error_type"), values.get("http_status"), None
    )
    named = next((match.slots["path"] for match in found if match.slots and "path" in match.slots), "")
    return named[named.find("/") :] if "/" in named else None  # a method may stand in front


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
