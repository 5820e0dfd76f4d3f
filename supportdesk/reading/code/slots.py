"""`{{name}}` in texts of requests: variables of `.http` files and of Postman filled in, each with its place."""

from __future__ import annotations

from collections.abc import Mapping

from supportdesk.patterns import lazy
from supportdesk.reading.code.words import Use, Word
from supportdesk.view import View

LENGTH_LIMIT = 500_000
"""Characters of the longest text that is filled in."""

_SLOT = lazy(r"\{\{[ \t]*([^{}\n]{1,100}?)[ \t]*\}\}")


def filled(view: View, variables: Mapping[str, Word]) -> Word:
    """Return a text with its variables filled in; one that nothing sets is unknown."""
    text = view.text
    if "{{" not in text:
        return Word(view)
    words: list[Word] = []
    at = size = 0
    for match in _SLOT.finditer(text):
        words.append(Word(view.cut(at, match.start())))
        place = view.span(*match.span())
        known = variables.get(match[1])
        size += len(known.text) if known is not None else 0
        if known is None or size > LENGTH_LIMIT:
            words.append(Word.unknown(place))
        else:
            words.append(Word(known.view, (*known.uses, Use(place, tuple(known.view.places(3))))))
        at = match.end()
    words.append(Word(view.cut(at)))
    return Word.join(words, view.source)
