"""Our own questions in a paste: a customer answers under them in the mail that he quotes.

They are found without regard to line breaks, blanks and quote marks, are blanked for every other reader, and tell which
fact the words below them are about. What stands of our mail above the first question is blanked with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.source import Source, Span

MARKS = ("(Where:", "（位置：")
"""What a question about a fact holds in front of the place where the answer is found."""
LOOKED_AT = 200_000
"""Characters of a source in which questions are looked for."""
ANSWER_LENGTH = 4000
_IGNORED = lazy(r"[\s>|]+")
_LABEL = lazy(r"[\s>*|\-]{0,12}(?:(?:问题|question|q)\s?)?[0-9]{0,2}\s?[.、:：)）]?\s{0,4}", re.IGNORECASE)
_WHERE = lazy(r"[\s>|]{0,12}(?:\(Where:[^)]{1,400}\)|（位置：[^）]{1,400}）)")
_GREETING_REACH = 6000
"""Characters within which our mail's greeting stands before the first question."""


class Quoted(NamedTuple):
    """One question: the facts that it asks for, its place, and the place of the words up to the next question."""

    facts: tuple[str, ...]
    question: Span
    answer: Span


def question_of(fact: Mapping[str, Any]) -> dict[str, str]:
    """Return a fact's question with where to find the answer, in both languages."""
    where = fact["where"]
    return {
        "en": f"{fact['ask']['en']} {MARKS[0]} {where['en']}.)",
        "zh": f"{fact['ask']['zh']}{MARKS[1]}{where['zh']}）",
    }


def find_questions(sources: list[Source], knowledge: Any) -> tuple[list[Quoted], list[Span]]:
    """Return our questions in the order of the text, and every place that is ours and not the customer's."""
    marks = (*MARKS, *(words["questions"] for words in knowledge.replies.values() if words.get("questions")))
    found: list[Quoted] = []
    ours: list[Span] = []
    for source in sources:
        if any(mark in source.text for mark in marks):
            flat = _Flat(source.text[:LOOKED_AT])
            here = list(_questions(flat, source, knowledge))
            found += here
            ours += [one.question for one in here]
            ours += _around(flat, source, here, knowledge.replies) if here else []
    return found, ours


def without(sources: list[Source], places: list[Span]) -> list[Source]:
    """Return the sources with blanks in some places; offsets and line ends stay."""
    kept = []
    for source in sources:
        text = source.text
        for place in places:
            if place.source == source.index:
                blank = "".join(sign if sign in "\r\n" else " " for sign in text[place.start : place.end])
                text = text[: place.start] + blank + text[place.end :]
        kept.append(Source(text, source.index, source.name, source.notes, source.length, source.sheet, source.drawn))
    return kept


class _Flat:
    """A text without blanks and quote marks; `places` are the offsets of its characters."""

    def __init__(self, text: str) -> None:
        self.whole = text
        kept = [(sign, at) for at, sign in enumerate(text) if not sign.isspace() and sign not in ">|"]
        self.text = "".join(sign for sign, _ in kept)
        self.places = [at for _, at in kept]

    def find(self, words: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Return the place of words in the whole text, looked for between flat offsets."""
        bare = _IGNORED.sub("", words)
        at = self.text.find(bare, start, end)
        return None if at < 0 or not bare else (self.places[at], self.places[at + len(bare) - 1] + 1)


def _questions(flat: _Flat, source: Source, knowledge: Any) -> Iterator[Quoted]:
    asked: dict[str, list[str]] = {text: [] for rule in knowledge.rules for text in (rule.get("ask") or {}).values()}
    for name, fact in knowledge.facts.items():
        if "ask" in fact:
            for text in question_of(fact).values():
                asked.setdefault(text, []).insert(0 if "ask_as" not in fact else len(asked.get(text, ())), name)
    places = sorted(
        ((place[0], _where_end(flat.whole, place[1])), tuple(names))
        for text, names in asked.items()
        if (place := flat.find(text)) is not None
    )
    starts = [_label_start(flat.whole, start) for (start, _), _ in places]
    for number, ((_, end), names) in enumerate(places):
        behind = starts[number + 1] if number + 1 < len(places) else min(len(source.text), end + ANSWER_LENGTH)
        yield Quoted(names, Span(source.index, starts[number], end), Span(source.index, end, max(end, behind)))


def _where_end(text: str, end: int) -> int:
    """Return the end of a question with what says where the answer is found, if that follows."""
    match = _WHERE.match(text, end)
    return match.end() if match is not None else end


def _label_start(text: str, start: int) -> int:
    """Return where the question's line begins if only a number and quote marks stand before it."""
    line = text.rfind("\n", 0, start) + 1
    return line if _LABEL.fullmatch(text, line, start) else start


def _around(flat: _Flat, source: Source, here: list[Quoted], replies: Mapping[str, Any]) -> Iterator[Span]:
    """Yield what is ours around the questions: the mail from its greeting on, its closing, and quoted lines."""
    first, last = here[0].question, here[-1].question
    for words in replies.values():
        header = flat.find(words.get("questions", ""))
        if header is not None and header[1] <= first.start + 1:
            greeting = source.text.rfind(words.get("greeting", "\0"), max(0, header[0] - _GREETING_REACH), header[0])
            yield Span(source.index, greeting if greeting >= 0 else header[0], header[1])
        closing = source.text.find(words.get("closing", "\0"), last.end)
        if closing >= 0:
            yield Span(source.index, closing, closing + len(words["closing"]))
    if not source.text[first.start : first.end].lstrip().startswith(">"):
        return
    at = first.start
    while at < min(len(source.text), last.end + ANSWER_LENGTH):
        end = source.text.find("\n", at)
        end = len(source.text) if end < 0 else end
        if source.text[at:end].lstrip().startswith(">"):
            yield Span(source.index, at, end)
        at = end + 1
