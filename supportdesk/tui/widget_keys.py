"""Names, as message ids, of what Textual's own widgets offer: their keys are in the help, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.i18n import mark

if TYPE_CHECKING:
    from textual.widget import Widget

WIDGET_NAMES = (
    ("PasteArea", mark("In the paste")),
    ("TextArea", mark("In the text")),
    ("Input", mark("In the field")),
    ("DataTable", mark("In the table")),
    ("OptionList", mark("In the list")),
    ("SelectionList", mark("In the list")),
    ("Tabs", mark("In the tabs")),
    ("ScrollView", mark("In the page")),
    ("ScrollableContainer", mark("In the page")),
    ("Button", mark("On the button")),
)
"""A class's name, in the order in which they are looked for, and how its keys are headed."""

DESCRIPTIONS = (
    mark("Cursor up"), mark("Cursor down"), mark("Cursor left"), mark("Cursor right"), mark("Cursor word left"),
    mark("Cursor word right"), mark("Cursor line start"), mark("Cursor line end"), mark("Cursor page up"),
    mark("Cursor page down"), mark("Cursor up select"), mark("Cursor down select"),
    mark("Cursor left select"), mark("Cursor right select"), mark("Cursor left word select"),
    mark("Cursor right word select"), mark("Cursor line start select"), mark("Cursor line end select"),
    mark("Select line"), mark("Select all"), mark("Delete character left"), mark("Delete character right"),
    mark("Delete left to start of word"),
    mark("Delete right to start of word"), mark("Delete to line start"), mark("Delete to line end"),
    mark("Delete line"), mark("Delete all to the left"), mark("Delete all to the right"),
    mark("Cut"), mark("Cut selected text"), mark("Copy"), mark("Paste"),
    mark("Copy selected text"), mark("Paste text from the clipboard"),

    mark("Undo"), mark("Redo"), mark("Submit"), mark("Select"), mark("Home"), mark("End"), mark("First"), mark("Last"),
    mark("Page up"), mark("Page down"), mark("Page Up"), mark("Page Down"), mark("Page Left"), mark("Page Right"),
    mark("Scroll Up"), mark("Scroll Down"), mark("Scroll Left"),
    mark("Scroll Right"),
    mark("Scroll Home"), mark("Scroll End"), mark("Top"), mark("Bottom"), mark("Down"), mark("Up"),
    mark("Previous tab"), mark("Next tab"), mark("Press button"), mark("Focus Next"), mark("Focus Previous"),
    mark("Move cursor left"), mark("Move cursor right or accept the completion suggestion"),
    mark("Move cursor left and select"), mark("Move cursor right and select"), mark("Move cursor left a word"),
    mark("Move cursor left a word and select"), mark("Move cursor right a word"),
    mark("Move cursor right a word and select"), mark("Go to start"), mark("Go to end"),
    mark("Select line start"), mark("Select line end"),
)  # fmt: skip
"""What Textual's bindings are called in its source, so that the catalogue has them."""


def widget_names(widget: Widget) -> set[str]:
    """Return the names of a widget's classes, its own and those it is made from."""
    return {kind.__name__ for kind in type(widget).__mro__}
