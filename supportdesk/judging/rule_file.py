"""One rule, one file: read, held against the facts and causes, and made ready for SQLite.

Of ours a rule without a found, a ruled-out and a not-enough example is refused; an operator's is taken with a warning
and is never `confirmed` (design, 'A rule').
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from supportdesk.i18n import gettext, mark
from supportdesk.judging.condition import Condition, ConditionError, Tree, parse_condition
from supportdesk.judging.dialects import expression_sql
from supportdesk.judging.fact_file import check_texts
from supportdesk.judging.views import visible_facts
from supportdesk.judging.yaml_text import Document
from supportdesk.knowledge import Warned
from supportdesk.slots import SlotError, slot_names

OF = ("call", "task", "ticket")
CERTAINTIES = ("confirmed", "likely", "possible")
OUTCOMES: dict[str, bool | None] = {"found": True, "ruled_out": False, "not_enough": None}
"""What an example says of its row, and the condition's answer to it."""

NEEDED = ("id", "cause", "title", "when", "certainty", "why", "fix")
TEXTS = ("title", "why", "fix", "ask", "not_when", "would_change", "escalate")
FIELDS = frozenset({*NEEDED, *TEXTS, "of", "who", "supersedes", "refund", "retry", "references", "examples"})
UNPROVEN = mark("{file}: no example of {words}; the rule is never more than likely")

WHO = ("customer", "operator", "either", "nobody")
"""Who has to act where a rule knows it better than its cause ('either') does."""

PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "real": (int, float),
    "boolean": (bool,),
}


class Vocabulary(NamedTuple):
    """What a rule is held against; an empty `causes` or `refunds` (the file is absent) checks nothing."""

    facts: Mapping[str, Mapping[str, Any]]
    releases: Mapping[str, int]
    causes: Mapping[str, Any]
    refunds: Mapping[str, Any]


class Rule(NamedTuple):
    """A read rule: `data` as the cache keeps it, its parsed condition, and what was noticed (English sentences)."""

    data: dict[str, Any]
    condition: Condition
    warnings: list[Warned]


def read_rule(document: Document, vocabulary: Vocabulary, *, operator: bool) -> Rule:
    """Return the rule of a file; raises RulesError with the line and the reason of the first thing that is wrong.

    `operator` says that the file lies in the operator's own directory.
    """
    data = document.data
    if not isinstance(data, dict):
        raise document.error(gettext("a rule is a mapping"))
    _check_fields(document, vocabulary)
    of = data.get("of", "call")
    facts = visible_facts(vocabulary.facts, of)
    try:
        condition = parse_condition(str(data["when"]), facts, vocabulary.releases)
    except ConditionError as problem:
        raise document.error(gettext("when: {problem}").format(problem=problem), "when") from problem
    _check_slots(document, facts, known_when(condition, answer=True))
    warnings = _check_examples(document, facts, operator=operator)
    rule = {name: data[name] for name in data if name != "examples"}
    rule |= {
        "of": of,
        "supersedes": data.get("supersedes") or [],
        "file": document.path,
        "operator": operator,
        "facts": condition.facts,
        "examples": data.get("examples") or [],
    }
    if warnings and rule["certainty"] == "confirmed":
        rule["certainty"] = "likely"
    return Rule(rule, condition, warnings)


def atom_rows(condition: Condition) -> list[dict[str, Any]]:
    """Return the condition's comparisons for the cache: `sql` of SQLite and the `facts` that each names."""
    return [
        {"sql": expression_sql(atom.expression, "sqlite", {None: "f"}), "facts": atom.facts} for atom in condition.atoms
    ]


def known_when(condition: Condition, *, answer: bool) -> set[str]:
    """Return the facts that are certainly known where the condition gives `answer`."""

    def _known(tree: Tree, value: bool) -> set[str]:
        if isinstance(tree, int):
            return set(condition.atoms[tree].facts)
        if tree[0] == "not":
            return _known(tree[1], not value)
        parts = [_known(part, value) for part in tree[1:]]
        needs_all = (tree[0] == "and") == value
        return set.union(*parts) if needs_all else set.intersection(*parts)

    return _known(condition.tree, answer)


