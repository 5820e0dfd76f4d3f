"""What is said beside an amount: other cases with the same charge, the refund's key, who may give goodwill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.i18n import _, mark

DECISION = {
    "refund": mark("refund in full"),
    "partial": mark("refund a part"),
    "none": mark("no refund: the charge stands"),
    "already-refunded": mark("refunded already"),
    "needs-evidence": mark("not decided: evidence is missing"),
    "not-applicable": mark("no charge in the material"),
}
"""Decision of `money` → message id."""

FLAGS = {
    "kept": mark("the charge of failed work stands"), "doubled": mark("charged more than once"),
    "partial": mark("given back in part"), "late": mark("given back late"), "missing": mark("no refund"),
    "unlinkable": mark("its charge is not shown, or several fit"), "mismatch": mark("not what its own prices give"),
}  # fmt: skip
"""Flag of a ledger's account → message id."""


def decision_text(money: Mapping[str, Any]) -> str:
    """Return the decision in words; a refund that is another case's names that case."""
    certain = [one for one in money.get("earlier") or () if one["certain"] and one["quota"]]
    if money["decision"] == "already-refunded" and certain:
        return _("no refund: it is case {case}'s already").format(case=certain[0]["case"])
    return _(DECISION[money["decision"]])


def money_notes(money: Mapping[str, Any]) -> list[str]:
    """Return the lines of a diagnosis's `money`; of an older diagnosis there may be none."""
    lines = []
    if money.get("earlier"):
        from supportdesk.casebook.telling import same_charge

        lines += [same_charge(one) for one in money["earlier"]]
    if money.get("idempotency_key"):
        lines.append(_("Key of this refund: {key}").format(key=money["idempotency_key"]))
    if money.get("goodwill"):
        lines.append(_("Goodwill is for a supervisor to decide.") if money["goodwill"] == "supervisor"
                     else _("Goodwill is for {who} to decide.").format(who=money["goodwill"]))  # fmt: skip
    return lines
