"""The web server: textual-serve's sessions and terminal, a page of our own that loads nothing from elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import WSMsgType, web
from textual_serve.server import Server, to_int

from supportdesk.serving.guard import guard, harden
from supportdesk.serving.page import FOLDER, index_page, new_page
from supportdesk.serving.session import Session

if TYPE_CHECKING:
    from supportdesk.serving.access import Access

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_MESSAGE = 64 * 1024 * 1024
"""Bytes of a message from the page: a paste is one."""
MOST_SESSIONS = 8
WIDTHS, HEIGHTS = (20, 500), (8, 200)
HEARTBEAT_S = 15.0


class DeskServer(Server):
    """Serves the screen to who has `access`; uploads lie in a private folder, which goes with the server."""

    def __init__(self, access: Access) -> None:
        super().__init__("supportdesk", title="supportdesk")
        self._access = access
        self._folder = tempfile.mkdtemp(prefix="supportdesk-web-")
        self._sessions: dict[str, Session] = {}

    async def make_app(self) -> web.Application:
        """Return the application with every path behind the guard."""
        app = web.Application(middlewares=[guard(self._access)])
        app.on_response_prepare.append(harden)
        app.on_shutdown.append(self.on_shutdown)
        app.add_routes(
            [
                web.get("/", self.handle_page),
                web.get("/ws/{page:[A-Za-z0-9_-]{20,30}}", self.handle_websocket),
                web.post("/upload/{page:[A-Za-z0-9_-]{20,30}}", self.handle_upload),
                web.get("/download/{key:[A-Za-z0-9_-]+}", self.handle_download),
                web.static("/static", self.statics_path),
                web.static("/page", FOLDER),
            ]
        )
        return app

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's signature
        """End every session and remove what was handed in."""
        await asyncio.gather(*(session.stop() for session in self._sessions.values()))
        shutil.rmtree(self._folder, ignore_errors=True)

    async def handle_page(self, request: web.Request) -> web.Response:
        """Serve the page, with a name of its own for its session."""
        size = min(max(to_int(request.query.get("fontsize", "15"), 15), 8), 40)
        return web.Response(text=index_page(request.host, new_page(), size), content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a session for as long as its websocket is open."""
        page = request.match_info["page"]
        if page in self._sessions or len(self._sessions) >= MOST_SESSIONS:
            raise web.HTTPServiceUnavailable(text="too many sessions\n")
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_MESSAGE)
        session = Session(websocket, self.download_manager, os.path.join(self._folder, page))
        self._sessions[page] = session
        try:
            await websocket.prepare(request)
            await session.start(
                _within(request.query.get("width"), WIDTHS), _within(request.query.get("height"), HEIGHTS)
            )
            await self._listen(websocket, session)
        finally:
            self._sessions.pop(page, None)
            await session.stop()
            with contextlib.suppress(ConnectionResetError):
                await websocket.close()
        return websocket

    async def handle_upload(self, request: web.Request) -> web.Response:
        """Take a file of at most LARGEST_FILE bytes and tell its page's screen where it lies."""
        session = self._sessions.get(request.match_info["page"])
        if session is None:
            raise web.HTTPNotFound(text="no such session\n")
        if (request.content_length or 0) > LARGEST_FILE:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FILE, request.content_length or 0)
        path = session.new_file(request.query.get("name", ""))
        await _receive(request, path)
        if not await session.hand_over(path):
            raise web.HTTPGone(text="the session has ended\n")
        return web.json_response({"name": os.path.basename(path)})

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """Hand out what a screen delivers, once, always as a file."""
        key = request.match_info["key"]
        try:
            meta = await self.download_manager.get_download_metadata(key)
        except KeyError as problem:
            raise web.HTTPNotFound(text="no such download\n") from problem
        response = web.StreamResponse()
        response.content_type = meta.mime_type or "application/octet-stream"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(meta.file_name, safe='')}"
        await response.prepare(request)
        async for chunk in self.download_manager.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _listen(self, websocket: web.WebSocketResponse, session: Session) -> None:
        """Pass on what the page says; what is no message of its terminal is left out."""
        async for message in websocket:
            if message.type != WSMsgType.TEXT:
                continue
            kind, data = _read(message)
            if kind == "stdin" and isinstance(data, str):
                await session.send_bytes(data.encode("utf-8", "replace"))
            elif kind == "resize" and isinstance(data, dict):
                await session.set_terminal_size(
                    _within(data.get("width"), WIDTHS), _within(data.get("height"), HEIGHTS)
                )
            elif kind == "ping" and isinstance(data, str):
                await websocket.send_json(["pong", data[:40]])
            elif kind == "blur":
                await session.blur()
            elif kind == "focus":
                await session.focus()


@contextlib.asynccontextmanager
async def serving(access: Access, host: str, port: int) -> AsyncIterator[str]:
    """Serve in the running loop and give the address, such as http://127.0.0.1:8700; port 0 takes a free one.

    At the end every session's process has ended. Raises OSError where the port is taken.
    """
    server = DeskServer(access)
    runner = web.AppRunner(await server.make_app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{f'[{host}]' if ':' in host else host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _receive(request: web.Request, path: str) -> None:
    """Write the body to a new file for the owner only; remove it again where it is too large or breaks off."""
    size, whole = 0, False
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            async for piece in request.content.iter_chunked(1 << 16):
                size += len(piece)
                if size > LARGEST_FILE:
                    raise web.HTTPRequestEntityTooLarge(LARGEST_FILE, size)
                file.write(piece)
        whole = True
    finally:
        if not whole:
            os.unlink(path)


def _read(message: Any) -> tuple[str, object]:
    try:
        envelope = message.json()
    except (ValueError, RecursionError):
        return "", None
    if not isinstance(envelope, list) or not envelope:
        return "", None
    return str(envelope[0]), envelope[1] if len(envelope) > 1 else None


def _within(value: object, bounds: tuple[int, int]) -> int:
    least, most = bounds
    number = value if isinstance(value, int) else to_int(str(value), least)
    return min(max(number, least), most)
