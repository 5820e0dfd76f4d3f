"""What no reply may state: names of channels, and the hosts and addresses behind the gateway that an error gave away.

The gateway hides hosts and addresses from users and shows a channel's name to administrators only (gateway.md 1, 5):
who pastes an administrator's view has them in the material, and the customer must not get them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.patterns import lazy

if TYPE_CHECKING:
    from supportdesk.reading.evidence import Evidence, Piece

HIDDEN = "…"
"""What stands in a reply where a name was left out."""

ERROR_TEXTS = frozenset({"error_message", "error_outer_message", "fail_reason", "content"})
TEXT_LENGTH = 20_000
RECORDS = frozenset({"log_row", "task_row"})
OWN_KINDS = frozenset({"prose", "config", "request", "body", "exception"})
SHORTEST = 3
"""Characters of a name below which it would hide ordinary words."""

_CHANNEL = lazy(r'channel_name\\{0,3}["\']\s{0,4}[:=]\s{0,4}\\{0,3}["\']([^"\'\\]{1,80})')
_ADDRESS = lazy(r"(?:https?|wss?)://([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)")
_BEHIND = lazy(
    r"\b(?:Post|Get|Put|Patch|Delete|Head|dial tcp|read tcp|write tcp|lookup|connect to)\b"
    r"(?:\s|\\{0,3}\")+(?:(?:https?|wss?)://)?((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})"
)
CHANNEL = lazy(
    r"(?i)(?<![a-z])(?:channels?|渠道)(?:\s?(?:id|no\.?|number|编号|号))?\s?[:：#＃=]?\s?[#\"'“「]?"
    r"([A-Za-z][\w-]*\d[\w-]*|\d[\w-]{0,20})"
)
"""A channel by its number or a name with one: `channel #3`, `渠道ID：12` (gateway.md 3, 5)."""
_NUMBER = lazy(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])")


def find_internal_names(evidence: Evidence, *, ours: bool) -> list[str]:
    """Return the names that a reply to this ticket must not state, the longest first.

    `ours`: the operator has to act; then every host in an error text counts, else only those that the gateway itself
    called or that an administrator's record shows. What the customer sends, sets or writes is the customer's own.
    """
    own = own_text(evidence)
    names: set[str] = set()
    numbers: set[str] = set()
    for piece in evidence.pieces:
        if piece.kind in RECORDS:
            text = evidence.sources[piece.span.source].slice(piece.span)[:TEXT_LENGTH]
            names.update(match[1] for match in _CHANNEL.finditer(text))
        for text in _error_texts(piece):
            patterns = (_ADDRESS, _BEHIND, _NUMBER) if ours or piece.kind in RECORDS else (_BEHIND, _NUMBER)
            names.update(match[1] for pattern in patterns for match in pattern.finditer(text))
            numbers.update(match[0] for match in CHANNEL.finditer(text))
    kept = {name for name in names if len(name) >= SHORTEST and name.lower() not in own}
    kept.update(name for name in numbers if name.lower() not in own)
    return sorted(kept, key=lambda name: (-len(name), name))


def conceal(text: str, names: list[str]) -> str:
    """Return the text with every name in it left out."""
    for name in names:
        if name in text:
            text = text.replace(name, HIDDEN)
    return text


def _error_texts(piece: Piece) -> list[str]:
    return [str(reading.value)[:TEXT_LENGTH] for reading in piece.readings if reading.fact in ERROR_TEXTS]


def own_text(evidence: Evidence) -> str:
    """Return, in lower case, what the customer sends, sets up or writes."""
    pieces = [piece for piece in evidence.pieces if piece.kind in OWN_KINDS]
    return "\n".join(evidence.sources[one.span.source].slice(one.span)[:TEXT_LENGTH] for one in pieces).lower()
