"""`supportdesk rules`: list the rules, show one with its SQL, run the examples of all on every engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.listing import aligned, columns, indented
from supportdesk.errors import InputError
from supportdesk.i18n import _, mark, ngettext, pick

if TYPE_CHECKING:
    from supportdesk.judging.examples import Failure
    from supportdesk.knowledge import Knowledge

DIALECTS = ("sqlite", "duckdb", "clickhouse", "postgres", "mysql", "spark")
"""Dialects in which a condition can be shown; mysql serves MariaDB, too."""

OF = {"call": mark("rule of a call"), "task": mark("rule of a task"), "ticket": mark("rule of the ticket")}
LABELS = {
    "why": mark("Why"), "fix": mark("Fix"), "not_when": mark("Not when"), "supersedes": mark("Explains away"),
    "refund": mark("Refund policy"), "references": mark("Sources"),
}  # fmt: skip
"""Fields of a rule's file as `show` names them; outcomes of examples stay as the file spells them."""

as_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))


@click.group("rules", help=_("List, show and test the rules behind the verdicts."))
def rules() -> None:
    """Hold the commands below."""


@rules.command("list", help=_("List the rules: id, certainty, cause, title."))
@click.option("--cause", default=None, help=_("Only rules of this cause."))
@as_json
def list_rules(cause: str | None, as_json: bool) -> None:
    """Print one line a rule."""
    knowledge = _knowledge()
    found = [rule for rule in knowledge.rules if cause in (None, rule["cause"])]
    if cause is not None and cause not in knowledge.causes and not found:
        message = _("There is no cause {name}.").format(name=cause)
        raise InputError(message, _near(cause, list(knowledge.causes)))
    if as_json:
        names = ("id", "of", "cause", "certainty", "title", "when", "facts", "operator")
        _print_json({"rules": [{name: rule[name] for name in names} for rule in found]})
        return
    cells = [(rule["id"], _(rule["certainty"]), rule["cause"], pick(rule["title"])) for rule in found]
    for line in aligned(cells, columns()):
        click.echo(line)
    count = len(found)
    click.echo(ngettext("{count} rule", "{count} rules", count).format(count=count), err=True)


@rules.command("show", help=_("Show a rule: its condition, its texts, its examples, its facts."))
@click.argument("identity", metavar="ID")
@click.option("--sql", "dialect", type=click.Choice(DIALECTS), default=None, help=_("Print its SQL of this dialect."))
@as_json
def show(identity: str, dialect: str | None, as_json: bool) -> None:
    """Print a whole rule."""
    knowledge = _knowledge()
    rule = _rule(knowledge, identity)
    if dialect is not None:
        click.echo(_sql(knowledge, rule, dialect))
        return
    whole = {name: value for name, value in rule.items() if name != "tree"}
    whole["examples"] = _examples(rule)
    if as_json:
        _print_json(whole)
        return
    _print_rule(knowledge, rule, whole["examples"])


@rules.command(
    "test", help=_("Run the examples of the rules (of those named by ID) on every engine that is installed.")
)
@click.argument("identities", metavar="[ID…]", nargs=-1)
@click.option(
    "--engine", "engines", type=click.Choice(["sqlite", "duckdb"]), multiple=True, help=_("Only this engine.")
)
@click.option(
    "--mutations", is_flag=True, help=_("Also change each condition in every way that its examples must notice.")
)
@as_json
def test(identities: tuple[str, ...], engines: tuple[str, ...], mutations: bool, as_json: bool) -> int:
    """Print what fails; the status is 0 when nothing does, else 1."""
    from supportdesk.judging.examples import Suite
    from supportdesk.judging.mutations import survivors
    from supportdesk.paths import rules_folders

    suite = Suite(rules_folders(), list(engines) or None)
    for identity in identities:
        _rule(suite.knowledge, identity)
    chosen = [rule for rule in suite.compiled.rules if not identities or rule.data["id"] in identities]
    failures = [failure for rule in chosen for failure in suite.failures(rule)]
    missed = {rule.data["id"]: survivors(suite, rule) for rule in chosen} if mutations else {}
    missed = {identity: changes for identity, changes in missed.items() if changes}
    names = [bench.dialect for bench in suite.benches]
    examples = sum(len(rule.data["examples"]) for rule in chosen)
    if as_json:
        _print_json(
            {
                "rules": len(chosen),
                "examples": examples,
                "engines": names,
                "failures": [failure._asdict() for failure in failures],
                "survivors": missed,
            }
        )
    else:
        _print_failures(failures, missed)
        count = len(chosen)
        told = ngettext("{count} rule", "{count} rules", count).format(count=count)
        line = _("{rules}, {examples} examples on {engines}: {failures} failures")
        click.echo(
            line.format(rules=told, examples=examples, engines=", ".join(names), failures=len(failures)), err=True
        )
    return 1 if failures or missed else 0


def _knowledge() -> Knowledge:
    from supportdesk.judging.compile import load_knowledge

    knowledge = load_knowledge()
    for warning in knowledge.warnings:
        click.echo(warning, err=True)
    return knowledge


def _rule(knowledge: Knowledge, identity: str) -> dict[str, Any]:
    rule = knowledge.rule(identity)
    if rule is None:
        hint = _near(identity, [one["id"] for one in knowledge.rules])
        raise InputError(_("There is no rule {name}.").format(name=identity), hint)
    return rule


def _near(word: str, known: list[str]) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1)
    return _("Did you mean '{name}'?").format(name=near[0]) if near else None


def _sql(knowledge: Knowledge, rule: dict[str, Any], dialect: str) -> str:
    from supportdesk.judging.condition import parse_condition
    from supportdesk.judging.dialects import condition_sql
    from supportdesk.judging.views import visible_facts

    facts = visible_facts(knowledge.facts, rule["of"])
    return condition_sql(parse_condition(rule["when"], facts, knowledge.releases), dialect)


def _examples(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the examples from the rule's file: the cache leaves them out."""
    from supportdesk.judging.yaml_text import read_yaml
    from supportdesk.paths import rules_file

    with open(rules_file(rule["file"]), encoding="utf-8-sig") as stream:
        data = read_yaml(stream.read(), rule["file"]).data
    return list(data.get("examples") or [])


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


def _print_failures(failures: list[Failure], missed: dict[str, list[str]]) -> None:
    words = {True: "found", False: "ruled_out", None: "not_enough"}
    for failure in failures:
        line = _("{rule}, example {number} on {engine}: {answer} instead of {expected}").format(
            rule=failure.rule,
            number=failure.number + 1,
            engine=failure.engine,
            answer=words[failure.answer],
            expected=words[failure.expected],
        )
        click.echo(f"{line}\n  {json.dumps(failure.values, ensure_ascii=False)}")
    for identity, changes in missed.items():
        for change in changes:
            click.echo(_("{rule}: no example notices {change}").format(rule=identity, change=change))


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
