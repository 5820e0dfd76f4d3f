"""Lines of the gateway's own log decide what rows leave open (gateway.md 3, 'Failed, not refunded' 3 to 5)."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.source import Source
from tests.advising.test_known_causes import LATER, SUBMIT, TASK, listing, record

HEAD = "[{level}] 2026/04/15 - 20:05:00 | SYSTEM | "
REFUSED = HEAD.format(level="WARN") + f"退还资金来源失败 task {TASK}: Error 1040: Too many connections \n"
ELSEWHERE = HEAD.format(level="WARN") + f"Task {TASK} already transitioned by another process, skip billing \n"
ENDED = HEAD.format(level="INFO") + f"Task {TASK} failed: moderation \n"
BALANCE = HEAD.format(level="ERR") + "Failed to increase user quota: database is locked \n"
OTHERS = ENDED.replace(TASK, "task_" + "z" * 32)


def told(log: str, **more: Any) -> tuple[str | None, list[str]]:
    sources = (listing(LATER, SUBMIT), listing(record(**more)), log)
    found = diagnose([Source(text, number) for number, text in enumerate(sources)]).to_dict()["money"]["ledger"]
    (account,) = found
    cause = account["known_cause"]
    return (cause and cause["id"]), [one["id"] for one in account["known_causes_open"]]


GEMINI: dict[str, Any] = {"platform": "24"}
OPEN = (None, ["ended-by-own-fetch", "refund-error"])


@pytest.mark.parametrize(
    ("log", "answer"),
    [
        (REFUSED, ("refund-error", [])),
        (ENDED + REFUSED, ("refund-error", [])),
        (ELSEWHERE, ("ended-by-own-fetch", [])),
        (ELSEWHERE + REFUSED, ("refund-error", [])),  # another process of the gateway ended it, and failed
        (ENDED, (None, ["refund-error"])),  # the poller ended it: no fetch did
        (ENDED + BALANCE, ("refund-error", [])),
        (OTHERS, OPEN),
        (OTHERS + BALANCE, OPEN),
        (BALANCE, OPEN),  # of which task is not known
        ("new-api-1  | " + REFUSED, ("refund-error", [])),
        (f"退还资金来源失败 task {TASK}: timeout", ("refund-error", [])),
        (f"could it be that 退还资金来源失败 task {TASK}: timeout?", OPEN),
        (f'"Task {TASK} already transitioned by another process"', OPEN),
        ("", OPEN),
    ],
    ids=range(14),
)
def test_four_or_five_is_decided_by_the_server_log(log: str, answer: tuple[str | None, list[str]]) -> None:
    assert told(log, **GEMINI) == answer


def test_other_providers_leave_the_error_only() -> None:
    assert told(ELSEWHERE) == (None, [])
    assert told(REFUSED) == ("refund-error", [])
    assert told(ENDED) == (None, ["refund-error"])


def test_a_task_without_the_provider_s_id_is_named_by_its_record_s_number() -> None:
    empty: dict[str, Any] = {"fail_reason": "", "finish_time": 0, "platform": "41"}
    line = HEAD.format(level="INFO") + "Fix null task_id task success: [{}] \n"
    assert told("", **empty) == (None, ["provider-id-missing", "ended-by-own-fetch", "refund-error"])
    assert told(line.format("500 501 502"), **empty) == ("provider-id-missing", [])
    assert told(line.format("50 5010"), **empty)[0] is None
    assert told(ENDED.replace("moderation", ""), **empty) == (None, ["refund-error"])


def test_suno_s_own_line() -> None:
    line = HEAD.format(level="INFO") + f"{TASK} 构建失败，moderation \n"
    assert told(line, **GEMINI) == (None, ["refund-error"])


def test_a_charge_that_was_refunded_is_not_named() -> None:
    refund = {**SUBMIT, "id": 9009, "type": 6, "created_at": record()["finish_time"] + 5, "request_id": "",
              "other": '{"task_id": "' + TASK + '", "reason": "moderation"}'}  # fmt: skip
    sources = (listing(LATER, SUBMIT, refund), listing(record(**GEMINI)), REFUSED)
    (account,) = diagnose([Source(text) for text in sources]).to_dict()["money"]["ledger"]
    assert (account["net_quota"], account["known_cause"]) == (0, None)


def test_every_row_names_a_fact_and_its_source() -> None:
    knowledge = load_knowledge()
    for row in knowledge.words["server_log"]:
        fact = knowledge.facts[row["fact"]]
        assert row["value"] in (fact.get("values") or [True])
        assert "task" in fact["tables"]
        assert row["source"]
        assert row["text"].count("<") == row["text"].count(">") <= 1


@pytest.mark.parametrize(
    "log", ["Task " * 400_000, "Fix null task_id task success: [" + "1 " * 300_000], ids=["words", "numbers"]
)
def test_a_hostile_line_tells_nothing(log: str) -> None:
    assert told(log, **GEMINI) == OPEN
