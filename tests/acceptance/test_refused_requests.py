"""What servers say about a request that they refuse, in their frameworks' words, as customers paste it."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import verdict

AXUM = "Failed to deserialize the JSON body into the target type: "


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (f"HTTP 422: {AXUM}missing field `lens` at line 4 column 2", "request.missing-parameter"),
        (f"422 {AXUM}frames[2]: missing field `url` at line 9 column 31", "request.missing-parameter"),
        (
            f'422 {AXUM}width: invalid type: string "800", expected u32 at line 1 column 77',
            "request.invalid-type",
        ),
        (f"422 {AXUM}unknown field `sampler`, expected `lens` at line 2 column 3", "request.unsupported-parameter"),
        ("Failed to parse the request body as JSON: mode: trailing comma at line 3 column 1", "request.malformed-body"),
        (
            "PayloadTooLargeError: request entity too large\n    at readStream (raw-body/index.js:163:17)",
            "request.too-large",
        ),
        ("relay: unexpected status 413 Payload Too Large, giving up", "request.too-large"),
        (
            '{"detail":[{"type":"json_invalid","loc":["body",19],"msg":"JSON decode error","input":{}}]}',
            "request.malformed-body",
        ),
        (
            (
                '{"detail":[{"type":"int_parsing","loc":["body","steps"],"msg":"Input should be a valid integer, '
                'unable to parse string as an integer","input":"many"}]}'
            ),
            "request.invalid-type",
        ),
        (
            (
                '{"detail":[{"loc":["body","portrait_url"],"msg":"Could not detect face in the image",'
                '"type":"face_detection_error"}]}'
            ),
            "request.media-invalid",
        ),
        ('{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}', "content.blocked"),
        (
            '{"stopReason":"guardrail_intervened","output":{},"usage":{"inputTokens":9,"outputTokens":3}}',
            "content.blocked",
        ),
        (
            (
                "<!DOCTYPE html>\n<html><head><title>Error</title></head>\n<body><pre>SyntaxError: Unexpected token "
                "&#39;m&#39;, &quot;mode=1&quot; is not valid JSON<br>at JSON.parse (&lt;anonymous&gt;)<br>"
                " &nbsp; &nbsp;at parse (/srv/node_modules/body-parser/lib/types/json.js:92:19)</pre>\n</body>\n</html>"
            ),
            "request.malformed-body",
        ),
        (
            (
                "<!DOCTYPE html>\n<html><head><title>Error</title></head>\n<body><pre>Cannot GET /v1/embeddings</pre>\n"
                "</body>\n</html>"
            ),
            "endpoint.wrong-method",
        ),
    ],
)
def test_a_frameworks_refusal_has_its_cause(text: str, cause: str) -> None:
    assert verdict(text) == (cause, "confirmed")


@pytest.mark.parametrize(
    "text",
    [
        "The scanner in hall 4 does not support duplex and by tomorrow the tray should be in one of the boxes",
        "upstream says: your plan for lanterns should be in the range that the yearly contract of the harbour names",
    ],
)
def test_words_that_anybody_may_say_are_never_certain(text: str) -> None:
    assert verdict(f"Error code: 400 - {{'error': {{'message': '{text}'}}}}")[1] != "confirmed"


def test_a_form_announced_without_its_boundary() -> None:
    code = (
        'headers = {{"Authorization": "Bearer sk-lanternlantern01", "Content-Type": "{kind}"}}\n'
        'requests.post("https://gw.example/v1/audio/transcriptions", headers=headers,\n'
        '              files={{"file": open("a.wav", "rb")}}, data={{"model": "whisper-1"}})\n\n'
        '{{"detail":[{{"loc":["body","file"],"msg":"field required","type":"value_error.missing"}}]}}\n'
    )
    assert verdict("import requests\n" + code.format(kind="multipart/form-data"))[0] == "request.content-type"
    stated = "import requests\n" + code.format(kind="multipart/form-data; boundary=lamp")
    assert verdict(stated)[0] == "request.missing-parameter"


def test_a_body_that_its_author_shortened_is_not_called_malformed() -> None:
    text = (
        "POST /v1/chat/completions HTTP/1.1\nHost: gw.example\nContent-Type: application/json\n\n"
        '{"model":"lantern-1","messages":[....],"stream":true}\n\nHTTP/1.1 502 Bad Gateway\n'
    )
    found = diagnose_text(text)
    told = {one["cause"]: one["certainty"] for one in found["causes"]}
    assert told.get("request.malformed-body", "undetermined") == "undetermined"
    assert found["calls"][0]["model"] == "lantern-1"


def test_the_content_of_a_file_is_not_judged() -> None:
    text = 'curl https://gw.example/v1/chat/completions -H "Content-Type: application/json" -d @body.json\n\n404'
    assert "body_is_json" not in diagnose_text(text)["calls"][0]
