"""Lines in which one-api and new-api log what they booked: 'record consume log: userId=1, channelId=8, …'.

The names are those of `RecordConsumeLog` in model/log.go of github.com/songquanpeng/one-api and its descendants.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.statuses import read_request_ids
from supportdesk.view import View

_LINE = lazy(r"record consume log: (?=userId=[0-9])")
_MEMBER = lazy(
    r"(userId|channelId|promptTokens|completionTokens|modelName|quota|content)=(.*?)"
    r"(?=, (?:userId|channelId|promptTokens|completionTokens|modelName|tokenName|quota|content)=|$)"
)
_PAIRS = lazy(
    r"(?:^|[\s,|])(model|model_name|prompt_tokens|input_tokens|completion_tokens|output_tokens|cached_tokens|quota|cost"
    r"|total_cost|actual_cost|spend|request_id|request_path|path|endpoint)=\"?([A-Za-z0-9._:/@-]{1,80})"
)
_OF_PAIRS = {
    "model": "model", "model_name": "model", "request_id": "request_id", "prompt_tokens": "prompt_tokens",
    "input_tokens": "prompt_tokens", "completion_tokens": "completion_tokens", "output_tokens": "completion_tokens",
    "cached_tokens": "cached_tokens", "quota": "quota", "cost": "amount", "total_cost": "amount",
    "actual_cost": "amount", "spend": "amount", "request_path": "path", "path": "path", "endpoint": "path",
}  # fmt: skip
"""Names of a usage row written as `name=value` pairs, as gateways log them (sub2api's usage_logs, LiteLLM's spend)."""
_NUMBERS = {
    "userId": "user_id",
    "channelId": "channel_id",
    "promptTokens": "prompt_tokens",
    "completionTokens": "completion_tokens",
    "quota": "quota",
}
_TEXTS = {"modelName": "model", "content": "content"}


def read_line(view: View, start: int, end: int) -> Piece | None:
    """Return the log row that such a line is, or None for any other line."""
    begun = _LINE.search(view.text, start, end)
    if begun is None:
        return _read_pairs(view, start, end)
    readings = [Reading("log_type", "consume", view.span(*begun.span()))]
    readings += read_request_ids(view, start, begun.end())[:1]
    for member in _MEMBER.finditer(view.text[:end], begun.end(), end):
        name, value = member[1], member[2].strip()
        place = view.span(member.start(2), member.start(2) + len(value))
        if name in _TEXTS and value:
            readings.append(Reading(_TEXTS[name], value, place))
        elif name in _NUMBERS and value.isascii() and value.lstrip("-").isdigit() and len(value) < 19:
            readings.append(Reading(_NUMBERS[name], int(value), place))
    return Piece("log_row", "record", view.span(start, end), readings)


def _read_pairs(view: View, start: int, end: int) -> Piece | None:
    """Return the row of a line of `name=value` pairs that has tokens beside what they cost, else None."""
    readings: dict[str, Reading] = {}
    for pair in _PAIRS.finditer(view.text, start, min(end, start + 1500)):
        fact, written = _OF_PAIRS[pair[1]], pair[2]
        value = _pair_value(fact, written)
        if value is not None:
            readings.setdefault(fact, Reading(fact, value, view.span(*pair.span(2))))
    tokens = readings.keys() & {"prompt_tokens", "completion_tokens"}
    booked = readings.get("quota") or readings.get("amount")
    if not tokens or booked is None:
        return None
    return Piece(
        "log_row",
        "record",
        view.span(start, end),
        [booked._replace(fact="log_type", value="consume"), *readings.values()],
    )


def _pair_value(fact: str, written: str) -> str | int | float | None:
    if fact in ("model", "request_id"):
        return written
    if fact == "path":
        return written if written.startswith("/") else None
    try:
        return float(written) if fact == "amount" else int(written)
    except ValueError:
        return None
