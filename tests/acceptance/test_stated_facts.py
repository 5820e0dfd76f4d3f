"""Facts that a paste states in forms of its own: statuses, models, methods and ids stand in the answer."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

BYTES = 'ERROR relay said b\'{\\n  "error": {\\n    "message": "lamp",\\n    "code": "no_oil"\\n  }\\n}\''
SETTINGS = '$env:OPENAI_BASE_URL = "https://gw.example/v1"\n$env:OPENAI_MODEL = "lantern-7"\nlamp.ps1'


def stated(text: str, fact: str) -> list[object]:
    return [call[fact] for call in diagnose_text(text)["calls"] if fact in call]


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        (BYTES, "error_code", "no_oil"),
        ('{"error":{"message":"the lamp is out","type":"lamp_error"}}  (503)', "http_status", 503),
        ("What the lamp call gives:\n→ 422 `lamp missing`", "http_status", 422),
        ("API Error: 404 lamp unknown\n模型：lantern-3-mini\n基础 URL：https://gw.cn/v1", "model", "lantern-3-mini"),
        ("Code：'InvalidLamp.Wick'\nmessage: 'the wick is wet'", "error_code", "InvalidLamp.Wick"),
        (
            "Error: 400 {'error': {'message': \"lamp. Received Model Group=lantern-9\\nFallbacks=None\"}}",
            "model",
            "lantern-9",
        ),
        ("Changed from gpt-4o to gpt-4o-mini, every call says: Error code: 500", "model", "gpt-4o-mini"),
        ("each POST to /lamps/pro/v1/responses is answered with 413", "method", "POST"),
        ("浏览器打开 https://gw.example/v1/embeddings 报 404", "method", "GET"),
        ('POST /v1/rerank\n{"model":"lantern-rank-2","query":"oil"}\n422 missing field', "model", "lantern-rank-2"),
        (SETTINGS, "model", "lantern-7"),
        (
            ("AxiosError: Request failed with status code 500\n    at settle (axios.js:19:12)\n"
            "  config: { method: 'put', url: 'https://gw.example/v1/lamps' },\n"),
            "url",
            "https://gw.example/v1/lamps",
        ),
        (
            ('lamp out {"error":{"message":"lamp","type":"server_error"}} 502 {"error":{"message":"lamp"}} '
            "{'Date': 'Mon', 'Content-Type': 'application/json', 'X-Request-Id': 'aa11bb22cc33dd44'}"),
            "request_id",
            "aa11bb22cc33dd44",
        ),
        ("今天所有调用都 503：\n无可用渠道", "http_status", 503),
        ("The lamp model always 404. Nothing in the log.", "http_status", 404),
        ("从早上开始 502 特别多，过一会又好", "http_status", 502),
        ("LOG | 2026-02-03 04:05:06 error: [Lamp] Error handling request 404 No `lantern-3`", "http_status", 404),
        ('{"error":{"message":"[lamp-chat-1/lantern-3] [422]: the wick is missing"}}', "http_status", 422),
        ("gpt-4o-mini 正常，换 gpt-4.1 就报 500", "model", "gpt-4.1"),
        ("claude-sonnet-4 works fine here, claude-opus-4 answers 500 every time", "model", "claude-opus-4"),
        ("gpt-load 前面接 deepseek-v3.1，报 500", "model", "deepseek-v3.1"),
        ("opened https://gw.example/v1/lamps?model=lantern-3&key=sk-... in the browser: 404", "model", "lantern-3"),
        ("curl -X POST https://lamp.example/v1/models/wick/lantern-3/predictions -d '{}'", "model", "wick/lantern-3"),
        ("model claude-sonnet-4 | input 31 250 | output 40 | why so many tokens?", "prompt_tokens", 31250),
        (
            ('PluginInvokeError: {"args":{"description":"[models] Error: code 400: {\\"error\\":{\\"code\\":400,'
             '\\"message\\":\\"no lamp\\",\\"status\\":\\"OUT_OF_RANGE\\"}}"},"error_type":"InvokeLampError"}'),
            "error_type",
            "InvokeLampError",
        ),
    ],
)  # fmt: skip
def test_what_a_paste_states_is_in_the_answer(text: str, fact: str, value: object) -> None:
    assert value in stated(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("都 500 多张图了还没扣完", "http_status"),
        ("I still 500 credits left in the wallet", "http_status"),
        ("2026-02-03 04:05:06 error: [Lamp] try again in 15 minutes or switch to lantern", "prompt_tokens"),
        ("curl https://lamp.example/v1/models/wick", "model"),
        ("GET https://lamp.example/v1/models -> 200", "model"),
    ],
)
def test_what_no_paste_says(text: str, fact: str) -> None:
    assert stated(text, fact) == []


def test_a_challenge_cut_out_of_its_page_is_one() -> None:
    text = (
        'Error 403\n<form id="challenge-form" class="challenge-form"><div id="cf-please-wait"></div>'
        '<h1>Please turn JavaScript on and reload the page.</h1></form><script>window._cf_chl_opt={cvId: "2"}</script>'
    )
    assert diagnose_text(text)["verdict"]["cause"] == "endpoint.html-response"


def test_a_slip_in_a_known_name_is_no_known_model() -> None:
    assert stated('{"model":"gemini_omi","prompt":"rain"}', "model_known") == [False]
    assert stated('{"model":"gemini_omni","prompt":"rain"}', "model_known") == [True]


def test_an_error_without_a_reason_decides_nothing() -> None:
    for text in ("openai.BadRequestError: Error code: 400", "Request failed with status code 400"):
        assert diagnose_text(text)["verdict"]["certainty"] == "undetermined"


THROWN = (
    "AI_APICallError: Not Found\n  url: 'https://gw.example/v1/lamps',\n  statusCode: 404,\n"
    '  responseBody: \'{"error":{"message":"no wick","type":"lamp_error","code":"no_wick"}}\''
)
NODE = (
    '{"errorMessage": "Lamp", "errorDescription": "no wick", "errorDetails": {}, "n8nDetails": '
    '{"parameters": {"model": {"__rl": true, "value": "lantern-3", "mode": "list"}}, "httpCode": "422"}}'
)
RESULT = '"result": "API Error: 422 the wick is missing",\n"stop_reason": "end",\n"usage": {"input_tokens": 0}'


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        (THROWN, "url", "https://gw.example/v1/lamps"),
        (THROWN, "http_status", 404),
        (THROWN, "error_code", "no_wick"),
        (NODE, "model", "lantern-3"),
        (NODE, "http_status", 422),
        (RESULT, "http_status", 422),
        ('POST "https://gw.example/v1/lamps": 400 Bad Request {"message":"no wick","code":400}', "method", "POST"),
        ('POST "https://gw.example/v1/lamps": 400 Bad Request {"message":"no wick","code":400}', "http_status", 400),
        ("[lamp] [request error] [unhandled] [500] no wick in it", "http_status", 500),
        (
            "Traceback (most recent call last):\nlitellm.Timeout: late. Received Model Group=lantern-3\nFallbacks=None",
            "model",
            "lantern-3",
        ),
    ],
)
def test_what_an_exception_prints_below_its_words(text: str, fact: str, value: object) -> None:
    assert value in stated(text, fact)


def test_a_proxy_in_the_settings_and_a_service_on_the_same_machine() -> None:
    text = (
        "[ERROR] 503 Server Error: Service Unavailable for url: http://localhost:8123/v1/models\n\n"
        "proxy:\n  enableProxy: true\n\nPlain curl http://localhost:8123/v1/models is 200"
    )
    assert diagnose_text(text)["verdict"]["cause"] == "network.proxy"


def test_a_port_is_no_status() -> None:
    assert stated("我直接访问 http://10.0.0.1:11434/v1/models 是通的，程序里报 500", "http_status") == [500]


def test_the_size_that_is_asked_for_is_no_picture() -> None:
    said = "The parameter `size` specified in the request is not valid: image size must be at least 3686400 pixels."
    text = f'{{"error":{{"code":"InvalidParameter","message":"{said}","param":"size","type":"BadRequest"}}}}'
    assert diagnose_text(text)["verdict"]["cause"] == "request.invalid-value"
