"""From the paste to what the tabs show; runs in a thread and touches no widget."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from supportdesk.named import NamedTuple
from supportdesk.source import Source

if TYPE_CHECKING:
    from supportdesk.advising.charge_keys import Lookup
    from supportdesk.advising.diagnosis import Diagnosis


PASTE = "paste"
"""Name of a source that was pasted."""


class RuleAnswer(NamedTuple):
    """What one rule answered.

    `rule` is its id, `cause` what it would prove, `title` its text {en, zh} with … for what is not known, `answer`
    True (found), False (ruled out) or None (not enough evidence), `facts` the names that decided, `missing` those that
    could still change the answer, `values` the facts that are known of those that the rule looks at.
    """

    rule: str
    cause: str
    title: dict[str, str]
    answer: bool | None
    facts: tuple[str, ...]
    missing: tuple[str, ...]
    values: tuple[tuple[str, Any], ...] = ()


class Material(str):
    """A text of which more is known: `length`, what the whole has where this is its beginning, and its `name`."""

    __slots__ = ("length", "name")

    length: int | None
    name: str

    def __new__(cls, text: str, length: int | None = None, name: str = PASTE) -> Material:
        """Make one of the text, the whole's length in characters (None: this is all) and the name of its source."""
        made = super().__new__(cls, text)
        made.length = length
        made.name = name
        return made

    def source(self) -> Source:
        """Return it as the source of a ticket."""
        return Source(str(self), 0, self.name, length=self.length)


class Outcome(NamedTuple):
    """A finished diagnosis of `text`.

    `data` is the object of the public contract, `sources` the masked texts, `answers` those of the rules that are
    touched, `untouched` the number of the others, `rules_version` names the rules that were used; `requests` are those
    that were read from the paste, in their plain form, keys masked; `repairs` what was mended to read them; `check`
    holds a reply that a person has edited against the diagnosis (the gate of the public contract), in a thread, None
    where it has to be diagnosed again for that.
    """

    text: str
    data: dict[str, Any]
    sources: list[Source]
    answers: list[RuleAnswer]
    untouched: int
    rules_version: str = ""
    requests: tuple[dict[str, Any], ...] = ()
    repairs: tuple[dict[str, Any], ...] = ()
    check: Callable[[str], dict[str, Any]] | None = None

    def places(self) -> list[tuple[int, int]]:
        """Return the (start, end) places of the paste to underline: the first cause's evidence, then violations."""
        from supportdesk.render.frame import marks_of

        return [(mark.start, mark.end) for mark in marks_of(self.data, 0)]


Diagnoser = Callable[[str], Outcome]
"""Diagnoses a text; may be slow, never touches the screen."""


def diagnose_paste(text: str, advised: Lookup | None = None) -> Outcome:
    """Diagnose one pasted text with the operator's settings; `advised` says what other cases give back of a charge."""
    from supportdesk.diagnosing import diagnose
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.reading.repairs import repairs_of

    source = text.source() if isinstance(text, Material) else Source(text)
    done = diagnose([source], advised=advised)
    answers: dict[str, RuleAnswer] = {}
    every = set()
    for finding in done.findings:
        every.add(finding.rule["id"])
        if finding.touched or finding.answer:
            answer = _answer(finding)
            known = answers.get(answer.rule)
            if known is None or _rank(answer) < _rank(known):
                answers[answer.rule] = answer
    ordered = sorted(answers.values(), key=_rank)
    version = load_knowledge().version
    read = done.evidence.requests()
    requests, repairs = tuple(request.to_dict() for request in read), tuple(repairs_of(read, done.sources))
    untouched = len(every) - len(answers)
    check = partial(_check, done)
    return Outcome(text, done.to_dict(), done.sources, ordered, untouched, version, requests, repairs, check)


def check_again(outcome: Outcome, reply: str) -> dict[str, Any]:
    """Hold an edited reply against a diagnosis, in a thread; return the gate of the public contract."""
    if outcome.check is not None:
        return outcome.check(reply)
    from supportdesk.diagnosing import diagnose

    return _check(diagnose(list(outcome.sources)), reply)


def _check(done: Diagnosis, reply: str) -> dict[str, Any]:
    from supportdesk.advising.gate import check_reply

    return check_reply(reply, done).to_dict()


def _rank(answer: RuleAnswer) -> tuple[int, int, str]:
    order = {True: 0, None: 1, False: 2}
    return order[answer.answer], len(answer.missing), answer.rule


def _answer(finding: Any) -> RuleAnswer:
    rule = finding.rule
    return RuleAnswer(
        rule["id"],
        rule["cause"],
        {language: _filled(text, finding.values) for language, text in rule["title"].items()},
        finding.answer,
        tuple(dict.fromkeys(finding.facts)),
        tuple(dict.fromkeys(finding.missing)),
        tuple(finding.values.items()),
    )


def _filled(text: str, values: dict[str, Any]) -> str:
    from supportdesk.slots import fill, slot_names

    unknown = {name: "…" for name in slot_names(text)[0] if values.get(name) is None}
    return fill(text, {**values, **unknown})
