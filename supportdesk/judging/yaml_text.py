"""YAML of rules/ as plain data that remembers on which line each value stands.

A small YAML: plain scalars are what YAML 1.2's core schema says (so `no` and `on` are texts, `1:30` and dates too),
without aliases, tags and repeated keys. What is outside of that is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext

DEEPEST = 40
"""Levels of nesting that a file of rules may have."""

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value."""

Lines = dict[Path, tuple[int, int]]
"""1-based line and column of each value (of its key, where it has one) by its path; () is the whole file."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_REAL = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document:
    """A file's data (`data`) with the lines of its values; `path` is what messages call the file."""

    __slots__ = ("data", "lines", "path")

    def __init__(self, data: Any, lines: Lines, path: str) -> None:
        self.data = data
        self.lines = lines
        self.path = path

    def line(self, *keys: str | int) -> int | None:
        """Return the line of the value at `keys`, or of the nearest enclosing one that has a line."""
        place = self.place(*keys)
        return None if place is None else place[0]

    def place(self, *keys: str | int) -> tuple[int, int] | None:
        """Return the line and the column of the value at `keys`, or of the nearest enclosing one that has a place."""
        for end in range(len(keys), -1, -1):
            if keys[:end] in self.lines:
                return self.lines[keys[:end]]
        return None

    def error(self, message: str, *keys: str | int, hint: str | None = None) -> RulesError:
        """Return the refusal of the value at `keys`, ready to be raised."""
        line, column = self.place(*keys) or (None, None)
        return RulesError(message, self.path, line, hint, column)


def read_yaml(text: str, path: str) -> Document:
    """Return the data of a YAML text; an empty text is None. Raises RulesError for all that is refused."""
    try:
        # PyYAML's own composing recurses without limit in C; events come one by one
        return _Builder(yaml.parse(text, Loader=_LOADER), path).document()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        reason = problem.problem or problem.context or "not readable"
        raise RulesError(
            gettext("not YAML: {reason}").format(reason=reason),
            path,
            None if mark is None else mark.line + 1,
            column=None if mark is None else mark.column + 1,
        ) from problem
    except yaml.YAMLError as problem:
        raise RulesError(gettext("not YAML: {name}").format(name=type(problem).__name__), path) from problem


class _Builder:
    """Builds the data of the one document of a text from its events."""

    def __init__(self, events: Iterator[Any], path: str) -> None:
        self._events = events
        self._path = path
        self._lines: Lines = {}

    def document(self) -> Document:
        """Return the document; raise RulesError where there are several."""
        data: Any = None
        found = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found:
                    raise self._refused(gettext("a file holds one document"), event)
                found = True
            elif isinstance(event, yaml.NodeEvent):
                data = self._value(event, ())
        return Document(data, self._lines, self._path)

    def _value(self, event: Any, at: Path) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._refused(gettext("aliases and anchors are not read: write the value out"), event)
        if event.tag is not None:
            raise self._refused(gettext("the tag {tag} is not read").format(tag=event.tag), event)
        if len(at) > DEEPEST:
            raise self._refused(gettext("nested deeper than {deepest} levels").format(deepest=DEEPEST), event)
        self._lines.setdefault(at, _place(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(at)
        # a plain scalar's style is None from PyYAML's own parser and '' from libyaml's
        return event.value if event.style else _scalar(event.value)

    def _mapping(self, at: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
                raise self._refused(gettext("a key must be a plain text"), event)
            key = str(event.value)
            if key in data:
                raise self._refused(gettext("the key {key} stands twice").format(key=key), event)
            self._lines[(*at, key)] = _place(event)
            data[key] = self._value(next(self._events), (*at, key))
        return data

    def _sequence(self, at: Path) -> list[Any]:
        data: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            data.append(self._value(event, (*at, len(data))))
        return data

    def _refused(self, reason: str, event: Any) -> RulesError:
        line, column = _place(event)
        return RulesError(reason, self._path, line, column=column)


def _place(event: Any) -> tuple[int, int]:
    return int(event.start_mark.line) + 1, int(event.start_mark.column) + 1


def _scalar(text: str) -> Any:
    if text.lower() in _WORDS and text in (text.lower(), text.capitalize(), text.upper()):
        return _WORDS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    if _REAL.match(text):
        return float(text)
    return text
