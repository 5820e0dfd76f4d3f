"""`supportdesk rules new`: the file of a rule of the operator's own, with examples that already pass."""

from __future__ import annotations

import json
import os
import re
import tempfile
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.completing import cause_ids
from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import known_rules, near
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge

IDENTITY = re.compile(r"[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*\Z")
NOT_FAMILIES = ("errors", "requests", "replies", "models")


@click.command("new", help=_(COMMANDS["new"]))
@click.argument("identity", metavar="ID")
@click.option(
    "--cause", required=True, help=_("The cause that it proves: an id of causes.yaml."), shell_complete=cause_ids
)
@click.option("--when", "text", required=True, help=_("Its condition over the facts, in DuckDB's SQL."))
@click.option("--of", type=click.Choice(["call", "task", "ticket"]), default="call", help=_("What it judges."))
@click.option(
    "--certainty", type=click.Choice(["confirmed", "likely", "possible"]), default="likely",
    help=_("How certain it is when it holds; a rule of your own is never confirmed."),
)  # fmt: skip
def command(identity: str, cause: str, text: str, of: str, certainty: str) -> None:
    """Write the file and print its path; refuse what is there or cannot be."""
    from supportdesk.paths import own_rules

    knowledge = known_rules()
    _check(knowledge, identity, cause)
    family, _dot, name = identity.partition(".")
    path = os.path.join(own_rules(), family, f"{name}.yaml")
    if os.path.exists(path):
        raise InputError(_("{path} is there already and is left as it is.").format(path=path))
    written = _with_examples(knowledge, identity, cause, " ".join(text.splitlines()), of, certainty)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(written)
    except OSError as problem:
        raise InputError(
            _("{name} cannot be written: {reason}").format(name=path, reason=problem.strerror)
        ) from problem
    click.echo(path)
    click.echo(_("Write its texts and its sources, then run: supportdesk rules lint"), err=True)


def _check(knowledge: Knowledge, identity: str, cause: str) -> None:
    if not IDENTITY.match(identity) or identity.partition(".")[0] in NOT_FAMILIES:
        message = _("'{name}' is no id: write family.name in lower case, such as endpoint.old-path").format(
            name=identity
        )
        raise InputError(message)
    if cause not in knowledge.causes:
        raise InputError(_("There is no cause {name}.").format(name=cause), near(cause, knowledge.causes))
    if knowledge.rule(identity) is not None:
        hint = _("Choose another id, or copy its file into your own rules directory to change it.")
        raise InputError(_("There is a rule {name} already.").format(name=identity), hint)


def _with_examples(knowledge: Knowledge, identity: str, cause: str, text: str, of: str, certainty: str) -> str:
    """Return the file's text with those examples that pass on the engine of tickets; raises InputError."""
    from supportdesk.judging.condition import ConditionError, parse_condition
    from supportdesk.judging.example_making import make_examples
    from supportdesk.judging.views import visible_facts

    facts = visible_facts(knowledge.facts, of)
    try:
        condition = parse_condition(text, facts, knowledge.releases)
    except ConditionError as problem:
        raise InputError(_("The condition is refused: {problem}").format(problem=problem)) from problem
    examples = make_examples(condition, facts)
    head = _head(identity, cause, text, of, certainty)
    passing = _passing(identity, head, examples)
    missing = {"found", "ruled_out", "not_enough"} - {outcome for outcome, _values in passing}
    if missing:
        message = _("No example was found that is: {words}. Write one, or the rule stays a likely one at most.")
        click.echo(message.format(words=", ".join(sorted(missing))), err=True)
    return head + _shown(passing)


def _passing(identity: str, head: str, examples: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """Return the examples whose answer is the expected one when they are run with all tables."""
    from supportdesk.judging.examples import Suite
    from supportdesk.paths import shipped_rules

    family, _dot, name = identity.partition(".")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, family))
        with open(os.path.join(folder, family, f"{name}.yaml"), "w", encoding="utf-8") as stream:
            stream.write(head + _shown(examples))
        suite = Suite([shipped_rules(), folder], ["sqlite"])
    rule = next(rule for rule in suite.compiled.rules if rule.data["id"] == identity)
    failing = {failure.number for failure in suite.failures(rule)}
    return [example for number, example in enumerate(examples) if number not in failing]


def _head(identity: str, cause: str, text: str, of: str, certainty: str) -> str:
    lines = [
        f"id: {identity}",
        f"cause: {cause}",
        *([f"of: {of}"] if of != "call" else []),
        "title:",
        '  en: "TODO: what happened, in one line"',
        '  zh: "TODO：一行说明发生了什么"',
        "when: >-",
        f"  {text.strip()}",
        f"certainty: {certainty}",
        "why:",
        '  en: "TODO: why this proves the cause"',
        '  zh: "TODO：为什么由此可知原因"',
        "fix:",
        '  en: "TODO: what to do about it"',
        '  zh: "TODO：应如何处理"',
        "references: []  # TODO: where this is documented",
    ]
    return "\n".join(lines) + "\n"


def _shown(examples: list[tuple[str, dict[str, Any]]]) -> str:
    if not examples:
        return ""
    rows = [f"  - {outcome}: {json.dumps(values, ensure_ascii=False)}" for outcome, values in examples]
    return "\n".join(["examples:", *rows]) + "\n"
