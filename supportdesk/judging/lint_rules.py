"""Lint of single rules: everything the loader would refuse, and what makes a rule useless once it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.condition import Condition
from supportdesk.judging.lint_words import lint_words
from supportdesk.judging.problems import Page, Problem
from supportdesk.judging.reasoning import Undecided, can_fail, can_hold
from supportdesk.judging.rule_checks import TEXTS, TODO, Checked, Vocabulary
from supportdesk.named import NamedTuple


class Linted(NamedTuple):
    """A rule that would load, with its page and its parsed condition."""

    page: Page
    data: dict[str, Any]
    condition: Condition
    operator: bool


def lint_rule(page: Page, vocabulary: Vocabulary, *, operator: bool) -> tuple[list[Problem], Linted | None]:
    """Return what is wrong with one rule's file, and the rule where nothing of it would keep it from loading."""
    checked = Checked(page.document, vocabulary, operator=operator)
    problems = [page.refused(problem) for problem in checked.problems]
    data = page.document.data
    if not isinstance(data, dict):
        return problems, None
    problems += _texts(page, data)
    if operator and checked.absent:
        message = gettext("no example of {words}: the rule is never more than likely")
        problems.append(page.problem("no-example", message.format(words=", ".join(checked.absent)), "examples"))
    if not data.get("references"):
        message = gettext("references are missing: say where this is documented")
        problems.append(page.problem("no-source", message, "references"))
    if checked.condition is None:
        return problems, None
    problems += _answers(page, checked.condition, vocabulary)
    if not checked.problems:
        problems += lint_words(page, checked.condition, vocabulary.facts)
    return problems, None if checked.problems else Linted(page, data, checked.condition, operator)


def _texts(page: Page, data: dict[str, Any]) -> Iterator[Problem]:
    for name in TEXTS:
        texts = data.get(name)
        for language, text in texts.items() if isinstance(texts, dict) else ():
            if isinstance(text, str) and TODO in text:
                message = gettext("{name}.{language} is still to be written").format(name=name, language=language)
                yield page.problem("todo", message, name, language)


def _answers(page: Page, condition: Condition, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield whether a condition can never be TRUE, or never FALSE."""
    try:
        if not can_hold(condition, vocabulary.facts):
            message = gettext("this condition can never hold: its comparisons contradict each other")
            yield page.problem("never", message, "when")
        elif not can_fail(condition, vocabulary.facts):
            yield page.problem("always", gettext("this condition holds whatever its facts are"), "when")
    except Undecided:
        return  # too large to tell: nothing is claimed
