"""A case meets a gateway: its task and log rows are fetched, its corrected request is run in the sandbox.

What the command line and the screen share; both run it where they may wait.
"""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Case, Casebook
    from supportdesk.gateway.accounts import GatewayAccount
    from supportdesk.gateway.console import Fetched
    from supportdesk.gateway.sandbox.desk import Sandbox


def fetch_into(
    book: Casebook, number: int, gateway: str, *, task_id: str | None = None, request_id: str | None = None
) -> tuple[Case, Fetched]:
    """Fetch a task with its rows (by default the one that the case names), or a request's rows, and diagnose again.

    Returns the changed case and what was fetched. Raises InputError, GatewayFailure, CasebookError; then the case stays
    as it was.
    """
    from supportdesk.diagnosing import diagnose
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.source import Source

    case = book.get(number)
    task_id = task_id or (None if request_id else named_task(case))
    if task_id is None and request_id is None:
        raise InputError(_("the case names no task; give --task or --request"))
    fetched = _fetched(gateway, task_id, request_id)
    texts = [*case.sources, *((f"{gateway} {at}", text) for at, text in enumerate(fetched.texts, 1))]
    sources = [Source(text, at, name) for at, (name, text) in enumerate(texts)]
    done = diagnose(sources, advised=partial(book.advised, but=number))
    version = load_knowledge().version
    changed = book.refile(number, done.to_dict(), done.sources, revision=case.row.revision, rules_version=version)
    return changed, fetched


def named_task(case: Case) -> str | None:
    """Return the first task id that a case's diagnosis names, None where it names none."""
    calls = [*case.diagnosis.get("calls", []), *case.diagnosis["money"].get("ledger", [])]
    return next((str(call["task_id"]) for call in calls if call.get("task_id")), None)


def told(fetched: Fetched) -> str:
    """Return what was fetched as a sentence, with what an incomplete listing means."""
    text = _("Fetched: {tasks} task records, {rows} log rows.").format(tasks=fetched.tasks, rows=fetched.rows)
    if fetched.complete:
        return text
    return f"{text} {_('There are more rows than were read: an absent refund proves nothing.')}"


def prove_fix(book: Casebook, number: int) -> tuple[Case, str, bool]:
    """Run the corrected request of a case in a sandbox of its own and note what came of it.

    Returns the case with its note, the note and whether the request was accepted and ended well. Raises InputError
    where the case has no corrected request with a JSON body.
    """
    case = book.get(number)
    request = (case.diagnosis.get("fix") or {}).get("request")
    if not request or (request.get("body") or {}).get("kind") != "json":
        raise InputError(_("the case has no corrected request with a JSON body to run"))
    outcome, accepted = asyncio.run(_rehearsed(request))
    line = _("Run in the sandbox: {outcome}").format(outcome=outcome)
    return book.add_note(number, line, case.row.revision), line, accepted


def open_sandbox(account: GatewayAccount, folder: str | None = None, *, speed: float = 1.0) -> Sandbox:
    """Return the embedded sandbox with its database in `folder`, so that its tasks outlive a command.

    None is where the casebook lies; the folder is made where there is none.
    """
    from supportdesk.gateway.sandbox.desk import Sandbox
    from supportdesk.gateway.sandbox.settings import SandboxSettings
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.settings import load_settings

    folder = folder or os.path.dirname(os.path.abspath(load_settings().database_path()))
    os.makedirs(folder, exist_ok=True)
    settings = SandboxSettings(gateway=account.contract, database=os.path.join(folder, "sandbox.db"), speed=speed)
    return Sandbox(settings, load_knowledge())


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
