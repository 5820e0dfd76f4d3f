"""judge(): three answers, their evidence, what is missing, and what goes back into the rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supportdesk.judging.compile import load_from
from supportdesk.judging.engine import judge
from supportdesk.judging.examples import Suite
from supportdesk.judging.finding import Finding
from supportdesk.knowledge import Knowledge
from supportdesk.paths import rules_folders
from supportdesk.relating.tables import Row, Tables
from supportdesk.source import Span
from tests.judging.conftest import RULE

Write = Callable[[str, str], Path]


def row(link: str = "a", **values: Any) -> Row:
    made = Row(link)
    made.values = values
    return made


def tables(
    calls: list[Row] | None = None, entries: list[Row] | None = None, tasks: list[Row] | None = None, **ticket: Any
) -> Tables:
    return Tables(calls or [], entries or [], tasks or [], row("ticket", **ticket))


@pytest.fixture
def knowledge(folder: Path, tmp_path: Path) -> Knowledge:
    return load_from([str(folder)], str(tmp_path / "cache"))


@pytest.fixture
def one_rule(folder: Path, tmp_path: Path) -> Callable[..., Knowledge]:
    """Return a function that makes knowledge with single rules of a condition each, as an operator's."""

    def make(*conditions: str, causes: tuple[str, ...] = (), of: str = "call") -> Knowledge:
        own = tmp_path / "own" / "t"
        own.mkdir(parents=True, exist_ok=True)
        for number, when in enumerate(conditions):
            cause = causes[number] if causes else "endpoint.wrong"
            text = (
                f"id: t.r{number}\ncause: {cause}\nof: {of}\ntitle: {{en: t, zh: 题}}\nwhen: >-\n  {when}\n"
                "certainty: likely\nwhy: {en: w, zh: 因}\nfix: {en: f, zh: 修}\n"
            )
            (own / f"r{number}.yaml").write_text(text, encoding="utf-8")
        return load_from([str(folder), str(own.parent)], str(tmp_path / "cache"))

    return make


def of(findings: list[Finding], identity: str) -> Finding:
    (found,) = [finding for finding in findings if finding.rule["id"] == identity]
    return found


def test_true_is_found_with_its_facts(knowledge: Knowledge) -> None:
    finding = of(judge(tables([row(kind="video", path="/v1/chat")]), knowledge), "endpoint.video-on-chat")
    assert finding.answer is True
    assert finding.facts == ["kind", "endpoint"]
    assert finding.values == {"kind": "video", "endpoint": "chat"}
    assert (finding.true_comparisons, finding.missing, finding.touched) == (2, [], True)


def test_false_is_ruled_out_by_the_facts_that_say_so(knowledge: Knowledge) -> None:
    finding = of(judge(tables([row(kind="video", path="/v1/videos")]), knowledge), "endpoint.video-on-chat")
    assert finding.answer is False
    assert finding.facts == ["endpoint"]
    assert finding.true_comparisons == 1


def test_null_asks_for_what_could_still_change_it(knowledge: Knowledge) -> None:
    finding = of(judge(tables([row(kind="video")]), knowledge), "endpoint.video-on-chat")
    assert finding.answer is None
    assert finding.touched
    assert finding.missing == ["endpoint"]
    untouched = of(judge(tables([row(model="x")]), knowledge), "endpoint.video-on-chat")
    assert untouched.answer is None
    assert not untouched.touched
    assert untouched.facts == []


