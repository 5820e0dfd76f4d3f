"""Cases in SQLite: filed, found, changed, decided; only here sqlite_utils is imported, on opening.

The names are resolved on first use: a screen that only speaks of a Case shall not wait for SQLite at its start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.casebook.book import Casebook
    from supportdesk.casebook.case import STATUSES, Case, CaseRow, Event
    from supportdesk.casebook.filtering import CaseFilter

__all__ = ["STATUSES", "Case", "CaseFilter", "CaseRow", "Casebook", "Event"]

_MODULES = {"Casebook": "book", "CaseFilter": "filtering"}


def __getattr__(name: str) -> Any:
    """Import a public name's module on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"{__name__}.{_MODULES.get(name, 'case')}"), name)
    globals()[name] = value
    return value
