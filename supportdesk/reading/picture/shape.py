"""What a picture is once it is read: a text, and for each character of it the place where it stands in the picture."""

from __future__ import annotations

from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.source import SCREENSHOT, Box, Drawn, Source


class Progress(NamedTuple):
    """How far the reading of a picture is: `done` of `total`, `step` a message id of the translation catalogue."""

    done: int
    total: int
    step: str


class Field(NamedTuple):
    """One recognised field: a cell, a word group or a line.

    `start` and `end` are its place in the picture's text, `box` [x, y, w, h] in pixels of the picture, `confidence` the
    recogniser's, 0 to 1. `read` is what was read (masked), where a correction changed it, else None; `reason` says why,
    as a message id; `by` is 'grammar' or 'operator'. `edges` are the x of each character's left and the last's right.
    """

    start: int
    end: int
    box: Box
    confidence: float
    edges: tuple[int, ...]
    read: str | None = None
    reason: str | None = None
    by: str | None = None


class Picture:
    """A picture that was read.

    `text` is masked; `fields` are in the order of the text; `secrets` the boxes of masked characters; `redacted` how
    many secrets were masked; `size` (width, height) in pixels; `seconds` what the reading took; `notes` English
    sentences on what was noticed.
    """

    __slots__ = ("fields", "name", "notes", "redacted", "seconds", "secrets", "size", "text")

    def __init__(
        self,
        name: str,
        size: tuple[int, int],
        text: str,
        fields: tuple[Field, ...],
        *,
        secrets: tuple[Box, ...] = (),
        redacted: int = 0,
        seconds: float = 0.0,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.size = size
        self.text = text
        self.fields = fields
        self.secrets = secrets
        self.redacted = redacted
        self.seconds = seconds
        self.notes = notes

    def source(self, number: int = 0) -> Source:
        """Return the picture as source `number` of a ticket."""
        drawn = Drawn(
            tuple(one.start for one in self.fields),
            tuple(one.box for one in self.fields),
            tuple(one.edges for one in self.fields),
            self.redacted,
        )
        return Source(self.text, number, self.name + SCREENSHOT, self.notes, drawn=drawn)

    def value(self, field: Field) -> str:
        """Return the text of a field as it counts now."""
        return self.text[field.start : field.end]

    def corrected(self, number: int, text: str) -> Picture:
        """Return the picture with field `number` as an operator corrected it; what was read is kept.

        Line ends and tabs in `text` become blanks; a secret in it is masked.
        """
        from supportdesk.reading.picture.keys import masked

        one = self.fields[number]
        new = " ".join(text.split())
        whole, count = masked(self.text[: one.start] + new + self.text[one.end :])
        new = whole[one.start : one.start + len(new)]
        shift = len(new) - (one.end - one.start)
        left, right = one.edges[0], one.edges[-1]
        edges = tuple(left + (right - left) * at // max(1, len(new)) for at in range(len(new) + 1))
        read = one.read if one.read is not None else self.value(one)
        mended = Field(one.start, one.start + len(new), one.box, one.confidence, edges, read, None, "operator")
        behind = (moved(field, shift) for field in self.fields[number + 1 :])
        return Picture(
            self.name,
            self.size,
            whole,
            (*self.fields[:number], mended, *behind),
            secrets=self.secrets,
            redacted=self.redacted + count,
            seconds=self.seconds,
            notes=self.notes,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the picture as plain data, from which `from_dict` makes it again."""
        return {
            "name": self.name,
            "size": list(self.size),
            "text": self.text,
            "fields": [list(field) for field in self.fields],
            "secrets": [list(box) for box in self.secrets],
            "redacted": self.redacted,
            "seconds": self.seconds,
            "notes": list(self.notes),
        }

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Picture:
        """Return the picture of `to_dict`'s data."""
        fields = []
        for start, end, box, confidence, edges, read, reason, by in data["fields"]:
            fields.append(Field(start, end, Box(*box), confidence, tuple(edges), read, reason, by))
        return Picture(
            data["name"],
            (data["size"][0], data["size"][1]),
            data["text"],
            tuple(fields),
            secrets=tuple(Box(*box) for box in data["secrets"]),
            redacted=data["redacted"],
            seconds=data["seconds"],
            notes=tuple(data["notes"]),
        )


def moved(field: Field, shift: int) -> Field:
    """Return a field whose place in the text is `shift` characters further on."""
    return field._replace(start=field.start + shift, end=field.end + shift)
