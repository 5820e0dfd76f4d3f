"""A draft: the readings that speak of one row, before the most trusted value of each fact is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from supportdesk.reading.evidence import Origin, Piece, Reading, Request
from supportdesk.relating.tables import Fact, Row
from supportdesk.source import Span

TRUST: dict[Origin, int] = {"record": 6, "answer": 5, "code": 4, "console": 3, "screenshot": 2, "prose": 1}
"""How far an origin is trusted, higher is more (design, 'Facts')."""

INNERMOST_WINS = frozenset({"error_code", "error_type", "error_message", "error_param", "fail_reason"})
"""Facts of which the last reading of nested pieces is the one meant: what the innermost system said."""

FIRST_WINS = frozenset(
    {"http_status", "request_id", "error_outer_message", "hops", "response_kind", "error_layer", "upstream_status",
     "exception_type", "exception_message", "exception_layer", "runtime", "language", "sdk", "sdk_version",
     "content", "media_kind", "media_mime", "media_scheme", "media_host_private", "base_url", "model"}
)  # fmt: skip
"""Facts of which the outermost or first reading is the one meant, the others being of hops or details behind it."""

UNANSWERED = frozenset({"before_send", "connecting", "tls"})
"""Layers of an exception that no answer can stand beside in one exchange."""
IDENTIFYING = ("http_status", "error_code", "task_id", "task_status", "request_id", "error_message")
"""Facts that tell two answers apart: two pieces that differ in one of them speak of two exchanges."""


MOST_READINGS = 50
"""Different readings of one fact that are kept: a fact with so many values is not known anyway."""


class Draft:
    """Readings of one row with their origins; `request` and `pieces` as in `Row`."""

    __slots__ = ("_values", "pieces", "readings", "request")

    def __init__(self, request: Request | None = None) -> None:
        self.request = request
        self.readings: list[tuple[Reading, Origin]] = []
        self.pieces: list[Piece] = []
        self._values: dict[str, set[Fact]] = {}

    def add(self, readings: list[Reading], origin: Origin) -> None:
        """Take readings of one origin in; their order counts where values of equal trust differ."""
        self.take([(reading, origin) for reading in readings])

    def take(self, readings: Iterable[tuple[Reading, Origin]]) -> None:
        """Take readings with their origins in; of one fact at most MOST_READINGS are kept."""
        for reading, origin in readings:
            values = self._values.setdefault(reading.fact, set())
            values.add(reading.value)
            if len(values) <= MOST_READINGS:
                self.readings.append((reading, origin))

    def drop(self, facts: set[str], origin: Origin) -> None:
        """Forget what was read of some facts from one origin."""
        left = [(reading, of) for reading, of in self.readings if reading.fact not in facts or of != origin]
        self.readings, self._values = [], {}
        self.take(left)

    def values_of(self, fact: str) -> set[Fact]:
        """Return every value that was read for a fact."""
        return self._values.get(fact, set())

    def knows(self, fact: str) -> bool:
        """Whether any reading states the fact."""
        return fact in self._values

    def agrees(self, other: Draft) -> bool:
        """Whether two drafts can speak of one exchange: no identifying fact differs."""
        for fact in IDENTIFYING:
            mine, theirs = self.values_of(fact), other.values_of(fact)
            if mine and theirs and not mine & theirs:
                return False
        return not ((self._is_unanswered() and other._is_answer()) or (other._is_unanswered() and self._is_answer()))

    def _is_unanswered(self) -> bool:
        """Whether the connection failed before anything came back."""
        return bool(self.values_of("exception_layer") & UNANSWERED) and not self.values_of("http_status")

    def _is_answer(self) -> bool:
        """Whether a status and words came back."""
        return bool(self.values_of("http_status")) and bool(self.values_of("error_message"))

    def absorb(self, other: Draft) -> None:
        """Take over what another draft of the same exchange read."""
        self.take(other.readings)
        self.pieces += other.pieces
        self.request = self.request or other.request


def settle(draft: Draft, link: str) -> tuple[Row, int]:
    """Choose the most trusted value of each fact; return the row and the number of contradictions.

    Readings of equal trust that differ make a fact not known (design, 'Facts'), except where one of them is the one
    meant: the innermost of an error, the first of a list of ids.
    """
    row = Row(link, draft.request)
    row.pieces = draft.pieces
    grouped: dict[str, list[tuple[Reading, Origin]]] = {}
    for reading, origin in draft.readings:
        grouped.setdefault(reading.fact, []).append((reading, origin))
    contradictions = 0
    for fact, found in grouped.items():
        best = max(TRUST[origin] for _, origin in found)
        trusted = [(reading, origin) for reading, origin in found if TRUST[origin] == best]
        chosen = _choose(fact, [reading for reading, _ in trusted])
        if chosen is None:
            contradictions += trusted[0][1] != "prose"
            continue
        row.values[fact] = chosen
        row.origin[fact] = trusted[0][1]
        row.spans[fact] = _distinct([reading.span for reading, _ in trusted if reading.value == chosen])
    return row, contradictions


def _choose(fact: str, readings: list[Reading]) -> Fact | None:
    values = list(dict.fromkeys(_folded(reading.value) for reading in readings))
    if len(values) == 1 or fact in FIRST_WINS:
        return readings[0].value
    if fact in INNERMOST_WINS:
        return readings[-1].value
    return None


def _folded(value: Fact) -> Fact:
    return value.casefold() if isinstance(value, str) else value


def _distinct(spans: list[Span]) -> list[Span]:
    return list(dict.fromkeys(spans))
