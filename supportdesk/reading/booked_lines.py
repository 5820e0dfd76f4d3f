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
        return None
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
