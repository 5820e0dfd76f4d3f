"""Who gets how much back: the ledger under the policy of rules/refunds.yaml (design, 'The public contract', money).

The policy's keys are named by rules (`refund: usage-error`). A failed task's own record goes before them: what the
policy `failed-unrefunded` gives is due back, or was given back, whatever made it fail.

Beside the contract's members `money` has `policy` (the key that decided, or None), `goodwill` (who may still give
something, or None), `waits_for` (the fact that an open decision waits for, or None), `claimed_quota` (of the amount
that the customer names, or None), `idempotency_key` (of the refund that is advised here or in an earlier case, or None)
and `earlier` (what other cases say of the same charges: `{"case", "quota", "decided", "certain"}`); an account of its
ledger has `charge` (what identifies it), its own `idempotency_key`, `expected_quota` and `lines` (the equations to it),
and `refund_quota` (its share, None where evidence is missing).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.advising.charge_keys import Earlier, Lookup, identify_charges, join_keys
from supportdesk.advising.disputed import claimed_quota, in_question, is_task
from supportdesk.advising.known_causes import add_known_causes
from supportdesk.advising.whole_ledger import told_account
from supportdesk.money.ledger import LATE_AFTER_S, Account, build_ledger
from supportdesk.money.price_list import price_list_of
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.judging.finding import Judged
    from supportdesk.relating.tables import Row, Tables

_LEVELS = ("undetermined", "possible", "likely", "confirmed")


class _Dispute:
    """One ticket's money while it is decided: the accounts in question, the policy, and what the customer claims."""

    def __init__(
        self, tables: Tables, rule: dict[str, Any] | None, certainty: str, policy: dict[str, Any], about: Row | None
    ) -> None:
        settings = policy["settings"]
        late = settings.get("late_after_s", LATE_AFTER_S)
        self.prices = price_list_of(tables.offers)
        accounts = build_ledger(tables.entries, tables.tasks, late_after_s=late, prices=self.prices)
        decided = _LEVELS.index(certainty) >= _LEVELS.index(settings["decide_from"])
        key = (rule or {}).get("refund")
        self.key: str | None = key if key in policy["policies"] else None
        self.policy: dict[str, Any] = policy["policies"].get(key, {}) if decided else {}
        self.of_failed: dict[str, Any] = policy["policies"].get(_FULL) or {"gives": "full"}
        self.due = self.key is not None and policy["policies"][self.key]["gives"] != "none"
        self.accounts = in_question(accounts, self.policy.get("gives"), tables, self.prices.per_usd, about)
        self.failed = [account for account in self.accounts if account.failed]
        claims = tables.ticket.values
        self.claimed = bool(claims.get("claimed_no_refund")) or bool(
            claims.get("claimed_charged") and (claims.get("claimed_failed") or self.due)
        )
        follows = claims.get("stated_charge_follows")
        self.stated_otherwise = follows is not None and follows not in _AS_STATED
        self.record = any(_stands_in_record(row.values) for row in tables.tasks)
        self.claimed_quota, self.claim_line = claimed_quota(tables, self.prices.per_usd)
        # a task's row is written when it is submitted: what it costs says nothing of how it ended
        self.end_unknown = bool(claims.get("claimed_failed") and self.claimed) and any(
            account.failed is None and account.net > 0 and is_task(account, tables.entries) for account in self.accounts
        )
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
_AS_STATED = frozenset(("documented", "only-successes", "failures-too", "charged-again"))
"""What a charge may follow by the ticket's own numbers without a price being in question."""
WAITS_FOR = {
    "charge-unknown": "charged_quota", "refund-unknown": "listing_complete", "failure-unknown": "task_status",
    "not-settled": "task_status",
}  # fmt: skip
"""Reason of a decision that needs evidence → the fact that it waits for; none for what an operator looks up."""


