"""with_starts(): tells the engine of `re` with which characters a match can begin, so that it skips all other places.

CPython's compiler says so for a pattern that begins with a literal, a class, or branches of literals; behind a word's
boundary, a lookbehind, a group or an optional part it says nothing, and the engine tries every place of a text. Here
the set is read off the parsed expression as far as it goes: more characters than a match can begin with do no harm,
fewer are never said. Imported where patterns are compiled: a wheel ships what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

Item = tuple[Any, Any]
"""A part of a class, as the parser has it: a literal, a range or a category."""

_SKIP, _MASK, _LEAST, _BEHIND = 1, 2, 3, 5
"""Where the engine's first block has its length, its marks and the least length of a match, and where it may go on."""

_HAS_PREFIX, _HAS_SET = 1, 4
_UNCASED = range(0x2E80, 0xA000)
"""Characters of Chinese and its neighbours: none of them has a case."""

_FOLDED = {"i": (0x130, 0x131), "s": (0x17F,), "k": (0x212A,)}
"""What else a search without case takes for a letter of ASCII."""

_FEW_CATEGORIES = ("CATEGORY_DIGIT", "CATEGORY_SPACE")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NO_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")


def with_starts(parsed: Any, flags: int, words: list[int]) -> list[int]:
    """Return the engine's words of a parsed pattern with the set of characters that matches begin with.

    The words as they are, where the compiler has told the engine already, where a match may be empty, and where
    nothing, or nearly every character, is known to begin one.
    """
    flags |= parsed.state.flags
    told = words[_MASK] & (_HAS_PREFIX | _HAS_SET)
    if told or not words[_LEAST] or flags & re.LOCALE or _is_anchored(parsed, flags):
        return words
    found = _sequence(parsed, flags)
    if found is None or found[1] or not found[0]:
        return words
    compiler: Any = import_module("re._compiler")
    optimized, _ = compiler._optimize_charset(found[0])  # noqa: SLF001 - there is no public name for it
    behind = words[:_BEHIND]
    compiler._compile_charset(optimized, flags, behind)  # noqa: SLF001 - as above
    behind[_SKIP] = len(behind) - _SKIP
    behind[_MASK] |= _HAS_SET
    return behind + words[1 + words[_SKIP] :]


def _is_anchored(parsed: Any, flags: int) -> bool:
    """Whether a pattern begins with a place that the engine goes to by itself: the beginning of the text."""
    name, place = map(str, parsed[0])
    return name == "AT" and (place == "AT_BEGINNING_STRING" or (place == "AT_BEGINNING" and not flags & re.MULTILINE))


def _sequence(parts: Iterable[Item], flags: int) -> tuple[list[Item], bool] | None:
    """Return the characters that a sequence begins with, and whether it may be empty; None where they are unknown."""
    items: list[Item] = []
    for operation, given in parts:
        found = _part(str(operation), given, flags, operation)
        if found is None:
            return None
        items += found[0]
        if not found[1]:
            return items, False
    return items, True


def _part(name: str, given: Any, flags: int, operation: Any) -> tuple[list[Item], bool] | None:
    """Return the same of one part."""
    if name in ("LITERAL", "IN"):
        items = _items([(operation, given)] if name == "LITERAL" else given, flags)
        return None if items is None else (items, False)
    if name in _NO_WIDTH:
        return [], True
    if name == "SUBPATTERN":
        _group, added, dropped, inner = given
        return None if (added | dropped) & ~int(re.IGNORECASE) else _sequence(inner, (flags | added) & ~dropped)
    if name == "ATOMIC_GROUP":
        return _sequence(given, flags)
    if name == "BRANCH":
        return _either([_sequence(branch, flags) for branch in given[1]])
    if name in _REPEATS:
        found = _sequence(given[2], flags)
        return None if found is None else (found[0], found[1] or given[0] == 0)
    return None


def _either(found: list[tuple[list[Item], bool] | None]) -> tuple[list[Item], bool] | None:
    """Return what any of some parts begins with; None where one of them is unknown."""
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return [item for items, _empty in known for item in items], any(empty for _items, empty in known)


def _items(given: list[Item], flags: int) -> list[Item] | None:
    """Return a class without case; None for one that is told by what it lacks, or that takes nearly every character."""
    folds = bool(flags & re.IGNORECASE)
    items: list[Item] = []
    for operation, value in given:
        name = str(operation)
        if name == "CATEGORY" and str(value) in _FEW_CATEGORIES:
            items.append((operation, value))
            continue
        if name not in ("LITERAL", "RANGE"):
            return None
        first, last = (value, value) if name == "LITERAL" else value
        if not folds or (first in _UNCASED and last in _UNCASED):
            items.append((operation, value))
        elif (more := _folded(first, last)) is not None:
            items += more
        else:
            return None
    return items


def _folded(first: int, last: int) -> list[Item] | None:
    """Return the characters that a search without case takes for some of ASCII, or for one that has no case."""
    literal = import_module("re._constants").LITERAL
    if last >= 128:
        sign = chr(first)
        is_plain = first == last and sign == sign.lower() == sign.upper() == sign.casefold()
        return [(literal, first)] if is_plain else None
    points: set[int] = set()
    for sign in map(chr, range(first, last + 1)):
        points |= {ord(sign.lower()), ord(sign.upper()), *_FOLDED.get(sign.lower(), ())}
    return [(literal, point) for point in sorted(points)]
