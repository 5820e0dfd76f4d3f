"""One HTTP exchange with a configured gateway, bounded in time and size, and nothing that a gateway may decide for us.

TLS is verified, redirects are not followed (they would carry the key elsewhere), an address outside the configured one
is refused, and what is read of an answer has a limit. Proxies of the environment are respected (httpx's `trust_env`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from supportdesk.errors import InputError
from supportdesk.gateway.failures import BadAnswer, NotReached, OutcomeUnknown
from supportdesk.i18n import _
from supportdesk.named import NamedTuple

LARGEST_ANSWER = 8 * 1024 * 1024
CONNECT_S, READ_S, WHOLE_S = 10.0, 60.0, 120.0
"""Seconds to connect, to wait for the next bytes, and for a whole answer."""
NEVER_CALLED = ("/api/user/token",)
"""Rotates a user's access token (gateway.md 4): no caller of this module can reach it."""


class Reply(NamedTuple):
    """An answer as it came: `text` decoded, header names lower-case."""

    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> Any:
        """Return the parsed body. Raises BadAnswer for a page, and for anything that is no JSON."""
        start = self.text.lstrip()[:1]
        if start == "<":
            raise BadAnswer(
                _("the gateway answered with a web page instead of JSON (HTTP {status})").format(status=self.status),
                _("Look at the base URL: it may lack /v1, or lead to the console."),
            )
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as problem:
            message = _("the gateway's answer is no JSON (HTTP {status})").format(status=self.status)
            raise BadAnswer(message) from problem

    def retry_after(self) -> float | None:
        """Return the seconds of Retry-After, None where there is none that is a number."""
        text = self.headers.get("retry-after", "").strip()
        return float(text[:9]) if text.isascii() and text.isdigit() else None


class Wire:
    """The way to one gateway: `base` its address, such as https://toapis.com/v1, without the path of a call.

    `transport` stands for the network (the embedded sandbox). Use it as an async context manager.
    """

    def __init__(self, base: str, *, transport: httpx.AsyncBaseTransport | None = None, read_s: float = READ_S) -> None:
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise InputError(
                _("'{url}' is no address of a gateway").format(url=ascii(base[:80])[1:-1]),
                _("Write it like https://gateway.example.com/v1, without user or key."),
            )
        if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1") and transport is None:
            raise InputError(
                _("a key is not sent over plain http to {host}").format(host=ascii(parts.hostname)[1:-1]),
                _("Use https, or a gateway on this machine."),
            )
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.client = httpx.AsyncClient(
            base_url=self.origin,
            transport=transport,
            follow_redirects=False,
            timeout=httpx.Timeout(read_s, connect=CONNECT_S),
            headers={"user-agent": "supportdesk"},
        )

    async def __aenter__(self) -> Wire:
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self.client.aclose()

    async def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        query: Mapping[str, str] | None = None,
        body: Any = None,
        file: tuple[str, bytes, str] | None = None,
    ) -> Reply:
        """Send one request and return the answer, whatever its status.

        `path` is below the gateway's origin; `body` is sent as JSON; `file` is (name, content, type) of a multipart
        field `file`. Raises NotReached where nothing was sent, OutcomeUnknown where it was and no whole answer came,
        BadAnswer for a redirect and for an answer that is too large.
        """
        if path.rstrip("/") in NEVER_CALLED or not path.startswith("/") or path.startswith("//"):
            raise InputError(_("this path is never called: {path}").format(path=ascii(path[:80])[1:-1]))
        options: dict[str, Any] = {"headers": dict(headers), "params": query}
        if file is not None:
            options["files"] = {"file": file}
        elif body is not None:
            options["json"] = body
        ends = time.monotonic() + WHOLE_S
        try:
            async with self.client.stream(method, path, **options) as answer:
                reply = await _read(answer, ends)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as problem:
            raise NotReached(*_unreached(problem)) from problem
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as problem:
            message = _("the answer was lost on its way ({reason})").format(reason=type(problem).__name__)
            raise OutcomeUnknown(message) from problem
        if 300 <= reply.status < 400:
            raise BadAnswer(
                _("the gateway redirects elsewhere, which is not followed with a key"),
                _("Configure the address that it redirects to, if you trust it."),
            )
        return reply


async def _read(answer: httpx.Response, ends: float) -> Reply:
    data = bytearray()
    async for piece in answer.aiter_bytes():
        data += piece
        if len(data) > LARGEST_ANSWER:
            size = LARGEST_ANSWER // (1024 * 1024)
            raise BadAnswer(_("the gateway's answer is larger than {size} MB and was not read").format(size=size))
        if time.monotonic() > ends:
            raise OutcomeUnknown(_("the answer took longer than {seconds} s").format(seconds=int(WHOLE_S)))
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(answer.status_code, headers, data.decode("utf-8", errors="replace"))


def _unreached(problem: httpx.HTTPError) -> tuple[str, str]:
    text = str(problem).lower()
    if "certificate" in text or "ssl" in text or "tls" in text:
        return _("the gateway's certificate is not valid: nothing was sent"), _(
            "Look at the address, the clock and your company's proxy; the check is never switched off."
        )
    if "name or service" in text or "getaddrinfo" in text or "nodename" in text or "resolve" in text:
        return _("the gateway's name does not resolve: nothing was sent"), _("Look at the base URL for a slip.")
    return _("no connection to the gateway: nothing was sent"), _("Look at the address, the network and the proxy.")
