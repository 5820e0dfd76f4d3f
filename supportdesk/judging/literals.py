"""Words that a regular expression cannot match without: a database finds them before the expression is compiled.

Reads the patterns that judging.patterns lets pass, and nothing else.
"""

from __future__ import annotations

import re

LEAST = 3
"""Letters of a word that is worth looking for."""
MOST_WORDS = 64

_REPEATS = re.compile(r"[?*+]|\{([0-9]+)(?:,[0-9]*)?\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r"}


def needed_words(pattern: str) -> list[str]:
    """Return words of which at least one stands in every text that a checked pattern matches.

    Empty where the pattern folds letter case, or where no such words can be told.
    """
    if pattern.startswith("(?i)"):
        return []
    words = _Reader(pattern).alternatives()
    if len(words) > MOST_WORDS or any(len(word) < LEAST for word in words):
        return []
    return sorted(words)


class _Reader:
    """One pass over a pattern; the empty set says that a part needs no word."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> set[str]:
        """Read branches up to a closing parenthesis or the end."""
        words: set[str] = set()
        every = True
        while True:
            branch = self._branch()
            every = every and bool(branch)
            words |= branch
            if self.pattern[self.at : self.at + 1] != "|":
                return words if every else set()
            self.at += 1

    def _branch(self) -> set[str]:
        """Return the words of the most telling part of a branch: literal runs and groups, all of them needed."""
        parts: list[set[str]] = []
        run = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            literal, inner = self._element()
            least, repeated = self._repeats()
            if literal and not repeated:
                run += literal
                continue
            parts.append({run + literal if literal and least else run})
            run = ""
            if least:
                parts.append(inner)
        parts.append({run})
        return max(parts, key=lambda words: min((len(word) for word in words), default=0)) - {""}

    def _element(self) -> tuple[str, set[str]]:
        """Read one element: a literal sign ('' for anything else) and the words of a group."""
        sign = self.pattern[self.at]
        if sign == "(":
            self.at += 3 if self.pattern.startswith("(?:", self.at) else 1
            inner = self.alternatives()
            self.at += 1
            return "", inner
        if sign == "[":
            found = _CLASS.match(self.pattern, self.at)
            self.at = found.end() if found else len(self.pattern)
            return "", set()
        self.at += 1
        if sign == "\\":
            escaped = self.pattern[self.at]
            self.at += 1
            return _CONTROLS.get(escaped, escaped), set()
        return ("" if sign in ".^$" else sign), set()

    def _repeats(self) -> tuple[int, bool]:
        """Read a quantifier; return how often the element stands at least, and whether there was one."""
        found = _REPEATS.match(self.pattern, self.at)
        if found is None:
            return 1, False
        self.at = found.end()
        return (int(found[1]) if found[1] else int(found[0] == "+")), True