def advise_money(
    tables: Tables,
    verdict_rule: dict[str, Any] | None,
    certainty: str,
    knowledge: Any,
    judged: Sequence[Judged] = (),
    advised: Lookup | None = None,
    about: Row | None = None,
) -> dict[str, Any]:
    """Return the `money` object of the public contract; spans in its ledger are `Span`s, for the caller to place.

    `verdict_rule` is the rule of the first cause or None, `certainty` the verdict's; `knowledge.refunds` the compiled
    policy, `judged` the judged rows, which tell the known causes of a charge that stands; `advised` says what other
    cases give back of a charge, which is then not advised again; `about` is the row that the verdict rests on. Amounts
    that the material does not tell are None; `refund_quota` is None where the decision needs evidence.
    """
    policy: dict[str, Any] = knowledge.refunds
    dispute = _Dispute(tables, verdict_rule, certainty, policy, about)
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
    before = _before(dispute, _shares(dispute, decision, refund), tables, advised)
    given = min(before.given, refund) if refund else 0
    lines = _lines(dispute, net, expected, refund, given)
    followed = reason if reason in policy["policies"] else None
    keys = before.keys if refund else []
    if refund and given:
        refund -= given
        decision, reason = ("partial", reason) if refund else ("already-refunded", "already-advised")
    texts = policy["policies"].get(reason, {}).get("reason") or policy["reasons"][reason]
    return {
        "decision": decision,
        "charged_quota": dispute.charged if charge_known else None,
        "refunded_quota": dispute.refunded if refunds_known else None,
        "net_quota": net,
        "expected_quota": expected,
        "refund_quota": refund,
        "refund_usd": None if refund is None else _usd(refund, dispute.prices.per_usd),
        "lines": lines,
        "reason": {"en": texts["en"], "zh": texts["zh"]},
        "flags": list(dict.fromkeys(flag for account in dispute.accounts for flag in account.flags)),
        "ledger": before.ledger,
        "hypotheses": [],
        "waits_for": WAITS_FOR.get(reason) if decision == "needs-evidence" else None,
        "claimed_quota": dispute.claimed_quota,
        "policy": followed,
        "goodwill": policy["policies"].get(reason, {}).get("goodwill"),
        "idempotency_key": join_keys(keys, given if refund else 0),
        "earlier": [one._asdict() for one in before.told],
    }


class _Before(NamedTuple):
    """What other cases give back: `told` all of it, `given` what certainly covers the shares of this one.

    `keys` are those of the charges that something goes back of, `ledger` the accounts in the shape of the contract.
    """

    told: list[Earlier]
    given: int
    keys: list[str]
    ledger: list[dict[str, Any]]


def _before(dispute: _Dispute, shares: Sequence[int | None], tables: Tables, advised: Lookup | None) -> _Before:
    told: dict[int, Earlier] = {}
    given, keys, ledger = 0, [], []
    for account, charge, share in zip(
        dispute.accounts, identify_charges(dispute.accounts, tables), shares, strict=True
    ):
        found = list(advised(charge)) if advised is not None and charge.keys else []
        for one in found:
            told[one.case] = one.joined(told.get(one.case))
        covered = min(max(share or 0, 0), sum(one.quota for one in found if one.certain))
        given += covered
        key = charge.idempotency_key
        if key and share:
            keys.append(key)
        ledger.append(
            {**told_account(account), "charge": charge.to_dict(), "idempotency_key": key,
             "refund_quota": None if share is None else max(0, share - covered)}
        )  # fmt: skip
    return _Before([told[case] for case in sorted(told)], given, keys, ledger)


def _shares(dispute: _Dispute, decision: str, refund: int | None) -> list[int | None]:
    """Return what goes back of each account, in sum the refund; None where evidence is missing.

    A charge below its price takes from what another one gives back.
    """
    if refund is None:
        return [None] * len(dispute.accounts)
    if decision not in ("refund", "partial"):
        return [0] * len(dispute.accounts)
    gives = dispute.of_failed["gives"] if dispute.failed else dispute.policy["gives"]
    left, shares = refund, []
    for account in dispute.accounts:
        shares.append(min(left, max(0, account.net - (_keeps(account, gives) or 0))))
        left -= shares[-1]
    return list(shares)


def _keeps(account: Account, gives: str) -> int | None:
    """Return what an account should net under a policy; None where its price is not known."""
    if gives == "full":
        return 0
    if gives == "extra":
        return account.charges[0].quota if len(account.charges) > 1 else account.net
    return account.expected if gives == "difference" else account.net


