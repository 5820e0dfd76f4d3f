"""A field of one line in which hostile characters are visible ones from the moment they are typed or pasted."""

from __future__ import annotations

from textual.widgets import Input

from supportdesk.visible import visible_line


class LineInput(Input):
    """An input whose value never holds a control or invisible character."""

    def validate_value(self, value: str) -> str:
        """Return the value as it may be shown, sign for sign."""
        return visible_line(value.replace("\n", " "))
