"""A growing list of pieces in which each knows the piece that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.reading.evidence import Origin, Piece, PieceKind, Reading
from supportdesk.source import Span
from supportdesk.value import Value

if TYPE_CHECKING:
    from supportdesk.reading.regions import Region


class Found:
    """Pieces in the order of reading: a piece comes before those inside it. `regions` are those of Evidence."""

    __slots__ = ("pieces", "regions")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.regions: dict[str, list[Region]] = {}

    def add(
        self,
        kind: PieceKind,
        span: Span,
        readings: list[Reading],
        *,
        inside: int | None = None,
        body: Value | None = None,
        complete: bool = True,
        origin: Origin = "answer",
    ) -> int:
        """Append one piece and return its index."""
        self.pieces.append(Piece(kind, origin, span, readings, complete=complete, inside=inside, body=body))
        return len(self.pieces) - 1

    def take(self, pieces: list[Piece], inside: int | None = None) -> None:
        """Append pieces that another reader gave; their own `inside` counts within their list."""
        shift = len(self.pieces)
        for piece in pieces:
            piece.inside = inside if piece.inside is None else piece.inside + shift
            self.pieces.append(piece)

    def has_outer(self, inside: int | None, fact: str) -> bool:
        """Whether piece number `inside`, or one around it, states a fact."""
        while inside is not None:
            if self.pieces[inside].first(fact) is not None:
                return True
            inside = self.pieces[inside].inside
        return False

    def hops(self, index: int) -> int:
        """Return how deep pieces stand in one another from number `index` on, itself counted."""
        deepest, levels = 1, {index: 1}
        for number in range(index + 1, len(self.pieces)):
            outer = self.pieces[number].inside
            if outer in levels:
                levels[number] = levels[outer] + 1
                deepest = max(deepest, levels[number])
        return deepest
