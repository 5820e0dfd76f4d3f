"""From sources to a filed case: what `cases add` and the screen call, so that both file the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk.casebook.book import Casebook
    from supportdesk.casebook.case import Case
    from supportdesk.source import Source


def file_ticket(
    book: Casebook,
    sources: Sequence[Source],
    *,
    ticket_ref: str | None = None,
    customer: str | None = None,
    note: str | None = None,
) -> Case:
    """Diagnose the sources, masked at the door, and file them as a new case."""
    from supportdesk.diagnosing import diagnose
    from supportdesk.judging.compile import load_knowledge

    done = diagnose(list(sources), advised=book.advised)
    version = load_knowledge().version
    return book.save(done.to_dict(), done.sources, ticket_ref, customer, note, rules_version=version)
