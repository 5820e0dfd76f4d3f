"""Located values: pointers, what is known, plain data."""

from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value


def test_plain_data_round_trips():
    data = {"a": [1, 2.5, True, None, "x"], "b": {"c": ""}}
    assert Value.of(data).plain() == data


def test_pointers_with_escapes():
    value = Value.of({"a/b": {"~": [10, 20]}})
    found = value.at("/a~1b/~0/1")
    assert found is not None
    assert found.data == 20
    assert value.at("/a~1b/~0/7") is None
    assert value.at("") is value


def test_a_string_with_a_hole_is_not_known():
    assert not Value.of(f"Bearer {UNKNOWN}").known
    assert not Value.unknown().known
    assert Value.of("Bearer x").known


def test_a_computed_value_has_the_hull_of_its_parts():
    value = Value("string", "ab", parts=(Span(0, 9, 12), Span(0, 2, 4)))
    assert value.place() == Span(0, 2, 12)
    assert Value.of("x").place() is None
