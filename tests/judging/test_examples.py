"""Every rule's examples on every engine, and the mutation check over all rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.judging.benches import installed
from supportdesk.judging.examples import Suite
from supportdesk.judging.mutations import survivors
from supportdesk.paths import shipped_rules
from tests.judging.conftest import RULE, TASK_RULE

Write = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def shipped() -> Suite:
    return Suite([shipped_rules()])


def test_the_second_engine_is_installed() -> None:
    assert installed() == ["sqlite", "duckdb"]


def test_every_example_of_every_rule_holds_on_every_engine(shipped: Suite) -> None:
    assert len(shipped.compiled.rules) >= 25
    assert [failure for rule in shipped.compiled.rules for failure in shipped.failures(rule)] == []


def test_no_wrong_condition_passes_its_rules_examples(shipped: Suite) -> None:
    found = {rule.data["id"]: survivors(shipped, rule) for rule in shipped.compiled.rules}
    assert {identity: changes for identity, changes in found.items() if changes} == {}


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_examples_that_do_not_hold_are_named(written: Write, engine: str) -> None:
    folder = written("endpoint/video-on-chat.yaml", RULE.replace("ruled_out: {kind: chat,", "ruled_out: {kind: image,"))
    suite = Suite([str(folder)], [engine])
    (failure,) = [failure for rule in suite.compiled.rules for failure in suite.failures(rule)]
    assert failure[:5] == ("endpoint.video-on-chat", 2, engine, False, True)


def test_examples_do_not_see_each_other(written: Write) -> None:
    suite = Suite([str(written("billing/kept-charge.yaml", TASK_RULE))])
    assert [failure for rule in suite.compiled.rules for failure in suite.failures(rule)] == []


def weak(example: str, rule: str = RULE) -> str:
    assert example in rule
    return rule.replace(f"  - {example}\n", "")


@pytest.mark.parametrize(
    ("file", "text", "change"),
    [
        ("endpoint/video-on-chat.yaml", RULE, None),
        ("billing/kept-charge.yaml", TASK_RULE, None),
        (
            "endpoint/video-on-chat.yaml",
            weak("found: {kind: image, path: /v1/chat}", weak("ruled_out: {kind: chat, path: /v1/chat}")),
            "kind IN ('image', 'video'): 'image' → 'chat'",
        ),
        (
            "endpoint/video-on-chat.yaml",
            weak("not_enough: {path: /v1/chat}", weak("ruled_out: {kind: chat, path: /v1/chat}")),
            "kind IN ('image', 'video') → TRUE",
        ),
        (
            "billing/kept-charge.yaml",
            weak(
                "ruled_out: {status: failure, charged: 5, refunded: 0, since: 10}",
                weak("not_enough: {status: failure, charged: 5, refunded: 0}", TASK_RULE),
            ),
            "since >= 220 → TRUE",
        ),
    ],
)
def test_a_change_that_no_example_notices_is_reported(written: Write, file: str, text: str, change: str | None) -> None:
    suite = Suite([str(written(file, text))], ["sqlite"])
    rule = next(rule for rule in suite.compiled.rules if rule.data["file"] == file)
    found = survivors(suite, rule)
    if change is None:
        assert found == []
    else:
        assert change in found


def test_mutants_agree_on_both_engines(shipped: Suite) -> None:
    rule = next(rule for rule in shipped.compiled.rules if len(rule.condition.atoms) > 2)
    assert survivors(shipped, rule, shipped.benches[0]) == survivors(shipped, rule, shipped.benches[1]) == []
