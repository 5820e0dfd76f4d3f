"""The first frame comes first: style sheets are parsed once for it; what it does without waits until it is shown."""

from __future__ import annotations

import gc
from collections.abc import Callable

from supportdesk.tui.alt_keys import AltKeysApp
from supportdesk.tui.stylesheet import DeskStylesheet

SETTLED_S = 0.1
"""Seconds behind the first frame in which its last parts are drawn: threads that import would hold them up."""

COLLECT_AFTER = (700, 10, 10)
"""Python's own thresholds of its collector (docs.python.org, gc.set_threshold), which a command raises at its start."""


class PaintingApp(AltKeysApp):
    """An application that knows when its first frame is shown; `ansi_color` is Textual's."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.stylesheet = DeskStylesheet(variables=self.get_css_variables())
        self._later: list[Callable[[], object]] | None = []
        self.is_painted = False
        """Whether the first frame is shown."""

    def when_painted(self, work: Callable[[], object]) -> None:
        """Call this once the first frame is shown; at once where it is."""
        if self._later is None:
            work()
        else:
            self._later.append(work)

    def keep_loaded(self) -> None:
        """Let Python look for garbage no more in what was loaded until now: that lives on, and a look takes 100 ms.

        In a terminal only: under a pilot it would hide objects from other tests.
        """
        if not self.is_headless:
            gc.freeze()
            gc.set_threshold(*COLLECT_AFTER)

    def post_display_hook(self) -> None:
        """See the first frame."""
        if not self.is_painted and self.is_running and not self._batch_count and self.screen.is_mounted:
            self.is_painted = True
            self.set_timer(SETTLED_S, self._painted)

    def _painted(self) -> None:
        if not self.is_running:
            return  # it was closed meanwhile, and its widgets are going
        self.keep_loaded()
        later, self._later = self._later or [], None
        for work in later:
            work()
