"""Parts of a price beside tokens and ratios, from the keys of `other` (gateway.md 1, 'Keys of other').

Each part that money.expected can compute is a reading under its own name; `price_extras` names what it cannot.

- `tool_calls`: '10*2 2.5*1', USD of a thousand calls times the calls, of every tool
- `cache_creation_tokens_5m`, `…_1h` and `cache_creation_ratio_5m`, `…_1h`: Claude's two kinds of cache writes
- `audio_input_tokens` and `audio_input_price`: sound in the prompt that has a price of its own, USD of a million tokens
- `audio_tokens`: '100 50 30 20', text in, text out, audio in, audio out, with `audio_ratio`, `audio_completion_ratio`
- `billing_expression` with `matched_tier`, `request_rules` (how many), `request_multipliers` ('6 2', of those that
  matched)
"""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.reading.evidence import Reading
from supportdesk.reading.row_values import real, text, whole
from supportdesk.source import Span
from supportdesk.value import Value

Cells = dict[str, Value]

OLD_TOOLS = ("web_search", "file_search")
"""Tools with keys of their own before rc.22: a flag, the calls, and the price of a thousand of them."""

UNPRICED = ("violation_fee", "image_generation_call")
"""Keys of prices that have no formula here."""

WRITES = ("cache_creation_tokens_5m", "cache_creation_tokens_1h")
WRITE_RATIOS = ("cache_creation_ratio_5m", "cache_creation_ratio_1h")
SOUND = ("text_input", "text_output", "audio_input", "audio_output")
SOUND_RATIOS = ("audio_ratio", "audio_completion_ratio")
MOST_TOOLS = 40
LONGEST_EXPRESSION = 8000


def read_price_parts(other: Cells) -> Iterator[Reading]:
    """Yield the parts of a price that a row's `other` states."""
    for name in UNPRICED:
        if _says(other, name):
            yield _extra(other, name)
            return
    for reader in (_tools, _sound, _own_price_of_sound, _expression):
        found = reader(other)
        yield from found
        if any(reading.fact == "price_extras" for reading in found):
            return
    if other.get("claude") and other["claude"].data is True and not _says(other, "usage_semantic"):
        yield from _reading("usage_semantic", "anthropic", other["claude"])
    for name in WRITES:
        yield from _reading(name, _count(other, name), other.get(name))
    for name in WRITE_RATIOS:
        cell = other.get(name)
        yield from _reading(name, real(cell.data) if _is_number(cell) and cell else None, cell)
    if not _says(other, "cache_creation_tokens"):
        writes = "cache_write_tokens"
        yield from _reading("cache_creation_tokens", _count(other, writes), other.get(writes))


def _tools(other: Cells) -> list[Reading]:
    listed = other.get("tool_surcharges")
    if listed is not None and listed.kind == "array" and listed.data:
        calls = [_tool(item.data, "price", "count") if item.kind == "object" else None for item in listed.data]
        return _tool_calls(calls[:MOST_TOOLS], other, "tool_surcharges")
    flags = [name for name in OLD_TOOLS if _says(other, name)]
    if not flags:
        return []
    calls = [_tool(other, f"{name}_price", f"{name}_call_count") for name in flags]
    return _tool_calls(calls, other, flags[0])


def _tool(cells: Cells, price: str, calls: str) -> str | None:
    cost, count = cells.get(price), _count(cells, calls)
    number = real(cost.data) if cost is not None and _is_number(cost) else None
    return None if number is None or number < 0 or count is None else f"{number!r}*{count}"


def _tool_calls(calls: list[str | None], other: Cells, name: str) -> list[Reading]:
    known = [call for call in calls if call is not None]
    return _reading("tool_calls", " ".join(known), other[name]) if len(known) == len(calls) else [_extra(other, name)]


def _sound(other: Cells) -> list[Reading]:
    name = next((name for name in ("audio", "ws", "audio_input", "audio_output") if _says(other, name)), None)
    if name is None:
        return []
    counts = [_count(other, part) or 0 for part in SOUND]
    ratios = [other.get(part) for part in SOUND_RATIOS]
    if not any(counts) or not all(_is_number(ratio) for ratio in ratios):
        return [_extra(other, name)]
    found = _reading("audio_tokens", " ".join(map(str, counts)), other[name])
    for part, ratio in zip(SOUND_RATIOS, ratios, strict=True):
        found += _reading(part, None if ratio is None else real(ratio.data), ratio)
    return found


def _own_price_of_sound(other: Cells) -> list[Reading]:
    if not _says(other, "audio_input_seperate_price"):
        return []
    price, count = other.get("audio_input_price"), _count(other, "audio_input_token_count")
    if count is None or price is None or not _is_number(price):
        return [_extra(other, "audio_input_seperate_price")]
    return [
        *_reading("audio_input_tokens", count, other["audio_input_token_count"]),
        *_reading("audio_input_price", real(price.data), price),
    ]


def _expression(other: Cells) -> list[Reading]:
    mode = other.get("billing_mode")
    if mode is None or not _says(other, "billing_mode") or mode.data != "tiered_expr":
        return []
    encoded, tier = other.get("expr_b64"), other.get("matched_tier")
    decoded = _decoded(encoded.data) if encoded is not None and encoded.kind == "string" else None
    if decoded is None or encoded is None:
        return [_extra(other, "billing_mode")]
    found = _reading("billing_expression", decoded, encoded)
    if tier is not None:
        found += _reading("matched_tier", text(tier.data) if tier.kind == "string" else None, tier)
    return found + _rules(other)


def _rules(other: Cells) -> list[Reading]:
    rules = other.get("request_rules")
    if rules is None or rules.kind != "array" or not rules.data:
        return []
    matched = []
    for rule in rules.data:
        cells: Cells = rule.data if rule.kind == "object" else {}
        factor, holds = cells.get("multiplier"), cells.get("matched")
        number = real(factor.data) if factor is not None and _is_number(factor) else None
        if number is None or holds is None:
            return [_extra(other, "request_rules")]
        if holds.data is True:
            matched.append(repr(number))
    found = _reading("request_rules", len(rules.data), rules)
    return found + (_reading("request_multipliers", " ".join(matched), rules) if matched else [])


def _decoded(encoded: str) -> str | None:
    import binascii

    if len(encoded) > LONGEST_EXPRESSION:
        return None
    try:
        decoded = binascii.a2b_base64(encoded, strict_mode=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return decoded.removeprefix("v1:") or None


def _says(other: Cells, name: str) -> bool:
    cell = other.get(name)
    return cell is not None and cell.data not in (None, False, 0, "", [], {})


def _count(cells: Cells, name: str) -> int | None:
    cell = cells.get(name)
    count = whole(cell.data) if cell is not None and _is_number(cell) else None
    return count if count is not None and count >= 0 else None


def _is_number(cell: Value | None) -> bool:
    return cell is not None and cell.kind in ("number", "string")


def _reading(fact: str, value: str | int | float | None, cell: Value | None) -> list[Reading]:
    place: Span | None = None if cell is None else cell.place()
    return [] if value is None or place is None else [Reading(fact, value, place)]


def _extra(other: Cells, name: str) -> Reading:
    place = other[name].place()
    return Reading("price_extras", name, place if place is not None else Span(0, 0, 0))