@pytest.mark.parametrize(
    ("when", "values", "answer", "missing", "facts"),
    [
        ("stream = TRUE AND model = 'a'", {"stream": False}, False, [], ["stream"]),
        ("stream = TRUE OR model = 'a'", {"stream": True}, True, [], ["stream"]),
        ("stream = TRUE AND (model = 'a' AND kind = 'chat')", {"stream": True, "model": "b"}, False, [], ["model"]),
        ("stream = TRUE AND (model = 'a' OR kind = 'chat')", {"stream": True, "model": "b"}, None, ["kind"],
         ["stream"]),
        ("(stream = TRUE AND model = 'a') OR kind = 'chat'", {"stream": False}, None, ["kind"], []),
        ("NOT (stream = TRUE OR model = 'a')", {"stream": False}, None, ["model"], ["stream"]),
        ("NOT model IN ('a', 'b')", {"model": "c"}, True, [], ["model"]),
        ("http_status <> upstream_status", {"http_status": 5}, None, ["upstream_status"], []),
        ("http_status <> upstream_status", {"http_status": 5, "upstream_status": 6}, True, [],
         ["http_status", "upstream_status"]),
        ("(stream = TRUE AND model = 'a') OR (kind = 'chat' AND http_status = 1)",
         {"stream": True, "model": "b", "kind": "chat", "http_status": 1}, True, [], ["kind", "http_status"]),
    ],
)  # fmt: skip
def test_evidence_and_questions_by_kleenes_tables(
    one_rule: Callable[..., Knowledge], when: str, values: dict[str, Any], answer: object, missing: list[str],
    facts: list[str],
) -> None:  # fmt: skip
    finding = of(judge(tables([row(**values)]), one_rule(when)), "t.r0")
    assert finding.answer is answer
    assert finding.missing == missing
    assert finding.facts == facts


def test_a_cause_that_is_found_touches_the_other_rules_of_the_same_work(one_rule: Callable[..., Knowledge]) -> None:
    knowledge = one_rule(
        "model = 'a'", "http_status = 1", "stream = TRUE", causes=("billing.kept", "billing.kept", "endpoint.wrong")
    )
    calls = [row("x", model="a"), row("y")]
    findings = judge(tables(calls), knowledge)
    touched = {(finding.rule["id"], finding.index) for finding in findings if finding.touched}
    assert ("t.r0", 0) in touched
    assert ("t.r1", 0) in touched
    assert ("t.r1", 1) not in touched
    assert not of(findings, "t.r2").touched


def test_a_rule_sees_the_tickets_facts_and_a_rule_of_the_ticket_only_those(one_rule: Callable[..., Knowledge]) -> None:
    knowledge = one_rule("claimed = TRUE AND stream = TRUE")
    finding = of(judge(tables([row(stream=True)], claimed=True), knowledge), "t.r0")
    assert finding.answer is True
    assert finding.values == {"claimed": True, "stream": True}
    knowledge = one_rule("claimed = TRUE", of="ticket")
    assert of(judge(tables(claimed=True), knowledge), "t.r0").table == "ticket"


def test_related_facts_come_from_rows_of_the_same_link_only(knowledge: Knowledge) -> None:
    entries = [
        row("a", log_type="consume", quota=5),
        row("a", log_type="consume", quota=2),
        row("a", log_type="refund", quota=3),
        row("b", log_type="consume", quota=100),
    ]
    task = row("a", status="failure", since=220)
    made = tables([row("b"), row("c"), row("")], entries, [task, row("b", status="success")])
    finding = of([one for one in judge(made, knowledge) if one.index == 0], "billing.kept-charge")
    assert finding.answer is True
    assert task.values["charged"] == 7
    assert task.values["refunded"] == 3
    assert task.values["net"] == 4
    assert [call.values.get("charged") for call in made.calls] == [100, None, None]


def test_computed_facts_have_the_places_and_the_least_trust_of_what_they_rest_on(knowledge: Knowledge) -> None:
    call = row("a", path="/v1/chat", model="m")
    call.spans = {"path": [Span(0, 3, 9)], "model": [Span(0, 1, 2)]}
    call.origin = {"path": "prose", "model": "code"}
    entry = row("a", log_type="consume", quota=5)
    entry.spans = {"quota": [Span(1, 4, 5)]}
    entry.origin = {"quota": "record", "log_type": "console"}
    judge(tables([call], [entry]), knowledge)
    assert call.spans["endpoint"] == [Span(0, 3, 9)]
    assert call.origin["endpoint"] == "prose"
    assert call.spans["charged"] == [Span(1, 4, 5)]
    assert call.origin["charged"] == "console"
    assert "net" not in call.values


