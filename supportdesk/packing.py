"""Sections of the compiled rules as text that decodes fast: what few tickets ask for stays text until they do.

A start spends more time on decoding rules than on judging a ticket by them. So a row keeps what every ticket looks at
beside the JSON text of the rest, and rows that many names share are written once.
"""

from __future__ import annotations

import json
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

AT_ONCE: dict[str, tuple[str, ...]] = {
    "rules": ("id", "of", "cause", "certainty", "operator", "supersedes", "doubts", "facts", "tree"),
    "requests": ("gateway", "names", "endpoint"),
    "facts": ("name", "type", "tables", "from", "values", "pasted", "effort", "related", "ask_as", "from_whom"),
}
"""By section, the fields that are looked at in every row."""


class Lines:
    """Texts that stand one behind the other in the bytes of a section, each decoded when it is asked for, from 0 on.

    Half a megabyte cut into thousands of texts takes a start longer than everything that it looks up in them.
    """

    __slots__ = ("_bytes", "_first", "_starts")

    def __init__(self, section: bytes, starts: Sequence[int], first: int = 0) -> None:
        """Take the section and where each text begins, the last one's end behind them; a sign parts two texts.

        The places count from `first`, an offset into the section.
        """
        self._bytes = section
        self._starts = starts
        self._first = first

    def __getitem__(self, number: int) -> str:
        starts, first = self._starts, self._first
        return self._bytes[first + starts[number] : first + starts[number + 1] - 1].decode()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lines | list) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # compared by content

    def cut(self, number: int) -> tuple[Lines, Lines]:
        """Return the first texts and those behind them."""
        first, starts = self._first, self._starts
        return Lines(self._bytes, starts[: number + 1], first), Lines(self._bytes, starts[number:], first)


class _Whole(dict[str, Any]):
    """A mapping of which not everything is decoded yet; looked at as a whole it is the whole one."""

    __slots__ = ()

    def whole(self) -> dict[str, Any]:
        """Return this mapping, all of it decoded."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        return dict.__iter__(self.whole())

    def __len__(self) -> int:
        return dict.__len__(self.whole())

    def __eq__(self, other: object) -> bool:
        return dict.__eq__(self.whole(), other)

    __hash__ = None

    def get(self, name: str, default: Any = None) -> Any:
        """Return what has the name, or `default` where nothing has."""
        return self[name] if name in self else default  # noqa: SIM401 - this is what `get` is made of

    def keys(self) -> Any:
        """Return all names."""
        return dict.keys(self.whole())

    def values(self) -> Any:
        """Return all values."""
        return dict.values(self.whole())

    def items(self) -> Any:
        """Return all names with their values."""
        return dict.items(self.whole())


class Late(_Whole):
    """A row of which some fields are decoded when any other is asked for; used and compared as the whole mapping."""

    __slots__ = ("_at_once", "_lines", "_number")

    def __init__(self, known: dict[str, Any], lines: Lines | list[str], number: int, at_once: Container[str]) -> None:
        """Take the fields at hand, and the text of an object with the others: `lines[number]`.

        `at_once` are all that are at hand where the row has them.
        """
        super().__init__(known)
        self._lines: Lines | list[str] | None = lines
        self._number = number
        self._at_once = at_once

    def whole(self) -> Late:
        """Return this row, all of it decoded."""
        lines, self._lines = self._lines, None
        if lines is not None:
            self.update(json.loads(lines[self._number]))
        return self

    def __missing__(self, name: str) -> Any:
        if self._lines is None or name in self._at_once:
            raise KeyError(name)
        return self.whole()[name]

    def __contains__(self, name: object) -> bool:
        if dict.__contains__(self, name):
            return True
        return self._lines is not None and name not in self._at_once and dict.__contains__(self.whole(), name)


class Tables(_Whole):
    """Tables by their names, each decoded when it is asked for; used and compared as the whole mapping."""

    __slots__ = ("_late",)

    def __init__(self, names: Iterable[str], lines: Lines) -> None:
        """Take the names and the JSON text of each table, in the same order."""
        super().__init__()
        self._late: dict[str, tuple[Lines, int]] = {name: (lines, number) for number, name in enumerate(names)}

    def __missing__(self, name: str) -> Any:
        lines, number = self._late.pop(name)
        value = self[name] = json.loads(lines[number])
        return value

    def whole(self) -> Tables:
        """Return this mapping, all of it decoded."""
        for name in list(self._late):
            self[name]
        return self

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) or name in self._late


def pack(section: str, data: Any) -> bytes:
    """Return a section as the bytes that `unpack` reads.

    That is a line of JSON; where something is late, a line that tells where each of its texts begins and the last one
    ends (numbers of 4 bytes, the low one first, in base 64 and quotes), then these, one a line.
    """
    late: list[str] = []
    if section in AT_ONCE:
        first = AT_ONCE[section]
        rows = data.values() if isinstance(data, dict) else data
        late = [_text({name: value for name, value in row.items() if name not in first}) for row in rows]
        known = [{name: row[name] for name in first if name in row} for row in rows]
        data = dict(zip(data, known, strict=True)) if isinstance(data, dict) else known
    elif section == "words":
        late, data = [_text(table) for table in data.values()], list(data)
    elif section == "errors":
        late = [*data["rows"], *data["templates"]]
        data = {**data, "rows": len(data["rows"]), "templates": None}
    elif section == "models":
        data = _shared(data)
    if not late:
        return _text(data).encode()
    texts = [text.encode() for text in late]
    starts = array("I", accumulate((len(text) + 1 for text in texts), initial=0))
    places = b'"%s"' % b2a_base64(_low_first(starts).tobytes(), newline=False)
    return b"\n".join([_text(data).encode(), places, *texts])


def unpack(section: str, text: bytes) -> Any:
    """Return the data of which `pack` made the bytes; raises ValueError for other bytes."""
    # quotes inside a JSON text cost more to read than the whole rest of it, so what is late stands in lines of its own
    end = text.find(b"\n")
    data = json.loads(text if end < 0 else text[:end])
    late = _late(text, end + 1) if end >= 0 else Lines(b"", [0])
    if section in AT_ONCE:
        at_once = AT_ONCE[section]
        if isinstance(data, dict):
            return {name: Late(data[name], late, number, at_once) for number, name in enumerate(data)}
        return [Late(known, late, number, at_once) for number, known in enumerate(data)]
    if section == "words":
        return Tables(data, late)
    if section == "errors":
        data["rows"], data["templates"] = late.cut(data["rows"])
    elif section == "models":
        rows = data.pop("rows")
        data["names"] = {name: rows[number] for name, number in data["names"].items()}
        data["patterns"] = [{"parts": name.split("*"), "row": rows[number]} for name, number in data["patterns"]]
    elif section == "answers":
        for answers in data.values():
            held = answers["holds"]
            answers["holds"] = {table: {int(n): places for n, places in held[table].items()} for table in held}
    return data


def _late(section: bytes, at: int) -> Lines:
    """Return the late texts of a section; `at` is where the line with their places begins."""
    behind = section.index(b"\n", at) + 1
    starts = array("I")
    starts.frombytes(a2b_base64(section[at + 1 : behind - 2]))
    return Lines(section, _low_first(starts), behind)


def _low_first(numbers: array[int]) -> array[int]:
    """Return numbers of this machine with the low byte first, or such numbers as this machine's."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


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
