"""Ranking: findings in, candidate causes out, the root cause before its consequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.alike import MOST, Open, alike, answered_no, usual
from supportdesk.advising.by_words import by_words
from supportdesk.advising.candidates import Candidate, certainty_of
from supportdesk.advising.own_words import is_told
from supportdesk.likeness import LOOKED_AT, how_like

if TYPE_CHECKING:
    from supportdesk.judging.finding import Finding, Findings
    from supportdesk.reading.evidence import Evidence
    from supportdesk.relating.tables import Row, Tables

POSSIBLE, LIKELY, CONFIRMED = 1, 2, 3
DOORS, BEHIND_DOORS = ("auth", "quota", "rate"), ("endpoint", "request", "model")
"""Families of causes for which a call is refused unread, and those of what would have been read."""
CHARGE_CLAIMS = ("claimed_no_refund", "claimed_twice", "claimed_aborted", "claimed_mismatch", "given_back")
"""Facts of the ticket without which a question about money disputes no charge."""
BOOKS_TOLD = (",refund_row_absent,", ",charge_not_back,", ",charge_returned,", ",books_compared,")
"""Symptoms of who tells what the books say of failed work: the money is what he writes about."""
OF_A_FAILURE = ("content", "request", "endpoint", "upstream")
"""Families of causes for which work fails; of who asks for the charge of it they are not what he asks about."""
OPEN_CANDIDATES = 5
"""How many causes that are only touched are listed."""


def rank(findings: Findings, tables: Tables, knowledge: Any, evidence: Evidence | None = None) -> list[Candidate]:
    """Return the candidates, best first, one a cause: found ones, then those that the material touches.

    Where nothing is confirmed the words of the `evidence` order what is only possible or open and add what they are
    most like (advising/by_words.py); None leaves them out.

    A cause that another one supersedes, at least as certain, is dropped into the other's `explains` (where both are
    only possible it stands behind it); a rule that another one `doubts` is no more certain than that one; a consequence
    stands behind its root. Beside a confirmed cause nothing that is only possible is listed.
    """
    found, touched = [], []
    for finding in findings.telling:
        if finding.answer is True:
            row = row_of(finding, tables)
            level = certainty_of(finding, row, tables.ticket)
            found.append(Candidate(finding, row, min(level, _most_after(finding.rule, row, tables))))
        elif _is_supported(finding, knowledge.facts):
            touched.append(Candidate(finding, row_of(finding, tables), 0))
    found = _shown_first(_doubted(_turned_away(found)))
    if tables.answered:
        from supportdesk.advising.weakening import weakened

        found = weakened(found, findings, tables.answered)
        against = answered_no({candidate.cause for candidate in touched}, findings, tables)
        touched = [candidate for candidate in touched if candidate.cause not in against]
        touched += [candidate for candidate in found if candidate.level == 0]
        found = [candidate for candidate in found if candidate.level > 0]
    if any(candidate.level == CONFIRMED for candidate in found):
        found = [candidate for candidate in found if candidate.level > POSSIBLE]
    ranked = _without_superseded(_best_of_each(found), found)
    ranked = _money_first(_roots_first(ranked, knowledge.causes), tables)
    named = {candidate.cause for candidate in ranked} | {cause for one in ranked for cause in one.explains}
    open_ones = [candidate for candidate in _best_of_each(touched) if candidate.cause not in named]
    still_open = Open(findings, tables, knowledge)
    if ranked and ranked[0].level < CONFIRMED:
        leading = [candidate.cause for candidate in ranked]
        open_ones = _with_alike(ranked, open_ones, alike(leading, named, still_open))
    elif not ranked:
        open_ones = usual(open_ones, still_open)
    open_ones = open_ones[:OPEN_CANDIDATES]
    if evidence is None or any(candidate.level == CONFIRMED for candidate in ranked):
        return ranked + open_ones
    text = "\n".join(source.text[:LOOKED_AT] for source in evidence.sources)
    likeness = how_like(knowledge.words["likeness"], knowledge.words["threads"], text)
    told = False if ranked else is_told(evidence, tables.ticket)
    return by_words(ranked, open_ones, named, likeness, still_open, told)


def _with_alike(found: list[Candidate], open_ones: list[Candidate], looks: list[Candidate]) -> list[Candidate]:
    """Return the open candidates, what looks like the found first; by looks alone no more than fill three causes."""
    touched = {one.cause: one for one in open_ones}
    first = [touched.get(one.cause, one) for one in looks]
    taken = {one.cause for one in first}
    kept = [one for one in first if one.cause in touched or len(found) + first.index(one) < MOST]
    return kept + [one for one in open_ones if one.cause not in taken]


def _most_after(rule: dict[str, Any], row: Row, tables: Tables) -> int:
    """Return how certain a rule can be after what the customer tells of other calls, and of this one as over."""
    if rule["id"] in tables.doubted or id(row) in tables.bygone:
        return POSSIBLE
    family = rule["cause"].partition(".")[0]
    if family in OF_A_FAILURE and _tells_of_refund(tables.ticket):
        return LIKELY
    return CONFIRMED if tables.contradicted.isdisjoint((rule["id"], family)) else LIKELY


def _tells_of_refund(ticket: Row) -> bool:
    """Whether the customer asks about the money of work that failed, and says whether it came back."""
    values = ticket.values
    asks = values.get("asks_money") or values.get("claimed_charged")
    return bool(values.get("claimed_failed") and asks and "claimed_no_refund" in values)


def _turned_away(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates with what only the request shows behind the reason for which the call was refused unread.

    Key, balance and rate are looked at before the request is: of a call that they refuse nobody has read the rest.
    """
    doors = [one for one in found if one.level > POSSIBLE and _family(one) in DOORS and _is_answered(one)]
    for door in doors:
        for number, one in enumerate(found):
            if one.row is door.row and _family(one) in BEHIND_DOORS and not _is_answered(one):
                found[number] = _behind(one, door, LIKELY)
    return found


