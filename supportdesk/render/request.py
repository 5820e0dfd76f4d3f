"""A request as text: raw HTTP, a curl command, JSON.

All three take a Request or its plain form (`{"method", "url", "headers", "body"}`, as in the request-code corpus).
Nothing is masked here: who shows the text to people masks it first or gives a masked request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from supportdesk.advising.request_text import BOUNDARY, as_curl, body_text, one_line, plain, quoted
from supportdesk.i18n import _
from supportdesk.reading.evidence import Request
from supportdesk.visible import visible

to_curl = as_curl
"""Return a request as a curl command: replies show it so, too."""

__all__ = ["BOUNDARY", "body_text", "plain", "quoted", "repair_line", "to_curl", "to_http", "to_json"]

_IMPLIED = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": f"multipart/form-data; boundary={BOUNDARY}",
}


def repair_line(repair: Mapping[str, Any]) -> str:
    """Return what was mended to read a request, where, and what became what, in the interface's language.

    `repair` has the form of `reading.repairs.repairs_of`. Nothing is masked here.
    """
    said = _(repair["message"])
    if repair["was"] and repair["became"] and repair["was"] != repair["became"]:
        said = _("{message}: {was} became {became}").format(message=said, was=repair["was"], became=repair["became"])
    if repair["line"] is None:
        return visible(said)
    place = _("line {line}, column {column}").format(line=repair["line"], column=repair["column"])
    return visible(_("Mended, {place}: {what}").format(place=place, what=said))


def to_json(request: Request | Mapping[str, Any]) -> str:
    """Return the request as one line of JSON."""
    return json.dumps(plain(request), ensure_ascii=False, separators=(",", ":"))


def to_http(request: Request | Mapping[str, Any]) -> str:
    """Return the request as HTTP/1.1 text with LF line ends; a body ends without one."""
    data = plain(request)
    body = data["body"]
    headers = {str(name): one_line(value) for name, value in data["headers"].items()}
    host, target = _split(data["url"])
    lines = [f"{one_line(data['method']).upper()} {one_line(target)} HTTP/1.1"]
    if host and not any(name.lower() == "host" for name in headers):
        lines.append(f"host: {host}")
    implied = _IMPLIED.get(str(body.get("kind")))
    if implied is not None and (
        body["kind"] == "multipart" or not any(name.lower() == "content-type" for name in headers)
    ):
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        headers["content-type"] = implied
    lines += [f"{name}: {value}" for name, value in headers.items()]
    text = body_text(body)
    return "\n".join(lines) + "\n\n" + text


def _split(url: str) -> tuple[str, str]:
    scheme, sign, rest = url.partition("://")
    if not sign:
        return "", scheme
    ends = [at for at in (rest.find(mark) for mark in "/?#") if at >= 0]
    cut = min(ends, default=len(rest))
    target = rest[cut:].partition("#")[0]
    host = rest[:cut].rpartition("@")[2]
    return host, target if target.startswith("/") else "/" + target
