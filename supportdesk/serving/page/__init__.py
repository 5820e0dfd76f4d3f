"""The page in which the screen stands: everything it loads comes from this server."""

from __future__ import annotations

import os
import secrets
from html import escape
from string import Template

from supportdesk import i18n
from supportdesk.i18n import _

FOLDER = os.path.dirname(os.path.abspath(__file__))
PAGE_BYTES = 16


def new_page() -> str:
    """Return a name for one page's session that nobody guesses."""
    return secrets.token_urlsafe(PAGE_BYTES)


def index_page(host: str, page: str, font_size: int) -> str:
    """Return the page's HTML, in the language in use; `host` is the checked Host header, `page` the session's name."""
    with open(os.path.join(FOLDER, "page.html"), encoding="utf-8") as file:
        template = Template(file.read())
    return template.substitute({name: escape(text) for name, text in _slots(host, page, font_size).items()})


def _slots(host: str, page: str, font_size: int) -> dict[str, str]:
    return {
        "language": i18n.language(),
        "host": host,
        "page": page,
        "font_size": str(font_size),
        "starting": _("The screen is starting…"),
        "ended": _("The session has ended. What was saved is kept."),
        "again": _("Start again"),
        "upload": _("Hand in a file…"),
        "drop": _("or drop it here, or paste a screenshot · at most 50 MB"),
        "kept_keys": _("Keys that the browser keeps for itself:"),
        "sending": _("Handing in {name}…"),
        "sent": _("Handed in: {name}"),
        "too_large": _("{name} is larger than 50 MB; nothing was handed in."),
        "failed": _("{name} was not handed in: the server refused it or is gone."),
        "copy_here": _("The browser gives this page no clipboard. Copy the text from here:"),
        "close": _("Close"),
    }
