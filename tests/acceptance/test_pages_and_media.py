"""Pages that clients name by their content type, pictures that a gateway cannot fetch, and what is no repetition."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text


def verdict(text: str) -> tuple[str, str]:
    """Return cause and certainty of the first cause."""
    found = diagnose_text(text)["verdict"]
    return found["cause"], found["certainty"]


@pytest.mark.parametrize(
    "text",
    [
        "aiohttp.ContentTypeError: 200, message='Attempt to decode JSON with unexpected mimetype: text/html'",
        "acme.OddException: no suitable HttpMessageConverter found for response type [A] and content type [text/html]",
        "System.NotSupportedException: The response ContentType 'text/html' is not supported",
    ],
)
def test_a_page_is_known_by_the_type_that_a_client_names(text: str) -> None:
    """An answer of the type text/html is a page, whoever says so."""
    assert verdict(text)[0] == "endpoint.html-response"


@pytest.mark.parametrize("kind", ["image", "media"])
def test_a_picture_that_a_gateway_cannot_fetch_is_no_broken_network(kind: str) -> None:
    """The exception's name says connection; its words say that the address of the picture gives nothing."""
    text = f"litellm.APIConnectionError: Error: Unable to fetch {kind} from URL. Status code: 403, url=https://a.example/b.png"
    assert verdict(text)[0] == "request.media-unreachable"


def test_two_calls_alike_are_no_double_charge() -> None:
    """Who compares two calls with the same input has not been charged twice for one."""
    text = "连续两次相同的 prompt 调用 gpt-4o，第一次没有命中缓存，第二次命中了，缓存部分的单价对不上，为什么？"
    assert verdict(text)[0] != "billing.duplicate-charge"


def test_a_key_refused_behind_a_gateway_is_the_gateways() -> None:
    """A gateway answers 401 for the caller's key; 502 speaks of what is behind it."""
    assert (
        verdict('HTTP 502\n{"error": {"message": "Invalid API key", "type": "server_error"}}')[0] == "auth.upstream-key"
    )
    assert verdict('HTTP 401\n{"error": {"message": "Invalid API key", "type": "auth"}}')[0] == "auth.invalid-key"


def test_a_film_model_that_wrote_text_was_called_as_a_chat() -> None:
    """Output tokens of a film's model on the chat path: charged for words."""
    row = "2026-05-02 10:11:12 | "
    row += "消费 | 模型 doubao-seedance-1-0-pro | 提示 40 | 补全 300 | 花费 ＄0.02 | /v1/chat/completions"
    causes = [one["cause"] for one in diagnose_text(row)["causes"]]
    assert {"billing.tokens-on-media-task", "endpoint.chat-for-media"} & set(causes[:2])
