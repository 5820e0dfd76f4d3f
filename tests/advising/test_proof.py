"""Whose fault, with proof: rows of rules/proofs.yaml against facts, and what a ticket's verdict says of the others."""

from __future__ import annotations

import json

import pytest
import yaml

from supportdesk import diagnose_text
from supportdesk.errors import RulesError
from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.examples import Suite
from supportdesk.judging.mutations import survivors
from supportdesk.judging.proof_file import read_proofs
from supportdesk.judging.rule_file import Vocabulary
from supportdesk.judging.yaml_text import read_yaml
from supportdesk.paths import rules_folders
from tests.corpus_paths import records

PARTIES = ["key", "request", "client", "network", "gateway", "upstream"]
ID = "20260418093015123456789AbCdEfGh"
KEY_REFUSED = "HTTP 401\n" + json.dumps(
    {"error": {"message": f"该令牌状态不可用 (request id: {ID})", "type": "new_api_error", "code": ""}}
)
NOT_SENT = (
    "Traceback (most recent call last):\n"
    '  File "a.py", line 4, in <module>\n'
    "    client.chat.completions.create(model='gpt-5-mini', promt='x')\n"
    "TypeError: Completions.create() got an unexpected keyword argument 'promt'\n"
)


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite(rules_folders())


@pytest.fixture(scope="module")
def facts(suite: Suite) -> Vocabulary:
    return Vocabulary(suite.compiled.facts, suite.compiled.releases, {}, {})


def cleared(text: str) -> dict[str, str]:
    """Return the parties that the diagnosis of a text clears, with the English reasons."""
    proof = diagnose_text(text)["verdict"]["proof"]
    return {entry["party"]: entry["because"]["en"] for entry in proof if entry["excluded"]}


def test_there_are_enough_rows_with_sources_and_both_languages(suite):
    rows = [proof.data for proof in suite.compiled.proofs]
    assert len(rows) >= 30
    assert all(row["source"] and row["because"]["en"] and row["because"]["zh"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    assert {party for row in rows for party in row["excludes"]} == set(PARTIES) - {"client"}


def test_every_example_gives_its_answer_on_every_engine(suite):
    assert [failure for proof in suite.compiled.proofs for failure in suite.failures(proof)] == []


def test_examples_notice_every_change_but_of_one_value_of_a_list(suite):
    found = {proof.data["id"]: survivors(suite, proof) for proof in suite.compiled.proofs}
    missed = [change for changes in found.values() for change in changes]
    assert [change for change in missed if " IN (" not in change or "TRUE" in change] == []


def test_every_family_of_causes_has_a_party():
    table, knowledge = load_knowledge().words["proofs"], load_knowledge()
    assert list(table["parties"]) == PARTIES
    assert set(table["acts"].values()) <= set(PARTIES)
    for cause, about in knowledge.causes.items():
        party = table["acts"].get(cause) or table["acts"].get(cause.partition(".")[0])
        if party is None:
            assert about["who"] in (None, "nobody", "either"), cause
        elif about["who"] != "either":
            assert table["parties"][party]["who"] in (about["who"], "either"), cause


def test_a_key_that_the_gateway_refused_clears_network_and_provider():
    verdict = diagnose_text(KEY_REFUSED)["verdict"]
    acting, *others = verdict["proof"]
    assert (acting["party"], acting["who"], acting["excluded"]) == ("key", "customer", False)
    assert acting["because"] == verdict["title"]
    assert [entry["party"] for entry in others] == ["network", "upstream"]
    assert all(entry["excluded"] and entry["facts"] for entry in others)
    upstream = others[1]
    assert {"fact": "error_kind", "value": "key_disabled"} in upstream["facts"]
    assert "选择渠道" in upstream["because"]["zh"]


def test_what_was_never_sent_clears_everyone_else():
    assert list(cleared(NOT_SENT)) == ["network", "gateway", "upstream"]


def test_a_status_of_the_provider_clears_the_key():
    message = f"bad response status code 429 (request id: {ID})"
    found = cleared(json.dumps({"error": {"message": message, "type": "upstream_error"}}))
    assert "429" in found["key"]


def test_what_is_only_said_clears_nobody():
    assert cleared("客户说网关返回了 upstream_error，上游报错 429，请问怎么办") == {}
    assert cleared("My colleague says he gets TypeError before anything is sent.") == {}


def test_the_acting_party_is_never_cleared_and_every_ticket_keeps_the_shape():
    for record in records("tickets_dev.jsonl"):
        verdict = diagnose_text(record["text"])["verdict"]
        parties = [entry["party"] for entry in verdict["proof"]]
        assert len(parties) == len(set(parties)), record["id"]
        assert set(parties) <= set(PARTIES)
        for entry in verdict["proof"]:
            assert set(entry) == {"party", "name", "who", "excluded", "because", "facts"}
            assert entry["because"]["en"], record["id"]
            assert entry["because"]["zh"], record["id"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"excludes": ["nobody"]}, "excludes is one of"),
        ({"when": "no_such_fact = 1"}, "no fact 'no_such_fact'"),
        ({"because": {"en": "It is {model}.", "zh": "是 {model}。"}}, "may be not known"),
        ({"because": {"en": "It is."}}, ""),
        ({"source": ""}, "source is missing"),
        ({"examples": [{"found": {"hops": 2}}]}, "no example of"),
        ({"examples": [{"found": {"nothing": 2}}]}, "no fact 'nothing'"),
        ({"wen": "hops = 1"}, "no such field"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(facts, change, message):
    row = {
        "id": "a", "excludes": ["key"], "when": "hops >= 1", "because": {"en": "Yes.", "zh": "是。"}, "source": "x",
        "examples": [{"found": {"hops": 1}}, {"ruled_out": {"hops": 0}}, {"not_enough": {"model": "m"}}],
    }  # fmt: skip
    parties = {"key": {"who": "customer", "en": "key", "zh": "密钥"}}

    def _document(one):
        return read_yaml(yaml.safe_dump({"parties": parties, "acts": {}, "rows": [one]}), "proofs.yaml")

    assert len(read_proofs(_document(row), facts)) == 1
    with pytest.raises(RulesError) as problem:
        read_proofs(_document({**row, **change}), facts)
    assert message in str(problem.value)
    assert problem.value.line is not None
