from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.reading import json_text, tasks
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.pieces import facts, read_with, written

TASK: dict[str, Any] = {
    "id": 5, "created_at": 1776254400, "updated_at": 1776254700, "task_id": "task_Zx81", "platform": "55",
    "user_id": 21, "group": "default", "channel_id": 0, "quota": 1200000, "action": "generate", "status": "FAILURE",
    "fail_reason": "the provider gave up", "submit_time": 1776254401,
    "start_time": 1776254410, "finish_time": 1776254690,
    "progress": "100%", "properties": {"input": "", "origin_model_name": "sora-2"}, "data": {"id": "v_1"},
}  # fmt: skip


def test_a_record_gives_its_facts() -> None:
    text = json.dumps(TASK)
    kind, (piece,) = read_with(tasks, text)
    assert kind == "task_rows"
    assert (piece.kind, piece.origin) == ("task_row", "record")
    assert facts(piece) == {
        "task_id": "task_Zx81", "task_status": "failure", "task_progress": "100%",
        "fail_reason": "the provider gave up",
        "submitted_at": 1776254401, "started_at": 1776254410, "finished_at": 1776254690, "quota": 1200000,
        "action": "generate", "platform": "55", "user_id": 21, "group": "default", "model": "sora-2",
    }  # fmt: skip
    assert written(piece, text)["task_status"] == '"FAILURE"'
    assert written(piece, text)["model"] == '"sora-2"'


def test_properties_as_a_string_are_read_as_well() -> None:
    text = json.dumps({**TASK, "properties": json.dumps(TASK["properties"])})
    _, (piece,) = read_with(tasks, text)
    assert facts(piece)["model"] == "sora-2"
    assert written(piece, text)["model"] == '\\"sora-2\\"'


def test_a_page_of_records() -> None:
    text = json.dumps(
        {"success": True, "data": {"page": 1, "total": 12, "items": [TASK, {**TASK, "status": "QUEUED"}]}}
    )
    kind, (listing, first, second) = read_with(tasks, text)
    assert kind == "task_rows"
    assert facts(listing) == {  # no listing_complete: it is the listing of log rows that refunds would stand in
        "listing_total": 12, "tasks_complete": False, "tasks_from": 1776254401, "tasks_until": 1776254401,
    }  # fmt: skip
    assert facts(first)["task_status"] == "failure"
    assert facts(second)["task_status"] == "queued"


def test_midjourney_times_are_milliseconds() -> None:
    record = {
        "id": 9, "code": 1, "user_id": 3, "action": "IMAGINE", "mj_id": "1744711111222333", "prompt": "a cat",
        "prompt_en": "", "state": "", "submit_time": 1776254401123, "start_time": 0, "finish_time": 1776254500999,
        "image_url": "", "status": "FAILURE", "progress": "100%", "fail_reason": "上游任务超时（超过1小时）",
        "channel_id": 4, "quota": 50000,
    }  # fmt: skip
    kind, (piece,) = read_with(tasks, json.dumps(record, ensure_ascii=False))
    read = facts(piece)
    assert kind == "task_rows"
    assert (read["task_id"], read["submitted_at"], read["finished_at"]) == ("1744711111222333", 1776254401, 1776254500)
    assert "started_at" not in read
    assert read["channel_id"] == 4


def test_the_address_of_an_old_finished_video_is_no_reason() -> None:
    record = {**TASK, "status": "SUCCESS", "fail_reason": "https://cdn.example.com/v.mp4"}
    _, (piece,) = read_with(tasks, json.dumps(record))
    assert "fail_reason" not in facts(piece)


def test_billing_facts_of_a_database_dump() -> None:
    private = json.dumps({"billing_context": {"model_price": 0.3, "group_ratio": 1, "origin_model_name": "sora-2"}})
    _, (piece,) = read_with(tasks, json.dumps({**TASK, "private_data": private}))
    assert facts(piece)["model_price"] == 0.3


@pytest.mark.parametrize(
    "value",
    [
        {"task_id": "task_1", "model": "gemini_omni", "mode": "text-to-video", "status": "queued"},
        {"code": "success", "message": "", "data": {"task_id": "t", "status": "FAILURE", "progress": "100%",
         "fail_reason": "x", "submit_time": 1}},
        {"id": "video_1", "object": "video", "status": "failed", "progress": 0},
        [{"type": 2, "quota": 1, "model_name": "m"}],
        [], {}, 5,
    ],
)  # fmt: skip
def test_a_poll_answer_is_left_to_the_answers(value: object) -> None:
    view = View.whole(Source(json.dumps(value)))
    read = json_text.parse(view)
    assert read is not None
    assert tasks.recognise_json(read[0]) is None
