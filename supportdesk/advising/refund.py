"""Who gets how much back: the ledger under the policy of rules/refunds.yaml (design, 'The public contract', money).

The policy's keys are named by rules (`refund: usage-error`). A failed task's own record goes before them: its charge is
due back, or was given back, whatever made it fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.advising.known_causes import add_known_causes
from supportdesk.money.ledger import LATE_AFTER_S, Account, build_ledger

if TYPE_CHECKING:
    from supportdesk.judging.finding import Judged
    from supportdesk.relating.tables import Tables

_LEVELS = ("undetermined", "possible", "likely", "confirmed")


class _Dispute:
    """One ticket's money while it is decided: the accounts in question, the policy, and what the customer claims."""

    def __init__(self, tables: Tables, rule: dict[str, Any] | None, certainty: str, policy: dict[str, Any]) -> None:
        settings = policy["settings"]
        accounts = build_ledger(tables.entries, tables.tasks, late_after_s=settings.get("late_after_s", LATE_AFTER_S))
        decided = _LEVELS.index(certainty) >= _LEVELS.index(settings["decide_from"])
        key = (rule or {}).get("refund")
        self.key: str | None = key if key in policy["policies"] else None
        self.policy: dict[str, Any] = policy["policies"].get(key, {}) if decided else {}
        self.due = self.key is not None and policy["policies"][self.key]["gives"] != "none"
        self.accounts = _in_question(accounts, self.policy.get("gives"))
        self.failed = [account for account in self.accounts if account.failed]
        claims = tables.ticket.values
        self.claimed = bool(claims.get("claimed_no_refund")) or bool(
            claims.get("claimed_charged") and (claims.get("claimed_failed") or self.due)
        )
        self.record = any(_stands_in_record(row.values) for row in tables.tasks)
        self.running = any(row.values.get("task_status") in _RUNNING for row in tables.tasks)
        self.unreadable = any(account.unreadable for account in self.accounts)

    @property
    def net(self) -> int:
        """Quota that stands after charges and refunds."""
        return sum(account.net for account in self.accounts)

    @property
    def charged(self) -> int:
        """Quota of all charges."""
        return sum(account.charged for account in self.accounts)

    @property
    def refunded(self) -> int:
        """Quota of all refunds."""
        return sum(account.refunded for account in self.accounts)

    @property
    def refund_open(self) -> bool:
        """Whether a failed task's refund may exist outside the material."""
        return any(account.net > 0 and not account.covered for account in self.failed)

    @property
    def computed(self) -> int | None:
        """What the charges in question should net by their own prices; a failed task's is nothing."""
        total = 0
        for account in self.accounts:
            expected = 0 if account.failed else account.expected
            if expected is None:
                return None
            total += expected
        return total if self.accounts else None


_RUNNING = frozenset(("not_start", "submitted", "queued", "in_progress", "processing", "pending", "running"))
_FULL = "failed-unrefunded"


def advise_money(
    tables: Tables,
    verdict_rule: dict[str, Any] | None,
    certainty: str,
    knowledge: Any,
    judged: Sequence[Judged] = (),
) -> dict[str, Any]:
    """Return the `money` object of the public contract; spans in its ledger are `Span`s, for the caller to place.

    `verdict_rule` is the rule of the first cause or None, `certainty` the verdict's; `knowledge.refunds` the compiled
    policy, `judged` the judged rows, which tell the known causes of a charge that stands. Amounts that the material
    does not tell are None; `refund_quota` is None where the decision needs evidence.
    """
    policy: dict[str, Any] = knowledge.refunds
    dispute = _Dispute(tables, verdict_rule, certainty, policy)
    add_known_causes(dispute.accounts, judged, knowledge)
    decision, reason, expected = _decide(dispute)
    known = bool(dispute.accounts) and not dispute.unreadable
    refunds_known = known and (dispute.refunded > 0 or not dispute.refund_open)
    charge_known = known and not any("unlinkable" in account.flags for account in dispute.accounts)
    net = dispute.net if refunds_known and charge_known else None
    if decision in ("none", "already-refunded") and expected is None:
        expected = net
    refund: int | None = 0
    if decision in ("refund", "partial"):
        refund = max(0, dispute.net - (expected or 0))
    elif decision == "needs-evidence":
        refund = None
    texts = policy["policies"].get(reason, {}).get("reason") or policy["reasons"][reason]
    return {
        "decision": decision,
        "charged_quota": dispute.charged if charge_known else None,
        "refunded_quota": dispute.refunded if refunds_known else None,
        "net_quota": net,
        "expected_quota": expected,
        "refund_quota": refund,
        "refund_usd": None if refund is None else _usd(refund),
        "lines": _lines(dispute, net, expected, refund),
        "reason": {"en": texts["en"], "zh": texts["zh"]},
        "flags": list(dict.fromkeys(flag for account in dispute.accounts for flag in account.flags)),
        "ledger": [account.to_dict() for account in dispute.accounts],
        "hypotheses": [],
    }


