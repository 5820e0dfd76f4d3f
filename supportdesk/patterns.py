"""lazy(): a regular expression that is compiled when it is first used.

Compiling the readers' patterns costs more than all else in a start (up to a millisecond each), and most pastes need
few of them (design, Promise 7).
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would, as far as it is used: compiled on the first look at any attribute.

    A pattern that is wrong raises re.error then, not here.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """A pattern's text until it is used, its methods afterwards."""

    __slots__ = ("_flags", "_source", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile, and keep the methods: a later look at one finds its slot and never comes here."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
