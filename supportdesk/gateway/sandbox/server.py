"""The sandbox behind HTTP, by aiohttp: the web stack that also serves the screen in a browser (extra `web`)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from supportdesk.gateway.sandbox.exchange import Answer, Call
from supportdesk.gateway.sandbox.forms import read_form
from supportdesk.gateway.sandbox.relay import new_request_id

if TYPE_CHECKING:
    from aiohttp import web

    from supportdesk.gateway.sandbox.desk import Sandbox

LARGEST_BODY = 64 * 1024 * 1024


def make_app(sandbox: Sandbox) -> web.Application:
    """Return the application in which every path is answered by the sandbox."""
    from aiohttp import web

    async def _handle(request: web.Request) -> web.StreamResponse:
        return await _send(request, sandbox.answer(await _call(request, sandbox)))

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_route("*", "/{path:.*}", _handle)
    return app


@contextlib.asynccontextmanager
async def serving(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve the sandbox in the running loop and give its address, such as http://127.0.0.1:40123.

    Port 0 takes a free one. Raises OSError where the port is taken.
    """
    from aiohttp import web

    runner = web.AppRunner(make_app(sandbox), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        taken = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{taken}"
    finally:
        await runner.cleanup()


async def _call(request: web.Request, sandbox: Sandbox) -> Call:
    at = sandbox.settings.clock()
    body, form = await request.read(), None
    if request.content_type == "multipart/form-data":
        body, form = b"", read_form(body, request.headers["Content-Type"])
    headers = {name.lower(): value for name, value in request.headers.items()}
    base = f"{request.scheme}://{request.host}"
    return Call(request.method, request.path, dict(request.query), headers, body, form, base, new_request_id(at), at)


async def _send(request: web.Request, answer: Answer) -> web.StreamResponse:
    from aiohttp import web

    headers = {**answer.headers, "Content-Type": answer.content_type}
    if len(answer.pieces) == 1 and not answer.cut:
        return web.Response(status=answer.status, body=answer.pieces[0], headers=headers)
    response = web.StreamResponse(status=answer.status, headers=headers)
    if answer.cut:
        response.content_length = sum(len(piece) for piece in answer.pieces) + 100
    await response.prepare(request)
    for at, piece in enumerate(answer.pieces):
        if at and answer.pause_s:
            await asyncio.sleep(answer.pause_s)
        await response.write(piece)
    if answer.cut and request.transport is not None:
        request.transport.close()
        return response
    await response.write_eof()
    return response
