"""Texts of a verdict: a rule's own sentences with the customer's values, in both languages."""

from __future__ import annotations

from typing import Any

from supportdesk.slots import SlotError, fill, shown

LANGUAGES = ("en", "zh")
SHOWN_LENGTH = 160
"""Characters of one value inside a sentence; longer ones are cut with an ellipsis."""

WIDE = "\u2e80"
"""The first of the characters that Chinese is written in; what lies before is set with blanks."""

Text = dict[str, str]
Labels = dict[str, dict[Any, Text]]


def filled(template: Text | None, values: dict[str, Any], otherwise: Text, labels: Labels | None = None) -> Text:
    """Return a rule's text in both languages; `otherwise` where a slot of it is not known in this ticket.

    `labels` (rules/labels.yaml) say how enumerated values read in each language.
    """
    if not template:
        return dict(otherwise)
    try:
        said = {name: fill(template[name], labelled(values, labels or {}, name), shortened) for name in LANGUAGES}
    except SlotError:
        return dict(otherwise)
    return {**said, "zh": close_up(said["zh"])}


def close_up(text: str) -> str:
    """Return a Chinese text without the blanks that a slot leaves between two Chinese characters."""
    if " " not in text:
        return text
    signs = [
        sign for at, sign in enumerate(text)
        if sign != " " or not (0 < at < len(text) - 1 and text[at - 1] >= WIDE and text[at + 1] >= WIDE)
    ]  # fmt: skip
    return "".join(signs)


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
