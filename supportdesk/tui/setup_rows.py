"""What the settings screen lists: each setting with its value and where that comes from, gateways, places, versions."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from supportdesk import __version__, i18n
from supportdesk.i18n import _, mark
from supportdesk.named import NamedTuple
from supportdesk.paths import cache_folder, own_rules, shipped_rules

if TYPE_CHECKING:
    from supportdesk.settings import Settings
    from supportdesk.tui.layout import Memory

ENVIRONMENT = {"language": "SUPPORTDESK_LANG", "rules_dir": "SUPPORTDESK_RULES", "database": "SUPPORTDESK_DATABASE",
               "theme": "NO_COLOR"}  # fmt: skip
"""The variable that comes before a setting."""

EDITABLE = ("language", "theme", "time_zone", "plain")
"""Settings that are changed on the screen; the others decide where things lie, and are changed in the file."""

MEANINGS = {
    "language": mark("Language of the screen"),
    "theme": mark("Colours"),
    "plain": mark("Without borders, animations and pop-ups"),
    "time_zone": mark("Time zone that times are shown in"),
    "default_gateway": mark("Gateway where a ticket names none"),
    "rules_dir": mark("Rules of your own"),
    "database": mark("Casebook"),
}


class SettingRow(NamedTuple):
    """A setting: its name, what it means, its value, where that comes from, and whether it is changed on the screen."""

    name: str
    meaning: str
    value: str
    origin: str
    editable: bool


def setting_rows(settings: Settings, memory: Memory, theme: str) -> list[SettingRow]:
    """Return every setting, in the language in use."""
    values = {
        "language": {"en": "English", "zh": "中文"}[i18n.language()],
        "theme": theme,
        "plain": _("yes") if settings.plain else _("no"),
        "time_zone": settings.time_zone or _("the system's"),
        "default_gateway": settings.default_gateway or "toapis",
        "rules_dir": own_rules(),
        "database": settings.database_path(),
    }
    return [
        SettingRow(name, _(meaning), values[name], _origin(name, settings, memory), name in EDITABLE)
        for name, meaning in MEANINGS.items()
    ]


def _origin(name: str, settings: Settings, memory: Memory) -> str:
    variable = ENVIRONMENT.get(name, "")
    if variable and os.environ.get(variable):
        return _("environment: {name}").format(name=variable)
    written = getattr(settings, name)
    if name in ("language", "theme") and memory.chosen(name, written):
        return _("chosen on the screen")
    if written:
        return _("settings file")
    if name == "language" and any(os.environ.get(one) for one in ("LC_ALL", "LC_MESSAGES", "LANG")):
        return _("the system's language")
    return _("default")


def other_lines(settings: Settings) -> list[tuple[str, list[str]]]:
    """Return headings and lines about gateways (never a key), keys of one's own, places and versions."""
    from platform import python_version

    gateways = [
        " · ".join(part for part in (name, table["url"], table.get("contract", ""), _key_place(name)) if part)
        for name, table in settings.gateways.items()
    ]
    hosts = [f"{gateway}: {', '.join(names)}" for gateway, names in settings.hosts.items()]
    keys = [f"{identity}: {keys}" for identity, keys in settings.keys.items()]
    places = [
        f"{_('Settings file')}: {settings.path}"
        + ("" if os.path.isfile(settings.path) else f" ({_('not there yet')})"),
        f"{_('Casebook')}: {settings.database_path()}",
        f"{_('Rules')}: {shipped_rules()}",
        f"{_('Rules of your own')}: {own_rules()}" + ("" if os.path.isdir(own_rules()) else f" ({_('not there yet')})"),
        f"{_('Compiled rules')}: {cache_folder()}",
    ]
    import textual

    versions = [
        f"supportdesk {__version__} · Python {python_version()} · Textual {textual.__version__} · {sys.platform}"
    ]
    return [
        (
            _("Gateways"),
            gateways or [_("none: [gateways.NAME] in the settings file adds one; the sandbox is always there")],
        ),
        (_("Hosts of your own"), hosts or [_("none")]),
        (_("Keys of your own"), keys or [_("none: [keys] in the settings file takes the ids that F1 shows")]),
        (_("Places"), places),
        (_("Versions"), versions),
    ]


def _key_place(name: str) -> str:
    """Return whether a gateway's key is in the environment, by its variable's name; never the key itself."""
    from supportdesk.gateway.accounts import variable_of

    variable = variable_of(name, "key")
    return _("key in {name}").format(name=variable) if os.environ.get(variable) else ""
