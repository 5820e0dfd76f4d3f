"""Server-sent events in a paste: `data:` lines, the last usage among them, and an error that came in the stream."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading import envelopes, json_text, usage
from supportdesk.reading.evidence import Reading
from supportdesk.reading.found import Found
from supportdesk.view import View

LINE = lazy(
    r"[ \t]*(?:data:\s?(?:\{|\[DONE\])|event:\s?[a-zA-Z_.]{2,60}\s*$|: ?(?:OPENROUTER )?(?:PROCESSING|ping|"
    r"keep-?alive))",
    re.MULTILINE,
)
"""A line of a stream: data with JSON or the end mark, an event's name, a comment that keeps the line open."""
DONE = "[DONE]"


def is_stream_line(text: str, start: int, end: int) -> bool:
    """Whether a line belongs to server-sent events."""
    return LINE.match(text, start, end) is not None


def read_stream(found: Found, view: View, start: int, end: int, lead: list[Reading]) -> int:
    """Append the stream at `[start, end)`; its tokens are those of the last chunk that counts them.

    The piece is complete when the end mark (or Claude's message_stop) is there.
    """
    text = view.text
    place = view.span(start, end)
    ended = text.find(DONE, start, end) >= 0 or text.find("message_stop", start, end) >= 0
    readings = [*lead, Reading("response_kind", "sse", place)]
    index = found.add("stream", place, readings, complete=ended)
    facts: dict[str, Reading] = {}
    for at, stop, value, complete in json_text.find_all(view, start, end):
        envelope = envelopes.find_error(value)
        if envelope is not None:
            envelopes.read_error(found, view, value, envelope, view.span(at, stop), [], complete=complete, inside=index)
            continue
        if value.kind == "object":
            for item in usage.read_completion(value):
                facts[item.fact] = facts[item.fact] if item.fact == "model" and "model" in facts else item
    readings += facts.values()
    return index
