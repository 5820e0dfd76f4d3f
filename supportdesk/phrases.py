"""Many phrases looked for in one text at once: the text's own words tell which of them can stand there at all.

A vocabulary has thousands of phrases and a ticket some hundred words. Looked up by the words of the text, a few dozen
are left to be searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import add

from supportdesk.patterns import lazy

_BEGINS = 3
"""Letters by which a phrase of one word is looked up: a word of the text may go on (refund, refunded)."""
_LATIN = lazy(r"[a-z]+")
_WIDE = lazy(r"[^\x00-\x7f]{2,}")


class Spoken:
    """The words of a text in lower case, by which phrases are looked up, taken out of it once."""

    __slots__ = ("beginnings", "pairs", "signs", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = set(_LATIN.findall(text))
        self.beginnings = {word[:_BEGINS] for word in self.words}
        self.signs = set(text)
        self.pairs: set[str] = set()
        for run in () if text.isascii() else _WIDE.findall(text):
            self.pairs.update(map(add, run, run[1:]))

    def keys(self) -> tuple[set[str], ...]:
        """Return what phrases are looked up by, in the order of KINDS."""
        return self.words, self.beginnings, self.pairs, self.signs


KINDS = ("words", "beginnings", "pairs", "signs")
"""The sets of a Spoken."""

Key = tuple[str, str]
"""The set of Spoken that holds something of a text ('words', 'beginnings', …), and what it has to hold."""


def looked_up_by(phrase: str) -> Iterator[Key]:
    """Yield by what a phrase, not empty, can be looked up: each has to be there for the phrase to stand in a text.

    Its words, but for the last one, which may go on in the text and is looked up by its beginning; the pairs of other
    letters; behind these, its signs.
    """
    for found in _LATIN.finditer(phrase):
        if found.end() < len(phrase):
            yield "words", found[0]
        elif len(found[0]) >= _BEGINS:
            yield "beginnings", found[0][:_BEGINS]
    if not phrase.isascii():
        yield from (("pairs", one + two) for one, two in pairwise(phrase) if not one.isascii() and not two.isascii())
    yield from (("signs", sign) for sign in phrase)


class Phrases:
    """Phrases in lower case: Latin ones that stand at the beginning of a word, and others anywhere."""

    __slots__ = ("_by",)

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
        for phrase in dict.fromkeys(phrases):
            kind, key = next(looked_up_by(phrase))
            self._by[kind].setdefault(key, []).append(phrase)

    def standing_in(self, spoken: Spoken) -> set[str]:
        """Return the phrases that stand in a text.

        A Latin phrase that stands behind a letter alone, within a word, may be left out.
        """
        text, held = spoken.text, zip(self._by.values(), spoken.keys(), strict=True)
        near = [table[key] for table, keys in held for key in table.keys() & keys]
        return {phrase for phrases in near for phrase in phrases if phrase in text}
