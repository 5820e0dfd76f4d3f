"""Mend a body until its definition takes it: move, convert, choose the nearest value, mark what is missing.

The validator says what is wrong, a repair is tried, and the validator is asked again; a body that still is not clean
after ROUNDS repairs is not offered.
"""

from __future__ import annotations

from typing import Any

from supportdesk.advising.repair import Sheet, put_at, take_out, value_at
from supportdesk.definitions.errors_of import Flaw, allowed_of, find_flaws
from supportdesk.definitions.placing import schema_at
from supportdesk.definitions.wording import allowed_values, field_name, shown, wrong_type, wrong_value
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

Schema = dict[str, Any]

ROUNDS = 24


def mend(
    sheet: Sheet, body: dict[str, Any], envelope: dict[str, Any], located: Value | None, *, values: bool = True
) -> bool:
    """Repair the plain `body` in place; return whether its definition takes it now.

    `located` is the same body with the places of its values, for lines and spans, or None. What is not known (UNKNOWN)
    is left as it is, and so are values that are only outside of a list when `values` is False.
    """
    schema: Schema = envelope["body"]
    tried: set[tuple[str, str]] = set()
    for _ in range(ROUNDS):
        flaws = [
            flaw
            for flaw in find_flaws(schema, body)
            if not _is_unknown(body, flaw) and (values or flaw.kind != "value")
        ]
        fresh = [flaw for flaw in flaws if (flaw.pointer, flaw.keyword) not in tried]
        if not fresh:
            return not flaws
        flaw = fresh[0]
        tried.add((flaw.pointer, flaw.keyword))
        _Repair(sheet, body, envelope, flaw, _place(located, flaw), values=values).run()
    return False


def placeholder(name: str, schema: Schema) -> Any:
    """Return what marks the place of a required field: its default, its only value, or `<name>` in its form."""
    if "default" in schema:
        return schema["default"]
    if schema.get("enum"):
        return schema["enum"][0]
    types = schema.get("type", "string")
    kinds = [types] if isinstance(types, str) else types
    if "string" in kinds:
        known = schema.get("x-known-values")
        if known:
            return known[0]
        return f"https://<{name}>" if "format" in schema and "url" in schema["format"] else f"<{name}>"
    if "array" in kinds:
        return [placeholder(name, schema.get("items", {}))]
    if "object" in kinds:
        return {key: placeholder(key, schema["properties"][key]) for key in schema.get("required", [])}
    if "boolean" in kinds:
        return False
    return schema.get("minimum", 1)


