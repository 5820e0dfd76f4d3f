"""One rule, one file: each thing that is wrong is refused with its line and the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging.compiling import compile_rules
from supportdesk.judging.sources import scan
from tests.judging.conftest import RULE

Write = Callable[[str, str], Path]


def rules_of(folder: Path, *others: Path) -> dict[str, dict[str, Any]]:
    data, _ = compile_rules(scan([str(folder), *map(str, others)]))
    return {rule["id"]: rule for rule in data["rules"]}


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("cause: endpoint.wrong", "cause: endpoint.worng", 3, "no cause 'endpoint.worng'"),
        ("certainty: confirmed", "certainty: sure", 6, "certainty is one of"),
        ("certainty: confirmed", "certainty: confirmed\ncertainly: no", 7, "did you mean certainty"),
        ("certainty: confirmed", "certainty: confirmed\nsupersedes: [no.cause]", 7, "no cause 'no.cause'"),
        ("certainty: confirmed", "certainty: confirmed\nsupersedes: endpoint.wrong", 7, "list of texts"),
        ("certainty: confirmed", "certainty: confirmed\nof: entry", 7, "of is one of"),
        ("certainty: confirmed", "certainty: confirmed\nretry: yes", 7, "retry is a mapping"),
        ("id: endpoint.video-on-chat", "id: endpoint.video", 2, "not named after its id"),
        ('zh: "{kind} 模型走了 {endpoint}"', 'de: "x"', 4, "title needs a text in each of en, zh"),
        ("fix: {en:", "fixed: {en:", 8, "no such field: fixed"),
        ('fix: {en: "Send it elsewhere."', 'fix: {en: ""', 8, "is no text"),
        ('fix: {en: "Send it elsewhere."', "fix: {en: 7", 8, "is no text"),
        ("{kind} model on", "{kind.x} model on", 4, "malformed slot"),
        ("{kind} model on", "{kind!r} model on", 4, "malformed slot"),
        ("{kind} model on", "{nofact} model on", 4, "no fact 'nofact'"),
        ("{kind} model on", "{path} model on", 4, "may be not known"),
        ("[Model {model}: ]wrong", "[Model {model}: wrong", 7, "unbalanced"),
        ("kind IN ('image', 'video')", "kind IN ('image', 'vidoe')", 5, "did you mean video"),
        ("kind IN ('image', 'video')", "kind IS NULL", 5, "not known"),
        ("not_enough: {kind: video}", "not_enough: {kind: film}", 14, "kind is never 'film'"),
        ("not_enough: {kind: video}", "not_enough: {kind: 7}", 14, "kind is text, not 7"),
        ("not_enough: {kind: video}", "not_enough: {stream: 1}", 14, "stream is boolean, not 1"),
        ("not_enough: {kind: video}", "not_enough: {http_status: true}", 14, "http_status is integer, not True"),
        ("not_enough: {kind: video}", "not_enough: {knid: video}", 14, "no fact 'knid'"),
        ("not_enough: {kind: video}", "notenough: {kind: video}", 14, "an example is one of"),
        ("  - not_enough: {kind: video}\n  - not_enough: {path: /v1/chat}\n", "", 9, "no example of not_enough"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_with_its_line(
    written: Write, old: str, new: str, line: int, reason: str
) -> None:
    assert old in RULE
    folder = written("endpoint/video-on-chat.yaml", RULE.replace(old, new))
    with pytest.raises(RulesError, match=reason) as caught:
        rules_of(folder)
    assert caught.value.line == line
    assert str(caught.value).startswith("endpoint/video-on-chat.yaml:")


def test_a_slot_is_free_where_the_condition_makes_its_fact_known(written: Write) -> None:
    text = RULE.replace("endpoint = 'chat'", "(endpoint = 'chat' OR stream = TRUE)")
    with pytest.raises(RulesError, match=r"endpoint.*may be not known"):
        rules_of(written("endpoint/video-on-chat.yaml", text))
    free = text.replace("{endpoint}", "[{endpoint}]").replace("  - ruled_out: {kind: video, path: /v1/videos}\n", "")
    assert rules_of(written("endpoint/video-on-chat.yaml", free))


def test_an_operators_rule_without_examples_is_never_confirmed(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    text = RULE.split("examples:")[0].replace("video-on-chat", "mine")
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    data, warnings = compile_rules(scan([str(folder), str(own.parent)]))
    rule = next(rule for rule in data["rules"] if rule["id"] == "endpoint.mine")
    assert rule["certainty"] == "likely"
    assert rule["operator"]
    assert warnings == [
        (
            "{file}: no example of {words}; the rule is never more than likely",
            {"file": "endpoint/mine.yaml", "words": "found, ruled_out, not_enough"},
        )
    ]


def test_an_operators_file_takes_the_place_of_ours(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "endpoint").mkdir(parents=True)
    text = RULE.replace("certainty: confirmed", "certainty: possible")
    (own / "endpoint" / "video-on-chat.yaml").write_text(text, encoding="utf-8")
    (own / "causes.yaml").write_text("own.cause: {who: operator, title: {en: t, zh: 题}}\n", encoding="utf-8")
    (own / "gateways.yaml").write_text("gateways: [{id: one, hosts: [mine.example]}]\n", encoding="utf-8")
    data, _ = compile_rules(scan([str(folder), str(own)]))
    rules = {rule["id"]: rule for rule in data["rules"]}
    assert rules["endpoint.video-on-chat"]["certainty"] == "possible"
    assert set(data["causes"]) == {"endpoint.wrong", "billing.kept", "own.cause"}
    assert data["gateways"]["gateways"] == [{"id": "one", "hosts": ["mine.example"]}]
    assert data["releases"] == {"rc.1": 10, "rc.22": 220}


def test_an_id_that_stands_twice_is_refused(written: Write) -> None:
    with pytest.raises(RulesError, match="taken by"):
        rules_of(written("other/endpoint.video-on-chat.yaml", RULE))
