"""Cases in SQLite: filed, found, changed, decided; only here sqlite_utils is imported, on opening."""

from supportdesk.casebook.book import Casebook
from supportdesk.casebook.case import STATUSES, Case, CaseRow, Event
from supportdesk.casebook.filtering import CaseFilter

__all__ = ["STATUSES", "Case", "CaseFilter", "CaseRow", "Casebook", "Event"]
