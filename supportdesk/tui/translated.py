"""Screens whose texts follow the language while they are open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.screen import ModalScreen, Screen

from supportdesk.i18n import _

if TYPE_CHECKING:
    from textual.binding import ActiveBinding


def _translated(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    return {
        key: active._replace(
            binding=replace(active.binding, description=_(active.binding.description)), tooltip=_(active.tooltip)
        )
        for key, active in bindings.items()
    }


class TranslatedScreen(Screen[None]):
    """A screen whose bindings' descriptions are message ids; `relabel` writes its other texts anew."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings, described in the language in use."""
        return _translated(super().active_bindings)

    def relabel(self) -> None:
        """Write every text of the screen in the language in use."""


class TranslatedModal(ModalScreen[str]):
    """A question on top of a screen, answered by a word; otherwise as TranslatedScreen."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings, described in the language in use."""
        return _translated(super().active_bindings)

    def relabel(self) -> None:
        """Write every text of the question in the language in use."""
