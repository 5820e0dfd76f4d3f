"""Errors that a text tells of as over: what was the case at first, before something was mended and another came.

A text that says how it was, and then how it is now, reports the later error; the earlier one is kept and stands behind.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.relating.tables import Row, Tables
from supportdesk.source import Source

LOOKED_AT = 6000
"""Characters of a source that are looked at."""

_BEFORE = lazy(
    r"(?i)\b(?:at first|first,? it was|first i got|initially|originally|earlier|previously|before that|in the beginning"
    r"|used to (?:get|say|report|answer|fail)|fixed|solved|topped up|recharged"
    r"|i (?:changed|replaced|switched|renewed|upgraded|installed))\b"
    r"|一开始|最开始|刚开始|起初|最初|原先|原来(?:是|报)|之前(?:是|报|还报|一直)|先是|换了|改了|改成|充了|充值|解决了|修好|好了"
)
_NOW = lazy(
    r"(?i)\b(?:now|since then|after that|since that|then it|but then|currently|this time|today it)\b"
    r"|现在|又报|又出现|又变成|变成了|后来|接着|目前|这回|这次|之后(?:又|就|却|开始|每)"
)
_SAYS = ("error_message", "exception_message", "fail_reason", "error_code", "http_status")


def mark_bygone(tables: Tables, sources: list[Source]) -> None:
    """Set `tables.bygone` to the calls whose errors all stand before the word that says how it is now."""
    for source in sources:
        now = _turn(source.text[:LOOKED_AT])
        if now is None:
            continue
        placed = [(row, _place(row, source.index)) for row in tables.calls]
        earlier = [row for row, place in placed if place is not None and place < now]
        if earlier and any(place is not None and place > now for _, place in placed):
            tables.bygone = frozenset(id(row) for row in earlier)
            return


def _turn(text: str) -> int | None:
    """Return where a text turns from what was to what is; None where it does not."""
    before = _BEFORE.search(text)
    if before is None:
        return None
    now = _NOW.search(text, before.end())
    return None if now is None else now.start()


def _place(row: Row, source: int) -> int | None:
    """Return where the last error of a call begins; None where it shows none."""
    starts = [span.start for fact in _SAYS for span in row.spans.get(fact, ()) if span.source == source]
    return max(starts, default=None)
