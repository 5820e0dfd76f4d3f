"""The command palette: what the desk can open, and the ledger of a path that is typed; all of it plain text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from supportdesk.i18n import _
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.tui.app import SupportdeskApp

SHOWN = 60
"""Signs of a path that are shown."""

Command = tuple[str, str, Callable[[], None]]


class DeskCommands(Provider):
    """Commands of the desk, in the language in use."""

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def commands(self) -> Iterator[Command]:
        """Yield the name, the help and the action of each command that does something now."""
        desk = self.desk
        if desk.has_ledger():
            yield _("Ledger"), _("Show what the ticket's material books, in time order"), desk.open_ledger
        yield _("Ledger of a file…"), _("Show the ledger of an export by its path"), desk.ask_for_ledger
        yield _("Cases"), _("Find earlier cases"), desk.open_cases
        yield _("Rehearse"), _("Try a request"), desk.action_rehearse
        yield "中文 / English", _("Switch the language"), desk.action_language

    async def discover(self) -> Hits:
        """Yield all commands."""
        for name, help_text, action in self.commands():
            yield DiscoveryHit(Text(name), action, text=name, help=help_text)

    async def search(self, query: str) -> Hits:
        """Yield the commands whose name is like what is typed, and the ledger of a file whose path it is."""
        path = os.path.expanduser(query.strip())
        found = False
        if path and "\0" not in path and os.path.isfile(path):
            found, name = True, _("Ledger of {path}").format(path=visible_line(_cut(path)))
            yield Hit(1.0, Text(name), lambda: self.desk.read_ledger(path), text=name)
        matcher = self.matcher(query)
        for name, help_text, action in self.commands():
            score = matcher.match(name)
            if score > 0:
                found = True
                yield Hit(score, Text(name), action, text=name, help=help_text)
        if not found:  # the palette's own word for it is English only
            nothing = _("Neither a command nor a file is called so.")
            yield Hit(0.1, Text(nothing), lambda: self.desk.tell(nothing), text=nothing)


def _cut(path: str) -> str:
    return path if len(path) <= SHOWN else "…" + path[1 - SHOWN :]
