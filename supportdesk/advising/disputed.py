"""Which of a listing's charges a ticket is about: failed or doubled work, the amount or the model that is spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk.money.ledger import Account
    from supportdesk.relating.tables import Row, Tables

MOST_USD = 1_000_000_000
"""An amount from which on a sentence speaks of something else than a charge."""

LEAST_DECIMALS = 2
"""Decimals that an amount in USD is meant to have when a person writes fewer."""


def in_question(
    accounts: list[Account], gives: str | None, tables: Tables, per_usd: int, about: Row | None
) -> list[Account]:
    """Return the accounts that the ticket is about, all of them where nothing tells them apart.

    `gives` is what the policy gives back, None where it does not decide; `about` the row that the verdict rests on.
    """
    failed = [account for account in accounts if account.failed]
    doubled = [account for account in accounts if len(account.charges) > 1] if gives == "extra" else []
    found = failed or doubled or _named(accounts, tables, per_usd) or _tasks(accounts, tables)
    return found or (_of_model(accounts, tables, about) if gives == "none" else []) or accounts


def claimed_quota(tables: Tables, per_usd: int) -> tuple[int | None, str]:
    """Return the quota of the amount that the customer names, None without one, and its equation.

    It is what he says, not what was charged.
    """
    claimed = tables.ticket.values.get("claimed_amount_usd")
    if not isinstance(claimed, int | float) or isinstance(claimed, bool) or not 0 < claimed < MOST_USD:
        return None, ""
    from supportdesk.money.amount import decimal, quota_from_usd
    from supportdesk.money.pricing import written

    usd = decimal(str(claimed))
    quota = quota_from_usd(usd, per_usd)
    product = f"{written(usd)} * {per_usd}"
    return quota, f"{product} = {quota}" if usd * per_usd == quota else f"round({product}) = {quota}"


def is_task(account: Account, rows: Sequence[Row]) -> bool:
    """Whether an account is a task's: only then can its work fail after it was charged (gateway.md 2, 'Async task')."""
    if account.task_id is not None:
        return True
    return any(row.values.get("is_task") is True for row in rows if row.link == account.link)


def _named(accounts: list[Account], tables: Tables, per_usd: int) -> list[Account]:
    """Return the accounts that charged the amount that the customer names, as exactly as he writes it."""
    quota, _line = claimed_quota(tables, per_usd)
    if quota is None or len(accounts) < 2:
        return []
    text = str(tables.ticket.values["claimed_amount_usd"])
    decimals = len(text.partition(".")[2]) if "e" not in text else 0
    slack = per_usd // (2 * 10 ** max(decimals, LEAST_DECIMALS))
    return [account for account in accounts if abs(account.charged - quota) <= slack]


def _of_model(accounts: list[Account], tables: Tables, about: Row | None) -> list[Account]:
    """Return the accounts of the verdict's model: how it was called is what the charge comes from."""
    model = about.values.get("model") if about is not None else None
    if model is None:
        return []
    links = {row.link for row in tables.entries if row.values.get("model") == model}
    return [account for account in accounts if account.link in links]


def _tasks(accounts: list[Account], tables: Tables) -> list[Account]:
    """Return the accounts of tasks where the customer speaks of work that failed."""
    if not tables.ticket.values.get("claimed_failed"):
        return []
    return [account for account in accounts if is_task(account, tables.entries)]
