"""Looked-up facts: from the tables of rules/ by the value of another fact, the same for a ticket and an export."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from supportdesk.definitions.check import ASSUMED_GATEWAY
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Origin
from supportdesk.reading.quoting import QUOTED, QUOTED_WITHIN
from supportdesk.relating.tables import Fact, Row
from supportdesk.telling import NEXT, OWN_LIMITS, PROVIDERS, how_telling

Hosts = dict[str, list[str]]

MESSAGES = ("error_message", "fail_reason", "exception_message", "error_outer_message")
FIELDS = ("error_code", "errno", "error_type", "exception_type", "http_status")
"""Facts that tell what an error means: texts, and fields that name it without one."""

GUESSED: Origin = "prose"
"""What only a habit of naming says of a model is trusted like what somebody mentions."""
BORNE_OUT: Origin = "screenshot"
"""What somebody mentions and an answer bears out is trusted more, and less than what the answer itself says."""

_VERSION = lazy(
    r"^(?:v?1\.0\.0-)?rc\.(?P<candidate>[0-9]{1,4})(?![0-9])|^v?(?P<numbers>0\.[0-9]{1,4}\.[0-9]{1,4})(?![0-9])"
)
"""Versions of new-api: v0.x.y, and the candidates of v1.0.0, which gateway.md calls rc.x."""

_STATUS = lazy(r"[1-5][0-9]{2}")
_RELAYS = {
    "request_id": lazy(r"^20[0-9]{12}(?!(?=[0-9]*[a-f])[0-9a-f]{16}$)"),
    "task_id": lazy(r"^task_[0-9A-Za-z]{16,}$"),
    "error_type": lazy(r"^(?:<nil>|upstream_error)$"),
    "host": lazy(
        r"^(?:localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0|10\.[0-9.]+|192\.168\.[0-9.]+|172\.(?:1[6-9]|2[0-9]|3[01])\.[0-9.]+"
        r"|host\.docker\.internal|[a-z][a-z0-9_-]*)(?::[0-9]+)?$"
    ),
}
"""What shows that a gateway passed an answer on (gateway.md 1 and 4: its request ids, its public task ids), or that no
provider was called: none lives at a private address."""

WORDLESS = frozenset(
    {
        "status_bad_request", "status_unauthorized", "status_payment_required", "status_forbidden", "status_not_found",
        "status_too_many", "status_server_error", "status_bad_gateway", "status_unavailable", "refused_wordless",
        "request_rejected", "upstream_opaque",
    }
)  # fmt: skip
"""Kinds that a status, a type or no words at all have: what the words of the message are like says more."""
WORDED_ALIKE = "worded_alike"
"""Stands beside a kind that a message is only like: nothing but the words speaks for it."""
OF_MODELS = frozenset({"not_chat_model", "media_endpoint_only"})
"""Kinds of words that refuse a model for what it is: they bear out that the one a person names is of such a kind."""

OF_OTHERS = frozenset({"gateway", "cdn"})
"""Layers whose words about a limit are those of the service behind where a gateway says that it quotes that."""
SLOT_FACTS = frozenset({"model", "group", "upstream_status", "balance_quota", "reserved_quota", "key_remaining_quota"})
"""Slots of an error template that are facts of the call, where the call does not state them otherwise."""


class Lookups:
    """Look-ups for the rows of one ticket: each distinct value is looked up once, as an audit does.

    `default_gateway` is assumed where the host is not known (design: then `definition_assumed` says so); None assumes
    nothing but the definitions' own. `hosts` are the operator's own hosts by gateway, `answered` the facts that answers
    to our questions told: a message that was asked for says what went wrong before all others.
    """

    def __init__(
        self,
        knowledge: Any,
        default_gateway: str | None = None,
        hosts: Hosts | None = None,
        answered: Collection[str] = (),
    ) -> None:
        self.knowledge = knowledge
        self._first = [fact for fact in MESSAGES if fact in answered]
        self.default_gateway = default_gateway
        self.hosts = hosts
        self._models: dict[tuple[str, str], Any] = {}
        self._errors: dict[tuple[Any, ...], list[Any]] = {}
        self._software = {one["id"]: one.get("software") for one in knowledge.gateways["gateways"]}

    def fill(self, row: Row) -> None:
        """Fill the looked-up facts of a row: gateway, the model's kind and endpoints, what the error message means.

        Facts that the row has stay.
        """
        values = row.values
        gateway = values.get("gateway") or gateway_of(str(values.get("host") or ""), self.knowledge, self.hosts)
        if gateway:
            _set(row, "gateway", gateway, "host")
            if self._software.get(gateway):
                _set(row, "gateway_software", str(self._software[gateway]), "host")
        _fill_passed_status(row)
        self._fill_errors(row, str(gateway or ""))
        _fill_relayed(row)
        contract = str(gateway or self.default_gateway or ASSUMED_GATEWAY)
        self._fill_model(row, contract, assumed=not gateway)

    def fill_ticket(self, ticket: Row) -> None:
        """Fill the bounds of the version that an answer names, as ordinals of rules/gateways.yaml."""
        for fact, ordinal in version_bounds(ticket.values.get("gateway_version"), self.knowledge.releases).items():
            _set(ticket, fact, ordinal, "gateway_version")

    def _fill_model(self, row: Row, gateway: str, *, assumed: bool) -> None:
        name = row.values.get("model")
        if not isinstance(name, str):
            return
        if (name, gateway) not in self._models:
            from supportdesk.definitions.catalogue import lookup_model

            self._models[name, gateway] = lookup_model(self.knowledge, name, gateway or None)
        info = self._models[name, gateway]
        _set(row, "model_known", info is not None and not info.guessed, "model")
        if info is None:
            return
        known: dict[str, Fact] = {"model_tokens_priced": info.tokens_priced}
        if info.kind is not None:
            known["model_kind"] = info.kind
        if info.endpoints:
            known["model_endpoints"] = "," + ",".join(info.endpoints) + ","
            known["model_endpoints_open"] = "," + ",".join(info.open) + ","
        for fact, value in known.items():
            _set(row, fact, value, "model")
            if info.guessed and row.basis.get(fact) == "model":
                row.origin[fact] = GUESSED
        if row.values.get("error_kind") in OF_MODELS and not info.guessed and row.origin.get("model_kind") == GUESSED:
            from supportdesk.money.material import MEDIA

            row.origin["model_kind"] = BORNE_OUT if info.kind in MEDIA else GUESSED
        if info.endpoints and assumed:
            row.values.setdefault("definition_assumed", True)

    def _fill_errors(self, row: Row, gateway: str) -> None:
        """Fill what the error means: of its messages the one that says most, else its code, type and status.

        A code beside words that no table knows says less than the code alone.
        """
        values = row.values
        code = values.get("error_code") or values.get("errno")
        kind = values.get("error_type") or values.get("exception_type")
        fields = (code, kind, values.get("http_status"), gateway)
        basis, matches = "", self._match(None, *fields)
        for fact in MESSAGES:
            meant = self._match(values[fact], *fields) if values.get(fact) else []
            if meant and meant[0].relayed:
                _set(row, "relayed", True, fact)
            unread = basis == "" and [one.row_id for one in meant] == [one.row_id for one in matches]
            asked_for = bool(meant) and fact in self._first
            if meant and (asked_for or not matches or unread or how_telling(meant) > how_telling(matches)):
                basis, matches = fact, meant
            if asked_for:
                break
        else:
            basis, matches = self._deeper(row, fields, basis, matches)
        if not any(match.strength for match in matches) and WORDLESS.issuperset(match.kind for match in matches):
            self._fill_alike(row, [match.kind for match in matches])
        if not matches:
            return
        if not matches[0].strength:
            basis = next((fact for fact in FIELDS if fact in values), basis)
        kinds = list(dict.fromkeys(match.kind for match in matches))
        _set(row, "error_kinds", "," + ",".join(kinds) + ",", basis)
        if len(kinds) == 1:
            _set(row, "error_kind", kinds[0], basis)
        first = matches[0]
        is_own = OWN_LIMITS.intersection(kinds) and (OWN_LIMITS | PROVIDERS).issuperset(kinds)
        if is_own and not OF_OTHERS.isdisjoint(match.layer for match in matches) and _quoting(values):
            _set(row, "error_layer", NEXT, basis)
        elif first.layer and len({match.layer for match in matches}) == 1:
            _set(row, "error_layer", first.layer, basis)
        if first.system and len({match.system for match in matches}) == 1:
            _set(row, "error_system", first.system, basis)
        _fill_slots(row, first.slots or {}, basis)

    def _deeper(self, row: Row, fields: tuple[Any, ...], basis: str, matches: list[Any]) -> tuple[str, list[Any]]:
        """Return what another exception of the call means, where it says what is wrong and the first one does not.

        The row then has that one's message and type: `APIConnectionError` is thrown for whatever went wrong below it.
        """
        if "exception_message" not in row.values or (matches and how_telling(matches)[0] > 1):
            return basis, matches
        for piece in row.pieces:
            message = piece.first("exception_message")
            if piece.kind != "exception" or message in (None, row.values["exception_message"]):
                continue
            meant = self._match(message, None, piece.first("exception_type"), *fields[2:])
            if meant and how_telling(meant)[0] > 1:
                for reading in piece.readings:
                    if reading.fact.startswith("exception_"):
                        row.values[reading.fact], row.spans[reading.fact] = reading.value, [reading.span]
                return "exception_message", meant
        return basis, matches

    def _fill_alike(self, row: Row, known: list[str]) -> None:
        """Fill what words that no table has are most like, beside what the status says; trusted as prose is.

        Nothing is filled where the rules were compiled for their own examples alone.
        """
        from supportdesk.likeness import likest_kinds

        index = self.knowledge.words.get("kinds")
        for fact in MESSAGES if index else ():
            message = row.values.get(fact)
            kinds = likest_kinds(index, str(message)) if message else []
            kinds = [kind for kind in kinds if kind not in WORDLESS]
            if kinds:
                _set(row, "error_kinds", ",".join(["", *kinds, *(known or [WORDED_ALIKE]), ""]), fact)
                row.origin["error_kinds"] = GUESSED
                return

    def rows(self) -> set[str]:
        """Return the ids of the rows of rules/errors that fit best what has been looked up so far."""
        from supportdesk.vocabulary import matching_rows

        return {row for asked in self._errors for row in matching_rows(self.knowledge, *asked)}

    def _match(self, message: Any, code: Any, kind: Any, status: Any, gateway: str) -> list[Any]:
        asked = (message, code, kind, status, gateway)
        if asked not in self._errors:
            from supportdesk.vocabulary import match_error

            self._errors[asked] = match_error(self.knowledge, message, code, kind, status, gateway or None)
        return self._errors[asked]


def _quoting(values: dict[str, Fact]) -> str | None:
    """Return the fact in which a gateway says that the words are those of the service behind it."""
    told = ("error_message", "error_outer_message")
    return next((fact for fact in told if QUOTED.search(str(values.get(fact) or "")[:QUOTED_WITHIN])), None)


def _fill_passed_status(row: Row) -> None:
    """Read the status of the service behind out of `param`, where one-api and its forks put it."""
    param = str(row.values.get("error_param") or "")
    if row.values.get("error_code") == "bad_response_status_code" and _STATUS.fullmatch(param):
        _set(row, "upstream_status", int(param), "error_param")


def _fill_relayed(row: Row) -> None:
    """Say what shows that a gateway stood before the service that speaks: its words or numbers, an address at home."""
    for fact, pattern in _RELAYS.items():
        if pattern.search(str(row.values.get(fact) or "")):
            _set(row, "relayed", True, fact)
    quoting = _quoting(row.values)
    if quoting is not None:
        _set(row, "relayed", True, quoting)


def version_bounds(version: Fact | None, releases: dict[str, int]) -> dict[str, int]:
    """Return `version_since` and `version_until` of a version such as v0.11.3 or v1.0.0-rc.22; empty for other words.

    A version between two that are known lies behind the first and before the second; below the first known one only
    the upper bound is told.
    """
    stated = _VERSION.search(str(version or ""))
    if stated is None:
        return {}
    known = sorted(
        (_version_key(found), ordinal) for name, ordinal in releases.items() if (found := _VERSION.fullmatch(name))
    )
    key = _version_key(stated)
    least = max((ordinal for at, ordinal in known if at <= key), default=None)
    following = min((ordinal for at, ordinal in known if at > key), default=None)
    bounds = {} if least is None else {"version_since": least}
    if any(at == key for at, _ in known) and least is not None:
        bounds["version_until"] = least
    elif following is not None:
        bounds["version_until"] = following - 1
    return bounds


def _version_key(found: re.Match[str]) -> tuple[int, ...]:
    if found["candidate"]:
        return 1, 0, 0, int(found["candidate"])
    return tuple(int(part) for part in found["numbers"].split("."))


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


def _typed(text: str) -> Fact:
    return int(text) if text.isdigit() and len(text) < 16 else text


def _fill_slots(row: Row, slots: Mapping[str, str], basis: str) -> None:
    """Fill what the words of an error name; a model that a person names too is trusted as those words are."""
    for name, text in slots.items():
        if name in SLOT_FACTS and name not in row.values and text and (name != "model" or text[0].isalnum()):
            _set(row, name, _typed(text), basis)
        elif name == "model" and text and text == row.values.get(name) and row.origin.get(name) == GUESSED:
            row.origin[name] = row.origin.get(basis, GUESSED)


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
