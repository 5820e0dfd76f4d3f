from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportdesk.money.ledger import Account, build_ledger
from supportdesk.source import Span

T0 = 1776254400


class Row:
    """A table row as relating makes it: values, spans, link."""

    def __init__(self, link: str, **values: Any) -> None:
        self.link = link
        self.values = values
        self.spans = {"quota": [Span(0, 10, 17)]}


def charge(quota: int, at: int = T0, link: str = "L1", **more: Any) -> Row:
    return Row(link, log_type="consume", quota=quota, occurred_at=at, **more)


def refund(quota: int, at: int = T0 + 300, link: str = "L1", **more: Any) -> Row:
    return Row(link, log_type="refund", quota=quota, occurred_at=at, **more)


def failed(link: str = "L1", **more: Any) -> Row:
    return Row(link, task_id="task_1", task_status="failure", submitted_at=T0, finished_at=T0 + 290, **more)


def one(entries: list[Row], tasks: list[Row]) -> Account:
    (account,) = build_ledger(entries, tasks)
    return account


def test_entries_are_in_time_order_and_carry_their_sign_and_place() -> None:
    account = one([refund(1_200_000), charge(1_200_000)], [failed(covered=True)])
    assert account.to_dict() == {
        "task_id": "task_1",
        "request_id": None,
        "entries": [
            {"kind": "charge", "quota": 1_200_000, "at": T0, "span": Span(0, 10, 17)},
            {"kind": "refund", "quota": -1_200_000, "at": T0 + 300, "span": Span(0, 10, 17)},
        ],
        "net_quota": 0,
        "flags": [],
        "known_cause": None,
        "known_causes_open": [],
    }


def test_a_settled_task_has_a_reserve_and_a_settlement() -> None:
    settled = refund(171_774, pre_consumed_quota=304_347, actual_quota=132_573)
    account = one([charge(304_347, is_task=True), settled], [Row("L1", task_status="success")])
    assert [entry.kind for entry in account.entries] == ["reserve", "settle"]
    assert (account.net, account.expected, account.flags) == (132_573, 132_573, [])


def test_a_settlement_that_does_not_add_up_is_a_mismatch() -> None:
    account = one([charge(304_347), refund(100, pre_consumed_quota=304_347, actual_quota=132_573)], [])
    assert account.flags == ["mismatch"]


@pytest.mark.parametrize(
    ("entries", "task", "flags"),
    [
        ([charge(100)], failed(covered=True), ["kept", "missing"]),
        ([charge(100)], failed(), []),
        ([charge(100)], failed(covered=False), []),
        ([charge(100), refund(40)], failed(covered=True), ["kept", "partial"]),
        ([charge(100), refund(100, at=T0 + 290 + 901)], failed(covered=True), ["late"]),
        ([charge(100), refund(100), refund(100)], failed(covered=True), ["doubled"]),
        ([charge(100), charge(100, at=T0 + 2)], Row("L1", task_status="success"), ["doubled"]),
        ([refund(100)], failed(), ["unlinkable"]),
        ([charge(100)], Row("L1", task_status="success"), []),
        ([charge(100)], Row("L1", task_status="in_progress"), []),
    ],
)
def test_flags(entries: list[Row], task: Row, flags: list[str]) -> None:
    assert one(entries, [task]).flags == flags


def test_a_full_refund_alone_tells_that_the_task_failed_and_a_part_does_not() -> None:
    assert one([charge(100), refund(100)], []).failed is True
    assert one([charge(100), refund(60)], []).failed is None
    assert one([charge(100), refund(60, fail_reason="gave up")], []).failed is True


def test_a_record_that_proves_its_charge_is_booked_and_another_is_not() -> None:
    account = one([], [failed(quota=1_200_000, covered=True)])
    assert (account.net, account.flags) == (1_200_000, ["kept", "missing"])
    assert build_ledger([], [failed(quota=1_200_000)]) == []
    assert one([charge(50)], [failed(quota=1_200_000, covered=True)]).net == 50


def test_of_equal_parallel_jobs_one_charge_is_the_failed_task_s_and_none_is_booked_twice() -> None:
    work = {"user_id": 17, "model": "sora-2", "channel_id": 12}
    twins = [charge(100, T0 + 1, "a", **work), charge(100, T0 + 3, "b", **work), charge(70, T0 + 2, "c", **work)]
    accounts = build_ledger(twins, [failed(quota=100, covered=True, **work)])
    assert sum(account.net for account in accounts) == 270
    own = [account for account in accounts if account.failed]
    assert [(account.net, account.flags) for account in own] == [(100, ["kept", "missing"])]
    other = build_ledger(twins[2:], [failed(quota=100, covered=True, **work)])
    assert sorted(account.net for account in other) == [70, 100]  # the record's own charge is not shown


def test_an_account_says_what_agrees_where_no_id_ties_its_rows() -> None:
    work = {"user_id": 17, "model": "sora-2", "channel_id": 12}
    shown = one([charge(100, **work), refund(100, task_id="task_1", **work)], [failed(quota=100, **work)]).to_dict()
    assert shown["linked_by"] == ["user", "model", "channel", "amount", "time"]
    named = one([charge(100, task_id="task_1", **work)], [failed(quota=100, **work)]).to_dict()
    assert "linked_by" not in named


def test_an_amount_that_cannot_be_read_is_known_to_be_missing() -> None:
    account = one([Row("L1", log_type="consume", occurred_at=T0)], [])
    assert account.unreadable
    assert account.entries == []


def test_other_rows_book_nothing() -> None:
    rows = [Row("L1", log_type=kind, quota=5) for kind in ("error", "topup", "system", "manage")]
    assert build_ledger([*rows, Row("L1", quota=5)], []) == []


booking = st.tuples(
    st.sampled_from(["consume", "refund", "error", None]), st.integers(0, 10**12), st.none() | st.integers(0, 10**9),
    st.sampled_from(["a", "b", "c"]), st.booleans(),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the health of a loaded machine is not ours
@given(st.lists(booking, max_size=20), st.lists(st.sampled_from(["success", "failure", "queued"]), max_size=3))
def test_a_ledger_always_sums_to_the_net(bookings: list[tuple[Any, ...]], statuses: list[str]) -> None:
    rows = []
    for kind, quota, at, link, settles in bookings:
        values = {"log_type": kind, "quota": quota, "occurred_at": at, "actual_quota": quota if settles else None}
        rows.append(Row(link, **{name: value for name, value in values.items() if value is not None}))
    tasks = [Row(link, task_status=status, covered=True) for link, status in zip("abc", statuses, strict=False)]
    accounts = build_ledger(rows, tasks)
    signs = {"consume": 1, "refund": -1}
    for account in accounts:
        shown = account.to_dict()
        assert sum(entry["quota"] for entry in shown["entries"]) == shown["net_quota"] == account.net
        assert account.charged - account.refunded == account.net
        times = [entry["at"] for entry in shown["entries"] if entry["at"] is not None]
        assert times == sorted(times)
    booked = sum(
        signs[row.values["log_type"]] * row.values["quota"] for row in rows if row.values.get("log_type") in signs
    )
    assert sum(account.net for account in accounts) == booked
