"""What was read in a picture: how surely each field, and what was corrected; below the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from supportdesk.i18n import _
from supportdesk.tui.panes.page import DIM, Page

if TYPE_CHECKING:
    from supportdesk.reading.picture import Picture

MOST = 40
SURE = 0.97
"""Confidence from which on a field that was not corrected is only counted."""


def picture_page(picture: Picture | None) -> Content:
    """Return the fields of a picture that were read with doubt or corrected; an empty page without a picture."""
    if picture is None:
        return Content("")
    page = Page().line().heading(_("Read in the picture {name}").format(name=picture.name))
    width, height = picture.size
    page.line(
        _("{fields} fields in {width} × {height} pixels; what rests on them is at most likely").format(
            fields=len(picture.fields), width=width, height=height
        ),
        DIM,
    )
    doubtful = [field for field in picture.fields if field.confidence < SURE or field.read is not None]
    for field in doubtful[:MOST]:
        text = " ".join(picture.value(field).split())[:60]
        page.text("  ").link(f"{field.confidence:.2f}", f"screen.go_to({field.start}, {field.end})").text(f"  {text}")
        if field.read is not None:
            page.text("  " + _("(read: {text})").format(text=field.read[:60]), "$text-warning")
            if field.reason:
                page.text(f" {_(field.reason)}", DIM)
        page.line()
    sure = len(picture.fields) - len(doubtful)
    if sure:
        page.line("  " + _("{count} fields with a confidence of {least} or more").format(count=sure, least=SURE), DIM)
    return Content("\n") + page.content()
