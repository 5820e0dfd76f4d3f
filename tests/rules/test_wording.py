"""How the rules' texts read: impersonal, in words of the reader's own side, whole with and without their slots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from supportdesk.advising.texts import filled
from supportdesk.judging.compile import load_knowledge
from supportdesk.slots import slot_names

SHOWN = ("title", "why", "fix", "not_when", "ask")
"""Texts that an agent or a customer reads; `escalate` is internal."""
ENUMERATED = ("endpoint", "error_layer", "auth_scheme", "key_shape", "key_status", "body_kind", "response_kind",
              "model_kind", "task_status", "log_type", "documented_body")  # fmt: skip
SAMPLES: dict[str, Any] = {"http_status": 404, "charged_quota": 1200, "model": "zeta-7", "path": "/v1/videos"}
NOTHING = {"en": "", "zh": ""}


def shipped() -> list[dict[str, Any]]:
    return [rule for rule in load_knowledge().rules if not rule["operator"]]


def values(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rule's slots all filled, and only those filled that every row of it has; labels as shipped."""
    facts = load_knowledge().facts
    for every in (True, False):
        known: dict[str, Any] = {}
        for field in SHOWN:
            for language in ("en", "zh") if field in rule else ():
                required, optional = slot_names(rule[field][language])
                for name in (*required, *optional) if every else required:
                    enumerated = facts[name].get("values")
                    known[name] = SAMPLES.get(name) or (enumerated[0] if enumerated else "kappa")
        yield known


def texts(rule: dict[str, Any], field: str) -> Iterator[dict[str, str]]:
    for known in values(rule):
        if field in rule:
            yield filled(rule[field], known, NOTHING, load_knowledge().words["labels"])


@pytest.mark.parametrize("field", ["title", "why", "fix", "not_when"])
def test_nobody_is_spoken_of_behind_his_back(field: str) -> None:
    for rule in shipped():
        for text in texts(rule, field):
            assert not re.search(r"\bthe customer|\bcustomer's|客户(?!端)", text["en"] + text["zh"]), (
                rule["id"],
                field,
            )


def test_who_has_to_act_reads_no_words_of_the_gateways_inside() -> None:
    causes = load_knowledge().causes
    for rule in shipped():
        if causes[rule["cause"]]["who"] == "customer":
            for field in ("title", "why", "fix"):
                for text in texts(rule, field):
                    assert not re.search(r"\bupstream\b|\badaptor\b|上游|适配器", text["en"] + text["zh"]), rule["id"]


def test_titles_are_short_and_no_sentences() -> None:
    for rule in shipped():
        for text in texts(rule, "title"):
            assert len(text["en"]) <= 90, (rule["id"], text)
            assert len(text["zh"]) <= 45, (rule["id"], text)
            assert not (text["en"] + text["zh"]).endswith("。"), rule["id"]
            assert not text["en"].endswith("."), rule["id"]


@pytest.mark.parametrize("field", SHOWN)
def test_chinese_is_set_as_chinese(field: str) -> None:
    wrong = re.compile(
        r"[\u4e00-\u9fff] [\u4e00-\u9fff]|[\u4e00-\u9fff][,:;?!]|[，。：；（] | [，。；）：]|，，|。。|，。|（）|“”|  "
        r"|(?:URL|ID|curl|SDK)[\u4e00-\u9fff]"
    )
    for rule in shipped():
        for text in texts(rule, field):
            assert not wrong.search(text["zh"]), (rule["id"], text["zh"])


@pytest.mark.parametrize("field", SHOWN)
def test_english_is_whole_with_and_without_its_slots(field: str) -> None:
    wrong = re.compile(r"  | [,.;:)](?:\s|$)|\( |\(\)|,,|\.\.(?!\.)|,\.|\b(?:of|to|from|for|by|in|at) (?:in|and|,)\b")
    for rule in shipped():
        for text in texts(rule, field):
            assert text["en"], (rule["id"], field)
            assert not wrong.search(text["en"]), (rule["id"], text["en"])


def test_enumerated_values_read_as_words_in_both_languages() -> None:
    knowledge = load_knowledge()
    labels = knowledge.words["labels"]
    for fact in ENUMERATED:
        assert set(labels[fact]) >= set(knowledge.facts[fact]["values"]), fact
        assert all(set(words) == {"en", "zh"} for words in labels[fact].values())


def test_every_enumerated_fact_in_a_text_has_labels() -> None:
    knowledge = load_knowledge()
    named = {
        name
        for rule in shipped()
        for field in SHOWN
        for language in (("en", "zh") if field in rule else ())
        for name in set.union(*slot_names(rule[field][language]))
    }
    enumerated = {name for name in named if knowledge.facts[name].get("values")} - {"media_scheme", "gateway"}
    assert enumerated <= set(knowledge.words["labels"])
