"""`supportdesk sandbox`: the local gateway, served on loopback until Ctrl-C."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, get_args

import click

from supportdesk.cli.completing import gateway_ids
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.gateway.sandbox.desk import Sandbox

HELP = _(
    "Serve a gateway on this machine to try requests against: real shapes, real mistakes, nothing is generated and "
    "nothing costs. Any key sk-… is accepted. A failure for one request is ordered by the header X-Sandbox-Fault."
)


@click.command("sandbox", help=HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen at."))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8790, show_default=True, help=_("Port; 0 takes a free one.")
)
@click.option(
    "--speed", type=click.FloatRange(0.01, 1000), default=1.0, show_default=True, help=_("How much faster things run.")
)
@click.option(
    "--gateway",
    default="toapis",
    show_default=True,
    metavar="ID",
    help=_("Whose request definitions hold."),
    shell_complete=gateway_ids,
)
@click.option(
    "--era",
    default="E3",
    show_default=True,
    metavar="ERA",
    help=_("Which release: E2 bills a media model on chat by tokens, E3 refuses it."),
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help=_("A failure for the next requests, such as '429;retry-after=2;times=2'."),
)
@click.option("--invalid-key", "invalid_keys", multiple=True, metavar="KEY", help=_("A key that is refused."))
@click.option("--database", default=":memory:", metavar="FILE", help=_("Keep users, tasks and log rows in this file."))
def sandbox(
    host: str, port: int, speed: float, gateway: str, era: str, faults: tuple[str, ...], invalid_keys: tuple[str, ...],
    database: str,
) -> int:  # fmt: skip
    """Serve until Ctrl-C; the status is 0 then. Raises InputError for what cannot be served."""
    from supportdesk.gateway.sandbox.desk import Sandbox
    from supportdesk.gateway.sandbox.settings import Era, SandboxSettings
    from supportdesk.judging.compile import load_knowledge

    knowledge = load_knowledge()
    if gateway not in {row["gateway"] for row in knowledge.requests}:
        raise InputError(_("There is no gateway '{name}' here.").format(name=gateway))
    if era not in get_args(Era):
        raise InputError(_("the sandbox knows no era {era}").format(era=ascii(era[:20])))
    settings = SandboxSettings(
        gateway=gateway, era=era, speed=speed, faults=faults, invalid_keys=invalid_keys, database=database  # type: ignore[arg-type]  # looked up in its Literal
    )  # fmt: skip
    box = Sandbox(settings, knowledge)
    try:
        asyncio.run(_serve(box, host, port))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(
            _("the sandbox cannot listen at {host}:{port} ({reason})").format(host=host, port=port, reason=reason),
            _("Take another port, or 0 for a free one."),
        ) from problem
    except KeyboardInterrupt:
        click.echo(_("The sandbox has ended."), err=True)
    finally:
        box.close()
    return 0


async def _serve(box: Sandbox, host: str, port: int) -> None:
    from supportdesk.gateway.sandbox.server import serving

    try:
        async with serving(box, host, port) as address:
            click.echo(address)
            told = _("Base URL: {address}/v1 · access token of the console: {token} · Ctrl-C ends it")
            click.echo(told.format(address=address, token=box.access_token), err=True)
            await asyncio.Event().wait()
    except ModuleNotFoundError as problem:
        raise InputError(
            _("the web stack is not installed"), _("Install it with: pip install 'supportdesk[web]'")
        ) from problem
