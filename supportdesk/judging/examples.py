"""The examples of rules: run on every engine that is installed, and held against what they say.

An example gives the facts that the material would give; what is looked up is filled from the tables of rules/ unless
given, and the views derive the rest.
"""

from __future__ import annotations

from typing import Any

from supportdesk.judging.benches import Bench, Sample, answers, installed, make_bench
from supportdesk.judging.compiling import Compiled, compile_parts, view_data
from supportdesk.judging.dialects import condition_sql
from supportdesk.judging.kleene import Answer
from supportdesk.judging.rule_file import OUTCOMES, Rule
from supportdesk.judging.sources import File, scan
from supportdesk.judging.views import own_facts
from supportdesk.knowledge import Knowledge
from supportdesk.lookups import Lookups
from supportdesk.named import NamedTuple
from supportdesk.relating.tables import Row


class Example(NamedTuple):
    """One example: its rule, its number among the rule's examples from 0, what it expects, and its facts as given."""

    rule: Rule
    number: int
    expected: Answer
    values: dict[str, Any]


class Failure(NamedTuple):
    """An example whose answer on an engine is not what it expects."""

    rule: str
    number: int
    engine: str
    expected: Answer
    answer: Answer
    values: dict[str, Any]


class Suite:
    """Compiled rules with their `examples` in order of rules, and the benches.

    `every` has the examples of proofs and of known causes behind.
    """

    def __init__(self, folders: list[str] | list[File], engines: list[str] | None = None) -> None:
        """Compile the rules of `folders`, or of files; raises RulesError.

        `engines` are dialects, all installed ones when None.
        """
        files = [one for one in folders if isinstance(one, File)]
        data, compiled = compile_parts(files or scan([one for one in folders if isinstance(one, str)]))
        self.compiled: Compiled = compiled
        views = view_data(compiled)
        self.knowledge = Knowledge({**data, "rules": [rule.data for rule in compiled.rules], "views": views}, "")
        self.examples = [example for rule in compiled.rules for example in _examples(rule)]
        others = (*compiled.proofs, *compiled.causes)
        self.every = [*self.examples, *(example for row in others for example in _examples(row))]
        self.ranges: dict[str, tuple[int, int]] = {}
        for number, example in enumerate(self.every):
            identity = example.rule.data["id"]
            self.ranges[identity] = (self.ranges.get(identity, (number, number))[0], number)
        samples = [self._sample(example) for example in self.every]
        self.benches: list[Bench] = [
            make_bench(dialect, compiled.facts, compiled.plan, views, samples) for dialect in engines or installed()
        ]

    def answers(self, rule: Rule, bench: Bench) -> list[Answer]:
        """Return the rule's answers to its examples on one engine."""
        first, last = self.ranges[rule.data["id"]]
        sql = condition_sql(rule.condition, bench.dialect)
        return [row[0] for row in answers(bench.ask(rule.data["of"], [sql], first, last))]

    def failures(self, rule: Rule) -> list[Failure]:
        """Return the rule's examples that fail, on any engine."""
        if rule.data["id"] not in self.ranges:
            return []
        first, last = self.ranges[rule.data["id"]]
        found = []
        for bench in self.benches:
            for example, answer in zip(self.every[first : last + 1], self.answers(rule, bench), strict=True):
                if answer is not example.expected:
                    found.append(
                        Failure(
                            rule.data["id"], example.number, bench.dialect, example.expected, answer, example.values
                        )
                    )
        return found

    def _sample(self, example: Example) -> Sample:
        table = example.rule.data["of"]
        own = set(own_facts(self.compiled.facts, table))
        row = Row("example")
        row.values = {name: value for name, value in example.values.items() if name in own}
        ticket = {name: value for name, value in example.values.items() if name not in own}
        if table == "ticket":
            return Sample(table, {}, row.values)
        Lookups(self.knowledge).fill(row)
        return Sample(table, {name: value for name, value in row.values.items() if name in own}, ticket)


def _examples(rule: Rule) -> list[Example]:
    found = []
    for number, example in enumerate(rule.data["examples"]):
        outcome, values = next(iter(example.items()))
        found.append(Example(rule, number, OUTCOMES[outcome], values))
    return found
