from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.definitions.check import check_request
from supportdesk.definitions.counting import count_violations
from supportdesk.definitions.violation import Checked
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.relating.tables import Row
from supportdesk.source import Span
from supportdesk.value import Value
from tests.definitions.known import files, knowledge
from tests.definitions.located import located, request

Short = tuple[str, str, str]


def check(body: str | dict[str, Any], gateway: str | None = "toapis", **others: Any) -> Checked:
    text = body if isinstance(body, str) else json.dumps(body)
    url = others.pop("url", "https://toapis.com/v1/videos/generations")
    complete = others.pop("complete", True)
    return check_request(request(text, url, complete=complete), knowledge(), gateway=gateway, **others)


def short(checked: Checked) -> list[Short]:
    return [(one.severity, one.kind, one.pointer) for one in checked.violations]


def test_a_duration_that_the_table_does_not_list() -> None:
    text = '{"model": "gemini_omni", "prompt": "a kite", "duration": 7}'
    checked = check(text)
    assert short(checked) == [("error", "value", "/duration")]
    one = checked.violations[0]
    assert (one.found, one.allowed, one.expected_pointer) == (7, [6, 10], None)
    assert one.span is not None
    assert text[one.span.start : one.span.end] == "7"
    assert one.message == {"en": "duration must be 6 or 10, found 7", "zh": "duration 只能是 6 或 10，实际为 7"}


def test_the_guides_own_example_is_misplaced_and_out_of_range_and_the_guide_is_named() -> None:
    text = '{"model": "gemini_omni", "mode": "text-to-video", "input": {"prompt": "A sunrise.", "duration": 5}}'
    checked = check(text)
    assert short(checked) == [("error", "value", "/input/duration"), ("error", "misplaced", "/input/prompt")]
    value, misplaced = checked.violations
    assert (value.found, value.allowed, value.expected_pointer) == (5, [6, 10], "/duration")
    assert "belongs at the top level, as duration" in value.message["en"]
    assert misplaced.expected_pointer == "/prompt"
    assert misplaced.span is not None
    assert text[misplaced.span.start : misplaced.span.end] == '"A sunrise."'
    assert any("guide" in note["en"] and "指南" in note["zh"] for note in checked.notes)


def test_an_absent_prompt_is_missing_at_the_object_around_it() -> None:
    text = '{"model": "gemini_omni", "duration": 6}'
    checked = check(text)
    assert short(checked) == [("error", "missing", "/prompt")]
    assert checked.violations[0].span == Span(0, 0, len(text))
    assert checked.violations[0].found is None
    assert checked.notes == []


@pytest.mark.parametrize("empty", ["", "  \n", None])
def test_an_empty_prompt_is_missing_at_its_own_place(empty: str | None) -> None:
    checked = check({"model": "gemini_omni", "prompt": empty})
    assert short(checked) == [("error", "missing", "/prompt")]


def test_a_documented_value_in_other_case_is_only_a_warning() -> None:
    checked = check({"model": "gemini_omni", "prompt": "x", "resolution": "720p"})
    assert short(checked) == [("warning", "value", "/resolution")]
    assert checked.errors() == []


@pytest.mark.parametrize("found", ["6", "six", True, 6.5, [6]])
def test_type_comes_before_value_and_one_literal_has_one_violation(found: Any) -> None:
    assert short(check({"model": "gemini_omni", "prompt": "x", "duration": found})) == [
        ("error", "type", "/duration")
    ]  # fmt: skip


@pytest.mark.parametrize("extra", [{}, {"duration": 6.0}, {"mode": "image-to-video"}, {"mode": "anything"}])
def test_what_is_documented_or_open_is_no_finding(extra: dict[str, Any]) -> None:
    assert check({"model": "gemini_omni", "prompt": "x", **extra}).violations == []


