"""Plain JSON data of a located value, as the validator takes it."""

from __future__ import annotations

from typing import Any

from supportdesk.value import Value

Schema = dict[str, Any]

DEPTH_LIMIT = 60
"""Levels of a body that are checked; what lies deeper is left out (no definition is deeper than five)."""

LARGEST = 2**63
"""Integers beyond this are handed over as the limit: no documented range comes near it."""


def plain_data(value: Value, schema: Schema, *, as_text: bool = False) -> Any:
    """Return plain data that the validator accepts, whatever was pasted.

    Lone surrogates become U+FFFD, numbers that are not finite become 0, and what lies deeper than DEPTH_LIMIT is left
    out. `as_text` (forms) turns a text into the number or boolean that the schema of its field asks for.
    """
    return _plain(value, schema, as_text, 0)


def _plain(value: Value, schema: Schema, as_text: bool, depth: int) -> Any:
    if depth > DEPTH_LIMIT:
        return None
    if value.kind == "object":
        known = schema.get("properties", {})
        return {_text(name): _plain(item, known.get(name, {}), as_text, depth + 1) for name, item in value.data.items()}
    if value.kind == "array":
        items = schema.get("items", {})
        return [_plain(item, items if isinstance(items, dict) else {}, as_text, depth + 1) for item in value.data]
    data = value.data
    if isinstance(data, str):
        return _converted(data, schema) if as_text and value.known else _text(data)
    if isinstance(data, bool) or data is None:
        return data
    if isinstance(data, float) and (data != data or data in (float("inf"), float("-inf"))):  # noqa: PLR0124 - NaN
        return 0
    if isinstance(data, int) and abs(data) > LARGEST:
        return LARGEST if data > 0 else -LARGEST
    return data


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _converted(text: str, schema: Schema) -> Any:
    types = schema.get("type", "string")
    if "string" in types:
        return _text(text)
    if "boolean" in types and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text.strip().lstrip("-").isdecimal() and len(text) < 19:
        return int(text)
    return _text(text)
