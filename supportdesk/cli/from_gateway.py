"""`cases fetch` and `cases prove`: the task and rows of a case are fetched, its corrected request is run."""

from __future__ import annotations

import asyncio
import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Case, Casebook
    from supportdesk.gateway.accounts import GatewayAccount
    from supportdesk.gateway.console import Fetched
    from supportdesk.gateway.sandbox.desk import Sandbox
    from supportdesk.source import Source

PROVED_KINDS = ("json",)


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
        _fetch_into(book_of(), number, gateway, task_id, request_id)

    @group.command("prove", help=_("Run a case's corrected request in the embedded sandbox and note what came back."))
    @click.argument("number", type=click.IntRange(1))
    def _prove(number: int) -> int:
        return _prove_fix(book_of(), number)


def _fetch_into(
    opened: AbstractContextManager[Casebook], number: int, gateway: str, task_id: str | None, request_id: str | None
) -> None:
    """Fetch, add what came to the case's texts, diagnose all of it again and print the new verdict's line."""
    from supportdesk.diagnosing import diagnose
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.source import Source

    with opened as book:
        case = book.get(number)
        task_id = task_id or (None if request_id else _named_task(case))
        if task_id is None and request_id is None:
            raise InputError(_("the case names no task; give --task or --request"))
        fetched = _fetched(gateway, task_id, request_id)
        texts = [*case.sources, *((f"{gateway} {at}", text) for at, text in enumerate(fetched.texts, 1))]
        sources: list[Source] = [Source(text, at, name) for at, (name, text) in enumerate(texts)]
        done = diagnose(sources, advised=book.advised)
        version = load_knowledge().version
        changed = book.refile(number, done.to_dict(), done.sources, revision=case.row.revision, rules_version=version)
    told = _("Fetched: {tasks} task records, {rows} log rows.").format(tasks=fetched.tasks, rows=fetched.rows)
    click.echo(told, err=True)
    if not fetched.complete:
        click.echo(_("There are more rows than were read: an absent refund proves nothing."), err=True)
    click.echo(f"#{number}  {changed.row.cause}  {changed.row.certainty}")


def _named_task(case: Case) -> str | None:
    calls = [*case.diagnosis.get("calls", []), *case.diagnosis["money"].get("ledger", [])]
    return next((str(call["task_id"]) for call in calls if call.get("task_id")), None)


def _fetched(gateway: str, task_id: str | None, request_id: str | None) -> Fetched:
    from supportdesk.gateway.accounts import SANDBOX, find_account, secret_of
    from supportdesk.settings import load_settings, settings_path

    account = find_account(load_settings(), gateway)
    if account.name == SANDBOX:
        box = open_sandbox(account)
        try:
            return asyncio.run(_read(account, box.access_token, box, task_id, request_id))
        finally:
            box.close()
    access = secret_of(account, "access", os.path.dirname(settings_path()))
    return asyncio.run(_read(account, access, None, task_id, request_id))


async def _read(
    account: GatewayAccount, access: str, box: Sandbox | None, task_id: str | None, request_id: str | None
) -> Fetched:
    from supportdesk.gateway.console import Console
    from supportdesk.gateway.embedded import ADDRESS, EmbeddedSandbox
    from supportdesk.gateway.wire import Wire

    transport = None if box is None else EmbeddedSandbox(box)
    async with Wire(account.url or ADDRESS, transport=transport) as wire:
        console = Console(wire, access, account.user)
        if task_id is not None:
            return await console.task_with_rows(task_id)
        return await console.logs({"request_id": str(request_id)})


def _prove_fix(opened: AbstractContextManager[Casebook], number: int) -> int:
    """Run the corrected request in the sandbox; note the outcome; the status is 0 when it was accepted."""
    with opened as book:
        case = book.get(number)
        request = (case.diagnosis.get("fix") or {}).get("request")
        if not request or (request.get("body") or {}).get("kind") not in PROVED_KINDS:
            raise InputError(_("the case has no corrected request with a JSON body to run"))
        outcome, accepted = asyncio.run(_rehearsed(request))
        line = _("Run in the sandbox: {outcome}").format(outcome=outcome)
        book.add_note(number, line, case.row.revision)
    click.echo(line)
    return 0 if accepted else 1


async def _rehearsed(request: dict[str, Any]) -> tuple[str, bool]:
    """Return what came of a request in a sandbox of its own, and whether it was accepted and ended well."""
    from supportdesk.gateway.accounts import SANDBOX, find_account
    from supportdesk.gateway.client import Client, Pace
    from supportdesk.gateway.embedded import ADDRESS, EmbeddedSandbox
    from supportdesk.gateway.failures import BadAnswer, GatewayFailure
    from supportdesk.gateway.outcome import read_state
    from supportdesk.gateway.running import SANDBOX_KEY
    from supportdesk.gateway.sandbox.desk import Sandbox
    from supportdesk.gateway.sandbox.settings import SandboxSettings
    from supportdesk.gateway.wire import Wire
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.settings import load_settings

    account = find_account(load_settings(), SANDBOX)
    box = Sandbox(SandboxSettings(gateway=account.contract, speed=10.0), load_knowledge())
    path = urlsplit(str(request["url"])).path
    try:
        async with Wire(ADDRESS, transport=EmbeddedSandbox(box)) as wire:
            client = Client(wire, SANDBOX_KEY)
            reply = await client.call(str(request["method"]), path, request["body"]["json"])
            try:
                state = read_state(reply)
            except BadAnswer:  # an answer at once, such as chat's
                return f"HTTP {reply.status}", True
            if state.task_id is None:
                return state.status, state.phase != "failed"
            task_id, pace = state.task_id, Pace(0.2, 0.2, 30.0)
            *_earlier, last = [seen async for seen in client.follow(f"{path}/{task_id}", pace, task_id)]
            return f"{last.status} ({task_id})", last.phase == "completed"
    except GatewayFailure as problem:
        return problem.message, False
    finally:
        box.close()


def open_sandbox(account: GatewayAccount) -> Sandbox:
    """Return the embedded sandbox, whose database lies beside the casebook, so that its tasks outlive a command."""
    from supportdesk.gateway.sandbox.desk import Sandbox
    from supportdesk.gateway.sandbox.settings import SandboxSettings
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.settings import load_settings

    folder = os.path.dirname(os.path.abspath(load_settings().database_path()))
    os.makedirs(folder, exist_ok=True)
    settings = SandboxSettings(gateway=account.contract, database=os.path.join(folder, "sandbox.db"))
    return Sandbox(settings, load_knowledge())
