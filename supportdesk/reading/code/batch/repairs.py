"""What is mended in commands that cmd.exe would not take as they are meant: English message ids of repairs."""

from __future__ import annotations

import json

from supportdesk.i18n import mark

SINGLE_QUOTES = mark(
    "cmd.exe knows no single quotes: it cuts the text between them at its spaces and takes its double quotes away"
)
"""Repair: an argument in single quotes, read as it is meant."""
INNER_QUOTES = mark("double quotes inside of double quotes were not escaped: the program does not get them")
"""Repair: `"{"a": 1}"`, read as it is meant."""
LINE_ENDS = mark("a line end inside of quotes ends the command in cmd.exe")
"""Repair: a quoted text over several lines without carets."""
BACKSLASH = mark("a backslash does not join lines in cmd.exe, a caret does")
"""Repair: lines joined as in another shell."""
CARET_SPACES = mark("spaces behind the caret keep it from joining the lines")
"""Repair: a caret that does not stand at its line's end."""
AMPERSAND = mark("an ampersand outside of double quotes ends the command in cmd.exe")
"""Repair: an address with an unquoted query."""


def is_json(text: str) -> bool:
    """Whether a text is JSON, line ends inside its strings allowed."""
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True
