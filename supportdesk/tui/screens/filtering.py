"""A dialog that narrows the list of cases: a facet, its values with their counts, chosen by keys alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.render.width import cut, width
from supportdesk.tui.case_filter import (
    FACETS,
    SPANS,
    chosen,
    narrowed,
    span_of,
    toggled,
    typed_span,
    value_name,
    with_families,
)
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual import events
    from textual.app import ComposeResult

    from supportdesk.casebook import Casebook
    from supportdesk.casebook.filtering import CaseFilter
    from supportdesk.tui.case_reader import CaseReader

VALUE, COUNT = 44, 9
"""Cells of a value and of its count."""


class FilterScreen(TranslatedModal):
    """Chooses from `wanted`; gives 'apply' or '', and `wanted` then holds what was chosen.

    `reader` reads the values; `now` is the time that spans are counted from, in the agent's zone.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "facet(-1)", mark("Facet"), key_display="←→", priority=True, id="filter.previous"),
        Binding("right", "facet(1)", mark("Facet"), show=False, priority=True, id="filter.next"),
        Binding("space", "pick", mark("Choose several"), id="filter.toggle"),
        Binding("enter", "apply", mark("Choose"), priority=True, id="filter.apply"),
        Binding("delete", "clear_all", mark("Clear"), id="filter.clear"),
        Binding("escape", "call_off", mark("Cancel"), id="filter.cancel"),
    ]

    def __init__(
        self, wanted: CaseFilter, reader: CaseReader, zone: tzinfo | None, now: datetime, facet: int = 0
    ) -> None:
        super().__init__()
        self.wanted = wanted
        self._reader = reader
        self._zone = zone
        self._now = now
        self._facet = facet
        self._typed = ""
        self._touched = False
        self._values: dict[str, list[tuple[str, int]]] = {}
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """Lay out the facets, what is typed and the values."""
        with Vertical(id="question"):
            yield Static("", id="facets", markup=False)
            yield Static("", id="typed", markup=False)
            yield OptionList(id="values", classes="tall", markup=False)
        yield DeskFooter()

    def on_mount(self) -> None:
        """Show the first facet."""
        self.query_one(OptionList).focus()
        self._read()
        self.relabel()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        parts: list[Content] = []
        for number, facet in enumerate(FACETS):
            sign = "●" if self._is_set(number) else ""
            here = number == self._facet
            name = f"[{_(facet.label)}{sign}]" if here else f" {_(facet.label)}{sign} "
            parts.append(Content.styled(name, "bold" if here else "$text-muted"))
        self.query_one("#facets", Static).update(Content("").join(parts))
        hint = _("2026-11-20 or 2026-11-01..2026-11-20") if self._here_name == "time" else _("type to narrow the list")
        self.query_one("#typed", Static).update(f"> {visible_line(self._typed)}" if self._typed else f"> ({hint})")
        self._list()

    @property
    def _here_name(self) -> str:
        return FACETS[self._facet].name

    def _is_set(self, number: int) -> bool:
        if FACETS[number].name == "time":
            return bool(self.wanted.since or self.wanted.until)
        return bool(chosen(self.wanted, FACETS[number]))

    def _read(self) -> None:
        """Read the values of the facet in the reader's thread, once."""
        name = self._here_name
        if name in self._values or name == "time":
            return

        def _work(book: Casebook) -> list[tuple[str, int]]:
            values = [(value or "", count) for value, count in book.values(name)]
            return with_families(values) if name == "cause" else values

        self._reader.ask("values", _work, lambda values: self.app.call_later(self._take, name, values))

    def _take(self, name: str, values: list[tuple[str, int]] | Exception) -> None:
        if isinstance(values, SupportdeskError):
            self._values[name] = []
            self.notify(values.message, severity="error", markup=False)
        elif isinstance(values, Exception):
            raise values
        else:
            self._values[name] = values
        if self.is_attached:
            self._list()

    def _list(self) -> None:
        """Fill the list with what fits what is typed."""
        values = self.query_one(OptionList)
        before = self._shown[values.highlighted] if values.highlighted is not None and self._shown else None
        offered = self._spans() if self._here_name == "time" else self._offered()
        self._shown = [value for value, _line in offered]
        values.clear_options()
        if offered:
            values.add_options([Option(Content(line)) for _value, line in offered])
            values.highlighted = self._shown.index(before) if before in self._shown else 0
        else:
            nothing = _("reading…") if self._here_name not in self._values else _("No case has such a value.")
            values.add_option(Option(Content(nothing), disabled=True))

    def _offered(self) -> list[tuple[str, str]]:
        facet = FACETS[self._facet]
        now = chosen(self.wanted, facet)
        values = self._values.get(facet.name, [])
        known = {value for value, _count in values}
        offered = []
        for value, count in [*((one, 0) for one in now if one not in known), *values]:
            name = visible_line(value_name(facet, value))
            if self._typed.casefold() in name.casefold():
                box = "[x]" if value in now else "[ ]"
                shown = cut(name, VALUE)
                offered.append((value, f"{box} {shown}{' ' * (VALUE - width(shown))}{count:>{COUNT},}"))
        return offered

    def _spans(self) -> list[tuple[str, str]]:
        if not self._typed:
            return [(name, _(label)) for name, label in SPANS]
        typed = typed_span(self._typed, self._zone)
        return [("typed", self._typed)] if typed else []

    def on_key(self, event: events.Key) -> None:
        """Narrow the list by what is typed."""
        if event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.is_printable and event.character and event.character != " ":
            self._typed += event.character
        else:
            return
        event.stop()
        self.relabel()

    def action_facet(self, steps: int) -> None:
        """Show the next facet, or the one before."""
        self._facet = (self._facet + steps) % len(FACETS)
        self._typed, self._shown = "", []
        self._read()
        self.relabel()

    def action_pick(self) -> None:
        """Choose the value under the cursor, or no longer, and stay."""
        value = self._here()
        if value is None:
            return
        self._touched = True
        if self._here_name == "time":
            span = typed_span(self._typed, self._zone) if value == "typed" else span_of(value, self._now)
            if span is not None:
                since, until = span
                self.wanted = self.wanted._replace(since=since, until=until)
        else:
            self.wanted = toggled(self.wanted, FACETS[self._facet], value)
        self.relabel()

    def action_apply(self) -> None:
        """Filter by what is chosen: by the value under the cursor where none was."""
        if not self._touched:
            self.action_pick()
        self.dismiss("apply")

    def action_clear_all(self) -> None:
        """Choose nothing of any facet."""
        self._touched = narrowed(self.wanted)
        self.wanted = type(self.wanted)(text=self.wanted.text)
        self.relabel()

    def action_call_off(self) -> None:
        """Change nothing."""
        self.dismiss("")

    def on_option_list_option_selected(self) -> None:
        """Choose by mouse."""
        self.action_apply()

    def _here(self) -> str | None:
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None
