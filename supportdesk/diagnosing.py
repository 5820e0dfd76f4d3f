"""The whole way of a ticket: sources in, diagnosis out. What the command line, the TUI and the library call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from supportdesk.masking import mask
from supportdesk.source import READ_LIMIT, Source

if TYPE_CHECKING:
    from supportdesk.advising.charge_keys import Lookup
    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.definitions.violation import Checked
    from supportdesk.eras import Era
    from supportdesk.knowledge import Knowledge
    from supportdesk.reading.evidence import Evidence
    from supportdesk.reading.quoted_questions import Quoted
    from supportdesk.relating.tables import Tables
    from supportdesk.settings import Settings

SEPARATOR = "\n\x00\n"


def diagnose_text(text: str) -> dict[str, Any]:
    """Return the diagnosis of one pasted text: the object that `supportdesk diagnose --json` prints.

    Never raises on what a text holds; secrets are masked before anything reads it.
    """
    return diagnose([Source(text)]).to_dict()


def diagnose_files(*names: str) -> dict[str, Any]:
    """Return the diagnosis of a ticket of files: texts, workbooks and pictures (with the extra `ocr`), in their order.

    Raises InputError for a file that cannot be read.
    """
    from supportdesk.reading.files import read_file

    sources: list[Source] = []
    for name in names:
        sources += read_file(name, len(sources))
    return diagnose(sources).to_dict()


def extract_requests(text: str) -> dict[str, Any]:
    """Return `{"requests": [{"method", "url", "headers", "body"}, …]}`, unmasked: the customer's request as data.

    Bodies have the shape of the request-code corpus (design, 'The public contract'). Where something was mended to read
    them, `repairs` says what, in the form of `repairs_of`.
    """
    from supportdesk.reading.paste import read_ticket
    from supportdesk.reading.repairs import repairs_of

    evidence = read_ticket([Source(readable(text))])
    requests = evidence.requests()
    repairs = repairs_of(requests, evidence.sources)
    found: dict[str, Any] = {"requests": [request.to_dict() for request in requests]}
    return found | {"repairs": repairs} if repairs else found


def diagnose(
    sources: list[Source],
    *,
    now: int | None = None,
    settings: Settings | None = None,
    advised: Lookup | None = None,
    era: Era | None = None,
) -> Diagnosis:
    """Diagnose a ticket of one or more sources; what answers our questions counts with what stands above.

    `now` is the time of receipt in Unix seconds (the clock when None), so that a case replays; `settings` the
    operator's (the file's when None); `advised` says what other cases give back of a charge, which is then not advised
    again (`Casebook.advised`; None: there are none); `era` the gateway's release as somebody names it (`given_era`;
    None: what the rows show). Raises RulesError when a file below rules/ is wrong.
    """
    from supportdesk.advising.diagnosis import advise
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.judging.engine import judge
    from supportdesk.money.facts import fill_expected
    from supportdesk.reading.paste import read_ticket, trust_pictures
    from supportdesk.reading.replies import add_answers
    from supportdesk.relating.relate import relate
    from supportdesk.said import add_said

    if settings is None:
        from supportdesk.settings import load_settings

        settings = load_settings()
    masked, redacted = admit(sources)
    now = int(time.time()) if now is None else now
    knowledge = load_knowledge()
    quoted, read = _answered(masked, now, settings, knowledge)
    evidence = read_ticket(read, now)
    add_answers(evidence, quoted, knowledge)
    add_said(evidence, knowledge)
    trust_pictures(evidence)
    tables = relate(evidence, knowledge.facts)
    _fill(tables, evidence, read, knowledge, settings)
    fill_expected(tables)
    checked = _check(tables, knowledge, settings.default_gateway)
    before = _bound(tables, knowledge, era)
    findings = judge(tables, knowledge)
    done = advise(masked, redacted, evidence, tables, checked, findings, knowledge, advised)
    if tables.entries or tables.tasks:
        _add_money(done, before, era, knowledge, advised)
    if done.data["verdict"]["certainty"] == "undetermined":
        from supportdesk.advising.questions import answer_question

        answer_question(done, knowledge)
    return done


def _fill(tables: Tables, evidence: Evidence, read: list[Source], knowledge: Knowledge, settings: Settings) -> None:
    """Write into the rows what their own readings do not say: symptoms, lines of the server's log, look-ups."""
    from supportdesk.lookups import Lookups
    from supportdesk.said import OPEN
    from supportdesk.symptoms import add_symptoms
    from supportdesk.technical import is_sentence, technical_spans

    pieces = [one for one in evidence.pieces if one.kind not in OPEN]
    technical = technical_spans([one for one in pieces if one.origin != "prose"], read, knowledge)
    add_symptoms(tables, read, technical, knowledge)
    if tables.tasks:
        from supportdesk.server_log import add_server_log

        add_server_log(tables, read, knowledge)
    lookups = Lookups(knowledge, settings.default_gateway, settings.hosts, tables.answered)
    for row in (*tables.calls, *tables.tasks, *tables.entries):
        lookups.fill(row)
    lookups.fill_ticket(tables.ticket)
    if len(tables.calls) > 1:
        from supportdesk.relating.pooled import add_failed_before

        add_failed_before(tables)
    if not any(row.values.get("error_kinds") for row in (*tables.calls, *tables.tasks)):
        # what looked like a program's error and is none that is known may be the customer's own words
        told = [piece.span for piece in pieces if not is_sentence(piece, read)]
        if told != technical:
            add_symptoms(tables, read, told, knowledge)


