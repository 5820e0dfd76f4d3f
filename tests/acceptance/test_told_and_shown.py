"""Verdicts on errors in the containers of many languages, on code that shows the fault, and on what people report."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import faults, verdict

CONTAINERS = [
    (("ERROR relay_client: http 401 Unauthorized: Some(\"{\\n \\\"error\\\": {\\n  \\\"message\\\": \\\"Missing bearer "
     "or basic authentication in header\\\",\\n  \\\"code\\\": null\\n }\\n}\")"), "auth.missing-credentials"),
    ("&{Code:content_filter Message:The response was filtered Param:prompt Type:<nil> HTTPStatusCode:400}",
     "content.blocked"),
    ("ApiErrorResponse(error=ApiError(message=Unknown parameter: 'topic'., type=invalid_request_error, param=topic))",
     "request.unsupported-parameter"),
    ('{"error"=>{"message"=>"This models maximum context length is 4096 tokens", "type"=>"invalid_request_error"}}',
     "request.context-too-long"),
    (('{"message":"type invalid_request_error, code invalid_api_key, message Incorrect API key provided: sk-x1",'
      '"success":false,"time":0.2}'), "auth.upstream-key"),
]  # fmt: skip

PROGRAMS = [
    (("import json\nfor row in answer.iter_lines():\n    part = json.loads(row.decode().replace('data: ', ''))\n\n"
     "json.decoder.JSONDecodeError: Expecting value: line 1 column 2 (char 1)"), "client.stream-handling"),
    (("const text = await answer.text();\nfor (const part of text.split('data: ')) {\n  show(JSON.parse(part));\n}\n\n"
     "SyntaxError: Unexpected end of JSON input"), "client.stream-handling"),
    ("SyntaxError: Unexpected token '[', \"[DONE]\" is not valid JSON", "client.stream-handling"),
    ("src/main.rs:9: error[E0599]: no method named `speak` found for struct `Client<OpenAIConfig>`",
     "client.sdk-mismatch"),
]  # fmt: skip

ANSWERS = [
    ('{"object":"chat.completion","model":"gpt-5-mini","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}}',
     "upstream.bad-response"),
    ("Error: no video url in the answer\n{'task_id': 'v-17', 'task_status': 'PROCESSING'}", "endpoint.no-polling"),
    ('{"detail":[{"loc":["body"],"msg":"Expecting value: line 2 column 1 (char 3)","type":"value_error.jsondecode"}]}',
     "request.malformed-body"),
    ('HTTP 400\n{"error":{"message":"Unexpected token } in JSON at position 44"}}', "request.malformed-body"),
    ("Image generation failed: the picture was blocked. Support codes: 39322892", "content.blocked"),
]  # fmt: skip

REPORTED = [
    ("接口突然提示该密钥已过期，昨天还好好的", "auth.key-disabled"),
    ("Since noon the app gets unsupported image format for photos of my phone", "request.media-invalid"),
    ("图生视频时返回图片下载失败，链接我自己能打开", "request.media-unreachable"),
    ("非流式调用跑一会儿就 524 了", "upstream.timeout"),
    ("Every long picture dies after exactly 100 seconds with TypeError: Failed to fetch", "upstream.timeout"),
]


@pytest.mark.parametrize(("text", "cause"), CONTAINERS + PROGRAMS + ANSWERS)
def test_what_is_shown_is_understood_in_any_container(text: str, cause: str) -> None:
    assert verdict(text)[0] == cause
    assert faults(text) == []


@pytest.mark.parametrize(("text", "cause"), REPORTED)
def test_what_people_report_is_never_confirmed(text: str, cause: str) -> None:
    found, certainty = verdict(text)
    assert found == cause
    assert certainty != "confirmed"
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"object":"chat.completion","choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":9,"total_tokens":9}}',
        "Is there a limit of 500 words for a prompt?",
    ],
)
def test_what_is_well_stays_without_a_cause(text: str) -> None:
    assert verdict(text) == ("unknown", "undetermined")
