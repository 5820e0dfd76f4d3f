"""Every shipped sample gets the verdict that lies beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.source import Source, decode

SAMPLES = Path(__file__).parents[1] / "sample_logs"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gets_its_verdict(name):
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    text, notes = decode((SAMPLES / name).read_bytes())
    diagnosis = diagnose([Source(text, name=name, notes=notes)], now=1_776_600_000)
    found = diagnosis.to_dict()
    assert {
        "cause": found["verdict"]["cause"],
        "certainty": found["verdict"]["certainty"],
        "who": found["verdict"]["who"],
        "decision": found["money"]["decision"],
        "exit_status": diagnosis.exit_status,
    } == expected


def test_there_is_a_sample_for_every_expectation_and_the_reverse():
    expected = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
    assert expected == NAMES
    assert len(NAMES) >= 12


def test_all_files_together_are_one_ticket():
    sources = [
        Source((SAMPLES / name).read_text(encoding="utf-8"), number, name)
        for number, name in enumerate(("02-error-line-alone.txt", "20-nothing-wrong.py"))
    ]
    found = diagnose(sources).to_dict()
    assert {item["span"]["source"] for cause in found["causes"] for item in cause["evidence"] if item["span"]} <= {0, 1}
    assert any(call.get("model") == "gpt-5-mini" for call in found["calls"])
