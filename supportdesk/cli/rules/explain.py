"""`supportdesk rules explain`: a rule in words, and what it makes of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from supportdesk import i18n
from supportdesk.cli.completing import file_names, rule_ids
from supportdesk.cli.listing import columns, indented
from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import OF, as_json, known_rules, print_json, rule_of
from supportdesk.i18n import _, mark, pick
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.judging.condition import Condition
    from supportdesk.knowledge import Knowledge
    from supportdesk.render.explanation import RowAnswer, Seen

TEXTS = {
    "why": mark("Why"), "fix": mark("Fix"), "not_when": mark("Not when"), "would_change": mark("Would change it"),
    "ask": mark("Question"), "escalate": mark("Escalation"),
}  # fmt: skip
SIGNS = {True: "+", False: "-", None: "?"}
"""Before a comparison's line: TRUE, FALSE, not known."""


@click.command("explain", help=_(COMMANDS["explain"]))
@click.argument("identity", metavar="ID", shell_complete=rule_ids)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", shell_complete=file_names)
@click.option("--language", type=click.Choice(["en", "zh"]), default=None, help=_("Language of the explanation."))
@as_json
def command(identity: str, files: tuple[str, ...], language: str | None, as_json: bool) -> None:
    """Print what a rule says, and with FILEs what it says of their ticket."""
    if language:
        i18n.use(language)
    knowledge = known_rules()
    rule = rule_of(knowledge, identity)
    condition = _condition(knowledge, rule)
    diagnosis = _diagnosis(files) if files else None
    if as_json:
        print_json(_plain(rule, condition, knowledge, diagnosis))
        return
    _print_rule(rule, condition, knowledge)
    if diagnosis is not None:
        _print_ticket(rule, condition, knowledge, diagnosis)


def _condition(knowledge: Knowledge, rule: dict[str, Any]) -> Condition:
    from supportdesk.judging.condition import parse_condition
    from supportdesk.judging.views import visible_facts

    return parse_condition(rule["when"], visible_facts(knowledge.facts, rule["of"]), knowledge.releases)


def _diagnosis(files: tuple[str, ...]) -> Diagnosis:
    from supportdesk.cli.ticket import read_sources
    from supportdesk.diagnosing import diagnose

    return diagnose(read_sources(files))


def _plain(
    rule: dict[str, Any], condition: Condition, knowledge: Knowledge, diagnosis: Diagnosis | None
) -> dict[str, Any]:
    from supportdesk.render.explanation import row_answers, verdict_reason
    from supportdesk.render.rule_words import condition_lines, neighbours, origin_text

    facts = {
        name: {"meaning": knowledge.facts[name]["meaning"], "from": knowledge.facts[name]["from"],
               "origin": origin_text(knowledge.facts[name])}
        for name in rule["facts"]
    }  # fmt: skip
    whole: dict[str, Any] = {
        "rule": {name: value for name, value in rule.items() if name != "tree"},
        "condition": [line._asdict() for line in condition_lines(condition)],
        "facts": facts,
        "neighbours": neighbours(rule, knowledge.rules, knowledge.causes)._asdict(),
    }
    if diagnosis is not None:
        answers = row_answers(rule, condition, diagnosis, knowledge)
        whole["rows"] = [
            {**one._asdict(), "outcomes": [_outcome(outcome) for outcome in one.outcomes]} for one in answers
        ]
        whole["verdict"] = diagnosis.data["verdict"]["cause"]
        whole["reason"] = verdict_reason(rule, answers, diagnosis)
    return whole


def _outcome(outcome: Any) -> dict[str, Any]:
    return {**outcome._asdict(), "seen": [one._asdict() for one in outcome.seen]}


def _say(text: str, first: str = "") -> None:
    for line in indented(visible_line(text), first, columns()):
        click.echo(line)


