"""Cases in SQLite: filed, found, changed, decided; only here sqlite_utils is imported, on opening."""

from supportdesk.casebook.book import Casebook
from supportdesk.casebook.case import STATUSES, Case, CaseRow, Event

__all__ = ["STATUSES", "Case", "CaseRow", "Casebook", "Event"]