@pytest.mark.parametrize("urls", [["data:image/png;base64,AA"], ["a", "b", "c", "d"], "https://example.com/a.png"])
def test_assumed_fields_are_never_a_violation(urls: Any) -> None:
    assert check({"model": "gemini_omni", "prompt": "x", "image_urls": urls}).violations == []


def test_an_undocumented_field_is_a_hint_and_an_answer_may_name_it() -> None:
    body = {"model": "gemini_omni", "prompt": "x", "fps": 24}
    assert short(check(body)) == [("hint", "unknown", "/fps")]
    assert check(body).named == []
    assert check(body, answers_text="Unknown parameter: 'fps'.").named == ["/fps"]
    assert check(body, answers_text="fpsx my_fps").named == []


def test_an_optional_field_at_a_wrong_place_warns_and_one_whose_place_is_filled_too() -> None:
    moved = check({"model": "veo3.1-fast", "prompt": "x", "resolution": "1080p"})
    assert short(moved) == [("warning", "misplaced", "/resolution")]
    assert moved.violations[0].expected_pointer == "/metadata/resolution"
    doubled = check({"model": "gemini_omni", "prompt": "x", "input": {"prompt": "y"}})
    assert short(doubled) == [("warning", "misplaced", "/input/prompt")]


def test_what_is_not_known_is_not_judged() -> None:
    text = '{"model": "gemini_omni", "prompt": "<unknown>", "duration": 7}'
    body = located(text)
    body.data["duration"] = Value.unknown()
    body.data["prompt"] = Value("string", "<unknown>", is_open=True)
    assert check_request(body, knowledge(), gateway="toapis").violations == []


def test_an_open_object_and_an_incomplete_request_prove_no_absence() -> None:
    body = located('{"model": "gemini_omni"}')
    body.is_open = True
    assert check_request(body, knowledge(), gateway="toapis").violations == []
    assert check({"model": "gemini_omni"}, complete=False).violations == []
    assert short(check({"model": "gemini_omni", "duration": 7}, complete=False)) == [("error", "value", "/duration")]


@pytest.mark.parametrize(
    ("url", "method"),
    [
        ("https://toapis.com/v1/chat/completions", "POST"),
        ("https://toapis.com/v1/videos/generations", "GET"),
        ("https://toapis.com/v1/v1/videos/generations", "POST"),
        ("", "POST"),
    ],
)
def test_an_endpoint_without_a_definition_for_the_model_makes_no_violation(url: str, method: str) -> None:
    made = request('{"model": "gemini_omni", "messages": []}', url, method=method)
    checked = check_request(made, knowledge(), gateway="toapis")
    assert checked.definition is None
    assert checked.violations == []


def test_a_request_whose_address_is_not_known_is_checked_by_its_model_alone() -> None:
    made = request('{"model": "gemini_omni", "prompt": "x", "duration": 7}')
    made.url = Value.unknown()
    made.method = Value.unknown()
    assert short(check_request(made, knowledge(), gateway="toapis")) == [("error", "value", "/duration")]
    made = request('{"model": "gemini_omni", "messages": []}')
    made.url = Value.unknown()
    assert check_request(made, knowledge(), gateway="toapis").definition is None


def test_an_unknown_gateway_is_assumed_and_says_so() -> None:
    checked = check({"model": "gemini_omni", "prompt": "x", "duration": 7}, gateway=None)
    assert checked.assumed
    assert short(checked) == [("error", "value", "/duration")]
    assert not check({"model": "gemini_omni", "prompt": "x"}).assumed
    other = check({"model": "gemini_omni", "prompt": "x"}, gateway=None, default_gateway="evolink")
    assert other.definition is None


def test_where_providers_serve_the_endpoint_themselves_an_assumed_contract_only_warns_of_values() -> None:
    body = {"model": "gpt-image-2", "prompt": "x", "size": "1024x1024"}
    url = "https://relay.example.com/v1/images/generations"
    assert short(check(body, gateway=None, url=url)) == [("warning", "value", "/size")]
    assert short(check(body, url=url)) == [("error", "value", "/size")]


