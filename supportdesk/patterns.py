"""lazy(): a regular expression that is compiled when it is first used, and in a wheel even before that.

Compiling the patterns of one ticket takes 45 ms of its start, most of what the readers do (design, Promise 7). A wheel
ships what CPython's compiler made of them; making a pattern of that takes microseconds. The shipped code is of the very
Python that built the wheel: any other, like a checkout, has no use for it and compiles as ever.

Most searches of a ticket find nothing. Where a pattern needs words (words_needed) they are looked for first, which is a
tenth of the work, and only a pattern whose words stand in a text is made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib import import_module
from os.path import dirname, join
from typing import Any, cast

SHIPPED_CODE = "compiled_patterns.bin"
"""Name of the file in the package of a wheel (hatch_build.py makes it)."""

UNREAD = tuple(f"supportdesk.{name}" for name in ("__main__", "cli", "tui", "serving", "casebook", "gateway"))
"""Parts of the package without patterns of a ticket; they import what a build has not got."""

_SRE: Any = import_module("_sre")
"""The engine of `re`, which has no types and no public name."""

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")

MOST_TEXTS, MOST_KEPT = 256, 8_000_000
"""Texts, and characters of all of them, of which is kept what patterns look for in them."""

_FOLDED_APART = frozenset("\u0130\u0131\u017f")
"""They are `i` and `s` to a search without case, and something else to str.lower."""

Words = tuple[tuple[str, ...], ...]
"""Sets of words of which a text must hold one each."""

Code = tuple[int, int, dict[str, int], tuple[str, ...], bool, memoryview]
"""What a pattern was compiled to: flags, number of groups, their names, what `_needed` says, and the engine's words of
4 bytes."""

Codes = dict[tuple[str, int], Code]


class _State:
    """Every pattern that was asked for, the shipped code, None until one is needed, and what is kept of texts."""

    asked: list[tuple[str, int]] = []  # noqa: RUF012 - one list for the process is what is meant
    codes: Codes | None = None
    texts: dict[str, dict[object, Any]] = {}  # noqa: RUF012 - as above
    kept = 0


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would, as far as it is used: compiled on the first look at any attribute.

    For constants of modules. A pattern that is wrong raises re.error then, not here.
    """
    _State.asked.append((pattern, int(flags)))
    return cast("re.Pattern[str]", _Lazy(pattern, int(flags)))


