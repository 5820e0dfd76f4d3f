"""Findings that are made when they are asked for are those that stand in the whole list."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.engine import judge
from supportdesk.judging.finding import Finding, Findings
from supportdesk.relating.tables import Row, Tables

CALLS: tuple[dict[str, Any], ...] = (
    {"http_status": 401, "error_kind": "key_invalid", "error_kinds": ",key_invalid,", "endpoint": "chat"},
    {"http_status": 200, "endpoint": "chat", "model_kind": "video"},
    {"http_status": 429, "error_kind": "gateway_rate_limited", "error_kinds": ",gateway_rate_limited,", "stream": True},
    {"http_status": 401, "error_kind": "key_expired", "error_kinds": ",key_expired,", "auth_scheme": "bearer"},
)
TASKS: tuple[dict[str, Any], ...] = ({"task_status": "failure", "charged_quota": 5}, {"task_status": "success"})


def made(values: dict[str, Any], link: str) -> Row:
    row = Row(link)
    row.values = dict(values)
    return row


def judged(calls: tuple[dict[str, Any], ...], tasks: tuple[dict[str, Any], ...], **ticket: Any) -> Findings:
    rows = [made(values, f"c{number}") for number, values in enumerate(calls)]
    others = [made(values, f"t{number}") for number, values in enumerate(tasks)]
    return judge(Tables(rows, [], others, made(ticket, "")), load_knowledge())


def shown(findings: list[Finding]) -> list[tuple[Any, ...]]:
    return [(one.rule["id"], one.answer, one.touched, one.table, one.index) for one in findings]


@pytest.mark.parametrize("calls", [(), CALLS[:1], CALLS[1:2], CALLS[:2], CALLS, CALLS * 12])
@pytest.mark.parametrize("tasks", [(), TASKS[:1], TASKS])
def test_what_is_asked_for_is_what_stands_in_the_whole(
    calls: tuple[dict[str, Any], ...], tasks: tuple[dict[str, Any], ...]
) -> None:
    ticket = {"claimed_charged": True, "claimed_failed": True, "has_error": bool(calls)}
    asked, whole = judged(calls, tasks, **ticket), list(judged(calls, tasks, **ticket))
    causes = {one.rule["cause"] for one in whole[::7]}
    assert shown(asked.telling) == shown([one for one in whole if one.touched])
    assert shown(asked.of_causes(causes)) == shown([one for one in whole if one.rule["cause"] in causes])
    assert shown(asked.open_of(causes)) == shown(
        [one for one in whole if one.rule["cause"] in causes and one.answer is None]
    )
    in_order = dict.fromkeys((one.table, one.index) for one in whole)
    assert list(dict.fromkeys((one.table, one.number) for one in asked.rows)) == list(in_order)
    ruled_out = [one for one in whole if one.answer is False]
    assert asked.contradicted == list(dict.fromkeys(one.rule["cause"] for one in ruled_out if one.partly_true))
    assert (len(asked), shown(list(asked)), shown(asked[:3])) == (len(whole), shown(whole), shown(whole[:3]))


def test_findings_of_ones_own_answer_alike() -> None:
    whole = list(judged(CALLS, TASKS))
    own = Findings(whole, [])
    assert own.telling == [one for one in whole if one.touched]
    assert own.of_causes({whole[0].rule["cause"]})[0] is whole[0]
    assert own[0] is whole[0]


def test_what_a_row_learns_later_changes_no_finding() -> None:
    call = made({"http_status": 401, "error_kind": "key_invalid"}, "c")
    tables = Tables([call], [], [], made({}, ""))
    early, late = judge(tables, load_knowledge()), judge(tables, load_knowledge())
    told = shown(early.telling)
    call.values |= {name: "chat" for name in load_knowledge().facts if name not in call.values}
    assert shown(late.telling) == told
