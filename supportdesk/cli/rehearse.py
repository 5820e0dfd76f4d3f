"""`supportdesk try`: rehearse a request: check it, see what it costs, run it once, follow it, see what came back."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.completing import account_names, model_names
from supportdesk.errors import InputError, SupportdeskError
from supportdesk.i18n import _, pick

if TYPE_CHECKING:
    from supportdesk.gateway.accounts import GatewayAccount
    from supportdesk.gateway.rehearsal import Plan
    from supportdesk.gateway.retries import Step
    from supportdesk.gateway.running import Run
    from supportdesk.gateway.sandbox.desk import Sandbox

HELP = _(
    "Rehearse a request of a model we have a definition of: it is checked, its cost is estimated, it is sent once and "
    "followed to its end. Without --gateway the embedded sandbox answers: no account, no cost. For a batch, or where "
    "every call must be audited, take the code of --code into your own program instead."
)


@click.command("try", help=HELP)
@click.argument("model", shell_complete=model_names)
@click.option(
    "--gateway",
    default="sandbox",
    show_default=True,
    metavar="NAME",
    help=_("A gateway of the settings."),
    shell_complete=account_names,
)
@click.option(
    "--mode", default=None, metavar="MODE", help=_("The way of making it; by default the one that the fields make.")
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help=_("A field of the body, dotted inside objects; a value may be JSON."),
)
@click.option("--body", "body_file", type=click.File("rb"), default=None, help=_("Begin with this JSON body."))
@click.option(
    "--path-value",
    "path_values",
    multiple=True,
    metavar="NAME=VALUE",
    help=_("A parameter of the path, such as video_id."),
)
@click.option(
    "--prices",
    "price_files",
    multiple=True,
    metavar="FILE",
    help=_("A saved answer of /api/pricing, to estimate by; else the sandbox's tariff."),
)
@click.option("--check", "check_only", is_flag=True, help=_("Only check and estimate; nothing is sent."))
@click.option(
    "--code",
    "language",
    default=None,
    metavar="LANGUAGE",
    help=_("Print it as a program to run: curl, python, go, java, php, …; nothing is sent."),
)
@click.option("--resume", default=None, metavar="TASK_ID", help=_("Follow this task; nothing is submitted."))
@click.option(
    "--fault", default=None, metavar="FAULT", help=_("Order a failure of the embedded sandbox for the submit.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
def rehearse(
    model: str, gateway: str, mode: str | None, settings: tuple[str, ...], body_file: Any, path_values: tuple[str, ...],
    price_files: tuple[str, ...], check_only: bool, language: str | None, resume: str | None, fault: str | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Rehearse and print; the status is 0 when the task completed (or the check found nothing), else 1."""
    from supportdesk.cli.charge import listed_prices
    from supportdesk.gateway.accounts import SANDBOX, find_account, secret_of
    from supportdesk.gateway.running import SANDBOX_KEY, Run
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.settings import load_settings, settings_path

    account = find_account(load_settings(), gateway)
    knowledge = load_knowledge()
    plan = _plan(knowledge, account.contract, model, settings, body_file, path_values)
    if mode is not None and mode not in plan.info.modes:
        raise InputError(
            _("{model} has no mode {mode}").format(model=model, mode=ascii(mode[:40])),
            _("Its modes: {names}.").format(names=", ".join(plan.info.modes)),
        )
    if language is not None:
        return _print_code(plan, account, language)
    prices = listed_prices(price_files).of(plan.body.get("model", plan.info.model))
    if price_files and not prices:
        raise InputError(_("The price list has no prices of {model}.").format(model=plan.info.model))
    if not as_json:
        _print_plan(plan, mode, prices)
    if check_only or (plan.errors() and not resume):
        if as_json:
            click.echo(json.dumps(_data(plan, None, prices), ensure_ascii=False, separators=(",", ":")))
        return 1 if plan.errors() else 0
    if fault is not None and account.name != SANDBOX:
        raise InputError(_("only the embedded sandbox fails on order"))
    key = SANDBOX_KEY if account.name == SANDBOX else secret_of(account, "key", os.path.dirname(settings_path()))
    made = Run(plan, resume)
    status = _run(made, account, key, fault, quiet=as_json)
    if as_json:
        click.echo(json.dumps(_data(plan, made, prices), ensure_ascii=False, separators=(",", ":")))
    return status


def _plan(
    knowledge: Any, contract: str, model: str, settings: tuple[str, ...], body_file: Any, path_values: tuple[str, ...]
) -> Plan:
    from supportdesk.gateway.rehearsal import form_of, nest, plan, planned, read_value

    texts = dict(_pair(text) for text in settings)
    first = plan(knowledge, contract, model, {})
    fields = {field.name: field for field in form_of(first.envelope)}
    values = nest({name: read_value(text, fields.get(name)) for name, text in texts.items()})
    try:
        given = json.loads(body_file.read()) if body_file is not None else {}
    except ValueError as problem:
        raise InputError(_("the body is no JSON: {problem}").format(problem=problem)) from problem
    if not isinstance(given, dict):
        raise InputError(_("the body is no JSON object"))
    chosen = plan(knowledge, contract, model, {**given, **values})
    body = {**chosen.body, **given, **values}
    return planned(knowledge, chosen.info, chosen.envelope, body, dict(_pair(text) for text in path_values))


