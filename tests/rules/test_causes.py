"""The closed list of causes, the gateways and the rules that lead to them."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from supportdesk.judging.compile import load_knowledge
from supportdesk.slots import slot_names
from tests.rules.error_rows import rules_dir

RETRY = {"after", "attempts", "delays_s", "jitter", "honour_retry_after", "collect"}


@pytest.fixture(scope="module")
def causes() -> dict[str, dict]:
    return yaml.safe_load((rules_dir() / "causes.yaml").read_text(encoding="utf-8"))


def test_every_cause_has_who_and_both_languages(causes: dict[str, dict]) -> None:
    assert len(causes) == 52
    for name, cause in causes.items():
        assert cause["who"] in ("customer", "operator", "either", "nobody") or name == "unknown"
        assert cause["family"] == name.split(".")[0]
        for field in ("title", "meaning"):
            assert set(cause[field]) == {"en", "zh"}, name
            assert all(cause[field].values()), name


def test_every_cause_has_a_retry_strategy(causes: dict[str, dict]) -> None:
    for name, cause in causes.items():
        assert set(cause["retry"]) - {"escalate"} == RETRY, name
        assert cause["retry"]["after"] in ("fix", "backoff", "operator", "never"), name
    assert causes["rate.upstream-limit"]["retry"]["delays_s"] == [1, 2, 4]
    assert causes["rate.gateway-limit"]["retry"]["jitter"] is True
    assert causes["auth.invalid-key"]["retry"]["after"] == "fix"
    assert causes["upstream.error"]["retry"]["attempts"] == 3
    assert causes["endpoint.no-polling"]["retry"]["after"] == "fix"
    assert causes["billing.failed-not-refunded"]["retry"]["after"] == "never"


def test_consequences_name_causes_and_make_no_circle(causes: dict[str, dict]) -> None:
    for name, cause in causes.items():
        seen, waiting = {name}, list(cause.get("consequence_of", ()))
        while waiting:
            root = waiting.pop()
            assert root in causes, (name, root)
            assert root != name, name
            if root not in seen:
                seen.add(root)
                waiting.extend(causes[root].get("consequence_of", ()))


def test_every_cause_but_unknown_has_a_rule(causes: dict[str, dict]) -> None:
    rules = load_knowledge().rules
    assert {rule["cause"] for rule in rules if not rule["operator"]} == set(causes) - {"unknown"}


def test_texts_speak_of_the_same_facts_in_both_languages() -> None:
    for rule in load_knowledge().rules:
        for field in ("title", "why", "fix", "ask", "escalate"):
            if field in rule:
                english, chinese = (set.union(*slot_names(rule[field][language])) for language in ("en", "zh"))
                assert english == chinese, (rule["id"], field)


def test_rules_for_the_operator_carry_an_internal_note(causes: dict[str, dict]) -> None:
    without = [
        rule["id"]
        for rule in load_knowledge().rules
        if causes[rule["cause"]]["who"] == "operator" and rule["certainty"] == "confirmed" and "escalate" not in rule
    ]
    assert without == []


def test_hosts_belong_to_one_gateway_and_ordinals_grow_with_the_dates() -> None:
    data = yaml.safe_load((rules_dir() / "gateways.yaml").read_text(encoding="utf-8"))
    hosts = Counter(host for gateway in data["gateways"] for host in gateway["hosts"])
    assert [host for host, number in hosts.items() if number > 1] == []
    ordinals = [release["ordinal"] for release in data["releases"]]
    assert ordinals == sorted(set(ordinals))
    dates = [release["date"] for release in data["releases"] if "date" in release]
    assert dates == sorted(dates)
    for gateway in data["gateways"]:
        assert gateway["docs"].startswith("https://")
        assert gateway["software"] in ("provider", "new-api", "one-api", "other")


def test_a_rule_doubts_rules_that_there_are() -> None:
    rules = load_knowledge().rules
    assert {name for rule in rules for name in rule["doubts"]} <= {rule["id"] for rule in rules}
