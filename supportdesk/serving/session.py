"""One page of a browser: the process that runs its screen, the files handed to it, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import sys
from typing import TYPE_CHECKING, Any

from textual_serve.app_service import AppService

from supportdesk import i18n
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.download_manager import DownloadManager

DRIVER = "supportdesk.tui.web_driver:BrowserDriver"
QUIT_S, TERMINATE_S = 5.0, 2.0
"""Seconds that a process has to end by itself, and after it was told to."""

LONGEST_NAME = 80
KEPT_FILES = 8
"""Files that were handed in and are kept while the page is open; the oldest goes first."""


class Session(AppService):
    """Runs `supportdesk` for one websocket; `folder`, made here, takes its uploads and goes when it ends."""

    def __init__(self, websocket: web.WebSocketResponse, downloads: DownloadManager, folder: str) -> None:
        super().__init__(
            "supportdesk",
            write_bytes=self._show,
            write_str=websocket.send_str,
            close=self._close,
            download_manager=downloads,
        )
        self._websocket = websocket
        self._folder = folder
        self._files: list[str] = []
        os.mkdir(folder, 0o700)

    def new_file(self, name: str) -> str:
        """Return the path for a file that is handed in, called as a browser says; an old one may go for it."""
        while len(self._files) >= KEPT_FILES:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._files.pop(0))
        folder = os.path.join(self._folder, secrets.token_hex(4))
        os.mkdir(folder, 0o700)
        path = os.path.join(folder, safe_name(name))
        self._files.append(path)
        return path

    async def hand_over(self, path: str) -> bool:
        """Tell the screen of a file; False where it has ended."""
        return await self.send_meta({"type": "upload", "path": path})

    async def run(self) -> None:
        """Show what the process writes; tell the page when it has ended, however it did."""
        await super().run()
        await self._close()

    async def stop(self) -> None:
        """End the process: asked, then told, then killed; and remove what was handed in."""
        task, self._task = self._task, None
        try:
            if task is not None:
                await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
                await self.send_meta({"type": "quit"})
                await self._ended()
                await task
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _ended(self) -> None:
        process = self._process
        if process is None:
            return
        for seconds, harder in ((QUIT_S, process.terminate), (TERMINATE_S, process.kill)):
            try:
                await asyncio.wait_for(process.wait(), seconds)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    harder()
            else:
                return
        await process.wait()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        """Start the screen's process, without a shell, apart from the terminal's Ctrl-C."""
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "supportdesk"),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=self._build_environment(width, height),
            start_new_session=os.name != "nt",
        )
        self._stdin = self._process.stdin
        return self._process

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Add the driver, and the language that the server was started in."""
        environment: dict[str, Any] = super()._build_environment(width, height)
        return {**environment, "TEXTUAL_DRIVER": DRIVER, "TEXTUAL_FPS": "30", "SUPPORTDESK_LANG": i18n.language()}

    async def _show(self, data: bytes) -> None:
        """Send a frame; one for a page that is gone is dropped, so that the process never waits for it."""
        with contextlib.suppress(ConnectionResetError):
            await self._websocket.send_bytes(data)

    async def _close(self) -> None:
        await self._websocket.close()


def safe_name(name: str) -> str:
    """Return a file's name without folders, blanks and signs that a shell, a terminal or a system minds."""
    name = visible_line(name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name).lstrip(".-")
    stem, dot, ending = kept.rpartition(".")
    if dot and stem:
        return f"{stem[: LONGEST_NAME - 11]}.{ending[:10]}"
    return kept[:LONGEST_NAME] or "file"
