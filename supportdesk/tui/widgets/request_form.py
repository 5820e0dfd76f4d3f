"""The form of a request definition: a line for each field, its choices under the arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from supportdesk.gateway.rehearsal import Field, read_value, value_at, written_value
from supportdesk.i18n import _
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FieldInput(Input):
    """One field's value; up and down go through its choices."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__(placeholder=_hint(field), compact=True, select_on_focus=False)
        self.field = field

    def action_choose(self, step: int) -> None:
        """Take the next or the previous choice; without choices go to the next or previous field."""
        choices = [written_value(choice, self.field) for choice in self.field.choices or self.field.suggestions]
        if not choices:
            self.screen.focus_next(FieldInput) if step > 0 else self.screen.focus_previous(FieldInput)
            return
        at = choices.index(self.value) + step if self.value in choices else (0 if step > 0 else len(choices) - 1)
        self.value = choices[at % len(choices)]
        self.cursor_position = len(self.value)


class RequestForm(VerticalScroll):
    """The fields of one definition; posts Changed with the values as the body wants them."""

    class Changed(Message):
        """A person changed a field; `values` are all that are filled in, by dotted name."""

        def __init__(self, values: dict[str, Any]) -> None:
            super().__init__()
            self.values = values

    def __init__(self) -> None:
        super().__init__(id="form", can_focus=False)
        self._fields: list[Field] = []
        self._writing = False

    def compose(self) -> ComposeResult:
        """Hold nothing until a definition is chosen."""
        yield from ()

    async def show_fields(self, fields: list[Field], body: dict[str, Any]) -> None:
        """Show the fields of another definition, filled in from a body."""
        self._fields = [field for field in fields if field.name != "model"]
        await self.remove_children()
        rows = []
        for field in self._fields:
            mark = "*" if field.required else "?" if field.assumed else " "
            label = Static(visible_line(f"{mark} {field.name}"), classes="label", markup=False)
            label.tooltip = field.help or None
            rows.append(Horizontal(label, FieldInput(field), classes="field"))
        await self.mount_all(rows)
        self.fill(body)

    def fill(self, body: dict[str, Any]) -> None:
        """Write a body's values into the fields, without telling of it."""
        self._writing = True
        for entry in self.query(FieldInput):
            value = value_at(body, entry.field.name)
            text = "" if value is None else written_value(value, entry.field)
            if text != entry.value and read_value(entry.value, entry.field) != value:
                with entry.prevent(Input.Changed):
                    entry.value = text
        self._writing = False

    def values(self) -> dict[str, Any]:
        """Return what is filled in, by dotted name."""
        filled = ((entry.field, entry.value) for entry in self.query(FieldInput) if entry.value.strip())
        return {field.name: read_value(text, field) for field, text in filled}

    def tell_wrong(self, names: set[str]) -> None:
        """Mark the fields that are refused."""
        for entry in self.query(FieldInput):
            entry.set_class(entry.field.name in names, "wrong")

    def focus_field(self, name: str | None = None) -> None:
        """Focus a field, the first where `name` is None or no field's."""
        entries = list(self.query(FieldInput))
        wanted = next((entry for entry in entries if entry.field.name == name), entries[0] if entries else None)
        if wanted is not None:
            wanted.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen of the new values."""
        event.stop()
        if not self._writing:
            self.post_message(self.Changed(self.values()))


def _hint(field: Field) -> str:
    """Return what may be typed, in few words."""
    choices = [written_value(choice, field) for choice in field.choices or field.suggestions]
    parts = [" | ".join(choices[:8]) + (" …" if len(choices) > 8 else "")] if choices else []
    if field.minimum is not None or field.maximum is not None:
        low = "" if field.minimum is None else f"{field.minimum:g}"
        high = "" if field.maximum is None else f"{field.maximum:g}"
        parts.append(f"{low}-{high}")
    if field.default is not None:
        parts.append(_("default {value}").format(value=written_value(field.default, field)))
    if not choices:
        parts.insert(0, _("links, with blanks between them") if field.member is not None else "/".join(field.types))
    return visible_line(" · ".join(parts))
