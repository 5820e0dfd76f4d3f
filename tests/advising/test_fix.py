from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.advising.correction import as_request
from supportdesk.advising.fix import Fix, correct
from supportdesk.definitions.check import check_request
from supportdesk.reading.evidence import Body, Request
from supportdesk.relating.tables import Row
from supportdesk.source import Source, Span
from supportdesk.value import Value
from supportdesk.view import View
from tests.definitions.known import files, knowledge
from tests.definitions.located import located

KEY = "sk-fakefakefakefakefakefakefakefakefakefakefake1234"
VIDEO = "https://toapis.com/v1/videos/generations"
CHAT = "https://toapis.com/v1/chat/completions"


def fixed(
    text: str,
    cause: str,
    url: str = VIDEO,
    auth: str | None = f"Bearer {KEY}",
    gateway: str | None = "toapis",
    **facts: str,
) -> Fix:
    """Correct a request whose body stands on line 2 of a source."""
    source = Source(f"POST {url}\n{text}\n")
    view = View.whole(source)
    from supportdesk.reading.json_text import parse

    found = parse(view, source.text.index("\n") + 1)
    assert found is not None
    headers = [(Value.of("Authorization"), Value.of(auth))] if auth is not None else []
    place = Span(0, 5, 5 + len(url))
    request = Request(
        Value.of("POST"), Value.of(url, place), headers, Body("json", found[0]),
        language="http", client="raw-http", span=Span(0, 0, len(source.text)),
    )  # fmt: skip
    row = Row("call-1", request)
    row.values.update({"gateway": gateway, **facts} if gateway else facts)
    checked = check_request(request, knowledge(), gateway=gateway)
    return correct(request, row, cause, knowledge(), checked, [source])


def body(fix: Fix) -> dict[str, Any]:
    assert fix.request is not None
    made: dict[str, Any] = fix.request["body"]["json"]
    return made


def test_a_chat_call_to_a_video_model_becomes_its_task_request() -> None:
    conversation = {
        "model": "gemini_omni",
        "stream": True,
        "temperature": 0.7,
        "duration": 10,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "an older wish"},
            {"role": "assistant", "content": "done"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "A kite over a hill."},
                    {"type": "image_url", "image_url": {"url": "https://example.com/kite.png"}},
                ],
            },
        ],
    }
    facts = {"model": "gemini_omni", "endpoint": "chat"}
    fix = fixed(json.dumps(conversation), "endpoint.chat-for-media", CHAT, **facts)
    assert fix.request is not None
    assert (fix.request["method"], fix.request["url"]) == ("POST", VIDEO)
    assert body(fix) == {
        "model": "gemini_omni",
        "duration": 10,
        "prompt": "A kite over a hill.",
        "image_urls": ["https://example.com/kite.png"],
    }
    assert fix.request["headers"]["authorization"].startswith("Bearer sk-")
    assert KEY not in json.dumps(fix.request)
    left_out = {item["pointer"]: item["reason"] for item in fix.dropped}
    assert set(left_out) == {"/stream", "/temperature", "/messages/0", "/messages/1", "/messages/2"}
    assert all(reason["en"] and reason["zh"] for reason in left_out.values())
    assert any("gemini-omni-flash" in step for step in fix.steps["en"])
    assert any("/v1/videos/generations/{task_id}" in step for step in fix.steps["zh"])
    assert "gemini_omni" in fix.steps["en"][0]
    assert "line 1" in fix.steps["en"][0]
    assert fix.documentation is not None
    assert fix.patch == ""


def test_responses_and_claude_calls_become_task_requests_too() -> None:
    responses = {"model": "veo3.1-fast", "input": [{"role": "user", "content": [{"type": "input_text", "text": "Go"}]}]}
    fix = fixed(
        json.dumps(responses), "endpoint.chat-for-media", "https://toapis.com/v1/responses", model="veo3.1-fast"
    )
    assert body(fix) == {"model": "veo3.1-fast", "prompt": "Go"}
    claude = {
        "model": "gemini_omni",
        "max_tokens": 100,
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
                    {"type": "text", "text": "Move it"},
                ],
            }
        ],
    }
    fix = fixed(
        json.dumps(claude), "endpoint.chat-for-media", "https://toapis.com/v1/messages", None, model="gemini_omni"
    )
    assert body(fix) == {"model": "gemini_omni", "prompt": "Move it"}
    assert {item["pointer"] for item in fix.dropped} == {"/max_tokens", "/messages/0"}