def test_an_older_page_serves_only_where_no_current_one_fits_and_names_its_date() -> None:
    older = check({"model": "seedance-2", "prompt": "x"}, url="https://toapis.com/v1/video/generations")
    assert older.definition is not None
    assert older.definition.status == "older-page"
    assert any("2026-05" in note["en"] and "2026-05" in note["zh"] for note in older.notes)
    current = check({"model": "seedance-2", "prompt": "x"})
    assert current.definition is not None
    assert current.definition.status == "current"
    assert current.notes == []


def test_a_value_of_an_older_page_is_a_warning() -> None:
    body = {"model": "gemini_omni_flash", "prompt": "x", "resolution": "720P"}
    assert short(check(body)) == [("warning", "value", "/resolution")]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"model": "kling-v2-6", "audio": True}, "/audio"),
        ({"model": "gemini-omni-flash", "resolution": "1080p", "aspect_ratio": "9:16"}, "/aspect_ratio"),
        ({"model": "MiniMax-Hailuo-2.3", "resolution": "1080P", "duration": 10}, "/duration"),
        ({"model": "seedance-2", "image_urls": ["https://e.com/a"], "image_with_roles": []}, "/image_with_roles"),
        ({"model": "seedance-2", "duration": 2}, "/duration"),
        ({"model": "wan2.6-flash"}, "/image_urls"),
    ],
)
def test_rules_between_fields_are_reported_once_at_their_field(body: dict[str, Any], pointer: str) -> None:
    checked = check({"prompt": "x", **body})
    assert [one.pointer for one in checked.errors()] == [pointer]
    assert checked.errors()[0].message["zh"]


@pytest.mark.parametrize(
    "body",
    [
        {"model": "kling-v2-6", "prompt": "x", "audio": True, "mode": "pro"},
        {"model": "gemini-omni-flash", "prompt": "x", "resolution": "1080p"},
        {"model": "wan2.6", "image_urls": ["https://example.com/a.png"]},
        {"model": "seedance-2", "prompt": "x", "duration": -1},
        {"model": "viduq3-pro-fast", "images": ["https://example.com/a.png"], "prompt": "x",
         "image_urls": ["https://example.com/a.png"]},
    ],
)  # fmt: skip
def test_their_lookalikes_are_clean(body: dict[str, Any]) -> None:
    assert check(body).violations == []


