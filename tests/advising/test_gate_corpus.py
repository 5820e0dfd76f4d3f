"""The gate over everything that replies are written of: the tickets of the corpus, and every rule's found examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from supportdesk.advising.diagnosis import Diagnosis, advise
from supportdesk.advising.gate import check_reply
from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.engine import judge
from supportdesk.judging.examples import Suite
from supportdesk.judging.finding import Findings
from supportdesk.paths import rules_folders
from supportdesk.reading.paste import read_ticket
from supportdesk.relating.tables import Row, Tables
from supportdesk.source import Source
from tests.corpus_paths import records

NOW = 1_776_600_000


def examples() -> Iterator[tuple[str, Diagnosis]]:
    """Yield each rule's id with the diagnosis of its found examples, by that rule alone."""
    suite, knowledge = Suite(rules_folders(), ["sqlite"]), load_knowledge()
    for example in suite.examples:
        if example.expected is not True:
            continue
        sample = suite._sample(example)
        row, ticket = Row("a"), Row("ticket")
        row.values, ticket.values = dict(sample.values), dict(sample.ticket)
        calls, tasks = [[row] if sample.table == table else [] for table in ("call", "task")]
        tables = Tables(calls, [], tasks, ticket)
        evidence = read_ticket([Source("")], NOW)
        identity = example.rule.data["id"]
        found = [one for one in judge(tables, knowledge) if one.rule["id"] == identity and one.answer]
        yield identity, advise([Source("")], 0, evidence, tables, {}, Findings(found, []), knowledge)


def test_every_rules_reply_passes_with_the_facts_of_its_examples() -> None:
    seen, held = set(), []
    for identity, diagnosis in examples():
        seen.add(identity)
        gate: dict[str, Any] = diagnosis.data["reply"]["gate"]
        held += [(identity, reason["en"]) for reason in gate["reasons"]]
    assert held == []
    assert seen == {rule["id"] for rule in load_knowledge().rules}


def test_every_reply_to_a_ticket_of_the_corpus_passes() -> None:
    held = []
    for record in records("tickets_dev.jsonl"):
        gate = diagnose([Source(record["text"])], now=NOW).data["reply"]["gate"]
        held += [(record["id"], reason["en"]) for reason in gate["reasons"]]
    assert held == []


@pytest.mark.parametrize(
    "more",
    [
        "It is 48.37 seconds.", "需要 48.37 秒。", "See api.elsewhere.io.", "We will refund 123457 quota.",
        "走的是渠道 417。", "Set {gap} first.", "The cost price is known.", "task_0aB1cD2eF3gH4iJ5 was meant.",
    ],
)  # fmt: skip
def test_one_wrong_sentence_in_any_reply_is_noticed(more: str) -> None:
    for record in records("tickets_dev.jsonl")[::4]:
        diagnosis = diagnose([Source(record["text"])], now=NOW)
        reply = diagnosis.data["reply"]
        assert not check_reply(reply[reply["language"]] + "\n" + more, diagnosis).passed, record["id"]
