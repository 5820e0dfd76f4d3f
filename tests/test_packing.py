"""Packed sections come back as they were, and a row's rest is decoded only when it is asked for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.packing import Late, pack, unpack

ROW = {"id": "a.b", "of": "call", "cause": "c", "title": {"en": "x \u241f", "zh": "标题"}, "fix": None}
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda one: st.lists(one, max_size=3))


@given(st.lists(st.dictionaries(st.sampled_from(["id", "of", "sql", "why", "fix"]) | st.text(), JSON)))
def test_rules_come_back(rows: list[dict[str, object]]) -> None:
    assert unpack("rules", pack("rules", rows)) == rows


def test_models_come_back_and_share_their_rows() -> None:
    row = {"kind": "video", "endpoints": ["video"]}
    models = {
        "names": {"a": row, "b": dict(row), "c": {"kind": "chat"}},
        "patterns": [{"parts": ["a-", ""], "row": dict(row)}, {"parts": ["", "x", ""], "row": {"kind": "chat"}}],
        "neutral": ["files"],
        "at": {},
    }
    back = unpack("models", pack("models", models))
    assert back == models
    assert back["names"]["a"] is back["names"]["b"] is back["patterns"][0]["row"]


@pytest.mark.parametrize(
    "look",
    [
        lambda row: row["title"] == ROW["title"],
        lambda row: row.get("title") == ROW["title"],
        lambda row: "fix" in row and "nothing" not in row,
        lambda row: row.get("nothing", 3) == 3,
        lambda row: dict(row) == ROW,
        lambda row: {**row} == ROW,
        lambda row: json.loads(json.dumps(row)) == ROW,
        lambda row: len(row) == len(ROW),
        lambda row: list(row) == list(ROW),
        lambda row: set(row.keys()) == set(ROW) and len(row.values()) == len(ROW),
    ],
)
def test_however_a_row_is_looked_at_it_is_the_whole_one(look: object) -> None:
    (row,) = unpack("rules", pack("rules", [ROW]))
    assert look(row)  # type: ignore[operator] # a predicate of the table above


def test_errors_come_back() -> None:
    index = {
        "rows": ['{"id":"a"}', '{"id":"b","x":"\\n"}'],
        "templates": ["0\u241ea", "1\u241e\u62d2"],
        "anchors": {"a": "0"},
    }
    assert unpack("errors", pack("errors", index)) == index


def test_what_is_at_hand_decodes_nothing() -> None:
    row = Late({"id": "a"}, ["no JSON"], 0, ("id", "of"))
    assert row["id"] == "a"
    assert "id" in row
    assert "of" not in row
    assert row.get("of", 3) == 3
    with pytest.raises(KeyError, match="of"):
        row["of"]
    with pytest.raises(ValueError, match="Expecting value"):
        row["title"]


def test_a_field_that_no_row_has_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        Late({"id": "a"}, ['{"title": 1}'], 0, ("id",))["nothing"]


def test_facts_and_tables_come_back() -> None:
    facts = {
        "model": {"name": "model", "type": "text", "meaning": {"en": "its name", "zh": "名称"}, "effort": 1},
        "quota": {"name": "quota", "type": "integer"},
    }
    assert unpack("facts", pack("facts", facts)) == facts
    tables = {"fixes": {"a": ["b", "拒"]}, "labels": [{"id": 1}], "empty": {}}
    back = unpack("words", pack("words", tables))
    assert back.get("nothing") is None
    assert back["labels"] == tables["labels"]
    assert "fixes" in back
    assert len(back) == 3
    assert back == tables
    assert dict(back.items()) == tables
    with pytest.raises(KeyError, match="nothing"):
        back["nothing"]
