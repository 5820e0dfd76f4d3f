"""What a call on a text interface says: the last user text and the media of that message.

Read are OpenAI chat and responses and Anthropic messages; everything else of the body is left for the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.advising.repair import Sheet

HOLDERS = ("messages", "input")
"""Fields that hold a conversation: chat and messages, responses."""

PART_LIMIT = 500
"""Parts of a message, and messages, that are looked at."""


class Said(NamedTuple):
    """The last user message: its texts joined, its media URLs by kind ('image', 'video'), and where it all stood.

    `pointer` is the message's place, `rest` are the pointers of the other messages.
    """

    text: str
    media: dict[str, list[str]]
    pointer: str
    rest: list[str]


def last_words(body: dict[str, Any]) -> Said | None:
    """Return the last user message of a body, or None where the body holds no conversation."""
    for holder in HOLDERS:
        turns = body.get(holder)
        if isinstance(turns, str):
            return Said(turns, {}, f"/{holder}", [])
        if not isinstance(turns, list):
            continue
        users = [
            number
            for number, turn in enumerate(turns[:PART_LIMIT])
            if isinstance(turn, dict) and turn.get("role", "user") == "user"
        ]
        if not users:
            continue
        chosen = users[-1]
        text, media = _content(turns[chosen].get("content"))
        rest = [f"/{holder}/{number}" for number in range(min(len(turns), PART_LIMIT)) if number != chosen]
        return Said(text, media, f"/{holder}/{chosen}", rest)
    return None


def take_turns(sheet: Sheet, body: dict[str, Any], schema: dict[str, Any]) -> None:
    """Give a text interface the words that stand under another interface's name: `prompt` or `input` for `messages`.

    Only where the required field is absent, the other one is not documented here, and it holds what the first takes.
    """
    known = schema.get("properties", {})
    for wanted in HOLDERS:
        if wanted not in schema.get("required", []) or wanted in body:
            continue
        for name in ("prompt", *HOLDERS):
            said = body.get(name)
            if (
                name in known
                or not said
                or not isinstance(said, str | list)
                or (name == "prompt") > isinstance(said, str)
            ):
                continue
            text_only = isinstance(said, str) and wanted == "messages"
            body[wanted] = [{"role": "user", "content": said}] if text_only else said
            del body[name]
            sheet.step("words", field=name, place=wanted)
            sheet.changed = True
            return


def _content(content: Any) -> tuple[str, dict[str, list[str]]]:
    media: dict[str, list[str]] = {}
    if isinstance(content, str):
        return content, media
    texts: list[str] = []
    for part in content[:PART_LIMIT] if isinstance(content, list) else ():
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, dict):
            if isinstance(part.get("text"), str):
                texts.append(part["text"])
            kind, url = _medium(part)
            if url:
                media.setdefault(kind, []).append(url)
    return "\n".join(texts), media


def _medium(part: dict[str, Any]) -> tuple[str, str | None]:
    """Return kind and URL of a content part: image_url (text or object), input_image, video_url, or a `source`."""
    for kind in ("image", "video"):
        value = part.get(f"{kind}_url")
        if isinstance(value, dict):
            value = value.get("url")
        if isinstance(value, str):
            return kind, value
    source = part.get("source")
    if isinstance(source, dict):
        kind = "video" if part.get("type") == "video" else "image"
        if isinstance(source.get("url"), str):
            return kind, source["url"]
        if isinstance(source.get("data"), str):
            return kind, f"data:{source.get('media_type', 'image/png')};base64,{source['data']}"
    return "image", None
