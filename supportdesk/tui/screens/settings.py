"""The settings: each with its value and where that comes from; what is safe is changed here, into the settings file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Static

from supportdesk import i18n
from supportdesk.errors import SettingsError
from supportdesk.i18n import _, mark
from supportdesk.render.width import cut
from supportdesk.settings import Settings, load_settings
from supportdesk.settings_writing import write_setting
from supportdesk.tui.panes.page import DIM, Page
from supportdesk.tui.screens.asking import AskScreen
from supportdesk.tui.setup_rows import ENVIRONMENT, SettingRow, other_lines, setting_rows
from supportdesk.tui.themes import next_theme
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.pane import Pane
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from supportdesk.tui.app import SupportdeskApp


LEAST_VALUE, PADDING = 12, 8
"""Columns that a value has at least, and those that the table needs between its cells."""


class SettingsScreen(TranslatedScreen):
    """Settings above, gateways, places and versions below; Enter changes the one under the cursor."""

    CSS_PATH = "../work.tcss"
    HELP_TITLE = mark("Settings")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="settings.back"),
        Binding("e", "change", mark("Change"), tooltip=mark("Change the setting, into the file"), id="settings.change"),
        Binding("delete", "clear", mark("Default"), tooltip=mark("Take it out of the file"), id="settings.clear"),
        Binding("f5", "reload", mark("Reload"), tooltip=mark("Read the settings file again"), id="settings.reload"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SettingRow] = []

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def compose(self) -> ComposeResult:
        """Lay out the table and what lies below it."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
        yield DataTable(id="settings", cursor_type="row", zebra_stripes=True)
        yield Pane(id="about")
        yield DeskFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the settings."""
        self.relabel()
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        """Show what was changed elsewhere, such as the theme by its key."""
        if self.rows:
            self.relabel()

    def on_resize(self) -> None:
        """Give the values what the other columns leave."""
        if self.rows:
            self.relabel()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        desk = self.desk
        self.rows = setting_rows(desk.settings, desk.memory, desk.get_theme_name())
        where = visible_line(desk.settings.path)
        self.query_one("#state", Static).update(f"{_('Settings')} · {where}")
        table: DataTable[Text] = self.query_one(DataTable)
        at = table.cursor_row
        table.clear(columns=True)
        cells = [(row.meaning, row.value, row.origin if row.editable else f"{row.origin} ·") for row in self.rows]
        others = max(Text(one[0]).cell_len for one in cells) + max(Text(one[2]).cell_len for one in cells)
        room = max(LEAST_VALUE, self.size.width - others - PADDING)
        cells = [(meaning, cut(value, room), origin) for meaning, value, origin in cells]
        for column, name in enumerate((_("Setting"), _("Value"), _("From"))):
            # a width of its own: the table measures new rows later than it is filled anew
            table.add_column(Text(name), width=max(Text(name).cell_len, *(Text(row[column]).cell_len for row in cells)))
        for row, told in zip(self.rows, cells, strict=True):
            table.add_row(*(Text(visible_line(cell), no_wrap=True) for cell in told), key=row.name)
        table.move_cursor(row=min(at, len(self.rows) - 1))
        self.query_one("#about", Pane).show(_about(desk.settings))

    @on(DataTable.RowSelected)
    def action_change(self) -> None:
        """Change the setting under the cursor: to its next value, or to one that is asked for."""
        row, desk = self.rows[self.query_one(DataTable).cursor_row], self.desk
        variable = ENVIRONMENT.get(row.name, "")
        if not row.editable:
            desk.tell(
                _("It decides where things lie: change it in {path}.").format(path=visible_line(desk.settings.path))
            )
        elif variable and os.environ.get(variable):
            desk.tell(_("{name} of the environment comes first; change it there.").format(name=variable))
        elif row.name == "language":
            self._write("language", "en" if i18n.language() == "zh" else "zh")
        elif row.name == "theme":
            self._write("theme", next_theme(desk.theme))
        elif row.name == "plain":
            self._write("plain", not desk.settings.plain)
        else:
            question = _("Time zone, as the IANA names it: Asia/Shanghai, Europe/Berlin")
            self.app.push_screen(AskScreen(question, desk.settings.time_zone or ""), self._take_zone)

    def action_clear(self) -> None:
        """Take the setting under the cursor out of the file."""
        row = self.rows[self.query_one(DataTable).cursor_row]
        if row.editable and getattr(self.desk.settings, row.name):
            self._write(row.name, None)

    def action_reload(self) -> None:
        """Read the settings file again, and use what can be used at once."""
        try:
            self._use(load_settings(self.desk.settings.path))
        except SettingsError as problem:
            self.desk.tell_problem(problem)
        else:
            self.desk.tell(_("The settings were read again; where things lie holds from the next start."))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _take_zone(self, answer: str | None) -> None:
        if answer is None or not answer.strip():
            return
        try:
            Settings(self.desk.settings.path, {"time_zone": answer.strip()}).zone()
        except SettingsError as problem:
            self.desk.tell_problem(problem)
        else:
            self._write("time_zone", answer.strip())

    def _write(self, name: str, value: str | bool | None) -> None:
        """Write a setting and use it; a refusal leaves file and screen as they are."""
        try:
            self._use(write_setting(self.desk.settings.path, name, value))
        except SettingsError as problem:
            self.desk.tell_problem(problem)
        else:
            self.desk.tell(_("Written into {path}.").format(path=visible_line(self.desk.settings.path)))

    def _use(self, settings: Settings) -> None:
        self.desk.use_settings(settings)
        self.relabel()


def _about(settings: Settings) -> Content:
    page = Page()
    page.line(
        _("Enter changes a setting and writes it into the file; Del takes it out; · is changed in the file."), DIM
    )
    for heading, lines in other_lines(settings):
        page.heading(heading)
        for line in lines:
            page.line(line)
    return page.content()
