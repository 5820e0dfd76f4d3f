"""Take README's pictures: `python scripts/take_screenshot.py docs/screen.png`, `… docs/rehearse.png rehearse`.

Needs rsvg-convert on the PATH.

The real application runs headless on a shipped sample with a database of its own; the picture is what Textual draws.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "sample_logs" / "01-video-model-on-chat.txt"
FONT = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"
SIZE = (132, 36)


async def draw(what: str) -> str:
    """Return the screen as SVG: one verdict on it, or a rehearsal that has run in the sandbox."""
    from textual import events

    from supportdesk import i18n
    from supportdesk.settings import load_settings
    from supportdesk.tui.app import SupportdeskApp

    i18n.use("en")
    app = SupportdeskApp(load_settings())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        if what == "rehearse":
            await pilot.press("f11")
            await pilot.pause(2)
            await pilot.press("tab", "tab", "down", "ctrl+r")
            await pilot.pause(6)
            return app.export_screenshot(title="supportdesk")
        app.screen.focused.post_message(events.Paste(SAMPLE.read_text(encoding="utf-8")))  # type: ignore[union-attr] # the paste has the focus
        await pilot.pause(3)
        return app.export_screenshot(title="supportdesk")


def main() -> None:
    """Write the picture to the path given."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SUPPORTDESK_DATABASE"] = os.path.join(folder, "cases.db")
        svg = asyncio.run(draw(sys.argv[2] if len(sys.argv) > 2 else "verdict"))
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: ?Fira Code[^;]*;", f"font-family: {FONT};", svg)
    svg = svg.replace("<text ", '<text xml:space="preserve" ').replace("&#160;", " ")
    target = sys.argv[1] if len(sys.argv) > 1 else "docs/screen.png"
    command = ["rsvg-convert", "--width", "1500", "-o", target]
    subprocess.run(command, input=svg.encode(), check=True)  # noqa: S603 - a picture of ours, by a maintainer's hand


if __name__ == "__main__":
    main()
