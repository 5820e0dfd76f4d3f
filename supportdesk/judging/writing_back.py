"""Computed facts go back into the rows, with the places and the trust of the facts that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.judging.store import Store
    from supportdesk.knowledge import Knowledge
    from supportdesk.reading.evidence import Origin
    from supportdesk.relating.tables import Row
    from supportdesk.source import Span

TRUST: tuple[Origin, ...] = ("prose", "screenshot", "console", "code", "answer", "record")
"""Origins from the least trusted to the most (design, 'Facts')."""

MOST_PLACES = 8
"""Places that a computed fact keeps of those it rests on."""


def write_back(store: Store, knowledge: Knowledge, rows: dict[str, list[Row]]) -> None:
    """Set the facts that the views of `store` have computed in `rows` (by table), where the material says nothing."""
    links: dict[str, dict[str, list[Row]]] = {}
    for table, found in rows.items():
        computed = knowledge.views["computed"][table]
        if not found or not computed:
            continue
        names = ", ".join(f'f."{fact}"' for fact in computed)
        # names of our own facts and views
        select = f"SELECT {names} FROM {knowledge.views['top'][table]} f ORDER BY f.n"  # noqa: S608 - as above
        kinds = [knowledge.facts[fact]["type"] for fact in computed]
        for row, values in zip(found, store.rows(select), strict=True):
            for (fact, basis), kind, value in zip(computed.items(), kinds, values, strict=True):
                if value is None or fact in row.values:
                    continue
                row.values[fact] = bool(value) if kind == "boolean" else value
                _lend(row, fact, _basis(row, basis, rows, links), basis["inputs"])


def _basis(
    row: Row, basis: dict[str, Any], rows: dict[str, list[Row]], links: dict[str, dict[str, list[Row]]]
) -> list[Row]:
    """Return the rows that a computed fact of `row` rests on."""
    over = basis["over"]
    if over is None:
        return [row, *rows["ticket"]]
    if over not in links:
        by_link: dict[str, list[Row]] = {}
        for other in rows[over]:
            by_link.setdefault(other.link, []).append(other)
        links[over] = by_link
    return links[over].get(row.link, [])


def _says_more(row: Row, name: str, inputs: list[str]) -> bool:
    """Whether an input only repeats, with more around it, what a better one states: the path of a URL in prose."""
    own = row.origin[name]
    return any(
        other in row.origin
        and TRUST.index(row.origin[other]) > TRUST.index(own)
        and isinstance(row.values.get(other), str)
        and len(str(row.values[other])) > 1
        and str(row.values[other]) in str(row.values[name])
        for other in inputs
        if other != name
    )


def _lend(row: Row, fact: str, basis: list[Row], inputs: list[str]) -> None:
    spans: list[Span] = []
    origins: list[Origin] = []
    for other in basis:
        for name in inputs:
            if name not in other.values or name == fact:
                continue
            spans += other.spans.get(name, ())
            if name in other.origin and not _says_more(other, name, inputs):
                origins.append(other.origin[name])
    if spans:
        row.spans[fact] = list(dict.fromkeys(spans))[:MOST_PLACES]
    if origins:
        row.origin[fact] = min(origins, key=TRUST.index)
