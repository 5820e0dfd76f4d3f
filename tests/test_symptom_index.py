"""The index of symptoms' phrases finds the rows that looking for every phrase finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.phrases import Phrases, Spoken
from supportdesk.symptom_index import SymptomIndex, index_symptoms

ROWS = [
    {"groups": [["refund", "扣费"], ["to", "0-"]]},
    {"groups": [["refund to", "费了，扣", "$"]]},
    {"groups": [["o 扣", "-re"], ["re"], ["扣", "refund"]]},
    {"groups": [["refund"], ["refund"]]},
]
EVERY = [phrase for row in ROWS for group in row["groups"] for phrase in group]


@given(st.text("refund to0-$ 扣费了，", max_size=60))
def test_a_row_is_found_where_a_phrase_of_each_of_its_groups_stands(text: str) -> None:
    spoken = Spoken(text)
    standing = Phrases(EVERY).standing_in(spoken)
    rows = [number for number, row in enumerate(ROWS) if all(standing & set(group) for group in row["groups"])]
    found = SymptomIndex(index_symptoms(ROWS)).rows_in(spoken)
    assert set(rows) - set(found) == set()
    assert all(any(phrase in text for phrase in group) for number in found for group in ROWS[number]["groups"])


def test_a_text_may_be_looked_through_again() -> None:
    index = SymptomIndex(index_symptoms(ROWS))
    assert index.rows_in(Spoken("refund to 扣费了，扣")) == index.rows_in(Spoken("refund to 扣费了，扣")) == [0, 1, 3]


def test_nothing_is_found_in_an_empty_text_or_without_rows() -> None:
    assert SymptomIndex(index_symptoms(ROWS)).rows_in(Spoken("")) == []
    assert SymptomIndex(index_symptoms([])).rows_in(Spoken("refund")) == []
