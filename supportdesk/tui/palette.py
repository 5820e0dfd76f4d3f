"""The command palette: every screen, every action, themes, languages, and a file by its path; all of it plain text."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.app import App
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from supportdesk.i18n import _
from supportdesk.named import NamedTuple
from supportdesk.settings import THEMES
from supportdesk.tui.keymap import APP, SCREENS, Keys, bindings_of, keys_of, screen_class
from supportdesk.tui.navigation import PLACES
from supportdesk.tui.themes import NAMES
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.tui.app import SupportdeskApp

SHOWN = 60
"""Signs of a path that are shown."""

BY_NAME = 1_000.0
"""What a command's whole name, typed out, is worth: more than any likeness."""

NOT_HERE = ("go", "command_palette", "scroll", "cursor_down", "to_list", "to_table")
"""Actions that the palette offers otherwise or that mean nothing out of it."""


class Command(NamedTuple):
    """A command: its name, what it does, and the function that does it."""

    name: str
    help: str
    run: Callable[[], object]


class DeskCommands(Provider):
    """Commands of the desk, in the language in use."""

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def commands(self) -> Iterator[Command]:
        """Yield the commands that do something now: the screens, then the look."""
        desk = self.desk
        for place in PLACES:
            if place.name == "ledger":
                if desk.has_ledger():
                    yield Command(_(place.title), _(place.purpose), desk.open_ledger)
                yield Command(
                    _("Ledger of a file…"), _("Show the ledger of an export by its path"), desk.ask_for_ledger
                )
            else:
                yield Command(_(place.title), _(place.purpose), partial(desk.go, place.name))
        yield Command(_("Statistics"), _("See what happens how often, and what it costs"), desk.open_statistics)
        yield Command("中文 / English", _("Switch the language"), desk.action_language)
        if desk.is_coloured:
            for theme in THEMES:
                name = _("Colours: {name}").format(name=_(NAMES[theme]))
                yield Command(name, _("Show the desk in other colours"), partial(desk.use_theme, theme))

    def _actions(self) -> list[Command]:
        """Return what the screen below can do now, then what every other screen can."""
        screen = self.screen
        screens = [(place, name, mode) for mode, place, name in SCREENS]
        found: list[Command] = []
        known = {command.name for command in self.commands()}
        for place, name, mode in [*screens, (APP, "", "")]:
            kind = screen_class(place)
            is_here = not name or type(screen) is kind
            if not is_here and not mode:
                continue
            title = "" if is_here else f"{_(name)}: "
            for one in keys_of(bindings_of(kind, Screen if name else App), self.desk.settings.keys):
                told = f"{title}{_(one.name)}"
                left_out = one.action.partition("(")[0] in NOT_HERE or (not is_here and one.action == "back")
                if one.name and not left_out and told not in known:
                    known.add(told)
                    found.append(
                        Command(
                            told, self._help(one), partial(self._run, one.action, "" if is_here else mode, not name)
                        )
                    )
        return found

    async def _every(self) -> AsyncIterator[Command]:
        """Yield the commands; those of the screens behind them, for these are imported in a thread at first."""
        for command in self.commands():
            yield command
        for command in await asyncio.to_thread(self._actions):
            yield command

    def _help(self, one: Keys) -> str:
        keys = ", ".join(self.app.get_key_display(Binding(key, one.action)) for key in one.keys)
        return f"{_(one.tooltip)} ({keys})" if one.tooltip else keys

    async def _run(self, action: str, mode: str, of_app: bool) -> None:
        """Run an action on the application, on the screen below, or on another one, which is shown for it."""
        desk = self.desk
        if mode:
            desk.go(mode)
            desk.call_after_refresh(desk.run_action, action, desk.screen)
        else:
            await desk.run_action(action, desk if of_app else desk.screen)

    async def discover(self) -> Hits:
        """Yield all commands."""
        async for name, help_text, action in self._every():
            yield DiscoveryHit(Text(name), action, text=name, help=help_text)

    async def search(self, query: str) -> Hits:
        """Yield the commands whose name is like what is typed, and the ledger of a file whose path it is."""
        path = os.path.expanduser(query.strip())
        found = False
        if path and "\0" not in path and os.path.isfile(path):
            found, name = True, _("Ledger of {path}").format(path=visible_line(_cut(path)))
            yield Hit(1.0, Text(name), lambda: self.desk.read_ledger(path), text=name)
        matcher = self.matcher(query)
        async for name, help_text, action in self._every():
            score = BY_NAME if name.casefold() == query.strip().casefold() else matcher.match(name)
            if score > 0:
                found = True
                yield Hit(score, Text(name), action, text=name, help=help_text)
        if not found:  # the palette's own word for it is English only
            nothing = _("Neither a command nor a file is called so.")
            yield Hit(0.1, Text(nothing), lambda: self.desk.tell(nothing), text=nothing)


def _cut(path: str) -> str:
    return path if len(path) <= SHOWN else "…" + path[1 - SHOWN :]
