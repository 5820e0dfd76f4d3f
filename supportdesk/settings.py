"""The operator's settings: one TOML file in the platform's configuration folder, every key of it optional.

    language = "zh"                    # en or zh; SUPPORTDESK_LANG comes first, the locale last
    default_gateway = "toapis"         # whose contract is assumed where a ticket names no host
    rules_dir = "/srv/supportdesk"     # own rules, laid over the shipped ones
    database = "/srv/cases.db"         # the casebook; SUPPORTDESK_DATABASE comes first
    time_zone = "Asia/Shanghai"        # times are shown in it and in UTC; the system's zone when left out
    theme = "contrast"                 # the screen's colours: dark, light, contrast or colour-blind
    plain = true                       # the screen without borders, animations and pop-ups, for screen readers

    [hosts]                            # own hosts, by gateway
    toapis = ["api.example.com"]

    [gateways.work]                    # a gateway to call, by a name of one's own; its key lies elsewhere
    url = "https://api.example.com/v1" # (gateway.accounts says where)
    contract = "toapis"                # whose request definitions hold there
    user = "42"                        # the console's user id, which releases before rc.22 want

    [keys]                             # keys of one's own, by the id that the screen's help shows
    "triage.save" = "ctrl+s,f4"

Without the file nothing here costs a cold start more than a look at the disk: tomllib and platformdirs are imported
only when they are needed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from supportdesk.errors import SettingsError
from supportdesk.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from datetime import tzinfo

TEXTS = ("language", "default_gateway", "rules_dir", "database", "time_zone", "theme")
"""Settings that are one text; the others are `plain`, a truth, `hosts`, a table of lists, `gateways`, a table of
tables, and `keys`, a table of texts."""

THEMES = ("dark", "light", "contrast", "colour-blind")
"""The screen's themes; the first is the usual one."""

CHOICES = {"language": LANGUAGES, "theme": THEMES}
"""Settings that are one of a few words."""

OF_GATEWAY = ("url", "contract", "user")
"""What a table of `gateways` holds: texts, of which only `url` is needed. A key is none of them."""


class Settings:
    """What the settings file says; a setting that it leaves out is None, `hosts` empty.

    `language` is 'en' or 'zh', `default_gateway` an id of rules/gateways.yaml, `rules_dir` and `database` paths with
    `~` expanded, `time_zone` an IANA name, `hosts` the lower-case host names by gateway id, `gateways` the texts of
    OF_GATEWAY by the name of a gateway to call, `theme` one of THEMES, `plain` whether the screen does without borders
    and animations, `keys` the keys, divided by commas, by the id of a binding, `path` the file's place.
    """

    __slots__ = (
        "database", "default_gateway", "gateways", "hosts", "keys", "language", "path", "plain", "rules_dir", "theme",
        "time_zone",
    )  # fmt: skip

    def __init__(self, path: str, values: dict[str, Any] | None = None) -> None:
        values = values or {}
        self.path = path
        self.language: str | None = values.get("language")
        self.default_gateway: str | None = values.get("default_gateway")
        self.rules_dir = _expanded(values.get("rules_dir"))
        self.database = _expanded(values.get("database"))
        self.time_zone: str | None = values.get("time_zone")
        self.hosts: dict[str, list[str]] = {
            gateway: [host.lower() for host in hosts] for gateway, hosts in values.get("hosts", {}).items()
        }
        self.gateways: dict[str, dict[str, str]] = dict(values.get("gateways", {}))
        self.theme: str | None = values.get("theme")
        self.plain: bool = values.get("plain", False)
        self.keys: dict[str, str] = dict(values.get("keys", {}))

    def database_path(self) -> str:
        """Return where the casebook lies: SUPPORTDESK_DATABASE, the setting, or the platform's data folder."""
        return os.environ.get("SUPPORTDESK_DATABASE") or self.database or os.path.join(_folder("data"), "cases.db")

    def zone(self) -> tzinfo | None:
        """Return the time zone to show times in; None is the system's own.

        Raises SettingsError for a name that the zone database does not have.
        """
        if self.time_zone is None:
            return None
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(self.time_zone)
        except (OSError, ValueError, KeyError) as problem:
            message = _("time_zone '{name}' is not in the zone database").format(name=self.time_zone)
            raise SettingsError(message, self.path, _("Write an IANA name such as Asia/Shanghai.")) from problem


