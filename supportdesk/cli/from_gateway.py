"""`cases fetch` and `cases prove`: the task and rows of a case are fetched, its corrected request is run."""

from __future__ import annotations

from typing import Any

import click

from supportdesk.i18n import _


def add_commands(group: click.Group, book_of: Any) -> None:
    """Add both commands to the group `cases`; `book_of()` opens the casebook that it was called for."""

    @group.command(
        "fetch", help=_("Fetch a task, or the rows of a request, from a gateway into a case, and diagnose it again.")
    )
    @click.argument("number", type=click.IntRange(1))
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
    @click.argument("number", type=click.IntRange(1))
    def _prove(number: int) -> int:
        from supportdesk.fetching import prove_fix

        with book_of() as book:
            _case, line, accepted = prove_fix(book, number)
        click.echo(line)
        return 0 if accepted else 1
