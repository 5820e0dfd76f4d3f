from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.reading import json_text, log_rows
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.pieces import facts, read_with, written

ROW: dict[str, Any] = {
    "id": 3, "user_id": 21, "created_at": 1776254401, "type": 2, "content": "", "username": "mei",
    "token_name": "prod", "model_name": "gpt-5-mini", "quota": 1900, "prompt_tokens": 1200, "completion_tokens": 300,
    "use_time": 4, "is_stream": True, "channel": 0, "token_id": 9, "group": "default", "ip": "",
    "request_id": "20260415120001abc", "other": "{\"model_ratio\":1.25,\"group_ratio\":0.8,\"completion_ratio\":4,"
    "\"model_price\":-1,\"cache_tokens\":1000,\"cache_ratio\":0.5,\"frt\":-1000,\"request_path\":\"/v1/chat/completions\"}",
}  # fmt: skip


def page(*rows: dict[str, Any], total: int | None = None) -> str:
    data = {"page": 1, "page_size": 10, "total": len(rows) if total is None else total, "items": list(rows)}
    return json.dumps({"success": True, "message": "", "data": data}, ensure_ascii=False)


def test_a_row_gives_its_facts_and_where_each_is_written() -> None:
    text = json.dumps(ROW)
    kind, (piece,) = read_with(log_rows, text)
    assert kind == "log_rows"
    assert (piece.kind, piece.origin, piece.complete, piece.inside) == ("log_row", "record", True, None)
    assert facts(piece) == {
        "log_type": "consume", "occurred_at": 1776254401, "model": "gpt-5-mini", "quota": 1900, "prompt_tokens": 1200,
        "completion_tokens": 300, "use_time_s": 4, "stream": True, "user_id": 21, "group": "default",
        "request_id": "20260415120001abc", "model_ratio": 1.25, "group_ratio": 0.8, "completion_ratio": 4,
        "model_price": -1, "cached_tokens": 1000, "cache_ratio": 0.5, "path": "/v1/chat/completions",
    }  # fmt: skip
    places = written(piece, text)
    assert places["log_type"] == "2"
    assert places["model"] == '"gpt-5-mini"'
    assert places["cache_ratio"] == "0.5"
    assert places["path"] == '\\"/v1/chat/completions\\"'


def test_places_hold_when_the_answer_is_itself_a_string() -> None:
    text = json.dumps({"log": page(ROW)})
    view = View.whole(Source(text))
    outer = json_text.parse(view)
    assert outer is not None
    inner = json_text.content(view, outer[0].data["log"])
    value = json_text.parse(inner)
    assert value is not None
    _, piece = log_rows.read_json(value[0], inner)
    assert written(piece, text)["cached_tokens"] == "1000"
    assert facts(piece)["path"] == "/v1/chat/completions"


def test_a_page_is_a_listing_with_its_total() -> None:
    kind, (listing, first, second) = read_with(log_rows, page(ROW, {**ROW, "type": 6}))
    assert kind == "log_rows"
    assert listing.kind == "listing"
    assert facts(listing) == {
        "listing_total": 2, "listing_complete": True, "listing_one_type": False, "listing_from": 1776254387,
        "listing_until": 1776254401,
    }  # fmt: skip
    assert (first.inside, second.inside) == (0, 0)
    assert facts(second)["log_type"] == "refund"


def test_a_page_of_many_is_not_complete() -> None:
    _, (listing, *_) = read_with(log_rows, page(ROW, total=37))
    assert (facts(listing)["listing_total"], facts(listing)["listing_complete"]) == (37, False)


def test_a_keys_log_without_a_total_is_complete_below_its_limit() -> None:
    _, (listing, _) = read_with(log_rows, json.dumps({"success": True, "message": "", "data": [ROW]}))
    assert facts(listing)["listing_complete"] is True


def test_rows_of_one_type_do_not_tell_whether_the_listing_is_filtered() -> None:
    _, (listing, *_) = read_with(log_rows, page(ROW, ROW))
    assert "listing_one_type" not in facts(listing)


def test_a_page_that_was_cut_off_proves_nothing() -> None:
    _, pieces = read_with(log_rows, page(ROW, ROW)[:-240])
    assert not pieces[0].complete
    assert facts(pieces[0]).get("listing_complete") is not True
    assert not pieces[-1].complete
    assert facts(pieces[1])["quota"] == 1900


ONE_API: dict[str, Any] = {
    "id": 8, "user_id": 2, "created_at": 1712345678, "type": 5, "content": "倍率：1.25 × 1.00 × 4.00", "username": "li",
    "token_name": "t", "model_name": "gpt-4o", "quota": 77, "prompt_tokens": 10, "completion_tokens": 12, "channel": 4,
    "request_id": "r1", "elapsed_time": 2500, "is_stream": False, "system_prompt_reset": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "log_type"),
    [
        ({**ROW, "type": 5}, "error"),
        (ONE_API, "unknown"),
        ({**ONE_API, "duration": 3.1, "speed": 4, "use_time": 3}, "error"),
        ({"type": 5, "model_name": "m", "quota": 0, "created_at": 1776254401}, None),
        ({"type": 5, "model_name": "m", "quota": 0, "content": "status_code=500, x"}, "error"),
        ({**ROW, "type": "退款"}, "refund"),
        ({**ROW, "type": 99}, None),
    ],
)
def test_type_numbers_are_read_by_whose_columns_they_stand_with(row: dict[str, Any], log_type: str | None) -> None:
    _, (piece,) = read_with(log_rows, json.dumps(row))
    assert facts(piece).get("log_type") == log_type


