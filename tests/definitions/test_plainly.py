"""What a few lines tell of a schema is what the validator tells."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.definitions.plainly import plainly_holds

REQUESTS = Path(__file__).parents[2] / "rules" / "requests"
FILES = sorted(path for path in REQUESTS.rglob("*.json") if not path.name.endswith(".schema.json"))
TEXTS = st.sampled_from(["", "720P", "auto", "https://a.b/c"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 40), st.floats(-2, 20), TEXTS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.just("url"), inner, max_size=1))
)


def named(schema):
    """Every property name of a schema with the values that it lists."""
    found = {}
    queue = [schema]
    while queue:
        node = queue.pop()
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            for name, inner in (node.get("properties") or {}).items():
                listed = found.setdefault(name, [])
                listed += inner.get("enum", []) if isinstance(inner, dict) else []
            queue += node.values()
    return found


SCHEMAS = [(json.loads(path.read_text(encoding="utf-8"))["body"], path.name) for path in FILES]
CHECKS = [(schema, jsonschema_rs.Draft202012Validator(schema), named(schema), name) for schema, name in SCHEMAS]


@given(st.data())
def test_what_is_told_is_what_the_validator_says(data):
    schema, validator, names, name = data.draw(st.sampled_from(CHECKS))
    members = {
        field: data.draw(st.one_of(st.sampled_from(values), VALUES) if values else VALUES)
        for field, values in names.items()
        if data.draw(st.booleans())
    }
    told = plainly_holds(schema, members)
    assert told is None or told == validator.is_valid(members), (name, members)


@pytest.mark.parametrize(
    ("schema", "data", "told"),
    [
        ({"type": "integer"}, 6, True),
        ({"type": "integer"}, True, False),
        ({"type": "integer"}, 6.0, None),
        ({"type": ["string", "null"]}, None, True),
        ({"enum": [6, 10]}, 10, True),
        ({"enum": [1]}, True, False),
        ({"const": [1]}, [1], None),
        ({"minimum": 1, "maximum": 3}, 4, False),
        ({"minimum": 1}, "x", True),
        ({"required": ["a"]}, {}, False),
        ({"maxLength": 2}, "\U0001f600\U0001f600", True),
        ({"properties": {"a": {"pattern": "^x"}}}, {"a": "x"}, None),
        ({"properties": {"a": {"pattern": "^x"}}}, {"b": "x"}, True),
        ({"items": {"type": "string"}}, ["a", 1], False),
        ({"not": {"required": ["a"]}}, {"a": 1}, False),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}, False),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"c": 1}, True),
        ({"if": {"required": ["a"]}, "else": {"required": ["b"]}}, {"c": 1}, False),
        ({"anyOf": [{"type": "string"}, {"pattern": "x"}]}, "y", True),
        ({"allOf": [{"pattern": "x"}, {"type": "array"}]}, "y", False),
        ({"unevaluatedProperties": False}, {}, None),
    ],
)
def test_each_keyword(schema, data, told):
    assert plainly_holds(schema, data) is told
    if told is not None:
        assert jsonschema_rs.Draft202012Validator(schema).is_valid(data) is told


def test_a_deep_schema_is_left_to_the_validator():
    schema, data = {"type": "string"}, "x"
    for _ in range(500):
        schema, data = {"properties": {"a": schema}}, {"a": data}
    assert plainly_holds(schema, data) is None
