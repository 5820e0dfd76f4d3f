"""Settings in a paste."""

from __future__ import annotations

import pytest

from tests.reading.samples import pieces, values


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("OPENAI_BASE_URL=https://gw.example.com/v1", "base_url", "https://gw.example.com/v1"),
        ("export OPENAI_API_BASE=https://gw.example.com/v1/", "base_url", "https://gw.example.com/v1/"),
        ("基础设置:\n  baseURL: 'https://gw.example.com'", "base_url", "https://gw.example.com"),
        (
            'openai_base_url = "https://gw.example.com/v1/chat/completions"',
            "base_url",
            "https://gw.example.com/v1/chat/completions",
        ),
        ("当前 Base URL: https://gw.example.com/ (来源: settings)", "base_url", "https://gw.example.com/"),
        ("渠道填的 https://gw.example.com/openai 这种地址", "base_url", "https://gw.example.com/openai"),
        ("Config baseUrl: https://<name>.example.com/openai/v1/", "base_url", "https://<name>.example.com/openai/v1/"),
        ('{"api_base": "https://gw.example.com/v1", "model": "m-1"}', "model", "m-1"),
        ("Provider: x  Model: m-2.5", "model", "m-2.5"),
        ("HTTPS_PROXY=http://127.0.0.1:7890", "proxy_url_set", True),
        ("https_proxy=", "proxy_url_set", None),
        ("timeout: 30", "timeout_s", 30),
        ("request_timeout_ms=15000", "timeout_s", 15.0),
        ("max_retries = 4", "retries", 4),
        ("- name: AZURE_OPENAI_API_VER\n  value: 2023-05-15", "api_version", "2023-05-15"),
    ],
)
def test_settings_lines(text: str, fact: str, value: object) -> None:
    found = values(text, fact)
    assert (found[0] if found else None) == value


def test_a_setting_is_a_config_piece_of_the_customers_own_text() -> None:
    (piece,) = pieces("OPENAI_BASE_URL=https://gw.example.com/v1", "config")
    assert piece.origin == "code"
