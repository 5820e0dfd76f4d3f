"""Linking without ids (gateway.md 3): ranked candidates with what agrees, and whether they can be told apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.money.linking import Candidate, find_loose, linked_by, rank
from supportdesk.source import Span

T0 = 1776254400
WORK: dict[str, Any] = {"user_id": 17, "model": "sora-2", "channel_id": 12, "group": "default"}


class Row:
    """A table row as relating makes it: values, spans, link."""

    def __init__(self, link: str, **values: Any) -> None:
        self.link = link
        self.values = values
        self.spans = {"quota": [Span(0, 10, 17)]}


def charge(link: str, quota: int = 1_200_000, at: int = T0, **more: Any) -> Row:
    return Row(link, **{**WORK, "log_type": "consume", "quota": quota, "occurred_at": at, **more})


def refund(link: str, quota: int = 1_200_000, at: int = T0 + 300, **more: Any) -> Row:
    return Row(link, **{**WORK, "log_type": "refund", "quota": quota, "occurred_at": at, "task_id": "task_1", **more})


def task(link: str, at: int = T0, **more: Any) -> Row:
    return Row(link, **{**WORK, "quota": 1_200_000, "submitted_at": at, "task_id": "task_1", **more})


def test_what_shares_a_link_with_a_charge_is_not_loose() -> None:
    assert find_loose([charge("a"), refund("a")], [task("a")]) == []


def test_candidates_are_ranked_by_what_agrees() -> None:
    rows = [charge("far", at=T0 - 3000), charge("other", quota=1_500_000, at=T0), charge("own", at=T0 - 200)]
    (loose,) = find_loose([*rows, refund("r")], [])
    assert [(one.row.link, one.seconds) for one in loose.candidates] == [("own", 500), ("far", 3300), ("other", 300)]
    assert loose.candidates[0].agrees == ("user", "model", "channel", "group", "amount", "time")
    assert loose.candidates[2].differs == ("amount",)
    assert loose.ambiguous  # both of 1,200,000 may be it: a refund's time tells no more than that it came later


def test_one_charge_of_the_amount_is_not_ambiguous() -> None:
    rows = [charge("other", quota=1_500_000), charge("own")]
    (loose,) = find_loose([*rows, refund("r")], [])
    assert (loose.candidates[0].row.link, loose.ambiguous) == ("own", False)


def test_equal_parallel_submits_are_ambiguous_and_a_later_one_is_not() -> None:
    twins = [charge("a", at=T0 + 1), charge("b", at=T0 + 3)]
    (loose,) = find_loose(twins, [task("t")])
    assert (loose.kind, loose.ambiguous, len(loose.candidates)) == ("task", True, 2)
    (loose,) = find_loose([twins[0], charge("b", at=T0 + 400)], [task("t")])
    assert (loose.ambiguous, loose.candidates[0].row.link) == (False, "a")
    assert loose.candidates[1].differs == ("time",)


@pytest.mark.parametrize(
    "row",
    [
        charge("x", user_id=18),
        charge("x", model="sora-2-pro"),
        charge("x", channel_id=13),
        charge("x", group="vip"),
        charge("x", quota=1_199_999),
        charge("x", at=T0 + 301),
        charge("x", at=T0 - 30 * 3600),
        Row("x", log_type="consume", quota=1_200_000, occurred_at=T0),
        charge("x", actual_quota=5),
        Row("x", **WORK, log_type="error"),
    ],
)
def test_what_cannot_be_the_charge_is_no_candidate(row: Row) -> None:
    ends = find_loose([row, refund("r")], [])
    assert [candidate.row.link for candidate in ends[-1].candidates if candidate.row is row] == []


def test_hidden_channels_and_missing_times_are_not_known() -> None:
    (loose,) = find_loose([charge("a", channel_id=0), refund("r", occurred_at=None)], [])
    (candidate,) = loose.candidates
    assert (candidate.agrees, candidate.differs, candidate.seconds) == (("user", "model", "group", "amount"), (), None)


def test_a_charge_with_a_refund_of_its_own_takes_no_other() -> None:
    (loose,) = find_loose([charge("a"), refund("a"), refund("r", task_id="task_2")], [])
    assert (loose.kind, loose.candidates) == ("refund", ())


def test_a_charge_that_names_another_task_is_not_the_task_s() -> None:
    (loose,) = find_loose([charge("a", task_id="task_9")], [task("t")])
    assert loose.candidates == ()


def test_a_record_set_to_0_says_nothing_of_the_amount() -> None:
    (loose,) = find_loose([charge("a")], [task("t", quota=0)])
    assert "amount" not in (*loose.candidates[0].agrees, *loose.candidates[0].differs)


def test_a_settlement_is_compared_by_what_was_taken_before() -> None:
    settled = refund("s", quota=171_774, pre_consumed_quota=304_347, actual_quota=132_573)
    (loose,) = find_loose([charge("a", quota=304_347), charge("b"), settled], [])
    assert loose.kind == "settle"
    assert [(one.row.link, "amount" in one.agrees) for one in loose.candidates] == [("a", True), ("b", False)]


def test_what_links_two_rows_without_an_id() -> None:
    assert linked_by(task("a"), charge("a", at=T0 + 2)) == ("user", "model", "channel", "group", "amount", "time")
    assert linked_by(task("a"), charge("a", task_id="task_1")) is None


def test_the_shape_of_a_loose_end() -> None:
    (loose,) = find_loose([charge("a", request_id="20260415"), refund("r")], [])
    assert loose.to_dict() == {
        "kind": "refund", "task_id": "task_1", "quota": 1_200_000, "at": T0 + 300, "span": Span(0, 10, 17),
        "ambiguous": False,
        "candidates": [
            {"request_id": "20260415", "quota": 1_200_000, "at": T0, "differs": [], "seconds": 300,
             "agrees": ["user", "model", "channel", "group", "amount", "time"], "span": Span(0, 10, 17)},
        ],
    }  # fmt: skip


some = st.sampled_from([None, 0, 1, 2])
rows = st.builds(
    lambda user, model, quota, at: charge("c", quota, at, user_id=user, model=model),
    some, some, st.integers(0, 3), st.integers(T0 - 50, T0 + 50),
)  # fmt: skip


@given(st.lists(rows, max_size=8), some, st.integers(0, 3), st.sampled_from(["refund", "task"]))
def test_the_ranking_never_puts_less_agreement_first(
    charges: list[Row], user: int | None, quota: int, kind: str
) -> None:
    end = refund("r", quota, T0, user_id=user) if kind == "refund" else task("t", T0, quota=quota, user_id=user)
    loose = rank(kind, end, charges)

    def worth(candidate: Candidate) -> tuple[int, int]:
        return len(candidate.agrees), -len(candidate.differs)

    order = [worth(candidate) for candidate in loose.candidates]
    assert order == sorted(order, reverse=True)
    assert loose.ambiguous is (len(order) > 1 and order[0] == order[1])
    for candidate in loose.candidates:
        assert not set(candidate.agrees) & set(candidate.differs)
        assert set(candidate.differs) <= {"amount", "time"}
