"""Whose fault it is, with proof: who has to act, and the evidence that clears the others (rules/proofs.yaml).

`verdict.proof` of the public contract is a list, the party that has to act first:

    {"party": "key|request|client|network|gateway|upstream", "name": {"en", "zh"}, "who": "customer|operator|either",
     "excluded": false, "because": {"en", "zh"}, "facts": [{"fact", "value"}]}

`party` is finer than the verdict's `who`; the entry's `who` says who would have to act for it, `name` how it reads. Of
the acting party, `because` is the verdict's title and `facts` its evidence; of each excluded one the facts that clear
it. A party that is not in the list is neither shown nor cleared. Without a verdict only cleared parties are listed; an
empty list proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from supportdesk.advising.texts import LANGUAGES, filled
from supportdesk.judging.kleene import deciding, value

if TYPE_CHECKING:
    from supportdesk.advising.verdict import Case
    from supportdesk.judging.finding import Findings, Judged
    from supportdesk.relating.tables import Row

MOST_ROWS = 8
"""Rows that are looked at: the verdict's own and those tied to it; more say nothing new."""

UNPROVEN = "prose"
"""The origin of facts that somebody only says."""


def prove(case: Case, findings: Findings, knowledge: Any) -> list[dict[str, Any]]:
    """Return the parties that act or are cleared, in the shape of the module's docstring."""
    table = knowledge.words["proofs"]
    if not table["rows"]:
        return []
    acting = _acting(case, table["acts"])
    cleared: dict[str, dict[str, Any]] = {}
    for judged in _rows(case, findings):
        for proof in table["rows"]:
            if proof["of"] != judged.table or cleared.keys() >= set(proof["excludes"]):
                continue
            facts = facts_shown(proof["tree"], judged)
            if facts is None:
                continue
            values = {name: row.values[name] for row in reversed(judged.rows) for name in facts if name in row.values}
            because = filled(proof["because"], values, proof["because"], case.labels)
            for party in proof["excludes"]:
                cleared.setdefault(party, _entry(party, table["parties"], because, values, excluded=True))
    told = [_entry(acting, table["parties"], case.title, _evidence(case), excluded=False)] if acting else []
    return told + [cleared[party] for party in table["parties"] if party in cleared and party != acting]


def _entry(
    party: str, parties: dict[str, Any], because: dict[str, str], values: dict[str, Any], *, excluded: bool
) -> dict[str, Any]:
    about = parties[party]
    return {
        "party": party,
        "name": {language: about[language] for language in LANGUAGES},
        "who": about["who"],
        "excluded": excluded,
        "because": dict(because),
        "facts": [{"fact": name, "value": known} for name, known in values.items()],
    }


def _acting(case: Case, acts: dict[str, str]) -> str | None:
    """Return the party that the verdict's cause lies with; None without a verdict, and where nobody has to act."""
    if case.top is None or case.who in (None, "nobody"):
        return None
    return acts.get(case.cause) or acts.get(case.cause.partition(".")[0])


def _evidence(case: Case) -> dict[str, Any]:
    values = case.top.finding.values if case.top is not None else {}
    return {name: values[name] for name in (case.top.finding.facts if case.top else ()) if name in values}


def _rows(case: Case, findings: Findings) -> Iterator[Judged]:
    """Yield the row that the verdict rests on, then those of the same work; without a verdict the first call."""
    own = case.top.finding.judged if case.top is not None else None
    if own is not None:
        yield own
    seen = {(own.table, own.number)} if own is not None else set()
    last: Judged | None = None
    for judged in findings.rows:
        if judged is last:
            continue
        last = judged
        key = (judged.table, judged.number)
        if key in seen:
            continue
        seen.add(key)
        if len(seen) > MOST_ROWS:
            return
        if _is_tied(judged.rows[0], case):
            yield judged


def _is_tied(row: Row, case: Case) -> bool:
    return row is case.row or (row.link == case.row.link and bool(row.link))


def facts_shown(tree: Any, judged: Judged) -> list[str] | None:
    """Return the facts that make a condition hold on a row; None where it does not, or where only prose says so."""
    if value(tree, judged.atoms) is not True:
        return None
    facts = [fact for atom in deciding(tree, judged.atoms, True) for fact in judged.atom_facts[atom]]
    for fact in facts:
        if next((row.origin[fact] for row in judged.rows if fact in row.origin), "") == UNPROVEN:
            return None
    return list(dict.fromkeys(facts))
