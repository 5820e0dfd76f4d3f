"""Where things lie, and whether they can be written there; nothing is made by looking."""

from __future__ import annotations

import os
from collections.abc import Iterator

from supportdesk.cli.doctor.check import Check
from supportdesk.errors import SettingsError
from supportdesk.i18n import _, ngettext
from supportdesk.paths import cache_folder, own_rules, shipped_cache, shipped_rules, user_folder
from supportdesk.settings import Settings


def checks(settings: Settings) -> Iterator[Check]:
    """Yield the settings, the folders, the rules."""
    exists = os.path.isfile(settings.path)
    hint = "" if exists else _("No settings are needed; the file is made by the settings screen or by hand.")
    yield Check("places", _("settings"), settings.path, "ok" if exists else "missing", hint)
    try:
        settings.zone()
    except SettingsError as problem:
        yield Check("places", _("time zone"), settings.time_zone or "", "fault", problem.hint or problem.message)
    state = os.environ.get("SUPPORTDESK_STATE") or os.path.join(user_folder("state"), "state.json")
    yield _folder(_("state"), os.path.dirname(os.path.abspath(state)))
    yield _folder(_("casebook's folder"), os.path.dirname(os.path.abspath(settings.database_path())))
    yield _folder(_("cache"), cache_folder())
    yield Check("places", _("shipped rules"), shipped_rules())
    if os.path.isfile(shipped_cache()):
        yield Check("places", _("compiled rules"), shipped_cache())
    yield _own_rules()


def _folder(name: str, path: str) -> Check:
    """Judge a folder that is written to, or the nearest one above it that is there."""
    there = path
    while not os.path.isdir(there) and os.path.dirname(there) != there:
        if os.path.lexists(there):
            return Check("places", name, path, "fault", _("{path} is no folder.").format(path=there))
        there = os.path.dirname(there)
    if not os.access(there, os.W_OK | os.X_OK):
        hint = _("{path} cannot be written; what belongs there cannot be kept.").format(path=there)
        return Check("places", name, path, "fault", hint)
    if there != path:
        return Check("places", name, path, "missing", _("It is made when it is first needed."))
    return Check("places", name, path)


def _own_rules() -> Check:
    path = own_rules()
    if not os.path.isdir(path):
        return Check("places", _("your own rules"), path, "missing", _("`supportdesk rules new` makes the first one."))
    count = sum(name.endswith(".yaml") for _folder_, _folders, names in os.walk(path) for name in names)
    return Check(
        "places",
        _("your own rules"),
        f"{path} · {ngettext('{count} file', '{count} files', count).format(count=count)}",
    )
