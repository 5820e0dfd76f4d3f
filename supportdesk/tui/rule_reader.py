"""What the rules screen shows, read in a thread: the rules, a rule's examples, and what it says of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.i18n import LANGUAGES
from supportdesk.named import NamedTuple
from supportdesk.render.rule_words import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.judging.condition import Condition
    from supportdesk.knowledge import Knowledge
    from supportdesk.render.explanation import RowAnswer
    from supportdesk.tui.diagnoser import Outcome

MOST_CHARACTERS = 400_000
"""Characters of a ticket that is diagnosed once more to explain a rule by it; a larger one is not."""


class RuleEntry(NamedTuple):
    """A rule in the list: its id, family, cause, title {en, zh}, and its words in small letters, to search in."""

    id: str
    family: str
    cause: str
    title: dict[str, str]
    words: str


class RulePage(NamedTuple):
    """What is known of one rule: its fields, condition, examples; its answers on the ticket's rows and the reason.

    `answers` is empty and `reason` '' where no ticket is shown.
    """

    rule: dict[str, Any]
    condition: Condition
    examples: list[dict[str, Any]]
    knowledge: Knowledge
    answers: list[RowAnswer]
    reason: str


def read_entries() -> tuple[Knowledge, list[RuleEntry]]:
    """Return the rules in force and their entries by family and id. Raises RulesError."""
    from supportdesk.judging.compile import load_knowledge

    knowledge = load_knowledge()
    entries = [_entry(rule, knowledge) for rule in knowledge.rules]
    return knowledge, sorted(entries, key=lambda one: (one.family, one.id))


def matching(entries: Iterable[RuleEntry], text: str) -> list[RuleEntry]:
    """Return the entries that have every word of a search, in their order."""
    words = text.casefold().split()
    return [entry for entry in entries if all(word in entry.words for word in words)]


def _entry(rule: dict[str, Any], knowledge: Knowledge) -> RuleEntry:
    title = {language: plain_text(rule["title"].get(language) or "") for language in LANGUAGES}
    cause = knowledge.causes.get(rule["cause"]) or {}
    texts = [rule["id"], rule["cause"], rule["when"], *title.values(), *(cause.get("title") or {}).values()]
    texts += [plain_text(text) for name in ("why", "fix") for text in (rule.get(name) or {}).values()]
    return RuleEntry(rule["id"], rule["id"].partition(".")[0], rule["cause"], title, " ".join(texts).casefold())


class RuleReader:
    """Reads pages; keeps the diagnosis of the last ticket, so that page after page costs no further one."""

    def __init__(self) -> None:
        self._outcome: Outcome | None = None
        self._diagnosis: Diagnosis | None = None

    def page(self, identity: str, knowledge: Knowledge, outcome: Outcome | None) -> RulePage | None:
        """Return a rule's page, explained by the ticket of `outcome`; None where no rule has that id."""
        from supportdesk.judging.condition import parse_condition
        from supportdesk.judging.views import visible_facts
        from supportdesk.render.explanation import row_answers, verdict_reason

        rule = knowledge.rule(identity)
        if rule is None:
            return None
        condition = parse_condition(rule["when"], visible_facts(knowledge.facts, rule["of"]), knowledge.releases)
        diagnosis = self._of(outcome)
        answers = row_answers(rule, condition, diagnosis, knowledge) if diagnosis is not None else []
        reason = verdict_reason(rule, answers, diagnosis) if diagnosis is not None else ""
        return RulePage(rule, condition, _examples(rule), knowledge, answers, reason)

    def _of(self, outcome: Outcome | None) -> Diagnosis | None:
        from supportdesk.diagnosing import diagnose

        if outcome is None or sum(len(source.text) for source in outcome.sources) > MOST_CHARACTERS:
            return None
        if self._outcome is not outcome:
            self._diagnosis = diagnose(list(outcome.sources))
            self._outcome = outcome
        return self._diagnosis


def _examples(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the examples from the rule's file: the compiled rules leave them out."""
    from supportdesk.judging.yaml_text import read_yaml
    from supportdesk.paths import rules_file

    with open(rules_file(rule["file"]), encoding="utf-8-sig") as stream:
        data = read_yaml(stream.read(), rule["file"]).data
    return list(data.get("examples") or []) if isinstance(data, dict) else []
