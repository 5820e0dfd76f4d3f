"""Where things lie: the rules (ours and the operator's own), the cache, the user's data.

Ours are found beside the package in a checkout and an editable install, inside of it in a wheel. The operator's own
rules are laid over them, file by file and, in tables, row by row.
"""

from __future__ import annotations

import os
import sys
from typing import Literal

from supportdesk.i18n import gettext

PACKAGE = os.path.dirname(os.path.abspath(__file__))
SHIPPED_CACHE = "compiled_rules.json"
"""Name of the ready-made cache file in the package of a wheel (hatch_build.py makes it)."""

_LINUX = {
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}


def shipped_rules(package: str = PACKAGE) -> str:
    """Return the folder of the rules that belong to the program. Raises RulesError where the installation has none."""
    for folder in (os.path.join(package, "rules"), os.path.join(os.path.dirname(package), "rules")):
        if os.path.isfile(os.path.join(folder, "facts.yaml")):
            return folder
    from supportdesk.errors import RulesError

    raise RulesError(
        gettext("the installation has no rules"),
        os.path.join(package, "rules"),
        hint=gettext("Install supportdesk again."),
    )


def own_rules() -> str:
    """Return the operator's own rules directory, whether or not it is there.

    It is SUPPORTDESK_RULES, else `rules_dir` of the settings, else `rules` in the configuration folder.
    """
    chosen = os.environ.get("SUPPORTDESK_RULES")
    if not chosen:
        from supportdesk.settings import load_settings

        chosen = load_settings().rules_dir
    return chosen or os.path.join(user_folder("config"), "rules")


def rules_folders() -> list[str]:
    """Return the folders of rules, ours first; a later one is laid over the earlier."""
    own = own_rules()
    return [shipped_rules(), own] if os.path.isdir(own) else [shipped_rules()]


def rules_file(relative: str) -> str:
    """Return the path of a file below rules/ (given with `/`): the operator's own where it is, else ours."""
    steps = relative.split("/")
    folders = rules_folders()
    for folder in reversed(folders):
        path = os.path.join(folder, *steps)
        if os.path.isfile(path):
            return path
    return os.path.join(folders[0], *steps)


def shipped_cache() -> str:
    """Return the path of the cache file that a wheel ships, there or not."""
    return os.path.join(PACKAGE, SHIPPED_CACHE)


def cache_folder() -> str:
    """Return the folder for files that can be made again: SUPPORTDESK_CACHE, else the platform's."""
    return os.environ.get("SUPPORTDESK_CACHE") or user_folder("cache")


def user_folder(kind: Literal["cache", "config", "data", "state"]) -> str:
    """Return the platform's folder of a kind for this user and program, there or not.

    On Linux by two lines of the XDG base directory specification: importing platformdirs costs 20 ms of every start.
    """
    if sys.platform == "linux":
        variable, usual = _LINUX[kind]
        chosen = os.environ.get(variable, "").strip()
        return os.path.join(chosen if os.path.isabs(chosen) else os.path.expanduser(usual), "supportdesk")
    import platformdirs

    folder = getattr(platformdirs, f"user_{kind}_dir")("supportdesk", appauthor=False)
    return str(folder)
