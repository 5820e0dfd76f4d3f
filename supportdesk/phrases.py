"""Many phrases looked for in one text at once: the text's own words tell which of them can stand there at all.

A vocabulary has thousands of phrases and a ticket some hundred words. Looked up by the words of the text, a few dozen
are left to be searched for.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import add

from supportdesk.patterns import lazy

_BEGINS = 3
"""Letters by which a phrase of one word is looked up: a word of the text may go on (refund, refunded)."""
_LATIN = lazy(r"[a-z]+")
_WIDE = lazy(r"[^\x00-\x7f]{2,}")


class Spoken:
    """The words of a text in lower case, by which phrases are looked up, taken out of it once."""

    __slots__ = ("beginnings", "pairs", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = set(_LATIN.findall(text))
        self.beginnings = {word[:_BEGINS] for word in self.words}
        self.pairs: set[str] = set()
        for run in () if text.isascii() else _WIDE.findall(text):
            self.pairs.update(map(add, run, run[1:]))


class Phrases:
    """Phrases in lower case: Latin ones that stand at the beginning of a word, and others anywhere."""

    __slots__ = ("_by_beginning", "_by_pair", "_by_word", "_others")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._by_beginning: dict[str, list[str]] = {}
        self._by_pair: dict[str, list[str]] = {}
        self._others: list[str] = []
        for phrase in dict.fromkeys(phrases):
            first = _LATIN.match(phrase)
            word = first[0] if first else ""
            if word and word != phrase:
                self._by_word.setdefault(word, []).append(phrase)
            elif len(word) >= _BEGINS:
                self._by_beginning.setdefault(word[:_BEGINS], []).append(phrase)
            elif not word and len(phrase) > 1 and not phrase[0].isascii() and not phrase[1].isascii():
                self._by_pair.setdefault(phrase[:2], []).append(phrase)
            else:
                self._others.append(phrase)

    def standing_in(self, spoken: Spoken) -> set[str]:
        """Return the phrases that stand in a text.

        A Latin phrase that stands behind a letter alone, within a word, may be left out.
        """
        text = spoken.text
        near = [self._by_word[word] for word in self._by_word.keys() & spoken.words]
        near += [self._by_beginning[word] for word in self._by_beginning.keys() & spoken.beginnings]
        near += [self._by_pair[pair] for pair in self._by_pair.keys() & spoken.pairs]
        near.append(self._others)
        return {phrase for phrases in near for phrase in phrases if phrase in text}
