"""Pools that are empty because their upstream failed before."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

REFUSED = '{"error":{"message":"No available channel for model gpt-5.5 under group default (distributor)"}}'


@pytest.mark.parametrize(
    "text",
    [
        (
            "[ERR] 2026/11/02 - 10:00:01 | channel error (channel #7, status code: 502): bad response status code 502\n"
            "[ERR] 2026/11/02 - 10:00:04 | 分组 default 下模型 gpt-5.5 无可用渠道（distributor）"
        ),
        (
            "POST /v1/responses\n[Forward] account=9 upstream HTTP 502 Upstream service temporarily unavailable\n"
            '503 {"error":{"message":"No available accounts: no available accounts","type":"api_error"}}'
        ),
    ],
)
def test_failures_of_the_upstream_come_before_the_empty_pool(text: str) -> None:
    assert verdict(text) == ("upstream.error", "likely")


def test_an_empty_pool_alone_is_one() -> None:
    assert verdict(REFUSED)[0] == "model.no-channel"


def test_a_clients_own_word_for_the_same_answer_is_no_failure_before_it() -> None:
    told = f"AxiosError: Request failed with status code 503\n response data: {REFUSED}"
    assert verdict(told)[0] == "model.no-channel"