def _check_fields(document: Document, vocabulary: Vocabulary) -> None:
    data = document.data
    for name in data:
        if name not in FIELDS:
            raise document.error(gettext("no such field: {name}{hint}").format(name=name, hint=_nearest(name)), name)
    for name in NEEDED:
        if name not in data:
            raise document.error(gettext("the field {name} is missing").format(name=name))
    stem = document.path.rsplit("/", 1)[-1].removesuffix(".yaml")
    family = document.path.split("/")[-2] if "/" in document.path else ""
    if data["id"] not in (f"{family}.{stem}", stem):
        raise document.error(gettext("the file is not named after its id {id}").format(id=data["id"]), "id")
    for name, known in (("of", OF), ("certainty", CERTAINTIES), ("who", WHO)):
        if data.get(name, known[0]) not in known:
            raise document.error(gettext("{name} is one of {words}").format(name=name, words=", ".join(known)), name)
    for name in TEXTS:
        if name in data:
            check_texts(document, data[name], name)
    _check_lists(document, vocabulary)


def _check_lists(document: Document, vocabulary: Vocabulary) -> None:
    data = document.data
    for name in ("supersedes", "references"):
        entries = data.get(name, [])
        if not isinstance(entries, list) or any(not isinstance(item, str) for item in entries):
            raise document.error(gettext("{name} is a list of texts").format(name=name), name)
    for name in [data["cause"], *(data.get("supersedes") or [])]:
        if vocabulary.causes and name not in vocabulary.causes:
            raise document.error(
                gettext("no cause {name!r} in causes.yaml").format(name=name),
                "cause" if name == data["cause"] else "supersedes",
            )
    if "refund" in data and vocabulary.refunds and data["refund"] not in vocabulary.refunds:
        raise document.error(gettext("no policy {refund!r} in refunds.yaml").format(refund=data["refund"]), "refund")
    if not isinstance(data.get("retry", {}), dict):
        raise document.error(gettext("retry is a mapping"), "retry")


def _check_slots(document: Document, facts: Mapping[str, Any], known: set[str]) -> None:
    """Hold every slot against the facts: outside of a [clause] only what a TRUE condition has made known."""
    for name in TEXTS:
        for language, text in (document.data.get(name) or {}).items():
            try:
                required, optional = slot_names(text)
            except SlotError as problem:
                raise document.error(f"{name}.{language}: {problem}", name, language) from problem
            for slot in sorted(required | optional):
                if slot not in facts:
                    raise document.error(
                        gettext("{name}.{language}: no fact {slot!r} here").format(
                            name=name, language=language, slot=slot
                        ),
                        name,
                        language,
                    )
            for slot in sorted(required - known):
                raise document.error(
                    gettext("{name}.{language}: {{{slot}}} may be not known when the rule is found").format(
                        name=name, language=language, slot=slot
                    ),
                    name, language,
                    hint=gettext("Put its clause into [ ], or name the fact in `when`."),
                )  # fmt: skip


def _check_examples(document: Document, facts: Mapping[str, Any], *, operator: bool) -> list[Warned]:
    examples = document.data.get("examples") or []
    if not isinstance(examples, list):
        raise document.error(gettext("examples is a list"), "examples")
    for number, example in enumerate(examples):
        at = ("examples", number)
        if not isinstance(example, dict) or len(example) != 1 or next(iter(example)) not in OUTCOMES:
            raise document.error(
                gettext("an example is one of {words} with its facts").format(words=", ".join(OUTCOMES)), *at
            )
        outcome, values = next(iter(example.items()))
        if values is None:
            values = example[outcome] = {}
        if not isinstance(values, dict):
            raise document.error(gettext("{outcome}: a mapping of facts").format(outcome=outcome), *at)
        for fact, value in values.items():
            _check_value(document, facts, fact, value, (*at, outcome, fact))
    absent = [outcome for outcome in OUTCOMES if not any(outcome in example for example in examples)]
    if not absent:
        return []
    words = ", ".join(absent)
    if not operator:
        raise document.error(gettext("no example of {words}").format(words=words), "examples")
    return [(UNPROVEN, {"file": document.path, "words": words})]


def _check_value(
    document: Document, facts: Mapping[str, Any], name: str, value: Any, at: tuple[str | int, ...]
) -> None:
    if name not in facts:
        raise document.error(gettext("no fact {name!r} here").format(name=name), *at)
    fact = facts[name]
    kinds = PYTHON_TYPES[fact["type"]]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise document.error(
            gettext("{name} is {type}, not {value!r}").format(name=name, type=fact["type"], value=value), *at
        )
    if fact.get("values") and value not in fact["values"]:
        raise document.error(gettext("{name} is never {value!r}").format(name=name, value=value), *at)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, FIELDS, 1)
    return gettext(" (did you mean {name}?)").format(name=near[0]) if near else ""
