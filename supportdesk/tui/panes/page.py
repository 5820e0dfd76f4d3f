"""A page of styled text, built from parts that are plain text whatever they hold."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from supportdesk.visible import visible, visible_line

HEAD = "bold $text-primary"
DIM = "$text-muted"
CERTAINTY_STYLES = {
    "confirmed": "bold $text-error",
    "likely": "bold $text-warning",
    "possible": "bold $text-accent",
    "undetermined": "bold $text-secondary",
}


class Page:
    """Collects parts; `content()` is the page. A part is never markup, and its control characters are pictures."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str | Style]] = []
        self._over: list[tuple[int, str]] = []

    def text(self, text: str, style: str | Style = "") -> Page:
        """Add a text with its line ends as they are."""
        self._parts.append((visible(text), style))
        return self

    def line(self, text: str = "", style: str | Style = "") -> Page:
        """Add a text and a line end."""
        return self.text(text, style).text("\n")

    def heading(self, text: str) -> Page:
        """Add an empty line, unless the page begins here, and a heading."""
        if self._parts:
            self.line()
        return self.line(text, HEAD)

    def link(self, text: str, action: str, style: str = "") -> Page:
        """Add one line's text that runs an action of ours when it is clicked; `action` never holds pasted text."""
        self._parts.append((visible_line(text), Style.from_meta({"@click": action})))
        if style:
            self._over.append((len(self._parts) - 1, style))
        return self

    def content(self) -> Content:
        """Return the page."""
        parts = [Content.assemble(part) for part in self._parts]
        for number, style in self._over:
            parts[number] = parts[number].stylize_before(style)
        return Content.assemble(*parts).rstrip()
