"""What is installed: Python, SQLite, the packages that the program needs, and its extras."""

from __future__ import annotations

import platform
import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata

from supportdesk import __version__
from supportdesk.cli.doctor.check import Check
from supportdesk.i18n import _

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 34, 0)
EXTRAS = ("audit", "excel", "keyring", "ocr", "web")
"""Extras that add something to the program; `all` is these, `test` is for its own tests."""

_REQUIREMENT = re.compile(
    r"""([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(?:>=\s*([0-9.]+))?[^;]*(?:;.*extra\s*==\s*['"]([a-z]+)['"])?"""
)


def checks() -> Iterator[Check]:
    """Yield the program, its interpreter, its database engine, its packages."""
    yield Check("installed", "supportdesk", __version__)
    python = platform.python_version()
    yield _at_least("Python", python, OLDEST_PYTHON, _("Install Python 3.11 or newer."))
    yield Check("installed", _("system"), platform.platform())
    yield _at_least("SQLite", sqlite3.sqlite_version, OLDEST_SQLITE, _("A Python with SQLite 3.34 or newer is needed."))
    if not _has_trigrams():
        hint = _("This SQLite was built without full-text search (FTS5); install another Python.")
        yield Check("installed", "FTS5 trigram", _("not there"), "fault", hint)
    wanted = _requirements()
    if not wanted:
        hint = _("Install supportdesk again: pip install --force-reinstall supportdesk")
        yield Check("installed", _("packages"), _("the installation does not say what it needs"), "unknown", hint)
    yield from _packages([one for one in wanted if not one[2]])
    for extra in EXTRAS:
        yield from _extra(extra, [one for one in wanted if one[2] == extra])


def version_of(package: str) -> str | None:
    """Return an installed package's version, None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def parsed(version: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with: '3.14.5rc1' is (3, 14, 5)."""
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, numbers[0].split("."))) if numbers else ()


def _at_least(name: str, version: str, least: tuple[int, ...], hint: str) -> Check:
    enough = parsed(version) >= least
    return Check("installed", name, version, "ok" if enough else "fault", "" if enough else hint)


def _has_trigrams() -> bool:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def _requirements() -> list[tuple[str, str, str]]:
    """Return (package, least version or '', extra or '') of each package that the installation names."""
    try:
        lines = metadata.requires("supportdesk") or []
    except metadata.PackageNotFoundError:
        return []
    found = [_REQUIREMENT.match(line) for line in lines]
    return [(one[1], one[2] or "", one[3] or "") for one in found if one is not None]


def _packages(wanted: list[tuple[str, str, str]]) -> Iterator[Check]:
    """Yield one line for the packages that are as they should be, and one for each that is not."""
    sound = []
    for package, least, _extra_name in wanted:
        version = version_of(package)
        if version is None or parsed(version) < parsed(least):
            hint = f"{sys.executable} -m pip install '{package}>={least}'" if least else f"pip install {package}"
            value = _("not installed") if version is None else _("{version} is too old").format(version=version)
            yield Check("installed", package, value, "fault", hint)
        else:
            sound.append(f"{package} {version}")
    if sound:
        yield Check("installed", _("packages"), ", ".join(sorted(sound, key=str.lower)))


def _extra(extra: str, wanted: list[tuple[str, str, str]]) -> Iterator[Check]:
    name = _("extra {name}").format(name=extra)
    if not wanted:
        return
    versions = {package: version_of(package) for package, _least, _name in wanted}
    lacking = [package for package, version in versions.items() if version is None]
    if not lacking:
        yield Check("installed", name, ", ".join(f"{package} {version}" for package, version in versions.items()))
        return
    value = f"{_PURPOSES[extra]()} · {_('lacks {names}').format(names=', '.join(lacking))}"
    yield Check("installed", name, value, "missing", f"{sys.executable} -m pip install 'supportdesk[{extra}]'")


_PURPOSES = {
    "audit": lambda: _("reads large exports"),
    "excel": lambda: _("reads and writes Excel workbooks"),
    "keyring": lambda: _("keeps gateways' keys in the system's keyring"),
    "ocr": lambda: _("reads screenshots"),
    "web": lambda: _("the screen in a browser, the sandbox"),
}
