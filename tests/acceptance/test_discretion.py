"""What a reply must not say: what the operator alone may know, and what the evidence does not support."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import CHAT, KEY, command
from tests.acceptance.test_money import BEGIN, page, row, task

HOST, ADDRESS, CHANNEL = "api.hidden-upstream.example", "10.21.32.43", "Cheap-Upstream-7"
DIALLED = f'Post "https://{HOST}/v1/chat/completions": dial tcp {ADDRESS}:443: connect: connection refused'
REQUEST_ID = "20260418093015123456789AbCdEfGh"


def error_row(text: str) -> str:
    """Return a type-5 row as an administrator sees it, with the channel's name."""
    other = {
        "error_type": "upstream_error", "error_code": "do_request_failed", "status_code": 500, "channel_id": 12,
        "channel_name": CHANNEL, "request_path": "/v1/chat/completions",
        "admin_info": {"use_channel": ["41", "12"]},
    }  # fmt: skip
    return page(row("gpt-5-mini", 5, 0, content=f"status_code=500, {text}", request_id=REQUEST_ID, other=other))


ADMINS_VIEWS = {
    "error row": error_row(DIALLED),
    "lookup": error_row(f'Post "https://{HOST}/v1/x": dial tcp: lookup {HOST} on {ADDRESS}:53: no such host'),
    "timeout": error_row(f'Get "https://{HOST}/v1/x": context deadline exceeded'),
    "answer with the address": json.dumps({"error": {"message": DIALLED, "type": "upstream_error", "code": 500}}),
    "task's reason": json.dumps(task(fail_reason=DIALLED, channel_name=CHANNEL)),
}


@pytest.mark.parametrize("name", ADMINS_VIEWS)
def test_no_reply_names_a_channel_or_a_host_behind_the_gateway(name):
    found = diagnose_text(ADMINS_VIEWS[name])
    assert found["verdict"]["certainty"] != "undetermined"
    for language in ("en", "zh"):
        assert [word for word in (HOST, ADDRESS, CHANNEL) if word in found["reply"][language]] == []
    assert found["reply"]["gate"] == {"passed": True, "reasons": []}


@pytest.mark.parametrize("name", ["error row", "lookup", "timeout"])
def test_the_note_for_the_operator_has_what_the_reply_leaves_out(name):
    note = diagnose_text(ADMINS_VIEWS[name])["escalation"]
    for language in ("en", "zh"):
        assert HOST in note[language]
        assert "12" in note[language]
        assert REQUEST_ID in note[language]
        assert "UTC" in note[language]
    assert "2026-04-18 08:13:21Z" in note["en"], BEGIN


@pytest.mark.parametrize("name", ["error row", "lookup"])
def test_a_hop_behind_the_gateway_is_not_the_customers_network(name):
    found = diagnose_text(ADMINS_VIEWS[name])
    assert found["verdict"]["who"] == "operator"
    assert "localhost" not in found["reply"]["en"]


def test_the_customers_own_address_and_media_stay_in_the_reply():
    image = "https://img.customer.example/cat.png"
    parts = [{"type": "image_url", "image_url": {"url": image}}, {"type": "text", "text": "move"}]
    body = {"model": "gemini-omni-flash", "messages": [{"role": "user", "content": parts}]}
    reply = diagnose_text(command(CHAT, body) + "\ninvalid api type: -1")["reply"]
    assert "https://toapis.com/v1/videos/generations" in reply["en"]
    assert image in reply["zh"]


def test_a_long_reason_is_not_cut_in_the_reply():
    body = {"model": "gemini_omni", "messages": [{"role": "user", "content": "rain"}]}
    found = diagnose_text(command(CHAT, body))
    for language in ("en", "zh"):
        assert len(found["verdict"]["why"]["en"]) > 160
        assert found["verdict"]["why"][language] in found["reply"][language]


def test_braces_of_the_customers_own_text_do_not_hold_a_reply_back():
    text = f'curl {CHAT} -H "Authorization: Bearer {KEY}" -d \'{{"model":"suno_music","messages":[]}}\''
    assert diagnose_text(text)["reply"]["gate"] == {"passed": True, "reasons": []}


@pytest.mark.parametrize(
    "text",
    ["一直报 429，怎么办", "接口返回500 internal_error", "my video task failed but I was charged, no refund"],
)
def test_a_guess_states_nothing_as_settled(text):
    found = diagnose_text(text)
    assert found["verdict"]["certainty"] == "possible"
    assert "This is on our side" not in found["reply"]["en"]
    assert "这是我们这边的问题" not in found["reply"]["zh"]
    assert found["ask"] != []


def test_the_supervisors_leeway_is_no_word_of_the_reply():
    counted = row("gemini_omni", quota=1095, prompt_tokens=310, completion_tokens=940)
    reply = diagnose_text(page(counted))["reply"]
    assert "1095" in reply["en"]
    assert "supervisor" not in reply["en"].lower()
    assert "主管" not in reply["zh"]
