from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from supportdesk.advising.refund import advise_money
from supportdesk.relating.tables import Row, Tables
from supportdesk.source import Span
from tests.money.equations import holds

T0 = 1776254400
POLICY = yaml.safe_load((Path(__file__).parents[2] / "rules" / "refunds.yaml").read_text(encoding="utf-8"))


class Knowledge:
    refunds: Any = POLICY


def row(link: str, **values: Any) -> Row:
    made = Row(link)
    made.values = values
    made.spans = {name: [Span(0, 0, 1)] for name in values}
    return made


def charge(quota: int, link: str = "L1", at: int = T0, **more: Any) -> Row:
    return row(link, log_type="consume", quota=quota, occurred_at=at, **more)


def refund(quota: int, link: str = "L1", **more: Any) -> Row:
    return row(link, log_type="refund", quota=quota, occurred_at=T0 + 300, **more)


def failed(link: str = "L1", **more: Any) -> Row:
    return row(link, task_status="failure", submitted_at=T0, finished_at=T0 + 290, **more)


def advise(
    entries: list[Row], tasks: list[Row] = [], key: str | None = None, certainty: str = "confirmed", **claims: Any  # noqa: B006
) -> dict[str, Any]:  # fmt: skip
    ticket = row("ticket", **claims)
    rule = None if key is None else {"id": "r", "refund": key}
    money = advise_money(Tables([], entries, list(tasks), ticket), rule, certainty, Knowledge)
    assert all(holds(line) for line in money["lines"]), money["lines"]
    assert set(money["reason"]) == {"en", "zh"}
    if money["decision"] in ("refund", "partial"):
        assert money["refund_quota"] == money["net_quota"] - money["expected_quota"] > 0
    elif money["decision"] != "needs-evidence":
        assert money["refund_quota"] == 0
    if money["ledger"] and money["net_quota"] is not None:
        assert sum(account["net_quota"] for account in money["ledger"]) == money["net_quota"]
    return money


def short(money: dict[str, Any]) -> tuple[Any, ...]:
    return money["decision"], money["charged_quota"], money["refunded_quota"], money["net_quota"], money["refund_quota"]


def test_a_failed_task_whose_charge_is_known_to_stand_goes_back_in_full() -> None:
    money = advise([charge(1_200_000)], [failed(covered=True)], "failed-unrefunded")
    assert short(money) == ("refund", 1_200_000, 0, 1_200_000, 1_200_000)
    assert money["refund_usd"] == "2.400000"
    assert money["expected_quota"] == 0
    assert money["flags"] == ["kept", "missing"]
    assert money["lines"] == ["1200000 - 0 = 1200000", "1200000 - 0 = 1200000", "1200000 / 500000 = 2.4"]


def test_where_a_refund_could_exist_outside_the_material_evidence_is_asked_for() -> None:
    money = advise([charge(1_200_000)], [failed()], "failed-unrefunded")
    assert short(money) == ("needs-evidence", 1_200_000, None, None, None)
    assert money["refund_usd"] is None
    assert money["reason"] == POLICY["reasons"]["refund-unknown"]


def test_a_refund_in_the_material_is_enough_whatever_the_cause() -> None:
    for key in (None, "already-refunded", "failed-unrefunded", "usage-error"):
        money = advise([charge(1_200_000), refund(1_200_000, fail_reason="x")], [], key)
        assert short(money) == ("already-refunded", 1_200_000, 1_200_000, 0, 0)


def test_a_part_that_came_back_leaves_the_rest() -> None:
    money = advise([charge(100), refund(40)], [failed(covered=True)], "failed-unrefunded")
    assert short(money) == ("partial", 100, 40, 60, 60)


def test_other_work_of_the_listing_is_not_in_question() -> None:
    entries = [charge(1_200_000), charge(210, link="L2", at=T0 + 9000)]
    money = advise(entries, [failed(covered=True)], "failed-unrefunded")
    assert short(money) == ("refund", 1_200_000, 0, 1_200_000, 1_200_000)
    assert len(money["ledger"]) == 1


def test_the_charge_beyond_the_first_goes_back() -> None:
    money = advise([charge(500, at=T0), charge(500, at=T0 + 1)], [], "duplicate")
    assert short(money) == ("partial", 1000, 0, 1000, 500)
    assert advise([charge(500)], [], "duplicate")["decision"] == "needs-evidence"


