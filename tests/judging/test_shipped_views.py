"""The shipped derived and related facts: endpoints by their paths, what is covered, what was given back."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.engine import judge
from supportdesk.knowledge import Knowledge
from supportdesk.relating.tables import Row, Tables


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUPPORTDESK_CACHE", str(tmp_path_factory.mktemp("cache")))
        return load_knowledge()


def row(link: str = "a", **values: Any) -> Row:
    made = Row(link)
    made.values = values
    return made


ENDPOINTS = [
    ("/v1/chat/completions", "chat"),
    ("/v1/chat/completions/", "chat"),
    ("/v1/v1/chat/completions", "chat"),
    ("/chat/completions", "chat"),
    ("/openai/deployments/my-model/chat/completions", "chat"),
    ("/pg/chat/completions", "chat"),
    ("/v1/completions", "completions"),
    ("/v1/responses", "responses"),
    ("/v1/responses/compact", "responses"),
    ("/v1/messages", "messages"),
    ("/v1/messages/count_tokens", "messages"),
    ("/v1/threads/t1/messages", "other"),
    ("/v1beta/models/gemini-3-pro:generateContent", "gemini"),
    ("/v1beta/models/gemini-3-pro:streamGenerateContent", "gemini"),
    ("/v1beta/models/veo-3:predictLongRunning", "video_submit"),
    ("/v1/embeddings", "embeddings"),
    ("/v1/engines/e/embeddings", "embeddings"),
    ("/v1/rerank", "rerank"),
    ("/v1/moderations", "moderations"),
    ("/v1/images/generations", "images"),
    ("/v1/images/generations/img_1", "image_poll"),
    ("/v1/images/edits", "images_edits"),
    ("/v1/edits", "images_edits"),
    ("/v1/audio/speech", "audio_speech"),
    ("/v1/audio/transcriptions", "audio_transcriptions"),
    ("/v1/audio/translations", "audio_transcriptions"),
    ("/v1/realtime", "realtime"),
    ("/v1/videos", "video_submit"),
    ("/v1/videos/generations", "video_submit"),
    ("/v1/video/generations", "video_submit"),
    ("/v1/videos/video_1/remix", "video_submit"),
    ("/kling/v1/videos/text2video", "video_submit"),
    ("/kling/v1/videos/image2video/k1", "task_poll"),
    ("/v1/videos/generations/task_1", "task_poll"),
    ("/v1/videos/generations/<unknown>", "task_poll"),
    ("/v1/video/generations/task_1", "task_poll"),
    ("/v1/videos/video_1", "task_poll"),
    ("/v1/videos/video_1/content", "task_poll"),
    ("/v1/characters_tasks/c1", "task_poll"),
    ("/suno/submit/MUSIC", "suno"),
    ("/suno/fetch/s1", "task_poll"),
    ("/mj/submit/imagine", "midjourney"),
    ("/fast/mj/submit/imagine", "midjourney"),
    ("/mj/task/m1/fetch", "task_poll"),
    ("/v1/models", "models"),
    ("/v1/models/gpt-5", "models"),
    ("/v1/files", "files"),
    ("/v1/uploads/images", "files"),
    ("/v1/balance", "balance"),
    ("/v1/dashboard/billing/usage", "balance"),
    ("/api/usage/token/", "balance"),
    ("/api/log/self", "console"),
    ("/console/token", "console"),
    ("/v1/nothing-known", "other"),
    ("/", "other"),
]


@pytest.mark.parametrize(("path", "endpoint"), ENDPOINTS, ids=[path for path, _ in ENDPOINTS])
def test_a_path_says_its_endpoint(knowledge: Knowledge, path: str, endpoint: str) -> None:
    call = row(path=path)
    judge(Tables([call], [], [], row("ticket")), knowledge)
    assert call.values["endpoint"] == endpoint


def test_every_endpoint_of_the_closed_list_but_one_path_each_is_reached(knowledge: Knowledge) -> None:
    assert {endpoint for _, endpoint in ENDPOINTS} == set(knowledge.facts["endpoint"]["values"])


@pytest.mark.parametrize(
    ("query", "endpoint"),
    [("Action=CVSync2AsyncSubmitTask", "video_submit"), ("Action=CVSync2AsyncGetResult", "task_poll")],
)
def test_jimengs_endpoint_is_in_its_query(knowledge: Knowledge, query: str, endpoint: str) -> None:
    call = row(path="/jimeng/", url=f"https://one.example/jimeng/?{query}&Version=1")
    judge(Tables([call], [], [], row("ticket")), knowledge)
    assert call.values["endpoint"] == endpoint


CHARGE = {"log_type": "consume", "quota": 100}
REFUND = {"log_type": "refund", "quota": 100}
FAILED = {"task_status": "failure", "submitted_at": 1_000, "finished_at": 2_000, "quota": 100}
ALL = {"listing_complete": True, "listing_one_type": False, "listing_from": 900, "listing_until": 2_900}


@pytest.mark.parametrize(
    ("task", "entries", "ticket", "covered", "refunded", "net"),
    [
        (FAILED, [CHARGE], {}, None, None, None),
        (FAILED, [CHARGE, REFUND], {}, True, 100, 0),
        (FAILED, [CHARGE], ALL, True, 0, 100),
        (FAILED, [CHARGE], {**ALL, "listing_until": 2_899}, False, None, None),
        (FAILED, [CHARGE], {**ALL, "listing_from": 1_001}, False, None, None),
        (FAILED, [CHARGE], {**ALL, "listing_complete": False}, False, None, None),
        (FAILED, [CHARGE], {**ALL, "listing_one_type": True}, False, None, None),
        ({**FAILED, "finished_at": 0}, [CHARGE], ALL, False, None, None),
        ({**FAILED, "finished_at": 0}, [CHARGE], {**ALL, "listing_until": 91_000}, True, 0, 100),
        ({**FAILED, "fail_reason": "任务超时（旧系统遗留任务，不进行退款，请联系管理员）"}, [CHARGE], {}, True, 0, 100),
        ({**FAILED, "fail_reason": "Failed to get channel info, channel ID: 7"}, [CHARGE], {}, True, 0, 100),
        ({**FAILED, "since": "rc.22"}, [CHARGE], {}, True, 0, 100),
        ({**FAILED, "since": "rc.22", "quota": 0}, [CHARGE], {}, True, 100, 0),
        ({**FAILED, "since": "rc.22", "quota": 0, "task_status": "success"}, [CHARGE], {}, None, None, None),
    ],
)
def test_a_refund_is_zero_only_where_it_would_be_seen(
    knowledge: Knowledge,
    task: dict[str, Any],
    entries: list[dict[str, Any]],
    ticket: dict[str, Any],
    covered: bool | None,
    refunded: int | None,
    net: int | None,
) -> None:
    values = dict(task)
    if "since" in values:
        values["gateway_since"] = knowledge.releases[values.pop("since")]
    made = row(**values)
    judge(Tables([], [row(**entry) for entry in entries], [made], row("ticket", **ticket)), knowledge)
    assert made.values["charged_quota"] == 100
    assert (made.values.get("covered"), made.values.get("refunded_quota"), made.values.get("net_quota")) == (
        covered, refunded, net,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "net"),
    [
        ({"path": "/v1/chat/completions"}, 100),
        ({"path": "/v1/responses/compact"}, 100),
        ({"path": "/v1beta/models/gemini-3-pro:streamGenerateContent"}, 100),
        ({"path": "/v1beta/models/veo-3:predictLongRunning"}, None),
        ({"path": "/v1/videos"}, None),
        ({"path": "/v1/images/generations"}, None),
        ({"path": "/v1/chat/completions", "is_task": True}, None),
        ({"path": "/v1/chat/completions", "task_id": "task_1"}, None),
        ({"path": "/v1/chat/completions", "pre_consumed_quota": 90}, None),
        ({"model_kind": "chat", "prompt_tokens": 12}, 100),
        ({"model_kind": "chat"}, None),
        ({"model_kind": "chat", "prompt_tokens": 12, "path": "/v1/videos"}, None),
        ({"model_kind": "video", "prompt_tokens": 12}, None),
        ({}, None),
    ],
)
def test_a_synchronous_calls_charge_is_settled_where_its_row_stands(
    knowledge: Knowledge, entry: dict[str, Any], net: int | None
) -> None:
    call = row()
    judge(Tables([call], [row(**CHARGE, **entry)], [], row("ticket")), knowledge)
    assert call.values.get("net_quota") == net


def test_one_charge_of_a_task_leaves_the_refund_open(knowledge: Knowledge) -> None:
    call, sync = row(), {**CHARGE, "path": "/v1/chat/completions"}
    judge(Tables([call], [row(**sync), row(**CHARGE)], [], row("ticket")), knowledge)
    assert "net_quota" not in call.values
    call = row()
    judge(Tables([call], [row(**sync), row(**REFUND)], [], row("ticket")), knowledge)
    assert call.values["net_quota"] == 0


@pytest.mark.parametrize(
    ("paths", "complete", "polled"),
    [
        (["/v1/videos", "/v1/videos/v1"], [False, False], True),
        (["/v1/videos"], [True], False),
        (["/v1/videos"], [False], None),
        (["/v1/videos"], [None], None),
        (["/v1/videos", "/v1/balance"], [True, False], None),
    ],
)
def test_no_poll_is_known_only_where_the_code_was_read_to_its_end(
    knowledge: Knowledge, paths: list[str], complete: list[bool | None], polled: bool | None
) -> None:
    calls = []
    for path, whole in zip(paths, complete, strict=True):
        calls.append(row(path=path) if whole is None else row(path=path, code_complete=whole))
    judge(Tables(calls, [], [], row("ticket")), knowledge)
    assert calls[0].values.get("polled") is polled


def test_a_settlement_is_no_second_charge(knowledge: Knowledge) -> None:
    settled = {**CHARGE, "pre_consumed_quota": 90, "actual_quota": 190}
    call = row()
    judge(Tables([call], [row(**CHARGE), row(**settled)], [], row("ticket")), knowledge)
    assert call.values["duplicates"] == 0
    call = row()
    judge(Tables([call], [row(**CHARGE), row(**CHARGE)], [], row("ticket")), knowledge)
    assert call.values["duplicates"] == 1
