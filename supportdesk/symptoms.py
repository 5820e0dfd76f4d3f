"""What a customer describes in his own words: symptoms of rules/symptoms.yaml, found in prose.

A symptom is a list of groups of phrases; it holds where one phrase of each group stands within a short stretch of the
text. It says what the customer reports, never what is true: its fact has the origin 'prose' and carries `possible`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from supportdesk.longer_words import SAID_WITHIN, longer_than, stands_within
from supportdesk.patterns import lazy
from supportdesk.phrases import Spoken
from supportdesk.relating.tables import Tables
from supportdesk.source import Source, Span
from supportdesk.symptom_index import INDEX, SymptomIndex, index_symptoms

REACH = 140
"""Characters within which the phrases of a symptom stand: about two sentences."""
LOOKED_AT = 6000
"""Characters of a source that are looked at; a customer tells his story at the beginning."""
QUOTED = 120
"""Characters of the customer's words that are quoted back."""
MOST_PLACES = 40
"""Places of one phrase that are looked at."""

NO_CLAIMS: Mapping[str, Any] = MappingProxyType({})
_WHETHER = lazy(r"吗|是否|会不会|能不能|要不要|^\W{0,8}(?:is|are|do|does|will|would|can|could|should|may) ")
"""A question with one of these asks whether something happens; one in the past tense ('was I charged twice?') suspects
that it did."""
_IN_NUMBER = lazy(r"[0-9][.,]?#|#[.,]?[0-9]|[$\u00a5\u20ac]#")
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FOLDED = {code: _LOWER.get(code - 0xFEE0, code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | _LOWER


def add_symptoms(tables: Tables, sources: list[Source], covered: list[Span], knowledge: Any) -> None:
    """Set the ticket's facts `symptoms` (`,one,other,`) and `told` (the customer's words for the first).

    `covered` are spans that are no prose. A row `contradicts` families of causes: who says that the same call works
    without the gateway speaks against every fault of the call, and against none of the account; or single rules, which
    are then no more than likely: where several services stand one behind the other, the words of one say that an
    account is empty and not whose. The rules that a row is `against` are doubted: an address that is wrong is so
    for every call. Calls that are over are marked (`supportdesk.bygone`).
    """
    if len(tables.calls) > 1:
        from supportdesk.bygone import mark_bygone

        mark_bygone(tables, sources)
    found: dict[str, Span] = {}
    told = ""
    for source in sources:
        text = _prose(source, covered).translate(_FOLDED)
        whole = source.text[:LOOKED_AT].translate(_FOLDED)
        for name, start, end in find_symptoms(text, knowledge, tables.ticket.values, whole):
            found.setdefault(name, Span(source.index, start, end))
            told = told or _words(source.text, start, end)
    if found:
        ticket = tables.ticket
        ticket.values["symptoms"] = "," + ",".join(sorted(found)) + ","
        ticket.spans["symptoms"] = list(found.values())
        ticket.values["told"] = told
        ticket.spans["told"] = list(found.values())[:1]
        ticket.origin["symptoms"] = ticket.origin["told"] = "prose"
        rows = knowledge.words.get("symptoms") or ()
        tables.contradicted = frozenset(
            family for row in rows if row["id"] in found for family in row.get("contradicts") or ()
        )
        tables.doubted = frozenset(rule for row in rows if row["id"] in found for rule in row.get("against") or ())


def find_symptoms(
    text: str, knowledge: Any, claims: Mapping[str, Any] = NO_CLAIMS, whole: str | None = None
) -> Iterator[tuple[str, int, int]]:
    """Yield each symptom that a lower-case text describes, with the hull of the phrases that say so.

    The phrases of its groups stand `within` so many characters (REACH where the row does not say).
    One phrase of a row's `anywhere` stands somewhere in `whole`, the text with all that is technical in it.
    A row's `needs` is a claim that the symptom presupposes: where `claims` (of the ticket) deny it, it is not heard.
    A row's `heard` says what its phrases may stand in: everything (absent), everything that denies no charge
    ('asked'), or only what is stated, not conditions and questions whether something happens ('stated').
    """
    texts: dict[str, str] = {}
    rows = knowledge.words.get("symptoms") or []
    for number in _index(knowledge, rows).rows_in(Spoken(text)):
        row = rows[number]
        if claims.get(row.get("needs", "")) is False:
            continue
        named = row.get("anywhere")
        if named and not any(_stands(text if whole is None else whole, phrase) for phrase in named):
            continue
        reach = int(row.get("within", REACH))
        hull = _hull(text, row["groups"], reach)
        heard = row.get("heard")
        if hull is not None and heard is not None:
            if heard not in texts:
                texts[heard] = _without_denials(_stated(text) if heard == "stated" else text)
            hull = _hull(texts[heard], row["groups"], reach)
        if hull is not None:
            yield row["id"], *hull


def said(text: str, group: list[str]) -> bool:
    """Tell whether a phrase of a group stands in a text, in whatever case."""
    lower = text.translate(_FOLDED)
    return any(_stands(lower, phrase) for phrase in group)


def _stated(text: str) -> str:
    """Return a text with its conditions and its yes-or-no questions blanked, so that offsets stay."""
    from supportdesk.reading import prose_words as words

    kept = list(text)
    for sentence in words.SENTENCE.finditer(text):
        said = sentence[0]
        if words.PRESUPPOSES.search(said):
            continue
        asks = said.rstrip().endswith(("?", "\uff1f"))
        if words.HYPOTHETICAL.search(said) or (asks and (words.CONDITION.search(said) or _WHETHER.search(said))):
            kept[sentence.start() : sentence.end()] = "\n" * len(said)
    return "".join(kept)


def _without_denials(text: str) -> str:
    """Return a text with the words blanked that deny a charge or a retry, or say that tokens count twice."""
    from supportdesk.reading import prose_words as words

    for claim in words.CLAIMS:
        if claim.fact == "claimed_charged" and claim.value is False:
            pattern = claim.pattern(text)
            text = pattern.sub(lambda found: "\n" * len(found[0]), text) if pattern else text
    if "retr" in text or "重试" in text:
        text = words.NO_RETRY.sub(lambda found: "\n" * len(found[0]), text)
    if not any(word in text for word in ("token", "twice", "double", " times ")):
        return text
    from supportdesk.reading.money_words import TOKENS_TWICE

    return TOKENS_TWICE.sub(lambda found: "\n" * len(found[0]), text)


def _words(text: str, start: int, end: int) -> str:
    """Return the customer's words at a stretch, whole words, on one line, cut to QUOTED characters."""
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    words = " ".join(text[start:end].split())
    return words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"


class _Last:
    """The rows that were looked for last, and their index."""

    made: tuple[list[dict[str, Any]], SymptomIndex] | None = None


def _index(knowledge: Any, rows: list[dict[str, Any]]) -> SymptomIndex:
    """Return the index of the rows, which is made here only where they did not come with one."""
    made = _Last.made
    if made is None or made[0] is not rows:
        made = _Last.made = rows, SymptomIndex(knowledge.words.get(INDEX) or index_symptoms(rows))
    return made[1]


def _hull(text: str, groups: list[list[str]], reach: int = REACH) -> tuple[int, int] | None:
    """Return the narrowest stretch with a phrase of every group around one of the first, or None."""
    places = []
    for group in groups:
        spans = sorted(span for phrase in group if phrase in text for span in _places(text, phrase))
        if not spans:
            return None
        places.append(spans)
    best: tuple[int, int] | None = None
    for start, end in places[0]:
        low, high = start, end
        for spans in places[1:]:
            nearest = min(spans, key=lambda span: max(start - span[1], span[0] - end))
            low, high = min(low, nearest[0]), max(high, nearest[1])
        if high - low <= reach and (best is None or high - low < best[1] - best[0]):
            best = (low, high)
    return best


def _stands(text: str, phrase: str) -> bool:
    return phrase in text and next(_places(text, phrase), None) is not None


def _places(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands; a Latin one at the beginning of a word (which may go on: refund, refunded).

    A number is no part of another one: `503` does not stand in `24,503`. Nor is a Chinese one a part of a longer word
    (`longer_words`).
    """
    at, number = text.find(phrase), 0
    words = longer_than(phrase) if len(phrase) <= 2 or phrase in SAID_WITHIN else ()
    while at >= 0 and number < MOST_PLACES:
        inside = phrase.isdigit() and _IN_NUMBER.search(text[max(0, at - 2) : at] + "#" + text[at + len(phrase) :][:2])
        if inside or (words and stands_within(text, at, phrase, words)):
            pass
        elif not phrase[0].isascii() or at == 0 or not (text[at - 1].isascii() and text[at - 1].isalnum()):
            yield at, at + len(phrase)
            number += 1
        at = text.find(phrase, at + 1)


def _prose(source: Source, covered: list[Span]) -> str:
    """Return the beginning of a source with everything technical blanked, so that offsets stay."""
    text = source.text[:LOOKED_AT]
    for span in covered:
        if span.source == source.index and span.start < len(text):
            end = min(span.end, len(text))
            text = text[: span.start] + "\n" * (end - span.start) + text[end:]
    return text
