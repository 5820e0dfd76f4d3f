"""A word: text put together from literals and expansions, which knows where each of its characters was written.

Commands and program text are read into words, and words into located values: what one literal states has that literal
as its span, what was put together has the literals as its parts, and what only a run would tell is UNKNOWN.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from supportdesk.named import NamedTuple
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

QUOTE_GAP = 3
"""Characters between two pieces of one literal: closing and opening quotes, an escape's backslash."""


RUN_LIMIT = 20_000
"""Pieces that a word may be put together of; a name that doubles itself line by line is unknown from there on."""


class Use(NamedTuple):
    """An expansion: where it stands, and where the literals of its value were written (none where it is unknown)."""

    span: Span
    parts: tuple[Span, ...]


class Word:
    """The characters of a word as a view, and the expansions in it in the order of their places."""

    __slots__ = ("uses", "view")

    def __init__(self, view: View, uses: tuple[Use, ...] = ()) -> None:
        self.view = view
        self.uses = uses

    @classmethod
    def unknown(cls, place: Span) -> Word:
        """Return the word that only running the code would tell; `place` is the expression."""
        return cls(View.stand_in(UNKNOWN, place), (Use(place, ()),))

    @classmethod
    def fixed(cls, text: str, place: Span) -> Word:
        """Return `text` that nobody wrote (a separator, a default scheme), standing at the start of `place`."""
        return cls(View.stand_in(text, Span(place.source, place.start, place.start)))

    @classmethod
    def join(cls, words: Iterable[Word], source: int = 0) -> Word:
        """Return the words as one."""
        words = list(words)
        if len(words) == 1:
            return words[0]
        if sum(word.view.run_count for word in words) > RUN_LIMIT:
            return cls.unknown(words[0].span())
        uses = tuple(dict.fromkeys(use for word in words for use in word.uses))
        return cls(View.joined([word.view for word in words], source), uses)

    @property
    def text(self) -> str:
        """The characters, UNKNOWN where only a run would tell them."""
        return self.view.text

    def cut(self, start: int, end: int | None = None) -> Word:
        """Return the characters `[start, end)` as a word."""
        return Word(self.view.cut(start, end), self.uses)

    def span(self) -> Span:
        """Return the place of the word, the hull of its pieces where it was put together."""
        places = self.view.places(QUOTE_GAP)
        if not places:
            return self.view.span(0, 0)
        return Span(self.view.source, min(place.start for place in places), max(place.end for place in places))

    def value(self) -> Value:
        """Return the word as a located string value."""
        return string_value(self.view)


def string_value(view: View) -> Value:
    """Return a view's text as a string value: with its span if one place states it, else with its parts."""
    places = view.places(QUOTE_GAP)
    is_open = UNKNOWN in view.text
    if len(places) == 1 and not view.has_added:
        return Value("string", view.text, places[0], is_open=is_open)
    if not places:
        return Value("string", view.text, view.span(0, 0))
    return Value("string", view.text, parts=tuple(places), is_open=is_open)


def settle_expansions(value: Value, uses: tuple[Use, ...]) -> None:
    """Give every scalar of `value` that an expansion helped to write its parts instead of a span.

    `value` was read from a word with these `uses`. A scalar that holds something unknown stays where it is and is open.
    """
    if not uses:
        return
    ordered = sorted(uses)
    stack = [value]
    while stack:
        here = stack.pop()
        if here.kind == "object":
            stack.extend(here.data.values())
        elif here.kind == "array":
            stack.extend(here.data)
        elif here.span is not None:
            _settle(here, here.span, ordered)


def within_literals(value: Value, literals: Sequence[Span]) -> None:
    """Give each scalar that runs over from one literal into the next their spans as its parts, in place of its own.

    `value` was read from what these literals were joined to.
    """
    if len(literals) < 2:
        return
    ordered = sorted(literals)
    starts = [place.start for place in ordered]
    stack = [value]
    while stack:
        here = stack.pop()
        if here.kind == "object":
            stack.extend(here.data.values())
        elif here.kind == "array":
            stack.extend(here.data)
        elif here.span is not None:
            first = bisect_right(starts, here.span.start) - 1
            reached = ordered[max(first, 0) : bisect_left(starts, here.span.end)]
            touched = tuple(place for place in reached if place.end > here.span.start)
            if len(touched) > 1:
                here.span, here.parts = None, touched


def _settle(value: Value, span: Span, uses: list[Use]) -> None:
    if value.kind == "string" and UNKNOWN in value.data:
        value.is_open = True
        if value.data == UNKNOWN and span.end - span.start == 0:
            value.kind = "unknown"
        return
    parts: list[Span] = []
    for use in uses[_first(uses, span) :]:
        if use.span.start >= span.end:
            break
        if use.span.end <= span.end:
            parts.extend(use.parts)
    if parts or span.start > span.end:
        value.span = None
        value.parts = tuple(parts)


def _first(uses: list[Use], span: Span) -> int:
    low, high = 0, len(uses)
    while low < high:
        middle = (low + high) // 2
        if uses[middle].span < span:
            low = middle + 1
        else:
            high = middle
    return low
