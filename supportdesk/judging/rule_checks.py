"""What can be wrong in a rule's file: every problem with its place, so that one look at a file is enough.

The loader refuses a rule for the first of them; `supportdesk rules lint` lists all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.condition import Condition, ConditionError, Tree, read_condition
from supportdesk.judging.fact_file import check_texts
from supportdesk.judging.nearest import nearest
from supportdesk.judging.views import visible_facts
from supportdesk.judging.yaml_text import Document
from supportdesk.named import NamedTuple
from supportdesk.slots import SlotError, slot_names

OF = ("call", "task", "ticket")
CERTAINTIES = ("confirmed", "likely", "possible")
OUTCOMES: dict[str, bool | None] = {"found": True, "ruled_out": False, "not_enough": None}
"""What an example says of its row, and the condition's answer to it."""

NEEDED = ("id", "cause", "title", "when", "certainty", "why", "fix")
TEXTS = ("title", "why", "fix", "ask", "not_when", "would_change", "escalate")
FIELDS = frozenset(
    {*NEEDED, *TEXTS, "of", "who", "supersedes", "doubts", "refund", "retry", "references", "examples", "disabled"}
)

TODO = "TODO"
"""What a skeleton's texts begin with until somebody has written them."""

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


class Checked:
    """A rule's file as it was held against the vocabulary: the parsed `condition`, None where it cannot be parsed.

    `problems` refuse the rule; `absent` are the outcomes without an example, which of ours is a problem, too.
    """

    __slots__ = ("absent", "condition", "problems")

    def __init__(self, document: Document, vocabulary: Vocabulary, *, operator: bool) -> None:
        """Check a rule; `operator` says that the file lies in the operator's own directory."""
        self.condition: Condition | None = None
        self.absent: list[str] = []
        self.problems: list[RulesError] = []
        if not isinstance(document.data, dict):
            self.problems.append(document.error(gettext("a rule is a mapping")))
            return
        self.problems += _fields(document, vocabulary)
        of = document.data.get("of", "call")
        if of in OF:
            facts = visible_facts(vocabulary.facts, of)
            self._check_condition(document, vocabulary, facts)
            self.problems += _slots(document, facts, self.condition)
            self._check_examples(document, facts, operator=operator)

    def _check_condition(
        self, document: Document, vocabulary: Vocabulary, facts: Mapping[str, Mapping[str, Any]]
    ) -> None:
        if "when" not in document.data:
            return
        try:
            condition, refused = read_condition(str(document.data["when"]), facts, vocabulary.releases)
        except ConditionError as problem:
            condition, refused = None, [problem]
        for reason in refused:
            message = gettext("when: {problem}").format(problem=reason)
            error = document.error(message, "when", hint=_elsewhere(reason.word, vocabulary.facts, facts))
            error.word = reason.word
            self.problems.append(error)
        if not refused:
            self.condition = condition

    def _check_examples(self, document: Document, facts: Mapping[str, Any], *, operator: bool) -> None:
        self.problems += _examples(document, facts)
        examples = document.data.get("examples")
        given = [one for one in examples if isinstance(one, dict)] if isinstance(examples, list) else []
        self.absent = [outcome for outcome in OUTCOMES if not any(outcome in example for example in given)]
        if self.absent and not operator:
            words = ", ".join(self.absent)
            self.problems.append(document.error(gettext("no example of {words}").format(words=words), "examples"))


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


def text_problems(document: Document, entry: Any, *keys: str | int, many: bool = False) -> Iterator[RulesError]:
    """Yield what is wrong with `{en, zh}` (fact_file.check_texts)."""
    try:
        check_texts(document, entry, *keys, many=many)
    except RulesError as problem:
        yield problem


def _elsewhere(word: str | None, every: Mapping[str, Any], visible: Mapping[str, Any]) -> str | None:
    """Return where a fact lives that this table does not show; None for a word that is no fact."""
    if word is None or word in visible or word not in every:
        return None
    return gettext("{name} is a fact of: {tables}").format(name=word, tables=", ".join(every[word]["tables"]))


def _fields(document: Document, vocabulary: Vocabulary) -> Iterator[RulesError]:
    data = document.data
    for name in data:
        if name not in FIELDS:
            hint = nearest(name, FIELDS)
            yield document.error(gettext("no such field: {name}{hint}").format(name=name, hint=hint), name)
    for name in NEEDED:
        if name not in data:
            yield document.error(gettext("the field {name} is missing").format(name=name))
    stem = document.path.rsplit("/", 1)[-1].removesuffix(".yaml")
    family = document.path.split("/")[-2] if "/" in document.path else ""
    if data.get("id", stem) not in (f"{family}.{stem}", stem):
        yield document.error(gettext("the file is not named after its id {id}").format(id=data["id"]), "id")
    for name, known in (("of", OF), ("certainty", CERTAINTIES), ("who", WHO)):
        if data.get(name, known[0]) not in known:
            yield document.error(gettext("{name} is one of {words}").format(name=name, words=", ".join(known)), name)
    for name in TEXTS:
        if name in data:
            yield from text_problems(document, data[name], name)
    yield from _lists(document, vocabulary)


