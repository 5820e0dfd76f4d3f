"""A request as the curl command that sends it: how replies show the corrected request."""

from __future__ import annotations

import json
from typing import Any


def as_curl(request: dict[str, Any]) -> str:
    """Return a bash curl command for a request in the shape of the request-code corpus; JSON bodies indented."""
    body = request.get("body") or {"kind": "none"}
    method = str(request["method"]).upper()
    default = "GET" if body["kind"] == "none" else "POST"
    parts = ["curl" if method == default else f"curl -X {method}", quoted(str(request["url"]))]
    parts += [f"-H {quoted(f'{name}: {value}')}" for name, value in request.get("headers", {}).items()]
    kind = body["kind"]
    if kind == "json":
        parts.append("-d " + quoted(json.dumps(body["json"], ensure_ascii=False, indent=2)))
    elif kind == "raw":
        parts.append("--data-raw " + quoted(str(body["raw"])))
    elif kind == "form":
        parts += [f"--data-urlencode {quoted(f'{name}={value}')}" for name, value in body["form"]]
    elif kind == "multipart":
        parts += [f"-F {quoted(_part(part))}" for part in body["multipart"]]
    return " \\\n  ".join([" ".join(parts[:2]), *parts[2:]])


def quoted(text: str) -> str:
    """Return the text as one word of a POSIX shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _part(part: dict[str, Any]) -> str:
    return f"{part['name']}=@{part['filename']}" if "filename" in part else f"{part['name']}={part['value']}"
