"""Material through a pipe, in a real terminal: its text is pasted, its bytes are no keys, the keyboard works."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tests.stories.terminal import Terminal, needs_tmux

SAMPLE = Path(__file__).parents[2] / "sample_logs" / "01-video-model-on-chat.txt"


@pytest.mark.slow
def test_a_pipe_is_the_ticket_and_the_terminal_the_keyboard(tmp_path: Path) -> None:
    needs_tmux()
    desk = Terminal(tmp_path, "pipe")
    try:
        command = str(Path(sys.executable).with_name("supportdesk"))
        desk.type(f"cat {shlex.quote(str(SAMPLE))} | {shlex.quote(command)}")
        desk.press("Enter")
        desk.sees("endpoint.chat-for-media")
        desk.press("F4")
        desk.sees("Chinese (Ctrl+R copies it)")
    finally:
        desk.close()
