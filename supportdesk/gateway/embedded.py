"""The sandbox without a port: calls reach it inside the process, so that all can be tried with nothing set up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import httpx

from supportdesk.gateway.sandbox.exchange import Answer, Call
from supportdesk.gateway.sandbox.forms import read_form
from supportdesk.gateway.sandbox.relay import new_request_id

if TYPE_CHECKING:
    from supportdesk.gateway.sandbox.desk import Sandbox

ADDRESS = "http://sandbox.localhost"
"""What stands for the address; no name is looked up and no port opened."""


class EmbeddedSandbox(httpx.AsyncBaseTransport):
    """Brings a client's requests to a sandbox in this process, and its failures back as a network would."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the sandbox's answer to a request."""
        data = await request.aread()
        at = self.sandbox.settings.clock()
        kind = request.headers.get("content-type", "")
        form = read_form(data, kind) if kind.lower().startswith("multipart/form-data") else None
        query = dict(parse_qsl(request.url.query.decode("ascii", errors="replace"), keep_blank_values=True))
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = b"" if form is not None else data
        call = Call(request.method, request.url.path, query, headers, body, form, ADDRESS, new_request_id(at), at)
        answer = self.sandbox.answer(call)
        sent = {**answer.headers, "content-type": answer.content_type}
        return httpx.Response(answer.status, headers=sent, stream=_Body(answer), request=request)


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at, piece in enumerate(self.answer.pieces):
            if at and self.answer.pause_s:
                await asyncio.sleep(self.answer.pause_s)
            yield piece
        if self.answer.cut:
            raise httpx.RemoteProtocolError("the sandbox closed the connection, as ordered")
