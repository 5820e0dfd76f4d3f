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
