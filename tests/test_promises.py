"""The promises of the design, over the corpora and the samples: spans, masking, honest silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.advising.evidence import states
from supportdesk.diagnosing import admit, diagnose, diagnose_text
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from supportdesk.value import Value
from tests.corpus_paths import records

SAMPLES = Path(__file__).parents[1] / "sample_logs"
NOW = 1_776_600_000


def sample_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.iterdir()) if "expected" not in path.name]


def ticket_texts() -> list[str]:
    return [record["text"] for record in records("tickets_dev.jsonl")]


def code_texts() -> list[str]:
    return [record["code"] for record in records("request_code_dev.jsonl")][::7]


TEXTS = {"samples": sample_texts, "tickets": ticket_texts, "code": code_texts}


def scalars(value: Value) -> list[Value]:
    """Return every scalar with a span of its own below a value."""
    if value.kind == "object":
        return [inner for member in value.data.values() for inner in scalars(member)]
    if value.kind == "array":
        return [inner for member in value.data for inner in scalars(member)]
    return [value] if value.span is not None and value.known else []


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_at_the_span_of_evidence_and_violations_is_its_value(name):
    wrong = []
    for text in TEXTS[name]():
        found = diagnose_text(text)
        masked = admit([Source(text)])[0][0].text
        for cause in found["causes"]:
            for item in cause["evidence"]:
                span = item["span"]
                if span and not states(masked[span["start"] : span["end"]], item["value"]):
                    wrong.append((item, masked[span["start"] : span["end"]]))
        for violation in found["violations"]:
            span, value = violation["span"], violation["found"]
            if span and isinstance(value, str | int | float) and not states(masked[span["start"] : span["end"]], value):
                wrong.append((violation, masked[span["start"] : span["end"]]))
    assert wrong == []


@pytest.mark.parametrize("name", TEXTS)
def test_masking_first_changes_no_verdict_violation_or_money(name):
    for text in TEXTS[name]():
        masked = admit([Source(text)])[0][0].text
        if masked == text:
            continue
        assert judged(diagnose([Source(masked)], now=NOW).to_dict()) == judged(
            diagnose([Source(text)], now=NOW).to_dict()
        )


def judged(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in ("verdict", "causes", "violations", "money")}


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_text_gets_a_diagnosis_of_the_contract(text):
    found = diagnose_text(text)
    json.dumps(found)
    assert found["version"] == 1
    assert set(found) == {
        "version", "verdict", "causes", "violations", "calls", "money", "fix", "ask", "reply", "escalation",
        "not_read", "redacted",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '"' * 100_000,
        "(" * 50_000 + ")" * 50_000,
        "curl " + "-H 'a: b' " * 20_000,
        "x" * 2_000_000,
        "\\" * 200_000,
        "额" * 300_000,
        "a\u0000b\ud800c\r\n\x1b]52;c;AAAA\x07",
        "Error: " * 60_000,
    ],
    ids=["brackets", "objects", "quotes", "parens", "curl", "2MB-line", "backslashes", "wide", "controls", "errors"],
)
def test_hostile_input_ends_in_an_answer(text):
    found = diagnose_text(text)
    assert found["verdict"]["certainty"] in ("confirmed", "likely", "possible", "undetermined")


def test_what_lies_behind_the_limit_is_named():
    found = diagnose_text("word " * 500_000)
    assert any("too long" in item["reason"] for item in found["not_read"])


def test_two_tickets_of_one_cause_do_not_get_the_same_reply():
    by_cause: dict[str, list[str]] = {}
    for text in dict.fromkeys(ticket_texts()):
        found = diagnose_text(text)
        if found["verdict"]["certainty"] != "undetermined":
            by_cause.setdefault(found["verdict"]["cause"], []).append(found["reply"]["en"])
    repeated = {cause for cause, replies in by_cause.items() if len(set(replies)) < len(replies)}
    assert repeated == set()


def test_the_same_ticket_at_the_same_time_gives_the_same_answer():
    text = sample_texts()[0]
    assert diagnose([Source(text)], now=NOW).to_dict() == diagnose([Source(text)], now=NOW).to_dict()


def test_reading_knows_where_every_literal_of_a_request_stands():
    wrong = []
    for text in code_texts():
        for request in read_ticket([Source(text)]).requests():
            for value in scalars(request.body.value) if request.body.value is not None else []:
                assert value.span is not None
                if not states(text[value.span.start : value.span.end], "" if value.data is None else value.data):
                    wrong.append((value, text[value.span.start : value.span.end]))
    nulls = [
        one
        for one in wrong
        if one[0].data is None and one[1].lower() in ("null", "none", "nil", "nothing", "undefined")
    ]
    assert len(wrong) == len(nulls), [one for one in wrong if one not in nulls][:5]
