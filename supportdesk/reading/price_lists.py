"""What a gateway says of its prices and of itself: answers to `/api/pricing` and `/api/status` (gateway.md 4).

A price list is a list of models with their ratios (new-api, with `enable_group` in old releases and `enable_groups` in
later ones), the maps by model that gateways hand each other (`/api/ratio_config`), or rows of the options that such
maps are stored in (`ModelRatio`, `GroupRatio`; one-api has nothing else). Both kinds of pieces carry the answer as
their `body`; `money.price_list` reads the numbers from it.
"""

from __future__ import annotations

from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.row_values import text, unix_seconds
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

PRICED = frozenset(("model_ratio", "model_price", "quota_type", "completion_ratio"))
"""Members of which a model's row has at least two in every release."""

MAPS = frozenset(("model_ratio", "model_price", "completion_ratio", "cache_ratio", "group_ratio", "create_cache_ratio"))
"""Maps from model or group to number."""

OPTIONS = frozenset(("ModelRatio", "ModelPrice", "CompletionRatio", "CacheRatio", "CreateCacheRatio", "GroupRatio"))
"""The same as options of the gateway: texts of JSON under these keys."""

_DISPLAY = frozenset(("quota_display_type", "display_in_currency", "usd_exchange_rate", "custom_currency_symbol"))


def recognise_json(value: Value) -> str | None:
    """Return 'price_list' or 'status' for such an answer, with or without its envelope, else None."""
    if value.kind == "array":
        return "price_list" if _is_list(value) or _are_options(value) else None
    if value.kind != "object":
        return None
    data = value.data.get("data")
    if data is not None and data.kind == "array":
        return "price_list" if _is_list(data) or _are_options(data) else None
    inner = data if data is not None and data.kind == "object" else value
    if sum(name in MAPS and _is_map(cell) for name, cell in inner.data.items()) >= 2:
        return "price_list"
    per_unit = inner.data.get("quota_per_unit")
    if per_unit is not None and per_unit.kind == "number" and inner.data.keys() & (_DISPLAY | {"version"}):
        return "status"
    return None


def read_json(value: Value, view: View, *, complete: bool = True) -> list[Piece]:
    """Return the one piece of what `recognise_json` recognised; a status tells its version and start as facts."""
    place = value.place() or Span(view.source, 0, 0)
    if recognise_json(value) == "price_list":
        return [Piece("price_list", "answer", place, complete=complete, body=value)]
    data = value.data.get("data")
    inner = data if data is not None and data.kind == "object" else value
    readings = []
    for name, fact, convert in (
        ("version", "gateway_version", text),
        ("start_time", "gateway_started_at", unix_seconds),
    ):
        cell = inner.data.get(name)
        if cell is None or cell.span is None or not cell.known or cell.kind not in ("string", "number"):
            continue
        said = convert(cell.data)
        if said is not None:
            readings.append(Reading(fact, said, cell.span))
    return [Piece("status", "answer", place, readings, complete=complete, body=inner)]


def _is_list(value: Value) -> bool:
    """Whether the first entry of a list is a model with its prices."""
    first = value.data[0] if value.data else None
    if first is None or first.kind != "object" or "model_name" not in first.data:
        return False
    return len(first.data.keys() & PRICED) >= 2 and not first.data.keys() & {"quota", "created_at"}


def _are_options(value: Value) -> bool:
    return any(_option(item) for item in value.data[:300])


def _option(item: Value) -> bool:
    if item.kind != "object" or "value" not in item.data:
        return False
    key = item.data.get("key")
    return key is not None and key.kind == "string" and key.data in OPTIONS


def _is_map(cell: Value) -> bool:
    """Whether a member maps names to numbers."""
    return cell.kind == "object" and bool(cell.data) and next(iter(cell.data.values())).kind == "number"
