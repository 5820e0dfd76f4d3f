"""What the sentences of a reply claim: money given back, a cause, something done, more certainty than there is.

The words stand in rules/replies/<language>/gate.yaml and claims.yaml. A claim is looked for within its clause: a
denial, a question or a doubt there makes it none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from supportdesk.advising.gate_known import stands
from supportdesk.advising.gate_pieces import Sum, plain, sums
from supportdesk.named import NamedTuple
from supportdesk.phrases import Phrases, Spoken

if TYPE_CHECKING:
    from supportdesk.advising.verdict import Case

SENTENCE = "\n。！？!?；;"
CLAUSE = SENTENCE + "，、"
LONGEST_PIECE = 120
LONGEST_CLAUSE = 400
"""Characters to each side of a word that may belong to its clause or sentence."""
MOST_PLACES = 100
"""Places of one word that are looked at."""

GRANTS = ("refund", "partial")


_PLAIN = frozenset(
    {"greeting", "thanks", "steps", "dropped", "operator", "operator_open", "nobody", "retry", "questions", "closing"}
)
"""Sentences of a reply that claim nothing of the cause (replies/<language>/reply.yaml)."""


class Found(NamedTuple):
    """One thing that a reply must not say: the kind (a key of `reasons`), the piece, and what else the reason names."""

    kind: str
    piece: str
    values: dict[str, Any]


class Wordlist:
    """Words of both languages, in lower case.

    `all_of(text)` tells which of them a `Text` holds; Latin ones are looked for among its Latin signs first.
    `beginning_in(text)` leaves out what stands within a Latin word alone.
    """

    def __init__(self, words: Iterable[Any]) -> None:
        every = list(dict.fromkeys(str(word) for word in words))
        self.words = every
        self._latin = [word for word in every if word.isascii()]
        self._wide = [word for word in every if not word.isascii()]
        self._phrases = Phrases(every)

    def all_of(self, text: Text) -> list[str]:
        """Return the words that stand in a text."""
        latin = text.latin
        found = [word for word in self._latin if word in latin]
        if latin is not text.low:
            found = [word for word in found if word in text.low]
            found += [word for word in self._wide if word in text.low]
        return found

    def beginning_in(self, text: Text) -> list[str]:
        """Return the words that stand in a text, Latin ones at the beginning of a word (`_places`)."""
        standing = self._phrases.standing_in(text.spoken)
        return [word for word in (*self._latin, *self._wide) if word in standing] if standing else []


class Text:
    """A text to look for words in: `low`, in lower case, and `latin`, what of it is ASCII (a wide haystack is slow)."""

    __slots__ = ("_spoken", "latin", "low")

    def __init__(self, text: str) -> None:
        self.low = text.lower()
        self.latin = self.low if self.low.isascii() else self.low.encode("ascii", "ignore").decode()
        self._spoken: Spoken | None = None

    @property
    def spoken(self) -> Spoken:
        """The words of the text."""
        if self._spoken is None:
            self._spoken = Spoken(self.low)
        return self._spoken


class Words:
    """The vocabulary of both languages, merged: a reply may mix them."""

    def __init__(self, replies: dict[str, dict[str, Any]]) -> None:
        self._tables = [texts["gate"] for texts in replies.values() if "gate" in texts]
        self.claims: dict[str, list[tuple[str, list[list[str]]]]] = {}
        for texts in replies.values():
            for cause, groups in (texts.get("claims") or {}).items():
                for word in groups[-1]:
                    self.claims.setdefault(word, []).append((cause, groups))
        self.stating = Wordlist(self.claims)
        self.giving, self.nouns, self.forms = self._of("giving"), self._of("nouns"), self._of("forms")
        self.past, self.sure, self.done = self._of("past"), self._of("sure"), self._of("done")
        self.cost, self.internal = self._of("cost"), self._of("internal")
        denials, questions, hedges = self._of("denials").words, self._of("questions").words, self._of("hedges").words
        self.no_claim, self.no_promise, self.hedges = [*denials, *questions, *hedges], [*denials, *questions], hedges
        sentences = [texts[name] for texts in replies.values() for name in texts if name in _PLAIN]
        self.constant = frozenset(_fragments(sentences))
        self.numbers: dict[str, int] = {word: n for table in self._tables for word, n in table["numbers"].items()}

    def _of(self, name: str) -> Wordlist:
        return Wordlist(word for table in self._tables for word in table[name])


def _fragments(texts: list[Any]) -> Iterator[str]:
    """Yield the sentences without a slot, and what stands before the first slot or clause of the others."""
    for text in texts:
        for sentence in text.values() if isinstance(text, dict) else [text]:
            yield sentence.partition("{")[0].partition("[")[0].strip()
    yield ""


def find_claims(text: Text, own: Text, case: Case, words: Words) -> Iterator[Found]:
    """Yield what a reply claims beyond its case.

    `own` is the part of the reply that is not the rule's own sentences, which state causes as they were written.
    """
    yield from _promises(text, case, words)
    yield from _causes(own, case, words)
    for kind, phrases in (("done", words.done), ("sure", words.sure)):
        if kind == "sure" and case.certainty == "confirmed":
            continue
        for phrase in phrases.beginning_in(own):
            clause = _clause_with(own.low, phrase, words.no_claim)
            if clause is not None:
                yield Found(kind, clause, {"certainty": case.certainty})


def _promises(text: Text, case: Case, words: Words) -> Iterator[Found]:
    """Yield the clauses that promise money which the decision does not grant, and sums above what it grants."""
    money, low = case.money, text.low
    decision, granted = money.get("decision"), money.get("refund_quota") or 0
    seen: set[int] = set()
    for word in words.giving.all_of(text):  # few words, of which `_places` leaves out what stands within another
        for at in _places(low, word):
            start, end = _bounds(low, at, CLAUSE)
            if start in seen:
                continue
            clause = f" {low[start:end]} "
            bare = clause
            for noun in words.nouns.words:
                bare = bare.replace(noun, " ")
            if word not in bare or _has(bare, words.no_promise) or not _has(bare, words.forms.words):
                continue
            seen.add(start)
            was = _has(bare, words.past.words)
            if was and (_was_given(bare, case) or _has(bare, words.hedges)):
                continue
            if decision in GRANTS:
                yield from _above(low, at, granted, case)
            else:
                yield Found("promise", _cut(clause), {"decision": decision})


def _was_given(clause: str, case: Case) -> bool:
    """Whether something was given back indeed, or the clause names the known amount, be it none."""
    if case.money.get("decision") == "already-refunded" or case.money.get("refunded_quota"):
        return True
    known = case.values.get("refunded_quota")
    return isinstance(known, int | float) and (known > 0 or stands(clause, f"{known:.0f}"))


def _above(text: str, at: int, granted: int, case: Case) -> Iterator[Found]:
    """Yield the largest sum of a promise's sentence where it is above the granted one, which does not stand there."""
    start, end = _bounds(text, at, SENTENCE)
    told = [(one, _quota(one, case)) for one in sums(plain(text[start:end]))]
    known = [(one, quota) for one, quota in told if quota is not None]
    if known and all(abs(quota - granted) > granted * 1e-3 for _one, quota in known):
        one, quota = max(known, key=lambda pair: pair[1])
        if quota > granted:
            yield Found("larger", one.text, {})


