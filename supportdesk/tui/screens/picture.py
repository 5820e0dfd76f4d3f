"""What was read in a picture, field by field: how surely, where, what was corrected; and corrected by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Static

from supportdesk.i18n import _, mark
from supportdesk.tui.screens.dialogs import LineScreen
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.reading.picture import Field, Picture

DOUBTFUL = 0.9
"""Confidence below which a field is marked as doubtful."""

WIDEST = 60
"""Signs of a field in one cell."""


class PictureScreen(TranslatedScreen):
    """Shows the fields of a picture; `put` takes the picture whenever a field was corrected."""

    HELP_TITLE = mark("Picture")
    DEFAULT_CSS = """
    PictureScreen #fields { height: 1fr; }
    PictureScreen #read { height: auto; max-height: 4; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="picture.back"),
        Binding("e", "correct", mark("Correct"), tooltip=mark("Correct the field under the cursor"),
                id="picture.correct"),
        Binding("n", "next_doubtful", mark("Next doubt"), tooltip=mark("Go to the next field read with doubt"),
                id="picture.next"),
    ]  # fmt: skip

    def __init__(self, picture: Picture, put: Callable[[Picture], None]) -> None:
        super().__init__()
        self.picture = picture
        self._put = put

    def compose(self) -> ComposeResult:
        """Lay out the head, the fields and what was read of the one under the cursor."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
        yield DataTable(id="fields", cursor_type="row", zebra_stripes=True)
        yield Static("", id="read", markup=False)
        yield DeskFooter(show_command_palette=False)

    @property
    def table(self) -> DataTable[Text]:
        """The fields."""
        return self.query_one(DataTable)

    def on_mount(self) -> None:
        """Show the fields."""
        self.relabel()
        self.table.focus()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        width, height = self.picture.size
        doubtful = sum(map(_is_doubtful, self.picture.fields))
        parts = [
            _("Picture"),
            os.path.basename(self.picture.name),
            f"{width} × {height}",
            _("{count} fields, {doubtful} with doubt").format(count=len(self.picture.fields), doubtful=doubtful),
        ]
        if self.picture.redacted:
            parts.append(_("{count} keys masked").format(count=self.picture.redacted))
        self.query_one("#state", Static).update(visible_line(" · ".join(parts)))
        self._fill()

    def _fill(self) -> None:
        table, at = self.table, self.table.cursor_row
        table.clear(columns=True)
        names = (_("Sure"), _("Text"), _("Was read"), _("Place"))
        rows = [self._cells(field) for field in self.picture.fields]
        for column, name in enumerate(names):
            widest = max(Text(name).cell_len, *(row[column].cell_len for row in rows), 1)
            table.add_column(Text(name), width=widest)
        for number, row in enumerate(rows):
            table.add_row(*row, key=str(number))
        if rows:
            table.move_cursor(row=min(at, len(rows) - 1))
        self._explain()

    def _cells(self, field: Field) -> tuple[Text, Text, Text, Text]:
        sign = "✎" if field.by else "?" if _is_doubtful(field) else " "
        x, y, w, h = field.box
        shown = _cell(self.picture.value(field))
        return Text(f"{sign} {field.confidence:.2f}"), shown, _cell(field.read or ""), Text(f"{x},{y} {w}×{h}")

    @on(DataTable.RowHighlighted)
    def _explain(self) -> None:
        """Say of the field under the cursor what was read, and why it was corrected."""
        field = self._field()
        told = ""
        if field is not None:
            told = visible_line(self.picture.value(field))
            if field.read is not None:
                why = _("by hand") if field.by == "operator" else _(field.reason or "")
                told += "\n" + visible_line(f"{_('read: {text}').format(text=field.read)} · {why}")
        if not self.picture.fields:
            told = _("No text was found in the picture. Take it larger, or paste its text.")
        self.query_one("#read", Static).update(told)

    def _field(self) -> Field | None:
        at = self.table.cursor_row
        return self.picture.fields[at] if 0 <= at < len(self.picture.fields) else None

    @on(DataTable.RowSelected)
    def action_correct(self) -> None:
        """Ask what the field under the cursor says."""
        field, number = self._field(), self.table.cursor_row
        if field is None:
            return

        def _take(typed: str | None) -> None:
            if typed and typed.strip() and typed != self.picture.value(field):
                self.picture = self.picture.corrected(number, typed)
                self._put(self.picture)
                self.relabel()

        def _heading() -> str:
            return _("What stands in the picture there?")

        def _hint() -> str:
            return _("What was read is kept beside it; what rests on it stays at most likely.")

        self.app.push_screen(LineScreen(_heading, _hint, self.picture.value(field)), _take)

    def action_next_doubtful(self) -> None:
        """Go to the next field that was read with doubt, from the first again behind the last."""
        fields, at = self.picture.fields, self.table.cursor_row
        order = [*range(at + 1, len(fields)), *range(at + 1)]
        found = next((number for number in order if number < len(fields) and _is_doubtful(fields[number])), None)
        if found is not None:
            self.table.move_cursor(row=found)

    def action_back(self) -> None:
        """Go back to where the picture was opened."""
        self.dismiss()


def _is_doubtful(field: Field) -> bool:
    return field.confidence < DOUBTFUL and field.by != "operator"


def _cell(text: str) -> Text:
    return Text(visible_line(text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"), no_wrap=True)
