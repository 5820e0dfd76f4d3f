"""A call and its answer as the sandbox's handlers see them, free of any web framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from supportdesk.named import NamedTuple

JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"


class Upload(NamedTuple):
    """One file of a multipart body: its name, type and size in bytes; the content itself is not kept."""

    filename: str
    mime: str
    size: int


class Call(NamedTuple):
    """One HTTP call: `path` without query, header names lower-case, `form` the fields of a multipart body or None.

    `base` is scheme and host as the caller used them, `at` Unix seconds of arrival.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    form: Mapping[str, str | Upload] | None
    base: str
    request_id: str
    at: float

    def key(self) -> str:
        """Return the key that the call carries: Bearer, raw, x-api-key, x-goog-api-key or `?key=`; '' for none."""
        given = self.headers.get("authorization", "").strip()
        if given[:7].lower() == "bearer ":
            given = given[7:].strip()
        return given or self.headers.get("x-api-key") or self.headers.get("x-goog-api-key") or self.query.get("key", "")


class Answer(NamedTuple):
    """What is sent back: `pieces` are sent `pause_s` apart where there are several (a stream).

    `cut`: the connection is closed in the middle of the last piece, as by a proxy that gives up.
    """

    status: int
    content_type: str
    pieces: tuple[bytes, ...]
    headers: Mapping[str, str] = {}
    pause_s: float = 0.0
    cut: bool = False


def answer_json(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer with a JSON body."""
    return Answer(status, JSON_TYPE, (json.dumps(data, ensure_ascii=False).encode(),), headers or {})


def answer_html(status: int, title: str, text: str) -> Answer:
    """Return an answer with a small page, as a CDN, a proxy or the console sends it."""
    page = (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>\n"
    )
    return Answer(status, HTML_TYPE, (page.encode(),))
