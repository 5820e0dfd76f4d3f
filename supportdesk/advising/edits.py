"""Edits of the customer's text: replaced, inserted and deleted characters, all of one text at once."""

from __future__ import annotations

from collections.abc import Iterable

from supportdesk.named import NamedTuple
from supportdesk.source import Source, Span


class Edit(NamedTuple):
    """The characters at `span` become `new`; an empty span inserts, an empty `new` deletes."""

    span: Span
    new: str


class UnwritableError(Exception):
    """A change that no edit of the customer's text makes safely; never leaves the making of a patch."""


def by_source(edits: Iterable[Edit]) -> dict[int, list[Edit]]:
    """Return the edits of each source in the order of the text, each once.

    Raises UnwritableError where two of them touch the same characters.
    """
    grouped: dict[int, list[Edit]] = {}
    for edit in sorted(set(edits), key=lambda edit: (edit.span.source, edit.span.start, edit.span.end)):
        before = grouped.setdefault(edit.span.source, [])
        if before and edit.span.start < before[-1].span.end:
            raise UnwritableError
        before.append(edit)
    return grouped


def edited(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return the characters `[start, end)` of the text with the edits made, which come in order and lie inside."""
    pieces: list[str] = []
    at = start
    for edit in edits:
        pieces += [text[at : edit.span.start], edit.new]
        at = edit.span.end
    pieces.append(text[at : len(text) if end is None else end])
    return "".join(pieces)


def patched(sources: list[Source], edits: Iterable[Edit]) -> list[Source]:
    """Return the sources with the edits made; raises UnwritableError as by_source does."""
    grouped = by_source(edits)
    if any(number >= len(sources) for number in grouped):
        raise UnwritableError
    return [
        Source(edited(source.text, grouped[number]), source.index, source.name) if number in grouped else source
        for number, source in enumerate(sources)
    ]
