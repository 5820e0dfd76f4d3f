"""lint(): the rules of one or several folders held against each other, every problem with its place.

The loader stops at the first problem, since it must not run on a wrong rule; this reads on, since a person mends all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.cause_file import read_causes
from supportdesk.judging.fact_file import LANGUAGES, read_facts, read_plan
from supportdesk.judging.lint_errors import PlacedRow, lint_kinds, lint_row, lint_rows, placed_rows
from supportdesk.judging.lint_examples import lint_examples
from supportdesk.judging.lint_overlaps import lint_overlaps
from supportdesk.judging.lint_rules import Linted, lint_rule
from supportdesk.judging.lint_texts import lint_causes, lint_reasons, lint_replies
from supportdesk.judging.nearest import nearest
from supportdesk.judging.policy_file import check_policy
from supportdesk.judging.problems import Page, Problem, of_file
from supportdesk.judging.proof_file import read_proofs
from supportdesk.judging.rule_checks import Vocabulary
from supportdesk.judging.sources import File, read_text, scan
from supportdesk.judging.tables import (
    by_id,
    gateways,
    is_rule_file,
    merged,
    models,
    parsed,
    releases,
    replies,
    requests,
)
from supportdesk.judging.tables import vocabularies as closed_lists
from supportdesk.named import NamedTuple

NO_CAUSE = "unknown"
"""The cause that no rule proves."""


class Lint(NamedTuple):
    """What was looked at, and what is wrong with it: `problems` in order of files and lines."""

    problems: list[Problem]
    rules: int
    rows: int


def lint(folders: list[str]) -> Lint:
    """Look at all files of the folders (ours first); raises nothing for what is wrong in them."""
    return lint_files(scan(folders))


def lint_files(files: list[File]) -> Lint:
    """Look at files, ours first; raises nothing for what is wrong in them."""
    return _Linter(files).run()


class _Linter:
    """One run: the pages that could be read, and the problems so far."""

    def __init__(self, files: list[File]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.pages: list[Page] = []
        for file in files:
            if file.relative.endswith(".yaml"):
                self._read(file)

    def run(self) -> Lint:
        """Lint tables first: without facts and causes nothing can be said of rules."""
        kinds = self._merge(lambda: merged(self.files, "error_kinds.yaml")) or {}
        rows = [placed for page in self._in("errors/") for placed in placed_rows(page)]
        rows = self._over(rows)
        for placed in rows:
            self.problems += lint_row(placed, kinds)
        for read in (models, requests, replies):
            self._merge(lambda read=read: read(self.files))  # type: ignore[misc] # bound at once, for the loop goes on
        vocabulary = self._vocabulary(rows, kinds)
        rules = self._rules(vocabulary) if vocabulary is not None else []
        self._check_texts(vocabulary)
        broken = {problem.code for problem in self.problems} & {"schema", "unknown-name"}
        if not broken:
            self.problems += lint_rows(rows)
            self.problems += self._uses(rows, rules, vocabulary)
            self.problems += self._merge(lambda: list(lint_examples(self.files, rules))) or []
        ordered = sorted(dict.fromkeys(self.problems), key=lambda one: (one.file, one.line or 0, one.column or 0))
        return Lint(ordered, len(rules), len(rows))

    def _read(self, file: File) -> None:
        try:
            text = read_text(file)
            self.pages.append(Page(file, text, parsed(text, file.relative)))
        except RulesError as problem:
            self.problems.append(of_file(file, problem))

    def _merge(self, read: Callable[[], Any]) -> Any:
        """Return what a table's reader returns; where it refuses a file, None, and the problem is kept."""
        try:
            return read()
        except RulesError as problem:
            file = next((one for one in reversed(self.files) if one.relative == problem.path), self.files[0])
            found = of_file(file, problem)
            if not any((one.file, one.line) == (found.file, found.line) for one in self.problems):
                self.problems.append(found)
            return None

    def _in(self, prefix: str) -> list[Page]:
        return [page for page in self.pages if page.file.relative.startswith(prefix)]

    def _over(self, rows: list[PlacedRow]) -> list[PlacedRow]:
        """Return the rows with an operator's in the place of ours; of two in one folder the later is a problem."""
        found: dict[str, PlacedRow] = {}
        for placed in rows:
            identity = str(placed.row.get("id"))
            other = found.get(identity)
            if other is not None and other.page.file.folder == placed.page.file.folder:
                message = gettext("the id {id} is taken by {file}").format(id=identity, file=other.page.file.relative)
                self.problems.append(placed.problem("twice", message, "id"))
            if placed.row.get("disabled") is True:
                found.pop(identity, None)
            else:
                found[identity] = placed
        return list(found.values())

    def _vocabulary(self, rows: list[PlacedRow], kinds: dict[str, Any]) -> Vocabulary | None:
        known = self._merge(lambda: gateways(self.files))
        if known is None:
            return None
        ordinals = self._merge(lambda: releases(known["releases"])) or {}
        causes = self._merge(lambda: by_id(self.files, "causes.yaml", "causes")) or {}
        refunds = self._merge(lambda: merged(self.files, "refunds.yaml")) or {}
        sound = [placed.row for placed in rows if placed.row.get("kind") and placed.row.get("system")]
        lists = closed_lists([row for row in sound if {*_kinds(row)} <= set(kinds)], kinds, known)
        documents = [page.document for page in self._in("facts.yaml")]
        facts = self._merge(lambda: read_facts(documents, lists))
        if facts is None or self._merge(lambda: read_plan(facts, ordinals, documents)) is None:
            return None
        return Vocabulary(facts, ordinals, causes, refunds.get("policies") or refunds)

    def _rules(self, vocabulary: Vocabulary) -> list[Linted]:
        found: dict[str, Linted] = {}
        places: dict[str, File] = {}
        for page in self.pages:
            if not is_rule_file(page.file.relative):
                continue
            data = page.document.data if isinstance(page.document.data, dict) else {}
            identity = str(data.get("id"))
            if data.get("disabled") is True:
                if identity not in places:
                    message = gettext("there is no rule {name} to disable{hint}")
                    hint = nearest(identity, places)
                    self.problems.append(page.problem("unknown-name", message.format(name=identity, hint=hint), "id"))
                found.pop(identity, None)
                continue
            other = places.get(identity)
            if other is not None and other.folder == page.file.folder:
                message = gettext("the id {id} is taken by {file}").format(id=identity, file=other.relative)
                self.problems.append(page.problem("twice", message, "id"))
            places[identity] = page.file
            problems, rule = lint_rule(page, vocabulary, operator=page.file.folder > 0)
            self.problems += problems
            if rule is not None:
                found[identity] = rule
        return list(found.values())

    def _check_texts(self, vocabulary: Vocabulary | None) -> None:
        """Look at what customers read: proofs, known causes, the reasons of policies, replies."""
        if vocabulary is not None:
            known = vocabulary
            for page in self._in("proofs.yaml"):
                self._merge(lambda page=page: read_proofs(page.document, known))  # type: ignore[misc] # as above
            for page in self._in("refunds.yaml"):
                self._merge(lambda page=page: read_causes(page.document, known))  # type: ignore[misc] # as above
        refunds = self._merge(lambda: merged(self.files, "refunds.yaml")) or {}
        for page in self._in("refunds.yaml"):
            self.problems += lint_reasons(page, refunds)
            self._merge(lambda page=page: check_policy(page.document, refunds))  # type: ignore[misc] # as above
        texts = self._merge(lambda: replies(self.files)) or {}
        for language in LANGUAGES:
            self.problems += lint_replies(self._in(f"replies/{language}/"), language, texts)

    def _uses(self, rows: list[PlacedRow], rules: list[Linted], vocabulary: Vocabulary | None) -> Iterator[Problem]:
        if vocabulary is None:
            return
        yield from lint_overlaps(rules, vocabulary.facts)
        for page in self._in("error_kinds.yaml")[:1]:
            yield from lint_kinds(page, rows, [rule.condition for rule in rules])
        ruled = {rule.data["cause"] for rule in rules} | {NO_CAUSE}
        for page in self._in("causes.yaml"):
            yield from lint_causes(page, vocabulary, ruled)


def _kinds(row: dict[str, Any]) -> list[str]:
    return [row["kind"]] if isinstance(row["kind"], str) else list(row["kind"])


def within(problem: Problem, places: list[str]) -> bool:
    """Tell whether a problem lies in one of the files or folders; every one does where none is named."""
    path = os.path.abspath(problem.file)
    return not places or any(path == place or path.startswith(place.rstrip(os.sep) + os.sep) for place in places)
