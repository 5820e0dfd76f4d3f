"""One refund is advised once on the command line: `diagnose --database`, `cases add`, `cases show`, `cases packet`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supportdesk import i18n
from supportdesk.cli.main import run

SAMPLE = str(Path(__file__).resolve().parents[2] / "sample_logs" / "04-failed-task-charge-kept.json")
KEY = "refund:task:task_Qm7sampleSAMPLEsample00000000001"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    path = str(tmp_path / "cases.db")
    monkeypatch.setenv("SUPPORTDESK_DATABASE", path)
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    yield path
    i18n.use(None)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    def asking(*arguments: str) -> tuple[int, str, str]:
        status = run(list(arguments))
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return asking


def test_a_second_case_is_told_of_the_first_and_advises_nothing(ask: Any) -> None:
    assert "Already" not in ask("cases", "add", SAMPLE)[2]
    assert "Already advised in case 1: 1200000 quota" in ask("cases", "add", SAMPLE)[2]
    _status, out, _err = ask("cases", "show", "2")
    assert "Already advised in case 1" in out
    assert "no refund: it is case 1's already" in " ".join(out.split())
    shown = json.loads(ask("cases", "show", "2", "--json")[1])
    assert shown["earlier"] == [{"case": 1, "quota": 1_200_000, "decided": False, "certain": True}]
    assert shown["diagnosis"]["money"]["refund_quota"] == 0
    assert "Look at case 1" in shown["diagnosis"]["fix"]["steps"]["en"][0]
    assert "案例 1" in shown["diagnosis"]["fix"]["steps"]["zh"][0]


def test_a_decision_for_the_same_charge_says_where_it_was_advised(ask: Any) -> None:
    ask("cases", "add", SAMPLE)
    ask("cases", "add", SAMPLE)
    assert "Already advised in case 1" in ask("cases", "decide", "2", "--refund", "1200000")[2]
    ask("cases", "decide", "1", "--refund", "1200000")
    assert "Already decided in case 2" in ask("cases", "decide", "1", "--refund", "1200000")[2]


def test_diagnose_looks_a_charge_up_only_in_a_casebook_that_is_named(ask: Any, database: str) -> None:
    ask("cases", "add", SAMPLE)
    alone = json.loads(ask("diagnose", "--json", SAMPLE)[1])["money"]
    assert (alone["refund_quota"], alone["earlier"], alone["idempotency_key"]) == (1_200_000, [], KEY)
    status, out, _err = ask("diagnose", "--json", "--database", database, SAMPLE)
    money = json.loads(out)["money"]
    assert (money["decision"], money["refund_quota"], money["idempotency_key"]) == ("already-refunded", 0, KEY)
    assert status == 1
    reply = json.loads(out)["reply"]
    assert reply["gate"] == {"passed": True, "reasons": []}
    assert "not given back a second time" in reply["en"]
    assert "不会重复退还" in reply["zh"]


def test_a_casebook_that_is_not_there_is_a_sentence(ask: Any, tmp_path: Path) -> None:
    status, out, err = ask("diagnose", "--database", str(tmp_path / "none.db"), SAMPLE)
    assert (status, out) == (2, "")
    assert "There is no casebook" in err
    assert not (tmp_path / "none.db").exists()


def test_the_packet_of_the_second_case_names_the_first(ask: Any) -> None:
    ask("cases", "add", SAMPLE)
    ask("cases", "add", SAMPLE)
    for form in ("markdown", "html", "json"):
        assert "Already advised in case 1" in ask("cases", "packet", "2", "--format", form)[1]
