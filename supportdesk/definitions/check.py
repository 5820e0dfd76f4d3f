"""Check a request against the definition of the endpoint that it was sent to (design, 'A request definition').

Nothing is judged that is not known: values that only running the code would tell, what an open object might hold
besides, fields that a definition only assumes. Where the gateway documents no such model at that endpoint there is no
definition and no violation: the endpoint rule speaks.
"""

from __future__ import annotations

from typing import Any

from supportdesk.definitions import wording
from supportdesk.definitions.placing import place_fields
from supportdesk.definitions.select import TEXT_ENDPOINTS, DefinitionInfo, older_page, select
from supportdesk.definitions.violation import Checked
from supportdesk.reading.evidence import Request
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

ASSUMED_GATEWAY = "toapis"
"""Whose contract is assumed where neither the host nor the operator's settings name one."""


def check_request(
    request: Request | Value,
    knowledge: Any,
    *,
    gateway: str | None,
    answers_text: str = "",
    default_gateway: str | None = None,
    model: str | None = None,
) -> Checked:
    """Check a located request, or a bare JSON body whose address is not known.

    `gateway` is the one that the host proves, None where it is not known: then the default one's contract is taken
    (the settings', else ASSUMED_GATEWAY) and `assumed` is set; where the endpoint is one that the providers serve
    themselves, values are then only warned of, because the provider's own contract may differ. So it is with a text
    endpoint of a host of whose contracts none is known here: all that speak it take it over. `answers_text` is what
    the gateway answered, in which undocumented fields may be named; `model` is used where the body names none (a path
    may). Raises RulesError when the definition's file cannot be read.
    """
    from supportdesk.definitions.comparing import Comparison
    from supportdesk.definitions.library import load_definition

    assumed = gateway is None
    body, complete, fallback = _body_of(request)
    contract = gateway or default_gateway or ASSUMED_GATEWAY
    if body is None or body.kind != "object":
        return Checked(assumed=assumed)
    info = _definition(request, body, knowledge, contract, model)
    if info is None and not assumed and all(row["gateway"] != gateway for row in knowledge.requests):
        info = _definition(request, body, knowledge, default_gateway or ASSUMED_GATEWAY, model)
        assumed = True
        info = info if info is not None and info.endpoint in TEXT_ENDPOINTS else None
    if info is None:
        return Checked(assumed=assumed)
    checked = Checked(info, assumed=assumed)
    checked.envelope = load_definition(info.file)
    checked.placed = place_fields(body, checked.envelope["body"])
    older = older_page(knowledge, info, str(body.data["model"].data)) if "model" in body.data else None
    Comparison(
        checked,
        complete=complete,
        fallback=fallback,
        answers=answers_text,
        as_text=not isinstance(request, Value) and request.body.kind in ("form", "multipart"),
        values_prove=not (assumed and info.endpoint in knowledge.models.get("shared", ())),
        older=load_definition(older.file) if older else None,
    ).run()
    _explain(checked, body)
    return checked


def _body_of(request: Request | Value) -> tuple[Value | None, bool, Span | None]:
    """Return the body as a value, whether it was read to its end, and the span to show for what has none."""
    if isinstance(request, Value):
        return request, True, request.place()
    from supportdesk.relating.sent import body_value

    return body_value(request), request.complete, request.span


def _definition(
    request: Request | Value, body: Value, knowledge: Any, gateway: str, model: str | None
) -> DefinitionInfo | None:
    stated = body.data.get("model")
    if stated is not None:
        model = str(stated.data) if stated.kind == "string" and stated.known else model
        if model is None and (isinstance(request, Value) or stated.kind != "unknown"):
            return None  # else the name is a variable's: what all models of the path have in common is held against it
    if isinstance(request, Value):
        return select(knowledge, gateway, model, fields=body.data)
    from supportdesk.relating.sent import split_url

    if request.url.kind != "string" or request.url.data == UNKNOWN:
        return select(knowledge, gateway, model, fields=body.data)
    path = split_url(str(request.url.data))[1]
    if not path.strip("/"):
        return None
    method = str(request.method.data) if request.method.known else None
    info = select(knowledge, gateway, model, method=method, path=path, fields=body.data)
    if info is None or request.body.kind == "multipart":
        # gateways read a multipart body where JSON is documented (gateway.md 4): its values are held against the page
        return info
    return info if ("json" in info.content_type) == (request.body.kind == "json") else None


def _explain(checked: Checked, body: Value) -> None:
    """Add the notes on the definition itself: its age, and contradictions of the documentation that fit this body."""
    info, envelope = checked.definition, checked.envelope
    if info is None or envelope is None:
        return
    if info.status != "current":
        checked.notes.append(wording.old_definition(info.status, info.as_of))
    for entry in envelope["contradictions"]:
        named = entry.get("when", {}).get("required", [])
        if named and all(name in body.data for name in named) and checked.violations:
            checked.notes.append({"en": entry["en"], "zh": entry["zh"]})
