"""Which of several meanings of an error says most: words that tell what is wrong go before words that it failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

GENERIC = "generic"
"""The system of wordings that many services share: they count for less than any system's own words or code."""

NEXT = "next_gateway"
"""The layer of words with which a gateway says that the service behind it has refused or failed."""

VAGUE = frozenset({"request_rejected", "upstream_failed", "upstream_opaque"})
"""Kinds that say no more than that something was refused or failed."""

Found = TypeVar("Found", bound=Any)


def without_vague(found: list[Found]) -> list[Found]:
    """Return what says more alone, where the best of the rows found only says 'it failed'.

    `found` have `row`, `score` and `strength`. Before words that a gateway passes on goes all that is passed on with
    them; before others go generic wordings that are longer.
    """
    best = max(found, key=lambda item: item.score)
    if not best.strength or not VAGUE.issuperset(best.row["kinds"]):
        return found
    passed_on = best.row["layer"] == NEXT
    telling = [
        item
        for item in found
        if not VAGUE & set(item.row["kinds"])
        and (item.strength if passed_on else item.row["system"] == GENERIC and item.strength * 2 > best.strength)
    ]
    return telling or found


def how_telling(matches: Sequence[Any]) -> tuple[bool, int]:
    """Return what meanings (ErrorMatch) are preferred by: that they say what is wrong, then how many words say it."""
    vague = all(match.kind in VAGUE or match.kind.startswith("status_") for match in matches)
    return not vague, matches[0].strength
