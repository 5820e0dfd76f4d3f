"""Texts of a verdict: a rule's own sentences with the customer's values, in both languages."""

from __future__ import annotations

from typing import Any

from supportdesk.slots import SlotError, fill, shown

LANGUAGES = ("en", "zh")
SHOWN_LENGTH = 160
"""Characters of one value inside a sentence; longer ones are cut with an ellipsis."""

Text = dict[str, str]


def filled(template: Text | None, values: dict[str, Any], otherwise: Text) -> Text:
    """Return a rule's text in both languages; `otherwise` where a slot of it is not known in this ticket."""
    if not template:
        return dict(otherwise)
    try:
        return {language: fill(template[language], values, shortened) for language in LANGUAGES}
    except SlotError:
        return dict(otherwise)


def line(template: str, values: dict[str, Any]) -> str:
    """Return one sentence, or '' where a slot of it is not known; long values cut, their line ends as blanks."""
    try:
        return fill(template, values, shortened)
    except SlotError:
        return ""


def whole_line(template: str, values: dict[str, Any]) -> str:
    """Return one sentence whose values are sentences of ours, uncut; '' where a slot of it is not known."""
    try:
        return fill(template, values)
    except SlotError:
        return ""


def shortened(value: object) -> str:
    """Return a value as a sentence shows it: on one line, cut to `SHOWN_LENGTH`."""
    text = shown(value)
    flat = " ".join(text[: SHOWN_LENGTH * 4].split())
    return flat if len(flat) <= SHOWN_LENGTH else flat[: SHOWN_LENGTH - 1] + "…"