def _print_rule(rule: dict[str, Any], condition: Condition, knowledge: Knowledge) -> None:
    from supportdesk.render.rule_words import condition_lines, origin_text, plain_text, policy_text
    from supportdesk.render.terminal import WHO

    _say(plain_text(pick(rule["title"])), f"{rule['id']}: ")
    cause = knowledge.causes.get(rule["cause"]) or {}
    who = rule.get("who") or cause.get("who")
    _say(
        ", ".join(
            filter(
                None, (rule["cause"], _(rule["certainty"]), _(OF[rule["of"]]), _(WHO[who]) if who else "", rule["file"])
            )
        )
    )
    click.echo(f"\n{_('It holds when')}")
    for line in condition_lines(condition):
        _say(line.text, "  " * (line.depth + 1))
    click.echo(f"\n{_('Its facts')}")
    for name in rule["facts"]:
        fact = knowledge.facts[name]
        _say(f"{pick(fact['meaning'])} ({origin_text(fact)})", f"  {name}: ")
    click.echo("")
    for field, label in TEXTS.items():
        if rule.get(field):
            _say(plain_text(pick(rule[field])), f"{_(label)}: ")
    if rule.get("refund"):
        _say(policy_text(rule, knowledge.refunds), f"{_('Refund policy')}: ")
    _say(", ".join(rule.get("references") or ()) or _("none"), f"{_('Sources')}: ")
    _print_neighbours(rule, knowledge)


def _print_neighbours(rule: dict[str, Any], knowledge: Knowledge) -> None:
    from supportdesk.render.rule_words import neighbours

    found = neighbours(rule, knowledge.rules, knowledge.causes)
    labels = {
        "same_cause": _("Rules of the same cause"),
        "supersedes": _("Explains away"),
        "superseded_by": _("Explained away by"),
        "consequence_of": _("Its cause may follow from"),
        "consequences": _("Its cause may lead to"),
    }
    for name, label in labels.items():
        names = getattr(found, name)
        if names:
            _say(", ".join(names), f"{label}: ")


def _print_ticket(rule: dict[str, Any], condition: Condition, knowledge: Knowledge, diagnosis: Diagnosis) -> None:
    from supportdesk.render.explanation import row_answers, verdict_reason

    answers = row_answers(rule, condition, diagnosis, knowledge)
    click.echo(f"\n{_('In this ticket')}")
    for one in answers:
        _print_row(one, condition)
    _say(verdict_reason(rule, answers, diagnosis), "  ")


def _print_row(one: RowAnswer, condition: Condition) -> None:
    from supportdesk.render.explanation import FINDINGS
    from supportdesk.render.rule_words import condition_lines

    tables = {"call": _("call {number}"), "task": _("task {number}"), "ticket": _("the ticket")}
    click.echo(f"  {tables[one.table].format(number=one.number)}: {_(FINDINGS[one.answer])}")
    outcomes = {outcome.atom: outcome for outcome in one.outcomes}
    for line in condition_lines(condition):
        indent = "  " * (line.depth + 2)
        if line.atom is None:
            _say(line.text, f"{indent}  ")
            continue
        outcome = outcomes[line.atom]
        _say(line.text, f"{indent}{SIGNS[outcome.answer]} ")
        for seen in outcome.seen:
            _say(_told(seen), f"{indent}    ")


def _told(seen: Seen) -> str:
    """Return what a comparison saw of a fact: its value and places, or what would decide it."""
    if seen.value is None:
        asked = f": {seen.ask}" if seen.ask else ""
        return _("{fact} is not known{asked}").format(fact=seen.fact, asked=asked)
    where = ", ".join(f"{name}:{line}:{column}" for name, line, column in seen.places[:3])
    value = str(seen.value).lower() if isinstance(seen.value, bool) else str(seen.value)
    text = f"{seen.fact} = {value}"
    if seen.basis:
        text = _("{text}, from {basis}").format(text=text, basis=seen.basis)
    return f"{text} ({where})" if where else text
