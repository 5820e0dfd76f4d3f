"""Known causes of a charge that stands: named, or left open with what decides, from rows of the console API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from supportdesk import i18n
from supportdesk.advising.known_causes import holds
from supportdesk.cli.ledger import ledger
from supportdesk.diagnosing import diagnose
from supportdesk.errors import RulesError
from supportdesk.judging.cause_file import STATES, read_causes
from supportdesk.judging.examples import Suite
from supportdesk.judging.finding import Judged
from supportdesk.judging.mutations import survivors
from supportdesk.judging.rule_file import Vocabulary
from supportdesk.judging.yaml_text import read_yaml
from supportdesk.paths import rules_folders
from supportdesk.relating.tables import Row
from supportdesk.render.known_causes import cause_lines
from supportdesk.render.terminal import render
from supportdesk.source import Source

T0 = 1776254400
QUOTA = 1_200_000
TASK = "task_Qm7vT2xYb9LkR4nW8sZpC1dJf6HgA3eU"
OLD_TASK = "cgt-20260415120000-x7k2p"
IS_TASK = {"is_task": True, "model_price": 0.3, "group_ratio": 1, "user_group_ratio": -1, "request_path": "/v1/videos"}
LEGACY = "任务超时（旧系统遗留任务，不进行退款，请联系管理员）"
NO_CHANNEL = "Failed to get channel info, channel ID: 12"


def request_id(number: int) -> str:
    return f"2026041512{number:04d}123456789AbCdEfGh"


def log_row(at: int, kind: int, number: int, **more: Any) -> dict[str, Any]:
    other = more.pop("other", {})
    row = {
        "id": 9000 + number, "user_id": 17, "created_at": at, "type": kind, "content": "", "username": "lin",
        "token_name": "prod", "model_name": "sora-2", "quota": QUOTA, "prompt_tokens": 0, "completion_tokens": 0,
        "use_time": 2, "is_stream": False, "channel": 12, "token_id": 5, "group": "default",
        "request_id": request_id(number), "other": json.dumps(other) if other else "",
    }  # fmt: skip
    return {**row, **more}


SUBMIT = log_row(T0, 2, 1, content="操作 generate, 计算参数：seconds: 8.00", other=IS_TASK)
OLD_SUBMIT = log_row(
    T0, 2, 1, content="模型固定价格 0.30，分组倍率 1.00，操作 generate", request_id=None, quota=150_000,
    other={"model_price": 0.3, "group_ratio": 1},
)  # fmt: skip
REFUND = log_row(T0 + 310, 6, 2, other={"task_id": TASK, "reason": "moderation"})
LATER = log_row(T0 + 200_000, 1, 3, quota=0, model_name="", content="使用在线充值成功，充值金额: ＄5.000000 额度")


def record(**more: Any) -> dict[str, Any]:
    row = {
        "id": 501, "created_at": T0, "updated_at": T0 + 300, "task_id": TASK, "platform": "55", "user_id": 17,
        "group": "default", "channel_id": 12, "quota": QUOTA, "action": "generate", "status": "FAILURE",
        "fail_reason": "moderation", "submit_time": T0, "start_time": T0 + 20, "finish_time": T0 + 300,
        "progress": "100%", "properties": {"input": "a lighthouse", "origin_model_name": "sora-2"}, "data": None,
    }  # fmt: skip
    return {**row, **more}


def listing(*rows: dict[str, Any], total: int | None = None) -> str:
    data = {"page": 1, "page_size": 100, "total": len(rows) if total is None else total, "items": list(rows)}
    return json.dumps({"success": True, "message": "", "data": data}, ensure_ascii=False)


def money(*listings: str) -> dict[str, Any]:
    found: dict[str, Any] = diagnose([Source(text) for text in listings]).to_dict()["money"]
    return found


def told(*listings: str) -> tuple[str | None, list[str]]:
    """Return the known cause and the open ones of the only account that the listings show."""
    (account,) = money(*listings)["ledger"]
    cause = account["known_cause"]
    for one in [*([cause] if cause else []), *account["known_causes_open"]]:
        assert one["en"].strip()
        assert one["zh"].strip()
    for one in account["known_causes_open"]:
        assert set(one) == {"id", "en", "zh", "decides"}
        assert set(one["decides"]) == {"en", "zh"}
    return (cause and cause["id"]), [one["id"] for one in account["known_causes_open"]]


def failed(*rows: dict[str, Any], **more: Any) -> tuple[str | None, list[str]]:
    """Return what is told of a charged task that failed, its log complete for two days and without a refund."""
    return told(listing(LATER, *(rows or (SUBMIT,))), listing(record(**more)))


OTHER_TASKS = [
    record(id=n, task_id=f"task_{sign * 32}", submit_time=T0 + shift, status="SUCCESS", fail_reason="")
    for n, sign, shift in ((1, "a", -400), (2, "b", 600))
]


def test_1_a_task_of_the_old_system_is_never_refunded() -> None:
    assert failed(fail_reason=LEGACY) == ("legacy-task", [])
    assert failed(fail_reason=LEGACY, quota=0) == ("legacy-task", [])
    assert failed(fail_reason="任务超时（1440分钟）") == (None, ["refund-error"])


@pytest.mark.parametrize("reason", [NO_CHANNEL, "获取渠道信息失败，请联系管理员，渠道ID：12"])
def test_2_a_removed_channel_ends_its_tasks_in_bulk(reason: str) -> None:
    assert failed(fail_reason=reason, finish_time=0) == ("channel-removed", [])
    assert failed(fail_reason=reason, finish_time=T0 + 300) == (None, ["refund-error"])


def test_3_a_failure_without_a_reason_has_no_id_of_the_provider() -> None:
    assert failed(fail_reason="", finish_time=0) == ("provider-id-missing", [])
    theirs = {"private_data": json.dumps({"upstream_task_id": "video_51"})}
    assert failed(fail_reason="", finish_time=0, **theirs) == (None, ["refund-error"])


@pytest.mark.parametrize("platform", ["24", "41"])
def test_4_and_5_the_server_log_decides_for_gemini_and_vertex(platform: str) -> None:
    assert failed(platform=platform) == (None, ["ended-by-own-fetch", "refund-error"])
    (account,) = money(listing(LATER, SUBMIT), listing(record(platform=platform)))["ledger"]
    assert {one["decides"]["en"] for one in account["known_causes_open"]} == {
        "The gateway's server log at the end of the task."
    }
    named = {
        **SUBMIT,
        "other": json.dumps({**IS_TASK, "task_id": TASK}),
    }  # a later release books the submit by its task
    assert failed(named, platform=platform) == (None, ["refund-error"])
    assert failed(OLD_SUBMIT, platform=platform, task_id=OLD_TASK, quota=150_000) == (None, ["refund-error"])
    assert failed(platform=platform, fail_reason="", finish_time=0) == (
        None, ["provider-id-missing", "ended-by-own-fetch", "refund-error"],
    )  # fmt: skip


def test_5_another_provider_leaves_the_refund_s_own_error() -> None:
    assert failed(platform="50") == (None, ["refund-error"])


def test_6_a_charged_submit_without_a_record_was_not_stored() -> None:
    assert told(listing(LATER, SUBMIT), listing(*OTHER_TASKS)) == ("task-not-stored", [])
    assert told(listing(LATER, SUBMIT), listing(*OTHER_TASKS, total=40)) == (None, [])
    assert told(listing(LATER, SUBMIT), listing(OTHER_TASKS[0])) == (None, [])
    named = {**SUBMIT, "other": json.dumps({**IS_TASK, "task_id": TASK})}
    assert told(listing(LATER, named), listing(*OTHER_TASKS)) == (None, [])


def test_6_one_of_two_equal_submits_may_be_the_stored_one() -> None:
    twin = {**SUBMIT, "id": 9007, "request_id": request_id(7), "created_at": T0 + 2}
    found = money(listing(LATER, SUBMIT, twin), listing(*OTHER_TASKS, record(status="SUCCESS", fail_reason="")))
    assert [account["known_cause"] for account in found["ledger"]] == [None] * len(found["ledger"])


def test_7_a_task_that_waits_a_day_and_an_hour_is_never_polled() -> None:
    waits: dict[str, Any] = {"status": "IN_PROGRESS", "fail_reason": "", "finish_time": 0, "progress": "30%"}
    assert failed(**waits) == ("never-polled", [])
    soon = {**LATER, "created_at": T0 + 80_000}
    assert told(listing(soon, SUBMIT), listing(record(**waits))) == (None, [])


def test_8_an_old_gateway_gives_back_the_balance_and_not_the_key_s_limit() -> None:
    refund = log_row(
        T0 + 310, 4, 2, quota=0, content=f"Video async task failed {OLD_TASK}, refund ＄0.300000 额度", request_id=None
    )
    assert failed(refund, OLD_SUBMIT, task_id=OLD_TASK, quota=150_000) == ("key-limit-kept", [])
    assert failed(REFUND, SUBMIT) == (None, [])


AFTER_RC22 = 150 * 86_400
"""From April to September: then both sides of rc.22 are possible."""


@pytest.mark.parametrize(
    ("later", "told_of"), [(0, ("suno-refunded-twice", [])), (AFTER_RC22, (None, ["suno-refunded-twice"]))]
)
def test_8_a_suno_task_refunded_twice_is_flagged(later: int, told_of: tuple[str | None, list[str]]) -> None:
    suno: dict[str, Any] = {"model_name": "suno_music", "quota": 50_000}
    other = {"task_id": TASK, "reason": "moderation"}
    twice = [log_row(T0 + later + 310 + n, 6, 2 + n, other=other, **suno) for n in (0, 15)]
    submit = {**SUBMIT, **suno, "content": "操作 MUSIC", "created_at": T0 + later}
    last = {**LATER, "id": 9050, "created_at": LATER["created_at"] + later}
    times = {"submit_time": T0 + later, "finish_time": T0 + later + 300, "start_time": T0 + later + 20}
    of_suno = record(
        platform="suno", action="MUSIC", quota=50_000, properties={"origin_model_name": "suno_music"}, **times
    )
    both = (listing(last, *twice, submit), listing(of_suno))
    (account,) = money(*both)["ledger"]
    assert account["flags"] == ["doubled"]
    assert account["net_quota"] == -50_000
    assert told(*both) == told_of
    assert told(both[0], listing({**of_suno, "platform": "50"})) == (None, [])


@pytest.mark.parametrize(
    "listings",
    [
        (listing(LATER, REFUND, SUBMIT), listing(record())),
        (listing(LATER, REFUND, SUBMIT), listing(record(fail_reason=NO_CHANNEL, finish_time=0))),
        (listing(LATER, SUBMIT), listing(record(status="SUCCESS", fail_reason=""))),
        (listing(LATER, SUBMIT), listing(record(status="SUCCESS", fail_reason="https://cdn.example.com/a.mp4"))),
        (listing(SUBMIT), listing(record(status="IN_PROGRESS", fail_reason="", finish_time=0))),
        (listing(SUBMIT), listing(record())),
        (listing(LATER, SUBMIT, total=60), listing(record())),
        (listing(SUBMIT), listing(record(fail_reason="", finish_time=0))),
        (listing(LATER, SUBMIT), listing(record(quota=0))),
    ],
    ids=["refunded", "refunded-2", "success", "success-url", "runs", "open", "not-covered", "open-3", "record-is-0"],
)
def test_lookalikes_are_neither_named_nor_left_open(listings: tuple[str, ...]) -> None:
    assert told(*listings) == (None, [])


@pytest.mark.parametrize("text", [LEGACY, NO_CHANNEL, "获取渠道信息失败，请联系管理员，渠道ID：12"])
def test_a_reason_that_quotes_one_of_the_texts_is_not_named(text: str) -> None:
    for reason in (f"relay answered: {text}", f'{{"error": {{"message": "{text}"}}}}', f"{text}；upstream of us"):
        if reason.startswith(LEGACY):
            continue
        assert failed(fail_reason=reason, finish_time=0) == (None, ["refund-error"])
        assert told(listing(SUBMIT), listing(record(fail_reason=reason, finish_time=0))) == (None, [])


def test_a_sync_call_that_failed_books_nothing() -> None:
    error = log_row(T0, 5, 1, quota=0, model_name="gpt-5", content="status_code=500, upstream error", other={"x": 1})
    assert money(listing(LATER, error))["ledger"] == []


def test_times_in_milliseconds_are_no_days() -> None:
    submit = log_row(
        T0, 2, 1, model_name="mj_imagine", quota=50_000, other={"model_price": 0.1, "group_ratio": 1},
        content="模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID 1776254400123456",
    )  # fmt: skip
    own = {
        "id": 7, "code": 1, "user_id": 17, "action": "IMAGINE", "mj_id": "1776254400123456", "prompt": "a lighthouse",
        "submit_time": T0 * 1000, "start_time": T0 * 1000 + 900, "finish_time": 0, "status": "IN_PROGRESS",
        "progress": "40%", "fail_reason": "", "channel_id": 12, "quota": 50_000,
    }  # fmt: skip
    soon = {**LATER, "created_at": T0 + 80_000}
    assert told(listing(soon, submit), listing(own)) == (None, [])
    ended = {**own, "finish_time": T0 * 1000 + 60_000, "status": "FAILURE"}
    assert told(listing(LATER, submit), listing(ended)) == (None, ["refund-error"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_told_is_one_line_wherever_money_is_shown(language: str, tmp_path: Path) -> None:
    known = (listing(LATER, SUBMIT), listing(record(fail_reason=LEGACY)))
    left = (listing(LATER, SUBMIT), listing(record(platform="24")))
    try:
        i18n.use(language)
        assert cause_lines({"ledger": []}) == []
        (line,) = cause_lines(money(*known))
        assert line == money(*known)["ledger"][0]["known_cause"][language]
        (line,) = cause_lines(money(*left))
        for one in money(*left)["ledger"][0]["known_causes_open"]:
            assert line.count(one[language]) == 1
            assert line.count(one["decides"][language]) == 1
        for listings in (known, left):
            done = diagnose([Source(text, number) for number, text in enumerate(listings)])
            frame = render(done.to_dict(), done.sources, columns=4000)
            assert cause_lines(done.to_dict()["money"])[0] in frame
        (tmp_path / "rows.json").write_text("\n".join(known), encoding="utf-8")
        shown = CliRunner().invoke(ledger, [str(tmp_path / "rows.json")], env={"SUPPORTDESK_LANG": language}).stdout
        assert cause_lines(money(*known))[0] in shown
    finally:
        i18n.use(None)


@pytest.mark.parametrize(
    ("least", "most", "answer"),
    [
        (None, None, None), (60, None, None), (None, 150, None), (60, 150, True), (130, 140, True), (50, 150, None),
        (60, 160, None), (None, 50, False), (160, None, False), (20, 50, False),
    ],
)  # fmt: skip
def test_a_cause_holds_between_its_releases_only(least: int | None, most: int | None, answer: bool | None) -> None:
    row = Row("L1")
    row.values = {name: known for name, known in (("gateway_since", least), ("gateway_until", most)) if known}
    judged = Judged("task", 0, [True], [["task_status"]], (row,))
    cause = {"tree": 0, "since": 60, "before": 160}
    assert holds(cause, judged) is answer
    assert holds({"tree": 0, "since": None, "before": None}, judged) is True
    row.origin["task_status"] = "prose"
    assert holds({"tree": 0, "since": None, "before": None}, judged) is None


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite(rules_folders())


def test_every_example_gives_its_answer_and_notices_every_change(suite: Suite) -> None:
    assert [failure for cause in suite.compiled.causes for failure in suite.failures(cause)] == []
    missed = {cause.data["id"]: survivors(suite, cause) for cause in suite.compiled.causes}
    assert {name: changes for name, changes in missed.items() if changes} == {}


def test_all_eight_have_a_source_and_both_languages(suite: Suite) -> None:
    rows = [cause.data for cause in suite.compiled.causes]
    told_of = {row["source"].partition("refunded' ")[2][0] for row in rows}
    assert told_of == set("12345678")
    assert all(row["en"] and row["zh"] and row["decides"]["en"] and row["decides"]["zh"] for row in rows)
    assert {row["state"] for row in rows} == set(STATES)


ROW: dict[str, Any] = {
    "id": "a", "of": "task", "state": "kept", "when": "fetch_may_end = TRUE", "en": "Yes.", "zh": "是。", "source": "x",
    "decides": {"fact": "task_status", "en": "The record.", "zh": "记录。"},
    "examples": [{"found": {"platform": "24"}}, {"ruled_out": {"platform": "50"}}, {"not_enough": {"quota": 5}}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"state": "gone"}, "state is one of"),
        ({"since": "v9"}, "no release 'v9'"),
        ({"before": "v9"}, "no release 'v9'"),
        ({"zh": ""}, "zh is missing"),
        ({"decides": {"fact": "nothing", "en": "a", "zh": "b"}}, "no fact 'nothing'"),
        ({"decides": {"fact": "task_status", "en": "a"}}, "needs a text in each"),
        ({"decides": "the log"}, "needs a text in each"),
        ({"contains": ["x"]}, "no such field"),
        ({"when": "no_such = 1"}, "no fact 'no_such'"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(suite: Suite, change: dict[str, Any], message: str) -> None:
    vocabulary = Vocabulary(suite.compiled.facts, suite.compiled.releases, {}, {})

    def _page(row: dict[str, Any]) -> Any:
        return read_yaml(yaml.safe_dump({"known_causes": [row]}), "refunds.yaml")

    assert len(read_causes(_page({**ROW, "since": "v0.11.0"}), vocabulary)) == 1
    with pytest.raises(RulesError) as problem:
        read_causes(_page({**ROW, **change}), vocabulary)
    assert message in str(problem.value)
    assert problem.value.line is not None
