"""Which wordings of rules/errors stand in a text: templates cut at their `<slots>`, their literal parts in order.

Candidates come from one rare word or pair of Chinese characters of each template; texts and templates that were looked
at are remembered, since several readers ask about the same line of a ticket.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from operator import add
from typing import Any

from supportdesk.folding import BETWEEN, FIELD, LOWER, TOKEN, count_units, fold, is_word
from supportdesk.named import NamedTuple

SLOT_LIMIT = 160
"""Most characters of a slot between two literals; a `<text>` may be as long as the message."""
FREE_SLOTS = frozenset({"text", "allowed", "found", "url"})
"""Slots that take any text."""
REMEMBERED = 64
"""Texts of which is remembered what stands in them."""


class Standing(NamedTuple):
    """A template that stands in a text: its row, slots and units, the places of its parts in the folded text."""

    row: dict[str, Any]
    slots: list[str]
    places: list[tuple[int, int]]
    units: int
    plain: str
    lower: str
    whole: int


class _Template(NamedTuple):
    """A template cut up: its row's number, the longest of its literal parts, all parts, slots, bounds and units."""

    row: int
    longest: str
    parts: list[str]
    slots: list[str]
    bounds: str
    units: int


class _Seen:
    """What stands in the texts that were asked about last: several readers ask about the same line of a ticket.

    `templates` are those of the index that were looked at, cut up, and `rows` those that were read; `anchors` are the
    numbers that tokens lead to.
    """

    index: dict[str, Any] | None = None
    found: dict[str, list[Standing]] = {}  # noqa: RUF012 - one for the process is what is meant
    templates: dict[int, _Template] = {}  # noqa: RUF012 - as above
    rows: dict[int, dict[str, Any]] = {}  # noqa: RUF012 - as above
    anchors: dict[str, list[int]] = {}  # noqa: RUF012 - as above

    @classmethod
    def of(cls, index: dict[str, Any]) -> None:
        """Begin anew with another index."""
        cls.index, cls.found, cls.templates, cls.rows, cls.anchors = index, {}, {}, {}, {}


def find_standing(index: dict[str, Any], text: str) -> list[Standing]:
    """Return the templates that stand in a text, in their order; remembered for the next who asks."""
    if _Seen.index is not index:
        _Seen.of(index)
    elif len(_Seen.found) >= REMEMBERED:
        _Seen.found = {}
    seen = _Seen.found
    found = seen.get(text)
    if found is None:
        found = seen[text] = list(_look_up(index, text))
    return found


def _look_up(index: dict[str, Any], text: str) -> Iterator[Standing]:
    plain = fold(text)
    lower = plain.translate(LOWER)
    if not lower:
        return
    whole = count_units(lower)
    tokens = _tokens(lower)
    tokens |= {token[:-1] for token in tokens if token[-1] == "s"}
    tokens.add("")
    numbers = {number for token in index["anchors"].keys() & tokens for number in _anchored(index, token)}
    templates = _Seen.templates
    for number in sorted(numbers):
        template = templates.get(number)
        if template is None:
            template = templates[number] = _template(index["templates"][number])
        if template.longest not in lower:
            continue
        places = _places(lower, template.parts, template.slots, template.bounds)
        if places is not None:
            yield Standing(row_of(index, template.row), template.slots, places, template.units, plain, lower, whole)


def _anchored(index: dict[str, Any], token: str) -> list[int]:
    """Return the templates that a token leads to."""
    numbers = _Seen.anchors.get(token)
    if numbers is None:
        numbers = _Seen.anchors[token] = [int(number) for number in index["anchors"][token].split()]
    return numbers


def _template(text: str) -> _Template:
    row, parts, slots, bounds, units = text.split(FIELD)
    cut = parts.split(BETWEEN)
    return _Template(int(row), max(cut, key=len), cut, slots.split(BETWEEN), bounds, int(units))


def row_of(index: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a row of the index, read once for each process."""
    if _Seen.index is not index:
        _Seen.of(index)
    row = _Seen.rows.get(number)
    if row is None:
        row = _Seen.rows[number] = json.loads(index["rows"][number])
    return row


def _places(text: str, parts: list[str], slots: list[str], bounds: str) -> list[tuple[int, int]] | None:
    """Return where each literal part stands, in order, or None; at most eight beginnings are tried."""
    start = 1 if slots[0] else 0
    for _ in range(8):
        first = _find(text, parts[0], start, bounds[0])
        if first < 0:
            return None
        places = [(first, first + len(parts[0]))]
        for number in range(1, len(parts)):
            behind = places[-1][1] + 1
            at = _find(text, parts[number], behind, bounds[number])
            if at < 0 or (slots[number] not in FREE_SLOTS and at - behind >= SLOT_LIMIT):
                break
            places.append((at, at + len(parts[number])))
        if len(places) == len(parts) and not (slots[-1] and places[-1][1] >= len(text)):
            return places
        start = first + 1
    return None


def _find(text: str, part: str, start: int, bound: str) -> int:
    """Return where a part begins at or behind `start`, no word running on over an edge that is bound, or -1."""
    at = text.find(part, start)
    while at >= 0:
        end = at + len(part)
        left = bound not in "lbB" or at == 0 or not is_word(text[at - 1])
        if bound in "RB" and text[end : end + 1] == "s":
            end += 1
        right = bound not in "rbRB" or end == len(text) or not is_word(text[end])
        if left and right:
            return at
        at = text.find(part, at + 1)
    return -1


def _tokens(text: str) -> set[str]:
    found: set[str] = set()
    for word in TOKEN.findall(text):
        if word[0].isascii():
            found.add(word)
        else:
            found.update(map(add, word, word[1:]))
    return found
