"""The rules as they are loaded, and what their cache is worth."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from supportdesk.cli.doctor.check import Check
from supportdesk.errors import RulesError
from supportdesk.i18n import _, ngettext
from supportdesk.paths import cache_folder

SLOW_S = 1.0
"""A load that takes longer has compiled."""


def checks() -> Iterator[Check]:
    """Load the rules and yield their counts, their version, their warnings, their cache."""
    from supportdesk.judging.compile import load_knowledge

    began = time.perf_counter()
    try:
        known = load_knowledge()
    except RulesError as problem:
        hint = problem.hint or _("Mend the file, or move it out of the folder.")
        yield Check("rules", _("rules"), problem.message, "fault", hint)
        return
    took = time.perf_counter() - began
    own = sum(bool(rule["operator"]) for rule in known.rules)
    value = _("{rules} rules ({own} of your own), {causes} causes, {facts} facts").format(
        rules=len(known.rules), own=own, causes=len(known.causes), facts=len(known.facts)
    )
    yield Check("rules", _("rules"), value)
    value = _("{models} models, {definitions} request definitions, {gateways} gateways, {releases} releases").format(
        models=len(known.models["names"]),
        definitions=len(known.requests),
        gateways=len(known.gateways["gateways"]),
        releases=len(known.releases),
    )
    yield Check("rules", _("tables"), value)
    yield Check("rules", _("version"), known.version[:16])
    warnings = known.warnings
    if warnings:
        said = ngettext("{count} warning", "{count} warnings", len(warnings)).format(count=len(warnings))
        yield Check("rules", _("warnings"), said, "note", warnings[0])
    yield _cache(took)


def _cache(took: float) -> Check:
    folder = cache_folder()
    try:
        names = [name for name in os.listdir(folder) if name.startswith("rules-") and name.endswith(".json")]
        size = sum(os.path.getsize(os.path.join(folder, name)) for name in names)
    except OSError:
        names, size = [], 0
    value = _("loaded in {ms} ms, {count} compiled in the cache ({kib} KiB)").format(
        ms=round(took * 1000), count=len(names), kib=size // 1024
    )
    if took > SLOW_S and not names:
        hint = _("The rules are compiled at every start, because the cache folder cannot be written.")
        return Check("rules", _("cache"), value, "fault", hint)
    return Check("rules", _("cache"), value)
