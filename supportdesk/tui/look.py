"""How the desk looks and speaks: theme, language, split, plain mode, messages; chosen here, remembered."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TabbedContent, TabPane

from supportdesk import i18n
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.settings import THEMES, Settings
from supportdesk.tui.arriving import ArrivingApp
from supportdesk.tui.layout import HALF, Memory, moved_share
from supportdesk.tui.themes import COLOURLESS, NAMES, has_colours, next_theme, themes
from supportdesk.tui.translated import TranslatedModal, TranslatedScreen
from supportdesk.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from textual.screen import Screen
    from textual.widget import Widget

    from supportdesk.tui.screens.cases import CasesScreen

TOLD_S, PROBLEM_S = 4, 20
"""Seconds that a message and a refusal stay on the screen."""


class LookingApp(ArrivingApp):
    """An application with themes, two languages and a split that it remembers in `memory`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "alt+left", "split(-1)", mark("Narrower paste"), tooltip=mark("Give the answer more of the width"),
            show=False, priority=True, id="app.narrower",
        ),
        Binding(
            "alt+right", "split(1)", mark("Wider paste"), tooltip=mark("Give the paste more of the width"),
            show=False, priority=True, id="app.wider",
        ),
        Binding(
            "alt+c", "next_theme", mark("Colours"), tooltip=mark("Go to the next theme"), show=False, priority=True,
            id="app.theme",
        ),
    ]  # fmt: skip

    def __init__(self, settings: Settings, memory: Memory) -> None:
        coloured = has_colours()
        with _told(coloured=coloured):
            super().__init__(settings, coloured=coloured)
        self.memory = memory
        self.zone: tzinfo | None = settings.zone()
        self.plain = settings.plain
        """Whether the desk does without borders, animations and pop-ups."""
        self.share = memory.get("split", HALF)
        for theme in themes():
            self.register_theme(theme)
        if coloured:
            self.theme = memory.chosen("theme", settings.theme) or settings.theme or THEMES[0]
        else:
            self.theme = COLOURLESS
        if self.plain:
            self.add_class("-plain")
            self.animation_level = "none"
        if settings.keys:
            self.set_keymap(settings.keys)

    def on_mount(self) -> None:
        """Show the tab that was shown last, behind the first paint."""
        tab = self.memory.get("triage.tab", "")
        if tab:
            self.call_after_refresh(self._show_tab, tab)

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """Remember the tab of triage."""
        if event.tabbed_content.screen is self.triage and event.tabbed_content.id == "answer":
            self.memory.put("triage.tab", event.tabbed_content.active)

    def leave(self) -> None:
        """Remember the filter of the cases."""
        if "cases" in self.open_modes():
            from supportdesk.tui.kept_filter import keep_filter
            from supportdesk.tui.screens.cases import CasesScreen

            for screen in self.get_screen_stack("cases"):
                if isinstance(screen, CasesScreen) and screen.query("#search"):
                    keep_filter(self.memory, screen.wanted)

    def _cases_screen(self) -> CasesScreen:
        """Return the cases, narrowed as they were when the desk was left."""
        from supportdesk.tui.kept_filter import kept_filter

        screen, kept = super()._cases_screen(), kept_filter(self.memory)
        if not kept.is_empty:
            self.call_after_refresh(screen.narrow, kept)
        return screen

    def _show_tab(self, name: str) -> None:
        tabs = self.triage.query_one("#answer", TabbedContent)
        if any(pane.id == name for pane in tabs.query(TabPane)) and not self.triage.draft.text.strip():
            tabs.active = name

    def use_settings(self, settings: Settings) -> None:
        """Use settings that were changed; where things lie stays until the next start."""
        self.settings = settings
        self.zone = settings.zone()
        self.set_keymap(settings.keys)
        language = self.memory.chosen("language", settings.language) or settings.language
        wanted = i18n.detect(setting=language)
        if wanted != i18n.language():
            self._speak(wanted)
        if self.is_coloured:
            self.theme = self.memory.chosen("theme", settings.theme) or settings.theme or THEMES[0]
        self.plain = settings.plain
        self.set_class(self.plain, "-plain")
        self.animation_level = "none" if self.plain else "full"
        for screen in self.every_screen():
            if isinstance(screen, TranslatedScreen) and screen.is_mounted:
                screen.tell_language()

    @property
    def is_coloured(self) -> bool:
        """Whether there are colours to choose from."""
        return not self.no_color

    def get_theme_name(self) -> str:
        """Return the theme's name in the language in use."""
        return _(NAMES[self.theme]) if self.theme in NAMES else _("no colours")

    def use_theme(self, name: str) -> None:
        """Show another theme, and remember it."""
        if not self.is_coloured:
            self.tell(_("There are no colours: NO_COLOR is set, or the terminal has none."))
            return
        self.theme = name
        self.memory.choose("theme", self.settings.theme, name)

    def action_next_theme(self) -> None:
        """Go to the next theme."""
        self.use_theme(next_theme(self.theme))
        if self.is_coloured:
            self.tell(_("Colours: {name}").format(name=self.get_theme_name()))

    def action_language(self) -> None:
        """Switch between English and Chinese, on every open screen."""
        self.use_language("en" if i18n.language() == "zh" else "zh")

    def use_language(self, language: str) -> None:
        """Show every open screen in a language, and remember it."""
        self.memory.choose("language", self.settings.language, language)
        self._speak(language)

    def _speak(self, language: str) -> None:
        i18n.use(language)
        for screen in self.every_screen():
            if isinstance(screen, TranslatedScreen | TranslatedModal) and screen.is_mounted:
                screen.tell_language()

    def action_split(self, step: int) -> None:
        """Move the line between paste and answer by a tenth of the width."""
        if not self.screen.query("#paste") or not self.screen.query("#answer"):
            return
        share = moved_share(self.share, step, self.tell)
        if share != self.share:
            self.share = share
            self.memory.put("split", share)
            for screen in self.every_screen():
                self.split(screen)

    def split(self, screen: Screen[Any]) -> None:
        """Divide a screen's width between its paste and its answer, where it has both."""
        if screen.query("#paste") and screen.query("#answer"):
            screen.query_one("#paste").styles.width = f"{self.share}fr"
            screen.query_one("#answer").styles.width = f"{2 * HALF - self.share}fr"

    def tell(self, message: str) -> None:
        """Show a message for a moment; what it quotes is never markup. In plain mode it stays, as a line."""
        if not self._tell_plainly(message):
            self.notify(visible(message), timeout=TOLD_S, markup=False)

    def tell_problem(self, problem: SupportdeskError) -> None:
        """Show a refusal with its hint, long enough to be read."""
        text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
        if not self._tell_plainly(text):
            self.notify(visible(text), severity="error", timeout=PROBLEM_S, markup=False)

    def get_loading_widget(self) -> Widget:
        """Return what stands over something that is being loaded: a word where nothing may move."""
        if not self.plain:
            return super().get_loading_widget()
        from textual.widgets import Static

        return Static(_("reading…"), markup=False)

    def _tell_plainly(self, message: str) -> bool:
        screen = self.screen
        if not self.plain or not isinstance(screen, TranslatedScreen):
            return False
        screen.tell_line(message)
        return True


@contextmanager
def _told(*, coloured: bool) -> Iterator[None]:
    """Let Textual, which asks for NO_COLOR alone, know of a terminal without colours."""
    if coloured or "NO_COLOR" in os.environ:
        yield
        return
    os.environ["NO_COLOR"] = "1"
    try:
        yield
    finally:
        del os.environ["NO_COLOR"]