def _doubted(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates with those that another rule of the call `doubts` no more certain than it and behind."""
    for one in found:
        doubts = one.finding.rule.get("doubts") or ()
        for number, other in enumerate(found if doubts else ()):
            if other.finding.rule["id"] in doubts and other.row is one.row:
                found[number] = _behind(other, one, one.level)
    return found


def _shown_first(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates with what only words of another call's error say behind what a shown answer says.

    Where a whole answer is in the ticket that says more than its status, an error that is quoted beside it is what some
    program made of it.
    """
    for one in [one for one in found if _is_answered(one) and _is_spoken(one.row)]:
        for number, other in enumerate(found):
            if other.row is not one.row and _is_answered(other) and "response_kind" not in other.row.values:
                found[number] = _behind(other, one, one.level)
    return found


def _behind(candidate: Candidate, first: Candidate, most: int) -> Candidate:
    """Return a candidate that stands behind another one and is at most so certain."""
    lowered = Candidate(candidate.finding, candidate.row, min(candidate.level, most))
    lowered.score = min(lowered.score, first.score - 1)
    return lowered


def _is_spoken(row: Row) -> bool:
    """Whether a call's answer is shown and its error has words of its own."""
    bare = str(row.values.get("error_kind", "")).startswith("status_")
    return row.values.get("response_kind") == "json" and not bare


def _family(candidate: Candidate) -> str:
    return candidate.cause.partition(".")[0]


def _is_answered(candidate: Candidate) -> bool:
    """Whether a candidate rests on what the answer says."""
    return any(fact.startswith("error_") for fact in candidate.finding.facts)


def _is_supported(finding: Finding, facts: dict[str, Any]) -> bool:
    """Whether something that was read, or an error that was understood, speaks for an open rule.

    What is only known of the model or the gateway speaks for every cause alike.
    """
    return any(name.startswith("error_") or (facts.get(name) or {}).get("from") == "read" for name in finding.facts)


def row_of(finding: Finding, tables: Tables) -> Row:
    """Return the row that a finding speaks of."""
    if finding.table == "ticket":
        return tables.ticket
    rows = tables.tasks if finding.table == "task" else tables.entries if finding.table == "entry" else tables.calls
    return rows[finding.index]


def _best_of_each(candidates: list[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.cause)
        if known is None or candidate.score > known.score:
            best[candidate.cause] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def _without_superseded(candidates: list[Candidate], found: list[Candidate]) -> list[Candidate]:
    """Drop what another candidate explains away; what is only possible drops nothing and stands before it instead.

    Of two that explain each other away the better one stays. Of a cause all rules count that are as certain as it is,
    the candidates' own before the others.
    """
    by_cause = {candidate.cause: candidate for candidate in candidates}
    dropped: set[str] = set()
    behind: list[tuple[Candidate, Candidate]] = []
    own = [(candidate, _superseded_by(candidate)) for candidate in candidates]
    others = [
        (candidate, _superseded_by(one))
        for candidate in candidates
        for one in found
        if one.cause == candidate.cause and one.level == candidate.level
    ]
    weak = [pair for pair in own + others if pair[0].level == POSSIBLE]
    for candidate, causes in [*(pair for pair in own + others if pair[0].level > POSSIBLE), *weak]:
        for other in [by_cause[cause] for cause in causes if cause in by_cause]:
            explained_away = candidate.cause in dropped and candidate.cause in other.explains
            if other is candidate or other.level > candidate.level or explained_away:
                continue
            if candidate.level == POSSIBLE:
                behind.append((candidate, other))
            elif other.cause not in dropped:
                dropped.add(other.cause)
                candidate.explains.append(other.cause)
    kept = [candidate for candidate in candidates if candidate.cause not in dropped] or list(candidates)
    return _put_behind(kept, behind)


def _money_first(candidates: list[Candidate], tables: Tables) -> list[Candidate]:
    """Move what explains the money before what explains an error where the customer disputes a charge.

    A charge is told of by the customer's claims, or by the record of a task or a call. What is confirmed stays where it
    is.
    """
    ticket = tables.ticket
    books = any(symptom in str(ticket.values.get("symptoms")) for symptom in BOOKS_TOLD)
    tells = (
        books
        or any(fact in ticket.values for fact in CHARGE_CLAIMS)
        or any(row.values.get("charged_amount") or row.values.get("charged_quota") for row in tables.calls)
    )
    asks = books or any(ticket.values.get(fact) for fact in ("asks_money", "claimed_twice", "claimed_no_refund"))
    if not (ticket.values.get("claimed_charged") or (tells and asks)):
        return candidates
    if any(candidate.level == CONFIRMED for candidate in candidates):
        return candidates
    mentioned = not tells and not ticket.values.get("asks_money")
    shown = candidates and (candidates[0].level > POSSIBLE or _is_own_fault(candidates[0], ticket))
    if mentioned and shown and not _is_paid(candidates):
        return candidates  # a charge told in passing; what failed is shown and explained
    refused = candidates and (candidates[0].level > POSSIBLE or ticket.values.get("has_error"))
    if not tells and refused and _family(candidates[0]) == "quota":
        return candidates  # the money asked about is what the call was refused for
    return sorted(candidates, key=lambda candidate: not _explains_money(candidate))


def _is_own_fault(candidate: Candidate, ticket: Row) -> bool:
    """Whether what is shown of a call is a mistake of the request, which was charged or not all the same."""
    return candidate.row is not ticket and _family(candidate) in BEHIND_DOORS


def _is_paid(candidates: list[Candidate]) -> bool:
    """Whether the first candidate is about money, or the error itself makes one of money that explains it away."""
    first = candidates[0]
    return _explains_money(first) or any(
        _explains_money(one) and _is_answered(one) and first.cause in (one.finding.rule.get("supersedes") or ())
        for one in candidates
    )


def _explains_money(candidate: Candidate) -> bool:
    """Whether a candidate is about the charge itself, or more than possible and explains a cause that is."""
    explained = candidate.explains if candidate.level > POSSIBLE else ()
    return any(cause.startswith("billing.") for cause in (candidate.cause, *explained))


def _superseded_by(candidate: Candidate) -> list[str]:
    return candidate.finding.rule.get("supersedes") or []


def _put_behind(candidates: list[Candidate], pairs: list[tuple[Candidate, Candidate]]) -> list[Candidate]:
    """Move the first of each pair before the second; of two pairs that contradict each other the first counts."""
    ordered = list(candidates)
    moved: set[tuple[int, int]] = set()
    for first, second in pairs:
        if first not in ordered or second not in ordered or (id(second), id(first)) in moved:
            continue
        moved.add((id(first), id(second)))
        if ordered.index(first) > ordered.index(second):
            ordered.remove(first)
            ordered.insert(ordered.index(second), first)
    return ordered


def _roots_first(candidates: list[Candidate], causes: dict[str, Any]) -> list[Candidate]:
    """Move a consequence behind its root where the root is at least likely or as certain as the consequence."""
    ordered = list(candidates)
    for candidate in candidates:
        roots = (causes.get(candidate.cause) or {}).get("consequence_of") or ()
        for root in [one for one in candidates if one.cause in roots]:
            if root.level < min(2, candidate.level):
                continue
            if root.level <= candidate.level and root.cause in (candidate.finding.rule.get("supersedes") or ()):
                continue  # its own rule says that it is what is asked about
            if candidate.cause not in root.explains:
                root.explains.append(candidate.cause)
            if ordered.index(root) > ordered.index(candidate):
                ordered.remove(root)
                ordered.insert(ordered.index(candidate), root)
    return ordered
