"""Error texts outside JSON: statuses, ids, labels and the message itself, and which lines are errors at all."""

from __future__ import annotations

import pytest

from tests.reading.samples import last, pieces, read, values


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("HTTP 503", 503),
        ("Request failed with status code 413", 413),
        ("Error code: 429 - slow down", 429),
        ("错误信息: 余额不足 状态码: 402", 402),
        ('INFO HTTP Request: POST https://gw.example.com/v1/videos "HTTP/1.1 504 Gateway Time-out"', 504),
        ('10.0.0.1 - - [01/Jan/2026] "GET /v1/models HTTP/1.1" 401 52', 401),
        (
            "[GIN] 2026/01/02 - 03:04:05 | 20260102030405123456789abcdefgh | 500 | 12ms | 10.0.0.1 | POST /v1/messages",
            500,
        ),
        ("HTTP error! status: 502, body: nothing", 502),
        ("HTTP状态码:NotFound. 返回内容: 空", 404),
        ("API Error: 529 Overloaded", 529),
        ("500 Internal Server Error [parse] unexpected end of input", 500),
        ("agent: 402 This request needs more credits", 402),
        ("400: the last message must be a user's", 400),
        ("RateLimitError [HTTP 429]", 429),
        ("Bad request (Provider 422): field is odd", 422),
    ],
)
def test_statuses_as_programs_print_them(text: str, status: int) -> None:
    assert last(text, "http_status") == status


@pytest.mark.parametrize(
    "text", ["max_tokens is too large: 8192", "12:34:56.789 started", "Error: range(128) exceeded", "v4.290 released"]
)
def test_numbers_that_are_no_status(text: str) -> None:
    assert values(text, "http_status") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("status_code=503, upstream is away", 503),
        ("call failed: upstream returned status 422", 422),
        ("Error: bad response status code 524", 524),
        ("Error while downloading file. Upstream status code: 407.", 407),
    ],
)
def test_what_upstream_answered_is_not_what_the_gateway_answered(text: str, status: int) -> None:
    (error,) = pieces(text, "error")
    assert error.first("upstream_status") == status
    assert error.first("http_status") is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "type invalid_request_error, code wrong_key, message The key is wrong: 1. Look it up",
            {
                "error_type": "invalid_request_error",
                "error_code": "wrong_key",
                "error_message": "The key is wrong: 1. Look it up",
            },
        ),
        (
            "Error 400, Message: Unsupported MIME type: bmp, Status: INVALID_ARGUMENT, Details: []",
            {"http_status": 400, "error_message": "Unsupported MIME type: bmp", "error_code": "INVALID_ARGUMENT"},
        ),
        (
            "bad_value · invalid_request_error · The file is away.",
            {"error_code": "bad_value", "error_type": "invalid_request_error", "error_message": "The file is away."},
        ),
        (
            "报错：余额不足，请充值 (request id: 2026010203040512345abcd)",
            {"error_message": "余额不足，请充值", "request_id": "2026010203040512345abcd"},
        ),
        (
            "[API Error: 400 <400> InternalError.Algo.NotClean: Input is odd.]",
            {"http_status": 400, "error_code": "InternalError.Algo.NotClean", "error_message": "Input is odd."},
        ),
        ("invalid apitype: -1", {"error_message": "invalid apitype: -1"}),
        (
            "一直提示 insufficient_user_quota / user quota is not enough。怎么办",
            {"error_code": "insufficient_user_quota"},
        ),
        (
            (
                "2026/01/02 03:04:05 [error] 9#9: *7 upstream timed out (110: Connection tim"
                'ed out) while reading, client: 10.0.0.1, request: "POST /v1/videos HTTP/2.0"'
            ),
            {"error_layer": "proxy", "method": "POST", "path": "/v1/videos"},
        ),
        (
            (
                "[ERROR] 2026/01/02 - 03:04:05 | 202601020304051234567"
                "89abcd | relay.go:20 [abort] 当前分组 vip 下对于模型 m-1 无可用渠道"
            ),
            {
                "error_message": "当前分组 vip 下对于模型 m-1 无可用渠道",
                "request_id": "20260102030405123456789abcd",
                "model": "m-1",
            },
        ),
    ],
)
def test_key_value_texts_and_messages(text: str, facts: dict[str, object]) -> None:
    assert {fact: last(text, fact) for fact in facts} == facts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('The answer is "Invalid model. Leave it blank". But why?', "Invalid model. Leave it blank"),
        (
            "渠道明明有，提示 `当前分组 vip 下对于模型 x-1 无可用渠道`，怎么回事",
            "当前分组 vip 下对于模型 x-1 无可用渠道",
        ),
        ('apifox 里也报 "message": "Invalid Bearer key"', "Invalid Bearer key"),
    ],
)
def test_what_a_person_quotes_is_the_error_not_the_sentence(text: str, message: str) -> None:
    assert values(text, "error_message") == [message]


