"""Alt and a digit, as terminals send it.

Textual reads Escape and a digit as the sign that a Mac's Option key makes (`™` for 2), because one terminal sends
Option that way (textual/_ansi_sequences.py, "WezTerm on macOS"). In every other terminal it is Alt and the digit, which
open the screens here; the signs themselves can still be typed.
"""

from __future__ import annotations


def read_alt_digits() -> None:
    """Let Escape and a digit be Alt and the digit, from now on, in this process; a second call does nothing."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    for digit in "0123456789":
        ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)
