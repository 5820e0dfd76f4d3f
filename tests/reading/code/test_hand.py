"""Snippets as customers paste them, written without knowledge of the readers: no group gets worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supportdesk import extract_requests
from tests.corpus.hand_rules import is_right

HAND = Path(__file__).parents[2] / "corpus" / "hand"

FLOORS = {
    "csharp": 18,
    "go": 20,
    "java": 20,
    "javascript-axios+fetch": 19,
    "javascript-openai": 18,
    "javascript-other": 20,
    "kotlin": 19,
    "php": 20,
    "powershell+cmd": 18,
    "python-aiohttp+urllib3+google-genai": 11,
    "python-anthropic": 20,
    "python-httpx": 17,
    "python-openai": 20,
    "python-requests": 20,
    "shell": 15,
    "typescript": 19,
}


@pytest.mark.parametrize("group", FLOORS)
def test_a_group_of_hand_written_snippets_does_not_get_worse(group: str) -> None:
    records = [json.loads(line) for line in (HAND / f"{group}.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [record["id"] for record in records if not is_right(record, extract_requests(record["code"])["requests"])]
    assert len(records) - len(wrong) >= FLOORS[group], wrong


def test_every_group_has_a_floor() -> None:
    assert {path.stem for path in HAND.glob("*.jsonl")} == FLOORS.keys()


@pytest.mark.parametrize("group", FLOORS)
def test_the_truth_of_a_snippet_is_right_and_its_neighbours_is_not(group: str) -> None:
    records = [json.loads(line) for line in (HAND / f"{group}.jsonl").read_text(encoding="utf-8").splitlines()]
    truths = [
        record["expected"] if isinstance(record["expected"], list) else [record["expected"]] for record in records
    ]
    for record, truth, other in zip(records, truths, truths[1:] + truths[:1], strict=True):
        assert is_right(record, truth), record["id"]
        assert not is_right(record, other), record["id"]
        assert not is_right(record, []), record["id"]