def _usd(quota: int) -> str:
    from supportdesk.money.amount import usd_text

    return usd_text(quota)


def _decide(dispute: _Dispute) -> tuple[str, str, int | None]:
    """Return the decision, the key of its reason, and what the net should be (None: not known)."""
    if not dispute.accounts:
        return _without_charge(dispute)
    if dispute.unreadable:
        stands = dispute.policy.get("gives") == "none" and dispute.key is not None
        return ("none", str(dispute.key), None) if stands else ("needs-evidence", "charge-unknown", None)
    if dispute.failed:
        return _failed(dispute)
    if dispute.policy:
        return _by_policy(dispute)
    computed = dispute.computed
    if dispute.net <= 0 < dispute.refunded:
        return "already-refunded", "already-refunded", 0
    if dispute.running:
        return ("needs-evidence" if dispute.claimed else "none"), "not-settled", computed
    if dispute.claimed:
        return "needs-evidence", "refund-unknown", computed
    if computed is not None and dispute.net > computed and any("mismatch" in a.flags for a in dispute.accounts):
        return "needs-evidence", "cause-unknown", computed
    return "none", "no-claim", computed


def _without_charge(dispute: _Dispute) -> tuple[str, str, int | None]:
    if dispute.policy.get("gives") == "none" and dispute.policy.get("charge") != "none" and dispute.claimed:
        return "none", str(dispute.key), None
    if dispute.record:
        return "needs-evidence", "refund-unknown", 0
    if dispute.claimed or dispute.due:
        return "needs-evidence", "charge-unknown", None
    if dispute.policy.get("charge") == "none":
        return "not-applicable", str(dispute.key), None
    return "not-applicable", "not-applicable", None


def _failed(dispute: _Dispute) -> tuple[str, str, int | None]:
    if dispute.refund_open:
        return "needs-evidence", "refund-unknown", 0
    if dispute.net <= 0:
        return "already-refunded", "already-refunded", 0
    return ("partial" if dispute.refunded else "refund"), _FULL, 0


def _by_policy(dispute: _Dispute) -> tuple[str, str, int | None]:
    key, gives, net, computed = str(dispute.key), dispute.policy["gives"], dispute.net, dispute.computed
    if gives == "extra":
        doubled = [account for account in dispute.accounts if len(account.charges) > 1]
        if not doubled:
            return "needs-evidence", "charge-unknown", computed
        due = sum(account.charges[0].quota if account in doubled else account.net for account in dispute.accounts)
        return ("partial", key, due) if net > due else ("already-refunded", "already-refunded", due)
    if gives == "difference":
        if computed is None:
            return "needs-evidence", "price-unknown", None
        if net > computed:
            return "partial", key, computed
        return "none", "correct-charge" if net == computed else "undercharged", computed
    if gives == "full":
        return "needs-evidence", "refund-unknown", None
    if net <= 0 < dispute.refunded:
        return "already-refunded", "already-refunded", 0
    if dispute.policy.get("charge") == "none" and net > 0:
        return "needs-evidence", "unexpected-charge", 0
    return "none", key, computed


def _in_question(accounts: list[Account], gives: str | None) -> list[Account]:
    """Return the accounts that the ticket is about: those of failed tasks, or charged twice, where there are any."""
    failed = [account for account in accounts if account.failed]
    doubled = [account for account in accounts if len(account.charges) > 1] if gives == "extra" else []
    return failed or doubled or accounts


def _stands_in_record(task: dict[str, Any]) -> bool:
    quota = task.get("quota")
    return task.get("task_status") in ("failure", "failed") and isinstance(quota, int) and quota > 0


def _lines(dispute: _Dispute, net: int | None, expected: int | None, refund: int | None) -> list[str]:
    """Return the arithmetic as equations: expected amounts, sums, net, and what goes back."""
    lines = [line for account in dispute.accounts if not account.failed for line in account.lines]
    entries = [entry.quota for account in dispute.accounts for entry in account.entries]
    sums = ([quota for quota in entries if quota > 0], [-quota for quota in entries if quota < 0])
    lines += [f"{' + '.join(map(str, amounts))} = {sum(amounts)}" for amounts in sums if len(amounts) > 1]
    if net is not None:
        lines.append(f"{dispute.charged} - {dispute.refunded} = {net}")
    if refund and net is not None:
        lines.append(f"{net} - {expected or 0} = {refund}")
        from supportdesk.money.pricing import in_usd

        lines.append(in_usd(refund))
    return lines
