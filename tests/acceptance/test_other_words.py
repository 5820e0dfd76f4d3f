"""The same cause in other words: what parsers and compilers of many languages say, words behind a colon, two books."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

STREAM = "client.stream-handling"
SDK = "client.sdk-mismatch"
CASES = {
    "ark-field-of-media": (
        (
            "The parameter `image` specified in the request is not valid: the parameter `image` is not supported by"
            " the current model."
        ),
        "request.unsupported-parameter",
    ),
    "ark-field-absent": (
        (
            '400 {"error":{"code":"InvalidParameter","message":"The parameter `image` specified in the request is not'
            ' valid: image is required"}}'
        ),
        "request.missing-parameter",
    ),
    "ark-field-alone": ("上游 400: The parameter ratio specified in the request is not valid", "request.invalid-value"),
    "claude-extra-field": (
        "messages.0.content.1.image.source.base64: Extra inputs are not permitted",
        "request.unsupported-parameter",
    ),
    "bedrock-extra-field": (
        "Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input.",
        "request.unsupported-parameter",
    ),
    "swift-event": (
        (
            'dataCorrupted(Context(codingPath: [], debugDescription: "The given data was not valid JSON.",'
            " \"Unexpected character 'd' around line 1, column 1.\"))  stream: true"
        ),
        STREAM,
    ),
    "dart-event": (
        (
            "FormatException: Unexpected character (at character 1)\n"
            'data: {"id":"chatcmpl-7","object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant"}}]}\n^'
        ),
        STREAM,
    ),
    "gson-event": (
        (
            "java.lang.IllegalStateException: Expected BEGIN_OBJECT but was STRING at line 1 column 1 path $\n"
            '请求里 "stream": true，返回第一行是 data: {"choices":[{"delta":{"content":"好"}}]}'
        ),
        STREAM,
    ),
    "ruby-event": ('JSON::ParserError: unexpected token at \'data: {"id":"chatcmpl-3"\'', STREAM),
    "done-parsed": (
        (
            "流式输出的最后一条 data: [DONE] 被程序拿去 json.loads，报 json.decoder.JSONDecodeError: Expecting value:"
            " line 1 column 2 (char 1)"
        ),
        STREAM,
    ),
    "comment-parsed": (
        (
            "error receiving from stream: unexpected end of JSON input\n\nOn the wire:\n: PROCESSING\n\n"
            'data: {"id":"gen-1","object":"chat.completion.chunk","choices":[{"delta":{"content":"a"}}]}'
        ),
        STREAM,
    ),
    "typescript-type": (
        "Type error: Property 'provider' is missing in type 'LanguageModelV1' but required in type 'LanguageModelV2'.",
        SDK,
    ),
    "go-compiled": ("./bot.go:21:9: undefined: openai.NewStreamingClient", SDK),
    "kotlin-compiled": ("e: Unresolved reference: ChatRequestBuilder", SDK),
    "versions": (
        "langchain-openai 0.2.1 requires openai<2.0.0,>=1.40.0, but you have openai 0.28.1 which is incompatible.",
        SDK,
    ),
    "null-code": (
        'Error: 402: {"message":"Insufficient balance, top up\nat home","type":"CreditsError","param":"","code":null}',
        "quota.user-exhausted",
    ),
    "two-books": (
        "上游后台记录扣 0.11，网关后台显示扣了 0.32。三次请求都是 deepseek-chat，缓存命中的输入按全价算了",
        "billing.price-mismatch",
    ),
    "price-and-log": (
        "The pricing page says $0.04 per image, my log shows $0.07 for one 1024x1024 image",
        "billing.price-mismatch",
    ),
    "cache-in-full": (
        "Cached tokens are charged at the full input price although most of the prompt was a cache hit.",
        "billing.price-mismatch",
    ),
    "refund-row-in-yuan": (
        (
            "veo-3 视频显示失败，为什么还有一条扣费？\n\n使用日志\n"
            "时间                  类型   令牌     模型     花费       详情\n"
            "2026-02-03 10:00:01   消费   clip     veo-3    ￥1.200000  操作 generate，模型价格 1.2，分组倍率 1\n"
            "2026-02-03 10:04:12   系统   -        -        -          任务 task_Qw8rKq0PdLmZ 失败，退还额度 ￥1.2\n"
        ),
        "billing.failed-refunded",
    ),
    "expected": (
        "只要上游报错、没有返回内容，我这边照样扣费。预期：上游正常返回才算扣费成功。",
        "billing.failed-not-refunded",
    ),
    "charge-and-refund": (
        "I see a charge of $0.40 and right after a refund of $0.40 for the failed task - so did I pay?",
        "billing.failed-refunded",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_cause_in_other_words_comes_first(name: str) -> None:
    text, expected = CASES[name]
    cause, certainty = verdict(text)
    assert cause == expected
    assert certainty != "undetermined"


@pytest.mark.parametrize(
    "text",
    [
        "thread 'main' panicked at src/main.rs:9: called `Result::unwrap()` on an `Err` value: \"x\"",
        "panic: runtime error: index out of range [0] with length 0\n\ngoroutine 1 [running]:\nmain.main()\n\ta.go:9",
        (
            "json.decoder.JSONDecodeError: Invalid control character at: line 3 column 12 (char 40)\n"
            "    args = json.loads(call.function.arguments)"
        ),
        "The parameter `image` specified in the request is not valid: picture count exceeds what the plan has",
        (
            "pydantic_core.ValidationError: 2 validation errors for ChatCompletion\nchoices\n  Field required\nusage\n"
            "  Input should be a valid dictionary"
        ),
    ],
)
def test_what_either_side_may_have_said_is_never_confirmed(text: str) -> None:
    assert verdict(text)[1] != "confirmed"
