"""Addresses of one ticket held against each other: what a gateway or client appended to a base that had it already."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Evidence
from supportdesk.relating.sent import split_url
from supportdesk.source import Span

MOST_ADDRESSES = 40
_VERSION = lazy(r"/v[0-9]{1,2}(?:beta[0-9]?|alpha)?(?=/|$)")
_APPENDED = lazy(r"/v[0-9]{1,2}(?:beta[0-9]?|alpha)?(?:/|$)")


def find_doubled(evidence: Evidence) -> list[Span]:
    """Return where a base address and the one that was called of it stand, where a version or path is doubled.

    The called address begins with the base; what was appended repeats the base's last segments, or begins with a
    version although the base has one. Empty where no two addresses show that.
    """
    known: dict[str, Span] = {}
    for piece in evidence.pieces:
        for reading in piece.readings:
            if reading.fact in ("url", "base_url") and len(known) < MOST_ADDRESSES:
                known.setdefault(str(reading.value).partition("?")[0].rstrip("/"), reading.span)
    for base, place in known.items():
        path = split_url(base)[1].rstrip("/")
        for called, other in known.items() if path else ():
            if called.startswith(base + "/") and _repeats(path, called[len(base) :]):
                return [place, other]
    return []


def _repeats(path: str, appended: str) -> bool:
    """Whether what was appended to a path doubles its version or its end."""
    if _VERSION.search(path) is not None and _APPENDED.match(appended) is not None:
        return True
    parts = path.strip("/").split("/")
    return any(appended.startswith("/" + "/".join(parts[at:])) for at in range(len(parts)))
