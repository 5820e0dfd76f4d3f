"""A request as the curl command that sends it: how replies, the fix and `extract --curl` show it.

All take a Request or its plain form (`{"method", "url", "headers", "body"}`, as in the request-code corpus). Nothing
is masked here: who shows the text to people masks it first or gives a masked request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from supportdesk.reading.evidence import Request

BOUNDARY = "----supportdesk-boundary"
"""Separates the parts of a multipart body written out."""

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_BARE = _UNRESERVED | frozenset("/:=@%+,")


def plain(request: Request | Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain form of a request; a plain form comes back as a new dict with every part present."""
    if isinstance(request, Request):
        return request.to_dict()
    return {
        "method": str(request.get("method") or "GET"),
        "url": str(request.get("url") or ""),
        "headers": dict(request.get("headers") or {}),
        "body": dict(request.get("body") or {"kind": "none"}),
    }


def as_curl(request: Request | Mapping[str, Any]) -> str:
    """Return the request as a curl command for a POSIX shell, one option a line."""
    added = set()
    if isinstance(request, Request):
        added = {str(key.data).lower() for key, _ in request.headers if key.added_by == "curl"}
    data = plain(request)
    body = data["body"]
    kind = body.get("kind")
    options = _body_options(body)
    method = str(data["method"]).upper()
    words: list[str] = []
    if method == "HEAD":
        words.append("-I")
    elif method != ("POST" if options else "GET"):
        words.append(f"-X {quoted(method)}")
    words.append(quoted(str(data["url"])))
    for name, value in data["headers"].items():
        lower = str(name).lower()
        if lower in ("host", "content-length") or (lower == "content-type" and kind == "multipart"):
            continue
        if lower in added and lower == "content-type":
            continue
        text = one_line(value)
        words.append("-H " + quoted(f"{name}: {text}" if text else f"{name};"))
    return "curl " + " \\\n  ".join(words + options)


def body_text(body: Mapping[str, Any]) -> str:
    """Return a plain body as the characters that are sent (JSON indented, files named by a comment line)."""
    kind = body.get("kind")
    if kind == "json":
        return json.dumps(body.get("json"), ensure_ascii=False, indent=2)
    if kind == "form":
        return "&".join(f"{_encoded(str(name))}={_encoded(str(value))}" for name, value in body.get("form") or [])
    if kind == "multipart":
        return _multipart(body.get("multipart") or [])
    return str(body.get("raw") or "") if kind == "raw" else ""


def quoted(text: str) -> str:
    """Return the text as one word of a POSIX shell."""
    if text and all(sign in _BARE for sign in text):
        return text
    return "'" + text.replace("\x00", "").replace("'", "'\\''") + "'"


def one_line(value: object) -> str:
    """Return a header's or line's text without line ends, so that a pasted value cannot add a header."""
    return " ".join(str(value).split("\n")).replace("\r", " ").replace("\x00", "")


def _body_options(body: Mapping[str, Any]) -> list[str]:
    kind = body.get("kind")
    if kind == "form":
        return [
            f"--data-urlencode {quoted(f'{_encoded(str(name))}={value}')}" for name, value in body.get("form") or []
        ]
    if kind == "multipart":
        return [_form_option(part) for part in body.get("multipart") or []]
    text = body_text(body)
    return [f"--data-raw {quoted(text)}"] if text else []


def _form_option(part: Mapping[str, Any]) -> str:
    name = str(part.get("name") or "")
    if part.get("filename") is not None:
        return "-F " + quoted(f"{name}=@{part['filename']}")
    return "--form-string " + quoted(f"{name}={part.get('value') or ''}")


def _multipart(parts: list[Mapping[str, Any]]) -> str:
    lines: list[str] = []
    for part in parts:
        name = one_line(part.get("name") or "").replace('"', "%22")
        lines.append(f"--{BOUNDARY}")
        if part.get("filename") is not None:
            filename = one_line(part["filename"]).replace('"', "%22")
            lines += [f'Content-Disposition: form-data; name="{name}"; filename="{filename}"', "", f"<{filename}>"]
        else:
            lines += [f'Content-Disposition: form-data; name="{name}"', "", str(part.get("value") or "")]
    return "\n".join([*lines, f"--{BOUNDARY}--", ""])


def _encoded(text: str) -> str:
    return "".join(
        sign if sign in _UNRESERVED else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
        for sign in text
    )
