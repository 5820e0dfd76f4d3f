"""One row of a copied table as a piece of evidence."""

from __future__ import annotations

from supportdesk.reading.evidence import Piece, Reading
from supportdesk.view import View

_LOG_ENOUGH = frozenset(("log_type", "quota", "amount"))
_FEWEST = 3  # facts without which a line is no row


def build_piece(view: View, kind: str, start: int, end: int, readings: list[Reading]) -> Piece | None:
    """Return the piece ('log_row' or 'task_row') of a row that tells enough, else None.

    Of a fact that was read twice the first counts. A system row that books an amount in its text (in its line, where no
    cell was told for its text) is the refund or charge that it books (gateway.md 1).
    """
    facts: dict[str, Reading] = {}
    for reading in readings:
        facts.setdefault(reading.fact, reading)
    if len(facts) < _FEWEST:
        return None
    place = view.span(start, end)
    if kind == "task_row":
        if "task_id" not in facts or "task_status" not in facts:
            return None
        return Piece("task_row", "console", place, list(facts.values()))
    if not facts.keys() & _LOG_ENOUGH:
        return None
    if "log_type" not in facts and _is_charge(facts):
        said = next(facts[name] for name in ("completion_tokens", "amount", "quota") if name in facts)
        facts["log_type"] = said._replace(fact="log_type", value="consume")
    if "log_type" in facts and facts["log_type"].value == "system":
        from supportdesk.reading.log_content import booking, read_amount

        text = facts["content"].span if "content" in facts else place
        line = view.cut(*view.offsets(text))
        booked = booking(line.text)
        if booked:
            facts["log_type"] = facts["log_type"]._replace(value=booked)
            facts.pop("quota", None)
            amount = read_amount(line)
            if amount is not None:
                facts[amount.fact] = amount
    return Piece("log_row", "console", place, list(facts.values()))


def _is_charge(facts: dict[str, Reading]) -> bool:
    """Whether a row of a table without types is a consume row: only those have both output tokens and an amount.

    Error rows book nothing, refund and top-up rows have no tokens (gateway.md 1); exports without types: gateway.md 7.
    A list of usage in credits (a job or a model beside an amount) has neither types nor tokens.
    """
    spent = facts["amount"].value if "amount" in facts else 0
    if isinstance(spent, int | float) and spent > 0 and facts.keys() & {"job_id", "model"}:
        return True
    counted = [facts[name].value for name in ("completion_tokens", "quota") if name in facts]
    return len(counted) == 2 and all(isinstance(value, int) and value > 0 for value in counted)
