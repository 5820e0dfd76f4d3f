"""rules/facts.yaml: every fact with its type, its tables, where it comes from, and its texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.condition import ConditionError
from supportdesk.judging.expressions import parse_expression
from supportdesk.judging.views import TABLES, CycleError, Node, Plan, plan_views, visible_facts
from supportdesk.judging.yaml_text import Document

TYPES = ("text", "integer", "real", "boolean")
ORIGINS = ("read", "looked_up", "derived", "related", "computed")
FIELDS = frozenset(
    {
        "name",
        "type",
        "tables",
        "from",
        "values",
        "values_from",
        "expression",
        "related",
        "meaning",
        "ask",
        "where",
        "ask_as",
        "from_whom",
        "effort",
        "pasted",
    }
)
WHOM = ("customer", "operator")
EFFORTS = (1, 2, 3)
ASKING: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("from_whom", WHOM),
    ("effort", EFFORTS),
    ("pasted", ("request", "answer", "console", "rows")),
)
"""Fields of a question with what they may be; where absent: the customer, effort 2, and not pasted."""
LANGUAGES = ("en", "zh")

Facts = dict[str, dict[str, Any]]


def read_facts(documents: list[Document], vocabularies: Mapping[str, list[str]]) -> Facts:
    """Return the facts by name; a later document's entry of a name replaces an earlier one's.

    `vocabularies` fills `values_from`: lists of words by their name, such as 'errors.kind'; an empty or absent one
    leaves the fact without a closed list. Each fact's `ask` and `where` are its own or those of its `ask_as`, and so
    are `from_whom`, `effort` and `pasted` where the fact has none of its own. Raises RulesError.
    """
    facts: Facts = {}
    places: dict[str, tuple[Document, int]] = {}
    for document in documents:
        entries = document.data.get("facts") if isinstance(document.data, dict) else None
        if not isinstance(entries, list):
            raise document.error(gettext("facts.yaml is a mapping with the list `facts`"))
        for number, entry in enumerate(entries):
            fact = _fact(entry, document, number, vocabularies)
            if fact["name"] in facts and places[fact["name"]][0] is document:
                raise document.error(gettext("the fact {name} stands twice").format(name=fact["name"]), "facts", number)
            facts[fact["name"]] = fact
            places[fact["name"]] = (document, number)
    for name, fact in facts.items():
        document, number = places[name]
        other = fact.get("ask_as")
        if other is None:
            continue
        if "ask" not in facts.get(other, {}):
            raise document.error(
                gettext("ask_as: {other} is no fact with its own question").format(other=other),
                "facts",
                number,
                "ask_as",
            )
        fact["ask"], fact["where"] = facts[other]["ask"], facts[other]["where"]
        for field, _allowed in ASKING:
            if field in facts[other]:
                fact.setdefault(field, facts[other][field])
    return facts


def read_plan(facts: Facts, releases: Mapping[str, int], documents: list[Document]) -> tuple[Plan, list[Node]]:
    """Return the facts views and the facts that they compute, every expression checked. Raises RulesError."""
    nodes: list[Node] = []
    for name, fact in facts.items():
        try:
            nodes += [
                _node(table, fact, facts, releases)
                for table in fact["tables"]
                if fact["from"] in ("derived", "related")
            ]
        except ConditionError as problem:
            raise _place(documents, name)(f"{name}: {problem}") from problem
    try:
        return plan_views(facts, nodes), nodes
    except CycleError as problem:
        raise documents[-1].error(
            gettext("facts are computed from each other: {problem}").format(problem=problem)
        ) from problem


def check_texts(document: Document, entry: Any, *keys: str | int, many: bool = False) -> None:
    """Raise RulesError unless `entry` is `{en, zh}` with a text in each (with `many` also a list of texts)."""
    if not isinstance(entry, dict) or set(entry) != set(LANGUAGES):
        raise document.error(
            gettext("{field} needs a text in each of {words}").format(field=keys[-1], words=", ".join(LANGUAGES)), *keys
        )
    for language, text in entry.items():
        texts = text if many and isinstance(text, list) and text else [text]
        if any(not isinstance(one, str) or not one.strip() for one in texts):
            raise document.error(
                gettext("{field}.{language} is no text (put it in quotes?)").format(field=keys[-1], language=language),
                *keys,
                language,
            )


def _fact(entry: Any, document: Document, number: int, vocabularies: Mapping[str, list[str]]) -> dict[str, Any]:
    at = ("facts", number)
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise document.error(gettext("a fact is a mapping with a name"), *at)
    unknown = set(entry) - FIELDS
    if unknown:
        raise document.error(
            gettext("{name}: no such field: {words}").format(name=entry["name"], words=", ".join(sorted(unknown))), *at
        )
    _check_words(entry, document, number)
    tables = entry.get("tables")
    if not isinstance(tables, list) or not tables or set(tables) - set(TABLES):
        raise document.error(
            gettext("{name}: tables are some of {words}").format(name=entry["name"], words=", ".join(TABLES)),
            *at,
            "tables",
        )
    check_texts(document, entry.get("meaning"), *at, "meaning")
    if "ask_as" not in entry:
        check_texts(document, entry.get("ask"), *at, "ask")
        check_texts(document, entry.get("where"), *at, "where")
    fact = dict(entry)
    source = fact.pop("values_from", None)
    if source is not None:
        fact["values"] = list(vocabularies.get(source, []))
    if not fact.get("values", True):
        del fact["values"]
    if "values" in entry and any(
        not isinstance(word, str) or word != word.lower() or not word.isascii() for word in entry["values"]
    ):
        raise document.error(
            gettext("{name}: values are lower-case ASCII words").format(name=entry["name"]), *at, "values"
        )
    needs = {"derived": "expression", "related": "related"}.get(entry["from"])
    if needs is not None and needs not in entry:
        raise document.error(
            gettext("{name}: a {kind} fact needs its {needs}").format(
                name=entry["name"], kind=entry["from"], needs=needs
            ),
            *at,
        )
    return fact


def _check_words(entry: dict[str, Any], document: Document, number: int) -> None:
    """Hold the fields of a fact that have a closed list against it."""
    required = (("type", TYPES), ("from", ORIGINS))
    for field, known in (*required, *((field, known) for field, known in ASKING if field in entry)):
        if entry.get(field) not in known:
            raise document.error(
                gettext("{name}: {field} is one of {words}").format(
                    name=entry["name"], field=field, words=", ".join(map(str, known))
                ),
                "facts",
                number,
                field,
            )


def _node(table: str, fact: dict[str, Any], facts: Facts, releases: Mapping[str, int]) -> Node:
    name, kind = fact["name"], fact["type"]
    if fact["from"] == "derived":
        expression = parse_expression(fact["expression"], visible_facts(facts, table), releases, kind)
        return Node(table, name, expression, None)
    related = fact["related"]
    if not isinstance(related, dict) or set(related) != {"over", "sql"} or related["over"] not in TABLES[1:]:
        raise ConditionError(
            gettext("related needs `over` (one of {words}) and `sql`").format(words=", ".join(TABLES[1:]))
        )
    over = related["over"]
    rows = {other: entry for other, entry in facts.items() if over in entry["tables"]}
    return Node(table, name, parse_expression(related["sql"], rows, releases, kind, aggregates=True), over)


def _place(documents: list[Document], name: str) -> Any:
    """Return the function that makes a refusal at the entry of a fact in the last document that has it."""
    for document in reversed(documents):
        for number, entry in enumerate(document.data["facts"]):
            if entry["name"] == name:
                return lambda message: document.error(message, "facts", number)
    raise KeyError(name)
