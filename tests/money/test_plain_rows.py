"""The fast reading of plain rows says what the readers and the formulas say, or nothing at all."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from supportdesk.money.plain_rows import WANTED, PlainReader
from supportdesk.money.price_list import PriceList, price_list_of
from supportdesk.reading.evidence import Piece
from supportdesk.reading.large_cells import piece_of
from supportdesk.source import Span
from supportdesk.value import Value

PLACE = Span(0, 1, 1)
RATIOS = (0, 0.0, 1, 0.5, 0.3, 1.25, 0.075, 2, 3.7, 0.1, 15, -1, None, 1e-7)
OTHER = ("model_ratio", "completion_ratio", "group_ratio", "user_group_ratio", "cache_ratio")


TEXTS = ("", "", "", "操作 generate", "操作 generate, 计算参数：seconds: 8.00",
         "模型倍率 1.25，补全倍率 4.00，分组倍率 1.00", "大小 1024x1024, 品质 standard, 生成数量 2")  # fmt: skip


def drawn(chance: random.Random) -> dict[str, Any]:
    """Return an invented row: mostly plain, sometimes with something to interpret."""
    other: dict[str, Any] = {name: chance.choice(RATIOS) for name in OTHER if chance.random() < 0.9}
    if chance.random() < 0.8:
        other["model_price"] = chance.choice((-1, -1, -1, 0, 0.04, 0.3, 0.09))
    if chance.random() < 0.6:
        other["cache_tokens"] = chance.choice((0, 10, 999, 5000))
    if chance.random() < 0.2:
        other["is_task"] = chance.choice((True, True, False))
    if chance.random() < 0.1:
        other[chance.choice(("task_id", "web_search", "claude", "audio", "reason", "seconds"))] = chance.choice(
            ("x", True, 8)
        )
    row: dict[str, Any] = {
        "id": 5, "user_id": chance.choice((0, 7, "", None)),
        "created_at": chance.choice((1750000000, 0, 1750000000123)),
        "type": chance.choice((2, 2, 2, 2, 6, 6, 4)), "model_name": chance.choice(("gpt-x", "sora-2", " a", "")),
        "quota": chance.choice((0, 1, 500, 12345, 150000, 1200000)),
        "prompt_tokens": chance.choice((0, 1, 1200, 99999)),
        "completion_tokens": chance.choice((0, 1, 300)), "use_time": 3, "channel_id": chance.choice((0, 3)),
        "group": chance.choice(("default", "vip", "")), "request_id": chance.choice(("r-1", "")),
        "content": chance.choice(TEXTS),
        "other": json.dumps(other) if chance.random() < 0.95 else "",
    }  # fmt: skip
    return row


def read(row: dict[str, Any], prices: PriceList, *, texts: bool) -> tuple[Any, dict[str, Any], int | None]:
    """Return the plain reading of a row, the readers' facts, and the expected amount by the formulas."""
    cells = {name: "" if cell is None else str(cell) for name, cell in row.items()} if texts else row
    plain = PlainReader(prices).read([cells.get(name) for name in WANTED])
    piece = piece_of("log_rows", cells, PLACE, texts=texts)
    facts: dict[str, Any] = {one.fact: one.value for one in reversed(piece.readings)}
    charge = prices.expect(facts)
    return plain, facts, None if charge is None else charge.quota


LIST = {"data": [{"model_name": "gpt-x", "quota_type": 0, "model_ratio": 2, "completion_ratio": 3, "cache_ratio": 0.5}],
        "group_ratio": {"vip": 0.5, "default": 1}}  # fmt: skip


@pytest.mark.parametrize("texts", [True, False])
@pytest.mark.parametrize("listed", [True, False])
def test_plain_rows_are_what_the_readers_and_the_formulas_say(texts, listed):
    piece = Piece("price_list", "answer", PLACE, body=Value.of(LIST))
    prices = price_list_of([piece] if listed else [])
    chance, taken, amounts = random.Random(11), 0, 0
    for _ in range(4000):
        row = drawn(chance)
        plain, facts, expected = read(row, prices, texts=texts)
        if plain is None:
            continue
        taken += 1
        amounts += expected is not None
        told = {"occurred_at": plain.at, "quota": plain.quota, "model": plain.model, "user_id": plain.user,
                "channel_id": plain.channel, "request_id": plain.request, "task_id": plain.task}  # fmt: skip
        assert told == {name: facts.get(name) for name in told}, row
        assert facts["log_type"] == ("refund" if plain.refund else "consume")
        assert plain.expected == expected, row
        if plain.facts:
            kept = json.loads(plain.facts)
            assert {name: facts.get(name) for name in kept} == kept, row
    assert taken > 250
    assert amounts > 100


@pytest.mark.parametrize(
    "change",
    [{"quota": "-5"}, {"quota": ""}, {"quota": "1_000"}, {"quota": "٣"},
     {"created_at": "2025-06-15 10:00:00"}, {"type": "消费"}, {"type": "4"}, {"other": "{broken"},
     {"other": '{"model_ratio": "2"}'}, {"other": '{"tool_surcharges": [{"price": 10}]}'},
     {"other": '{"admin_info": {"task_id": "x"}}'}, {"model_name": " padded"}, {"quota": "9" * 30},
     {"other": '{"model_ratio": 1e30, "completion_ratio": 1, "group_ratio": 1, "model_price": -1}'}],
)  # fmt: skip
def test_a_row_that_leaves_something_to_interpret_is_the_readers(change):
    row = {
        "type": "2",
        "created_at": "1750000000",
        "quota": "5",
        "prompt_tokens": "3",
        "completion_tokens": "2",
    } | change
    assert PlainReader(PriceList()).read([row.get(name, "") for name in WANTED]) is None
