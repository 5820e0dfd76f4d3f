"""The computed facts of money, written into the rows before they are judged."""

from __future__ import annotations

from supportdesk.relating.tables import Row, Tables

FAILED = ("failure", "failed")


def fill_expected(tables: Tables) -> None:
    """Write `expected_quota`, what the net should be, into calls and tasks whose log rows tell it.

    It is the sum of what each charge of the same work should have been, where every one of them can be computed
    (money.expected). Failed work is left out: what it should cost is no question of prices (gateway.md 2).
    What the text of the ticket itself states of the charge is written as well (money.stated_facts).
    """
    if tables.stated:
        from supportdesk.money.stated_facts import fill_stated

        fill_stated(tables)
    if not tables.entries:
        return
    from supportdesk.money.booked_texts import take_amounts
    from supportdesk.money.expected import expected_quota, settled_quota
    from supportdesk.money.price_list import price_list_of

    prices = price_list_of(tables.offers)
    take_amounts(tables.entries, prices)

    by_link: dict[str, list[Row]] = {}
    failed = {task.link for task in tables.tasks if task.values.get("task_status") in FAILED}
    for entry in tables.entries:
        kind = entry.values.get("log_type")
        if kind == "consume" or (kind == "refund" and entry.values.get("actual_quota") is not None):
            by_link.setdefault(entry.link, []).append(entry)
        elif kind == "refund" and entry.values.get("fail_reason"):
            failed.add(entry.link)
    for row in (*tables.calls, *tables.tasks):
        entries = by_link.get(row.link)
        if not entries or row.link in failed or "expected_quota" in row.values:
            continue
        settled = [entry for entry in entries if entry.values.get("actual_quota") is not None]
        if settled:
            charges = [settled_quota(settled[-1].values)]
        else:
            charges = [expected_quota(prices.fill(entry.values), per_usd=prices.per_usd) for entry in entries]
        if any(charge is None for charge in charges):
            continue
        row.values["expected_quota"] = sum(charge.quota for charge in charges if charge is not None)
        row.basis["expected_quota"] = "quota"
        row.origin["expected_quota"] = entries[0].origin.get("quota", "record")
