"""Slots of rule texts: names only, clauses dropped when a slot is not known."""

import pytest

from supportdesk.slots import SlotError, fill, slot_names


def test_slots_are_filled():
    assert fill("{model} on {path}", {"model": "m", "path": "/v1"}) == "m on /v1"


def test_a_clause_is_left_out_when_a_slot_in_it_is_not_known():
    assert fill("Failed[ with {code}][ at {line}].", {"code": 7}) == "Failed with 7."


@pytest.mark.parametrize(
    "text", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{A}", "{a", "a}", "[a", "a]", "[[a]", "{x"]
)
def test_anything_but_a_name_is_refused(text):
    with pytest.raises(SlotError):
        fill(text, {"a": 1, "x": 2})


def test_an_unknown_slot_outside_of_a_clause_is_an_error():
    with pytest.raises(SlotError, match="model"):
        fill("{model}", {"model": None})


def test_doubled_signs_are_the_sign():
    assert fill("{{x}} [[y]]", {}) == "{x} [y]"


def test_values_are_not_read_as_slots():
    assert fill("{a}", {"a": "{b}[c]"}) == "{b}[c]"


def test_numbers_as_texts_show_them():
    assert fill("{a} {b} {c}", {"a": 5.0, "b": 2.5, "c": True}) == "5 2.5 true"


def test_names_of_slots():
    assert slot_names("{a}[ {b} {a}]") == ({"a"}, {"b"})
