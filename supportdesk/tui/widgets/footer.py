"""The line of keys below, made anew only where it would show something else.

Textual makes every key of it anew whenever bindings may have changed: with each change of focus, three times behind
the first frame. Ten keys are 15 ms, a frame that a key has to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from textual.app import ComposeResult

Shown = tuple[tuple[str, str, str, bool, str], ...]
"""Of each key: how it is written, what it does, its action, whether it can be pressed now, and its tooltip."""


class DeskFooter(Footer):
    """Textual's footer, compact, which stays as long as its keys do."""

    _shown: Shown | None = None

    def __init__(self, *, show_command_palette: bool = True) -> None:
        super().__init__(show_command_palette=show_command_palette, compact=True)

    def compose(self) -> ComposeResult:
        """Make the keys, compact from the beginning: a class that is set later is a look through the style sheet."""
        for key in super().compose():
            yield key.add_class("-compact") if isinstance(key, FooterKey) else key

    async def recompose(self) -> None:
        """Make the keys anew where they have changed."""
        if not self.is_attached:
            return
        shown = self._wanted()
        if shown != self._shown:
            self._shown = shown
            await super().recompose()

    def _wanted(self) -> Shown:
        return tuple(
            (self.app.get_key_display(binding), binding.description, binding.action, enabled, tooltip)
            for _node, binding, enabled, tooltip in self.screen.active_bindings.values()
            if binding.show
        )
