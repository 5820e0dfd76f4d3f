"""Keys of charges: the same for one charge however it is told, different for two; refunds are advised once."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.advising.charge_keys import Charge, Earlier, identify_charges, join_keys
from supportdesk.advising.refund import advise_money
from supportdesk.diagnosing import diagnose
from supportdesk.money.ledger import build_ledger
from supportdesk.relating.tables import Row, Tables
from supportdesk.source import Source
from tests.advising.test_refund import T0, TOKENS, Knowledge, charge, failed, refund, row
from tests.money.equations import holds

TASK = "task_Vq3nT8xYb2LkR5nW9sZpC4dJf7HgA1eU"
REQUEST = "202604151200001234567AbCdEfGhIj"


def of(entries: list[Row], tasks: list[Row] = [], calls: list[Row] = []) -> list[Charge]:  # noqa: B006 - never changed
    tables = Tables(list(calls), entries, list(tasks), row("ticket"))
    return identify_charges(build_ledger(entries, list(tasks)), tables)


def test_the_tasks_id_and_the_charges_request_make_the_keys() -> None:
    (one,) = of([charge(100, request_id=REQUEST, model="sora-2")], [failed(task_id=TASK)])
    assert one.keys == (f"task:{TASK}", f"request:{REQUEST}")
    assert (one.named, one.model, one.quota, one.at) == (True, "sora-2", 100, T0)
    assert one.idempotency_key == f"refund:task:{TASK}"


def test_a_refunds_own_random_request_id_is_no_key() -> None:
    (one,) = of([charge(100, task_id=TASK), refund(100, task_id=TASK, request_id="202604151205009876543ZyXwVuTsRq")])
    assert one.keys == (f"task:{TASK}",)


def test_the_key_is_not_of_the_case_its_order_or_what_else_was_pasted() -> None:
    other = charge(7, link="L2", request_id="other", at=T0 + 50)
    alone = of([charge(100, request_id=REQUEST)])[0]
    beside = of([other, charge(100, request_id=REQUEST)])[0]
    assert alone.idempotency_key == beside.idempotency_key == f"refund:request:{REQUEST}"


@pytest.mark.parametrize("cut", ["task_01KV…8MR", "task_01KV...8MR", "task_01KV***8MR", "task_01KV•••8MR"])
def test_an_id_that_is_shown_in_part_is_no_key(cut: str) -> None:
    (one,) = of([charge(100, task_id=cut, model="sora-2")])
    assert one.keys == (f"charge::sora-2:{T0}:100",)
    assert not one.named


def test_without_ids_user_model_second_and_amount_are_the_key_and_equal_ones_are_numbered() -> None:
    rows = [charge(100, link=f"L{n}", model="sora-2", user_id=17) for n in range(2)]
    assert [one.keys for one in of(rows)] == [(f"charge:17:sora-2:{T0}:100",), (f"charge:17:sora-2:{T0}:100:2",)]
    changed = charge(101, model="sora-2", user_id=17)
    assert of([changed])[0].keys != of(rows)[0].keys


def test_a_charge_that_nothing_identifies_has_no_key() -> None:
    (one,) = of([row("L1", log_type="consume", quota=5)])
    assert (one.keys, one.idempotency_key) == ((), None)


def test_a_short_id_is_its_gateways_alone() -> None:
    call = row("L1", gateway="toapis")
    (short,) = of([charge(5, task_id="1745678901234567")], [], [call])
    (long,) = of([charge(5, task_id=TASK)], [], [call])
    assert short.idempotency_key == "refund:toapis:task:1745678901234567"
    assert long.idempotency_key == f"refund:task:{TASK}"


@pytest.mark.parametrize("hostile", ["a b\n", "x" * 5000, "[@click=app.quit]", "\u202e\x1b[31m", "任务1"])
def test_a_key_is_one_plain_word(hostile: str) -> None:
    (one,) = of([charge(5, task_id=hostile)])
    assert one.idempotency_key is not None
    assert one.idempotency_key.isascii()
    assert (
        one.idempotency_key.replace("%", "")
        .replace(":", "")
        .replace(".", "")
        .replace("_", "")
        .replace("-", "")
        .isalnum()
    )
    assert len(one.idempotency_key) < 200


def test_a_refund_of_several_charges_has_one_key_whatever_their_order() -> None:
    assert join_keys(["b", "a"], 0) == join_keys(["a", "b"], 0) != join_keys(["a", "c"], 0)
    assert join_keys([], 0) is None
    assert join_keys(["refund:task:x"], 500) == "refund:task:x:500"


def advised(before: list[Earlier], entries: list[Row], tasks: list[Row], key: str) -> dict[str, Any]:
    tables = Tables([], entries, tasks, row("ticket"))
    money = advise_money(tables, {"id": "r", "refund": key}, "confirmed", Knowledge, advised=lambda _charge: before)
    assert all(holds(line) for line in money["lines"]), money["lines"]
    return money


FAILED = [charge(1_200_000, task_id=TASK)], [failed(task_id=TASK, covered=True)], "failed-unrefunded"


def test_a_refund_that_another_case_advises_is_not_advised_again() -> None:
    money = advised([Earlier(3, 1_200_000, False, True)], *FAILED)
    assert (money["decision"], money["refund_quota"], money["refund_usd"]) == ("already-refunded", 0, "0.000000")
    assert money["reason"] == Knowledge.refunds["reasons"]["already-advised"]
    assert money["earlier"] == [{"case": 3, "quota": 1_200_000, "decided": False, "certain": True}]
    assert money["lines"][-1] == "1200000 - 1200000 = 0"
    assert money["idempotency_key"] == f"refund:task:{TASK}"


def test_what_is_left_goes_back_under_a_key_of_its_own() -> None:
    money = advised([Earlier(3, 500_000, True, True)], *FAILED)
    assert (money["decision"], money["refund_quota"]) == ("partial", 700_000)
    assert money["lines"][-2:] == ["1200000 - 500000 = 700000", "700000 / 500000 = 1.4"]
    assert money["idempotency_key"] == f"refund:task:{TASK}:500000"


def test_a_charge_that_may_be_another_one_is_told_and_takes_nothing_away() -> None:
    money = advised([Earlier(3, 1_200_000, False, False)], *FAILED)
    assert (money["decision"], money["refund_quota"], len(money["earlier"])) == ("refund", 1_200_000, 1)


def test_a_refusal_of_another_case_is_told() -> None:
    money = advised([Earlier(3, 0, True, True)], *FAILED)
    assert (money["decision"], money["earlier"][0]["quota"]) == ("refund", 0)


def test_shares_of_several_charges_sum_to_the_refund() -> None:
    entries = [charge(100, link="L1", task_id="a1"), charge(40, link="L2", task_id="a2", at=T0 + 5)]
    tasks = [failed("L1", task_id="a1", covered=True), failed("L2", task_id="a2", covered=True)]
    money = advised([], entries, tasks, "failed-unrefunded")
    assert [account["refund_quota"] for account in money["ledger"]] == [100, 40]
    assert money["refund_quota"] == 140


def test_a_charge_below_its_price_takes_from_the_share_of_another() -> None:
    entries = [charge(3000, link="L1", request_id="r1", **TOKENS), charge(2300, link="L2", request_id="r2", **TOKENS)]
    money = advised([], entries, [], "price-mismatch")
    assert (money["refund_quota"], [account["refund_quota"] for account in money["ledger"]]) == (500, [500, 0])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000))
def test_shares_sum_to_the_refund_and_no_refund_is_above_the_net(seed: int) -> None:
    chance = random.Random(seed)
    entries, tasks = [], []
    for number in range(chance.randrange(1, 6)):
        link, quota = f"L{number}", chance.choice((2400, 3000, 500, 1_200_000))
        more = TOKENS if chance.random() < 0.5 else {}
        entries += [charge(quota, link=link, at=T0 + number, request_id=f"r{number}", **more)
                    for _ in range(chance.choice((1, 1, 2)))]  # fmt: skip
        if chance.random() < 0.3:
            entries.append(refund(chance.randrange(1, quota + 1), link=link))
        if chance.random() < 0.3:
            tasks.append(failed(link, task_id=f"t{number}", covered=chance.random() < 0.8))
    key = chance.choice(["failed-unrefunded", "duplicate", "price-mismatch", "usage-error", "correct-charge"])
    before = [Earlier(1, chance.randrange(1, 3000), True, True)] if chance.random() < 0.5 else []
    money = advised(before, entries, tasks, key)
    if money["refund_quota"] is None:
        assert all(account["refund_quota"] is None for account in money["ledger"])
        return
    assert sum(account["refund_quota"] for account in money["ledger"]) == money["refund_quota"]
    assert 0 <= money["refund_quota"] <= sum(max(0, account["net_quota"]) for account in money["ledger"])
    assert (money["idempotency_key"] is not None) >= bool(money["refund_quota"])


def test_one_failed_task_as_record_and_rows_and_as_rows_alone_shares_a_key() -> None:
    other = {"is_task": True, "task_id": TASK, "model_price": 0.3}
    consume = {"id": 4000, "created_at": T0, "type": 2, "model_name": "sora-2", "quota": 1_200_000, "user_id": 3,
               "prompt_tokens": 0, "completion_tokens": 0, "request_id": REQUEST,
               "other": json.dumps(other)}  # fmt: skip
    record = {"task_id": TASK, "status": "FAILURE", "fail_reason": "x", "submit_time": T0, "finish_time": T0 + 60,
              "quota": 1_200_000, "progress": "100%", "properties": {"origin_model_name": "sora-2"}}  # fmt: skip
    texts = [json.dumps(consume), json.dumps(record) + "\n" + json.dumps(consume), json.dumps([{**consume, "id": 1}])]
    found = [diagnose([Source(text)], now=T0 + 90_000).to_dict()["money"]["ledger"] for text in texts]
    assert {ledger[0]["idempotency_key"] for ledger in found} == {f"refund:task:{TASK}"}
