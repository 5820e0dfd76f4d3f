"""What the validator finds, flattened to one finding a place: type before value, one for each cross-field rule.

jsonschema-rs is the validator: `jsonschema` costs 110 ms to import cold, `jsonschema_rs` 40 ms (python -X importtime,
median of 6), and `diagnose` has 150 ms in all.
"""

from __future__ import annotations

from typing import Any, Literal

from supportdesk.definitions.placing import escaped, schema_at
from supportdesk.definitions.plainly import plainly_holds
from supportdesk.named import NamedTuple

Schema = dict[str, Any]

RANGE_WORDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


class Flaw(NamedTuple):
    """One finding: where, 'missing', 'type' or 'value', the keyword of the schema, and the cross-field rule or None."""

    pointer: str
    kind: Literal["missing", "type", "value"]
    keyword: str
    allowed: Any
    rule: Schema | None


def find_flaws(schema: Schema, instance: Any) -> list[Flaw]:
    """Return the flaws of plain data, at most one a pointer, in the order of the schema's own errors.

    Raises ValueError for data that the validator itself refuses (too deep); `plain_data` makes none.
    """
    if plainly_holds(schema, instance):
        return []
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(schema)
    own: dict[str, Flaw] = {}
    rules: dict[int, Flaw] = {}
    for error in validator.iter_errors(instance):
        path = [str(step) for step in error.schema_path]
        pointer = "".join("/" + escaped(str(step)) for step in error.instance_path)
        if path[0] == "allOf" and len(path) > 1:
            number = int(path[1])
            rule = schema["allOf"][number]
            flaw = _of_rule(rule, pointer)
            if number not in rules or flaw.pointer.count("/") > rules[number].pointer.count("/"):
                rules[number] = flaw
            continue
        flaw = _of_field(schema, pointer, path, error)
        if flaw.pointer not in own or (flaw.kind == "type" and own[flaw.pointer].kind == "value"):
            own[flaw.pointer] = flaw
    for flaw in rules.values():
        own.setdefault(flaw.pointer, flaw)
    return list(own.values())


def fields_of(rule: Schema) -> set[str]:
    """Return the pointers of the fields that a cross-field rule speaks of."""
    found: set[str] = set()
    queue: list[tuple[str, Any]] = [("", rule)]
    while queue:
        pointer, node = queue.pop()
        if not isinstance(node, dict):
            continue
        for name, inner in node.get("properties", {}).items():
            found.add(f"{pointer}/{escaped(name)}")
            queue.append((f"{pointer}/{escaped(name)}", inner))
        queue += [(pointer, node.get(word)) for word in ("if", "then", "not")]
        for word in ("allOf", "anyOf", "oneOf"):
            queue += [(pointer, inner) for inner in node.get(word, [])]
    return found


def allowed_of(schema: Schema) -> Any:
    """Return what a field's schema allows, as the public contract shows it: a list, a range or format, or None."""
    if "enum" in schema:
        return schema["enum"]
    if "const" in schema:
        return [schema["const"]]
    bounds = {word: schema[word] for word in RANGE_WORDS if word in schema}
    return bounds or None


def _of_rule(rule: Schema, pointer: str) -> Flaw:
    deep = pointer if pointer.startswith(rule["x-at"] + "/") else rule["x-at"]
    return Flaw(deep, rule["x-kind"], "rule", None, rule)


def _of_field(schema: Schema, pointer: str, path: list[str], error: Any) -> Flaw:
    keyword = path[-1]
    if keyword == "required":
        return Flaw(f"{pointer}/{escaped(error.kind.property)}", "missing", keyword, None, None)
    here = schema_at(schema, pointer) or {}
    if keyword == "type":
        types = here.get("type", [])
        return Flaw(pointer, "type", keyword, [types] if isinstance(types, str) else list(types), None)
    if keyword == "pattern":
        return Flaw(pointer, "value", keyword, _of_pattern(here), None)
    if keyword in RANGE_WORDS:
        return Flaw(pointer, "value", keyword, {word: here[word] for word in _sides(keyword) if word in here}, None)
    return Flaw(pointer, "value", keyword, allowed_of(here), None)


def _of_pattern(schema: Schema) -> Any:
    if "format" in schema:
        return {"format": schema["format"]}
    if "minimum" in schema:
        return {word: schema[word] for word in ("minimum", "maximum") if word in schema}
    return {"format": schema["pattern"]}


def _sides(keyword: str) -> tuple[str, str]:
    """Return both ends of the range that a keyword belongs to."""
    if keyword.endswith("Length"):
        return "minLength", "maxLength"
    if keyword.endswith("Items"):
        return "minItems", "maxItems"
    return "minimum", "maximum"
