"""Sections of the compiled rules as text that decodes fast: what few tickets ask for stays text until they do.

A start spends more time on decoding rules than on judging a ticket by them. So a row keeps what every ticket looks at
beside the JSON text of the rest, and rows that many names share are written once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

AT_ONCE: dict[str, tuple[str, ...]] = {
    "rules": ("id", "of", "cause", "certainty", "operator", "supersedes", "facts", "tree"),
    "requests": ("gateway", "names", "endpoint"),
}
"""By section, the fields that are looked at in every row."""


class Late(dict[str, Any]):
    """A row of which some fields are decoded when any other is asked for; used and compared as the whole mapping."""

    __slots__ = ("_rest",)

    def __init__(self, known: dict[str, Any], rest: str) -> None:
        """Take the fields at hand and the JSON text of an object with the others ('' for none)."""
        super().__init__(known)
        self._rest = rest

    def whole(self) -> Late:
        """Return this row, all of it decoded."""
        rest, self._rest = self._rest, ""
        if rest:
            self.update(json.loads(rest))
        return self

    def __missing__(self, name: str) -> Any:
        if not self._rest:
            raise KeyError(name)
        return self.whole()[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the field's value, or `default` where the row has none."""
        return dict.get(self, name, default) if name in self else default

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) or bool(self._rest and dict.__contains__(self.whole(), name))

    def __iter__(self) -> Iterator[str]:
        return dict.__iter__(self.whole())

    def __len__(self) -> int:
        return dict.__len__(self.whole())

    def __eq__(self, other: object) -> bool:
        return dict.__eq__(self.whole(), other)

    __hash__ = None

    def keys(self) -> Any:
        """Return the names of all fields."""
        return dict.keys(self.whole())

    def values(self) -> Any:
        """Return the values of all fields."""
        return dict.values(self.whole())

    def items(self) -> Any:
        """Return all fields with their values."""
        return dict.items(self.whole())


def pack(section: str, data: Any) -> bytes:
    """Return a section as the bytes that `unpack` reads: a line of JSON, and behind it the lines of what is late."""
    late: list[str] = []
    if section in AT_ONCE:
        first = AT_ONCE[section]
        late = [_text({name: value for name, value in row.items() if name not in first}) for row in data]
        data = [{name: row[name] for name in first if name in row} for row in data]
    elif section == "errors":
        late = [*data["rows"], *data["templates"]]
        data = {**data, "rows": len(data["rows"]), "templates": None}
    elif section == "models":
        data = _shared(data)
    return "\n".join([_text(data), *late]).encode()


def unpack(section: str, text: bytes) -> Any:
    """Return the data of which `pack` made the bytes; raises ValueError for other bytes."""
    first, _line, rest = text.partition(b"\n")
    data = json.loads(first)
    # quotes inside a JSON text cost more to read than the whole rest of it, so what is late stands in lines of its own
    late = rest.decode().split("\n") if rest else []
    if section in AT_ONCE:
        return [Late(known, fields) for known, fields in zip(data, late, strict=True)]
    if section == "errors":
        data["templates"] = late[data["rows"] :]
        data["rows"] = late[: data["rows"]]
    elif section == "models":
        rows = data.pop("rows")
        data["names"] = {name: rows[number] for name, number in data["names"].items()}
        data["patterns"] = [{"parts": name.split("*"), "row": rows[number]} for name, number in data["patterns"]]
    elif section == "answers":
        for answers in data.values():
            held = answers["holds"]
            answers["holds"] = {table: {int(n): places for n, places in held[table].items()} for table in held}
    return data


def _shared(models: dict[str, Any]) -> dict[str, Any]:
    """Return the catalogue with every row written once, and numbers in the places of the rows."""
    numbers: dict[str, int] = {}

    def _number(row: dict[str, Any]) -> int:
        return numbers.setdefault(_text(row), len(numbers))

    names = {name: _number(row) for name, row in models["names"].items()}
    patterns = [["*".join(pattern["parts"]), _number(pattern["row"])] for pattern in models["patterns"]]
    return {**models, "names": names, "patterns": patterns, "rows": [json.loads(row) for row in numbers]}


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
