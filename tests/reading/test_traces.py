"""Verbose traces of curl: what went over the wire, without the marks and without talk."""

from __future__ import annotations

import supportdesk
from supportdesk.reading.traces import without_marks
from supportdesk.source import Source
from supportdesk.view import View

COMMAND = """curl -v https://relay.example.com/v1/chat/completions \\
  -H "Authorization: Bearer $KEY" \\
  -d '{"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}'
"""
TRACE = """* Trying 203.0.113.7:443...
* Connected to relay.example.com (203.0.113.7) port 443
> POST /v1/chat/completions HTTP/1.1
> Host: relay.example.com
> User-Agent: curl/8.6.0
> Authorization: Bearer ******
> Content-Type: application/x-www-form-urlencoded
>
} [70 bytes data]
< HTTP/1.1 500 Internal Server Error
< server: uvicorn
< content-type: text/plain; charset=utf-8
<
{ [21 bytes data]
* Connection #0 to host relay.example.com left intact
Internal Server Error
"""


def plain(text: str) -> str:
    return without_marks(View.whole(Source(text))).text


def test_marks_and_talk_are_taken_off() -> None:
    assert plain(TRACE).splitlines() == [
        "POST /v1/chat/completions HTTP/1.1",
        "Host: relay.example.com",
        "User-Agent: curl/8.6.0",
        "Authorization: Bearer ******",
        "Content-Type: application/x-www-form-urlencoded",
        "",
        "HTTP/1.1 500 Internal Server Error",
        "server: uvicorn",
        "content-type: text/plain; charset=utf-8",
        "",
        "Internal Server Error",
    ]


def test_lines_sent_are_left_out_behind_their_command() -> None:
    assert "Host: relay" not in plain(COMMAND + TRACE)
    assert plain(COMMAND + TRACE).startswith(COMMAND)


def test_talk_of_trouble_stays() -> None:
    text = TRACE + "* SSL certificate problem: unable to get local issuer certificate\n"
    assert plain(text).endswith("SSL certificate problem: unable to get local issuer certificate\n")


def test_quotes_bullets_and_spans_are_kept() -> None:
    assert plain("> Hello\n> how are you\n> HTTP/2 is fine\n* one\n* two\n").startswith("> Hello")
    text = "* a bullet of mine\n\n" + TRACE
    assert plain(text).startswith("* a bullet of mine\n\nPOST")
    call = supportdesk.diagnose_text(TRACE)
    assert call["calls"][0]["http_status"] == 500


def test_command_and_trace_are_one_exchange_whose_header_hid_the_body() -> None:
    found = supportdesk.diagnose_text(COMMAND + TRACE)
    assert [(one["http_status"], one["error_message"]) for one in found["calls"]] == [(500, "Internal Server Error")]
    assert found["verdict"]["cause"] == "request.content-type"
    assert "Content-Type: application/json" in found["fix"]["patch"]


def test_several_exchanges_of_one_trace_keep_their_answers() -> None:
    second = TRACE.replace("500 Internal Server Error", "404 Not Found").replace("Internal Server Error", "Not Found")
    found = supportdesk.diagnose_text(TRACE + second.replace("/v1/chat", "/chat"))
    assert [(one["path"], one["http_status"]) for one in found["calls"]] == [
        ("/v1/chat/completions", 500),
        ("/chat/completions", 404),
    ]


def test_a_refusal_behind_a_request_line_is_no_body() -> None:
    text = """POST https://openrouter.ai/api/v1/chat/completions
model: some-model-9

{
  "error": {"message": "some-model-9 is not a valid model ID", "code": 400}
}
"""
    found = supportdesk.diagnose_text(text)
    assert found["calls"][0]["http_status"] == 400
    assert found["verdict"]["cause"] == "model.not-found"


def test_a_body_behind_its_headers_stays_a_body() -> None:
    text = """POST https://api.example.com/v1/chat/completions HTTP/1.1
Content-Type: application/json

{"model": "gpt-4o", "messages": [{"role": "user", "content": "what does {\\"error\\": 1} mean"}]}
"""
    assert supportdesk.extract_requests(text)["requests"][0]["body"]["json"]["model"] == "gpt-4o"
