"""The seed's questions, each with its nearest lookalike that is not wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk import diagnose_text

CHAT = """
from openai import OpenAI
client = OpenAI(api_key="sk-{key}", base_url="{base}")
r = client.chat.completions.create(
    model="{model}",
    messages=[{{"role": "user", "content": "a red kite over the dunes"}}],
)
print(r)
"""
KEY = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4"
GUIDE_BODY = """{
"model": "gemini_omni",
"mode": "text-to-video",
"input": {
"prompt": "A cinematic city sunrise with soft fog and moving traffic.",
"duration": 5
}
}"""


def chat(model="gemini_omni", base="https://toapis.com/v1"):
    return CHAT.format(key=KEY, base=base, model=model)


def task(**fields: Any) -> str:
    body = {"model": "gemini_omni", "prompt": "a red kite over the dunes", "duration": 6, **fields}
    body = {name: value for name, value in body.items() if value is not None}
    return (
        'curl https://toapis.com/v1/videos/generations -H "Authorization: Bearer sk-' + KEY + '" '
        "-H 'Content-Type: application/json' -d '" + json.dumps(body) + "'"
    )


def row(
    model="gemini_omni",
    kind=2,
    prompt=310,
    completion=940,
    quota=1250,
    at=1776502800,
    path="/v1/chat/completions",
    **other,
):
    details = {
        "model_ratio": 0.5,
        "completion_ratio": 2,
        "group_ratio": 1,
        "model_price": -1,
        "request_path": path,
        **other,
    }
    return {
        "id": 1, "user_id": 3, "created_at": at, "type": kind, "content": "", "username": "u", "token_name": "t",
        "model_name": model, "quota": quota, "prompt_tokens": prompt, "completion_tokens": completion, "use_time": 4,
        "is_stream": False, "channel": 0, "token_id": 1, "group": "default", "ip": "",
        "request_id": f"2026041809000088{at}AbCdEfGh", "other": json.dumps(details),
    }  # fmt: skip


def listing(*rows: dict[str, Any]) -> str:
    page = {"page": 1, "page_size": 50, "total": len(rows), "items": list(rows)}
    return json.dumps({"success": True, "message": "", "data": page}, ensure_ascii=False)


def failed_task(task_id="task_" + "k" * 32) -> str:
    record = {
        "id": 9, "created_at": 1776500000, "updated_at": 1776500300, "task_id": task_id, "platform": "55", "user_id": 3,
        "group": "default", "channel_id": 0, "quota": 600000, "action": "generate", "status": "FAILURE",
        "fail_reason": "upstream returned error", "submit_time": 1776500000, "start_time": 1776500010,
        "finish_time": 1776500300, "progress": "100%", "properties": {"origin_model_name": "sora-2"},
    }  # fmt: skip
    return listing(record)


CHARGE = row("sora-2", 2, 0, 0, 600000, 1776500001, "/v1/videos", is_task=True, model_price=0.3)
REFUND = row("sora-2", 6, 0, 0, 600000, 1776500310, "", task_id="task_" + "k" * 32, reason="upstream returned error")
LATER = [row("gpt-5-mini", kind, 9, 9, 20, 1776505000 + kind) for kind in (2, 5)]

API_TYPE = "invalid api type: -1"
SPELLINGS = [
    "invalid apitype: -1",
    "Invalid API type: -1",
    "invalid api_type:-1",
    "报错 invalid api type： -1",
    (
        '{"error":{"message":"invalid api type: -1 (request id: 20260418093015123456789AbCdEfGh)",'
        '"type":"new_api_error","param":"","code":"invalid_api_type"}}'
    ),
    "Error code: 500 - {'error': {'message': 'invalid api type: -1', 'type': 'x', 'code': 'invalid_api_type'}}",
]


def verdict(text: str) -> tuple[str, str]:
    found = diagnose_text(text)["verdict"]
    return found["cause"], found["certainty"]


@pytest.mark.parametrize("line", SPELLINGS)
def test_the_line_alone_is_likely_and_asks_for_code_url_and_body(line):
    found = diagnose_text(line)
    assert found["verdict"]["cause"] == "endpoint.chat-for-media"
    assert found["verdict"]["certainty"] in ("likely", "possible")
    asked = " ".join(item["question"]["en"] for item in found["ask"]).lower()
    assert all(word in asked for word in ("code", "url", "body"))
    asked = " ".join(item["question"]["zh"] for item in found["ask"])
    assert all(word in asked for word in ("代码", "请求体"))


@pytest.mark.parametrize("line", SPELLINGS)
@pytest.mark.parametrize("base", ["https://toapis.com/v1", "https://api.example.com/v1"])
def test_the_line_with_the_code_is_certain(line, base):
    assert verdict(f"{chat(base=base)}\n\n{line}") == ("endpoint.chat-for-media", "confirmed")


def test_the_code_alone_is_certain_where_the_gateway_is_known():
    found = diagnose_text(chat())
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("endpoint.chat-for-media", "confirmed")
    request = found["fix"]["request"]
    assert request["url"] == "https://toapis.com/v1/videos/generations"
    assert request["body"]["json"]["prompt"] == "a red kite over the dunes"
    assert request["body"]["json"]["model"] == "gemini_omni"
    for language in ("en", "zh"):
        assert "gemini_omni" in found["reply"][language]
        assert "/v1/videos/generations" in found["reply"][language]
    assert KEY not in json.dumps(found)


@pytest.mark.parametrize(
    "text",
    [
        chat("gpt-5-mini"),
        chat("sora-2", "https://www.anyfast.ai/v1"),
        "invalid api type: 7",
        chat("gpt-5-mini") + "\ninvalid api type: 7",
        task(),
        task(resolution="720p"),
    ],
    ids=["chat-model", "documented-chat-use", "type-7", "type-7-with-code", "right-task", "case-only"],
)
def test_lookalikes_get_no_such_verdict(text):
    cause, certainty = verdict(text)
    assert cause not in ("endpoint.chat-for-media", "request.invalid-value") or certainty == "undetermined"


def test_token_counts_on_a_video_charge_are_likely_a_chat_call():
    found = diagnose_text(listing(row()))
    assert found["causes"][0]["cause"] in ("endpoint.chat-for-media", "billing.tokens-on-media-task")
    assert found["verdict"]["certainty"] == "likely"
    assert found["money"]["decision"] == "none"
    named = {found["causes"][0]["cause"], *found["causes"][0]["explains"], *(one["cause"] for one in found["causes"])}
    assert "billing.tokens-on-media-task" in named


@pytest.mark.parametrize("model", ["gpt-image-2.5-flare-vip", "gpt-image-1", "gpt-5-mini"])
def test_token_counts_on_a_model_priced_by_tokens_are_right(model):
    path = "/v1/images/generations" if "image" in model else "/v1/chat/completions"
    cause, _ = verdict(listing(row(model, path=path)))
    assert cause not in ("endpoint.chat-for-media", "billing.tokens-on-media-task")


def test_a_failed_task_without_its_refund_goes_back_in_full():
    found = diagnose_text(failed_task() + "\n" + listing(*LATER, CHARGE))
    assert found["verdict"]["cause"] == "billing.failed-not-refunded"
    money = found["money"]
    assert (money["decision"], money["charged_quota"], money["refunded_quota"]) == ("refund", 600000, 0)
    assert (money["refund_quota"], money["refund_usd"]) == (600000, "1.200000")


def test_a_failed_task_with_its_refund_row_costs_nothing():
    found = diagnose_text(failed_task() + "\n" + listing(*LATER, REFUND, CHARGE))
    assert found["verdict"]["cause"] == "billing.failed-refunded"
    money = found["money"]
    assert (money["decision"], money["net_quota"], money["refund_quota"]) == ("already-refunded", 0, 0)


def test_without_the_whole_listing_a_missing_refund_is_not_proven():
    found = diagnose_text(failed_task() + "\n" + json.dumps(CHARGE))
    assert found["money"]["decision"] == "needs-evidence"
    assert found["verdict"]["certainty"] != "confirmed"


def test_duration_seven():
    found = diagnose_text(task(duration=7))
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("request.invalid-value", "confirmed")
    violation = next(one for one in found["violations"] if one["severity"] == "error")
    assert (violation["pointer"], violation["kind"], violation["found"], violation["allowed"]) == (
        "/duration", "value", 7, [6, 10],
    )  # fmt: skip
    assert found["fix"]["request"]["body"]["json"]["duration"] in (6, 10)
    assert "duration" in found["reply"]["zh"]


def test_the_guides_own_example_body_is_at_fault():
    found = diagnose_text(GUIDE_BODY)
    assert found["verdict"]["cause"] == "request.missing-parameter"
    kinds = {
        (one["pointer"], one["kind"], one["expected_pointer"])
        for one in found["violations"]
        if one["severity"] == "error"
    }
    assert ("/input/prompt", "misplaced", "/prompt") in kinds
    assert any(pointer == "/input/duration" and kind == "value" for pointer, kind, _ in kinds)
    assert not any(kind in ("missing", "unknown") for _, kind, _ in kinds)
    assert "guide" in (found["reply"]["en"] + found["verdict"]["why"]["en"]).lower()


def test_without_a_prompt():
    found = diagnose_text(task(prompt=None))
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("request.missing-parameter", "confirmed")
    assert any(one["pointer"] == "/prompt" and one["kind"] == "missing" for one in found["violations"])


def test_a_wrong_type():
    found = diagnose_text(task(duration="6"))
    assert found["verdict"]["cause"] == "request.invalid-type"
    assert found["fix"]["request"]["body"]["json"]["duration"] == 6


def test_other_case_is_a_warning_only():
    found = diagnose_text(task(resolution="720p"))
    assert [(one["pointer"], one["severity"]) for one in found["violations"]] == [("/resolution", "warning")]
    assert found["verdict"]["certainty"] == "undetermined"


@pytest.mark.parametrize(
    ("text", "causes", "after"),
    [
        ('HTTP 401 {"error":{"code":401,"message":"Invalid token","type":"authentication_error"}}',
         {"auth.invalid-key", "auth.missing-credentials"}, "fix"),
        ('HTTP 429 {"error":{"code":"rate_limit_exceeded","message":"Rate limit exceeded"}}',
         {"rate.gateway-limit", "rate.upstream-limit"}, "backoff"),
        ('HTTP 500 {"error":{"code":"internal_error","message":"Internal error","type":"internal_error"}}',
         {"upstream.error"}, "backoff"),
        ('HTTP 400 {"error":{"code":"invalid_request_error","message":"prompt is required"}}',
         {"request.missing-parameter"}, "fix"),
    ],
    ids=["401", "429", "500", "400"],
)  # fmt: skip
def test_the_four_errors_of_the_seed_have_their_retry_strategy(text, causes, after):
    found = diagnose_text(text)
    assert found["verdict"]["cause"] in causes
    strategy = found["fix"]["retry"]["strategy"]
    assert strategy["after"] == after
    if "429" in text:
        assert strategy["delays_s"] == [1, 2, 4]
        assert strategy["jitter"]
        assert strategy["honour_retry_after"]
    if "500" in text:
        assert strategy["attempts"] in (2, 3)
        assert "request_id" in strategy["collect"]
        assert strategy["escalate"]["en"]
        assert strategy["escalate"]["zh"]
