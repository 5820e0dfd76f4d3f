"""Bodies that name no contract of their own, forms, and the sentences that violations are told in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.definitions.check import check_request
from supportdesk.definitions.counting import count_violations
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.relating.tables import Row
from supportdesk.source import Span
from supportdesk.value import Value
from tests.definitions.known import knowledge
from tests.definitions.located import located
from tests.definitions.test_check import Short, check, short


def form(url: str, *pairs: tuple[str, str], kind: Any = "multipart") -> Request:
    fields = [Field(Value.of(name), Value.of(value)) for name, value in pairs]
    return Request(
        Value.of("POST"),
        Value.of(url),
        [],
        Body(kind, None, fields),
        language="bash",
        client="curl",
        span=Span(0, 0, 9),
    )


@pytest.mark.parametrize(
    ("duration", "found"),
    [("7", ("error", "value", "/duration")), ("six", ("error", "type", "/duration")), ("6", None)],
)
def test_a_multipart_body_where_json_is_documented_is_held_against_its_values(
    duration: str, found: Short | None
) -> None:
    pairs = [("model", "gemini_omni"), ("prompt", "sea"), ("duration", duration), ("image_urls", "https://a.example/x")]
    sent = form("https://toapis.com/v1/videos/generations", *pairs)
    checked = check_request(sent, knowledge(), gateway="toapis")
    assert short(checked) == ([found] if found else [])
    row = Row("a", sent)
    count_violations(row, checked)
    assert row.values["documented_body"] == "json"


def test_a_form_is_no_json_and_its_content_type_is_what_is_wrong() -> None:
    sent = form("https://toapis.com/v1/videos/generations", ("model", "gemini_omni"), ("duration", "7"), kind="form")
    assert check_request(sent, knowledge(), gateway="toapis").definition is None


@pytest.mark.parametrize(
    "body",
    [
        {"model": "blorp-1", "prompt": "x", "duration": 7},
        {"model": "blorp-1", "messages": [], "temperature": 9},
        {"model": "acme-video-x", "input": 3},
        {"model": "gpt-5-mini", "prompt": "x"},
        {"model": "gemini-2.5-pro", "contents": [{"parts": [{"text": "x"}]}]},
        {"prompt": "x", "duration": 7},
    ],
)
def test_a_body_without_address_is_held_against_no_contract_that_it_does_not_name(body: dict[str, Any]) -> None:
    checked = check_request(located(json.dumps(body)), knowledge(), gateway=None)
    assert (checked.definition, checked.violations) == (None, [])


def test_a_known_text_models_messages_need_no_address() -> None:
    body = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": 3}]}
    checked = check_request(located(json.dumps(body)), knowledge(), gateway=None)
    assert checked.definition is not None
    assert checked.definition.endpoint == "chat"


@pytest.mark.parametrize(
    ("body", "en", "zh"),
    [
        ({"duration": 6}, "prompt is required, and the body has none", "缺少必填参数 prompt"),
        ({"prompt": " "}, 'prompt is required, but it is empty (" ")', '必填参数 prompt 为空（" "）'),
        (
            {"prompt": "x", "duration": "6"},
            'duration must be an integer, found "6"', 'duration 的类型应为整数，实际为 "6"',
        ),
        (
            {"prompt": "x", "image_urls": ["data:image/png;base64,AA"]},
            None, None,
        ),
        (
            {"prompt": "x", "resolution": "8K"},
            'resolution must be "720P", found "8K"', 'resolution 只能是 "720P"，实际为 "8K"',
        ),
        (
            {"input": {"prompt": "x"}},
            "input.prompt stands at the wrong place: it belongs at the top level, as prompt",
            "input.prompt 位置不对，应放在最外层，即 prompt",
        ),
    ],
)  # fmt: skip
def test_a_violation_names_what_was_found_and_what_is_allowed(
    body: dict[str, Any], en: str | None, zh: str | None
) -> None:
    messages = [one.message for one in check({"model": "gemini_omni", **body}).violations]
    assert messages == ([] if en is None else [{"en": en, "zh": zh}])


def test_a_rule_between_fields_names_the_value_that_breaks_it() -> None:
    (one,) = check({"model": "MiniMax-Hailuo-02", "prompt": "x", "resolution": "1080P", "duration": 10}).violations
    assert one.message == {
        "en": "resolution 1080P allows only duration 6, found 10",
        "zh": "resolution 为 1080P 时，duration 只能是 6，实际为 10",
    }
