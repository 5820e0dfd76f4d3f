"""Answers to our questions: lines `fact: value`, words under a question that is quoted, and numbered ones."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.reading.quoted_questions import find_questions, question_of, without
from supportdesk.reading.replies import parse
from supportdesk.relating.tables import Row
from supportdesk.source import Source

TICKET = (
    "Our key stopped working, every call answers:\n\n"
    '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}\n'
)


def call(*texts: str) -> Row:
    """Return the first call of a ticket of these sources."""
    return diagnose([Source(text, number) for number, text in enumerate(texts)]).tables.calls[0]


@pytest.mark.parametrize(
    ("line", "fact", "value"),
    [
        ("model: sora-2", "model", "sora-2"),
        ("http_status = 404", "http_status", 404),
        ("  - key_status：expired", "key_status", "expired"),
        ("key_status: 已过期", "key_status", "expired"),
        ("> stream = yes", "stream", True),
        ("proxy_url_set: 没有", "proxy_url_set", False),
        ("Response_Kind: html", "response_kind", "html"),
        ("path: /v1/v1/chat/completions", "path", "/v1/v1/chat/completions"),
        ("gateway_software: the model provider itself", "gateway_software", "provider"),
    ],
)
def test_a_line_with_a_facts_name_tells_it(line: str, fact: str, value: Any) -> None:
    assert call("It fails since this morning.", line).values[fact] == value


def test_a_line_that_names_no_value_of_its_fact_tells_nothing() -> None:
    row = call("It fails since this morning.\nerror_kind: nonsense\nkey_shape: 12\nupstream_status: often")
    assert not {"error_kind", "key_shape", "upstream_status"} & set(row.values)


def test_a_block_of_answers_is_no_program() -> None:
    row = call(TICKET, "gateway_software = provider\nkey_shape = ok\nproxy_url_set = no\n")
    assert (row.values["gateway_software"], row.values["key_shape"], row.values["proxy_url_set"]) == (
        "provider", "ok", False,
    )  # fmt: skip


def test_lines_of_a_program_are_no_answers() -> None:
    text = "```python\nimport requests\nhttp_status = 404\nkey_status = 'expired'\nrequests.get('https://a.example/v1')\n```"
    assert "key_status" not in call(text).values


def test_what_the_customer_merely_says_is_trusted_as_prose() -> None:
    said = call(TICKET, question_of(load_knowledge().facts["proxy_url_set"])["en"] + "\nNo.")
    assert (said.values["proxy_url_set"], said.origin["proxy_url_set"]) == (False, "prose")
    seen = call(TICKET, "key_status: expired")
    assert seen.origin["key_status"] == "console"
    money = call(TICKET, "charged_quota: 150000")
    assert money.origin["charged_quota"] == "prose"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("quote", ["", "> "])
def test_an_answer_under_our_question_in_the_mail(language: str, quote: str) -> None:
    mail = diagnose([Source(TICKET)]).data["reply"][language].splitlines()
    at = next(number for number, line in enumerate(mail) if "(Where:" in line or "（位置：" in line)
    answer = {"en": "It is the model provider itself.", "zh": "模型提供方"}[language]
    text = "\n".join([*(quote + line for line in mail[: at + 1]), answer, *(quote + line for line in mail[at + 1 :])])
    row = call(TICKET, text)
    assert (row.values["gateway_software"], row.origin["gateway_software"]) == ("provider", "prose")


def test_a_question_that_the_mail_wraps() -> None:
    question = question_of(load_knowledge().facts["proxy_url_set"])["en"]
    words = question.split()
    wrapped = "\n".join("> " + " ".join(words[at : at + 6]) for at in range(0, len(words), 6))
    assert (
        call(TICKET, f"On Monday you wrote:\n> 1. {wrapped[2:]}\nyes, one of our own").values["proxy_url_set"] is True
    )


def test_our_own_words_are_not_the_customers() -> None:
    mail = diagnose([Source(TICKET)]).data["reply"]["en"]
    quoted = "\n".join("> " + line for line in mail.splitlines())
    before, after = diagnose([Source(TICKET)]), diagnose([Source(TICKET), Source(quoted, 1)])
    assert after.data["causes"] == before.data["causes"]
    assert after.tables.ticket.values == before.tables.ticket.values


def test_a_rules_own_question_is_ours_too() -> None:
    knowledge = load_knowledge()
    own = next(rule["ask"]["en"] for rule in knowledge.rules if rule.get("ask"))
    source = Source(f"{knowledge.replies['en']['questions']}\n> 1. {own}\n> (Where: in the console.)\nhere they are")
    quoted, ours = find_questions([source], knowledge)
    assert [source.slice(one.question) for one in quoted] == [f"> 1. {own}\n> (Where: in the console.)"]
    assert without([source], ours)[0].text.strip() == "here they are"


def test_material_under_our_question_is_read_as_what_it_is() -> None:
    question = question_of(load_knowledge().facts["error_kind"])["zh"]
    row = call(
        "昨天开始调用就失败了。", f'1. {question}\n{{"error":{{"message":"该令牌状态不可用","type":"new_api_error"}}}}'
    )
    assert row.values["error_message"] == "该令牌状态不可用"
    assert row.origin["error_message"] == "answer"


@pytest.mark.parametrize(
    "answer",
    ["Question 1: a new-api gateway", "问题 1：new-api", "Q1) new-api.", "回答1：是 new-api", "Answer 1: new-api"],
)
def test_numbered_answers_speak_of_the_questions_that_were_asked(answer: str) -> None:
    assert call(TICKET, answer).values["gateway_software"] == "new-api"
    assert call(f"{TICKET}\n\n{answer}\n").values["gateway_software"] == "new-api"


@pytest.mark.parametrize("label", ["Question 1: ", "问题1：", ""])
def test_an_address_below_a_question_is_a_copy_and_no_saying(label: str) -> None:
    text = "openai.NotFoundError: Error code: 404"
    asked = diagnose([Source(text)]).data["ask"][0]
    question = "" if label else asked["question"]["zh"] + "\n"
    answer = f"{question}{label}https://api.toapis.com/v1/v1/chat/completions"
    found = diagnose([Source(text), Source(answer, 1)])
    assert asked["fact"] in ("path", "url")
    assert found.tables.calls[0].origin["url"] == "console"
    assert (found.data["verdict"]["cause"], found.data["verdict"]["certainty"]) == ("endpoint.wrong-path", "confirmed")


def test_a_number_that_was_not_asked_tells_nothing() -> None:
    assert "gateway_software" not in call(TICKET, "Question 7: new-api").values
    assert diagnose([Source("Question 1: why does it fail?")]).evidence.answered == set()


def test_answers_of_a_second_round() -> None:
    first = "gateway_software: new-api"
    row = call(TICKET, first, "Question 1: yes")
    assert row.values["gateway_software"] == "new-api"


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("stream", "Yes, it is.", True),
        ("stream", "不是", False),
        ("stream", "没有设置", False),
        ("stream", "是的，设置了", True),
        ("stream", "we are not sure at all which of the settings decides that here, maybe", None),
        ("http_status", "429", 429),
        ("http_status", "about 3 or 4 times", None),
        ("timeout_s", "30 s", 30.0),
        ("key_status", "disabled.", "disabled"),
        ("key_status", "enabled or disabled", None),
        ("key_status", "not expired", None),
        ("model_kind", "it makes video", "video"),
        ("url", "somewhere", None),
        ("method", "POST", "POST"),
    ],
)  # fmt: skip
def test_values(fact: str, text: str, value: Any) -> None:
    knowledge = load_knowledge()
    assert parse(fact, knowledge.facts[fact], text, knowledge.words["labels"]) == value


def test_hostile_text_costs_little() -> None:
    question = question_of(load_knowledge().facts["stream"])["en"]
    for text in ("> " * 60_000, f"{question}\n" * 400, "model: " * 20_000, "(Where:" * 20_000, "Q1: x\n" * 2_000):
        diagnose([Source(text)])