def _usd(quota: int, per_usd: int) -> str:
    from supportdesk.money.amount import usd_text

    return usd_text(quota, per_usd)


def _decide(dispute: _Dispute) -> tuple[str, str, int | None]:
    """Return the decision, the key of its reason, and what the net should be (None: not known)."""
    if not dispute.accounts:
        return _without_charge(dispute)
    if dispute.unreadable:
        stands = dispute.policy.get("gives") == "none" and dispute.key is not None
        return ("none", str(dispute.key), None) if stands else ("needs-evidence", "charge-unknown", None)
    if dispute.failed:
        return _failed(dispute)
    if dispute.end_unknown:
        return "needs-evidence", "failure-unknown", None
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
    gives = dispute.of_failed["gives"]
    if gives == "full":
        return ("partial" if dispute.refunded else "refund"), _FULL, 0
    kept = [_keeps(account, gives) for account in dispute.accounts]
    if None in kept:
        return "needs-evidence", "price-unknown", None
    due = sum(one or 0 for one in kept)
    return ("partial" if dispute.net > due else "none"), _FULL, due


def _by_policy(dispute: _Dispute) -> tuple[str, str, int | None]:
    key, gives, net, computed = str(dispute.key), dispute.policy["gives"], dispute.net, dispute.computed
    if gives == "extra":
        if all(len(account.charges) < 2 for account in dispute.accounts):
            return "needs-evidence", "charge-unknown", computed
        due = sum(_keeps(account, gives) or 0 for account in dispute.accounts)
        return ("partial", key, due) if net > due else ("already-refunded", "already-refunded", due)
    if gives == "difference":
        return _difference(dispute)
    if gives == "full" and key == _FULL:
        return "needs-evidence", "refund-unknown", None  # that the work failed is not in its own records
    if net <= 0 < dispute.refunded:
        return "already-refunded", "already-refunded", 0
    if gives == "full":
        return ("partial" if dispute.refunded else "refund"), key, 0
    if dispute.policy.get("charge") == "none" and net > 0:
        return "needs-evidence", "unexpected-charge", 0
    return "none", key, computed


def _difference(dispute: _Dispute) -> tuple[str, str, int | None]:
    """Decide what goes back of a charge that does not fit its price, as far as its rows tell that price."""
    net, computed = dispute.net, dispute.computed
    if computed is None:
        return "needs-evidence", "price-unknown", None
    if net > computed:
        return "partial", str(dispute.key), computed
    if dispute.stated_otherwise:
        return "needs-evidence", "price-unknown", None
    return "none", "correct-charge" if net == computed else "undercharged", computed


def _stands_in_record(task: dict[str, Any]) -> bool:
    quota = task.get("quota")
    return task.get("task_status") in ("failure", "failed") and isinstance(quota, int) and quota > 0


def _lines(dispute: _Dispute, net: int | None, expected: int | None, refund: int | None, given: int) -> list[str]:
    """Return the arithmetic as equations: expected amounts, sums, net, what goes back, less what another case gives."""
    per_usd, claimed = dispute.prices.per_usd, dispute.claimed_quota
    lines = [line for account in dispute.accounts if not account.failed for line in account.lines]
    if claimed is not None and not dispute.accounts:
        lines.append(dispute.claim_line)
    entries = [entry.quota for account in dispute.accounts for entry in account.entries]
    sums = ([quota for quota in entries if quota > 0], [-quota for quota in entries if quota < 0])
    lines += [f"{' + '.join(map(str, amounts))} = {sum(amounts)}" for amounts in sums if len(amounts) > 1]
    if net is not None:
        lines.append(f"{dispute.charged} - {dispute.refunded} = {net}")
    if refund and net is not None:
        lines.append(f"{net} - {expected or 0} = {refund}")
        if given:
            lines.append(f"{refund} - {given} = {refund - given}")
        from supportdesk.money.pricing import in_usd

        if refund > given:
            lines.append(in_usd(refund - given, per_usd))
    return lines
