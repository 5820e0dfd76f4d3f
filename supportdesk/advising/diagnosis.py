"""advise(): from findings and violations to the diagnosis, the one object that every renderer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.ask import ask
from supportdesk.advising.candidates import Candidate
from supportdesk.advising.discretion import find_internal_names
from supportdesk.advising.escalation import write_escalation
from supportdesk.advising.evidence import list_evidence
from supportdesk.advising.gate import gate_replies
from supportdesk.advising.gate_known import Known
from supportdesk.advising.own_words import reply_language
from supportdesk.advising.proof import prove
from supportdesk.advising.rank import rank
from supportdesk.advising.reply import write_reply
from supportdesk.advising.verdict import Case
from supportdesk.reading.evidence import Evidence
from supportdesk.relating.tables import Tables
from supportdesk.source import Source, Span

if TYPE_CHECKING:
    from supportdesk.advising.charge_keys import Lookup
    from supportdesk.judging.finding import Findings

VERSION = 1
SHOWN_CALL_FACTS_LEFT_OUT = frozenset(
    {"error_kinds", "model_endpoints", "model_endpoints_open", "record_platform", "refund_in_text", "submit_names_task"}
)
"""Working facts of the judgement that no reader of the JSON needs."""


class Diagnosis:
    """A finished diagnosis.

    `sources` are the masked texts, `findings` every rule's answer, `checked` the request checks by number of the call;
    `to_dict()` is the object of the public contract.
    """

    __slots__ = ("case", "checked", "data", "evidence", "findings", "sources", "tables")

    def __init__(
        self, data: dict[str, Any], case: Case, sources: list[Source], evidence: Evidence, tables: Tables,
        findings: Findings, checked: dict[int, Any],
    ) -> None:  # fmt: skip
        self.data = data
        self.case = case
        self.sources = sources
        self.evidence = evidence
        self.tables = tables
        self.findings = findings
        self.checked = checked

    def to_dict(self) -> dict[str, Any]:
        """Return the public object (design, 'The public contract')."""
        return self.data

    @property
    def exit_status(self) -> int:
        """0 nothing that anyone has to act on, 1 a cause that someone has to act on, 3 undetermined trouble."""
        verdict = self.data["verdict"]
        if verdict["certainty"] != "undetermined":
            return 0 if verdict["who"] in ("nobody", None) else 1
        ticket = self.tables.ticket.values
        complaints = ("has_error", "claimed_failed", "claimed_charged", "claimed_no_refund")
        return 3 if any(ticket.get(fact) for fact in complaints) else 0


def advise(
    sources: list[Source], redacted: int, evidence: Evidence, tables: Tables, checked: dict[int, Any],
    findings: Findings, knowledge: Any, advised: Lookup | None = None,
) -> Diagnosis:  # fmt: skip
    """Turn what was judged into advice; decides nothing that a renderer could decide again.

    `advised` says what other cases give back of a charge.
    """
    from supportdesk.advising.charges import explain_charges
    from supportdesk.advising.fixing import add_fix
    from supportdesk.advising.refund import advise_money
    from supportdesk.money.price_list import price_list_of

    candidates = rank(findings, tables, knowledge, evidence)
    case = Case(candidates, tables, knowledge)
    case.quota_per_usd = price_list_of(tables.offers).per_usd
    case.internal_names = find_internal_names(evidence, ours=case.who in ("operator", "either"))
    case.find_quote(sources, [piece.span for piece in evidence.pieces if piece.kind == "prose"])
    case.money = advise_money(tables, case.rule, case.certainty, knowledge, findings.judged, advised, case.row)
    case.money["hypotheses"] = explain_charges(tables, case.money, case.cause, knowledge)
    case.questions = ask(candidates, findings, tables, knowledge, case.money)
    case.request_ids = _request_ids(evidence)
    case.ruled_out = [cause for cause in findings.contradicted if cause != case.cause]
    fix = add_fix(case, sources, checked, knowledge, tables.calls)
    reply = write_reply(case)
    gate = gate_replies(case, reply, Known(case, tables, evidence, checked, knowledge))
    _name_case(case, fix)
    places = _placer(sources)
    data: dict[str, Any] = {
        "version": VERSION,
        "verdict": {
            "cause": case.cause,
            "certainty": case.certainty,
            "who": case.who,
            "title": case.title,
            "why": case.why,
            "would_change": case.would_change(),
            "proof": prove(case, findings, knowledge),
        },
        "causes": [_cause(candidate, sources, knowledge.views["computed"]) for candidate in candidates],
        "violations": [
            _violation(number, one, places) for number, result in checked.items() for one in result.violations
        ],
        "calls": [_shown(row) for row in tables.calls],
        "money": _money(case.money, places),
        "fix": fix,
        "ask": case.questions,
        "reply": {"language": reply_language(evidence), **reply, "gate": gate.to_dict()},
        "escalation": write_escalation(case),
        "not_read": [{"span": places(one.span), "reason": one.reason} for one in evidence.not_read],
        "redacted": redacted,
    }
    return Diagnosis(data, case, sources, evidence, tables, findings, checked)


def _name_case(case: Case, fix: dict[str, Any]) -> None:
    """Say before every step that the refund is another case's, so that no step is taken twice."""
    certain = [one for one in case.money["earlier"] if one["certain"] and one["quota"]]
    if case.money["decision"] != "already-refunded" or not certain:
        return
    number = certain[0]["case"]
    first = {
        "en": f"Look at case {number}, which gives this charge back already: do not give it back again here.",
        "zh": f"请先看案例 {number}：这笔扣费已由它退还，这里不要重复退款。",
    }
    fix["steps"] = {language: [first[language], *fix["steps"][language]] for language in first}


def _placer(sources: list[Source]) -> Any:
    def _place(span: Span | None) -> dict[str, int] | None:
        return sources[span.source].place(span) if span is not None else None

    return _place


def _cause(candidate: Candidate, sources: list[Source], computed: dict[str, Any]) -> dict[str, Any]:
    return {
        "cause": candidate.cause,
        "certainty": candidate.certainty,
        "score": candidate.score,
        "rule": candidate.finding.rule["id"],
        "evidence": list_evidence(candidate, sources, computed),
        "explains": candidate.explains,
    }


def _violation(number: int, one: Any, places: Any) -> dict[str, Any]:
    return {
        "call": number,
        "pointer": one.pointer,
        "kind": one.kind,
        "severity": one.severity,
        "found": one.found,
        "allowed": one.allowed,
        "expected_pointer": one.expected_pointer,
        "span": places(one.span),
        "message": one.message,
    }


def _shown(row: Any) -> dict[str, Any]:
    return {fact: value for fact, value in row.values.items() if fact not in SHOWN_CALL_FACTS_LEFT_OUT}


def _money(money: dict[str, Any], places: Any) -> dict[str, Any]:
    """Give the ledger's entries their places in the shape of the contract."""
    money["lines"] = list(dict.fromkeys(money["lines"]))
    for account in money.get("ledger") or ():
        for entry in account["entries"]:
            if isinstance(entry.get("span"), Span):
                entry["span"] = places(entry["span"])
    return money


def _request_ids(evidence: Evidence) -> list[str]:
    ids = (
        r.value for piece in evidence.pieces for r in piece.readings if r.fact in ("request_id", "upstream_request_id")
    )
    return list(dict.fromkeys(str(one) for one in ids))