def test_the_customers_host_and_what_stands_before_the_version_are_kept() -> None:
    text = '{"model": "gemini_omni", "messages": [{"role": "user", "content": "x"}]}'
    fix = fixed(
        text, "endpoint.chat-for-media", "https://relay.example.com/ai/v1/chat/completions", model="gemini_omni"
    )
    assert fix.request is not None
    assert fix.request["url"] == "https://relay.example.com/ai/v1/videos/generations"


def test_names_of_other_pages_are_carried_over() -> None:
    text = json.dumps(
        {"model": "gemini_omni", "messages": [{"role": "user", "content": "x"}], "size": "9:16", "seconds": 10}
    )
    fix = fixed(text, "endpoint.chat-for-media", CHAT, model="gemini_omni")
    assert body(fix) == {"model": "gemini_omni", "prompt": "x", "aspect_ratio": "9:16", "duration": 10}
    assert fix.dropped == []


def test_an_image_model_without_a_definition_goes_to_the_images_endpoint() -> None:
    text = '{"model": "dall-e-3", "stream": false, "messages": [{"role": "user", "content": "x"}]}'
    fix = fixed(text, "endpoint.chat-for-media", CHAT, model="dall-e-3", endpoint="chat")
    assert fix.request is not None
    assert fix.request["url"] == "https://toapis.com/v1/images/generations"
    assert body(fix) == {"model": "dall-e-3", "prompt": "x"}
    assert [item["pointer"] for item in fix.dropped] == ["/stream"]
    assert "/v1/images/generations" in fix.steps["en"][0]
    assert "/v1/images/generations" in fix.steps["zh"][0]


def test_a_video_model_without_a_definition_gets_its_endpoint_named_and_no_request() -> None:
    text = '{"model": "pika-2.2", "messages": [{"role": "user", "content": "x"}]}'
    fix = fixed(text, "endpoint.chat-for-media", CHAT, model="pika-2.2", endpoint="chat")
    assert fix.request is None
    assert "/v1/videos" in fix.steps["en"][0]


def test_the_nearest_allowed_value_is_chosen_and_said() -> None:
    fix = fixed('{"model": "gemini_omni", "prompt": "x", "duration": 7}', "request.invalid-value")
    assert body(fix)["duration"] == 6
    assert fix.steps["en"] == ["Set duration to 6 instead of 7 (line 2): it takes 6 or 10, and 6 is the nearest."]
    assert "第 2 行" in fix.steps["zh"][0]


def test_the_guides_example_is_flattened() -> None:
    text = '{"model": "gemini_omni", "mode": "text-to-video", "input": {"prompt": "A sunrise.", "duration": 5}}'
    fix = fixed(text, "request.missing-parameter")
    assert body(fix) == {"model": "gemini_omni", "mode": "text-to-video", "prompt": "A sunrise.", "duration": 6}
    assert any("input.prompt" in step and "prompt" in step for step in fix.steps["en"])
    assert fix.patch == ""


def test_a_missing_prompt_is_marked_and_named() -> None:
    fix = fixed('{"model": "gemini_omni"}', "request.missing-parameter")
    assert body(fix)["prompt"] == "<prompt>"
    assert "<prompt>" in fix.steps["en"][0]
    assert "line 2" in fix.steps["en"][0]


def test_the_prompt_of_a_conversation_at_the_tasks_own_path_is_used() -> None:
    fix = fixed(
        '{"model": "gemini_omni", "messages": [{"role": "user", "content": "A kite"}]}', "request.missing-parameter"
    )
    assert body(fix) == {"model": "gemini_omni", "prompt": "A kite"}


@pytest.mark.parametrize(
    ("sent", "corrected"),
    [
        ({"duration": "10"}, {"duration": 10}),
        ({"duration": 7, "resolution": "720p"}, {"duration": 6, "resolution": "720P"}),
        ({"duration": "soon"}, {}),
        ({"aspect_ratio": "1:1"}, {}),
        ({"duration": 7, "resolution": None}, {"duration": 6}),
        ({"duration": 7, "fps": 24}, {"duration": 6}),
    ],
)
def test_types_and_cases_are_converted_and_what_cannot_be_is_left_out(sent: dict[str, Any], corrected: Any) -> None:
    fix = fixed(json.dumps({"model": "gemini_omni", "prompt": "x", **sent}), "request.invalid-value")
    assert body(fix) == {"model": "gemini_omni", "prompt": "x", **corrected}
    assert [item["pointer"] for item in fix.dropped] == [f"/{name}" for name in sent if name not in corrected]


