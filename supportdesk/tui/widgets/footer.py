"""The line of keys below, made anew only where it would show something else.

Textual makes every key of it anew whenever bindings may have changed: with each change of focus, three times behind
the first frame. Ten keys are 15 ms, a frame that a key has to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Shown(NamedTuple):
    """A key of the line: how it is written, what it does, its action and tooltip, and whether it can be pressed now."""

    display: str
    description: str
    action: str
    tooltip: str
    enabled: bool


class DeskFooter(Footer):
    """Textual's footer, compact, which stays as long as its keys do."""

    _shown: tuple[Shown, ...] | None = None

    def __init__(self, *, show_command_palette: bool = True) -> None:
        super().__init__(show_command_palette=show_command_palette, compact=True)

    def compose(self) -> ComposeResult:
        """Make the keys, compact from the beginning: a class that is set later is a look through the style sheet."""
        for key in super().compose():
            yield key.add_class("-compact", update=False) if isinstance(key, FooterKey) else key

    async def recompose(self) -> None:
        """Make the keys anew where they have changed; where they can merely be pressed or no longer, say that."""
        if not self.is_attached:
            return
        before, self._shown = self._shown, self._wanted()
        if self._shown != before and not self._enable(before or ()):
            await super().recompose()

    def _enable(self, before: tuple[Shown, ...]) -> bool:
        """Let the keys that are there follow what can be pressed; False where others are wanted."""
        wanted = self._shown or ()
        keys = [key for key in self.query(FooterKey) if not key.has_class("-command-palette")]
        if [one[:-1] for one in wanted] != [one[:-1] for one in before]:
            return False
        if [key.action for key in keys] != [one.action for one in wanted]:
            return False
        for key, one in zip(keys, wanted, strict=True):
            key._disabled = not one.enabled  # noqa: SLF001 - Textual sets it once, when it makes the key
            key.set_class(not one.enabled, "-disabled")
        return True

    def _wanted(self) -> tuple[Shown, ...]:
        first: dict[str, Shown] = {}
        for _node, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in first:
                display = self.app.get_key_display(binding)
                first[binding.action] = Shown(display, binding.description, binding.action, tooltip, enabled)
        return tuple(first.values())
