"""Files of a case read from a typed path and written to one, in threads; what cannot be done is said."""

from __future__ import annotations

import mimetypes
import os

from supportdesk.casebook.attachments import MOST_BYTES
from supportdesk.errors import InputError
from supportdesk.i18n import _


def read_file_to_attach(typed: str) -> tuple[str, str, bytes]:
    """Return the name, media type and data of a file. Raises InputError for one that is too large or cannot be read."""
    path = os.path.abspath(os.path.expanduser(typed.strip().strip("'\"")))
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        message = _("{path} cannot be read ({reason}); nothing was attached.")
        raise InputError(message.format(path=path, reason=reason)) from problem
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return os.path.basename(path), media_type, data


def path_to_save(typed: str, name: str) -> str:
    """Return the path to write a file to; a folder's is below it, by the file's own name."""
    path = os.path.abspath(os.path.expanduser(typed.strip()))
    if os.path.isdir(path):
        path = os.path.join(path, name)
    return path


def save_new(path: str, data: bytes) -> None:
    """Write a file that is not there yet. Raises InputError for one that is, or that cannot be written."""
    try:
        with open(path, "xb") as file:
            file.write(data)
    except FileExistsError as problem:
        message = _("{path} is there already; nothing was written.")
        raise InputError(message.format(path=path), _("Type another name.")) from problem
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(_("{path} cannot be written ({reason}).").format(path=path, reason=reason)) from problem
