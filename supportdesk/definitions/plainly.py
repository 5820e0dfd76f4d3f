"""plainly_holds(): whether data satisfies a schema, as far as a few lines can tell.

A right request is the usual case: the fix shows none that is not checked first. Telling so here spares it the
validator, whose import and compilation of the schema cost a sixth of a start (design, Promise 7). Only what is plain is
told; the validator has the word on everything else, and finds every flaw.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda data: data is None,
    "boolean": lambda data: isinstance(data, bool),
    "integer": lambda data: isinstance(data, int) and not isinstance(data, bool),
    "number": lambda data: isinstance(data, int | float) and not isinstance(data, bool),
    "string": lambda data: isinstance(data, str),
    "array": lambda data: isinstance(data, list),
    "object": lambda data: isinstance(data, dict),
}
_LIMITS: dict[str, tuple[type, bool]] = {
    "minLength": (str, True), "maxLength": (str, False), "minItems": (list, True), "maxItems": (list, False),
}  # fmt: skip
_SAYS_NOTHING = frozenset({"description", "title", "default", "format", "examples", "$schema", "$id", "$comment"})
"""Keywords that allow everything: the validator takes `format` as a remark too."""
_DEEPEST = 40


def plainly_holds(schema: Any, data: Any, depth: int = 0) -> bool | None:
    """Tell whether data satisfies a schema of draft 2020-12; None where only the validator can tell."""
    if depth > _DEEPEST or not isinstance(schema, dict):
        return schema if isinstance(schema, bool) else None
    return _all(
        _keyword(schema, word, wanted, data, depth + 1)
        for word, wanted in schema.items()
        if word not in _SAYS_NOTHING and not word.startswith("x-")
    )


def _keyword(schema: Schema, word: str, wanted: Any, data: Any, depth: int) -> bool | None:
    if word in _LIMITS:
        kind, least = _LIMITS[word]
        return not isinstance(data, kind) or (len(data) >= wanted if least else len(data) <= wanted)  # type: ignore[arg-type] # str or list
    if word in ("then", "else"):
        return True if "if" in schema else None
    told = _KEYWORDS.get(word)
    return None if told is None else told(schema, wanted, data, depth)


def _type(_schema: Schema, wanted: Any, data: Any, _depth: int) -> bool | None:
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(data, float) and "integer" in names and "number" not in names:
        return None  # 6.0 is an integer
    return any(_TYPES[name](data) for name in names) if all(name in _TYPES for name in names) else None


def _enum(_schema: Schema, wanted: Any, data: Any, _depth: int) -> bool | None:
    return _any(_same(one, data) for one in wanted)


def _const(_schema: Schema, wanted: Any, data: Any, _depth: int) -> bool | None:
    return _same(wanted, data)


def _minimum(_schema: Schema, wanted: Any, data: Any, _depth: int) -> bool | None:
    return not _TYPES["number"](data) or bool(data >= wanted)


def _maximum(_schema: Schema, wanted: Any, data: Any, _depth: int) -> bool | None:
    return not _TYPES["number"](data) or bool(data <= wanted)


def _required(_schema: Schema, wanted: Any, data: Any, _depth: int) -> bool | None:
    return not isinstance(data, dict) or all(name in data for name in wanted)


def _properties(_schema: Schema, wanted: Any, data: Any, depth: int) -> bool | None:
    if not isinstance(data, dict):
        return True
    return _all(plainly_holds(inner, data[name], depth) for name, inner in wanted.items() if name in data)


def _items(schema: Schema, wanted: Any, data: Any, depth: int) -> bool | None:
    if not isinstance(data, list):
        return True
    return None if "prefixItems" in schema else _all(plainly_holds(wanted, one, depth) for one in data)


def _all_of(_schema: Schema, wanted: Any, data: Any, depth: int) -> bool | None:
    return _all(plainly_holds(one, data, depth) for one in wanted)


def _any_of(_schema: Schema, wanted: Any, data: Any, depth: int) -> bool | None:
    return _any(plainly_holds(one, data, depth) for one in wanted)


def _not(_schema: Schema, wanted: Any, data: Any, depth: int) -> bool | None:
    told = plainly_holds(wanted, data, depth)
    return None if told is None else not told


def _if(schema: Schema, wanted: Any, data: Any, depth: int) -> bool | None:
    told = plainly_holds(wanted, data, depth)
    if told is None:
        return None
    return plainly_holds(schema.get("then" if told else "else", True), data, depth)


def _pattern(_schema: Schema, _wanted: Any, data: Any, _depth: int) -> bool | None:
    return None if isinstance(data, str) else True


def _contains(_schema: Schema, _wanted: Any, data: Any, _depth: int) -> bool | None:
    return None if isinstance(data, list) else True


_KEYWORDS: dict[str, Callable[[Schema, Any, Any, int], bool | None]] = {
    "type": _type, "enum": _enum, "const": _const, "minimum": _minimum, "maximum": _maximum, "required": _required,
    "properties": _properties, "items": _items, "allOf": _all_of, "anyOf": _any_of, "not": _not, "if": _if,
    "pattern": _pattern, "contains": _contains, "minContains": _contains, "maxContains": _contains,
}  # fmt: skip


def _same(one: Any, other: Any) -> bool | None:
    """Whether two values are equal in JSON, where true is not 1; None for lists and objects."""
    if isinstance(one, list | dict) and isinstance(other, list | dict):
        return None
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _all(answers: Any) -> bool | None:
    told: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        told = told if answer else None
    return told


def _any(answers: Any) -> bool | None:
    told: bool | None = False
    for answer in answers:
        if answer is True:
            return True
        told = told if answer is False else None
    return told
