"""Where a body's fields stand and where their definition wants them.

The body is checked as if every field stood at its right place (`Placed.body`); `Placed.origin` says where each moved
field really stands, so that a violation points at the customer's own characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.value import Value

Schema = dict[str, Any]

DEPTH_LIMIT, FIELD_LIMIT, ITEM_LIMIT = 8, 2_000, 50
"""How deep undocumented objects are searched, and how many fields and list items are looked at."""


NEARLY = 0.83
"""Likeness of two names (difflib's ratio) from which one is a misspelling of the other: `message`, `promt`."""


class Stray(NamedTuple):
    """A field that the definition does not document where it stands; `inside` is the undocumented object around it."""

    pointer: str
    name: str
    value: Value
    inside: str | None


class Placed:
    """A body with its fields at their right places.

    `body` is the rearranged value; `origin` maps a right pointer to the pointer where the field stands; `required`
    are the right pointers among them that the definition requires; `doubled` are (field, right pointer) of fields
    whose right place is filled; `strays` are the fields that remain undocumented, outermost only.
    """

    __slots__ = ("body", "doubled", "origin", "required", "strays")

    def __init__(self, body: Value) -> None:
        self.body = body
        self.origin: dict[str, str] = {}
        self.required: set[str] = set()
        self.doubled: list[tuple[Stray, str]] = []
        self.strays: list[Stray] = []


def place_fields(body: Value, schema: Schema) -> Placed:
    """Return the body with every misplaced field moved to the one documented place of its name.

    A field is moved only when exactly one documented field has its name (letter case and `_` aside), that place is
    empty and takes such a value. The body itself is not changed.
    """
    places: dict[str, list[tuple[str, Schema, bool]]] = {}
    for pointer, inner, required in documented(schema):
        places.setdefault(_plain_name(pointer.rsplit("/", 1)[1]), []).append((pointer, inner, required))
    placed = Placed(body)
    strays = list(_strays(body, schema))
    moved: dict[str, Value] = {}
    for stray in sorted(strays, key=lambda stray: stray.pointer.count("/")):
        targets = places.get(_plain_name(stray.name), [])
        if len(targets) != 1:
            continue
        target, inner, required = targets[0]
        if target in moved or body.at(target) is not None:
            placed.doubled.append((stray, target))
        elif takes(inner, stray.value) or required:
            moved[target] = stray.value
            placed.origin[target] = stray.pointer
            if required:
                placed.required.add(target)
    for stands, target, value in _misspelt(strays, schema, body, {*moved, *placed.origin.values()}):
        moved[target] = value
        placed.origin[target] = stands
        placed.required.add(target)
    gone = {*placed.origin.values(), *(stray.pointer for stray, _target in placed.doubled)}
    placed.strays = _remaining(strays, gone)
    if moved:
        placed.body = _rearranged(body, moved, set(placed.origin.values()))
    return placed


def _misspelt(strays: list[Stray], schema: Schema, body: Value, taken: set[str]) -> list[tuple[str, str, Value]]:
    """Return (pointer, right pointer, value) of outer fields that are nearly named as a required, absent one."""
    wanted = [name for name in schema.get("required", []) if name not in body.data and f"/{name}" not in taken]
    alone = [stray for stray in strays if stray.inside is None and stray.pointer not in taken and len(stray.name) < 40]
    outer = {stray.name: stray for stray in alone[:ITEM_LIMIT]}
    if not wanted or not outer:
        return []
    import difflib

    found = []
    for name in wanted:
        for near in difflib.get_close_matches(name, list(outer), 1, NEARLY):
            stray = outer.pop(near)
            if takes(schema["properties"][name], stray.value):
                found.append((stray.pointer, f"/{escaped(name)}", stray.value))
    return found


def documented(schema: Schema, pointer: str = "", *, required: bool = True) -> Iterator[tuple[str, Schema, bool]]:
    """Yield pointer, schema and whether it is required of every field outside lists (containers as well)."""
    for name, inner in schema.get("properties", {}).items():
        if "x-alias-of" in inner:
            continue
        here = f"{pointer}/{escaped(name)}"
        needed = required and name in schema.get("required", [])
        yield here, inner, needed
        yield from documented(inner, here, required=needed)


def schema_at(schema: Schema, pointer: str) -> Schema | None:
    """Return the schema of the field at a pointer, through properties and items; None where none is documented."""
    here: Schema | None = schema
    for step in pointer.split("/")[1:]:
        if here is None:
            return None
        name = step.replace("~1", "/").replace("~0", "~")
        inner = here.get("properties", {}).get(name)
        if inner is None and name.isdigit():
            inner = here.get("items")
        here = inner if isinstance(inner, dict) else None
    return here


def takes(schema: Schema, value: Value) -> bool:
    """Whether a field's schema takes a value of this shape: a scalar, a list or an object."""
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if value.kind == "unknown" or not types:
        return True
    if value.kind in ("object", "array"):
        return value.kind in types
    return any(word not in ("object", "array") for word in types)


def escaped(name: str) -> str:
    """Return a member's name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _plain_name(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _strays(body: Value, schema: Schema) -> Iterator[Stray]:
    """Yield the undocumented fields, and those inside undocumented objects."""
    queue: list[tuple[str, Value, Schema | None, str | None, int]] = [("", body, schema, None, 0)]
    seen = 0
    while queue:
        pointer, value, here, inside, depth = queue.pop(0)
        if value.kind == "array":
            items = here.get("items") if here else None
            if isinstance(items, dict) and items.get("properties") and not (here and here.get("x-open")):
                for number, item in enumerate(value.data[:ITEM_LIMIT]):
                    queue.append((f"{pointer}/{number}", item, items, inside, depth))
            continue
        if value.kind != "object" or depth > DEPTH_LIMIT:
            continue
        known = here.get("properties", {}) if here else {}
        if here is not None and not known:
            continue
        for name, member in value.data.items():
            seen += 1
            if seen > FIELD_LIMIT:
                return
            place = f"{pointer}/{escaped(name)}"
            if name in known:
                queue.append((place, member, known[name], inside, depth + 1))
                continue
            if member.added_by is None:
                yield Stray(place, name, member, inside)
            queue.append((place, member, None, inside or place, depth + 1))


def _remaining(strays: list[Stray], gone: set[str]) -> list[Stray]:
    """Return the outermost strays, without those that moved and without objects that only held such."""
    held: dict[str, int] = {}
    for stray in strays:
        if stray.inside is not None and stray.value.kind not in ("object",):
            held[stray.inside] = held.get(stray.inside, 0) + int(stray.pointer not in gone)
    return [
        stray
        for stray in strays
        if stray.inside is None
        and stray.pointer not in gone
        and not (stray.value.kind == "object" and stray.value.data and held.get(stray.pointer) == 0)
    ]


def _rearranged(body: Value, moved: dict[str, Value], gone: set[str]) -> Value:
    result = _without(body, "", gone)
    for target, value in moved.items():
        *way, name = [step.replace("~1", "/").replace("~0", "~") for step in target.split("/")[1:]]
        here = result
        for step in way:
            inner = here.data.get(step)
            if inner is None or inner.kind != "object":
                inner = Value("object", {})
                here.data[step] = inner
            here = inner
        here.data[name] = value
    return result


def _without(value: Value, pointer: str, gone: set[str], depth: int = 0) -> Value:
    """Return a copy of the objects on the way to what is gone, without emptied ones; everything else is shared."""
    if value.kind != "object" or depth > DEPTH_LIMIT or not any(way.startswith(pointer + "/") for way in gone):
        return value
    members: dict[str, Value] = {}
    for name, member in value.data.items():
        place = f"{pointer}/{escaped(name)}"
        if place in gone:
            continue
        left = _without(member, place, gone, depth + 1)
        if left is member or left.data or not member.data:
            members[name] = left
    return Value("object", members, value.span, keys=value.keys, is_open=value.is_open, added_by=value.added_by)
