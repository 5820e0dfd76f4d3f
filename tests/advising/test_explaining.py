"""Verdicts on a request's own fields: every field with its value, what is allowed and its line, in both languages."""

from __future__ import annotations

from supportdesk import diagnose_text

SENT = """curl https://toapis.com/v1/videos/generations -H "Authorization: Bearer sk-fakefakefakefake" \\
 -H "Content-Type: application/json" -d '{{
 "model": "{model}",
{rest}}}'"""


def why(model: str, *lines: str) -> dict[str, str]:
    told: dict[str, str] = diagnose_text(SENT.format(model=model, rest=",\n".join(lines)))["verdict"]["why"]
    return told


def test_one_value_is_named_with_what_is_allowed_and_its_line() -> None:
    assert why("gemini_omni", '"prompt": "sea"', '"duration": 7') == {
        "en": "The request does not fit the documentation of gemini_omni: duration must be 6 or 10, found 7 (line 5).",
        "zh": "请求与 gemini_omni 的文档不符：duration 只能是 6 或 10，实际为 7（第 5 行）。",
    }


def test_the_verdicts_own_field_comes_first_and_three_are_told() -> None:
    told = why("kling-v3", '"duration": "50"', '"mode": "ultra"', '"audio": "yes"')
    assert told["en"].startswith("The request does not fit the documentation of kling-v3: prompt is required")
    assert 'duration must be an integer, found "50" (line 4)' in told["en"]
    assert 'mode must be "std" or "pro", found "ultra" (line 5)' in told["en"]
    assert told["en"].endswith("and 1 more.")
    assert "audio" not in told["en"]
    assert told["zh"].endswith("另有 1 处。")


def test_the_guides_fault_follows_the_customers() -> None:
    told = why("gemini_omni", '"input": {"prompt": "sea", "duration": 5}')
    assert "belongs at the top level, as prompt (line 4)" in told["en"]
    assert "guide" in told["en"]
    assert "。模型指南" in told["zh"]


def test_a_field_that_the_answer_names_is_told_so() -> None:
    sent = SENT.format(model="gemini_omni", rest='"prompt": "sea",\n"fps": 30')
    answer = (
        '\n\n{"error":{"message":"Unknown parameter: fps","type":"invalid_request_error","code":"unknown_parameter"}}'
    )
    verdict = diagnose_text(sent + answer)["verdict"]
    assert verdict["cause"] == "request.unsupported-parameter"
    assert "fps is not documented for this model at toapis, and the answer names it (line 5)" in verdict["why"]["en"]


def test_a_reply_says_what_was_left_out_and_why() -> None:
    reply = diagnose_text(SENT.format(model="kling-v3", rest='"prompt": "sea",\n"mode": "ultra"'))["reply"]
    assert '1. Correct mode (line 5) or leave it out: mode must be "std" or "pro", found "ultra".' in reply["en"]
    assert '- mode: "ultra" is not accepted here; without it "std" holds' in reply["en"]
    assert '- mode：此处不接受 "ultra"；不填时为 "std"' in reply["zh"]
    assert reply["gate"]["passed"] is True
