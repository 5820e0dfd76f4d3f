"""The hypotheses of a disputed charge in a diagnosis."""

from __future__ import annotations

import json

from supportdesk import diagnose_text

OTHER = {"model_ratio": 1.25, "completion_ratio": 4, "cache_tokens": 1000, "cache_ratio": 0.5, "group_ratio": 0.8,
         "user_group_ratio": -1, "model_price": -1}  # fmt: skip
"""Prices of the first worked example of gateway.md 2."""


def row(quota: int) -> str:
    return json.dumps(
        {"id": 1, "created_at": 1776500000, "type": 2, "content": "", "model_name": "gpt-5-mini", "quota": quota,
         "prompt_tokens": 1200, "completion_tokens": 300, "use_time": 3, "is_stream": False, "channel": 7,
         "group": "default", "request_id": "202604180813201122334455AaSsDdFf", "other": json.dumps(OTHER)}
    )  # fmt: skip


def hypotheses(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = diagnose_text(text)["money"]["hypotheses"]
    return found


def test_a_disputed_charge_is_one_equation() -> None:
    (found,) = hypotheses(f"I was charged twice as much as I should have been.\n\n{row(3800)}")
    assert found == {
        "id": "tokens+twice", "equation": "2 * 1900 = 3800", "quota": 3800, "assumptions": 1, "fits": True,
    }  # fmt: skip


def test_a_charge_that_nothing_gives_has_its_nearest() -> None:
    (found,) = hypotheses(f"Why was I charged so much for one call? It should be less.\n\n{row(2911)}")
    assert found["fits"] is False


def test_a_ticket_about_no_charge_has_none() -> None:
    assert hypotheses("curl https://api.example.com/v1/chat/completions gives 401 Invalid token") == []
