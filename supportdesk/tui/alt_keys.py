"""Alt and a letter or digit, as terminals send it.

Textual reads Escape and a digit as the sign that a Mac's Option key makes (`™` for 2), because one terminal sends
Option that way (textual/_ansi_sequences.py, "WezTerm on macOS"). In every other terminal it is Alt and the digit, which
open the screens here; the signs themselves can still be typed.
"""

from __future__ import annotations

from typing import cast

from textual import events
from textual.app import App


class AltKeysApp(App[None]):
    """An application in which Alt and a key is a command and never text: editors would insert the letter else."""

    async def on_event(self, event: events.Event) -> None:
        """Take the letter from a key that was pressed together with Alt."""
        if isinstance(event, events.Key) and event.key.startswith("alt+") and event.character is not None:
            event = events.Key(event.key, None)
        await super().on_event(event)


def read_alt_digits() -> None:
    """Let Escape and a digit be Alt and the digit, from now on, in this process; a second call does nothing."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS  # the table has no public name

    table = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for digit in "0123456789":
        table.pop(f"\x1b{digit}", None)
