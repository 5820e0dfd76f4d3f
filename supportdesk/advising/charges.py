"""Which way of billing a disputed charge comes from: the rows of a ticket before the charge solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.money.price_list import PriceList
    from supportdesk.money.solver import Hypothesis
    from supportdesk.relating.tables import Row, Tables

MOST_CHARGES = 3
"""Charges of one ticket that are explained."""

MOST_TOLD = 4
"""Hypotheses that are told of one charge."""

ASKED = {"n": "n", "seconds": "seconds", "duration": "seconds", "size": "size", "max_tokens": "max_tokens",
         "max_completion_tokens": "max_tokens", "max_output_tokens": "max_tokens"}  # fmt: skip
"""Members of a request's body that a price may be multiplied by, by the solver's names."""


def explain_charges(tables: Tables, money: dict[str, Any], cause: str, knowledge: Any = None) -> list[dict[str, Any]]:
    """Return the hypotheses of the charges in question, in the shape of the public contract.

    `money` is that object, its ledger's spans not yet placed; its lines get the equations that the text itself tells.
    Nothing where the ticket is about no charge; a charge
    that no way of billing gives has its nearest, `fits` False. With `knowledge` the gateway's own prices count where
    nothing else tells any.
    """
    claims = tables.ticket.values
    if not cause.startswith("billing.") and not claims.get("claimed_charged"):
        return []
    stated = claims.get("stated_equation")
    if stated and cause.startswith("billing."):
        money["lines"] = [*money["lines"], *str(stated).split("; ")]
    places = [entry["span"] for account in money["ledger"] for entry in account["entries"]]
    charges = [
        row
        for row in tables.entries
        if row.values.get("log_type") == "consume" and any(span in places for span in row.spans.get("quota") or ())
    ]
    if not charges:
        return []
    from supportdesk.money.price_list import price_list_of

    prices = price_list_of(tables.offers)
    found: list[dict[str, Any]] = []
    for row in charges[:MOST_CHARGES]:
        found += [_told(one) for one in _hypotheses(row, tables, prices, knowledge)]
    return found


def _hypotheses(row: Row, tables: Tables, prices: PriceList, knowledge: Any) -> tuple[Hypothesis, ...]:
    quota = row.values.get("quota")
    if not isinstance(quota, int) or isinstance(quota, bool) or row.values.get("price_extras"):
        return ()
    from supportdesk.money.material import Material
    from supportdesk.money.solver import solve

    listed = prices.of(row.values.get("model"), row.values.get("group"))
    material = Material(quota, row.values, _printed(row), _asked(row, tables), listed)
    if knowledge is not None and material.has_no_price:
        from supportdesk.money.defaults import default_prices

        material = material._replace(defaults=default_prices(row.values.get("model"), knowledge))
    solution = solve(material._replace(exchange_rate=prices.cny_per_usd, per_usd=prices.per_usd))
    if solution.fits:
        return solution.fits[:MOST_TOLD]
    return () if solution.nearest is None else (solution.nearest,)


def _printed(row: Row) -> dict[str, Any]:
    """Return the extra ratios that the row's text names (gateway.md 2: printed with two decimals)."""
    from supportdesk.money.expected import printed_ratios
    from supportdesk.money.material import TALL

    ratios = printed_ratios(str(row.values.get("content") or ""))
    return {name: TALL if f"{ratio:.2f}" == "1.67" else ratio for name, ratio in ratios.items()}


def _asked(row: Row, tables: Tables) -> dict[str, object]:
    """Return the numbers that the request of the same work states."""
    for call in tables.calls:
        body = call.request.body.value if call.request is not None and call.link == row.link else None
        if body is not None and body.kind == "object":
            return {ASKED[name]: member.data for name, member in body.data.items() if name in ASKED and member.known}
    return {}


def _told(one: Hypothesis) -> dict[str, Any]:
    return {
        "id": one.id, "equation": one.equation, "quota": one.quota, "assumptions": one.assumptions, "fits": one.fits,
    }  # fmt: skip
