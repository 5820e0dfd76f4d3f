"""The facts that the numbers of a text give of a charge, written into the ticket's row before it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.reading.evidence import Origin
from supportdesk.relating.tables import Row, Tables

if TYPE_CHECKING:
    from supportdesk.money.stated import Explained
    from supportdesk.reading.stated_prices import Stated

OTHER_CLAIMS = (
    "claimed_failed", "claimed_twice", "claimed_aborted", "claimed_no_refund", "has_error", "repeated_charges",
)  # fmt: skip
OTHER_SYMPTOMS = (
    "charged_twice", "retry_charged", "failed_charged", "refund_missing", "aborted_charged", "units_disputed",
    "tokens_for_media", "media_through_chat", "free_charged", "zero_usage",
)  # fmt: skip
"""What a ticket disputes that is not the amount."""


ORIGIN: Origin = "console"
"""Numbers that add up to the digit are trusted like what is copied from a console."""


def fill_stated(tables: Tables) -> None:
    """Write stated_charge_follows with its equation, or nothing where the numbers do not tell."""
    if not tables.stated:
        return
    explained = _of_rows(tables) or _of_text(tables) or _of_ratios(tables)
    if explained is None:
        return
    ticket = tables.ticket
    found: dict[str, str | int | bool] = {
        "stated_charge_follows": explained.follows,
        "stated_equation": "; ".join(explained.equations),
        "stated_fits": explained.fits,
        "stated_alone": _is_alone(ticket),
    }
    from supportdesk.money.stated_units import plain

    if explained.charged is not None:
        found["stated_amount"] = plain(explained.charged)
    if explained.expected is not None:
        found["stated_expected"] = plain(explained.expected)
    for fact, value in found.items():
        ticket.values[fact] = value
        ticket.spans[fact] = [explained.amount.span]
        ticket.origin[fact] = ORIGIN


def _is_alone(ticket: Row) -> bool:
    symptoms = str(ticket.values.get("symptoms") or "")
    claims = any(ticket.values.get(claim) for claim in OTHER_CLAIMS)
    return not claims and not any(f",{symptom}," in symptoms for symptom in OTHER_SYMPTOMS)


def _of_text(tables: Tables) -> Explained | None:
    from supportdesk.money.stated import explain_stated

    return explain_stated([one for one in tables.stated if one.kind != "configured"])


def _of_rows(tables: Tables) -> Explained | None:
    """Return that a row was computed with another ratio than the one that is configured for its model."""
    configured = [one for one in tables.stated if one.kind == "configured"]
    if not configured:
        return None
    for row in tables.entries:
        found = _other_ratio(row, configured)
        if found is not None:
            return found
    return None


def _of_ratios(tables: Tables) -> Explained | None:
    """Return that the model ratio which a text shows of a charge is not the one that it says is configured."""
    from supportdesk.money.stated import Explained
    from supportdesk.money.stated_units import plain

    models = {str(row.values.get("model") or "").lower() for row in tables.calls}
    ours = [one for one in tables.stated if one.kind == "configured" and one.label.lower() in models]
    used = {one.value for one in tables.stated if one.kind == "ratio" and one.role == "model"}
    charged = next((one for one in tables.stated if one.kind == "amount" and one.role == "charged"), None)
    if len({one.value for one in ours}) != 1 or len(used) != 1 or charged is None or ours[0].value in used:
        return None
    line = f"{plain(used.pop())} ≠ {plain(ours[0].value)}"
    return Explained("other-ratio", (line,), 1, ours[0], charged=charged.value)


def _other_ratio(row: Row, configured: list[Stated]) -> Explained | None:
    from supportdesk.money.amount import decimal
    from supportdesk.money.expected import expected_quota
    from supportdesk.money.stated import Explained

    model, ratio = str(row.values.get("model") or "").lower(), row.values.get("model_ratio")
    if not isinstance(ratio, int | float) or isinstance(ratio, bool) or row.values.get("log_type") != "consume":
        return None
    ours = [one for one in configured if one.label.lower() == model] or [one for one in configured if not one.label]
    if not ours or any(one.value == decimal(ratio) for one in ours):
        return None
    charge = expected_quota(row.values)
    if charge is None or charge.quota != row.values.get("quota"):
        return None
    due = expected_quota({**row.values, "model_ratio": float(ours[0].value), "quota": None})
    lines = (charge.lines[0], *(due.lines[-1:] if due is not None else ()))
    expected = None if due is None else decimal(due.quota)
    return Explained("other-ratio", lines, 1, ours[0], expected, charged=decimal(charge.quota))
