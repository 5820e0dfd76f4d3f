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
    ],
)  # fmt: skip
def test_what_a_paste_states_is_in_the_answer(text: str, fact: str, value: object) -> None:
    assert value in stated(text, fact)


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
