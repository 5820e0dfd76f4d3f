"""`supportdesk serve`: the screen in a browser, on loopback and behind a token, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

import click

from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.serving.access import Access

HELP = _(
    "Open the screen in a browser. The address that is printed holds a token, without which nothing is served; every "
    "page runs the same program as the terminal, on this machine's casebook. Ctrl-C ends it and its pages."
)
HOST_HELP = _("Address to listen at; any but this machine's own lets others try the token, over plain HTTP.")
TOKEN_HELP = _("Keep the token in this file, made where there is none; it is not printed then.")


@click.command("serve", help=HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=HOST_HELP)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help=_("Port; 0 takes a free one.")
)
@click.option("--token-file", metavar="FILE", default=None, help=TOKEN_HELP)
def serve(host: str, port: int, token_file: str | None) -> int:
    """Serve until Ctrl-C; the status is 0 then. Raises InputError for what cannot be served."""
    from supportdesk.serving.access import Access, is_loopback, new_token, token_of

    token = new_token() if token_file is None else token_of(token_file)
    if not is_loopback(host):
        click.echo(
            _("Warning: {host} is reached from other machines, and what they send and see is not encrypted.").format(
                host=host
            ),
            err=True,
        )
    shown = f"/?token={token}" if token_file is None else "/"
    try:
        asyncio.run(_serve(Access(host, token), host, port, shown))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(
            _("the screen cannot be served at {host}:{port} ({reason})").format(host=host, port=port, reason=reason),
            _("Take another port, or 0 for a free one."),
        ) from problem
    except KeyboardInterrupt:
        click.echo(_("The server has ended, and its pages with it."), err=True)
    return 0


async def _serve(access: Access, host: str, port: int, shown: str) -> None:
    try:
        from supportdesk.serving.server import serving
    except ModuleNotFoundError as problem:
        raise InputError(
            _("the web stack is not installed"), _("Install it with: pip install 'supportdesk[web]'")
        ) from problem
    async with serving(access, host, port) as address:
        click.echo(address + shown)
        told = _("Open the address in a browser.") if "token" in shown else _("Add ?token= and the file's token to it.")
        click.echo(f"{told} {_('Ctrl-C ends it.')}", err=True)
        await _until_ended()


async def _until_ended() -> None:
    """Wait for SIGTERM, as a service manager ends it; Ctrl-C cancels the wait."""
    ended = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows has no such signal to wait for
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