def _print_code(plan: Plan, account: GatewayAccount, language: str) -> int:
    """Print the hand-off; what would be refused is said beside it. The status is 1 then."""
    from supportdesk.gateway.running import origin_of
    from supportdesk.render.handoff import handoff, write

    for violation in plan.errors():
        click.echo(f"✗ {violation.pointer}: {_plain(pick(violation.message))}", err=True)
    click.echo(write(handoff(plan, origin_of(account, plan)), language), nl=False)
    return 1 if plan.errors() else 0


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise InputError(_("'{text}' is not NAME=VALUE").format(text=text[:80]))
    return name, value


def _run(run: Run, account: GatewayAccount, key: str, fault: str | None, *, quiet: bool) -> int:
    """Submit and follow; return the status. Raises GatewayFailure."""
    from supportdesk.cli.rehearsals import rehearsals_path
    from supportdesk.fetching import open_sandbox
    from supportdesk.gateway.accounts import SANDBOX
    from supportdesk.gateway.kept import Rehearsals

    box = open_sandbox(account) if account.name == SANDBOX else None
    outcome = ""
    try:
        asyncio.run(_follow(run, account, key, box, fault, quiet=quiet))
    except SupportdeskError as problem:
        outcome = problem.message
        raise
    except KeyboardInterrupt:
        if run.task_id is not None:
            told = _("The task goes on. Follow it with: supportdesk try {model} --resume {task_id}")
            click.echo(told.format(model=run.plan.info.model, task_id=run.task_id), err=True)
        raise
    finally:
        with Rehearsals(rehearsals_path()) as kept:
            kept.keep(run, account.name, outcome)
        if box is not None:
            box.close()
    last = run.last()
    if last is None or quiet:
        return 0 if last is not None and last.phase == "completed" else 1
    from supportdesk.gateway.explaining import explain

    for path, value, meaning in explain(last.answer):
        click.echo(f"  {path:<22} {_plain(value)}" + (f"   · {meaning}" if meaning else ""))
    return 0 if last.phase == "completed" else 1


async def _follow(
    run: Run, account: GatewayAccount, key: str, box: Sandbox | None, fault: str | None, *, quiet: bool
) -> None:
    from supportdesk.gateway.running import SANDBOX_PACE, connected
    from supportdesk.gateway.running import run as follow

    def _tell(step: Step) -> None:
        if step.wait_s is not None and not quiet:
            told = _("{call}, attempt {attempt}: {outcome}; again in {seconds} s")
            click.echo(
                told.format(
                    call=step.call, attempt=step.attempt, outcome=_plain(step.outcome), seconds=f"{step.wait_s:.1f}"
                ),
                err=True,
            )

    extra = {"X-Sandbox-Fault": fault} if fault else None
    async with connected(account, key, box, _tell) as client:
        async for state in follow(client, run, pace=SANDBOX_PACE if box is not None else None, extra=extra):
            if not quiet:
                progress = "" if state.progress is None else f" {state.progress} %"
                click.echo(
                    f"{run.elapsed():6.1f} s  {_plain(state.status)}{progress}  {_plain(run.task_id or '')}", err=True
                )


def _print_plan(plan: Plan, mode: str | None, prices: Mapping[str, Any]) -> None:
    from supportdesk.gateway.running import estimate
    from supportdesk.money.amount import usd_text

    made = plan.mode or "-"
    click.echo(f"{plan.info.method} {plan.path}  ·  {plan.info.model}  ·  {made}")
    if mode is not None and plan.mode is not None and mode != plan.mode:
        click.echo(_("These fields make {made}, not {mode}.").format(made=plan.mode, mode=mode))
    click.echo(json.dumps(plan.body, ensure_ascii=False, indent=2))
    for violation in plan.violations:
        click.echo(
            f"{'✗' if violation.severity == 'error' else '!'} {violation.pointer}: {_plain(pick(violation.message))}"
        )
    quota, lines = estimate(plan, prices)
    if quota is not None:
        told = (
            _("Estimate by the price list: {quota} quota (${usd})")
            if prices
            else _("Estimate by the sandbox's tariff: {quota} quota (${usd})")
        )
        click.echo(told.format(quota=quota, usd=usd_text(quota)))
        for line in lines:
            click.echo(f"  {line}")


def _plain(text: str) -> str:
    """Return text of a gateway without terminal controls."""
    from supportdesk.visible import visible

    return visible(text)


def _data(plan: Plan, run: Run | None, prices: Mapping[str, Any]) -> dict[str, Any]:
    from supportdesk.gateway.running import estimate

    quota, lines = estimate(plan, prices)
    last = run.last() if run is not None else None
    return {
        "request": {"method": plan.info.method, "path": plan.path, "body": plan.body},
        "definition": plan.info.id,
        "mode": plan.mode,
        "violations": [
            {
                "pointer": item.pointer,
                "kind": item.kind,
                "severity": item.severity,
                "found": item.found,
                "message": item.message,
            }
            for item in plan.violations
        ],
        "estimate": {"quota": quota, "lines": list(lines)},
        "task_id": run.task_id if run is not None else None,
        "states": [
            [round(at, 3), state.status, state.progress] for at, state in (run.states if run is not None else [])
        ],
        "steps": [list(step) for step in (run.steps if run is not None else [])],
        "answer": last.answer if last is not None else None,
    }
