"""The internal note for the operator: what happened when, by which ids, and what was ruled out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from supportdesk.advising.texts import LANGUAGES, line

if TYPE_CHECKING:
    from supportdesk.advising.verdict import Case

REQUEST_LENGTH = 2000


def write_escalation(case: Case) -> dict[str, str] | None:
    """Return the note as {'en', 'zh'}, or None where the operator has nothing to do. Never part of the reply."""
    if case.who not in ("operator", "either") or case.certainty == "undetermined":
        return None
    return {language: "\n".join(_lines(case, language)) for language in LANGUAGES}


def _lines(case: Case, language: str) -> list[str]:
    words = case.sentences[language]["escalation"]
    values = dict(case.values)
    values.update(
        cause=case.cause,
        certainty=case.certainty,
        why=case.why[language],
        time=_times(case),
        ids=", ".join(case.request_ids) or None,
        channel=", ".join(case.channels) or None,
        request=_minimal(case),
        ruled_out=None,
        causes=", ".join(case.ruled_out) or None,
        decision=case.money["decision"],
        charged=case.money.get("charged_quota"),
        refunded=case.money.get("refunded_quota"),
        refund=case.money.get("refund_quota") or None,
    )
    parts = ("cause", "time", "ids", "task", "channel", "call", "answer", "request", "ruled_out", "money")
    return [words["heading"], *filter(None, (line(words[part], values) for part in parts))]


def _times(case: Case) -> str | None:
    from datetime import UTC, datetime

    seconds = [case.values.get(name) for name in ("occurred_at", "submitted_at", "finished_at")]
    known = [value for value in seconds if isinstance(value, int | float) and 0 < value < 1e11]
    return ", ".join(datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%SZ") for value in known) or None


def _minimal(case: Case) -> str | None:
    if case.sent is None:
        return None
    return json.dumps(case.sent, ensure_ascii=False)[:REQUEST_LENGTH]