TOKENS: dict[str, Any] = {
    "prompt_tokens": 1200, "completion_tokens": 300, "cached_tokens": 0, "model_price": -1, "model_ratio": 1.25,
    "completion_ratio": 4, "group_ratio": 0.8,
}  # fmt: skip


@pytest.mark.parametrize(
    ("quota", "decision", "refund_quota", "reason"),
    [
        (3000, "partial", 600, "price-mismatch"),
        (2400, "none", 0, "correct-charge"),
        (2000, "none", 0, None),
    ],
)
def test_a_price_mismatch_gives_the_difference(
    quota: int, decision: str, refund_quota: int, reason: str | None
) -> None:
    money = advise([charge(quota, **TOKENS)], [], "price-mismatch")
    assert (money["decision"], money["refund_quota"], money["expected_quota"]) == (decision, refund_quota, 2400)
    wanted = POLICY["policies"][reason]["reason"] if reason else POLICY["reasons"]["undercharged"]
    assert money["reason"] == wanted
    assert "(1200 + 300 * 4) * 1.25 * 0.8 = 2400" in money["lines"]


def test_a_price_mismatch_without_the_price_needs_it() -> None:
    money = advise([charge(3000)], [], "price-mismatch")
    assert (money["decision"], money["reason"]) == ("needs-evidence", POLICY["reasons"]["price-unknown"])


@pytest.mark.parametrize("key", ["usage-error", "aborted", "correct-charge"])
def test_policies_that_give_nothing(key: str) -> None:
    money = advise([charge(1890)], [], key)
    assert short(money) == ("none", 1890, 0, 1890, 0)
    assert money["reason"] == POLICY["policies"][key]["reason"]


def test_a_usage_error_does_not_keep_the_charge_of_a_failed_task() -> None:
    assert advise([charge(100)], [failed(covered=True)], "usage-error")["decision"] == "refund"


def test_claims_without_a_charge_ask_for_it_and_questions_about_nothing_do_not() -> None:
    claims = {"claimed_failed": True, "claimed_charged": True}
    assert advise([], [], None, "undetermined", **claims)["decision"] == "needs-evidence"
    assert advise([], [], "failed-unrefunded", "possible", claimed_no_refund=True)["decision"] == "needs-evidence"
    assert advise([], [], "usage-error", "confirmed", **claims)["decision"] == "none"
    assert advise([], [], "usage-error", "possible", **claims)["decision"] == "needs-evidence"
    assert advise([], [], "usage-error", "confirmed")["decision"] == "not-applicable"
    assert advise([], [], None, "undetermined")["decision"] == "not-applicable"
    money = advise([], [], "not-charged")
    assert (money["decision"], money["charged_quota"]) == ("not-applicable", None)
    assert money["reason"] == POLICY["policies"]["not-charged"]["reason"]


def test_a_record_of_a_failed_task_alone_tells_no_refund() -> None:
    assert advise([], [failed(quota=100)])["decision"] == "needs-evidence"
    assert short(advise([], [failed(quota=100, covered=True)])) == ("refund", 100, 0, 100, 100)
    assert advise([], [failed()])["decision"] == "not-applicable"


def test_a_call_that_costs_nothing_but_shows_a_charge_is_looked_at() -> None:
    money = advise([charge(5)], [], "not-charged")
    assert (money["decision"], money["reason"]) == ("needs-evidence", POLICY["reasons"]["unexpected-charge"])


def test_without_a_verdict_a_charge_stands_unless_it_is_questioned() -> None:
    assert advise([charge(5)], [], None, "undetermined")["decision"] == "none"
    assert advise([charge(5)], [], "price-mismatch", "possible")["decision"] == "none"
    assert advise([charge(5)], [], None, "undetermined", claimed_no_refund=True)["decision"] == "needs-evidence"
    assert advise([charge(3000, **TOKENS)], [], None, "undetermined")["decision"] == "needs-evidence"


def test_a_running_task_is_not_settled() -> None:
    running = row("L1", task_status="in_progress")
    assert advise([charge(5)], [running])["reason"] == POLICY["reasons"]["not-settled"]


def test_an_amount_in_another_currency_is_asked_for() -> None:
    unreadable = row("L1", log_type="consume", occurred_at=T0)
    money = advise([unreadable], [], "price-mismatch")
    assert (money["decision"], money["charged_quota"]) == ("needs-evidence", None)


