"""Corrections of what was read, only where a grammar leaves one reading; what was read is kept, and never a key."""

from __future__ import annotations

from supportdesk.reading.picture.layout import Part


def corrected(parts: list[Part]) -> list[Part]:
    """Return the parts with what can only be one thing mended."""
    return parts