def settings_path() -> str:
    """Return the settings file's place: SUPPORTDESK_CONFIG, else `settings.toml` in the configuration folder."""
    return os.environ.get("SUPPORTDESK_CONFIG") or os.path.join(_folder("config"), "settings.toml")


def load_settings(path: str | None = None) -> Settings:
    """Return the settings of the file at `path` (the usual one when None); all left out where there is no file.

    Raises SettingsError, with the place, for a file that is no TOML, an unknown name or a value of the wrong type.
    """
    path = settings_path() if path is None else path
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return Settings(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise SettingsError(_("the settings cannot be read ({reason})").format(reason=reason), path) from problem
    import tomllib

    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as problem:
        hint = _("Mend the line, or move the file away to start without settings.")
        raise SettingsError(_("this is no TOML: {reason}").format(reason=problem), path, hint) from problem
    check_settings(values, path)
    return Settings(path, values)


def check_settings(values: dict[str, Any], path: str) -> None:
    """Refuse, with a SettingsError that names `path`, what no settings file may hold."""
    for name, value in values.items():
        if name == "hosts":
            if not _is_hosts(value):
                raise SettingsError(_("[hosts] must be lists of host names by gateway"), path)
        elif name == "gateways":
            _check_gateways(value, path)
        elif name == "keys":
            if not isinstance(value, dict) or not all(
                isinstance(keys, str) and keys.strip() for keys in value.values()
            ):
                raise SettingsError(_("[keys] must be texts: the keys, divided by commas, by a binding's id"), path)
        elif name == "plain":
            if not isinstance(value, bool):
                raise SettingsError(_("'{name}' must be true or false").format(name=name), path)
        elif name not in TEXTS:
            raise SettingsError(_("there is no setting '{name}'").format(name=name), path, _nearest(name))
        elif not isinstance(value, str) or not value.strip():
            raise SettingsError(_("'{name}' must be a text").format(name=name), path)
    for name, words in CHOICES.items():
        if values.get(name, words[0]) not in words:
            raise SettingsError(_("'{name}' must be one of: {names}").format(name=name, names=", ".join(words)), path)


def _is_hosts(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(hosts, list) and all(isinstance(host, str) for host in hosts) for hosts in value.values()
    )


def _check_gateways(value: object, path: str) -> None:
    for name, table in value.items() if isinstance(value, dict) else [("", None)]:
        if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
            raise SettingsError(_("[gateways.NAME] must be a table of texts"), path)
        wrong = [key for key in table if key not in OF_GATEWAY]
        if wrong or "url" not in table:
            message = _("[gateways.{name}] needs `url` and takes {names}").format(
                name=name, names=", ".join(OF_GATEWAY)
            )
            raise SettingsError(message, path, _("A key never stands in the settings: see `supportdesk try --help`."))


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    known = (*TEXTS, "plain", "hosts", "gateways", "keys")
    near = get_close_matches(name, known, 1)
    if near:
        return _("Did you mean '{name}'?").format(name=near[0])
    return _("Known settings: {names}.").format(names=", ".join(known))


def _expanded(path: str | None) -> str | None:
    return None if path is None else os.path.expanduser(path)


def _folder(kind: str) -> str:
    """Return platformdirs' user folder; on Linux in two lines of our own, because that import costs 40 ms."""
    if sys.platform == "linux":
        variable, usual = {"config": ("XDG_CONFIG_HOME", "~/.config"), "data": ("XDG_DATA_HOME", "~/.local/share")}[
            kind
        ]
        chosen = os.environ.get(variable, "").strip()
        return os.path.join(os.path.expanduser(chosen or usual), "supportdesk")
    import platformdirs

    folder = platformdirs.user_config_dir if kind == "config" else platformdirs.user_data_dir
    return folder("supportdesk", appauthor=False)
