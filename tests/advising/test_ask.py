"""The next best question: which it is, what its answers do, and that the verdict updates."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.advising.ask import GENERAL, WHOLE
from supportdesk.advising.diagnosis import Diagnosis
from supportdesk.advising.separating import Split, open_rules, separate
from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.source import Source
from tests.corpus_paths import records

TICKETS = {
    "a provider's refusal of a key": (
        "Our key stopped working, every call answers:\n\n"
        '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}\n'
    ),
    "a story": "The picture model answers in the chat with text instead of a picture, what are we doing wrong?",
    "a proxy that is suspected": (
        "Since we put our own nginx in front, the stream arrives in one piece at the end instead of word by word."
    ),
    "a status alone": "openai.AuthenticationError: Error code: 401",
    "a quota of somebody": (
        "RateLimitError: 429 You exceeded your current quota, please check your plan and billing details."
    ),
    "text for an object": "'str' object has no attribute 'choices'",
    "a model that is not found": "提示模型不存在，但是我确定名字没写错",
    "a method": "HTTP 405 Method Not Allowed",
    "an address": "openai.NotFoundError: Error code: 404",
    "JSON that cannot be read": "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    "a request that is refused": (
        '{"error":{"message":"Invalid value for parameter size","type":"invalid_request_error","param":"size"}}'
    ),
    "a quota of an unknown system": '{"error":{"message":"insufficient_quota","code":"insufficient_quota"}}',
    "a bare refusal": '{"error":{"message":"Unauthorized","code":401}}',
    "an answer of another form": "KeyError: 'choices'",
    "hardly anything": "It does not work.",
    "media": "the model says it cannot fetch the image url that I send, in the browser it opens fine",
}
"""Tickets that leave the cause open, each in words of its own."""

DISPUTES = {
    "a charge that looks doubled": "One picture, and the log of today shows it charged twice: two rows, same amount.",
    "a refund that is missing": "The video failed after ten minutes, it was charged and nothing was refunded.",
    "a price that looks wrong": (
        "gpt-image-1: the amount charged is higher than the price list says, it should be 0.04 per picture."
    ),
}
"""Tickets about money: rows answer their questions."""

STEP = 9
"""Of a long list of values every ninth is tried; the rest differs in its words only."""


def told(text: str, *answers: str) -> Diagnosis:
    """Diagnose a ticket with answers pasted below it."""
    return diagnose([Source(text), *(Source(answer, number) for number, answer in enumerate(answers, 1))])


def candidates(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """Return the causes in their order with their certainties."""
    return [(one["cause"], one["certainty"]) for one in diagnosis.data["causes"]]


def values_of(fact: str) -> list[Any]:
    """Return every answer that rules tell apart; of a long list some."""
    values: list[Any] = load_knowledge().answers[fact]["values"]
    return values if len(values) <= 2 * STEP else values[::STEP]


def line(fact: str, value: Any) -> str:
    """Return an answer as an agent writes it."""
    return f"{fact}: {({True: 'yes', False: 'no'}.get(value, value)) if isinstance(value, bool) else value}\n"


def row(number: int, kind: int, quota: int) -> dict[str, Any]:
    """Return a log row of the gateway (gateway.md 1)."""
    return {
        "id": number, "created_at": 1_763_800_000 + number, "type": kind, "model_name": "gpt-image-1", "quota": quota,
        "prompt_tokens": 0, "completion_tokens": 0, "request_id": "202511220826401234567890abcdEFGH", "content": "",
        "other": json.dumps({"model_price": 0.04, "group_ratio": 1, "model_ratio": 0}),
    }  # fmt: skip


ROWS = {
    "one charge": [row(1, 2, 20_000)],
    "two charges": [row(1, 2, 20_000), row(2, 2, 20_000)],
    "a charge and its refund": [row(1, 2, 20_000), row(2, 6, 20_000)],
    "another price": [row(1, 2, 55_000)],
}


def splits_of(diagnosis: Diagnosis) -> list[Split]:
    """Return what the answers to each fact would tell."""
    found, knowledge = diagnosis.case.candidates, load_knowledge()
    return separate(found, open_rules(found, diagnosis.findings, diagnosis.tables, knowledge), knowledge, ())


def is_sure(diagnosis: Diagnosis, fact: str) -> bool:
    """Whether a fact is asked for because each of its answers changes the candidates."""
    splits = splits_of(diagnosis)
    return any(split.fact == fact and split.sure for split in splits)


def is_answered_by_a_line(diagnosis: Diagnosis, fact: str) -> bool:
    """Whether a single fact is asked for, and not the whole of a request or answer or rows of a log."""
    if load_knowledge().facts[fact].get("pasted") == "rows":
        return False
    splits = splits_of(diagnosis)
    return fact in GENERAL or any(split.fact == fact for split in splits)


@pytest.mark.parametrize("name", TICKETS)
def test_each_answer_to_the_first_question_changes_the_candidates(name: str) -> None:
    asked = told(TICKETS[name])
    fact = asked.data["ask"][0]["fact"]
    if not is_answered_by_a_line(asked, fact):
        return
    changed = {
        value: candidates(told(TICKETS[name], line(fact, value))) != candidates(asked)
        for value in load_knowledge().answers[fact]["values"]
    }
    assert any(changed.values())
    if is_sure(asked, fact):
        assert all(changed.values()), (fact, changed)


def test_most_first_questions_change_the_candidates_whatever_the_answer() -> None:
    asked = {name: told(text) for name, text in TICKETS.items()}
    sure = [name for name, diagnosis in asked.items() if is_sure(diagnosis, diagnosis.data["ask"][0]["fact"])]
    by_a_line = [name for name in sure if is_answered_by_a_line(asked[name], asked[name].data["ask"][0]["fact"])]
    assert len(sure) * 3 >= len(TICKETS) * 2
    assert len(by_a_line) * 2 >= len(TICKETS)


@pytest.mark.parametrize("name", TICKETS)
def test_separated_are_only_causes_that_two_answers_leave_differently(name: str) -> None:
    asked = told(TICKETS[name])
    first = asked.data["ask"][0]
    if not is_answered_by_a_line(asked, first["fact"]):
        return
    values = load_knowledge().answers[first["fact"]]["values"]
    after = [dict(candidates(told(TICKETS[name], line(first["fact"], value)))) for value in values]
    for cause in first["separates"]:
        assert len({levels.get(cause) for levels in after}) > 1, cause


@pytest.mark.parametrize("name", DISPUTES)
def test_a_dispute_is_answered_with_rows(name: str) -> None:
    asked = told(DISPUTES[name])
    facts = load_knowledge().facts
    assert asked.data["money"]["decision"] == "needs-evidence"
    assert facts[asked.data["ask"][0]["fact"]]["pasted"] == "rows"
    for rows in ROWS.values():
        after = told(DISPUTES[name], json.dumps(rows))
        assert (candidates(after), after.data["money"]) != (candidates(asked), asked.data["money"])


def test_the_first_question_differs_with_the_open_causes() -> None:
    asked = [told(text).data["ask"][0] for text in (*TICKETS.values(), *DISPUTES.values())]
    assert len({one["fact"] for one in asked}) >= 7
    assert len({one["question"]["en"] for one in asked}) >= 7
    assert len({one["question"]["zh"] for one in asked}) == len({one["question"]["en"] for one in asked})


def test_a_confirmed_verdict_asks_nothing() -> None:
    diagnosis = told('{"error":{"message":"该令牌状态不可用","type":"new_api_error","code":"token_status_invalid"}}')
    assert diagnosis.data["verdict"]["certainty"] == "confirmed"
    assert diagnosis.data["ask"] == []


def test_a_likely_verdict_asks_only_what_would_confirm_or_overturn_it() -> None:
    text = "openai.BadRequestError: Error code: 405"
    asked = told(text)
    assert asked.data["verdict"]["certainty"] == "likely"
    for question in asked.data["ask"]:
        if question["fact"] in WHOLE.values():
            continue
        verdicts = [told(text, line(question["fact"], value)).data["verdict"] for value in values_of(question["fact"])]
        now = asked.data["verdict"]
        assert any((one["cause"], one["certainty"]) != (now["cause"], now["certainty"]) for one in verdicts)


def test_what_several_facts_of_one_material_decide_is_asked_for_as_a_whole() -> None:
    text = 'client.chat.completions.create(model="gemini_omni", messages=[{"role": "user", "content": "rain"}])'
    asked = told(text)
    assert asked.data["verdict"]["certainty"] == "likely"
    assert "body_kind" in [question["fact"] for question in asked.data["ask"]]
    request = (
        "POST /v1/chat/completions HTTP/1.1\nHost: toapis.com\nContent-Type: application/json\n\n"
        '{"model":"gemini_omni","messages":[{"role":"user","content":"rain"}]}'
    )
    assert ("endpoint.chat-for-media", "confirmed") in candidates(told(text, request))


def test_what_is_known_is_not_asked_again() -> None:
    text = TICKETS["a provider's refusal of a key"]
    first = told(text).data["ask"][0]["fact"]
    assert first == "gateway_software"
    assert first not in [one["fact"] for one in told(text, "gateway_software: new-api").data["ask"]]
    assert first not in [one["fact"] for one in told(text, "base_url: https://api.openai.com/v1").data["ask"]]


def test_the_verdict_updates_with_the_answer() -> None:
    text = TICKETS["a provider's refusal of a key"]
    assert told(text).data["verdict"]["certainty"] == "possible"
    own = told(text, "base_url: https://api.openai.com/v1").data["verdict"]
    behind = told(text, "gateway_software: new-api").data["verdict"]
    assert (own["cause"], own["certainty"]) == ("auth.invalid-key", "confirmed")
    assert behind["cause"] == "auth.upstream-key"


def test_an_answer_that_rules_out_the_proof_makes_a_cause_less_certain() -> None:
    text = TICKETS["an address"]
    assert candidates(told(text))[0] == ("endpoint.wrong-path", "possible")
    assert ("endpoint.wrong-path", "possible") not in candidates(told(text, "path: /v1/chat/completions"))
    assert candidates(told(text, "path: /v1/v1/chat/completions"))[0] == ("endpoint.wrong-path", "confirmed")


def test_a_reply_asks_the_customer_only_what_he_can_know() -> None:
    facts = load_knowledge().facts
    assert facts["upstream_status"]["from_whom"] == facts["channel_id"]["from_whom"] == "operator"
    for text in (*TICKETS.values(), *DISPUTES.values()):
        diagnosis = told(text)
        for one in diagnosis.data["ask"]:
            assert one["from_whom"] == facts[one["fact"]].get("from_whom", "customer")
            for language in ("en", "zh"):
                shown = one["question"][language] in diagnosis.data["reply"][language]
                assert shown == (one["from_whom"] == "customer")


@pytest.mark.parametrize(
    "text",
    [
        "The video failed. I was not charged, and there was no refund either. What happened?",
        "视频任务失败了，没有扣费，也没有退款，这是什么原因？",
    ],
)
def test_of_what_was_not_charged_no_refund_is_missing(text: str) -> None:
    diagnosis = told(text)
    found = [cause for cause, level in candidates(diagnosis) if level != "undetermined"]
    assert "billing.failed-not-refunded" not in found
    assert diagnosis.data["money"]["decision"] == "not-applicable"


def test_over_the_corpus_at_least_ten_first_questions_and_each_answer_changes_the_candidates() -> None:
    first: set[str] = set()
    answers = vain = 0
    for record in records("tickets_dev.jsonl"):
        asked = told(record["text"])
        if not asked.data["ask"]:
            continue
        question = asked.data["ask"][0]
        fact = question["fact"]
        first.add(question["question"]["en"])
        if not is_answered_by_a_line(asked, fact) or not asked.data["causes"]:
            continue
        changed = [
            candidates(told(record["text"], line(fact, value))) != candidates(asked) for value in values_of(fact)
        ]
        assert any(changed), (fact, record["id"])
        answers += len(changed)
        vain += 0 if all(changed) else len(changed) - sum(changed)
    assert len(first) >= 10
    assert answers > 100
    assert vain * 50 <= answers  # only where no fact is told apart by each of its answers
