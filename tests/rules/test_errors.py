"""Every row of rules/errors has a source and is found by what it describes, and by nothing that only looks like it."""

from __future__ import annotations

import re
import time

import pytest
import yaml

from supportdesk.vocabulary import GENERIC, match_error
from tests.rules.error_rows import filled, kinds, knowledge, rows, rules_dir, status, wordings

LAYERS = {"client", "proxy", "cdn", "gateway", "next_gateway", "upstream"}


def found(
    message: str | None, code: object = None, kind: object = None, http: int | None = None, system: str | None = None
):
    return [match.kind for match in match_error(knowledge(), message, code, kind, http, system)]


def test_every_row_names_its_source() -> None:
    for row in rows():
        source = row["source"]
        assert source.startswith("https://") or re.match(r"(gateway|toapis)\.md ", source), row["id"]


def test_ids_are_unique_and_layers_known() -> None:
    assert len({row["id"] for row in rows()}) == len(rows())
    assert {row["layer"] for row in rows()} <= LAYERS


def test_every_kind_has_a_meaning_in_both_languages() -> None:
    named = yaml.safe_load((rules_dir() / "error_kinds.yaml").read_text(encoding="utf-8"))
    used = {kind for row in rows() for kind in kinds(row)}
    assert used == set(named)
    for name, entry in named.items():
        assert set(entry["meaning"]) == {"en", "zh"}, name
        assert entry["who"] in ("customer", "operator", None), name


def test_every_wording_is_found_with_its_slots_filled_and_filled_otherwise() -> None:
    for row in rows():
        for wording in wordings(row):
            for suffix in ("", "-2b"):
                message = filled(wording, suffix)
                got = found(message, row.get("code"), row.get("type"), status(row), row["system"])
                if row["system"] == GENERIC:
                    assert got, (row["id"], message)  # a system's own words may go first
                else:
                    assert set(kinds(row)) <= set(got), (row["id"], message, got)


def test_a_systems_own_words_and_codes_go_before_generic_ones() -> None:
    assert found("The model is overloaded. Please try again later.") == ["upstream_overloaded"]
    assert found("Request failed: the value is invalid", "context_length_exceeded", None, 400) == ["context_too_long"]
    match = match_error(knowledge(), "the field colour is required here", None, None, None)[0]
    assert (match.kind, match.system) == ("parameter_missing", GENERIC)


def test_every_row_without_words_is_found_by_its_code_type_or_status() -> None:
    for row in rows():
        if not wordings(row):
            got = found(None, row.get("code"), row.get("type"), status(row), row["system"])
            assert set(kinds(row)) <= set(got), (row["id"], got)


def test_signs_spaces_quotes_and_case_do_not_matter() -> None:
    assert found("用户额度不足，  剩余额度：＄0.10") == ["balance_exhausted"]
    assert found("用户额度不足, 剩余额度: $0.10") == ["balance_exhausted"]
    assert found("THE MODEL 'zeta-7' DOES NOT   EXIST") == ["model_not_found"]
    assert found('The model \\"zeta-7\\" does not exist') == ["model_not_found"]


@pytest.mark.parametrize(
    "message",
    [
        "invalid api type: -1",
        "invalid apitype: -1",
        "Invalid API Type：-1",
        "invalid api_type: -1",
        "invalid  api type:-1 (request id: 20261)",
        "invalid api-type: -1",
        "invalid api type -1",
        "invalid api type = -1",
        "invalid api type: \u22121",
        "invalid apitype: \u20131",
        "Invalid API Type\uff1a\uff0d1",
        "无效的 api 类型：\u22121",
    ],
)
def test_every_spelling_of_the_unmapped_api_type(message: str) -> None:
    assert found(message) == ["api_type_unmapped"]


@pytest.mark.parametrize("number", ["7", "-12", "10", "1", "61"])
def test_another_api_type_is_another_kind(number: str) -> None:
    assert found(f"invalid api type: {number}") == ["api_type_unserved"]
    assert found(f"invalid api-type: {number}".replace("-1", "\u22121")) == ["api_type_unserved"]


@pytest.mark.parametrize(
    "message",
    [
        "valid api type: minus one",
        "the token was counted",
        "this model is a good one",
        "the user found the page helpful",
        "额度充足，请放心使用",
        "A picture of a lighthouse that was not found on any map",
    ],
)
def test_near_misses_mean_nothing(message: str) -> None:
    assert found(message) == []


def test_one_message_may_have_several_kinds() -> None:
    assert len(found("无效的令牌")) > 1
    assert set(found("当前分组 vip 下对于模型 zeta-7 无可用渠道")) == {"model_unknown", "no_channel"}


def test_slots_are_the_customers_words() -> None:
    match = match_error(knowledge(), "分组 vip 下模型 zeta-7-mini 无可用渠道（distributor）", None, None, 503)[0]
    assert match.slots == {"group": "vip", "model": "zeta-7-mini"}
    match = match_error(knowledge(), "field prompt is required (request id: 2026)", None, None, 400)[0]
    assert match.kind == "parameter_missing"


def test_a_short_wording_inside_a_sentence_proves_nothing() -> None:
    assert found("Not Found", None, None, 404, None) == ["path_bare"]
    assert found("Lines that were not found in the first chapter are listed in the second one", None, None, None) == []


def test_a_number_is_no_code_of_another_provider() -> None:
    assert found(None, "1102", None, 429) == ["provider_balance_exhausted"]
    assert "provider_balance_exhausted" not in found(None, "1102", None, 200)


def test_the_called_system_goes_first() -> None:
    assert found(None, "rate_limit_exceeded", None, 429, "toapis") == ["gateway_rate_limited"]
    assert found(None, "rate_limit_exceeded", None, 429, "openai") == ["provider_rate_limited"]


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "model " * 40_000, "invalid api type: " * 10_000, "分组" * 100_000, "]" * 200_000]
)
def test_a_hostile_message_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    match_error(knowledge(), text, None, None, None)
    assert time.perf_counter() - start < 0.5
