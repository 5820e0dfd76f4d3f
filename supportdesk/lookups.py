"""Looked-up facts: from the tables of rules/ by the value of another fact, the same for a ticket and an export."""

from __future__ import annotations

from typing import Any

from supportdesk.definitions.check import ASSUMED_GATEWAY
from supportdesk.relating.tables import Fact, Row

Hosts = dict[str, list[str]]

SLOT_FACTS = frozenset({"model", "group", "upstream_status", "balance_quota", "reserved_quota", "key_remaining_quota"})
"""Slots of an error template that are facts of the call, where the call does not state them otherwise."""


def look_up(row: Row, knowledge: Any, default_gateway: str | None, hosts: Hosts | None = None) -> None:
    """Fill the looked-up facts of a row: gateway, the model's kind and endpoints, and what the error message means.

    `default_gateway` is assumed where the host is not known (design: then `definition_assumed` says so); None assumes
    nothing but the definitions' own; `hosts` are the operator's own hosts by gateway. Facts that the row has stay.
    """
    values = row.values
    gateway = values.get("gateway") or gateway_of(str(values.get("host") or ""), knowledge, hosts)
    if gateway:
        _set(row, "gateway", gateway, "host")
        software = next((one.get("software") for one in knowledge.gateways["gateways"] if one["id"] == gateway), None)
        if software:
            _set(row, "gateway_software", software, "host")
        known = next((one for one in knowledge.gateways.get("gateways", ()) if one["id"] == gateway), {})
        if known.get("software"):
            _set(row, "gateway_software", str(known["software"]), "host")
    contract = str(gateway or default_gateway or ASSUMED_GATEWAY)
    _errors(row, knowledge, str(gateway or ""))
    _model(row, knowledge, contract, assumed=not gateway)


def gateway_of(host: str, knowledge: Any, hosts: Hosts | None = None) -> str | None:
    """Return the id of the gateway that answers at a host (rules/gateways.yaml, the operator's own first), or None."""
    if not host:
        return None
    bare = host.partition(":")[0].lower()
    shipped = ((str(one["id"]), one.get("hosts") or ()) for one in knowledge.gateways["gateways"])
    for gateway, names in (*(hosts or {}).items(), *shipped):
        if any(bare == name or bare.endswith("." + name) for name in names):
            return gateway
    return None


def _model(row: Row, knowledge: Any, gateway: str, *, assumed: bool) -> None:
    from supportdesk.definitions.catalogue import lookup_model

    name = row.values.get("model")
    if not isinstance(name, str):
        return
    info = lookup_model(knowledge, name, gateway or None)
    _set(row, "model_known", info is not None, "model")
    if info is None:
        return
    if info.kind is not None:
        _set(row, "model_kind", info.kind, "model")
    _set(row, "model_tokens_priced", info.tokens_priced, "model")
    if info.endpoints:
        _set(row, "model_endpoints", "," + ",".join(info.endpoints) + ",", "model")
        _set(row, "model_endpoints_open", "," + ",".join(info.open) + ",", "model")
        if assumed:
            row.values.setdefault("definition_assumed", True)


def _errors(row: Row, knowledge: Any, gateway: str) -> None:
    from supportdesk.vocabulary import match_error

    values = row.values
    code = values.get("error_code") or values.get("errno")
    kind = values.get("error_type") or values.get("exception_type")
    status = values.get("http_status")
    basis, matches = "", match_error(knowledge, None, code, kind, status, gateway or None)
    for fact in ("error_message", "fail_reason", "exception_message", "error_outer_message"):
        message = values.get(fact)
        meant = match_error(knowledge, message, code, kind, status, gateway or None) if message else []
        if meant and (not matches or meant[0].strength > matches[0].strength):
            basis, matches = fact, meant
    if not matches:
        return
    if not matches[0].strength:
        fields = ("error_code", "errno", "error_type", "exception_type", "http_status")
        basis = next((fact for fact in fields if fact in values), basis)
    kinds = list(dict.fromkeys(match.kind for match in matches))
    _set(row, "error_kinds", "," + ",".join(kinds) + ",", basis)
    if len(kinds) == 1:
        _set(row, "error_kind", kinds[0], basis)
    first = matches[0]
    if first.layer and len({match.layer for match in matches}) == 1:
        _set(row, "error_layer", first.layer, basis)
    if first.system and len({match.system for match in matches}) == 1:
        _set(row, "error_system", first.system, basis)
    for name, text in (first.slots or {}).items():
        if name in SLOT_FACTS and name not in values and text:
            _set(row, name, _typed(text), basis)


def _typed(text: str) -> Fact:
    return int(text) if text.isdigit() and len(text) < 16 else text


def _set(row: Row, fact: str, value: Fact, basis: str) -> None:
    """Set a fact that rests on another one: it has the other's places and is trusted as far."""
    if fact in row.values:
        return
    row.values[fact] = value
    row.basis[fact] = basis
    if basis in row.spans:
        row.spans[fact] = row.spans[basis]
    if basis in row.origin:
        row.origin[fact] = row.origin[basis]
