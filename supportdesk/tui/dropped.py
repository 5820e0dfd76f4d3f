"""A file that was dropped on the terminal: it arrives as a paste of its path, quoted in the terminal's own way."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote

LONGEST = 4_096
"""Characters of a paste that may still be a path (PATH_MAX of Linux)."""

_ESCAPED = re.compile(r"\\(.)")
_FILE_URL = re.compile(r"file://(localhost)?(?=/)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\]")


def dropped_path(text: str) -> str | None:
    """Return the path of the one existing file that a pasted text names and nothing else, else None.

    Understood are a bare path, one in single or double quotes, one with blanks escaped by backslashes, a `file://`
    address with percent signs, and `~`. A relative path is none: a word of a ticket may be a file's name by chance.
    """
    named = text.strip()
    if not named or len(named) > LONGEST or "\n" in named or "\r" in named or "\0" in named:
        return None
    return next((path for path in _readings(named) if os.path.isabs(path) and os.path.isfile(path)), None)


def _readings(named: str) -> list[str]:
    """Return the paths that the text may stand for, the most literal one first."""
    if _FILE_URL.match(named):
        path = unquote(_FILE_URL.sub("", named))
        return [path.lstrip("/") if _DRIVE.match(path.lstrip("/")) else path]
    readings = [named]
    for quote in "'\"":
        if len(named) > 2 and named[0] == named[-1] == quote:
            inner = named[1:-1]
            # a shell writes a single quote within single quotes as '\''
            readings.append(inner.replace("'\\''", "'") if quote == "'" else inner)
    if not _DRIVE.match(named):
        readings.append(_ESCAPED.sub(r"\1", named))
    return [os.path.expanduser(path) if path.startswith("~") else path for path in readings]
