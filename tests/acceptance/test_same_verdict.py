"""The same diagnosis in the screen, on the command line and from the library: every sample, every corpus ticket."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from supportdesk import diagnose_text
from supportdesk.cli.main import run
from supportdesk.source import decode
from supportdesk.tui.apart import read_outcome, write_outcome
from supportdesk.tui.diagnoser import diagnose_paste
from supportdesk.tui.material import read_material
from tests.corpus_paths import records
from tests.tui.desk import desk, until

SAMPLES = sorted(
    path
    for path in Path(__file__).parents[2].joinpath("sample_logs").iterdir()
    if not path.name.endswith((".expected.json", ".md"))
)


def printed(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what `diagnose --json -` prints of a text; a patch names its source, which is not the paste there."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    run(["diagnose", "--json", "-"])
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    data["fix"]["patch"] = data["fix"]["patch"].replace("--- stdin\n+++ stdin\n", "--- paste\n+++ paste\n")
    return data


def same(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether screen, command line and library tell the same of a text, in every member."""
    library = json.loads(json.dumps(diagnose_text(text)))
    screen = json.loads(json.dumps(diagnose_paste(text).data))
    return library == screen == printed(text, monkeypatch, capsys)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_diagnosed_alike(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert same(decode(sample.read_bytes())[0], monkeypatch, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_corpus_tickets_are_diagnosed_alike(
    part: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tickets = records("tickets_dev.jsonl")[part::8]
    assert tickets
    others = [ticket["id"] for ticket in tickets if not same(ticket["text"], monkeypatch, capsys)]
    assert others == []


def test_a_diagnosis_of_another_process_is_the_same() -> None:
    text = decode(SAMPLES[0].read_bytes())[0]
    outcome = diagnose_paste(text)
    told = json.loads(json.dumps(write_outcome(outcome)))
    again = read_outcome(told, text)
    assert again.data == json.loads(json.dumps(outcome.data))
    assert [source.text for source in again.sources] == [source.text for source in outcome.sources]
    assert [answer[:6] for answer in again.answers] == [answer[:6] for answer in outcome.answers]


async def test_what_the_screen_shows_of_a_file_is_the_diagnosis_of_its_text(tmp_path: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        for sample in SAMPLES:
            app.triage.paste.give("")
            await until(pilot, lambda: app.triage.outcome is None)
            app.triage.open_file(str(sample))
            await until(pilot, lambda: app.triage.outcome is not None and not app.triage.is_reading, 30)
            text = read_material(str(sample), lambda _done, _all: None, lambda: False)
            expected = diagnose_text(str(text))
            assert app.triage.outcome.data == expected, sample.name
            if expected["verdict"]["title"]:
                assert expected["verdict"]["title"]["en"] in app.triage.tabs.pane("verdict").shown, sample.name