@pytest.mark.parametrize("sent", [{"resolution": "720p"}, {"fps": 24}, {}])
def test_a_request_without_an_error_is_not_corrected(sent: dict[str, Any]) -> None:
    fix = fixed(json.dumps({"model": "gemini_omni", "prompt": "x", **sent}), "request.invalid-value")
    assert (fix.request, fix.dropped) == (None, [])


def test_a_rule_between_fields_is_followed() -> None:
    fix = fixed('{"model": "kling-v2-6", "prompt": "x", "audio": true}', "request.invalid-value")
    assert body(fix) == {"model": "kling-v2-6", "prompt": "x", "audio": True, "mode": "pro"}


def test_a_prompt_that_is_too_long_cannot_be_mended() -> None:
    text = json.dumps({"model": "gpt-4o-image", "prompt": "x" * 1001})
    fix = fixed(text, "request.invalid-value", "https://toapis.com/v1/images/generations")
    assert fix.request is None
    assert any("prompt" in step for step in fix.steps["en"])


@pytest.mark.parametrize(
    ("path", "mended"),
    [
        ("/v1/v1/videos/generations", "/v1/videos/generations"),
        ("/videos/generations", "/v1/videos/generations"),
        ("/v1/chat/completions/chat/completions", "/v1/chat/completions"),
        ("/v1/chat/completion", "/v1/chat/completions"),
        ("/v1//images/generations", "/v1/images/generations"),
        ("/ai/v1/v1/chat/completions", "/ai/v1/chat/completions"),
    ],
)
def test_a_wrong_path_is_mended(path: str, mended: str) -> None:
    sent = '{"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}'
    fix = fixed(sent, "endpoint.wrong-path", "https://toapis.com" + path)
    assert fix.request is not None
    assert fix.request["url"] == "https://toapis.com" + mended


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/weather", "/ai/v1/chat/completions", "/"])
def test_a_path_that_is_right_or_unlike_any_is_left_alone(path: str) -> None:
    fix = fixed('{"model": "gpt-4o", "messages": []}', "endpoint.wrong-path", "https://toapis.com" + path)
    assert fix.request is None
    assert fix.steps["en"] == []


@pytest.mark.parametrize("auth", [KEY, f"Bearer Bearer {KEY}", f"Bearer  {KEY}", f'Bearer "{KEY}"', f"bearer {KEY}"])
def test_a_malformed_authorization_is_written_well_with_its_key_masked(auth: str) -> None:
    fix = fixed('{"model": "gemini_omni", "prompt": "x"}', "auth.missing-credentials", auth=auth)
    assert fix.request is not None
    header = fix.request["headers"]["authorization"]
    assert header.startswith("Bearer sk-")
    assert header.count(" ") == 1
    assert header.endswith("1234")
    assert KEY not in header


def test_an_absent_authorization_is_added_as_a_placeholder() -> None:
    fix = fixed('{"model": "gemini_omni", "prompt": "x"}', "auth.missing-credentials", auth=None)
    assert fix.request is not None
    assert fix.request["headers"]["authorization"] == "Bearer <API_KEY>"
    assert "line 1" in fix.steps["en"][0]


@pytest.mark.parametrize("cause", ["quota.user-exhausted", "unknown", None, "network.tls"])
def test_a_cause_that_the_request_did_not_make_gets_no_corrected_request(cause: str | None) -> None:
    fix = fixed('{"model": "gemini_omni", "prompt": "x", "duration": 7}', cause or "unknown")
    assert (fix.request, fix.patch, fix.dropped) == (None, "", [])


def test_a_bare_body_is_mended_and_gets_the_address_of_its_definition() -> None:
    value = located('{"model": "gemini_omni", "prompt": "x", "duration": 7}')
    row = Row("call-1")
    checked = check_request(value, knowledge(), gateway="toapis")
    fix = correct(value, row, "request.invalid-value", knowledge(), checked)
    assert body(fix)["duration"] == 6
    assert fix.request is not None
    assert fix.request["url"] == VIDEO
    assert fix.request["headers"]["authorization"] == "Bearer <API_KEY>"
    chat = located('{"model": "gemini_omni", "messages": [{"role": "user", "content": "x"}]}')
    fix = correct(chat, row, "endpoint.chat-for-media", knowledge(), None)
    assert fix.request is not None
    assert fix.request["url"] == VIDEO


BROKEN = st.dictionaries(
    st.sampled_from(["duration", "resolution", "aspect_ratio", "n", "size", "image_urls", "mode", "audio", "fps"]),
    st.sampled_from(
        [7, -1, 99, "6", "5", "720P", "1080p", "4k", "1:1", True, None, ["https://example.com/a.png"] * 20, {"x": 1}]
    ),
    max_size=4,
)
MEDIA = [definition for _path, definition in files() if definition["kind"] != "chat" and definition["path"]]


