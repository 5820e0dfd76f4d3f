"""Verdicts of single rules on whole pastes: the paste, its lookalike, and who has to act."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk import diagnose_text

KEY = "sk-" + "a1B2c3D4e5F6g7H8" * 3


def verdict(text: str) -> dict[str, Any]:
    return diagnose_text(text)["verdict"]


def causes(text: str) -> set[str]:
    """Return the causes that are found, not only touched."""
    return {one["cause"] for one in diagnose_text(text)["causes"] if one["certainty"] != "undetermined"}


def call(path: str, **body: Any) -> str:
    return f"curl https://api.hub.example{path} -H 'Authorization: Bearer {KEY}' -d '{json.dumps(body)}'"


def page(title: str, heading: str | None = None) -> str:
    return f"<html>\n<head><title>{title}</title></head>\n<body><h1>{heading or title}</h1></body>\n</html>"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/chat/completions", {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hi"}]}),
        ("/v1/embeddings", {"model": "text-embedding-3-small", "input": "hi"}),
    ],
)
def test_a_text_model_with_api_type_minus_one_is_the_gateways_own_fault(path: str, body: dict[str, Any]) -> None:
    found = verdict(call(path, **body) + "\n\ninvalid api type: -1")
    assert (found["cause"], found["who"]) == ("gateway.misconfigured", "operator")


def test_a_video_model_with_api_type_minus_one_stays_the_callers() -> None:
    body = {"model": "gemini_omni", "messages": [{"role": "user", "content": "hi"}]}
    found = verdict(call("/v1/chat/completions", **body) + "\n\ninvalid api type: -1")
    assert (found["cause"], found["certainty"]) == ("endpoint.chat-for-media", "confirmed")


def test_a_network_failure_in_the_gateways_own_log_is_the_operators() -> None:
    row = {
        "type": 5,
        "created_at": 1760000000,
        "model_name": "gpt-5-mini",
        "quota": 0,
        "content": 'status_code=500, Post "https://up.example/v1": dial tcp 10.1.2.3:443: connect: connection refused',
        "other": json.dumps({"error_type": "new_api_error", "error_code": "do_request_failed", "status_code": 500}),
    }
    found = diagnose_text(json.dumps(row))
    assert (found["verdict"]["cause"], found["verdict"]["who"]) == ("network.unreachable", "operator")
    assert found["escalation"] is not None
    assert "localhost" not in found["reply"]["en"]


def test_a_network_failure_in_the_callers_program_is_not_known_to_be_the_operators() -> None:
    text = "ConnectionError: HTTPSConnectionPool(host='api.hub.example', port=443): [Errno 111] Connection refused"
    found = verdict(text)
    assert (found["cause"], found["who"]) == ("network.unreachable", "either")


@pytest.mark.parametrize(
    ("quota", "cause", "decision"),
    [(1070, "billing.charged-as-documented", "none"), (2190, "billing.price-mismatch", "partial")],
)
def test_one_row_of_a_synchronous_call_decides_its_amount(quota: int, cause: str, decision: str) -> None:
    other = {"model_ratio": 0.5, "completion_ratio": 6, "group_ratio": 1, "model_price": -1, "cache_tokens": 0}
    row = {
        "type": 2,
        "created_at": 1760000000,
        "model_name": "gpt-5-mini",
        "quota": quota,
        "prompt_tokens": 1000,
        "completion_tokens": 190,
        "other": json.dumps({**other, "request_path": "/v1/chat/completions"}),
    }
    found = diagnose_text("扣费不对\n" + json.dumps(row))
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == (cause, "likely")
    assert found["money"]["decision"] == decision


def test_a_media_model_with_messages_and_no_address_was_sent_to_chat() -> None:
    body = {"model": "gemini_omni", "messages": [{"role": "user", "content": "x"}]}
    found = diagnose_text(json.dumps(body))
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("endpoint.chat-for-media", "likely")
    assert verdict(json.dumps({**body, "model": "gpt-5-mini"}))["cause"] == "unknown"
    assert "endpoint.chat-for-media" not in causes(call("/v1/videos/generations", **body))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (page("502 Bad Gateway") + "<!-- nginx -->", "upstream.error"),
        (page("504 Gateway Time-out"), "upstream.timeout"),
        (page("api.hub.example | 524: A timeout occurred", "A timeout occurred"), "upstream.timeout"),
        (page("503 Service Temporarily Unavailable"), "upstream.overloaded"),
        (page("Internal Server Error"), "upstream.error"),
        (page("Oops", "Bad Gateway"), "upstream.error"),
        (page("413 Request Entity Too Large"), "request.too-large"),
    ],
)
def test_the_error_page_of_a_proxy_is_no_console(text: str, cause: str) -> None:
    assert verdict(text)["cause"] == cause
    assert "endpoint.html-response" not in causes(text)


def test_the_consoles_page_and_a_challenge_are_pages_for_people() -> None:
    console = '<!doctype html><html lang="en"><head><title>New API</title></head><body></body></html>'
    challenge = page("Just a moment...") + " cloudflare challenge-platform"
    assert verdict(console)["cause"] == verdict(challenge)["cause"] == "endpoint.html-response"


@pytest.mark.parametrize(
    "text",
    [
        "The task failed but I was not charged for it, just want to know why",
        "如果任务失败会扣费吗？",
        "Will I be charged if a task fails?",
        "失败的任务没有扣费",
    ],
)
def test_what_is_denied_or_only_asked_is_no_complaint(text: str) -> None:
    assert not any(cause.startswith("billing.") for cause in causes(text))
