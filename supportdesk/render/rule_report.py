"""The report per rule and error row: its source, the tickets it matches, an invented example, what is wrong with it.

A rule or row that matches one ticket only and has no source outside of tickets was made for that ticket: it is flagged.
Tickets are named by their ids; nothing of their texts goes into the report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.i18n import mark
from supportdesk.judging.row_examples import Example, envelope, examples_of, understood
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge

FLAGS = {
    "no-source": mark("nothing says where it comes from"),
    "one-ticket": mark("it matches one ticket only and has no source outside of tickets"),
    "no-example": mark("it has no example that it finds"),
}
_TICKETS = re.compile(r"(?i)(?<![\w-])(tickets?|cases?|corpus)(?![\w-])|\.jsonl\b")


class Entry(NamedTuple):
    """One rule or error row.

    `kind` is 'rule' or 'row', `meaning` its cause or kinds, `sources` as its file states them, `tickets` the ids of
    those that it matches (None: no tickets were given), `example` the invented one ('' for none), `flags` of FLAGS.
    """

    kind: str
    id: str
    meaning: str
    sources: list[str]
    tickets: list[str] | None
    example: str
    flags: list[str]


class Matches(NamedTuple):
    """Ids of the tickets in which each rule holds and each row is among those that fit an error best."""

    tickets: int
    rules: dict[str, list[str]]
    rows: dict[str, list[str]]


def match_tickets(tickets: Iterable[tuple[str, str]], knowledge: Knowledge) -> Matches:
    """Diagnose tickets, pairs of id and text, and return what matches them."""
    from supportdesk.diagnosing import diagnose
    from supportdesk.lookups import Lookups
    from supportdesk.settings import load_settings
    from supportdesk.source import Source

    settings = load_settings()
    found = Matches(0, {}, {})
    count = 0
    for identity, text in tickets:
        count += 1
        done = diagnose([Source(text)], settings=settings)
        for rule in {one.rule["id"] for one in done.findings if one.answer is True}:
            found.rules.setdefault(rule, []).append(identity)
        lookups = Lookups(knowledge, settings.default_gateway, settings.hosts)
        for row in (*done.tables.calls, *done.tables.tasks, *done.tables.entries):
            lookups.fill(row)
        for name in lookups.rows():
            found.rows.setdefault(name, []).append(identity)
    return found._replace(tickets=count)


def report(
    knowledge: Knowledge,
    rows: Sequence[Mapping[str, Any]],
    examples: Mapping[str, list[dict[str, Any]]],
    matches: Matches | None,
) -> list[Entry]:
    """Return the report: `rows` are those of rules/errors as they stand, `examples` those of the rules by id."""
    entries = [_rule(rule, examples.get(rule["id"], []), matches) for rule in knowledge.rules]
    return entries + [_row(row, knowledge, matches) for row in rows]


def is_outside(source: str) -> bool:
    """Tell whether a source is something else than the tickets themselves."""
    return bool(source.strip()) and not _TICKETS.search(source)


def _rule(rule: Mapping[str, Any], examples: list[dict[str, Any]], matches: Matches | None) -> Entry:
    sources = list(rule.get("references") or ())
    found = next((example["found"] for example in examples if example.get("found")), None)
    tickets = None if matches is None else matches.rules.get(rule["id"], [])
    example = "" if found is None else json.dumps(found, ensure_ascii=False)
    return Entry("rule", rule["id"], rule["cause"], sources, tickets, example, _flags(sources, tickets, example))


def _row(row: Mapping[str, Any], knowledge: Knowledge, matches: Matches | None) -> Entry:
    sources = [str(row["source"])] if row.get("source") else []
    tickets = None if matches is None else matches.rows.get(row["id"], [])
    made: Example | None = next((one for one in examples_of(row) if understood(knowledge, row, one)), None)
    example = "" if made is None else envelope(row, made, knowledge.gateways).strip().replace("\n", " ⏎ ")
    kinds = row["kind"] if isinstance(row["kind"], str) else ", ".join(row["kind"])
    return Entry("row", row["id"], kinds, sources, tickets, example, _flags(sources, tickets, example))


def _flags(sources: list[str], tickets: list[str] | None, example: str) -> list[str]:
    flags = [] if sources else ["no-source"]
    if tickets is not None and len(tickets) == 1 and not any(is_outside(source) for source in sources):
        flags.append("one-ticket")
    return flags if example else [*flags, "no-example"]
