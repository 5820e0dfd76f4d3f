"""`supportdesk rules report`: sources, matches and examples of every rule and error row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import all_examples, as_json, known_rules, print_json
from supportdesk.errors import InputError
from supportdesk.i18n import _, ngettext
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.render.rule_report import Entry, Matches

SHOWN_TICKETS = 6


@click.command("report", help=_(COMMANDS["report"]))
@click.option(
    "--tickets",
    "file",
    type=click.Path(),
    default=None,
    help=_("JSON lines with `id` and `text`: count which of these tickets each rule and row matches."),
)
@click.option("--flagged", is_flag=True, help=_("Only what lacks a source or an example, or was made for one ticket."))
@as_json
def command(file: str | None, flagged: bool, as_json: bool) -> int:
    """Print the report; the status is 1 when something is flagged, else 0."""
    from supportdesk.judging.sources import scan
    from supportdesk.judging.tables import error_rows
    from supportdesk.paths import rules_folders
    from supportdesk.render.rule_report import match_tickets, report

    knowledge = known_rules()
    files = scan(rules_folders())
    matches = None if file is None else match_tickets(_tickets(file), knowledge)
    entries = report(knowledge, error_rows(files), all_examples(), matches)
    wrong = [entry for entry in entries if entry.flags]
    shown = wrong if flagged else entries
    if as_json:
        print_json({"entries": [entry._asdict() for entry in shown], **_counts(entries, matches)})
    else:
        for entry in shown:
            click.echo(_line(entry))
        click.echo(_summary(entries, matches), err=True)
    return 1 if wrong else 0


def _tickets(path: str) -> Iterator[tuple[str, str]]:
    """Yield id and text of each line of a file of tickets."""
    try:
        with open(path, encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if not line.strip():
                    continue
                ticket = json.loads(line)
                yield str(ticket.get("id", number)), str(ticket["text"])
    except OSError as problem:
        raise InputError(_("{name} cannot be read: {reason}").format(name=path, reason=problem.strerror)) from problem
    except (ValueError, KeyError, AttributeError) as problem:
        message = _("{name} is not one JSON object with `text` on each line").format(name=path)
        raise InputError(message) from problem


def _counts(entries: list[Entry], matches: Matches | None) -> dict[str, Any]:
    counts: dict[str, Any] = {
        "rules": sum(entry.kind == "rule" for entry in entries),
        "rows": sum(entry.kind == "row" for entry in entries),
        "flagged": sum(bool(entry.flags) for entry in entries),
    }
    if matches is not None:
        counts["tickets"] = matches.tickets
        for kind in ("rule", "row"):
            used = [len(entry.tickets or ()) for entry in entries if entry.kind == kind]
            counts[f"{kind}s_matching"] = sum(count > 0 for count in used)
            counts[f"{kind}s_matching_one"] = sum(count == 1 for count in used)
    return counts


def _line(entry: Entry) -> str:
    parts = [entry.kind, entry.id, entry.meaning, "; ".join(entry.sources) or _("no source")]
    if entry.tickets is not None:
        named = " ".join(entry.tickets[:SHOWN_TICKETS]) + (" …" if len(entry.tickets) > SHOWN_TICKETS else "")
        count = len(entry.tickets)
        told = ngettext("{count} ticket", "{count} tickets", count).format(count=count)
        parts.append(f"{told}: {named}" if named else told)
    parts += [entry.example or _("no example"), *(f"[{flag}]" for flag in entry.flags)]
    return "\t".join(visible_line(part) for part in parts)


def _summary(entries: list[Entry], matches: Matches | None) -> str:
    counts = _counts(entries, matches)
    line = _("{rules} rules and {rows} error rows, {flagged} flagged").format(**counts)
    if matches is None:
        return line
    used = _(
        "of {tickets} tickets: {rules_matching} rules match some ({rules_matching_one} exactly one), "
        "{rows_matching} rows match some ({rows_matching_one} exactly one)"
    )
    return f"{line}; {used.format(**counts)}"
