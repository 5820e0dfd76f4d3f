"""The refund policy of rules/refunds.yaml held against its shape: money must never follow a word that nobody knows."""

from __future__ import annotations

from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.fact_file import check_texts
from supportdesk.judging.yaml_text import Document

GIVES = ("full", "extra", "difference", "none")
DECIDE_FROM = ("likely", "confirmed")
POLICY_FIELDS = ("gives", "goodwill", "charge", "reason", "disabled")
SETTINGS = ("late_after_s", "decide_from", "era_splits")


def check_policy(document: Document, whole: dict[str, Any]) -> None:
    """Hold what a file says against the shape of the policy; `whole` is the policy with what lies below it.

    Raises RulesError with line and reason.
    """
    data = document.data if isinstance(document.data, dict) else {}
    policies = data.get("policies") or {}
    for name, policy in policies.items() if isinstance(policies, dict) else ():
        _check_row(document, policy, POLICY_FIELDS, "policies", name)
        if policy.get("disabled") is True:
            continue
        # what this file leaves out may stand in the one below it
        below = (whole.get("policies") or {}).get(name) or {}
        if policy.get("gives", below.get("gives")) not in GIVES:
            raise _one_of(document, "gives", GIVES, "policies", name)
        if policy.get("charge") not in ("none", None):
            raise _one_of(document, "charge", ("none",), "policies", name)
        if not isinstance(policy.get("goodwill"), str | None):
            raise document.error(gettext("{name} is a text").format(name="goodwill"), "policies", name, "goodwill")
        texts = {**(below.get("reason") or {}), **(policy.get("reason") or {})}
        check_texts(document, texts, "policies", name)
    settings = data.get("settings") or {}
    _check_row(document, settings, SETTINGS, "settings")
    if settings.get("decide_from", DECIDE_FROM[0]) not in DECIDE_FROM:
        raise _one_of(document, "decide_from", DECIDE_FROM, "settings")
    late = settings.get("late_after_s", 0)
    if not isinstance(late, int) or isinstance(late, bool) or late < 0:
        message = gettext("{name} is a whole number of seconds").format(name="late_after_s")
        raise document.error(message, "settings", "late_after_s")


def _check_row(document: Document, row: Any, known: tuple[str, ...], *at: str) -> None:
    if not isinstance(row, dict):
        raise document.error(gettext("a row is a mapping"), *at)
    for name in row:
        if name not in known:
            raise document.error(gettext("no such field: {name}{hint}").format(name=name, hint=""), *at, name)


def _one_of(document: Document, name: str, words: tuple[str, ...], *at: str) -> Exception:
    message = gettext("{name} is one of {words}").format(name=name, words=", ".join(words))
    return document.error(message, *at, name)
