"""A text that a regular expression of a condition finds, of the small language that judging.patterns lets pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_TEXTS = 8
"""Alternatives of one pattern that are tried."""

_REPEATS = re.compile(r"\{([0-9]+)(?:,[0-9]*)?\}")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r"}
_PLAIN = "azAZ09_-./ :,=+"


def matching_texts(pattern: str) -> Iterator[str]:
    """Yield short texts that the pattern finds, one for each of its alternatives at the top, the first ones first."""
    from supportdesk.judging.reasoning import finds

    body = pattern.removeprefix("(?i)")
    for text in _Maker(body).alternatives()[:MOST_TEXTS]:
        if finds(pattern, text):
            yield text


class _Maker:
    """One pass over a pattern that `check_pattern` has let pass."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> list[str]:
        """Read branches up to a closing parenthesis or the end; return one text for each."""
        texts = self._branch()
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            texts += self._branch()
        return texts

    def _branch(self) -> list[str]:
        """Return the texts of a branch: its first group with alternatives gives one each, later ones their first."""
        texts = [""]
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts = self._element()
            least = self._least()
            if least == 0:
                continue
            first = [part * least for part in parts] if len(texts) == 1 else [parts[0] * least]
            texts = [text + part for text in texts for part in first]
        return texts

    def _element(self) -> list[str]:
        sign = self.pattern[self.at]
        if sign == "(":
            self.at += 3 if self.pattern.startswith("(?:", self.at) else 1
            inner = self.alternatives()
            self.at += 1
            return inner
        if sign == "[":
            return [self._class()]
        self.at += 1
        if sign == "\\":
            escaped = self.pattern[self.at]
            self.at += 1
            return [_CONTROLS.get(escaped, escaped)]
        return ["" if sign in "^$" else "a" if sign == "." else sign]

    def _class(self) -> str:
        end = self.at + 1
        while self.pattern[end] != "]":
            end += 2 if self.pattern[end] == "\\" else 1
        wanted = re.compile(self.pattern[self.at : end + 1])
        inside = self.pattern[self.at + 1 : end].lstrip("^")
        self.at = end + 1
        return next((sign for sign in (*_PLAIN, *inside) if wanted.match(sign)), "a")

    def _least(self) -> int:
        """Read a quantifier; return how often the element has to stand."""
        sign = self.pattern[self.at : self.at + 1]
        if sign and sign in "?*+":
            self.at += 1
            return int(sign == "+")
        found = _REPEATS.match(self.pattern, self.at)
        if found is None:
            return 1
        self.at = found.end()
        return int(found[1])
