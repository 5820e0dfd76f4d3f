"""What stands beside the paste once there is a diagnosis. Imported with the first one: the first frame needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.tui.panes.fix import fix_page
from supportdesk.tui.panes.picture import picture_page
from supportdesk.tui.panes.request import request_page
from supportdesk.tui.panes.rules import rules_page
from supportdesk.tui.panes.verdict import verdict_page

if TYPE_CHECKING:
    from textual.content import Content

    from supportdesk.reading.picture import Picture
    from supportdesk.tui.diagnoser import Outcome


def answer_pages(outcome: Outcome, before: Outcome | None, picture: Picture | None, form: str) -> dict[str, Content]:
    """Return the page of each tab but the reply's.

    `before` is the diagnosis that the new one is compared with, `picture` what the text was read from (None: nothing
    either), `form` one of panes.request.FORMS.
    """
    return {
        "verdict": verdict_page(outcome, before, asks=True) + picture_page(picture),
        "fix": fix_page(outcome),
        "rules": rules_page(outcome),
        "request": request_page(outcome, form),
    }
