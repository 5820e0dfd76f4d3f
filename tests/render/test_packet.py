"""The dispute packet of a case."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.casebook.filing import file_ticket
from supportdesk.render.packet import FORMS, packet
from supportdesk.source import Source

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-abcdEFGH1234abcdEFGH1234abcdEFGH"
HOSTILE = f"\n<script>alert(1)</script> {{{{ 7 * 7 }}}} Bearer {KEY} [x](javascript:1)\n"


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    return Casebook(tmp_path / "cases.db")


def written(book: Casebook, form: str, *, customer: str = "Anna <b>") -> str:
    text = (ROOT / "sample_logs" / "04-failed-task-charge-kept.json").read_text(encoding="utf-8")
    case = file_ticket(book, [Source(text, 0, "rows.json"), Source(HOSTILE, 1, "prose.txt")], customer=customer)
    book.decide(case.number, case.revision, final_cause="billing.failed-not-refunded", refund_quota=1200000, note="ok")
    return packet(book.get(case.number), form)


def test_the_json_has_timeline_arithmetic_evidence_and_decision(book: Casebook) -> None:
    content = json.loads(written(book, "json"))
    assert content["amounts"]["refund_quota"] == 1200000
    assert "1200000 / 500000 = 2.4" in content["equations"]
    booked = [step for step in content["timeline"] if step["quota"] is not None]
    assert [(step["at"], step["quota"]) for step in booked] == [("2026-04-18T08:13:21Z", 1200000)]
    assert {item["fact"]: item["place"] for item in content["evidence"]}["task_status"] == "rows.json:4:93"
    assert content["decision"]["refund_quota"] == 1200000
    assert [one["equation"] for one in content["hypotheses"]] == ["trunc(150000 * 8) = 1200000"]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_has_a_key_or_lets_a_paste_act(book: Casebook, form: str) -> None:
    text = written(book, form, customer="[click](javascript:1)<script>{{ 7 * 7 }}")
    assert KEY not in text
    assert "49" not in re.sub(r"\d{3,}", "", text)
    if form != "json":
        assert "<script>" not in text
    if form == "markdown":
        assert "](javascript" not in text


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_both_languages(book: Casebook, form: str) -> None:
    try:
        i18n.use("zh")
        text = written(book, form)
    finally:
        i18n.use(None)
    assert "争议材料" in text
    assert "时间线" in text
    assert "任务失败，扣费未退" in text


def test_another_form_is_refused(book: Casebook) -> None:
    with pytest.raises(ValueError, match="pdf"):
        written(book, "pdf")


def test_a_case_without_money_says_so(book: Casebook) -> None:
    case = file_ticket(book, [Source("401 Invalid token, what now?", 0, "a.txt")])
    content = json.loads(packet(book.get(case.number), "json"))
    assert content["equations"] == []
    assert content["decision"] is None
    assert "not known" in packet(book.get(case.number), "markdown")
