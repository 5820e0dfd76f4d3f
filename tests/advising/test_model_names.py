"""The nearest name is offered where one is clearly nearest, and never for a name that is known."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text
from supportdesk.advising.model_names import distance, nearest_model
from tests.definitions.known import knowledge


@pytest.mark.parametrize(
    ("name", "gateway", "meant"),
    [
        ("gpt-5-mnii", None, "gpt-5-mini"),
        ("gpt4o", None, "gpt-4o"),
        ("claude-sonet-4-5", None, "claude-sonnet-4-5"),
        ("Gemini_Omin", "toapis", "gemini_omni"),
        ("dall-e3", None, "dall-e-3"),
        ("text-embeding-3-small", None, "text-embedding-3-small"),
        ("deepseek-chatt", None, "deepseek-chat"),
        ("kling-v2.6", "toapis", "kling-v2-6"),
        ("sora_2", None, "sora-2"),
    ],
)
def test_a_misspelt_name_gets_the_one_that_was_meant(name: str, gateway: str | None, meant: str) -> None:
    assert nearest_model(knowledge(), name, gateway) == meant


@pytest.mark.parametrize(
    "name",
    [
        "gpt-4o",
        "GPT-4o",
        "openai/gpt-4o",
        "gpt-4.2",
        "gpt-5.9",
        "gpt-6",
        "my-own-model",
        "x",
        "",
        "o5",
        "a" * 5_000,
        "claude-3-opus",
        "veo3.1",
    ],
)
def test_a_known_name_and_one_like_no_other_stay(name: str) -> None:
    assert nearest_model(knowledge(), name, None) is None
    assert nearest_model(knowledge(), name, "toapis") is None


def test_every_name_that_a_gateway_documents_stays() -> None:
    for row in knowledge().requests:
        for name in row["names"]:
            assert nearest_model(knowledge(), name, row["gateway"]) is None


def test_another_version_is_no_typing_error() -> None:
    assert distance("gpt-5.4", "gpt-5.5", 9) == 3
    assert distance("kling-v2.6", "kling-v2-6", 9) == 0.5
    assert distance("mnii", "mini", 9) == 1


def test_the_name_is_offered_where_no_request_is_shown() -> None:
    fix = diagnose_text(
        '{"error":{"message":"The model `gpt-4o-minii` does not exist or you do not have access to it.",'
        '"type":"invalid_request_error","param":null,"code":"model_not_found"}}'
    )["fix"]
    assert "gpt-4o-mini is the nearest" in fix["steps"]["en"][0]
    assert "gpt-4o-mini" in fix["steps"]["zh"][0]
    assert (fix["request"], fix["patch"]) == (None, "")