def _lists(document: Document, vocabulary: Vocabulary) -> Iterator[RulesError]:
    data = document.data
    for name in ("supersedes", "doubts", "references"):
        entries = data.get(name, [])
        if not isinstance(entries, list) or any(not isinstance(item, str) for item in entries):
            yield document.error(gettext("{name} is a list of texts").format(name=name), name)
    superseded = data.get("supersedes")
    named = [("supersedes", name) for name in superseded] if isinstance(superseded, list) else []
    for field, name in [*([("cause", data["cause"])] if "cause" in data else []), *named]:
        if not isinstance(name, str):
            yield document.error(gettext("{name} is a text").format(name=field), field)
        elif vocabulary.causes and name not in vocabulary.causes:
            hint = nearest(name, vocabulary.causes)
            yield document.error(gettext("no cause {name!r} in causes.yaml{hint}").format(name=name, hint=hint), field)
    if "refund" in data and not isinstance(data["refund"], str):
        yield document.error(gettext("{name} is a text").format(name="refund"), "refund")
    elif "refund" in data and vocabulary.refunds and data["refund"] not in vocabulary.refunds:
        yield document.error(
            gettext("no policy {refund!r} in refunds.yaml{hint}").format(
                refund=data["refund"], hint=nearest(data["refund"], vocabulary.refunds)
            ),
            "refund",
        )
    if not isinstance(data.get("retry", {}), dict):
        yield document.error(gettext("retry is a mapping"), "retry")
    if not isinstance(data.get("disabled", False), bool):
        yield document.error(gettext("disabled is true or false"), "disabled")


def _slots(document: Document, facts: Mapping[str, Any], condition: Condition | None) -> Iterator[RulesError]:
    """Hold every slot against the facts: outside of a [clause] only what a TRUE condition has made known."""
    known = None if condition is None else known_when(condition, answer=True)
    for name in TEXTS:
        texts = document.data.get(name)
        for language, text in texts.items() if isinstance(texts, dict) else ():
            if not isinstance(text, str):
                continue
            try:
                required, optional = slot_names(text)
            except SlotError as problem:
                yield document.error(f"{name}.{language}: {problem}", name, language)
                continue
            for slot in sorted(required | optional):
                if slot not in facts:
                    yield document.error(
                        gettext("{name}.{language}: no fact {slot!r} here{hint}").format(
                            name=name, language=language, slot=slot, hint=nearest(slot, facts)
                        ),
                        name,
                        language,
                    )
            for slot in sorted((required & facts.keys()) - known) if known is not None else ():
                yield document.error(
                    gettext("{name}.{language}: {{{slot}}} may be not known when the rule is found").format(
                        name=name, language=language, slot=slot
                    ),
                    name,
                    language,
                    hint=gettext("Put its clause into [ ], or name the fact in `when`."),
                )


def _examples(document: Document, facts: Mapping[str, Any]) -> Iterator[RulesError]:
    examples = document.data.get("examples") or []
    if not isinstance(examples, list):
        yield document.error(gettext("examples is a list"), "examples")
        return
    for number, example in enumerate(examples):
        at = ("examples", number)
        if not isinstance(example, dict) or len(example) != 1 or next(iter(example)) not in OUTCOMES:
            yield document.error(
                gettext("an example is one of {words} with its facts").format(words=", ".join(OUTCOMES)), *at
            )
            continue
        outcome, values = next(iter(example.items()))
        if values is not None and not isinstance(values, dict):
            yield document.error(gettext("{outcome}: a mapping of facts").format(outcome=outcome), *at)
            continue
        for fact, value in (values or {}).items():
            yield from _value(document, facts, fact, value, (*at, outcome, fact))


def _value(
    document: Document, facts: Mapping[str, Any], name: str, value: Any, at: tuple[str | int, ...]
) -> Iterator[RulesError]:
    if name not in facts:
        yield document.error(gettext("no fact {name!r} here{hint}").format(name=name, hint=nearest(name, facts)), *at)
        return
    fact = facts[name]
    kinds = PYTHON_TYPES[fact["type"]]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        yield document.error(
            gettext("{name} is {type}, not {value!r}").format(name=name, type=fact["type"], value=value), *at
        )
    elif fact.get("values") and value not in fact["values"]:
        hint = nearest(value, fact["values"])
        yield document.error(gettext("{name} is never {value!r}{hint}").format(name=name, value=value, hint=hint), *at)
