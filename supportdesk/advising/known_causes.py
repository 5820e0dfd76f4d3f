"""Why a charge stands, or was given back wrongly: the known causes of rules/refunds.yaml against what was judged.

A cause is told where its condition is TRUE on the work's task or call and the gateway's release is known to lie within
its bounds. Where none is, those of a failed task that was not refunded stay open that nothing rules out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.advising.proof import facts_shown
from supportdesk.advising.texts import LANGUAGES
from supportdesk.judging.kleene import Answer, value

if TYPE_CHECKING:
    from supportdesk.judging.finding import Judged
    from supportdesk.money.ledger import Account

MAY_STAY_OPEN = frozenset({"kept", "overpaid"})
"""States of an account whose cause is asked for; of others only a proven one is told."""


def add_known_causes(accounts: Iterable[Account], judged: Sequence[Judged], knowledge: Any) -> None:
    """Set `known_cause` and `known_causes_open` of each account; `judged` are the judged rows of calls and tasks."""
    causes: list[dict[str, Any]] = knowledge.refunds.get("known_causes") or []
    if not causes or not judged:
        return
    by_link: dict[str, list[Judged]] | None = None
    for account in accounts:
        state = _state(account)
        if state is None:
            continue
        if by_link is None:
            by_link = {}
            for one in judged:
                by_link.setdefault(one.rows[0].link, []).append(one)
        rows = by_link.get(account.link, [])
        answers = [
            (cause, _any(holds(cause, row) for row in rows if row.table == cause["of"]))
            for cause in causes
            if cause["state"] == state
        ]
        found = [cause for cause, answer in answers if answer is True]
        if len(found) == 1:
            account.known_cause = _told(found[0])
        elif found or state in MAY_STAY_OPEN:
            left = found or [cause for cause, answer in answers if answer is None]
            account.known_causes_open = [
                {**_told(cause), "decides": {language: cause["decides"][language] for language in LANGUAGES}}
                for cause in left
            ]


def holds(cause: dict[str, Any], judged: Judged) -> Answer:
    """Return whether a cause holds on a row, by its condition and its releases; what is only said decides nothing."""
    era = _era(cause, judged)
    held = value(cause["tree"], judged.atoms)
    if era is False or held is False:
        return False
    if held is True and facts_shown(cause["tree"], judged) is None:
        return None
    return held and era


def _state(account: Account) -> str | None:
    if account.unreadable:
        return None
    if account.net < 0 < account.charged:
        return "overpaid"
    if account.failed:
        if account.net > 0:
            return "kept" if "kept" in account.flags else None
        return "refunded" if account.refunded > 0 else None
    return "unsettled" if account.net > 0 else None


def _era(cause: dict[str, Any], judged: Judged) -> Answer:
    """Return whether the gateway's release lies in [since, before), None where what is known of it does not tell."""
    least, most = (_known(judged, fact) for fact in ("gateway_since", "gateway_until"))
    since, before = cause["since"], cause["before"]
    if (since is not None and most is not None and most < since) or (
        before is not None and least is not None and least >= before
    ):
        return False
    begun = since is None or (least is not None and least >= since)
    not_over = before is None or (most is not None and most < before)
    return True if begun and not_over else None


def _known(judged: Judged, fact: str) -> int | None:
    known = next((row.values[fact] for row in judged.rows if fact in row.values), None)
    return known if isinstance(known, int) else None


def _any(answers: Iterable[Answer]) -> Answer:
    seen = list(answers)
    return True if True in seen else (None if None in seen else False)


def _told(cause: dict[str, Any]) -> dict[str, Any]:
    return {"id": cause["id"], **{language: cause[language] for language in LANGUAGES}}
