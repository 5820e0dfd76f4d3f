"""The gateways that may be called: whether each has its key, which is never shown; nothing is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from supportdesk.cli.doctor.check import Check
from supportdesk.errors import InputError
from supportdesk.gateway.accounts import SANDBOX, GatewayAccount, gateway_accounts, secret_of, variable_of
from supportdesk.i18n import _
from supportdesk.settings import Settings
from supportdesk.visible import visible_line


def checks(settings: Settings) -> Iterator[Check]:
    """Yield a line a gateway."""
    for account in gateway_accounts(settings):
        if account.name == SANDBOX:
            yield Check("gateways", SANDBOX, _("embedded, needs no key"))
        else:
            yield _configured(account, os.path.dirname(settings.path))


def _configured(account: GatewayAccount, folder: str) -> Check:
    name = visible_line(account.name)
    host = _host(account.url)
    if host is None:
        return Check(
            "gateways", name, _("its url is no web address"), "fault", _("Write https://HOST in the settings.")
        )
    try:
        secret_of(account, "key", folder)
    except InputError as problem:
        missing = _("Set {variable}, or store it in the system's keyring or a file.")
        others = problem.hint if "0600" in (problem.hint or "") else None
        hint = others or missing.format(variable=variable_of(account.name, "key"))
        return Check("gateways", name, f"{host} · {_('no key')}", "fault" if others else "missing", hint)
    return Check("gateways", name, f"{host} · {_('a key is there')}")


def _host(url: str) -> str | None:
    """Return the host and port of an address, without a password that may stand in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return visible_line(host if port is None else f"{host}:{port}")
