"""A page of documentation per rule and language, and an index of them by family and cause, in Markdown.

Made of the rules alone, so that two runs over the same rules write the same bytes. Texts of rules are no markup: what
Markdown would read as such is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from supportdesk import i18n
from supportdesk.i18n import gettext, mark, pick
from supportdesk.judging.condition import Condition, parse_condition
from supportdesk.judging.views import visible_facts
from supportdesk.render.rule_words import condition_lines, neighbours, origin_text, plain_text, policy_text
from supportdesk.render.terminal import WHO

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge

OUTCOMES = {"found": mark("found"), "ruled_out": mark("ruled out"), "not_enough": mark("not enough evidence")}
TABLES = {"call": mark("rule of a call"), "task": mark("rule of a task"), "ticket": mark("rule of the ticket")}
SECTIONS = {
    "why": mark("Why"),
    "fix": mark("Fix"),
    "not_when": mark("Not when"),
    "would_change": mark("Would change it"),
    "ask": mark("Question"),
    "escalate": mark("Escalation"),
}
MADE = "<!-- supportdesk rules docs -->"
"""The first line of every page: only files that begin with it are ever removed."""
NAMES = {"en": "English", "zh": "中文"}

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def rule_pages(knowledge: Knowledge, examples: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """Yield path and text of every page: `<language>/index.md` and `<language>/<id>.md`; '/' between folder and name.

    `examples` are those of the rules by id: a Knowledge has none. The interface's language is put back at the end.
    """
    before = i18n.language()
    try:
        for language in i18n.LANGUAGES:
            i18n.use(language)
            yield f"{language}/index.md", _index(knowledge, language)
            for rule in knowledge.rules:
                yield f"{language}/{rule['id']}.md", _page(rule, knowledge, examples.get(rule["id"], []), language)
    finally:
        i18n.use(before)


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _index(knowledge: Knowledge, language: str) -> str:
    lines = [MADE, f"# {gettext('The rules')}", "", _other("index.md", language), ""]
    by_cause: dict[str, list[dict[str, Any]]] = {}
    for rule in knowledge.rules:
        by_cause.setdefault(rule["cause"], []).append(rule)
    families: dict[str, list[str]] = {}
    for cause in sorted(by_cause):
        families.setdefault(cause.partition(".")[0], []).append(cause)
    for family, causes in families.items():
        lines += [f"## {family}", ""]
        for cause in causes:
            entry = knowledge.causes.get(cause) or {}
            title = escaped(pick(entry.get("title")))
            lines += [f'<a id="{cause}"></a>', f"### {cause}: {title}", "", escaped(pick(entry.get("meaning"))), ""]
            for rule in by_cause[cause]:
                told = escaped(plain_text(pick(rule["title"])))
                lines.append(f"- [{rule['id']}]({rule['id']}.md), {gettext(rule['certainty'])}: {told}")
            lines.append("")
    return "\n".join(lines)


def _page(rule: dict[str, Any], knowledge: Knowledge, examples: list[dict[str, Any]], language: str) -> str:
    cause = knowledge.causes.get(rule["cause"]) or {}
    who = rule.get("who") or cause.get("who")
    about = [
        f"[{rule['cause']}](index.md#{rule['cause']}) ({escaped(pick(cause.get('title')))})",
        gettext(rule["certainty"]),
        gettext(TABLES[rule["of"]]),
        *([gettext(WHO[who])] if who else []),
    ]
    parts = [
        [MADE, f"# {rule['id']}", "", _other(f"{rule['id']}.md", language)],
        [f"**{escaped(plain_text(pick(rule['title'])))}**"],
        [" · ".join(about)],
        _section(gettext("It holds when"), _condition(rule, knowledge)),
        _section(gettext("Its facts"), _facts(rule, knowledge)),
        *(
            _section(gettext(label), [escaped(plain_text(pick(rule[name])))])
            for name, label in SECTIONS.items()
            if rule.get(name)
        ),
        _section(
            gettext("Refund policy"), [escaped(policy_text(rule, knowledge.refunds))] if rule.get("refund") else []
        ),
        _section(gettext("Examples"), [_example(example) for example in examples]),
        _section(gettext("Beside it"), _neighbours(rule, knowledge)),
        _section(gettext("Sources"), [f"- {_source(source)}" for source in rule.get("references") or ()]),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _section(heading: str, lines: list[str]) -> list[str]:
    return [f"## {heading}", "", *lines] if lines else []


def _condition(rule: dict[str, Any], knowledge: Knowledge) -> list[str]:
    condition: Condition = parse_condition(rule["when"], visible_facts(knowledge.facts, rule["of"]), knowledge.releases)
    tree = [f"{'  ' * line.depth}- {escaped(line.text)}" for line in condition_lines(condition)]
    return [*tree, "", "```sql", rule["when"].strip(), "```"]


def _facts(rule: dict[str, Any], knowledge: Knowledge) -> list[str]:
    head = [gettext("fact"), gettext("meaning"), gettext("where it comes from"), gettext("question")]
    rows = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for name in rule["facts"]:
        fact = knowledge.facts[name]
        cells = [f"`{name}`", escaped(pick(fact["meaning"])), origin_text(fact), escaped(pick(fact.get("ask")))]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _example(example: dict[str, Any]) -> str:
    outcome, values = next(iter(example.items()))
    return f"- {gettext(OUTCOMES[outcome])}: `` {json.dumps(values or {}, ensure_ascii=False)} ``"


def _neighbours(rule: dict[str, Any], knowledge: Knowledge) -> list[str]:
    found = neighbours(rule, knowledge.rules, knowledge.causes)
    ruled = {one["cause"] for one in knowledge.rules}

    def _causes(names: list[str]) -> str:
        return ", ".join(f"[{name}](index.md#{name})" if name in ruled else name for name in names)

    def _rules(names: list[str]) -> str:
        return ", ".join(f"[{name}]({name}.md)" for name in names)

    told = [
        (gettext("Rules of the same cause"), _rules(found.same_cause)),
        (gettext("Explains away"), _causes(found.supersedes)),
        (gettext("Explained away by"), _rules(found.superseded_by)),
        (gettext("Its cause may follow from"), _causes(found.consequence_of)),
        (gettext("Its cause may lead to"), _causes(found.consequences)),
    ]
    return [f"- {label}: {links}" for label, links in told if links]


def _source(source: str) -> str:
    return f"<{source}>" if re.fullmatch(r"https?://[^\s<>]+", source) else escaped(source)


def _other(name: str, language: str) -> str:
    other = next(one for one in i18n.LANGUAGES if one != language)
    here = "" if name == "index.md" else f"[{gettext('The rules')}](index.md) · "
    return f"{here}[{NAMES[other]}](../{other}/{name})"
