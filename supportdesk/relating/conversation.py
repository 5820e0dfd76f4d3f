"""The shape of a conversation: roles in order, tool calls without a result, results without a call.

`roles` has one letter a message: s (system, developer), u, a, t (tool result); `(t)` behind an `a` that calls tools.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supportdesk.reading.evidence import Reading
from supportdesk.source import Span
from supportdesk.value import Value

LETTERS = {"system": "s", "developer": "s", "user": "u", "assistant": "a", "model": "a", "tool": "t", "function": "t"}
MEDIA_TYPES = {"image_url": "image", "input_image": "image", "image": "image", "video_url": "video", "video": "video",
               "input_audio": "audio", "audio_url": "audio"}  # fmt: skip


def read_conversation(body: Value, hull: Span) -> Iterator[Reading]:
    """Yield roles, unanswered_tool_calls, orphan_tool_results and media facts of a body with messages.

    `hull` is the place of what was computed rather than written.
    """
    messages = body.data.get("messages") or body.data.get("contents") or body.data.get("input")
    if messages is None or messages.kind != "array" or not messages.data:
        return
    place = messages.place() or hull
    letters, calls, results = [], [], []
    for message in messages.data:
        if message.kind != "object":
            return
        role = message.data.get("role")
        letter = LETTERS.get(str(role.data).lower(), "?") if role is not None and role.known else "?"
        made = _ids(message, "tool_calls", "id") + _part_ids(message, "tool_use", "id")
        answered = _ids(message, "tool_call_id", None) + _part_ids(message, "tool_result", "tool_use_id")
        calls += made
        results += answered
        letters.append(letter + ("(t)" if made else ""))
    yield Reading("roles", "".join(letters), place)
    if not messages.is_open and (calls or results):
        yield Reading("unanswered_tool_calls", len([call for call in calls if call not in results]), place)
        yield Reading("orphan_tool_results", len([result for result in results if result not in calls]), place)
    yield from _media(messages, hull)


def _ids(message: Value, field: str, inner: str | None) -> list[Any]:
    member = message.data.get(field)
    if member is None:
        return []
    if inner is None:
        return [member.data] if member.known and member.data else []
    if member.kind != "array":
        return []
    return [item.data[inner].data for item in member.data if item.kind == "object" and inner in item.data]


def _part_ids(message: Value, kind: str, field: str) -> list[Any]:
    content = message.data.get("content")
    if content is None or content.kind != "array":
        return []
    return [
        part.data[field].data
        for part in content.data
        if part.kind == "object" and field in part.data and "type" in part.data and part.data["type"].data == kind
    ]


def _media(messages: Value, hull: Span) -> Iterator[Reading]:
    for message in messages.data:
        content = message.data.get("content") or message.data.get("parts")
        if content is None or content.kind != "array":
            continue
        for part in content.data:
            bare = list(_bare_media(part, hull))
            if bare:
                yield from bare
                return
            kind = part.data.get("type") if part.kind == "object" else None
            if kind is None or str(kind.data) not in MEDIA_TYPES:
                continue
            address = part.data.get(str(kind.data))
            if address is not None and address.kind == "object":
                address = address.data.get("url") or address.data.get("data")
            place = (address.place() if address is not None else None) or part.place() or hull
            yield Reading("media_kind", MEDIA_TYPES[str(kind.data)], place)
            if address is not None and address.kind == "string":
                yield from read_media_address(str(address.data), place)
            return


def _bare_media(part: Value, hull: Span) -> Iterator[Reading]:
    """Yield media_kind and media_scheme of a part whose data is to be bare base64: Gemini's, Anthropic's."""
    if part.kind != "object":
        return
    holder = part.data.get("inlineData") or part.data.get("inline_data") or part.data.get("source")
    data = holder.data.get("data") if holder is not None and holder.kind == "object" else None
    if holder is None or data is None or data.kind != "string":
        return
    place = data.place() or hull
    mime = next((holder.data[name] for name in ("mimeType", "mime_type", "media_type") if name in holder.data), None)
    kind = str(mime.data).partition("/")[0] if mime is not None and mime.kind == "string" else ""
    if kind in ("image", "video", "audio"):
        yield Reading("media_kind", kind, place)
    yield Reading("media_scheme", "data-as-base64" if str(data.data).startswith("data:") else "base64", place)


def read_media_address(text: str, place: Span) -> Iterator[Reading]:
    """Yield media_scheme, media_mime and media_host_private of a media URL or data URI."""
    scheme = text.split(":", 1)[0].lower() if ":" in text[:12] else "none"
    yield Reading("media_scheme", scheme, place)
    if scheme == "data" and ";" in text[:80]:
        yield Reading("media_mime", text[5:80].split(";", 1)[0].lower(), place)
    if scheme in ("http", "https"):
        host = text.split("://", 1)[1].split("/", 1)[0].split(":", 1)[0].lower()
        yield Reading("media_host_private", _is_private(host), place)


def _is_private(host: str) -> bool:
    """Whether only the customer's own network reaches the host (RFC 1918, RFC 6762, loopback)."""
    if host in ("localhost", "0.0.0.0") or host.endswith((".local", ".internal", ".lan")):  # noqa: S104 - compared, never bound
        return True
    parts = host.split(".")
    if len(parts) == 1 and host.replace("-", "").replace("_", "").isalnum():
        return True  # the name of a container or of a machine next door: no public host has a bare name
    if len(parts) != 4 or not all(part.isdigit() for part in parts):
        return False
    first, second = int(parts[0]), int(parts[1])
    return first in (10, 127) or (first == 192 and second == 168) or (first == 172 and 16 <= second <= 31)