class _Lazy:
    """A pattern's text until it is used, its methods afterwards."""

    __slots__ = ("_compiled", "_flags", "_source", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        """Compile, and keep the method: a later look at it finds its slot and never comes here."""
        if name.startswith("__"):
            raise AttributeError(name)
        value: Any = None
        if name in _NOTHING:
            words, folds = self._words()
            if words:
                value = _finding(self, name, words, folds)
        if value is None:
            value = getattr(self._pattern(), name)
        if name in _METHODS:
            setattr(self, name, value)
        return value

    def _pattern(self) -> re.Pattern[str]:
        """Return the pattern itself."""
        if self._compiled is None:
            code = _codes().get((self._source, self._flags))
            source = self._source
            self._compiled = restored(source, code) if code else _made(source, *_compiled(source, self._flags))
        return self._compiled

    def _words(self) -> tuple[Words, bool]:
        """Return the words that the pattern needs, and whether they are in lower case."""
        code = _codes().get((self._source, self._flags))
        sets, folds = (code[3], code[4]) if code else _needed(self._source, self._flags)
        return tuple(tuple(words.split("\0")) for words in sets), folds


def _needed(pattern: str, flags: int) -> tuple[tuple[str, ...], bool]:
    """Return the sets of words that a pattern needs, each joined by NULs, and whether they are in lower case."""
    from supportdesk.pattern_words import words_needed

    sets, folds = words_needed(pattern, flags)
    return tuple("\0".join(words) for words in sets if "\0" not in "".join(words)), folds


def _known(text: str) -> dict[object, Any]:
    """Return what is kept of a text: its lower case under None, whether a pattern's words stand in it under that."""
    state = _State
    if len(state.texts) >= MOST_TEXTS or state.kept + len(text) > MOST_KEPT:
        state.texts.clear()
        state.kept = 0
    state.kept += len(text)
    known = state.texts[text] = {}
    return known


def _folded(text: str, known: dict[object, Any]) -> str | None:
    """Return a text in lower case; None where that is not what a search without case looks at."""
    if None not in known:
        known[None] = text.lower() if text.isascii() or _FOLDED_APART.isdisjoint(text) else None
    folded: str | None = known[None]
    return folded


def _finding(own: _Lazy, name: str, words: Words, folds: bool) -> Callable[..., Any]:
    """Return a method that looks for the pattern where the words that it needs stand.

    Readers go through the lines of one text: it is looked through once for a pattern, not once a line.
    """
    texts = _State.texts
    nothing = _NOTHING[name]
    method: Callable[..., Any] | None = None

    def _find(text: str, *span: int) -> Any:
        nonlocal method
        known = texts.get(text)
        if known is None:
            known = _known(text)
        stands = known.get(own)
        if stands is None:
            looked = _folded(text, known) if folds else text
            stands = known[own] = looked is None or _stand(words, looked)
        if not stands:
            return nothing()
        if method is None:
            method = getattr(own._pattern(), name)  # noqa: SLF001 - the pattern of this method
        return method(text, *span)

    return _find


def _stand(words: Words, text: str) -> bool:
    """Whether one of each set of words stands in a text."""
    for needed in words:
        for word in needed:
            if word in text:
                break
        else:
            return False
    return True


_NOTHING: dict[str, Callable[[], Any]] = {"search": lambda: None, "finditer": lambda: iter(()), "findall": list}
"""What methods return that have found nothing."""


def _codes() -> Codes:
    """Return the shipped code, read when the first pattern is used."""
    if _State.codes is None:
        _State.codes = read_codes(join(dirname(__file__), SHIPPED_CODE))
    return _State.codes


def write_codes(path: str) -> None:
    """Write the code of every pattern of the package (the build hook's part); imports all of it but UNREAD.

    A file is a line that names the engine, a line with the length of the index, the index, and the words of all codes:
    a start takes a quarter of them and need not make objects of the others.
    """
    from marshal import dumps
    from pkgutil import walk_packages

    import supportdesk

    for module in walk_packages(supportdesk.__path__, "supportdesk."):
        if not module.name.startswith(UNREAD):
            import_module(module.name)
    index: dict[tuple[str, int], tuple[Any, ...]] = {}
    words: list[memoryview] = []
    at = 0
    for asked in dict.fromkeys(_State.asked):
        *told, own = code_of(*asked)
        index[asked] = *told, at, at + len(own)
        words.append(own)
        at += len(own)
    head = dumps(index)
    with open(path, "wb") as stream:
        stream.write(b"".join([_engine(), b"\n", str(len(head)).encode(), b"\n", head, *words]))


def read_codes(path: str) -> Codes:
    """Return a file's code; nothing where there is none, or one that another engine made."""
    from marshal import loads

    try:
        with open(path, "rb") as stream:
            if stream.readline().rstrip(b"\n") != _engine():
                return {}
            index = loads(stream.read(int(stream.readline())))  # noqa: S302 - a part of the package, like its byte code
            words = memoryview(stream.read())
    except (OSError, EOFError, ValueError, TypeError):
        return {}  # a damaged file is no file: everything is compiled
    if max((entry[-1] for entry in index.values()), default=0) != len(words):
        return {}  # cut off
    return {asked: (*told, words[start:end]) for asked, (*told, start, end) in index.items()}


def code_of(pattern: str, flags: int) -> Code:
    """Return what CPython compiles a pattern to. Raises re.error where it is wrong."""
    *told, words = _compiled(pattern, flags)
    return *told, *_needed(pattern, flags), memoryview(b"".join(map(_bytes, words)))  # type: ignore[return-value] # the parts of a tuple that is unpacked have one type to mypy


def _compiled(pattern: str, flags: int) -> tuple[int, int, dict[str, int], list[int]]:
    """Return what CPython compiles a pattern to, told what matches begin with: flags, groups, their names, words."""
    from supportdesk.pattern_starts import with_starts

    parsed = import_module("re._parser").parse(pattern, flags)
    words = import_module("re._compiler")._code(parsed, flags)  # noqa: SLF001 - there is no public name for it
    state = parsed.state
    return flags | state.flags, state.groups - 1, dict(state.groupdict), with_starts(parsed, flags, words)


def restored(pattern: str, code: Code) -> re.Pattern[str]:
    """Return the pattern of a code."""
    flags, groups, names, _words, _folds, words = code
    return _made(pattern, flags, groups, names, words.cast("I").tolist())


def _made(pattern: str, flags: int, groups: int, names: dict[str, int], words: list[int]) -> re.Pattern[str]:
    """Return a pattern by the call that ends re.compile; the engine checks the words before it takes them."""
    indexed: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        indexed[number] = name
    return cast("re.Pattern[str]", _SRE.compile(pattern, flags, words, groups, names, tuple(indexed)))


def _engine() -> bytes:
    """Name the engine whose code fits this process: the Python's version and the engine's own."""
    name = sys.implementation.cache_tag
    return f"{name} {sys.hexversion:x} {_SRE.MAGIC} {_SRE.CODESIZE} {sys.byteorder}".encode()


def _bytes(word: int) -> bytes:
    return int(word).to_bytes(4, sys.byteorder)
