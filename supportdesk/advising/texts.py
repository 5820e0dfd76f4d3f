"""Texts of a verdict: a rule's own sentences with the customer's values, in both languages."""

from __future__ import annotations

from typing import Any

from supportdesk.slots import SlotError, fill, shown

LANGUAGES = ("en", "zh")
SHOWN_LENGTH = 160
"""Characters of one value inside a sentence; longer ones are cut with an ellipsis."""

Text = dict[str, str]
Labels = dict[str, dict[Any, Text]]


def filled(template: Text | None, values: dict[str, Any], otherwise: Text, labels: Labels | None = None) -> Text:
    """Return a rule's text in both languages; `otherwise` where a slot of it is not known in this ticket.

    `labels` (rules/labels.yaml) say how enumerated values read in each language.
    """
    if not template:
        return dict(otherwise)
    try:
        return {name: fill(template[name], labelled(values, labels or {}, name), shortened) for name in LANGUAGES}
    except SlotError:
        return dict(otherwise)


def labelled(values: dict[str, Any], labels: Labels, language: str) -> dict[str, Any]:
    """Return the values with enumerated ones as they read in a sentence of that language."""
    known = {fact: words[values[fact]] for fact, words in labels.items() if values.get(fact) in words}
    return {**values, **{fact: label[language] for fact, label in known.items()}}


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
