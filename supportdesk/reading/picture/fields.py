"""From the parts of a picture's text to the picture: fields with their places, secrets masked."""

from __future__ import annotations

from collections.abc import Sequence

from supportdesk.masking import BULLET
from supportdesk.reading.picture.keys import masked
from supportdesk.reading.picture.layout import Part
from supportdesk.reading.picture.shape import Field, Picture
from supportdesk.source import Box


def picture_of(
    name: str, size: tuple[int, int], parts: Sequence[Part], seconds: float, notes: tuple[str, ...]
) -> Picture:
    """Return the picture whose text is that of the parts, masked one for one."""
    plain = "".join(part.text for part in parts)
    text, redacted = masked(plain)
    fields: list[Field] = []
    secrets: list[Box] = []
    at = 0
    for part in parts:
        if part.run is not None:
            field = _field(part, at, text)
            fields.append(field)
            secrets += _hidden(field, text)
        at += len(part.text)
    return Picture(
        name,
        size,
        text,
        tuple(fields),
        secrets=tuple(secrets),
        redacted=redacted,
        seconds=seconds,
        notes=notes,
    )


def _field(part: Part, at: int, text: str) -> Field:
    run = part.run
    if run is None:
        raise ValueError("a part without a run is no field")
    left, top, right, bottom = run.box
    edges = [round(sign.left) for sign in run.signs] + [round(run.signs[-1].right)]
    for number in range(1, len(edges)):
        edges[number] = max(edges[number], edges[number - 1])
    seen = [sign.confidence for sign in run.signs if sign.sign != " "]
    confidence = round(sum(seen) / len(seen), 3) if seen else 0.0
    read = reason = None
    changed = next((sign for sign in run.signs if sign.read is not None), None)
    if changed is not None:
        read = "".join(sign.sign if sign.read is None else sign.read for sign in run.signs)
        own = text[at : at + len(run.signs)]
        read = own if BULLET in own else masked(read)[0]
        reason = changed.reason
    box = Box(left, top, right - left, bottom - top)
    return Field(at, at + len(run.signs), box, confidence, tuple(edges), read, reason, "grammar" if reason else None)


def _hidden(field: Field, text: str) -> list[Box]:
    """Return the boxes of the masked characters of a field."""
    boxes: list[Box] = []
    start = None
    for at in range(field.start, field.end + 1):
        is_hidden = at < field.end and text[at] == BULLET
        if is_hidden and start is None:
            start = at
        elif not is_hidden and start is not None:
            left, right = field.edges[start - field.start], field.edges[at - field.start]
            boxes.append(Box(left, field.box.y, right - left, field.box.h))
            start = None
    return boxes
