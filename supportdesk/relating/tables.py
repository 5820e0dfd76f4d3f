"""The four tables that rules judge: calls, entries, tasks, and the one ticket row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.reading.evidence import Origin, Piece, Request
from supportdesk.source import Span

if TYPE_CHECKING:
    from supportdesk.reading.stated_prices import Stated

Fact = str | int | float | bool
"""A fact's value; a fact that is not known is absent from a row, never None."""


class Row:
    """One row of a table.

    `values` are the known facts by name (rules/facts.yaml), `spans` the places of each, `origin` how far each is
    trusted, `basis` the fact that a looked-up or computed one rests on; `link` is the key that ties calls, entries and
    tasks of one piece of work together (unique when nothing ties them); `request` is the located request of a call
    row, or None; `pieces` what the row was made of.
    """

    __slots__ = ("basis", "link", "origin", "pieces", "request", "spans", "values")

    def __init__(self, link: str, request: Request | None = None) -> None:
        self.link = link
        self.request = request
        self.values: dict[str, Fact] = {}
        self.spans: dict[str, list[Span]] = {}
        self.origin: dict[str, Origin] = {}
        self.basis: dict[str, str] = {}
        self.pieces: list[Piece] = []


class Tables:
    """All rows of a ticket; `ticket` is the one row of claims, counts and coverage.

    `answered` are the facts that answers to our questions told, `offers` the pieces in which a gateway states its
    prices and its unit (`money.price_list`), `stated` the numbers that its text states of money (`money.stated`),
    `doubted` the ids of the rules that what the customer tells speaks against, `contradicted` the families of causes
    and the rules of which it leaves none certain, `bygone` the calls (by `id`) whose errors are told of as over.
    """

    __slots__ = (
        "answered",
        "bygone",
        "calls",
        "contradicted",
        "doubted",
        "entries",
        "offers",
        "stated",
        "tasks",
        "ticket",
    )

    def __init__(self, calls: list[Row], entries: list[Row], tasks: list[Row], ticket: Row) -> None:
        self.calls = calls
        self.entries = entries
        self.tasks = tasks
        self.ticket = ticket
        self.answered: frozenset[str] = frozenset()
        self.bygone: frozenset[int] = frozenset()
        self.contradicted: frozenset[str] = frozenset()
        self.doubted: frozenset[str] = frozenset()
        self.offers: list[Piece] = []
        self.stated: list[Stated] = []
