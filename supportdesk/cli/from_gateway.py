"""`cases fetch`, `prove` and `handoff`: a case's task is fetched, its corrected request is run, or written as code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from supportdesk.cli.completing import numbers_of_cases
from supportdesk.errors import InputError
from supportdesk.i18n import _, pick

if TYPE_CHECKING:
    from supportdesk.casebook import Case
    from supportdesk.render.handoff import Handoff


def add_commands(group: click.Group, book_of: Any) -> None:
    """Add both commands to the group `cases`; `book_of()` opens the casebook that it was called for."""

    @group.command(
        "fetch", help=_("Fetch a task, or the rows of a request, from a gateway into a case, and diagnose it again.")
    )
    @click.argument("number", type=click.IntRange(1), shell_complete=numbers_of_cases)
    @click.option(
        "--gateway", default="sandbox", show_default=True, metavar="NAME", help=_("A gateway of the settings.")
    )
    @click.option(
        "--task",
        "task_id",
        default=None,
        metavar="ID",
        help=_("The task's id; by default the one that the case names."),
    )
    @click.option(
        "--request", "request_id", default=None, metavar="ID", help=_("A request id, for its log rows alone.")
    )
    def _fetch(number: int, gateway: str, task_id: str | None, request_id: str | None) -> None:
        from supportdesk.fetching import fetch_into, told

        with book_of() as book:
            case, fetched = fetch_into(book, number, gateway, task_id=task_id, request_id=request_id)
        click.echo(told(fetched), err=True)
        click.echo(f"#{number}  {case.row.cause}  {case.row.certainty}")

    @group.command("prove", help=_("Run a case's corrected request in the embedded sandbox and note what came back."))
    @click.argument("number", type=click.IntRange(1), shell_complete=numbers_of_cases)
    def _prove(number: int) -> int:
        from supportdesk.fetching import prove_fix

        with book_of() as book:
            _case, line, accepted = prove_fix(book, number)
        click.echo(line)
        return 0 if accepted else 1

    @group.command(
        "handoff", help=_("Write a case's corrected request as a program for the customer, held by the reply's gate.")
    )
    @click.argument("number", type=click.IntRange(1), shell_complete=numbers_of_cases)
    @click.argument("language", default="python")
    def _handoff(number: int, language: str) -> int:
        from supportdesk.render.handoff import write

        with book_of() as book:
            case = book.get(number)
            what = _what(case)
            code = write(what, language)
            reasons = _held_back(case, what)
            if not reasons:
                book.add_note(
                    number, f"{_('Hand-off: {language}').format(language=language)}\n{code}", case.row.revision
                )
        for reason in reasons:
            click.echo(f"✗ {reason}", err=True)
        if not reasons:
            click.echo(code, nl=False)
        return 1 if reasons else 0


def _what(case: Case) -> Handoff:
    """Return what the program is written from. Raises InputError where the case has no corrected JSON request."""
    from supportdesk.definitions.select import select
    from supportdesk.gateway.client import pace_of
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.render.handoff import Handoff
    from supportdesk.settings import load_settings

    request = (case.diagnosis.get("fix") or {}).get("request")
    if (
        not request
        or (request.get("body") or {}).get("kind") != "json"
        or not isinstance(request["body"]["json"], dict)
    ):
        raise InputError(_("the case has no corrected request with a JSON body to run"))
    parts, body = urlsplit(str(request["url"])), request["body"]["json"]
    contract = case.row.gateway or load_settings().default_gateway or "toapis"
    model = body.get("model") if isinstance(body.get("model"), str) else None
    info = select(load_knowledge(), contract, model, method=request["method"], path=parts.path, fields=body)
    pace = pace_of(info.kind if info is not None else "video")
    poll = info.poll_path if info is not None else None
    return Handoff(f"{parts.scheme}://{parts.netloc}", request["method"], parts.path, body, poll, *pace)


def _held_back(case: Case, what: Handoff) -> list[str]:
    """Return why the program may not go out: what of the customer's it repeats is held against the case's facts."""
    from supportdesk.advising.gate import check_reply
    from supportdesk.diagnosing import diagnose
    from supportdesk.source import Source

    sources = [Source(text, at, name) for at, (name, text) in enumerate(case.sources)]
    said = f"{what.origin}{what.path}\n{json.dumps(what.body, ensure_ascii=False, indent=2)}"
    return [str(pick(reason)) for reason in check_reply(said, diagnose(sources)).reasons]
