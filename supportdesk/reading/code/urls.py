"""Addresses made from values: percent-encoding, queries, and a path behind a base address.

UNKNOWN stays as it is written, wherever it stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from supportdesk.patterns import lazy
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.texts import derived, joined, unknown_of
from supportdesk.reading.code.things import spans_of
from supportdesk.value import UNKNOWN, Value

_SENT = lazy(r"[A-Za-z0-9!#$%&'()*+,/:;=?@\[\]~._-]*")
_SENT_SIGNS = "!#$%&'()*+,/:;=?@[]~"


def quote(text: str, safe: str = "/", *, plus: bool = False) -> str:
    """Return text percent-encoded but for letters, digits, `_.-~` and the `safe` signs; `plus` writes a space as +."""
    written = {UNKNOWN: UNKNOWN, " ": "+"} if plus else {UNKNOWN: UNKNOWN}

    def _encoded(match: re.Match[str]) -> str:
        sign = match[0]
        if sign not in written:
            written[sign] = "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
        return written[sign]

    return _changed(safe).sub(_encoded, text)


@cache
def _changed(safe: str) -> re.Pattern[str]:
    """Return what finds UNKNOWN and each sign that is encoded."""
    return re.compile(f"{UNKNOWN}|[^A-Za-z0-9_.~{re.escape(safe)}-]")


def as_sent(url: Value) -> Value:
    """Return an address as clients send it: white space around it cut, signs that may not stand in one encoded."""
    if url.kind != "string":
        return url
    text = url.data.strip()
    if UNKNOWN not in text and _SENT.fullmatch(text):
        return derived(url, text)
    return derived(url, quote(text, _SENT_SIGNS))


def query_text(pairs: Iterable[tuple[str, str]], *, plus: bool = True) -> str:
    """Return pairs as a percent-encoded query or form."""
    safe = ""
    return "&".join(f"{quote(name, safe, plus=plus)}={quote(value, safe, plus=plus)}" for name, value in pairs)


def flat_pairs(value: Value, write: Callable[[Value], str], *, keep_null: bool = False) -> list[tuple[Value, Value]]:
    """Return the pairs that an object or an array of pairs gives to a query or form, its values as text.

    A list gives one pair an item and an object one pair a key (also one in a list), as clients iterate them; null
    gives none unless `keep_null`, which gives an empty text.
    """
    made: list[tuple[Value, Value]] = []
    for name, item in pairs_of(value):
        for one in _iterated(item):
            if one.kind == "null":
                if keep_null:
                    made.append((name, Value("string", "", one.span)))
                continue
            made.append((name, one if one.kind == "string" else _written(one, write)))
    return made


def _iterated(value: Value) -> list[Value]:
    if value.kind == "object":
        return [Value("string", key, value.keys.get(key)) for key in value.data]
    if value.kind != "array":
        return [value]
    found: list[Value] = []
    for item in value.data:
        found.extend(_iterated(item) if item.kind == "object" else [item])
    return found


def _written(value: Value, write: Callable[[Value], str]) -> Value:
    text = write(value)
    return Value("string", text, value.span, parts=value.parts, is_open=UNKNOWN in text)


def with_query(url: Value, params: Value | None, write: Callable[[Value], str], *, replace: bool = False) -> Value:
    """Return an address with more query parameters (an object, pairs, or query text) behind those that it has.

    `replace` drops those that it has first, as httpx does.
    """
    if params is None or params.kind in ("null", "boolean", "number") or url.kind != "string":
        return url
    if params.kind == "string":
        more = params.data.lstrip("?") if UNKNOWN not in params.data else params.data
        more = quote(more, _SENT_SIGNS, plus=True)
    elif params.kind == "unknown":
        more = UNKNOWN
    else:
        pairs = flat_pairs(params, write, keep_null=replace)
        more = query_text((str(name.data), str(value.data)) for name, value in pairs)
    address, mark, fragment = url.data.partition("#")
    if replace:
        address = address.partition("?")[0]
    if not more:
        return derived(url, address + mark + fragment)
    sign = "?" if "?" not in address else "" if address.endswith(("?", "&")) else "&"
    values = [url, params, *(_members(params))]
    made = joined([Value("string", address + sign + more + mark + fragment)], write)
    made.parts = spans_of(*values)
    made.is_open = url.is_open or params.is_open or UNKNOWN in more
    return made


def behind(base: Value | None, path: Value, write: Callable[[Value], str]) -> Value:
    """Return `path` behind a base address with exactly one slash between; an absolute `path` stays what it is."""
    text = path.data if path.kind == "string" else UNKNOWN
    if base is None or base.kind == "null" or "://" in text:
        return path
    if base.kind == "unknown":
        return joined([base, Value("string", "/" + text.lstrip("/"), path.span, parts=path.parts)], write)
    front, mark, query = str(base.data).partition("?")
    made = front.rstrip("/") + "/" + text.lstrip("/") + mark + query
    return Value("string", made, None, parts=spans_of(base, path), is_open=base.is_open or path.is_open)


def join_reference(base: Value, reference: Value) -> Value:
    """Return a reference resolved against a base address (RFC 3986)."""
    from urllib.parse import urljoin

    if base.kind != "string" or reference.kind != "string" or base.is_open:
        return unknown_of(base, reference)
    mark = "unknown-part"
    try:
        made = urljoin(base.data, reference.data.replace(UNKNOWN, mark)).replace(mark, UNKNOWN)
    except ValueError:
        return unknown_of(base, reference)
    return Value("string", made, None, parts=spans_of(base, reference), is_open=reference.is_open)


def _members(value: Value) -> list[Value]:
    if value.kind == "object":
        return list(value.data.values())
    return [item for pair in pairs_of(value) for item in pair]
