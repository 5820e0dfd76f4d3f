"""`supportdesk rules show`: a rule as its file has it, or its SQL of a dialect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.completing import rule_ids
from supportdesk.cli.listing import columns, indented
from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import OF, as_json, examples_of, known_rules, print_json, rule_of
from supportdesk.i18n import _, mark, pick

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge

DIALECTS = ("sqlite", "duckdb", "clickhouse", "postgres", "mysql", "spark")
"""Dialects in which a condition can be shown; mysql serves MariaDB, too."""

LABELS = {
    "why": mark("Why"), "fix": mark("Fix"), "not_when": mark("Not when"), "supersedes": mark("Explains away"),
    "refund": mark("Refund policy"), "references": mark("Sources"),
}  # fmt: skip
"""Fields of a rule's file as `show` names them; outcomes of examples stay as the file spells them."""


@click.command("show", help=_(COMMANDS["show"]))
@click.argument("identity", metavar="ID", shell_complete=rule_ids)
@click.option("--sql", "dialect", type=click.Choice(DIALECTS), default=None, help=_("Print its SQL of this dialect."))
@as_json
def command(identity: str, dialect: str | None, as_json: bool) -> None:
    """Print a whole rule."""
    knowledge = known_rules()
    rule = rule_of(knowledge, identity)
    if dialect is not None:
        click.echo(_sql(knowledge, rule, dialect))
        return
    whole = {name: value for name, value in rule.items() if name != "tree"}
    whole["examples"] = examples_of(rule)
    if as_json:
        print_json(whole)
        return
    _print_rule(knowledge, rule, whole["examples"])


def _sql(knowledge: Knowledge, rule: dict[str, Any], dialect: str) -> str:
    from supportdesk.judging.condition import parse_condition
    from supportdesk.judging.dialects import condition_sql
    from supportdesk.judging.views import visible_facts

    facts = visible_facts(knowledge.facts, rule["of"])
    return condition_sql(parse_condition(rule["when"], facts, knowledge.releases), dialect)


def _print_rule(knowledge: Knowledge, rule: dict[str, Any], examples: list[dict[str, Any]]) -> None:
    room = columns()

    def _say(text: str, first: str = "") -> None:
        for line in indented(text, first, room):
            click.echo(line)

    _say(pick(rule["title"]), f"{rule['id']}: ")
    _say(", ".join((rule["cause"], _(rule["certainty"]), _(OF[rule["of"]]), rule["file"])))
    click.echo(f"\n{rule['when'].strip()}\n")
    for fact in rule["facts"]:
        _say(pick(knowledge.facts[fact]["meaning"]), f"  {fact}: ")
    click.echo("")
    for name, label in LABELS.items():
        if rule.get(name):
            value = rule[name]
            said = pick(value) if isinstance(value, dict) else value if isinstance(value, str) else ", ".join(value)
            _say(said, f"{_(label)}: ")
    click.echo("")
    for example in examples:
        outcome, values = next(iter(example.items()))
        _say(json.dumps(values or {}, ensure_ascii=False), f"  {outcome}: ")
