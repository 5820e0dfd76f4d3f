"""Amounts that only a text states, by the gateway's own unit and rate (gateway.md 1: refunds before v0.11.0).

The reader takes them at 500,000 quota a dollar and leaves yuan open; where the material states the gateway's unit and
rate, they are taken at those. A rate is today's: an amount in yuan counts only where it is that of its charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.reading.amounts import QUOTA_PER_USD, find_amounts

if TYPE_CHECKING:
    from supportdesk.money.price_list import PriceList
    from supportdesk.relating.tables import Row

BOOKINGS = ("refund", "consume")


def take_amounts(entries: Sequence[Row], prices: PriceList) -> None:
    """Set `quota` of the rows that book an amount in their text, where the material states the unit or the rate."""
    if prices.per_usd == QUOTA_PER_USD and prices.cny_per_usd is None:
        return
    charges: dict[str, list[int]] = {}
    for row in entries:
        quota = row.values.get("quota")
        if row.values.get("log_type") == "consume" and isinstance(quota, int) and not _in_text(row):
            charges.setdefault(row.link, []).append(quota)
    for row in entries:
        if row.values.get("log_type") not in BOOKINGS or not ("quota" not in row.values or _in_text(row)):
            continue
        for amount in find_amounts(str(row.values.get("content") or "")):
            quota = amount.quota(prices.per_usd, prices.cny_per_usd)
            if quota is not None and amount.unit == "cny":
                quota = next((charge for charge in charges.get(row.link, ()) if abs(charge - quota) <= 1), None)
            if quota is not None:
                row.values["quota"] = quota
                row.spans["quota"] = row.spans.get("quota") or row.spans.get("content") or []
                row.origin["quota"] = row.origin.get("content", "record")
                break


def _in_text(row: Row) -> bool:
    """Whether a row's amount was read from its text: its place lies there."""
    places, texts = row.spans.get("quota") or (), row.spans.get("content") or ()
    return any(
        text.source == place.source and text.start <= place.start and place.end <= text.end
        for place in places
        for text in texts
    )