def nearest(found: Any, allowed: Any) -> Any:
    """Return the allowed number next to `found` (the smaller of two), or None where nearness means nothing."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    if isinstance(allowed, list):
        numbers = [item for item in allowed if isinstance(item, int | float) and not isinstance(item, bool)]
        return min(numbers, key=lambda item: (abs(item - found), item), default=None)
    if isinstance(allowed, dict):
        if "minimum" in allowed and found < allowed["minimum"]:
            return allowed["minimum"]
        if "maximum" in allowed and found > allowed["maximum"]:
            return allowed["maximum"]
    return None


def converted(found: Any, types: list[str], items: Schema | None = None) -> Any:
    """Return the value in one of the types where that loses nothing, else None.

    `items` is the schema of a list's entries: one that has a role and a content takes a text as what the user says.
    """
    if isinstance(found, str):
        text = found.strip()
        if "integer" in types or "number" in types:
            digits = text.removesuffix("s") if text[:-1].isdecimal() else text
            if digits.lstrip("-").isdecimal() and len(digits) < 16:
                return int(digits)
            whole, point, part = text.lstrip("-").partition(".")
            if "number" in types and point and (whole + part).isdecimal() and len(text) < 16:
                return float(text)
        if "boolean" in types and text.lower() in ("true", "false"):
            return text.lower() == "true"
    if "boolean" in types and isinstance(found, int) and found in (0, 1):
        return bool(found)
    if isinstance(found, float) and found.is_integer() and "integer" in types:
        return int(found)
    if "string" in types and isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if "array" in types and isinstance(found, str | dict):
        turns = {"role", "content"} <= (items or {}).get("properties", {}).keys()
        if isinstance(found, str) and turns:
            return [{"role": "user", "content": found}]
        kinds = (items or {}).get("type")
        kind = "string" if isinstance(found, str) else "object"
        return [found] if kinds is None or kind in ([kinds] if isinstance(kinds, str) else kinds) else None
    if isinstance(found, list) and len(found) == 1 and "array" not in types:
        return found[0]
    return None


class _Repair:
    """One repair of one flaw."""

    def __init__(
        self, sheet: Sheet, body: dict[str, Any], envelope: dict[str, Any], flaw: Flaw, span: Span | None, *,
        values: bool,
    ) -> None:  # fmt: skip
        self.sheet = sheet
        self.values = values
        self.body = body
        self.schema: Schema = envelope["body"]
        self.sample = value_at(envelope.get("minimal_request"), flaw.pointer)
        self.flaw = flaw
        self.span = span
        self.pointer = flaw.pointer
        self.here = schema_at(self.schema, flaw.pointer) or {}
        self.found = value_at(body, flaw.pointer)

    def run(self) -> None:
        """Try the repair that fits the flaw; where none does, leave an optional field out."""
        if self.flaw.kind == "missing":
            self._fill_in()
        elif self.flaw.rule is not None:
            self._follow_rule(self.flaw.rule)
        elif self.flaw.kind == "type":
            self._convert()
        else:
            self._choose()

    def _set(self, value: Any, step: str, **values: Any) -> None:
        put_at(self.body, self.pointer, value)
        given = {"field": field_name(self.pointer), "new": shown(value), "old": shown(self.found), **values}
        self.sheet.step(step, self.span, **given)
        self.sheet.changed = True

    def _fill_in(self) -> None:
        value = placeholder(self.pointer.rpartition("/")[2], self.here)
        if isinstance(self.sample, list) and any(isinstance(item, dict) for item in self.sample):
            value = self.sample
        if put_at(self.body, self.pointer, value):
            name = field_name(self.pointer)
            self.sheet.step("placeholder", self.span, field=name, new=shown(value))
            self.sheet.changed = True

    def _convert(self) -> None:
        if self.found is None:
            if not self._required():
                take_out(self.body, self.pointer)
                self.sheet.drop(self.pointer, "empty")
            else:
                self._fill_in()
            return
        value = converted(self.found, self.flaw.allowed, self.here.get("items"))
        if value is None:
            self._leave_out(wrong_type(self.pointer, self.found, self.flaw.allowed))
            return
        kind = self.sheet.words["types"][self.flaw.allowed[0]]
        allowed = allowed_of(self.here)
        near = nearest(value, allowed)
        if near is None or near == value or not self.values:
            self._set(value, "converted", type=kind)
        else:
            self._set(near, "converted_nearest", type=kind, allowed=allowed_values(allowed))

    def _choose(self) -> None:
        found, allowed = self.found, self.flaw.allowed
        if isinstance(found, str) and isinstance(allowed, list):
            same = next((x for x in allowed if isinstance(x, str) and x.casefold() == found.strip().casefold()), None)
            if same is not None:
                self._set(same, "letter_case")
                return
        near = nearest(found, allowed)
        if near is not None:
            only = isinstance(allowed, list) and len(allowed) == 1
            self._set(near, "only" if only else "nearest", allowed=allowed_values(allowed))
            return
        if isinstance(found, list) and isinstance(allowed, dict) and "maxItems" in allowed:
            self._shorten(found, allowed["maxItems"])
            return
        if self._required() and isinstance(allowed, list):
            reason = wrong_value(self.pointer, found, allowed)
            put_at(self.body, self.pointer, self.here.get("default", allowed[0]))
            self.sheet.step(
                "chosen", self.span, field=field_name(self.pointer), new=shown(value_at(self.body, self.pointer)),
                reason=reason,
            )  # fmt: skip
            self.sheet.changed = True
            return
        self._leave_out(wrong_value(self.pointer, found, allowed))

    def _shorten(self, found: list[Any], most: int) -> None:
        put_at(self.body, self.pointer, found[:most])
        for number in range(most, len(found)):
            place = f"{self.pointer}/{number}"
            self.sheet.drop(place, "too_many", field=field_name(self.pointer), count=most)

    def _follow_rule(self, rule: Schema) -> None:
        """Set what the rule's `then` asks for; else leave the reported field out."""
        for pointer, schema in _wanted(rule.get("then")):
            here = value_at(self.body, pointer)
            choices = [schema["const"]] if "const" in schema else schema.get("enum")
            if not choices or here in choices or pointer in _conditions(rule):
                continue
            near = nearest(here, choices)
            value = choices[0] if near is None else near
            if put_at(self.body, pointer, value):
                name = field_name(pointer)
                self.sheet.step("chosen", self.span, field=name, new=shown(value), reason=rule["x-message"])
                self.sheet.changed = True
                return
        self._leave_out(rule["x-message"])

    def _leave_out(self, message: dict[str, str]) -> None:
        inside = self.pointer.rpartition("/")
        if self._required() and not inside[2].isdecimal():
            self.sheet.step("not_clean", self.span, field=field_name(self.pointer), reason=message)
            return
        if take_out(self.body, self.pointer) is None:
            return
        self.sheet.step("left_out", self.span, field=field_name(self.pointer), reason=message)
        if "default" in self.here:
            self.sheet.drop(self.pointer, "by_default", old=shown(self.found), default=shown(self.here["default"]))
        else:
            self.sheet.drop(self.pointer, "not_allowed", old=shown(self.found))
        if inside[2].isdecimal() and value_at(self.body, inside[0]) == []:
            take_out(self.body, inside[0])

    def _required(self) -> bool:
        around, _, name = self.pointer.rpartition("/")
        return name in (schema_at(self.schema, around) or {}).get("required", [])


def _wanted(schema: Any, pointer: str = "") -> list[tuple[str, Schema]]:
    """Return the fields that a `then` speaks of, with what it wants of them."""
    if not isinstance(schema, dict):
        return []
    found = []
    for name, inner in schema.get("properties", {}).items():
        found += [(f"{pointer}/{name}", inner), *_wanted(inner, f"{pointer}/{name}")]
    return [(place, inner) for place, inner in found if isinstance(inner, dict)]


def _conditions(rule: Schema) -> set[str]:
    return {pointer for pointer, _schema in _wanted(rule.get("if"))}


def _place(located: Value | None, flaw: Flaw) -> Span | None:
    """Return the place of the flawed value; for a missing one that of the object around it."""
    if located is None:
        return None
    value = located.at(flaw.pointer) or located.at(flaw.pointer.rpartition("/")[0])
    return value.place() if value is not None else None


def _is_unknown(body: dict[str, Any], flaw: Flaw) -> bool:
    found = value_at(body, flaw.pointer)
    return isinstance(found, str) and UNKNOWN in found
