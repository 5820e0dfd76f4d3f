"""Forms that become JSON, words under another interface's name, and models that are only guessed."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest

from supportdesk.advising.fix import Fix, correct
from supportdesk.definitions.check import check_request
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.relating.tables import Row
from supportdesk.source import Source, Span
from supportdesk.value import Value
from tests.advising.test_fix import CHAT, VIDEO, body, fixed
from tests.definitions.known import knowledge
from tests.definitions.located import request


def fixed_form(
    cause: str, *pairs: tuple[str, str | None], kind: Literal["form", "multipart"] = "multipart", url: str = VIDEO
) -> Fix:
    """Correct a form; a value of None is an uploaded file."""
    fields = [
        Field(Value.of(name), Value.of(value) if value is not None else None, None if value else Value.of("x.png"))
        for name, value in pairs
    ]
    request = Request(
        Value.of("POST"), Value.of(url), [(Value.of("Content-Type"), Value.of("multipart/form-data"))],
        Body(kind, None, fields), language="bash", client="curl", span=Span(0, 0, 9),
    )  # fmt: skip
    row = Row("a", request)
    row.values.update({"gateway": "toapis", "model": str(pairs[0][1])})
    checked = check_request(request, knowledge(), gateway="toapis")
    return correct(request, row, cause, knowledge(), checked, [Source("curl -F …")])


@pytest.mark.parametrize(("cause", "kind"), [("request.invalid-value", "multipart"), ("request.content-type", "form")])
def test_a_form_becomes_the_json_that_is_documented(cause: str, kind: Literal["form", "multipart"]) -> None:
    fix = fixed_form(cause, ("model", "gemini_omni"), ("prompt", "sea"), ("duration", "7"), kind=kind)
    assert fix.request is not None
    assert fix.request["headers"]["content-type"] == "application/json"
    assert body(fix) == {"model": "gemini_omni", "prompt": "sea", "duration": 6}
    assert fix.steps["en"] == [
        "Send the body as JSON with Content-Type: application/json instead of a form (line 1).",
        "Set duration to 6 instead of 7: it takes 6 or 10, and 6 is the nearest.",
    ]
    assert fix.patch == ""


def test_a_file_that_json_cannot_carry_is_left_out_by_name() -> None:
    fix = fixed_form("request.content-type", ("model", "gemini_omni"), ("prompt", "sea"), ("image", None))
    assert body(fix) == {"model": "gemini_omni", "prompt": "sea"}
    assert [item["pointer"] for item in fix.dropped] == ["/image"]
    assert "URL" in fix.dropped[0]["reason"]["en"]


def test_what_is_multipart_in_the_documentation_stays_so() -> None:
    url = "https://kkiai.example/v1/videos"
    row = Row("a", None)
    fields = [Field(Value.of("model"), Value.of("sora-2")), Field(Value.of("seconds"), Value.of("7"))]
    request = Request(
        Value.of("POST"), Value.of(url), [], Body("multipart", None, fields), language="bash", client="curl",
        span=Span(0, 0, 9),
    )  # fmt: skip
    row.request = request
    row.values.update({"gateway": "kkiai", "model": "sora-2"})
    checked = check_request(request, knowledge(), gateway="kkiai")
    assert checked.definition is not None
    fix = correct(request, row, "request.missing-parameter", knowledge(), checked, [Source("curl -F …")])
    assert fix.request is not None
    assert fix.request["body"]["kind"] == "multipart"
    assert all(isinstance(part["value"], str) for part in fix.request["body"]["multipart"])


@pytest.mark.parametrize(
    ("sent", "url", "corrected"),
    [
        ({"prompt": "sea"}, CHAT, {"messages": [{"role": "user", "content": "sea"}]}),
        ({"input": "sea"}, CHAT, {"messages": [{"role": "user", "content": "sea"}]}),
        (
            {"messages": [{"role": "user", "content": "sea"}]}, "https://toapis.com/v1/responses",
            {"input": [{"role": "user", "content": "sea"}]},
        ),
        ({"prompt": "sea"}, "https://toapis.com/v1/responses", {"input": "sea"}),
    ],
)  # fmt: skip
def test_words_under_another_interfaces_name_are_carried_over(
    sent: dict[str, Any], url: str, corrected: dict[str, Any]
) -> None:
    fix = fixed(json.dumps({"model": "gpt-5-mini", **sent}), "request.missing-parameter", url, model="gpt-5-mini")
    assert body(fix) == {"model": "gpt-5-mini", **corrected}
    assert any(next(iter(sent)) in step for step in fix.steps["en"])


def test_a_guessed_kind_is_said_to_be_one() -> None:
    sent = {"model": "blorp-video-x", "messages": [{"role": "user", "content": "sea"}]}
    fix = fixed(json.dumps(sent), "endpoint.chat-for-media", CHAT, model="blorp-video-x", endpoint="chat")
    assert fix.request is None
    assert fix.steps["en"][0].startswith("By its name, blorp-video-x is a video model")


def test_a_body_is_mended_at_the_mended_path() -> None:
    sent = {"model": "gemini_omni", "prompt": "sea", "duration": 7}
    fix = fixed(json.dumps(sent), "endpoint.wrong-path", "https://toapis.com/videos/generations")
    assert fix.request is not None
    assert fix.request["url"] == VIDEO
    assert body(fix)["duration"] == 6
    assert "(line 2)" in fix.steps["en"][1]


def test_a_request_that_breaks_its_contract_after_the_fix_is_not_shown() -> None:
    cut_off = '{"model": "gpt-5-mini", "messages": [{"role": "user"}]}'
    sent = request(cut_off, "https://toapis.com/chat/completions", complete=False)
    row = Row("a", sent)
    row.values["gateway"] = "toapis"
    checked = check_request(sent, knowledge(), gateway="toapis")
    fix = correct(sent, row, "endpoint.wrong-path", knowledge(), checked)
    assert (fix.request, fix.patch) == (None, "")
    assert "/v1/chat/completions" in fix.steps["en"][0]


def test_headers_that_the_client_makes_are_not_repeated_and_the_key_has_its_place() -> None:
    sent = request('{"model": "gemini_omni", "prompt": "x", "duration": 7}')
    sent.headers += [(Value.of("Host"), Value.of("toapis.com")), (Value.of("Content-Length"), Value.of("54"))]
    row = Row("a", sent)
    row.values["gateway"] = "toapis"
    checked = check_request(sent, knowledge(), gateway="toapis")
    fix = correct(sent, row, "request.invalid-value", knowledge(), checked)
    assert fix.request is not None
    assert fix.request["headers"] == {"authorization": "Bearer <API_KEY>", "content-type": "application/json"}


def test_a_key_in_the_query_needs_no_header() -> None:
    sent = request('{"model": "gemini_omni", "prompt": "x", "duration": 7}', VIDEO + "?key=sk-fake")
    row = Row("a", sent)
    row.values["gateway"] = "toapis"
    checked = check_request(sent, knowledge(), gateway="toapis")
    fix = correct(sent, row, "request.invalid-value", knowledge(), checked)
    assert fix.request is not None
    assert "authorization" not in fix.request["headers"]


@pytest.mark.parametrize(("found", "kept"), [("0.5", 0.5), ("1", 1), ("0.25 ", 0.25), ("1.2.3", None), ("half", None)])
def test_a_number_in_quotes_is_converted(found: str, kept: float | None) -> None:
    sent = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "x"}], "temperature": found}
    fix = fixed(json.dumps(sent), "request.invalid-type", CHAT, model="gpt-5-mini")
    assert body(fix).get("temperature") == kept


@pytest.mark.parametrize(
    ("model", "url", "sent", "corrected"),
    [
        ("gpt-5-mini", CHAT, {"messages": "hi"}, {"messages": [{"role": "user", "content": "hi"}]}),
        ("veo3.1-fast", VIDEO, {"prompt": "x", "duration": 4}, {"prompt": "x", "duration": 8}),
        ("MiniMax-Hailuo-02", VIDEO, {"prompt": "x", "image_urls": ["/tmp/a.png"]}, {"prompt": "x"}),
    ],
)
def test_what_stands_there_is_turned_into_what_is_taken(
    model: str, url: str, sent: dict[str, Any], corrected: dict[str, Any]
) -> None:
    fix = fixed(json.dumps({"model": model, **sent}), "request.invalid-value", url, model=model)
    assert body(fix) == {"model": model, **corrected}
    assert len(fix.steps["en"]) == len(fix.steps["zh"]) == 1
    assert "(line 2)" in fix.steps["en"][0]
