"""Changing one setting in the settings file by its line: comments, order and everything else stay as they are."""

from __future__ import annotations

import os
import re
import stat

from supportdesk.errors import SettingsError
from supportdesk.i18n import _
from supportdesk.settings import Settings, check_settings, load_settings

_TABLE = re.compile(r"\s*\[")
_COMMENT = re.compile(r"\s*(#.*)?$")


def write_setting(path: str, name: str, value: str | bool | None) -> Settings:
    """Write one setting of the top level, None takes its line out, and return the settings as they are then.

    Raises SettingsError, with the file as it was, where the file or the value is refused, or where the setting is
    written in a way that one line's edit cannot change.
    """
    import tomllib

    load_settings(path)
    text, mark = _read(path)
    before = tomllib.loads(text)
    wanted = {key: old for key, old in before.items() if key != name}
    if value is not None:
        wanted[name] = value
    check_settings(wanted, path)
    edited = _edited(text, name, value)
    try:
        same = tomllib.loads(edited) == wanted
    except ValueError:
        same = False
    if not same:
        message = _("'{name}' is written in a way that cannot be changed here").format(name=name)
        raise SettingsError(message, path, _("Change it in the file."))
    _replace(path, mark + edited)
    return load_settings(path)


def _read(path: str) -> tuple[str, str]:
    """Return the file's text and its byte order mark ('' without)."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
    except FileNotFoundError:
        return "", ""
    return text.removeprefix("\ufeff"), "\ufeff" if text.startswith("\ufeff") else ""


def _edited(text: str, name: str, value: str | bool | None) -> str:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    end = next((number for number, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    feed = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    written = re.compile(rf"(\s*{re.escape(name)}\s*=\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s#]+)(\s*(?:#.*)?)(\r?\n)?$")
    for number, line in enumerate(lines[:end]):
        found = written.match(line)
        if found is not None:
            new = "" if value is None else f"{found[1]}{_toml(value)}{found[3]}{found[4] or ''}"
            return "".join([*lines[:number], new, *lines[number + 1 :]])
    if value is None:
        return text
    # comments and empty lines right above the first table belong to that
    while end and _COMMENT.fullmatch(lines[end - 1].rstrip("\r\n")) and end < len(lines):
        end -= 1
    head = lines[:end]
    if head and not head[-1].endswith("\n"):
        head[-1] += feed
    return "".join([*head, f"{name} = {_toml(value)}{feed}", *lines[end:]])


def _toml(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    escaped = "".join(_escape(sign) for sign in value)
    return f'"{escaped}"'


def _escape(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign


def _replace(path: str, text: str) -> None:
    """Put the text in the file's place as a whole; a link stays a link, and the file's rights stay."""
    target = os.path.realpath(path)
    aside = f"{target}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        rights = stat.S_IMODE(os.stat(target).st_mode) if os.path.exists(target) else 0o600
        with open(aside, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, rights)
        os.replace(aside, target)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise SettingsError(_("the settings cannot be written ({reason})").format(reason=reason), path) from problem
