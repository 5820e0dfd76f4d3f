"""Cases written to a path that was typed: the ending says the form, and a file is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Casebook
    from supportdesk.casebook.filtering import CaseFilter

FORMS = {".md": "markdown", ".html": "html", ".json": "json", ".csv": "csv", ".xlsx": "xlsx"}
"""Ending of a path → form of Casebook.export_many."""


def export_path(typed: str) -> str:
    """Return the path to write to; raise InputError for an ending that names no form, or a folder that is none."""
    path = os.path.abspath(os.path.expanduser(typed.strip()))
    if os.path.splitext(path)[1].lower() not in FORMS:
        known = ", ".join(FORMS)
        raise InputError(
            _("The ending of {path} names no form; nothing was written.").format(path=path),
            _("Known: {names}.").format(names=known),
        )
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        raise InputError(_("There is no folder {path}; nothing was written.").format(path=folder))
    return path


def write_export(book: Casebook, wanted: CaseFilter, path: str) -> int:
    """Write the cases that the filter shows, and return how many; a file that was there is replaced only when done.

    Raises InputError, CasebookError.
    """
    form = FORMS[os.path.splitext(path)[1].lower()]
    try:
        handle, beside = tempfile.mkstemp(prefix=".supportdesk-", dir=os.path.dirname(path))
        try:
            if form == "xlsx":
                with os.fdopen(handle, "wb") as stream:
                    count = book.export_many(wanted, form, stream)
            else:
                with os.fdopen(handle, "w", encoding="utf-8", newline="") as text:
                    count = book.export_many(wanted, form, text)
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        message = _("{path} cannot be written ({reason}); what was there is kept.")
        raise InputError(message.format(path=path, reason=reason)) from problem
    return count
