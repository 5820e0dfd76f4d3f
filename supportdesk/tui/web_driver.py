"""The screen behind a browser: Textual's web driver, with files handed in, whole packets and an end with its server.

`supportdesk serve` names this driver in TEXTUAL_DRIVER of the processes it starts (serving/session.py).
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from textual import events, messages
from textual.drivers.web_driver import WebDriver

if TYPE_CHECKING:
    from textual.app import App


class BrowserDriver(WebDriver):
    """Speaks with the server over standard input and output."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._writing = threading.Lock()
        self._write = self._write_whole  # type: ignore[assignment] # as os.write, which it takes the place of

    def start_application_mode(self) -> None:
        """Begin with the focus: a page that was just opened has it, and says so before the application listens."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, events.AppFocus())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server says; an uploaded file arrives as a file dragged into a terminal does, by its path."""
        if packet_type == "upload":
            self.process_message(events.Paste(str(payload["path"])))
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read until the server hangs up, and end the application then: nobody can see it any more."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())

    def _write_whole(self, data: bytes) -> int:
        """Write a packet in one piece: frames and downloads come from two threads, and a pipe may take a part only."""
        with self._writing:
            left = memoryview(data)
            while left:
                left = left[os.write(self.fileno, left) :]
        return len(data)
