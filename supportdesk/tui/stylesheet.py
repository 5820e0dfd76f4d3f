"""The desk's style sheet: a rule is parsed once for a set of colours, however often Textual asks for all of them.

Textual parses every sheet anew when a theme is set, when a screen is first shown and when its style sheet joins
(textual/css/stylesheet.py, `reparse` makes a fresh one): four times until the first frame, an eighth of its time.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

MOST_SHEETS = 512
"""Sheets whose rules are kept: a widget's class has one, and so has a screen."""


class DeskStylesheet(Stylesheet):
    """Textual's style sheet, which keeps what it has parsed as long as the variables are the same."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(MOST_SHEETS)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other variables; the same ones change nothing."""
        if variables != self._variables or self._invalid_css:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Put the rules together anew; raises what Textual's own raises, and then keeps the rules it has."""
        if self._invalid_css:
            super().reparse()
        else:
            self.parse()
