"""Answers to our questions that are pasted below a ticket.

Understood are a line `fact: value` in the vocabulary of rules/facts.yaml, the words under a question of ours, and
`Question 2: …` against the questions that were asked of what stands above. Material (an error, rows, code, a URL) is
left to its own readers; what nobody else reads is taken here, and is worth what the fact says (`pasted`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Evidence, Origin, Piece, Reading
from supportdesk.reading.quoted_questions import Quoted
from supportdesk.source import Source, Span

LOOKED_AT = 200_000
"""Characters of a source in which answers are looked for."""
SHORT = 60
"""Characters of an answer that may be a yes, a no or a word of a list, with some words around it."""
NAMED = lazy(r"(?m)^[ \t>*•-]{0,8}([A-Za-z][A-Za-z_]{2,40})[ \t]{0,3}[:：=][ \t]{0,3}(\S[^\r\n]{0,400})$")
NUMBERED = lazy(
    r"(?im)^[ \t>*]{0,8}(?:问题|question|q|answer|answer to question|答|回答)\s?#?([0-9]{1,2})\s?[:：.、)）]"
    r"\s{0,3}(\S[^\r\n]{0,400})$"
)
_NO = lazy(r"(?i)(?:no|nope|not|n|false|off|none|never|unset|doesn['’]t|isn['’]t|didn['’]t|不|否|没|无|未)(?![a-z])")
_YES = lazy(r"(?i)(?:yes|yep|yeah|y|true|on|set|it (?:does|is|did)|是|对|有|会|已|确实|嗯|能|可以)(?![a-z])")
_NUMBER = lazy(r"[^\w.,-]{0,4}(-?[0-9]{1,15}(?:\.[0-9]{1,6})?)(?:\s?[A-Za-z%\u4e00-\u9fff]{0,12})?[.。]?")
_ENDS = " \t`\"'“”「」‘’。,，;；!！"
_SHAPES: dict[str, re.Pattern[str]] = {
    "url": lazy(r"https?://[^\s\"'<>]{3,500}"),
    "base_url": lazy(r"https?://[^\s\"'<>]{3,500}"),
    "path": lazy(r"/[^\s\"'<>]{1,300}"),
    "host": lazy(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}(?::[0-9]{1,5})?"),
    "method": lazy(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|other)"),
    "content_type": lazy(r"[a-z]{3,20}/[a-z0-9.+-]{1,60}|other"),
}  # fmt: skip
_WORD = lazy(r"[\w./:@+,\[\]-]{1,120}")
ERRORS = frozenset({"error_message", "exception_message", "fail_reason"})
"""Facts whose value is a text as it was shown: an error of its own, for the readers of meanings."""
LONE = frozenset({"error", "exception", "answer", "config", "prose"})
"""Kinds of pieces that other readers make of a line `fact: value` alone."""


ROWS = "rows"
"""What shows a fact (`pasted` of facts.yaml) whose line `fact: value` is worth no more than what somebody says."""
NO_ANSWERS: dict[str, list[str]] = {"values": [""]}


class Told(NamedTuple):
    """An answer that was found: the fact, its value, where it stands, and how far it is trusted."""

    fact: str
    value: str | int | float | bool
    span: Span
    origin: Origin


def add_answers(evidence: Evidence, quoted: list[Quoted], knowledge: Any) -> None:
    """Add what the answers say to the evidence, one piece of kind 'reply' each.

    `quoted` are questions of ours with the places of their answers (quoted_questions, or numbered ones).
    """
    told = [answer for one in quoted for answer in _below(one, evidence, knowledge)]
    for source in evidence.sources:
        lines = [match for match in NAMED.finditer(source.text[:LOOKED_AT]) if match[1].lower() in knowledge.facts]
        if lines:
            told += _named(source, lines, evidence, knowledge)
    for one in told:
        reading = Reading(one.fact, one.value, one.span)
        shown = one.fact in ERRORS
        piece = Piece("error" if shown else "reply", "answer" if shown else one.origin, one.span, [reading])
        evidence.pieces.append(piece)
        evidence.answered.add(one.fact)


def find_numbered(source: Source) -> list[tuple[int, Span, Span]]:
    """Return the answers `Question 2: …` of a source: number, place of the label, place of the answer."""
    found = []
    for match in NUMBERED.finditer(source.text[:LOOKED_AT]):
        place = Span(source.index, match.start(2), match.end(2))
        found.append((int(match[1]), Span(source.index, match.start(), match.start(2)), place))
    return found


def _below(one: Quoted, evidence: Evidence, knowledge: Any) -> Iterator[Told]:
    """Yield what the words below a question say; nothing where a reader of material has read them."""
    place = one.answer
    source = evidence.sources[place.source]
    text = source.text[place.start : place.end]
    line = next((line for line in re.finditer(r"[^\r\n]+", text) if line[0].strip()), None)
    if line is None:
        return
    bare = line[0].strip()
    start = place.start + line.start() + line[0].index(bare)
    span = Span(place.source, start, start + len(bare))
    groups = {*one.facts, *(knowledge.facts[fact].get("ask_as", fact) for fact in one.facts)}
    if _SHAPES["url"].fullmatch(bare) and any(knowledge.facts[fact].get("pasted") == "request" for fact in groups):
        yield Told("url" if "url" in groups else "base_url", bare, span, "console")  # copied, not said
        return
    for piece in evidence.pieces:
        inside = piece.span.source == place.source and place.start < piece.span.end and piece.span.start < place.end
        if not inside:
            continue
        here = [reading.fact for reading in piece.readings if place.start <= reading.span.start < place.end]
        if (here and piece.kind not in ("prose", "config")) or not groups.isdisjoint(here):
            evidence.answered.update(groups.intersection(here))
            return
    for fact in one.facts:
        value = parse(fact, knowledge.facts[fact], bare, knowledge.words.get("labels") or {})
        if value is not None:
            yield Told(fact, value, span, "prose")
            return


def _named(source: Source, lines: list[re.Match[str]], evidence: Evidence, knowledge: Any) -> Iterator[Told]:
    """Yield what lines `fact: value` say that stand in no code, row or JSON; other readings of the line are dropped."""
    labels = knowledge.words.get("labels") or {}
    programs: list[Span] | None = None
    answered = {(line.start(), line.end()) for line in lines}
    for line in lines:
        fact = line[1].lower()
        about = knowledge.facts[fact]
        if fact not in knowledge.answers and fact not in ERRORS and about["from"] != "read":
            continue
        value: Any = line[2].strip() if fact in ERRORS else parse(fact, about, line[2], labels)
        if value is None:
            continue
        if str((knowledge.answers.get(fact) or NO_ANSWERS)["values"][0]).startswith(","):
            value = f",{','.join(str(value).replace(' ', '').split(','))},"  # a list of words, as facts.yaml writes it
        place = Span(source.index, line.start(), line.end())
        around = {
            number: piece
            for number, piece in enumerate(evidence.pieces)
            if _meet(piece.span, place) and piece.kind != "prose"
        }
        read = {(reading.fact, reading.value) for piece in around.values() for reading in piece.readings}
        if (fact, value) in read:
            if source.index > 0:  # in the first paste it may be a setting that he shows
                evidence.answered.add(fact)
            continue
        if not all(_is_lone(piece, source, answered) for piece in around.values()):
            continue
        programs = _programs(source, answered, evidence) if programs is None else programs
        if any(_meet(program, place) for program in programs):
            continue
        _drop(evidence, {number for number, piece in around.items() if _within(piece.span, place)}, place)
        origin: Origin = "prose" if about.get("pasted", ROWS) == ROWS else "console"
        yield Told(fact, value, Span(source.index, line.start(2), line.end(2)), origin)


def _is_lone(piece: Piece, source: Source, answered: Iterable[tuple[int, int]]) -> bool:
    """Whether a piece is made of nothing but lines of answers."""
    return piece.kind in LONE and piece.body is None and _only_answers(piece.span, source, answered)


def _programs(source: Source, answered: Iterable[tuple[int, int]], evidence: Evidence) -> list[Span]:
    """Return the places of program text, but for blocks of nothing but answers (`stream = true` looks like one)."""
    from supportdesk.reading import regions
    from supportdesk.view import View

    found = evidence.regions.get(source.text)
    if found is None:
        found = regions.split(View.whole(source))
    places = [Span(source.index, region.start, region.end) for region in found if region.language is not None]
    return [place for place in places if not _only_answers(place, source, answered)]


def _only_answers(place: Span, source: Source, answered: Iterable[tuple[int, int]]) -> bool:
    """Whether every line of a place is a line `fact: value`."""
    at = place.start
    for line in source.text[place.start : place.end].splitlines(keepends=True):
        if line.strip() and not any(start <= at + len(line) - len(line.lstrip()) < end for start, end in answered):
            return False
        at += len(line)
    return True


def _drop(evidence: Evidence, numbers: set[int], place: Span) -> None:
    """Take pieces out, and what was named as not read within the line."""
    evidence.not_read[:] = [one for one in evidence.not_read if not _within(one.span, place)]
    if not numbers:
        return
    kept = [number for number in range(len(evidence.pieces)) if number not in numbers]
    places = {number: new for new, number in enumerate(kept)}
    for number in kept:
        inside = evidence.pieces[number].inside
        evidence.pieces[number].inside = None if inside is None else places.get(inside)
    evidence.pieces[:] = [evidence.pieces[number] for number in kept]


def parse(
    fact: str, about: Mapping[str, Any], text: str, labels: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> str | int | float | bool | None:
    """Return the value of a fact that an answer states, or None where it states none."""
    bare = text.strip(_ENDS)
    if not bare or len(bare) > 500:
        return None
    if about["type"] == "boolean":
        said = bare.strip(".")
        no, yes = (pattern.match(said) for pattern in (_NO, _YES))
        return None if len(said) > SHORT or not (no or yes) else not no
    if about["type"] in ("integer", "real"):
        number = _NUMBER.fullmatch(bare)
        if number is None:
            return None
        return float(number[1]) if about["type"] == "real" or "." in number[1] else int(number[1])
    if about.get("values"):
        return _listed(about["values"], labels.get(fact) or {}, bare)
    shape = _SHAPES.get(fact, _WORD)
    return bare if shape.fullmatch(bare) else None


def _listed(values: list[str], labels: Mapping[str, Mapping[str, str]], text: str) -> str | None:
    """Return the one value of a closed list that a short answer names, by itself or by its label."""
    lower = text.lower()
    exact = lower.replace(" ", "_")
    if exact in values or lower in values:
        return exact if exact in values else lower
    if len(text) > SHORT or _NO.match(text):
        return None
    named = set()
    for value in values:
        names = [value, value.replace("_", " "), *(label.lower() for label in (labels.get(value) or {}).values())]
        if any(re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", lower) for name in names):
            named.add(value)
    return named.pop() if len(named) == 1 else None


def _meet(one: Span, other: Span) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end


def _within(one: Span, other: Span) -> bool:
    return one.source == other.source and other.start <= one.start and one.end <= other.end
