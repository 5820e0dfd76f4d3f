"""Lint of examples: those of rules that would load are run on the engine of tickets, with all that the tables add."""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.i18n import gettext
from supportdesk.judging.lint_rules import Linted
from supportdesk.judging.problems import Problem
from supportdesk.judging.sources import File

WORDS = {True: "found", False: "ruled_out", None: "not_enough"}


def lint_examples(files: list[File], rules: list[Linted]) -> Iterator[Problem]:
    """Yield the examples whose answer is another one; raises RulesError where the rules do not load."""
    from supportdesk.judging.examples import Suite

    suite = Suite(files, ["sqlite"])
    pages = {rule.data["id"]: rule.page for rule in rules}
    for rule in suite.compiled.rules:
        page = pages[rule.data["id"]]
        for failure in suite.failures(rule):
            message = gettext("this example is {answer}, not {expected}")
            told = message.format(answer=WORDS[failure.answer], expected=WORDS[failure.expected])
            yield page.problem("example-fails", told, "examples", failure.number)