@pytest.mark.parametrize(
    "text",
    [
        "我想问一下，这个模型的价格是多少？",
        "How do I send an image to the model? I read the documentation and found nothing.",
        "我们换了一个令牌，之前的额度还在吗",
        "The picture comes back after a minute, which is slow for us.",
    ],
)
def test_a_question_is_no_error(text: str) -> None:
    assert [piece.kind for piece in read(text).pieces if piece.kind in ("error", "exception")] == []


def test_a_status_line_belongs_to_the_answer_below_it() -> None:
    text = 'HTTP 400\n{"error":{"message":"no","type":"t_error","code":null}}'
    (error,) = pieces(text, "error")
    assert (error.first("http_status"), error.first("error_message")) == (400, "no")
    assert error.span.start == 0


def test_a_status_line_alone_is_an_error_of_its_own() -> None:
    (error,) = pieces("调用之后\nHTTP 502\n没有别的了", "error")
    assert error.first("http_status") == 502


def test_headers_of_an_answer_belong_to_its_body() -> None:
    text = (
        "HTTP/1.1 429 Too Many Requests\nX-Oneapi-Request-Id: 20260102030405123456789\n"
        'Content-Type: application/json\n\n{"error":{"message":"slow","type":"x_error"}}'
    )
    (error,) = pieces(text, "error")
    assert error.first("http_status") == 429
    assert error.first("request_id") == "20260102030405123456789"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("用户反馈 调用图片接口报错invalid apitype: -7，怎么回事", "invalid apitype: -7"),
        ("一直提示insufficient user quota请问怎么处理", "insufficient user quota"),
        ("为什么会报错 invalid api type：-7 呢", "invalid api type：-7"),
        ("invalid api type: -7，请问是什么原因", "invalid api type: -7"),
        ("报错：Unsupported parameter: size。为什么？", "Unsupported parameter: size"),
        ("报错是No available channel for model m-9 under group g（request id: 20260301102231120AbCdEfGh），帮忙看下",
         "No available channel for model m-9 under group g"),
        ("When I call it I get invalid api type: -7, what is wrong?", "invalid api type: -7"),
        ("my requests fail with Invalid token since this morning", "Invalid token"),
        ("I got Error code: 401 - Invalid token, what now?", "Invalid token"),
    ],
)  # fmt: skip
def test_an_error_that_a_persons_sentence_runs_into(text: str, message: str) -> None:
    assert last(text, "error_message") == message


@pytest.mark.parametrize(("text", "code"), [("接口返回model_not_found怎么办", "model_not_found")])
def test_a_code_that_a_persons_sentence_runs_into(text: str, code: str) -> None:
    assert last(text, "error_code") == code


@pytest.mark.parametrize(
    "text",
    [
        "我想显示Chinese subtitles怎么做",
        "How do I get a list of models?",
        "请问返回JSON格式怎么设置",
        "why is the answer different with each request",
    ],
)
def test_a_question_without_a_machines_words_is_no_error(text: str) -> None:
    assert pieces(text, "error") == []


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported with this model.", "max_tokens"),
        ("Missing required parameter: 'messages[0].content'.", "messages[0].content"),
        ("Unknown parameter: colour", "colour"),
        ("Invalid value for 'duration': expected 4, got 7", "duration"),
        ("Invalid type for 'seconds': expected a string", "seconds"),
        ("Error: missing field `prompt` at line 1 column 20", "prompt"),
        ("Error: 'prompt' is a required property", "prompt"),
        ("Error: the parameter `size` specified in the request is not valid", "size"),
        ("错误信息：参数 resolution 不支持", "resolution"),
        ("错误信息：缺少必填参数：prompt", "prompt"),
        (
            "{'error': {'message': \"Unsupported value: 'temperature' does not support 0.2\", 'code': 'x'}}",
            "temperature",
        ),
        ("{'error': {'message': \"Unknown parameter: 'a'\", 'param': 'b'}}", "b"),
        ("Invalid token", None),
        ("Error: Invalid API key: 'sk-x'", None),
        ("Model 'm-9' is not supported", None),
        ("Unknown model: 'm-9'", None),
    ],
)
def test_the_parameter_that_a_sentence_names(text: str, parameter: str | None) -> None:
    assert last(text, "error_param") == parameter


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("An error occurred (ThrottlingException) when calling the Converse operation: slow", "ThrottlingException"),
        ("rpc error: code = PermissionDenied desc = Caller lacks the permission", "PermissionDenied"),
        ('{"detail": {"status": "voice_not_found", "message": "no such voice"}}', "voice_not_found"),
    ],
)
def test_codes_as_libraries_print_them(text: str, code: str) -> None:
    assert last(text, "error_code") == code


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("404 models/gemini-9-flash is not found. This model models/gemini-9-flash is gone", "gemini-9-flash"),
        ("Error: the 'gpt-9-codex' model is not supported with this account", "gpt-9-codex"),
        ('{"error": {"message": "No available channel for model mine under group default"}}', "mine"),
        ("Client error: `GET https://api.example.com/v1/models` resulted in a `401 Unauthorized`", None),
    ],
)
def test_models_that_an_error_names(text: str, model: str | None) -> None:
    assert next(iter(values(text, "model")), None) == model
