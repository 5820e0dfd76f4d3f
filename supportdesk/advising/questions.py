"""A paste that only asks a question of rules/answers.yaml: the answer is the reply, and there is no cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis

LONGEST = 400
"""Signs of a paste that is a question and nothing else."""
COMPLAINTS = ("claimed_failed", "claimed_charged", "claimed_no_refund", "claimed_amount_usd", "has_error", "has_code")


def answer_question(done: Diagnosis, knowledge: Any) -> None:
    """Give the answer as the reply where the paste asks one of the questions, and shows and complains of nothing."""
    tables, data = done.tables, done.data
    if data["verdict"]["certainty"] != "undetermined" or tables.entries or tables.tasks:
        return
    if any(call.request is not None or set(call.origin.values()) - {"prose"} for call in tables.calls):
        return
    if any(tables.ticket.values.get(name) for name in COMPLAINTS):
        return
    text = " ".join(source.text for source in done.sources).strip()
    row = find_answer(text, knowledge) if 0 < len(text) <= LONGEST else None
    if row is None:
        return
    data["ask"], data["causes"] = [], []
    for name in ("en", "zh"):
        words = done.case.sentences[name]
        data["reply"][name] = "\n".join([words["greeting"], "", row["answer"][name], "", words["closing"]])
        data["verdict"]["title"][name] = words["question"]["title"]
        data["verdict"]["why"][name] = row["answer"][name]


def find_answer(text: str, knowledge: Any) -> dict[str, Any] | None:
    """Return the row that a text asks for, None where it asks for none."""
    from supportdesk.symptoms import said

    fitting = [row for row in knowledge.words.get("answers") or () if all(said(text, group) for group in row["groups"])]
    return max(fitting, key=lambda row: len(row["groups"]), default=None)
