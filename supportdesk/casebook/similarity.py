"""Cases that are alike, with the reason; and outages: one fingerprint in many tickets of a short time."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING

from supportdesk.casebook import fingerprint, telling
from supportdesk.casebook.answers import Cluster, Similar
from supportdesk.casebook.case import CaseRow
from supportdesk.casebook.filtering import LISTED

__all__ = ["Cluster", "Similar", "clusters", "similar"]

if TYPE_CHECKING:
    from supportdesk.casebook.finder import Finder

MOST_COMPARED = 400
"""Cases of one error, or of one endpoint, family and layer, that are compared: the newest."""

MOST_NUMBERS = 200
"""Cases of one cluster that are named: the newest."""

_COLUMNS = ", ".join(CaseRow._fields)
_NEAR = f"""
SELECT number, fingerprint FROM cases WHERE {LISTED} AND number <> ? AND {{which}} ORDER BY number DESC LIMIT ?
"""  # noqa: S608 - our own names
_THESE = f"SELECT {_COLUMNS} FROM cases WHERE number IN ({{marks}})"  # noqa: S608 - our own names
_OF = "SELECT fingerprint FROM cases WHERE number = ?"
_CLUSTERS = f"""
SELECT fingerprint, count(*) AS cases, min(created_at) AS since, max(number) AS newest FROM cases
WHERE {LISTED} AND created_at >= ? AND created_at <= ? AND fingerprint IS NOT NULL AND fingerprint NOT LIKE '--------|%'
GROUP BY fingerprint HAVING count(*) >= ? ORDER BY cases DESC, newest DESC
"""  # noqa: S608 - our own names
_MEMBERS = f"""
SELECT number, gateway FROM cases
WHERE {LISTED} AND fingerprint = ? AND created_at >= ? AND created_at <= ? ORDER BY number DESC
"""  # noqa: S608 - our own names
_NEWEST = "SELECT diagnosis FROM verdicts WHERE number = ? ORDER BY id DESC LIMIT 1"


def similar(finder: Finder, number: int, limit: int) -> list[Similar]:
    """Return the cases most like one, best first, then newest. Raises CaseNotFound."""
    found = finder.rows(_OF, [number])
    if not found:
        raise telling.not_found(number)
    own: str | None = found[0]["fingerprint"]
    if own is None:
        return []
    error, _bar, kin = own.partition("|")
    ways: list[tuple[str, str]] = []
    if error != fingerprint.NOT_SHOWN:
        ways += [("fingerprint = ?", own), ("substr(fingerprint, 1, 8) = ?", error)]
    if kin != "|".join([fingerprint.NOT_SHOWN] * 3):
        ways.append(("substr(fingerprint, 10) = ?", kin))
    candidates: dict[int, str] = {}
    for which, value in ways:
        near = finder.rows(_NEAR.format(which=which), [number, value, MOST_COMPARED])
        candidates.update({row["number"]: row["fingerprint"] for row in near})
    reasons = {other: fingerprint.agreeing(own, print_) for other, print_ in candidates.items()}
    scores = {other: sum(fingerprint.WEIGHTS[name] for name in names) for other, names in reasons.items()}
    best = sorted(candidates, key=lambda other: (-scores[other], -other))[:limit]
    marks = ", ".join("?" * len(best))
    cases = {row["number"]: CaseRow.of(row) for row in finder.rows(_THESE.format(marks=marks), best)}
    return [Similar(cases[other], reasons[other], scores[other]) for other in best if other in cases]


def clusters(finder: Finder, now: float, window_h: int, least: int) -> list[Cluster]:
    """Return the fingerprints with an error that at least `least` cases of the last hours share, largest first."""
    since, until = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for at in (now - window_h * 3600, now))
    found = []
    for row in finder.rows(_CLUSTERS, [since, until, least]):
        members = finder.rows(_MEMBERS, [row["fingerprint"], since, until])
        gateways = Counter(member["gateway"] for member in members if member["gateway"])
        diagnosis = json.loads(finder.rows(_NEWEST, [row["newest"]])[0]["diagnosis"])
        label = fingerprint.facts_of(diagnosis)
        gateway = gateways.most_common(1)[0][0] if gateways else None
        numbers = [member["number"] for member in members[:MOST_NUMBERS]]
        found.append(Cluster(row["fingerprint"], label, gateway, row["cases"], row["since"], numbers))
    return found