def _bound(tables: Tables, knowledge: Knowledge, era: Era | None) -> Tables | None:
    """Bound the gateway's release by the rows or as given; return copies where it may change what they say of money."""
    if not tables.entries and not tables.tasks and era is None:
        return None
    from supportdesk.advising.by_era import copied
    from supportdesk.eras import add_bounds, give_era

    add_bounds(tables, knowledge)
    if era is not None:
        give_era(tables, era)
    return copied(tables)


def _add_money(
    done: Diagnosis, before: Tables | None, era: Era | None, knowledge: Knowledge, advised: Lookup | None
) -> None:
    """Add to `money` what the release changes, and the charges that work without shared ids may belong to."""
    from supportdesk.advising.by_era import add_eras, money_again
    from supportdesk.money.linking import find_loose

    money, tables = done.data["money"], done.tables
    add_eras(money, tables, before, era, knowledge, money_again(knowledge, advised))
    loose = [one.to_dict() for one in find_loose(tables.entries, tables.tasks) if one.candidates]
    for told in (part for one in loose for part in (one, *one["candidates"])):
        place = told["span"]
        told["span"] = None if place is None else done.sources[place.source].place(place)
    money["unlinked"] = loose


def _answered(
    sources: list[Source], now: int, settings: Settings, knowledge: Knowledge
) -> tuple[list[Quoted], list[Source]]:
    """Return the questions of ours that the sources answer, and the sources with blanks where our words stand.

    `Question 2: …` names a question of those that what stands above it leaves open.
    """
    from supportdesk.reading.quoted_questions import Quoted, find_questions, without
    from supportdesk.reading.replies import find_numbered

    quoted, ours = find_questions(sources, knowledge)
    for source in sources:
        numbered = find_numbered(source)
        above = [*sources[: source.index], *without_behind(source, numbered[0][1].start)] if numbered else []
        if not any(one.text.strip() for one in above):
            continue
        asked = diagnose(above, now=now, settings=settings).data["ask"]
        asked = [one for one in asked if one["from_whom"] == "customer"]
        for number, label, answer in numbered:
            if 1 <= number <= len(asked):
                quoted.append(Quoted((asked[number - 1]["fact"],), label, answer))
                ours.append(label)
    return quoted, without(sources, ours) if ours else sources


def without_behind(source: Source, end: int) -> list[Source]:
    """Return a source cut to what stands before an offset; nothing where that is blank."""
    text = source.text[:end]
    return [Source(text, source.index, source.name)] if text.strip() else []


def admit(sources: list[Source]) -> tuple[list[Source], int]:
    """Let sources in: characters that no file can hold replaced one for one, secrets masked, across all of them.

    Of a source longer than READ_LIMIT the beginning is kept; its `length` still tells how long it was.
    """
    texts = [readable(source.text[:READ_LIMIT]) for source in sources]
    text, redacted = mask(SEPARATOR.join(texts))
    admitted, at = [], 0
    for number, (source, part) in enumerate(zip(sources, texts, strict=True)):
        own = text[at : at + len(part)]
        admitted.append(Source(own, number, source.name, source.notes, source.length, source.sheet, source.drawn))
        at += len(part) + len(SEPARATOR)
    return admitted, redacted + sum(source.drawn.redacted for source in sources if source.drawn is not None)


def readable(text: str) -> str:
    """Return the text with lone surrogates as U+FFFD, which keeps every offset."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return text


def _check(tables: Tables, knowledge: Knowledge, default_gateway: str | None) -> dict[int, Checked]:
    """Check every request with a body; return the results by the number of the call."""
    if not any(row.request is not None and row.request.body.kind != "none" for row in tables.calls):
        return {}
    from supportdesk.definitions.check import check_request
    from supportdesk.definitions.counting import count_violations

    checked: dict[int, Checked] = {}
    for number, row in enumerate(tables.calls):
        if row.request is None or row.request.body.kind == "none":
            continue
        gateway, model = row.values.get("gateway"), row.values.get("model")
        bare = row.request.body.value if row.request.url.kind == "unknown" else None
        checked[number] = check_request(
            bare or row.request,
            knowledge,
            gateway=str(gateway) if gateway else None,
            default_gateway=default_gateway,
            answers_text=str(row.values.get("error_message") or ""),
            model=str(model) if model else None,
        )
        count_violations(row, checked[number])
        if "error_param" in row.values:
            from supportdesk.definitions.naming import note_named

            note_named(row, row.request)
    return checked
