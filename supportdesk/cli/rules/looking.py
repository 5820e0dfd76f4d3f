"""What the commands of `supportdesk rules` share: the knowledge, a rule by its id, JSON on one line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from supportdesk.errors import InputError
from supportdesk.i18n import _, mark

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge

OF = {"call": mark("rule of a call"), "task": mark("rule of a task"), "ticket": mark("rule of the ticket")}

as_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))


def known_rules() -> Knowledge:
    """Return the compiled rules; what was noticed while they were compiled goes to stderr."""
    from supportdesk.judging.compile import load_knowledge

    knowledge = load_knowledge()
    for warning in knowledge.warnings:
        click.echo(warning, err=True)
    return knowledge


def rule_of(knowledge: Knowledge, identity: str) -> dict[str, Any]:
    """Return the rule of that id; raises InputError with the nearest one."""
    rule = knowledge.rule(identity)
    if rule is None:
        hint = near(identity, [one["id"] for one in knowledge.rules])
        raise InputError(_("There is no rule {name}.").format(name=identity), hint)
    return rule


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the question whether the nearest known word was meant; None where none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), 1)
    return _("Did you mean '{name}'?").format(name=found[0]) if found else None


def examples_of(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the examples from the rule's file: the cache leaves them out."""
    from supportdesk.judging.yaml_text import read_yaml
    from supportdesk.paths import rules_file

    with open(rules_file(rule["file"]), encoding="utf-8-sig") as stream:
        data = read_yaml(stream.read(), rule["file"]).data
    return list(data.get("examples") or [])


def all_examples() -> dict[str, list[dict[str, Any]]]:
    """Return the examples of all rules by id, those of an operator's rule in the place of ours."""
    from supportdesk.judging.sources import scan
    from supportdesk.judging.tables import document, is_rule_file
    from supportdesk.paths import rules_folders

    pages = [document(file).data for file in scan(rules_folders()) if is_rule_file(file.relative)]
    return {str(data["id"]): list(data.get("examples") or []) for data in pages if isinstance(data, dict)}


def print_json(data: dict[str, Any]) -> None:
    """Print an object on one line."""
    click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
