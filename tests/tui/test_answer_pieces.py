"""A long answer goes through in pieces and comes out as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.tui.answer_pieces import PIECE, read_pieces, write_pieces

LONG: list[dict[str, Any]] = [{"quota": number, "names": ["余额", "\ud800"]} for number in range(PIECE * 2 + 7)]


@pytest.mark.parametrize(
    "told",
    [
        {"data": {}, "untouched": 3},
        {"data": {"money": {"ledger": LONG, "lines": ["a"]}}, "sources": [["x" * 100_000, "paste", [], None]]},
        {"calls": [{"evidence": LONG}, {"evidence": []}, LONG], "answers": LONG[:PIECE]},
    ],
)
def test_an_answer_comes_out_as_it_was(told: dict[str, Any]) -> None:
    lines = list(write_pieces(told))
    assert read_pieces(b"".join(lines)) == told


def test_no_piece_has_more_of_a_list_than_its_part() -> None:
    lines = list(write_pieces({"ledger": LONG}))
    assert [len(json.loads(line.decode("utf-8", "surrogatepass"))[1]) for line in lines[1:]] == [PIECE, PIECE, 7]


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        read_pieces(b"Traceback (most recent call last):\n")
