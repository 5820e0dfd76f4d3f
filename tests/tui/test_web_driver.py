"""The driver behind a browser: pastes in one piece, packets in one piece."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from supportdesk.tui.web_driver import BrowserDriver, _whole_paste
from tests.tui.desk import desk


@pytest.mark.parametrize(
    ("packet", "text"),
    [
        ("\x1b[200~客户\rHTTP 401\x1b[201~", "客户\rHTTP 401"),
        ("\x1b[200~a\0b\x1b[201~", "ab"),
        ("\x1b[200~\x1b[201~", ""),
        ("\x1b[200~a\x1b[201~q", None),
        ("\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~", None),
        ("\x1b[200~a", None),
        ("a", None),
        ("\x1b[201~", None),
    ],
)
def test_a_packet_that_is_one_paste_is_taken_whole(packet: str, text: str | None) -> None:
    assert _whole_paste(packet.encode()) == text


async def test_packets_of_two_threads_are_never_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    async with desk(tmp_path) as (app, _pilot):
        with os.fdopen(os.dup(reading)) as standard_input:
            monkeypatch.setattr(sys, "__stdin__", standard_input)
            driver = BrowserDriver(app)
        driver.fileno = writing
        packets = [bytes([65 + number]) * 300_000 for number in range(4)]
        got = bytearray()

        def collect() -> None:
            while len(got) < sum(map(len, packets)):
                got.extend(os.read(reading, 1 << 16))

        collecting = threading.Thread(target=collect)
        threads = [threading.Thread(target=driver._write, args=(packet,)) for packet in packets]
        for thread in (collecting, *threads):
            thread.start()
        for thread in (*threads, collecting):
            thread.join()
        os.close(reading)
        os.close(writing)
    assert sorted(bytes(got)[at : at + 300_000] for at in range(0, len(got), 300_000)) == packets
