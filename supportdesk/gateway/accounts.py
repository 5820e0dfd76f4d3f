"""Which gateways may be called, and where their keys lie: never in arguments, logs or cases.

A key is looked for in the environment (SUPPORTDESK_KEY_NAME; SUPPORTDESK_ACCESS_NAME for the console's access token,
NAME in capitals with _ for other signs), then in the system's keyring (service `supportdesk`, extra `keyring`), then in
a file `keys/NAME` or `access/NAME` of the configuration folder, which only its owner may read.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import Literal

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.named import NamedTuple
from supportdesk.settings import Settings

SANDBOX = "sandbox"
"""Name of the gateway that is always there: the embedded sandbox."""
SERVICE = "supportdesk"
LARGEST_KEY_FILE = 4096
_SIGN = re.compile(r"[^A-Z0-9]+")

Purpose = Literal["key", "access"]


class GatewayAccount(NamedTuple):
    """A gateway that may be called: `url` its address ('' for the embedded sandbox), `contract` an id of gateways.yaml.

    `user` is the console's user id, None where none is configured.
    """

    name: str
    url: str
    contract: str
    user: str | None = None


def gateway_accounts(settings: Settings) -> list[GatewayAccount]:
    """Return the gateways that may be called, the sandbox first."""
    contract = settings.default_gateway or "toapis"
    found = [GatewayAccount(SANDBOX, "", contract)]
    for name, table in settings.gateways.items():
        found.append(GatewayAccount(name, table["url"], table.get("contract", contract), table.get("user")))
    return found


def find_account(settings: Settings, name: str) -> GatewayAccount:
    """Return a configured gateway by its name. Raises InputError for any other."""
    known = gateway_accounts(settings)
    for account in known:
        if account.name == name:
            return account
    raise InputError(
        _("no gateway '{name}' is configured").format(name=name),
        _("Known are: {names}. Others are added to the settings as [gateways.NAME].").format(
            names=", ".join(account.name for account in known)
        ),
    )


def secret_of(account: GatewayAccount, purpose: Purpose, folder: str) -> str:
    """Return the key, or the access token, of a gateway; `folder` is the configuration folder.

    Raises InputError, with the places that were looked at, where there is none, and for a file that others may read.
    """
    variable = variable_of(account.name, purpose)
    found = os.environ.get(variable, "").strip() or _from_keyring(account.name, purpose)
    if not found:
        found = _from_file(os.path.join(folder, "keys" if purpose == "key" else "access", account.name))
    if found:
        return found
    raise InputError(
        _("there is no key for the gateway '{name}'").format(name=account.name),
        _("Set {variable}, or store it in the system's keyring (service supportdesk, user {name}).").format(
            variable=variable, name=_user(account.name, purpose)
        ),
    )


def variable_of(name: str, purpose: Purpose) -> str:
    """Return the environment variable that may hold a gateway's key."""
    return f"SUPPORTDESK_{purpose.upper()}_{_SIGN.sub('_', name.upper())}"


def _user(name: str, purpose: Purpose) -> str:
    return name if purpose == "key" else f"{name}:access"


def _from_keyring(name: str, purpose: Purpose) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:  # the extra is not installed; the other places remain
        return ""
    try:
        return (keyring.get_password(SERVICE, _user(name, purpose)) or "").strip()
    except KeyringError:  # a machine without a keyring service, such as one reached by ssh
        return ""


def _from_file(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            # Windows keeps others out by its own lists, which these bits do not show
            if sys.platform != "win32" and os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise InputError(
                    _("others may read the key's file {path}").format(path=path), _("Set its permissions to 0600.")
                )
            return file.read(LARGEST_KEY_FILE).strip()
    except FileNotFoundError:
        return ""
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(_("the key's file cannot be read ({reason})").format(reason=reason)) from problem
    except UnicodeDecodeError as problem:
        raise InputError(_("the key's file is no text")) from problem
