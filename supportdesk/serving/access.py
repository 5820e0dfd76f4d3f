"""Who may speak to the server: the token, the cookie that it is exchanged for, and where a request comes from.

The page shows customers' tickets, so a request is let in only when all of these hold:

- its Host is one that this server was started for, or a literal address: a name that an attacker points at the
  loopback address (DNS rebinding) is neither;
- its Origin, where it has one, is that Host: other sites, and other ports of this machine, get no websocket;
- it has the cookie, which was given for the token. Token and cookie are 256 random bits each and compared in
  constant time.

A cookie belongs to a host, not to a port: another server on the same host name sees it when the same browser visits
that. This is so for every local server with a cookie; on a shared machine use one's own browser profile.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import stat
import sys

from supportdesk.errors import InputError
from supportdesk.i18n import _

TOKEN_BYTES = 32
SHORTEST_TOKEN = 22
"""Signs that a token of one's own needs at least: 128 bits in base 64."""
LARGEST_TOKEN_FILE = 4096

LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))


class Access:
    """Knows the token and the cookie, and judges what a request shows; `host` is the address that is listened at."""

    def __init__(self, host: str, token: str) -> None:
        self._token = token.encode()
        self.cookie = secrets.token_urlsafe(TOKEN_BYTES)
        self.cookie_name = f"supportdesk-{secrets.token_hex(4)}"  # two servers of a host share its cookies
        self._names = {host.lower().strip("[]"), *(LOOPBACK_NAMES if is_loopback(host) else ())}
        self._own_only = is_loopback(host)

    def is_token(self, shown: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(shown.encode("utf-8", "surrogatepass"), self._token)

    def is_cookie(self, shown: str) -> bool:
        """Whether this is the cookie's value."""
        return hmac.compare_digest(shown.encode("utf-8", "surrogatepass"), self.cookie.encode())

    def is_host(self, header: str) -> bool:
        """Whether a Host header names this server, at any port: ssh may have forwarded another one."""
        name = host_name(header)
        if name in self._names:
            return True
        return not self._own_only and name is not None and _is_address(name)

    @staticmethod
    def is_same_origin(origin: str, host: str) -> bool:
        """Whether an Origin header is that of a page from the Host."""
        return origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")


def host_name(header: str) -> str | None:
    """Return the name or address in a Host header, lower case and without port and brackets; None for none."""
    if header.startswith("["):
        name, closed, rest = header[1:].partition("]")
        if not closed or (rest and not _is_port(rest)):
            return None
        return name.lower()
    name, colon, port = header.partition(":")
    if not name or (colon and not _is_port(f":{port}")):
        return None
    return name.lower()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def new_token() -> str:
    """Return a fresh token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_of(path: str) -> str:
    """Return the token in a file; where there is none, make it with a fresh one, for the owner only.

    Raises InputError for a file that others may read or that holds no usable token.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_token(path)
    except OSError as problem:
        raise _unreadable(problem) from problem
    token = new_token()
    with open(handle, "w", encoding="ascii") as file:
        file.write(token + "\n")
    return token


def _read_token(path: str) -> str:
    try:
        with open(path, "rb") as file:
            # Windows keeps others out by its own lists, which these bits do not show
            if sys.platform != "win32" and os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise InputError(_("others may read the token's file"), _("Set its permissions to 0600."))
            token = file.read(LARGEST_TOKEN_FILE).decode("ascii", "replace").strip()
    except OSError as problem:
        raise _unreadable(problem) from problem
    if len(token) < SHORTEST_TOKEN or not token.replace("-", "").replace("_", "").isalnum() or not token.isascii():
        raise InputError(
            _("the token's file holds no usable token"),
            _("A token is at least 22 letters, digits, - or _; remove the file to have one made."),
        )
    return token


def _unreadable(problem: OSError) -> InputError:
    reason = problem.strerror or type(problem).__name__
    return InputError(_("the token's file cannot be used ({reason})").format(reason=reason))


def _is_port(text: str) -> bool:
    return text.startswith(":") and text[1:].isascii() and text[1:].isdigit() and len(text) <= 6


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
