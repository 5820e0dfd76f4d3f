"""What was mended in a text to read the request that was meant: where, and what stands there now for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.named import NamedTuple
from supportdesk.source import Source, Span

if TYPE_CHECKING:
    from supportdesk.reading.evidence import Request

LONGEST = 80
"""Signs of a repaired text that are quoted."""


class Repair(NamedTuple):
    """One thing that was mended.

    `message` is an English message id (gettext); `span` the place in the paste, None where it has none of its own;
    `was` what stands there, `became` what another program makes of it or what it was read as; both '' where the message
    says it all.
    """

    message: str
    span: Span | None = None
    was: str = ""
    became: str = ""

    @classmethod
    def of(cls, message: str, span: Span | None, was: str = "", became: str = "") -> Repair:
        """Return a repair whose quoted texts stand on one line and are short."""
        return cls(message, span, _short(was), _short(became))


def repairs_of(requests: Sequence[Request], sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Return what was mended as plain data, in the order of the requests.

    Each is `{"request": number, "message": English message id, "was", "became", "line", "column"}`; line and column are
    1-based, None where a repair has no place of its own.
    """
    return [
        {"request": number, "message": repair.message, "was": repair.was, "became": repair.became}
        | dict(zip(("line", "column"), _position(repair.span, sources), strict=True))
        for number, request in enumerate(requests)
        for repair in request.repairs
    ]


def _position(span: Span | None, sources: Sequence[Source]) -> tuple[int | None, int | None]:
    if span is None or span.source >= len(sources):
        return None, None
    return sources[span.source].position(span.start)


def once(repairs: list[Repair]) -> list[Repair]:
    """Return the first repair of each message: the continued lines of a command are all mended alike."""
    return list({repair.message: repair for repair in reversed(repairs)}.values())[::-1]


def first_difference(before: str, after: str) -> int:
    """Return the offset of the first sign that two texts of one length do not share; 0 where they are equal."""
    return next((at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), 0)


def _short(text: str) -> str:
    return " ".join(text[: 4 * LONGEST].split())[:LONGEST]
