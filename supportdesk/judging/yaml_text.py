"""YAML of rules/ as plain data that remembers on which line each value stands.

A small YAML: plain scalars are what YAML 1.2's core schema says (so `no` and `on` are texts, `1:30` and dates too),
without aliases, tags and repeated keys. What is outside of that is refused with its place.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from supportdesk.errors import RulesError

DEEPEST = 40
"""Levels of nesting that a file of rules may have."""

Lines = dict[tuple[str | int, ...], int]
"""1-based line of each value by its path of keys and indexes; () is the whole file."""

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
        for end in range(len(keys), -1, -1):
            if keys[:end] in self.lines:
                return self.lines[keys[:end]]
        return None

    def error(self, message: str, *keys: str | int, hint: str | None = None) -> RulesError:
        """Return the refusal of the value at `keys`, ready to be raised."""
        return RulesError(message, self.path, self.line(*keys), hint)


def read_yaml(text: str, path: str) -> Document:
    """Return the data of a YAML text; an empty text is None. Raises RulesError for all that is refused."""
    lines: Lines = {}
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        reason = problem.problem or problem.context or "not readable"
        raise RulesError(f"not YAML: {reason}", path, None if mark is None else mark.line + 1) from problem
    except (yaml.YAMLError, RecursionError) as problem:
        raise RulesError(f"not YAML: {type(problem).__name__}", path) from problem
    if node is None:
        return Document(None, lines, path)
    return Document(_plain(node, (), lines, path, set()), lines, path)


def _plain(node: yaml.Node, at: tuple[str | int, ...], lines: Lines, path: str, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise RulesError("aliases are not read: write the value out", path, line)
    if len(at) > DEEPEST:
        raise RulesError(f"nested deeper than {DEEPEST} levels", path, line)
    seen.add(id(node))
    lines[at] = line
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, lines, path, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, number), lines, path, seen) for number, item in enumerate(node.value)]
    if not isinstance(node, yaml.ScalarNode) or node.tag not in _CORE_TAGS:
        raise RulesError(f"the tag {node.tag} is not read", path, line)
    # a plain scalar's style is None from PyYAML's own parser and '' from libyaml's
    return node.value if node.style else _scalar(node.value)


_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
)


def _mapping(
    node: yaml.MappingNode, at: tuple[str | int, ...], lines: Lines, path: str, seen: set[int]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise RulesError("a key must be a plain text", path, line)
        key = str(key_node.value)
        if key in data:
            raise RulesError(f"the key {key} stands twice", path, line)
        data[key] = _plain(value_node, (*at, key), lines, path, seen)
        lines[(*at, key)] = line
    return data


def _scalar(text: str) -> Any:
    if text.lower() in _WORDS and text in (text.lower(), text.capitalize(), text.upper()):
        return _WORDS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    if _REAL.match(text):
        return float(text)
    return text
