"""JSON answers: every envelope down to the innermost message, task answers, completions, bodies."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.source import Source
from tests.reading.samples import NORMALISED, last, pieces, read, states, values


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            '{"error":{"message":"no such thing","type":"invalid_request_error","param":"size","code":"bad_size"}}',
            {
                "error_message": "no such thing",
                "error_type": "invalid_request_error",
                "error_param": "size",
                "error_code": "bad_size",
            },
        ),
        (
            '{"type":"error","error":{"type":"overloaded_error","message":"busy"},"request_id":"req_011abcdef"}',
            {"error_message": "busy", "error_type": "overloaded_error", "request_id": "req_011abcdef"},
        ),
        (
            '{"error":{"code":403,"message":"not allowed here","status":"PERMISSION_DENIED"}}',
            {"error_message": "not allowed here", "error_code": "PERMISSION_DENIED", "http_status": 403},
        ),
        ('[{"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}}]', {"error_code": "INVALID_ARGUMENT"}),
        ('{"error":{"code":"404","message":"Nothing at this address"}}', {"http_status": 404, "error_code": "404"}),
        (
            '{"error":{"code":401,"message":"key unknown","type":"authentication_error"}}',
            {"http_status": 401, "error_code": "401", "error_type": "authentication_error"},
        ),
        (
            '{"code":"task_gone","message":"task_gone","data":null}',
            {"error_code": "task_gone", "error_message": "task_gone"},
        ),
        (
            '{"description":"field is missing","type":"upstream_error","code":4}',
            {"error_message": "field is missing", "error_code": "4"},
        ),
        ('{"success":false,"message":"记录不存在"}', {"error_message": "记录不存在"}),
        ('{"detail":"Not here"}', {"error_message": "Not here"}),
        (
            '{"detail":[{"loc":["body","prompt"],"msg":"field needed","type":"missing"}]}',
            {"error_message": "field needed", "error_param": "prompt", "error_type": "missing"},
        ),
        (
            '{"__type":"ThrottlingException","message":"slow down"}',
            {"error_code": "ThrottlingException", "error_message": "slow down"},
        ),
        (
            '{"error_code":336003,"error_msg":"the content is empty"}',
            {"error_code": "336003", "error_message": "the content is empty"},
        ),
        ('{"base_resp":{"status_code":1008,"status_msg":"no balance"}}', {"error_message": "no balance"}),
        (
            '{"ResponseMetadata":{"RequestId":"2024abcdefgh","Error":{"Code":"AccessDenied","Message":"no"}}}',
            {"error_code": "AccessDenied", "error_message": "no"},
        ),
        ('{"error":"no such address"}', {"error_message": "no such address"}),
        (
            '{"error":"invalid_grant","error_description":"the token is old"}',
            {"error_code": "invalid_grant", "error_message": "the token is old"},
        ),
        ("{'error': {'message': 'It\\'s wrong', 'code': None}}", {"error_message": "It's wrong"}),
        (
            '{"error"=>{"message"=>"too old", "code"=>"model_gone"}}',
            {"error_message": "too old", "error_code": "model_gone"},
        ),
        (
            '{"error":{"cause":{"code":"ECONNREFUSED","syscall":"connect"}},"endpoint":"https://api.example.com/v1"}',
            {"errno": "ECONNREFUSED", "base_url": "https://api.example.com/v1"},
        ),
    ],
)
def test_every_envelope_is_opened(text: str, facts: dict[str, object]) -> None:
    assert read(text).pieces[0].kind == "error"
    assert {fact: last(text, fact) for fact in facts} == facts


def test_the_request_ids_of_all_hops_are_kept_the_outermost_first() -> None:
    text = (
        '{"error":{"message":"额度不足 (request id: 20260101inner0001) (requ'
        'est id: 20260101outer0002)","type":"x_error","code":"y_error"}}'
    )
    assert values(text, "request_id") == ["20260101outer0002", "20260101inner0001"]
    assert last(text, "error_message") == "额度不足"


def test_a_message_that_wraps_another_error_is_the_outer_one() -> None:
    inner = json.dumps({"error": {"message": "deep", "code": "deep_code"}})
    text = json.dumps({"error": {"message": f"provider said 502: {inner}", "code": "outer_code"}})
    outer, deep = pieces(text, "error")
    assert outer.first("error_outer_message") == f"provider said 502: {inner}"
    assert outer.first("hops") == 2
    assert deep.inside == 0
    assert (deep.first("error_message"), deep.first("error_code")) == ("deep", "deep_code")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["json", "repr", "code", "log", "raw", "pretty"]), min_size=5, max_size=7), st.booleans()
)
def test_five_levels_and_more_are_read_to_the_innermost(wrappers: list[str], chinese: bool) -> None:
    message = "无效的\t参数" if chinese else 'The "size" isn\'t known\n(10x10)'
    data: dict[str, object] = {"error": {"message": message, "type": "innermost_error", "code": "bad_size"}}
    for number, wrapper in enumerate(wrappers):
        printed = repr(data) if wrapper == "repr" else json.dumps(data, indent=2 if wrapper == "pretty" else None)
        said = {"code": f"Error code: 400 - {printed}", "log": f"upstream answered: {printed} (hop {number})"}.get(
            wrapper, printed
        )
        data = (
            {"error": {"metadata": {"raw": said}, "message": "wrapped"}}
            if wrapper == "raw"
            else {"error": {"message": said}}
        )
    text = f"2026-01-02 03:04:05 ERROR gateway - {json.dumps(data)}"
    source = Source(text)
    errors = pieces(text, "error")
    assert len(errors) == len(wrappers) + 1
    assert errors[-1].first("error_message") == message
    assert errors[-1].first("error_code") == "bad_size"
    assert all(states(source, item) for piece in errors for item in piece.readings if item.fact not in NORMALISED)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            (
                '{"task_id":"task_1","model":"m-video","mode":"text-to-video'
                '","status":"queued","created_at":"2026-04-15T00:00:00.000Z"}'
            ),
            {"task_id": "task_1", "task_status": "queued", "model": "m-video", "submitted_at": 1776211200},
        ),
        (
            '{"id":"g1","object":"generation.task","status":"in_progress","progress":40,"created_at":1776211200}',
            {"task_id": "g1", "task_status": "in_progress", "task_progress": 40, "submitted_at": 1776211200},
        ),
        (
            '{"code":200,"data":[{"status":"submitted","task_id":"t-9"}]}',
            {"task_id": "t-9", "task_status": "submitted"},
        ),
        (
            (
                '{"code":"success","message":"","data":{"task_id":"task_7","s'
                'tatus":"FAILURE","fail_reason":"too long","progress":"100%"}}'
            ),
            {"task_id": "task_7", "task_status": "failure", "fail_reason": "too long", "task_progress": 100},
        ),
        (
            '{"code":0,"message":"SUCCEED","request_id":"abc-123456","data":{"task_id":"8","task_status":"succeed"}}',
            {"task_id": "8", "task_status": "succeed", "request_id": "abc-123456"},
        ),
        (
            (
                '{"id":"v","object":"video","status":"failed","completed_at":1776'
                '211260,"error":{"code":"generation_failed","message":"refused"}}'
            ),
            {
                "task_status": "failed",
                "finished_at": 1776211260,
                "error_code": "generation_failed",
                "error_message": "refused",
            },
        ),
        ('{"code":1,"description":"queued","result":"17200000001"}', {"task_id": "17200000001"}),
        (
            '{"output":{"task_id":"a-b","task_status":"RUNNING"},"request_id":"req-778899"}',
            {"task_id": "a-b", "task_status": "running"},
        ),
    ],
)
def test_task_answers_of_every_shape(text: str, facts: dict[str, object]) -> None:
    assert read(text).pieces[0].kind == "answer"
    assert {fact: last(text, fact) for fact in facts} == facts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            (
                '{"choices":[],"usage":{"prompt_tokens":7,"completion_t'
                'okens":5,"prompt_tokens_details":{"cached_tokens":3}}}'
            ),
            (7, 5, 3),
        ),
        (
            (
                '{"object":"response","output":[],"usage":{"input_tokens":7,"'
                'output_tokens":5,"input_tokens_details":{"cached_tokens":3}}}'
            ),
            (7, 5, 3),
        ),
        (
            (
                '{"type":"message","role":"assistant","content":[],"usage":{"i'
                'nput_tokens":7,"output_tokens":5,"cache_read_input_tokens":3}}'
            ),
            (7, 5, 3),
        ),
        (
            (
                '{"candidates":[],"usageMetadata":{"promptTokenCount":7'
                ',"candidatesTokenCount":5,"cachedContentTokenCount":3}}'
            ),
            (7, 5, 3),
        ),
    ],
)
def test_tokens_of_a_synchronous_answer(text: str, counts: tuple[int, int, int]) -> None:
    assert (last(text, "prompt_tokens"), last(text, "completion_tokens"), last(text, "cached_tokens")) == counts


def test_the_answers_model_counts_only_where_no_request_says_which_was_asked_for() -> None:
    answer = '{"choices":[],"model":"mapped-model","usage":null}'
    assert values(answer, "model") == ["mapped-model"]
    asked = '{"model":"asked-model","messages":[{"role":"user","content":"hi"}]}'
    assert "mapped-model" not in values(f"{asked}\n\n{answer}", "model")


@pytest.mark.parametrize(
    "text",
    [
        '{"model":"m-9","duration":6}',
        '{\n  "model": "m-9",\n  "aspect_ratio": "16:9",\n  "image_urls": ["https://a.example/1.png"]\n}',
        '我们的请求参数是 {"model":"m-9","resolution":"720p"} ，一直提示参数错误',
        '请求体：\n{"model": "m-9", "duration": 6, "colour": "red"}\n麻烦看下',
    ],
)
def test_a_model_beside_parameters_is_a_body_without_content(text: str) -> None:
    (body,) = pieces(text, "body")
    assert body.body is not None
    assert body.body.data["model"].data == "m-9"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"model":"m-9","temperature":0.3,"base_url":"https://gw.example/v1"}', "config"),
        ('{"level":"info","msg":"done","model":"m-9","duration":1.5}', None),
        ('{"model":"our best model","duration":6}', None),
        ('{"model":"m-9"}', None),
        ('{"model":"m-9","colour":"red"}', None),
    ],
)
def test_settings_and_log_lines_with_a_model_are_no_body(text: str, kind: str | None) -> None:
    assert [p.kind for p in read(text).pieces if p.kind in ("config", "body")] == ([kind] if kind else [])


def test_a_body_is_told_from_an_answer() -> None:
    assert [p.kind for p in read('{"model":"m","input":{"prompt":"x","duration":5}}').pieces] == ["body"]
    assert [p.kind for p in read('{"task_id":"t","model":"m","status":"queued"}').pieces] == ["answer"]


def test_json_of_no_known_shape_is_named() -> None:
    evidence = read('{"colour": "red", "size": 3}')
    assert evidence.pieces == []
    assert [evidence.sources[0].slice(item.span) for item in evidence.not_read] == ['{"colour": "red", "size": 3}']


@pytest.mark.parametrize(
    "text",
    [
        '{"success":true,"message":"","data":{}}',
        '{"code":"success","message":"","data":{}}',
        '{"base_resp":{"status_code":0}}',
    ],
)
def test_a_success_is_no_error(text: str) -> None:
    assert pieces(text, "error") == []


def test_n8ns_heading_stands_outside_what_the_provider_said() -> None:
    text = (
        '{"errorMessage": "Bad request - please check your parameters", "errorDescription": "invalid apitype: -1", '
        '"errorDetails": {"rawErrorMessage": ["500 - invalid apitype: -1"], "httpCode": "500"}}'
    )
    error = next(piece for piece in pieces(text, "error") if piece.inside is None)
    assert error.first("error_message") == "invalid apitype: -1"
    assert error.first("error_outer_message") == "Bad request - please check your parameters"