def _quota(one: Sum, case: Case) -> float | None:
    if one.unit == "quota":
        return float(one.value)
    return float(one.value * case.quota_per_usd) if one.unit == "usd" else None


def _causes(text: Text, case: Case, words: Words) -> Iterator[Found]:
    present = words.stating.beginning_in(text)
    if not present:
        return
    told = {candidate.cause for candidate in case.candidates if candidate.level > 0}
    told |= {cause for candidate in case.candidates for cause in candidate.explains if candidate.level > 0}
    for word in present:
        for cause, groups in words.claims[word]:
            clause = None if cause in told else next(_stating(text.low, word, groups, words), None)
            if clause is not None and not _is_own(clause, case):
                told.add(cause)
                yield Found("claim", clause, {"cause": cause})


def _stating(text: str, word: str, groups: list[list[str]], words: Words) -> Iterator[str]:
    """Yield the clauses around a word that hold one of every group and neither deny nor ask nor doubt it."""
    for at in _places(text, word):
        start, end = _bounds(text, at, CLAUSE)
        clause = f" {text[start:end]} "
        if all(_has(clause, group) for group in groups) and not _has(clause, _without(words.no_claim, groups)):
            yield _cut(clause)


def _without(words: list[str], groups: list[list[str]]) -> list[str]:
    """Return the denials that are no part of the statement itself ("没有权限", "does not exist")."""
    return [word for word in words if not any(word.strip() in phrase for group in groups for phrase in group)]


def _is_own(clause: str, case: Case) -> bool:
    """Whether the verdict's own title or reason says the same."""
    return any(clause in text.lower() for text in (*case.why.values(), *case.title.values()))


def _clause_with(text: str, phrase: str, excuses: list[str]) -> str | None:
    for at in _places(text, phrase):
        start, end = _bounds(text, at, CLAUSE)
        clause = f" {text[start:end]} "
        if not _has(clause.replace(phrase, " "), excuses):
            return _cut(clause)
    return None


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands; a Latin one at the beginning of a word."""
    at = text.find(word)
    left = MOST_PLACES
    while at >= 0 and left:
        if not (_is_latin(word[0]) and _is_latin(text[at - 1 : at])):
            left -= 1
            yield at
        at = text.find(word, at + 1)


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _bounds(text: str, at: int, ends: str) -> tuple[int, int]:
    """Return where the clause or sentence around a place begins and ends; `.` and `,` end one before a blank."""
    start, first, last = at, max(0, at - LONGEST_CLAUSE), min(len(text), at + LONGEST_CLAUSE)
    while start > first and not _ends(text, start - 1, ends):
        start -= 1
    end = at
    while end < last and not _ends(text, end, ends):
        end += 1
    return start, end + (text[end : end + 1] in "?？")


def _ends(text: str, at: int, ends: str) -> bool:
    sign = text[at]
    return sign in ends or (sign in (".,:" if ends is CLAUSE else ".") and text[at + 1 : at + 2] in (" ", "\n", ""))


def _has(text: str, words: Iterable[str]) -> bool:
    return any(map(text.__contains__, words))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_PIECE else flat[: LONGEST_PIECE - 1] + "…"
