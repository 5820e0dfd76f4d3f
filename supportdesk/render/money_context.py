"""What is told beside a ledger: the gateway's release, what it changes, and charges that loose work may belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supportdesk.i18n import _, mark, pick
from supportdesk.render.money_notes import decision_text

AGREES = {
    "user": mark("user"), "model": mark("model"), "channel": mark("channel"), "group": mark("group"),
    "amount": mark("amount"), "time": mark("time"),
}  # fmt: skip
"""What may agree between two rows → message id."""

LOOSE = {
    "refund": mark("The refund of {quota} names no charge that is shown."),
    "settle": mark("The settlement of {quota} names no charge that is shown."),
    "task": mark("The task {task} names no charge that is shown."),
}
"""Kind of a loose end → message id."""

MOST_SHOWN = 3
"""Candidates of one loose end that are shown, and loose ends."""


def era_lines(money: Mapping[str, Any]) -> list[str]:
    """Return the gateway's release as far as it is known, and each result where it changes the result."""
    era = money.get("era")
    if not era:
        return []
    lines = []
    if era["since"] or era["until"] or era["given"]:
        told = _("Release of the gateway, as given: {era}") if era["given"] else _("Release of the gateway: {era}")
        lines.append(told.format(era=pick(era)))
    for one in money.get("by_era") or ():
        result = decision_text(one)
        if one["refund_quota"]:
            result = _("{decision}, {quota} quota").format(decision=result, quota=one["refund_quota"])
        lines.append(_("If its release is {era}: {result}").format(era=pick(one), result=result))
    return lines


def link_line(account: Mapping[str, Any]) -> str:
    """Return what agrees between rows of one account that no id ties, '' where ids do."""
    agrees = account.get("linked_by") or ()
    return _("Linked without an id: the same {agrees}").format(agrees=_listed(agrees)) if agrees else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(_(AGREES[word]) for word in words)


def loose_lines(money: Mapping[str, Any]) -> list[str]:
    """Return the likeliest charges of refunds, settlements and tasks that name none, with what agrees."""
    from supportdesk.visible import visible_line

    lines = []
    for loose in (money.get("unlinked") or ())[:MOST_SHOWN]:
        task = visible_line(str(loose["task_id"] or "?"))
        lines.append(_(LOOSE[loose["kind"]]).format(quota=loose["quota"], task=task))
        if loose["ambiguous"]:
            lines.append(_("Nothing tells apart which of these it belongs to:"))
        lines += ["  " + _candidate(one) for one in loose["candidates"][:MOST_SHOWN]]
    return lines


def _candidate(one: Mapping[str, Any]) -> str:
    from supportdesk.visible import visible_line

    name = visible_line(str(one["request_id"])) if one["request_id"] else _("work without an id")
    line = _("{name}: {quota} quota; the same: {agrees}")
    line = line.format(name=name, quota=one["quota"], agrees=_listed(one["agrees"]))
    if one["seconds"] is not None:
        line += _("; {seconds} s between them").format(seconds=abs(one["seconds"]))
    if one["differs"]:
        line += _("; another: {differs}").format(differs=_listed(one["differs"]))
    return line