def test_the_policy_says_everything_in_both_languages() -> None:
    texts = [policy["reason"] for policy in POLICY["policies"].values()]
    texts += [*POLICY["reasons"].values(), *POLICY["known_causes"]]
    assert all(text["en"] and text["zh"] for text in texts)
    assert {policy["gives"] for policy in POLICY["policies"].values()} == {"full", "extra", "difference", "none"}


def test_a_refund_whose_charge_is_not_shown_is_still_a_refund() -> None:
    money = advise([refund(1_200_000, fail_reason="x")])
    assert short(money) == ("already-refunded", None, 1_200_000, None, 0)
    assert money["flags"] == ["unlinkable"]


def test_goodwill_and_the_policy_that_decided_are_told() -> None:
    money = advise([charge(1890)], [], "usage-error")
    assert (money["policy"], money["goodwill"]) == ("usage-error", "supervisor")
    money = advise([charge(1_200_000)], [failed(covered=True)], "usage-error")
    assert (money["policy"], money["goodwill"]) == ("failed-unrefunded", None)
    assert advise([charge(5)])["policy"] is None


SHIPPED = {
    "failed-unrefunded": "full", "already-refunded": "none", "duplicate": "extra", "price-mismatch": "difference",
    "usage-error": "none", "aborted": "none", "correct-charge": "none", "not-charged": "none",
}  # fmt: skip


def test_the_shipped_policy_gives_what_its_documentation_says() -> None:
    assert {key: policy["gives"] for key, policy in POLICY["policies"].items()} == SHIPPED
    assert POLICY["policies"]["usage-error"]["goodwill"] == "supervisor"


OWN = """
policies:
  usage-error: {gives: full, reason: {en: "Our house gives it back.", zh: "本店退还。"}}
  failed-unrefunded: {gives: none}
  correct-charge: {gives: difference}
  house-rule: {gives: extra, reason: {en: "Only once.", zh: "只收一次。"}}
settings: {decide_from: confirmed, late_after_s: 60}
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from supportdesk.judging.compiling import compile_rules
    from supportdesk.judging.sources import scan
    from supportdesk.knowledge import Knowledge as Compiled
    from supportdesk.paths import shipped_rules

    folder = tmp_path_factory.mktemp("own")
    (folder / "refunds.yaml").write_text(OWN, encoding="utf-8")
    data, warnings = compile_rules(scan([shipped_rules(), str(folder)]))
    return Compiled(data, "", warnings)


def decided(house: Any, entries: list[Row], tasks: list[Row], key: str, certainty: str = "confirmed") -> dict[str, Any]:
    return advise_money(Tables([], entries, tasks, row("ticket")), {"id": "r", "refund": key}, certainty, house)


def test_an_operators_policy_decides_instead_of_ours(house: Any) -> None:
    money = decided(house, [charge(1890)], [], "usage-error")
    assert (money["decision"], money["refund_quota"], money["reason"]["en"]) == (
        "refund", 1890, "Our house gives it back.",
    )  # fmt: skip
    assert money["goodwill"] == "supervisor"
    money = decided(house, [charge(1_200_000)], [failed(covered=True)], "failed-unrefunded")
    assert (money["decision"], money["refund_quota"], money["policy"]) == ("none", 0, "failed-unrefunded")
    money = decided(house, [charge(3000, **TOKENS)], [], "correct-charge")
    assert (money["decision"], money["refund_quota"]) == ("partial", 600)
    money = decided(house, [charge(500), charge(500, at=T0 + 1)], [], "house-rule")
    assert (money["decision"], money["refund_quota"], money["reason"]["zh"]) == ("partial", 500, "只收一次。")


def test_what_an_operator_does_not_mention_stays_ours(house: Any) -> None:
    money = decided(house, [charge(3000, **TOKENS)], [], "price-mismatch")
    assert (money["decision"], money["refund_quota"]) == ("partial", 600)
    assert money["reason"] == POLICY["policies"]["price-mismatch"]["reason"]


def test_an_operators_settings_count(house: Any) -> None:
    assert decided(house, [charge(1890)], [], "usage-error", "likely")["refund_quota"] == 0
    entries = [charge(100, task_id="a"), row("L1", log_type="refund", quota=100, occurred_at=T0 + 360)]
    money = decided(house, entries, [failed(task_id="a")], "already-refunded")
    assert (money["decision"], money["flags"]) == ("already-refunded", ["late"])
