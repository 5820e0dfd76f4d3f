"""`supportdesk rules test`: the examples of the rules, on every engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from supportdesk.cli.completing import rule_ids
from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import as_json, print_json, rule_of
from supportdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from supportdesk.judging.examples import Failure


@click.command("test", help=_(COMMANDS["test"]))
@click.argument("identities", metavar="[ID…]", nargs=-1, shell_complete=rule_ids)
@click.option(
    "--engine", "engines", type=click.Choice(["sqlite", "duckdb"]), multiple=True, help=_("Only this engine.")
)
@click.option(
    "--mutations", is_flag=True, help=_("Also change each condition in every way that its examples must notice.")
)
@as_json
def command(identities: tuple[str, ...], engines: tuple[str, ...], mutations: bool, as_json: bool) -> int:
    """Print what fails; the status is 0 when nothing does, else 1."""
    from supportdesk.judging.examples import Suite
    from supportdesk.judging.mutations import survivors
    from supportdesk.paths import rules_folders

    suite = Suite(rules_folders(), list(engines) or None)
    for identity in identities:
        rule_of(suite.knowledge, identity)
    chosen = [rule for rule in suite.compiled.rules if not identities or rule.data["id"] in identities]
    failures = [failure for rule in chosen for failure in suite.failures(rule)]
    missed = {rule.data["id"]: survivors(suite, rule) for rule in chosen} if mutations else {}
    missed = {identity: changes for identity, changes in missed.items() if changes}
    names = [bench.dialect for bench in suite.benches]
    examples = sum(len(rule.data["examples"]) for rule in chosen)
    if as_json:
        print_json(
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