@given(definition=st.sampled_from(MEDIA), noise=BROKEN, drop=st.booleans(), nest=st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_corrected_request_is_clean_when_it_is_checked_again(
    definition: dict[str, Any], noise: dict[str, Any], drop: bool, nest: bool
) -> None:
    if "json" not in definition["content_type"]:
        return
    sent = {**definition["minimal_request"], **noise}
    if drop:
        sent.pop("prompt", None)
    if nest:
        sent = {"model": sent.pop("model", None), "payload": sent}
    gateway = definition["gateway"]
    url = "https://host.example" + definition["path"].replace("{video_id}", "task_1")
    fix = fixed(json.dumps(sent), "request.invalid-value", url, gateway=gateway, model=definition["model"])
    if fix.request is None:
        return
    again = check_request(as_request(fix.request), knowledge(), gateway=gateway)
    assert again.definition is not None
    assert again.errors() == []


CHATTED = [
    definition for definition in MEDIA if definition["gateway"] == "toapis" and "{" not in definition["path"]
]  # fmt: skip


@given(definition=st.sampled_from(CHATTED), noise=BROKEN)
@settings(max_examples=120, deadline=None)
def test_every_chat_call_to_a_task_model_becomes_a_clean_request_or_none(
    definition: dict[str, Any], noise: dict[str, Any]
) -> None:
    model = definition["model"]
    parts = [{"type": "text", "text": "A kite"}, {"type": "image_url", "image_url": {"url": "https://e.com/a.png"}}]
    sent = {"model": model, "messages": [{"role": "user", "content": parts}], **noise}
    fix = fixed(json.dumps(sent), "endpoint.chat-for-media", CHAT, model=model, endpoint="chat")
    if fix.request is None:
        return
    assert "/chat/" not in fix.request["url"]
    again = check_request(as_request(fix.request), knowledge(), gateway="toapis")
    assert again.definition is not None
    assert again.errors() == []


def test_where_the_contract_is_assumed_the_providers_own_values_and_fields_stay() -> None:
    url = "https://relay.example.com/v1/images/generations"
    text = '{"model": "gpt-image-2", "size": "1024x1024", "quality": "hd", "n": 1}'
    fix = fixed(text, "request.missing-parameter", url, gateway=None)
    assert body(fix) == {"model": "gpt-image-2", "size": "1024x1024", "quality": "hd", "n": 1, "prompt": "<prompt>"}
    nothing = fixed('{"model": "gpt-image-2", "prompt": "x", "size": "1024x1024"}', "request.invalid-value", url)
    assert body(nothing)["prompt"] == "x"
    warned = fixed(
        '{"model": "gpt-image-2", "prompt": "x", "size": "1024x1024"}', "request.invalid-value", url, gateway=None
    )
    assert warned.request is None


def test_a_misspelt_required_field_is_renamed() -> None:
    fix = fixed('{"model": "gpt-4o", "message": [{"role": "user", "content": "x"}]}', "request.missing-parameter", CHAT)
    assert body(fix) == {"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}


def test_missing_messages_are_marked_by_a_whole_message() -> None:
    fix = fixed('{"model": "gpt-4o"}', "request.missing-parameter", CHAT)
    assert body(fix)["messages"][0]["role"] == "user"


def test_an_address_that_is_not_known_is_left_alone() -> None:
    fix = fixed('{"model": "gpt-4o", "messages": []}', "endpoint.wrong-path", "<unknown>/<unknown>/v1/chat")
    assert fix.request is None


def test_a_key_in_the_query_goes_into_the_header() -> None:
    url = f"{VIDEO}?api_key={KEY}&trace=1"
    fix = fixed('{"model": "gemini_omni", "prompt": "x"}', "auth.missing-credentials", url, auth=None)
    assert fix.request is not None
    assert fix.request["url"] == f"{VIDEO}?trace=1"


@pytest.mark.parametrize(
    ("model", "url", "path"),
    [
        ("gpt-5-codex", CHAT, "/v1/responses"),
        ("gpt-4o", "https://toapis.com/v1/images/generations", "/v1/chat/completions"),
        ("text-embedding-3-small", CHAT, "/v1/embeddings"),
    ],
)
def test_a_model_at_the_wrong_endpoint_is_told_its_own(model: str, url: str, path: str) -> None:
    fix = fixed(f'{{"model": "{model}", "input": "x"}}', "endpoint.wrong-kind", url, gateway=None, model=model)
    assert path in fix.steps["en"][0]
    assert path in fix.steps["zh"][0]
