"""Billing hypotheses in words, in the interface's language."""

from __future__ import annotations

from supportdesk.i18n import _, mark

BASES = {
    "tokens": mark("tokens times the model's ratio"),
    "tokens-claude": mark("tokens as Claude counts them, the cache beside the prompt"),
    "tokens-cache-full": mark("cached tokens at the full price"),
    "media-tokens": mark("tokens on a media model"),
    "audio": mark("tokens of sound and text times their ratios"),
    "expression": mark("the price that the model's expression gives"),
    "call": mark("the price of one call"),
    "task": mark("the price of one task"),
    "task-ratio": mark("a task by half its model ratio"),
    "task-tokens": mark("a finished task by the upstream's tokens"),
    "reservation": mark("the reservation, kept"),
    "default-500": mark("a task without a price: 500 quota"),
}
"""Base of a hypothesis's id → message id."""

MODIFIERS = {
    "n": mark("times the number asked for"),
    "seconds": mark("times the seconds asked for"),
    "size": mark("times the ratio of a large size"),
    "special-group": mark("both group ratios applied"),
    "no-group": mark("without a group ratio"),
    "no-completion": mark("output at the price of input"),
    "ceil": mark("rounded up"),
    "twice": mark("booked twice"),
    "cny": mark("shown in CNY"),
}
"""Modifier of a hypothesis's id → message id."""


def hypothesis_text(identity: str) -> str:
    """Return what an id such as 'tokens+twice' says; a part that is not known stands as it is."""
    base, *modifiers = identity.split("+")
    parts = [BASES.get(base, base), *(MODIFIERS.get(name, name) for name in modifiers)]
    return "; ".join(_(part) for part in parts)