def test_one_api_prints_its_ratios_and_milliseconds() -> None:
    _, (piece,) = read_with(log_rows, json.dumps({**ONE_API, "type": 2}, ensure_ascii=False))
    read = facts(piece)
    assert (read["model_ratio"], read["group_ratio"], read["completion_ratio"]) == (1.25, 1.0, 4.0)
    assert read["ratios_rounded"] is True
    assert read["use_time_s"] == 2


@pytest.mark.parametrize(
    ("content", "log_type", "quota", "task_id"),
    [
        ("异步任务执行失败 task_9f2，补偿 ＄2.400000 额度", "refund", 1_200_000, "task_9f2"),
        ("Video async task failed 77aa, refund ＄0.100000 额度", "refund", 50_000, "77aa"),
        ("构图失败 1744, 补偿 500 点额度", "refund", 500, "1744"),
        ("视频任务成功补扣费，补扣 ＄0.010000 额度", "consume", 5000, None),
        ("构图失败 1744，补偿 ¥1.20 额度", "refund", None, "1744"),
        ("新用户注册赠送 ＄0.200000 额度", "system", 0, None),
    ],
)
def test_old_refunds_stand_only_in_the_text(
    content: str, log_type: str, quota: int | None, task_id: str | None
) -> None:
    row = {**ROW, "type": 4, "quota": 0, "content": content, "other": ""}
    text = json.dumps(row, ensure_ascii=False)
    _, (piece,) = read_with(log_rows, text)
    read = facts(piece)
    assert (read["log_type"], read.get("quota"), read.get("task_id")) == (log_type, quota, task_id)
    if quota:
        assert written(piece, text)["quota"] in content


def test_an_error_row_tells_status_code_and_message() -> None:
    other = {"error_type": "upstream_error", "error_code": "bad_response_status_code", "status_code": 502}
    row = {**ROW, "type": 5, "content": "status_code=502, upstream went away", "other": json.dumps(other)}
    _, (piece,) = read_with(log_rows, json.dumps(row))
    read = facts(piece)
    assert (read["http_status"], read["error_code"]) == (502, "bad_response_status_code")
    assert read["error_message"] == "upstream went away"


def test_a_midjourney_submit_names_its_task_and_price() -> None:
    content = "模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID 1744711111222"
    _, (piece,) = read_with(log_rows, json.dumps({**ROW, "content": content, "other": ""}, ensure_ascii=False))
    read = facts(piece)
    assert (read["task_id"], read["model_price"], read["group_ratio"]) == ("1744711111222", 0.1, 1.0)


def test_a_price_beyond_the_plain_formulas_is_named() -> None:
    other = json.dumps({"model_ratio": 1, "web_search": True, "audio_input": 0})
    _, (piece,) = read_with(log_rows, json.dumps({**ROW, "other": other}))
    assert facts(piece)["price_extras"] == "web_search"


@pytest.mark.parametrize("other", ["", "null", "[1]", "{broken", "not json", 7, None, "[" * 5000])
def test_an_unreadable_other_leaves_the_row(other: object) -> None:
    _, (piece,) = read_with(log_rows, json.dumps({**ROW, "other": other}))
    assert facts(piece)["quota"] == 1900


@pytest.mark.parametrize(
    "value",
    [
        {"id": "c", "object": "chat.completion", "model": "m", "created": 1, "choices": [], "usage": {}},
        {"model": "gpt-5-mini", "messages": [], "type": "x", "group": "g", "content": "c"},
        {"quota": 1, "rpm": 2, "tpm": 3},
        {"success": False, "message": "no"},
        {"task_id": "t", "status": "FAILURE", "progress": "100%", "quota": 5, "user_id": 1, "channel_id": 2,
         "group": "g", "created_at": 1},
        [], {}, [1, 2], "text", None, {"data": []},
    ],
)  # fmt: skip
def test_what_is_no_log_row_is_left_to_others(value: object) -> None:
    view = View.whole(Source(json.dumps(value)))
    read = json_text.parse(view)
    assert read is not None
    assert log_rows.recognise_json(read[0]) is None


def test_error_json_in_an_error_row_is_read_to_the_innermost() -> None:
    inner = json.dumps({"error": {"message": "Account is overdue", "type": "x", "code": "overdue"}})
    outer = json.dumps({"error": {"message": f"provider said: {inner}", "type": "upstream_error", "code": "bad"}})
    row = {**ROW, "type": 5, "content": f"status_code=502, {outer}"}
    text = page(row, ROW)
    _, (listing, first, *errors, second) = read_with(log_rows, text)
    assert listing.kind == "listing"
    assert facts(first)["error_message"] == "Account is overdue"
    assert str(facts(first)["error_outer_message"]).startswith('{"error"')
    assert [(piece.kind, piece.inside) for piece in errors] == [("error", 1), ("error", 2)]
    assert (second.kind, second.inside) == ("log_row", 0)
    assert "Account is overdue" in written(first, text)["error_message"]


def test_json_in_the_text_of_a_consume_row_is_no_error() -> None:
    _, pieces = read_with(log_rows, json.dumps({**ROW, "content": '{"error": {"message": "no"}}'}))
    assert len(pieces) == 1
