"""relate(): evidence in, four tables out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.reading.evidence import Evidence, NotRead, Piece, Reading
from supportdesk.relating.addresses import find_doubled
from supportdesk.relating.charges import describe_charges
from supportdesk.relating.drafts import Draft, settle
from supportdesk.relating.exchanges import build_exchanges
from supportdesk.relating.linking import link
from supportdesk.relating.recorded import find_records
from supportdesk.relating.repeated import distinct_rows
from supportdesk.relating.sent import model_in_path, query_model, split_url
from supportdesk.relating.tables import Row, Tables
from supportdesk.source import Span

if TYPE_CHECKING:
    from supportdesk.reading.stated_prices import Stated

CONTEXT = frozenset({"config", "prose", "reply"})
"""Kinds of pieces that speak of every exchange of the ticket where it says nothing itself."""

OFFERS = frozenset({"price_list", "status"})
"""Kinds of pieces in which a gateway states its prices and its unit."""

FROM_ENTRY = (
    "model", "request_id", "upstream_request_id", "task_id", "prompt_tokens", "completion_tokens", "cached_tokens",
    "use_time_s", "stream", "group", "model_price", "model_ratio", "completion_ratio", "group_ratio", "log_type",
    "occurred_at", "path", "http_status", "error_type", "error_code", "error_message", "error_outer_message",
    "upstream_status", "content", "quota", "equation_fits", "end_reason",
)  # fmt: skip
"""Facts of a linked log row that its call shows as well."""
FROM_TASK = ("model", "task_id", "task_status", "task_progress", "fail_reason", "submitted_at", "finished_at", "quota",
             "error_code", "error_message")  # fmt: skip
"""Facts of a linked task record that its call shows as well."""
CALLS_LIMIT = 300
"""How many exchanges are judged, and how many log rows that nothing else speaks of; the ledger takes all of them."""
TICKET_ALONE = ["ticket"]
"""The `tables` of facts.yaml of what is said of the ticket as a whole."""
NOT_JUDGED = "What stands behind this place was read and counted, but not judged piece by piece."
FROM_REFUND = ("task_id", "fail_reason", "model", "group", "user_id")
"""Facts of a refund row that are those of the task it names."""


def relate(evidence: Evidence, facts: dict[str, Any]) -> Tables:
    """Return the tables of a ticket; `facts` is the compiled rules/facts.yaml (which table a fact belongs to)."""
    calls = build_exchanges(evidence)
    if len(calls) > CALLS_LIMIT:
        evidence.not_read.append(NotRead(calls[CALLS_LIMIT].pieces[0].span, NOT_JUDGED))
        calls = calls[:CALLS_LIMIT]
    entries = [_record(piece) for piece in distinct_rows(evidence.pieces, evidence.not_read)]
    tasks = _tasks(evidence.pieces)
    tasks += _refunded_tasks(entries, tasks)
    groups = link(calls, entries, tasks)
    calls, groups, left = _calls_of_records(calls, entries, tasks, groups)
    if left is not None:
        evidence.not_read.append(NotRead(left, NOT_JUDGED))
    if not calls and any(piece.readings for piece in evidence.pieces):
        calls, groups = [Draft()], [0]
    ticket = Draft()
    _spread_context(evidence.pieces, calls, ticket, facts)
    _spread_replies(evidence.pieces, tasks, facts)
    contradictions = 0
    tables = Tables([], [], [], Row("ticket"))
    for rows, drafts, first in (
        (tables.calls, calls, 0),
        (tables.entries, entries, len(calls)),
        (tables.tasks, tasks, len(calls) + len(entries)),
    ):
        for number, draft in enumerate(drafts):
            row, differing = settle(draft, f"L{groups[first + number]}")
            contradictions += differing
            rows.append(row)
    tables.ticket, differing = settle(ticket, "ticket")
    _count(tables, evidence, contradictions + differing)
    find_records(tables)
    tables.answered = frozenset(evidence.answered)
    tables.offers = [piece for piece in evidence.pieces if piece.kind in OFFERS]
    doubled = find_doubled(evidence)
    if doubled:
        tables.ticket.values["address_doubled"] = True
        tables.ticket.spans["address_doubled"] = doubled
        tables.ticket.origin["address_doubled"] = "console"
    if tables.ticket.values.get("about_money"):
        tables.stated = _stated(evidence)
    if tables.ticket.values.get("about_money") or any(_has_counts(source.text) for source in evidence.sources):
        _add_repeats(tables, evidence)
    return tables


def _stated(evidence: Evidence) -> list[Stated]:
    """Return the numbers that the texts of the ticket state of money."""
    from supportdesk.reading.stated_balances import read_balances
    from supportdesk.reading.stated_prices import read_stated
    from supportdesk.reading.stated_settings import read_configured

    return [*read_stated(evidence.sources), *read_balances(evidence.sources), *read_configured(evidence.sources)]


def _add_repeats(tables: Tables, evidence: Evidence) -> None:
    """Count charges that repeat each other in lines of text, where no log rows tell of repetitions."""
    from supportdesk.reading.stated_repeats import read_repeats

    ticket = tables.ticket
    if ticket.values.get("repeated_charges"):
        return
    repeats = read_repeats(evidence.sources)
    if repeats is not None:
        ticket.values["repeated_charges"] = repeats.beyond
        ticket.spans["repeated_charges"] = repeats.spans
        ticket.origin["repeated_charges"] = "console"


def _record(piece: Piece) -> Draft:
    draft = Draft()
    draft.pieces.append(piece)
    draft.add(piece.readings, piece.origin)
    return draft


def _tasks(pieces: list[Piece]) -> list[Draft]:
    """Return one draft a task: records, and answers that tell a status; of one id the last status counts."""
    tasks: list[Draft] = []
    by_id: dict[object, Draft] = {}
    for piece in pieces:
        status = piece.first("task_status")
        if piece.kind not in ("task_row", "answer", "error") or (piece.kind != "task_row" and status is None):
            continue
        name = piece.first("task_id")
        known = by_id.get(name) if name is not None else None
        if known is None:
            known = Draft()
            tasks.append(known)
            if name is not None:
                by_id[name] = known
        elif piece.kind != "task_row":
            fresh = {reading.fact for reading in piece.readings}
            known.drop(fresh, piece.origin)
        known.pieces.append(piece)
        known.add(piece.readings, piece.origin)
    return tasks


def _refunded_tasks(entries: list[Draft], tasks: list[Draft]) -> list[Draft]:
    """Return a failed task for each refund row that gives a task's reason and whose task is not in the material.

    Such a row is booked when a task fails, with its id and reason (gateway.md 1, keys of `other`: task refund).
    """
    known = {value for task in tasks for value in task.values_of("task_id")}
    more: list[Draft] = []
    for entry in entries:
        ids = entry.values_of("task_id")
        if entry.values_of("log_type") != {"refund"} or not entry.knows("fail_reason") or not ids or ids & known:
            continue
        known |= ids
        task = Draft()
        task.take((r, origin) for r, origin in entry.readings if r.fact in FROM_REFUND)
        kind, origin = next((r, origin) for r, origin in entry.readings if r.fact == "log_type")
        task.add([Reading("task_status", "failure", kind.span)], origin)
        more.append(task)
    return more


def _calls_of_records(
    calls: list[Draft], entries: list[Draft], tasks: list[Draft], groups: list[int]
) -> tuple[list[Draft], list[int], Span | None]:
    """Give every piece of work a call: linked records lend theirs their facts, the others get one of their own.

    Returned are the calls, the group numbers of all drafts, and the first row that got no call because there are too
    many (None: none).
    """
    left: Span | None = None
    held: dict[int, set[int]] = {}
    by_group = {group: calls[number] for number, group in reversed(list(enumerate(groups[: len(calls)])))}
    more: list[Draft] = []
    more_groups: list[int] = []
    records = sorted(enumerate(entries + tasks), key=lambda numbered: numbered[1].values_of("log_type") == {"refund"})
    for number, draft in records:
        group = groups[len(calls) + number]
        is_task = number >= len(entries)
        call = by_group.get(group)
        if call is None:
            if len(more) >= CALLS_LIMIT and draft.values_of("log_type") == {"consume"}:
                left = left or draft.pieces[0].span
                continue
            call = by_group[group] = Draft()
            more.append(call)
            more_groups.append(group)
        pieces = held.setdefault(id(call), {id(piece) for piece in call.pieces})
        if any(id(piece) in pieces for piece in draft.pieces):
            continue
        pieces.update(id(piece) for piece in draft.pieces)
        wanted = FROM_TASK if is_task else FROM_ENTRY
        lent = [(reading, origin) for reading, origin in draft.readings if reading.fact in wanted]
        known = {reading.fact for reading, origin in call.readings if origin == "record"}
        call.take((reading, origin) for reading, origin in lent if reading.fact not in known)
        call.pieces += draft.pieces
    return calls + more, groups[: len(calls)] + more_groups + groups[len(calls) :], left


def _spread_context(pieces: list[Piece], calls: list[Draft], ticket: Draft, facts: dict[str, Any]) -> None:
    """Give claims to the ticket and what settings or prose mention to every call that does not say it itself."""
    context = Draft()
    for piece in pieces:
        for reading in piece.readings:
            if reading.fact in facts and facts[reading.fact]["tables"] == TICKET_ALONE:
                ticket.add([reading], piece.origin)
            elif piece.kind in CONTEXT:
                context.add([reading], piece.origin)
    for call in calls:
        known = {reading.fact for reading, _ in call.readings}
        call.take((reading, origin) for reading, origin in context.readings if reading.fact not in known)
        _derive_host(call)
        _derive_model(call)
        _derive_path(call)


def _spread_replies(pieces: list[Piece], tasks: list[Draft], facts: dict[str, Any]) -> None:
    """Give what answers to our questions say of tasks to every task that does not say it itself."""
    for piece in pieces:
        if piece.kind == "reply":
            told = [reading for reading in piece.readings if "task" in facts[reading.fact]["tables"]]
            for task in tasks:
                task.add([reading for reading in told if not task.knows(reading.fact)], piece.origin)


def _derive_host(call: Draft) -> None:
    """Take the host from the base URL where the request's own address does not say it."""
    if call.knows("host"):
        return
    for reading, origin in list(call.readings):
        if reading.fact in ("base_url", "url"):
            host = split_url(str(reading.value))[0]
            if host:
                call.add([Reading("host", host, reading.span)], origin)
                return


