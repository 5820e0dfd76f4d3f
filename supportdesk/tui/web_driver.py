"""The screen behind a browser: Textual's web driver, with files handed in, whole packets and an end with its server.

`supportdesk serve` names this driver in TEXTUAL_DRIVER of the processes it starts (serving/session.py).
"""

from __future__ import annotations

import os
import threading
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual import events, log, messages
from textual._xterm_parser import XTermParser
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

if TYPE_CHECKING:
    from textual.app import App

PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
"""What stands around a paste (bracketed paste mode of xterm)."""


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
        try:
            self._read()
        except Exception as problem:  # the thread's last frame: without it the page would hang
            log.error(f"the page's input ended: {type(problem).__name__}")
        finally:
            self._input_reader.close()
            self._app.post_message(messages.ExitApp())

    def _read(self) -> None:
        parser, packets = XTermParser(), ByteStream()
        decode = getincrementaldecoder("utf-8")("replace").decode
        for data in self._input_reader:
            for kind, payload in packets.feed(data) if data else ():
                if kind != "D":
                    self._on_meta(kind, payload)
                elif (pasted := _whole_paste(payload)) is not None:
                    self.process_message(events.Paste(pasted))
                else:
                    for event in parser.feed(decode(payload)):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _write_whole(self, data: bytes) -> int:
        """Write a packet in one piece: frames and downloads come from two threads, and a pipe may take a part only."""
        with self._writing:
            left = memoryview(data)
            while left:
                left = left[os.write(self.fileno, left) :]
        return len(data)


def _whole_paste(payload: bytes) -> str | None:
    """Return the text of a packet that is one paste and nothing else, as the page sends it; None for any other.

    Textual's parser goes through a paste sign by sign: 2.2 seconds of a processor for 2 MB.
    """
    if not payload.startswith(PASTE_BEGINS) or payload.find(PASTE_ENDS) != len(payload) - len(PASTE_ENDS):
        return None
    return payload[len(PASTE_BEGINS) : -len(PASTE_ENDS)].decode("utf-8", "replace").replace("\0", "")
