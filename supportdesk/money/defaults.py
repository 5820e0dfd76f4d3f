"""The gateway's own prices for models that no material states one of (rules/default_prices.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from supportdesk.money.amount import Number


def default_prices(model: object, knowledge: Any) -> Mapping[str, Number]:
    """Return the prices that the gateway has for a model by itself, by the facts' names; empty where it has none."""
    name = str(model or "").lower()
    rows = [row for row in knowledge.words.get("default_prices") or () if fnmatchcase(name, row["model"])]
    if not rows:
        return {}
    row = max(rows, key=lambda row: len(row["model"]))
    return {fact: row[fact] for fact in ("model_price", "model_ratio", "completion_ratio") if fact in row}
