"""Facts of what was sent, from located requests."""

import pytest

from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.relating.sent import read_sent, split_url
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

HERE = Span(0, 0, 1)


def request(url="https://x.example/v1/chat/completions", *, headers=None, body=None, complete=True, method="POST"):
    pairs = [(Value.of(name, HERE), Value.of(text, HERE)) for name, text in (headers or {}).items()]
    payload = Body("json", Value.of(body, HERE)) if body is not None else Body()
    return Request(
        Value.of(method, HERE), Value.of(url, HERE), pairs, payload, language="python", client="requests", span=HERE,
        complete=complete,
    )  # fmt: skip


def facts(asked):
    return {reading.fact: reading.value for reading in read_sent(asked)}


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://A.example:8443/v1/x?k=1#f", ("a.example:8443", "/v1/x", "k=1")),
        ("https://a.example", ("a.example", "", "")),
        ("https://u:p@a.example?x=1", ("a.example", "", "x=1")),
        ("/v1/x", ("", "/v1/x", "")),
        (f"{UNKNOWN}/v1/x", ("", f"{UNKNOWN}/v1/x", "")),
    ],
)
def test_urls_are_split(url, parts):
    assert split_url(url) == parts


def test_address_model_and_stream():
    found = facts(request(body={"model": "m", "stream": True, "messages": [{"role": "user", "content": "x"}]}))
    assert found["host"] == "x.example"
    assert found["path"] == "/v1/chat/completions"
    assert found["model"] == "m"
    assert found["stream"] is True
    assert found["has_messages"] is True
    assert found["has_prompt"] is False
    assert found["roles"] == "u"


def test_an_unknown_host_states_no_host_but_keeps_the_path_unknown_too():
    found = facts(request(f"{UNKNOWN}/v1/chat/completions"))
    assert "host" not in found
    assert "path" not in found


def test_a_path_that_ends_in_an_unknown_id_is_known_as_far_as_it_goes():
    found = facts(request(f"https://x.example/v1/videos/{UNKNOWN}", method="GET"))
    assert found["path"] == f"/v1/videos/{UNKNOWN}"


def test_an_absence_is_stated_only_of_a_complete_request():
    assert facts(request(body={"model": "m"}))["auth_scheme"] == "none"
    assert "auth_scheme" not in facts(request(body={"model": "m"}, complete=False))
    assert "has_prompt" not in facts(request(body={"model": "m"}, complete=False))


@pytest.mark.parametrize(
    ("header", "scheme", "shape"),
    [
        ("Bearer sk-" + "a1" * 24, "bearer", "ok"),
        ("bearer sk-" + "a1" * 24, "bearer", "ok"),
        ("sk-" + "a1" * 24, "raw", "ok"),
        ("Bearer ", "bearer", "empty"),
        ("Bearer Bearer sk-" + "a1" * 24, "bearer", "doubled_bearer"),
        ("Bearer YOUR_API_KEY", "bearer", "placeholder"),
        ("Bearer “sk-" + "a1" * 24 + "”", "bearer", "quoted"),
        ("Bearer sk-密钥密钥密钥密钥", "bearer", "non_ascii"),
        ("Bearer sk-" + "a1" * 10 + " a1a1", "bearer", "whitespace"),
        ("Bearer " + "a1" * 24, "bearer", "no_prefix"),
        ("Bearer sk-" + "•" * 44 + "a1B2", "bearer", "ok"),
        ("Basic dXNlcjpwYXNz", "basic", None),
        (f"Bearer {UNKNOWN}", "bearer", None),
        (UNKNOWN, None, None),
    ],
)
def test_credentials(header, scheme, shape):
    found = facts(request(headers={"Authorization": header}))
    assert found.get("auth_scheme") == scheme
    assert found.get("key_shape") == shape


def test_models_of_gemini_and_azure_paths():
    found = facts(request("https://x.example/v1beta/models/gemini-2.5-pro:generateContent"))
    assert found["model"] == "gemini-2.5-pro"
    found = facts(request("https://x.example/openai/deployments/gpt4o/chat/completions?api-version=1"))
    assert found["model"] == "gpt4o"
    assert "model" not in facts(request("https://x.example/v1/models/list", method="GET"))


def test_form_fields_are_a_body_too():
    asked = request()
    asked.body = Body("multipart", fields=[Field(Value.of("model", HERE), Value.of("gpt-image-1", HERE))])
    assert facts(asked)["model"] == "gpt-image-1"


def test_a_conversation_with_tools():
    messages = [
        {"role": "system", "content": "x"},
        {"role": "user", "content": "x"},
        {"role": "assistant", "tool_calls": [{"id": "c1"}, {"id": "c2"}]},
        {"role": "tool", "tool_call_id": "c1", "content": "x"},
        {"role": "tool", "tool_call_id": "c9", "content": "x"},
    ]
    found = facts(request(body={"model": "m", "messages": messages}))
    assert found["roles"] == "sua(t)tt"
    assert found["unanswered_tool_calls"] == 1
    assert found["orphan_tool_results"] == 1


def test_media_of_a_private_host():
    content = [{"type": "image_url", "image_url": {"url": "http://192.168.1.9/a.png"}}]
    found = facts(request(body={"model": "m", "messages": [{"role": "user", "content": content}]}))
    assert found["media_kind"] == "image"
    assert found["media_host_private"] is True