def _has_counts(text: str) -> bool:
    """Whether a text may have a table of charges by their tokens, which needs no word of money."""
    return "|" in text and ("completion" in text or "output" in text)


def _derive_model(call: Draft) -> None:
    """Take the model from the address that an answer or a log line names where only that says it (Gemini, Azure)."""
    if any(reading.fact == "model" and origin in ("record", "answer", "code") for reading, origin in call.readings):
        return
    for reading, origin in list(call.readings):
        if reading.fact not in ("url", "path"):
            continue
        path, _, query = str(reading.value).partition("?")
        model = model_in_path(path) if origin != "prose" else None
        named = [Reading("model", model, reading.span)] if model is not None else []
        if not named and query and not call.knows("model"):
            named = list(query_model(query, reading.span))
        if named:
            call.add(named, origin)
            return


def _derive_path(call: Draft) -> None:
    """Take the path from the full address that an answer or a log line names, where nothing states one."""
    if call.knows("path"):
        return
    for reading, origin in list(call.readings):
        if reading.fact == "url" and origin != "prose":
            path = split_url(str(reading.value))[1]
            if len(path) > 1:
                call.add([Reading("path", path, reading.span)], origin)
                return


def _count(tables: Tables, evidence: Evidence, contradictions: int) -> None:
    """Put onto the ticket row what is counted over all of it."""
    kinds = {piece.kind for piece in evidence.pieces}
    values = tables.ticket.values
    values["contradictions"] = contradictions
    values["has_code"] = bool(kinds & {"request", "body"})
    failed = any(row.values.get("task_status") in ("failure", "failed") for row in tables.tasks)
    values["has_error"] = failed or bool(kinds & {"error", "exception", "page"})
    everything = [Span(source.index, 0, len(source.text)) for source in evidence.sources]
    for fact in ("contradictions", "has_code", "has_error"):
        tables.ticket.spans[fact] = everything
        tables.ticket.origin[fact] = "answer"
    for fact, (value, rows) in describe_charges(tables.entries).items():
        values[fact] = value
        tables.ticket.spans[fact] = [span for row in rows for span in row.spans.get("log_type") or ()]
        tables.ticket.origin[fact] = rows[0].origin.get("log_type", "console")