def test_chat_messages_of_every_kind_are_taken() -> None:
    messages = [
        {"role": "developer", "content": "x"},
        {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AA"}}]},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        {"role": "tool", "tool_call_id": "1", "content": "{}"},
    ]
    checked = check({"model": "gpt-5-mini", "messages": messages}, url="https://toapis.com/v1/chat/completions")
    assert checked.definition is not None
    assert checked.definition.id == "toapis/*"
    assert checked.violations == []


def test_a_url_field_refuses_inline_data_but_not_what_may_be_a_redaction() -> None:
    body = {"model": "gpt-4o-image", "prompt": "x"}
    url = "https://toapis.com/v1/images/generations"
    inline = check({**body, "image_urls": ["data:image/png;base64,iVBO"]}, url=url)
    assert short(inline) == [("error", "value", "/image_urls/0")]
    redacted = check({**body, "image_urls": ["<my image>"]}, url=url)
    assert short(redacted) == [("warning", "value", "/image_urls/0")]


def test_forms_are_read_by_the_types_of_their_fields() -> None:
    fields = [
        Field(Value.of("model"), Value.of("gpt-image-2.5-flare-vip")),
        Field(Value.of("prompt"), Value.of("x")),
        Field(Value.of("image"), Value.of("https://example.com/a.png")),
        Field(Value.of("n"), Value.of("3")),
    ]
    made = Request(
        Value.of("POST"), Value.of("https://toapis.com/v1/images/edits"), [], Body("multipart", None, fields),
        language="http", client="raw-http", span=Span(0, 0, 9),
    )  # fmt: skip
    checked = check_request(made, knowledge(), gateway="toapis")
    assert checked.definition is not None
    assert [(one.kind, one.pointer) for one in checked.errors()] == [("value", "/n")]


def test_hostile_bodies_end_in_an_answer() -> None:
    deep = Value.of("x")
    for _ in range(190):  # json_text stops at 200 levels
        deep = Value("array", [deep])
    body = Value.of({"model": "gemini_omni", "prompt": "\ud800", "duration": 10**400})
    body.data["metadata"] = deep
    body.data["input"] = Value.of({f"k{n}": n for n in range(5_000)})
    checked = check_request(body, knowledge(), gateway="toapis")
    assert [(one.kind, one.pointer) for one in checked.errors()] == [("value", "/duration")]
    assert len(checked.violations) < 60


def test_the_counts_become_facts_of_the_call() -> None:
    row = Row("call-1")
    count_violations(row, check({"model": "gemini_omni", "duration": 7, "fps": 1}))
    assert row.values["violations_missing"] == 1
    assert row.values["first_missing"] == "/prompt"
    assert row.values["violations_value"] == 1
    assert row.values["violations_unknown"] == 1
    assert row.values["violations_type"] == 0
    assert row.values["unknown_named"] is False
    assert "first_value" in row.spans
    untouched = Row("call-2")
    count_violations(untouched, check({"model": "nobody", "prompt": "x"}))
    assert untouched.values == {}


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_what_stands_at_a_violations_span_is_what_was_found(data: st.DataObject) -> None:
    _path, definition = data.draw(st.sampled_from(files()))
    noise = st.dictionaries(
        st.sampled_from(["duration", "resolution", "input", "metadata", "image_urls", "prompt", "foo", "n", "size"]),
        st.recursive(
            st.none() | st.booleans() | st.integers(-3, 40) | st.sampled_from(["720p", "6", "", "9:16", "中文"]),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.sampled_from(["prompt", "duration", "resolution", "x"]), inner, max_size=3)
            ),
            max_leaves=6,
        ),
        max_size=4,
    )
    text = json.dumps({**definition["minimal_request"], **data.draw(noise)}, ensure_ascii=False)
    made = request(text, "https://host.example" + (definition["path"] or "/"))
    checked = check_request(made, knowledge(), gateway=definition["gateway"])
    seen = [(one.pointer, one.kind) for one in checked.violations]
    assert len(seen) == len(set(seen))
    for one in checked.violations:
        assert set(one.message) == {"en", "zh"}
        assert one.span is not None
        if one.kind != "missing":
            assert json.loads(text[one.span.start : one.span.end]) == one.found


@pytest.mark.parametrize("name", ["Prompt", "promt", "prompts"])
def test_a_required_field_under_a_misspelt_name_is_one_misplaced_error(name: str) -> None:
    checked = check({"model": "gemini_omni", name: "a kite"})
    assert short(checked) == [("error", "misplaced", f"/{name}")]
    assert checked.violations[0].expected_pointer == "/prompt"
    assert "the field is called prompt" in checked.violations[0].message["en"]


def test_a_text_endpoint_of_a_provider_without_contracts_is_held_against_the_shared_one() -> None:
    from supportdesk import diagnose_text

    sent = (
        "curl https://api.openai.com/v1/chat/completions -H 'Authorization: Bearer sk-x' -H 'Content-Type: "
        'application/json\' -d \'{"model":"gpt-4o","messages":[{"role":"assistant"},{"role":"user","content":"a"}]}\''
    )
    found = diagnose_text(sent + "\nHTTP/1.1 400 Bad Request")["calls"][0]
    assert (found["definition_assumed"], found["first_missing"]) == (True, "/messages/0/content")
    images = diagnose_text(sent.replace("chat/completions", "images/generations"))["calls"][0]
    assert "violations_missing" not in images