def test_what_the_material_says_is_kept_and_judging_again_gives_the_same(knowledge: Knowledge) -> None:
    made = tables([row("a", path="/v1/chat", endpoint="video", kind="video")], [row("a", log_type="consume", quota=5)])
    first = [(one.rule["id"], one.answer) for one in judge(made, knowledge)]
    assert made.calls[0].values["endpoint"] == "video"
    assert [(one.rule["id"], one.answer) for one in judge(made, knowledge)] == first


def test_of_many_rows_each_found_one_is_listed_and_the_others_are_counted(knowledge: Knowledge) -> None:
    calls = [row(f"l{number}", kind="video", path="/v1/chat" if number % 2 else "/v1/videos") for number in range(10)]
    findings = [one for one in judge(tables(calls), knowledge) if one.rule["id"] == "endpoint.video-on-chat"]
    assert [one.index for one in findings] == [1, 3, 5, 7, 9]
    calm = [row(f"l{number}", kind="chat", path="/v1/chat") for number in range(10)]
    (finding,) = [one for one in judge(tables(calm), knowledge) if one.rule["id"] == "endpoint.video-on-chat"]
    assert finding.answer is False


def test_hostile_values_are_judged_and_not_a_crash(one_rule: Callable[..., Knowledge]) -> None:
    knowledge = one_rule("regexp_matches(error_message, '^K.*x$')", "http_status = 1", "seconds > 1")
    values = {"error_message": "\u212a\0\ud800\n" + "(" * 50_000 + "x", "http_status": 10**30, "seconds": float("nan")}
    findings = judge(tables([row(**values)]), knowledge)
    assert of(findings, "t.r0").answer is True
    assert of(findings, "t.r1").answer is None
    assert of(findings, "t.r2").answer is None


def test_a_value_of_another_type_is_not_known(one_rule: Callable[..., Knowledge]) -> None:
    knowledge = one_rule("http_status = 1", "stream = TRUE", "model = '1'", "seconds = 1")
    answers = [
        one.answer for one in judge(tables([row(http_status="1", stream=1, model=1.5, seconds=True)]), knowledge)
    ]
    assert answers[-4:] == [None, None, None, None]
    answers = [one.answer for one in judge(tables([row(http_status=1.0, stream=True, model=1, seconds=1)]), knowledge)]
    assert answers[-4:] == [True, True, True, True]


def test_nothing_of_a_ticket_stays_behind(knowledge: Knowledge) -> None:
    from supportdesk.judging.engine import _LOCAL

    judge(tables([row(model="secret")], [row(quota=1)], [row(status="failure")], claimed=True), knowledge)
    assert _LOCAL.judge is not None
    connection = _LOCAL.judge.store.connection
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert names
    assert [name for name in names if connection.execute(f"SELECT 1 FROM {name}").fetchone()] == []


def test_each_thread_has_a_judge_of_its_own(knowledge: Knowledge) -> None:
    answers: list[object] = []

    def work() -> None:
        for _ in range(20):
            found = judge(tables([row(kind="video", path="/v1/chat")]), knowledge)
            answers.append(of(found, "endpoint.video-on-chat").answer)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 80


def test_a_ticket_without_rows_has_no_findings(knowledge: Knowledge) -> None:
    assert [*judge(tables(), knowledge)] == []


def test_rules_may_be_more_than_one_select_holds(written: Write, tmp_path: Path) -> None:
    for number in range(320):
        text = RULE.replace("video-on-chat", f"r{number}").replace("kind IN ('image', 'video')", "kind <> 'chat'")
        folder = written(f"endpoint/r{number}.yaml", text)
    findings = judge(tables([row(kind="video", path="/v1/chat")]), load_from([str(folder)], str(tmp_path / "cache")))
    assert sum(finding.answer is True for finding in findings) == 321


def test_a_ticket_is_judged_as_the_examples_of_the_rules_are() -> None:
    suite = Suite(rules_folders(), ["sqlite"])
    for example in suite.examples[::7]:
        sample = suite._sample(example)
        made = tables(**({} if sample.table == "ticket" else {sample.table + "s": [row("a", **sample.values)]}))
        made.ticket.values.update(sample.ticket)
        (answer,) = {
            finding.answer for finding in judge(made, suite.knowledge) if finding.rule["id"] == example.rule.data["id"]
        }
        assert answer is example.expected, (example.rule.data["id"], example.number)
