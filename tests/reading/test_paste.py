"""read_ticket as a whole: never raises, every span in its text, every value at its span, bounded time."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.reading.paste import read_ticket
from supportdesk.source import READ_LIMIT, Source
from tests.reading.samples import NORMALISED, read, states

FRAGMENTS = [
    "你好，麻烦看下这个报错：",
    "How do I fix this?",
    'curl https://gw.example.com/v1/videos -d \'{"model":"m"}\'',
    "```python",
    "```",
    "import requests",
    'r = requests.post("https://gw.example.com/v1/videos", json={"model": "m"})',
    "HTTP/1.1 404 Not Found",
    '{"error":{"message":"no (request id: 20260102030405)","type":"x_error","code":"y_error"}}',
    "Error code: 429 - {'error': {'message': 'slow'}}",
    '{"code":200,"data":[{"status":"submitted","task_id":"t"}]}',
    "Traceback (most recent call last):",
    '  File "a.py", line 1, in <module>',
    "openai.RateLimitError: Error code: 429 - {'error': None}",
    'data: {"choices":[]}',
    "data: [DONE]",
    "<html><head><title>502 Bad</title>",
    "</html>",
    "OPENAI_BASE_URL=https://gw.example.com",
    "状态码: 503",
    '{"a": [1, 2',
    "'\"`",
    '{\\"error\\": {\\"message\\": \\"x\\"}}',
    "\ud800",
    "\x00",
    "    at f (a.js:1:2)",
    '{"model":"m","messages":[]}',
    "[GIN] 2026/01/02 - 03:04:05 | 2026010203040512345678 | 503 | 1ms | 10.0.0.1 | POST /v1/videos",
]
PASTES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=40), max_size=12).flatmap(
    lambda parts: st.sampled_from(["\n", "\r\n", " ", "\n\n", ""]).map(lambda joint: joint.join(parts))
)


@settings(max_examples=300, deadline=None)
@given(PASTES)
def test_any_paste_is_read_and_every_span_lies_in_it(text: str) -> None:
    evidence = read(text)
    for number, piece in enumerate(evidence.pieces):
        assert piece.inside is None or 0 <= piece.inside < number
        for span in [piece.span, *(reading.span for reading in piece.readings)]:
            assert span.source == 0
            assert 0 <= span.start <= span.end <= len(text)
    for item in evidence.not_read:
        assert 0 <= item.span.start <= item.span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(PASTES)
def test_every_value_of_an_answer_stands_at_its_span(text: str) -> None:
    source = Source(text)
    for piece in read_ticket([source]).pieces:
        if piece.kind in ("answer", "error", "exception", "page", "config"):
            for reading in piece.readings:
                assert reading.fact in NORMALISED or states(source, reading), (piece.kind, reading)


def test_a_ticket_of_all_kinds_gives_them_in_the_order_of_the_text() -> None:
    text = (
        "调用失败了：\n\ncurl https://gw.example.com/v1/chat/completions -H 'Authorization: Bearer sk-x' "
        '-d \'{"model":"m-1","messages":[]}\'\n\n'
        '{"error":{"message":"分组 a 下模型 m-1 无可用渠道","type":"new_api_error","code":"model_not_found"}}\n\n'
        "OPENAI_BASE_URL=https://gw.example.com/v1\n\nhttpx.ConnectError: [Errno 111] Connection refused\n"
    )
    kinds = [piece.kind for piece in read(text).pieces if piece.kind != "prose"]
    assert kinds == ["request", "error", "config", "exception"]


def test_two_sources_are_one_ticket_and_keep_their_numbers() -> None:
    sources = [Source("HTTP 503 is what I get", 0), Source('{"error":{"message":"x","type":"y_error"}}', 1, "log.json")]
    evidence = read_ticket(sources, now=1_767_225_600)
    assert {piece.span.source for piece in evidence.pieces} == {0, 1}


def test_what_lies_behind_the_limit_is_named() -> None:
    evidence = read("x" * READ_LIMIT + "\nError: behind")
    assert evidence.not_read[0].span == (0, READ_LIMIT, READ_LIMIT + 14)


HOSTILE = {
    "brackets": "[" * 100_000,
    "objects": '{"a":' * 100_000,
    "one line": "错误 error: " + "a" * 2_000_000,
    "names": "A" * 2_000_000,
    "dots": "a.b." * 400_000,
    "escapes": '{"error":"' + "\\" * 1_000_000,
    "surrogates": '\ud800\udfff {"error":"\ud800"}\n' * 20_000,
    "nuls": "Error: \x00\x00\n" * 50_000,
    "frames": "    at f (a.js:1:2)\n" * 50_000,
    "tracebacks": "Traceback (most recent call last):\n" * 40_000,
    "fences": "```\n" * 100_000,
    "quotes": "curl '" * 100_000,
    "curls": "curl 'a\n" * 30_000,
    "calls": "f(" * 300_000,
    "html": "<html>" * 200_000,
    "streams": "data: {\n" * 50_000,
    "settings": "a_base_url = x\n" * 60_000,
    "ids": "(request id: abcdefgh)" * 60_000,
    "statuses": "HTTP 503 " * 150_000,
    "errors": '{"error":{"message":"x"}}\n' * 15_000,
    "at": "at " * 400_000,
    "status words": "HTTPstatus" * 100_000,
    "colons": "error:" * 200_000,
    "crlf": "Error: a\r\n\r\n" * 60_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_bounded_time(name: str) -> None:
    text = HOSTILE[name]
    begun = time.process_time()
    evidence = read(text)
    assert time.process_time() - begun < 15
    assert all(piece.span.end <= len(text) for piece in evidence.pieces)


def test_nested_errors_beyond_the_limit_end() -> None:
    data = json.dumps({"error": {"message": "in"}})
    for _ in range(12):
        data = json.dumps({"error": {"message": data[:4000]}})
    assert read(data).pieces
