"""What a reply may state: facts, the customer's own words, what the policy decided, what definitions and rules say.

Asked is first what a reply of ours is made of, then, only where that is silent, everything else that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from supportdesk.advising.discretion import own_text
from supportdesk.advising.gate_pieces import number, pieces, plain, sums
from supportdesk.advising.texts import SHOWN_LENGTH, shortened

if TYPE_CHECKING:
    from supportdesk.advising.verdict import Case
    from supportdesk.reading.evidence import Evidence
    from supportdesk.relating.tables import Tables

HIDDEN_FACTS = frozenset({"channel_id", "content", "upstream_request_id", "user_id", "platform"})
"""Facts that a reply never states: they are the operator's, or hold his (gateway.md 1, 3)."""

TIMES = ("occurred_at", "submitted_at", "started_at", "finished_at", "listing_from", "listing_until")
MOST_ROWS = 200
LONGEST = 200_000
"""Rows of a table, and characters of a text, that are looked at where nothing nearer knows a piece."""

AMOUNTS = frozenset(
    {"charged_quota", "refunded_quota", "refund_rows_quota", "net_quota", "expected_quota", "record_quota", "quota",
     "pre_consumed_quota", "actual_quota", "balance_quota", "key_remaining_quota", "reserved_quota",
     "claimed_amount_usd", "model_price"}
)  # fmt: skip
"""Facts that are sums of money: in quota, claimed_amount_usd and model_price in USD."""

IN_USD = frozenset({"claimed_amount_usd", "model_price"})
MONEY = ("charged_quota", "refunded_quota", "net_quota", "expected_quota", "refund_quota")
_TEXTS = ("title", "why", "fix", "ask")
"""Texts of a rule that a reply is made of."""


class Known:
    """What is known of one ticket; made at once, read only as far as a reply asks for it."""

    def __init__(self, case: Case, tables: Tables, evidence: Evidence, checked: dict[int, Any], knowledge: Any) -> None:
        self.case = case
        self.knowledge = knowledge
        self._tables = tables
        self._evidence = evidence
        self._checked = checked
        self._near: str | None = None
        self._far: str | None = None
        self._numbers: set[Decimal] | None = None
        self._amounts: dict[str, set[Decimal]] | None = None

    def states(self, piece: str) -> bool:
        """Whether a word, an id, an address stands anywhere in what is known, as a whole and without case."""
        word = piece.lower()
        if piece.isascii():
            return stands(self.near, word) or stands(self.far, word)
        return word in self._close_by() or word in self._far_off()

    def quotes(self, piece: str) -> bool:
        """Whether the verdict's own facts and texts, or what the customer sends and writes, hold a piece."""
        word = piece.lower()
        return word in self._close_by() or word in self.own

    def counts(self, value: Decimal) -> bool:
        """Whether a number is known, however it is written."""
        if self._numbers is None:
            self._numbers = {
                known
                for text in (self.near, self.far)
                for piece in pieces(text)
                if piece.kind == "number" and (known := number(piece.text)) is not None
            }
        return value in self._numbers or (value == value.to_integral() and abs(value) in self._numbers)

    def has_amount(self, value: Decimal, unit: str, text: str) -> bool:
        """Whether a sum of money is a charge, a refund, a price, a claim, or said so by the customer or a rule.

        `unit` is that of gate_pieces.Sum.
        """
        if self._amounts is None:
            self._amounts = self._list_amounts()
        return value in self._amounts.get(unit, ()) or stands(self.own, text.lower())

    def is_model(self, name: str) -> bool:
        """Whether the catalogue has a model of that name."""
        from supportdesk.definitions.catalogue import lookup_model

        info = lookup_model(self.knowledge, name, None)
        return info is not None and not info.guessed

    @property
    def own(self) -> str:
        """What the customer sends, sets up or writes, in lower case."""
        return own_text(self._evidence)

    @property
    def near(self) -> str:
        """In lower case, ASCII alone: the facts that the verdict rests on, and what a reply is made of."""
        if self._near is None:
            self._near = _ascii("\n".join(self._close()))
        return self._near

    @property
    def far(self) -> str:
        """In lower case, ASCII alone: every other fact, the customer's words, the definitions, the gateways' hosts."""
        if self._far is None:
            self._far = _ascii(self._far_off())
        return self._far

    def _close_by(self) -> str:
        return "\n".join(self._close()).lower()

    def _far_off(self) -> str:
        return "\n".join(text[:LONGEST] for text in self._everything()).lower()

    def _close(self) -> Iterator[str]:
        case = self.case
        yield rule_text(case)
        for fact, value in case.values.items():
            if fact not in HIDDEN_FACTS and not isinstance(value, bool):
                yield str(value)
                if isinstance(value, str) and len(value) > SHOWN_LENGTH:
                    yield shortened(value)
        for item in case.questions:
            yield from item["question"].values()
        money = case.money
        yield from (str(money[name]) for name in MONEY if money.get(name) is not None)
        yield from (money.get("reason") or {}).values()
        yield from (case.usd(money[name]) or "" for name in ("charged_quota", "refund_quota") if money.get(name))
        strategy = (case.retry or {}).get("strategy") or {}
        delays = [str(delay) for delay in strategy.get("delays_s") or ()]
        yield f"{strategy.get('attempts') or ''} {' '.join(delays)} {'/'.join(delays)}"
        yield from (texts["retry"]["backoff"] for texts in case.sentences.values())
        if case.quote is not None:
            yield f"{case.quote[0]}\n{case.quote[1]}"
        yield from filter(None, (case.request_text, case.documentation, case.assumed_gateway))

    def _everything(self) -> Iterator[str]:
        tables = self._tables
        for row in (*tables.calls[:MOST_ROWS], *tables.tasks[:MOST_ROWS], *tables.entries[:MOST_ROWS], tables.ticket):
            for fact, value in row.values.items():
                if fact not in HIDDEN_FACTS:
                    yield str(value)
                if fact in TIMES and isinstance(value, int | float):
                    yield from _moments(value)
        yield self.own
        yield from _definitions(self._checked)
        for source in self._evidence.sources:
            yield from (str(source.position(span.start)[0]) for span in self._spans(source.index))
        words = self.knowledge.words.get("fixes") or {}
        yield from _texts([words.get("steps"), words.get("reasons"), words.get("why")])
        yield from _texts(list(self.case.sentences.values()))
        for item in self.case.dropped:
            yield f"{item['pointer']} {item['reason']}"
        for gateway in self.knowledge.gateways["gateways"]:
            yield "\n".join([*(gateway.get("hosts") or ()), gateway.get("docs") or "", *gateway["name"].values()])
        for entry in self.case.money.get("ledger") or ():
            yield from (str(entry.get(name) or "") for name in ("task_id", "request_id", "net_quota"))
            yield from (str(abs(one["quota"])) for one in entry["entries"])
        yield from self.case.money.get("lines") or ()

    def _spans(self, source: int) -> Iterator[Any]:
        """Yield the places whose lines a verdict may name."""
        for result in self._checked.values():
            yield from (one.span for one in result.violations if one.span is not None and one.span.source == source)
        for spans in self.case.row.spans.values():
            yield from (span for span in spans[:1] if span.source == source)

    def _list_amounts(self) -> dict[str, set[Decimal]]:
        per_usd, money = self.case.quota_per_usd, self.case.money
        quota = {Decimal(money[name]) for name in MONEY if money.get(name) is not None}
        usd: set[Decimal] = set()
        for row in (*self._tables.calls, *self._tables.tasks, *self._tables.entries, self._tables.ticket):
            for fact in AMOUNTS & row.values.keys():
                value = Decimal(str(row.values[fact]))
                (usd if fact in IN_USD else quota).add(value)
        for account in money.get("ledger") or ():
            quota.update(abs(Decimal(one["quota"])) for one in account["entries"])
        found = {"quota": quota, "usd": usd | {value / per_usd for value in quota}}
        for hypothesis in money.get("hypotheses") or ():
            quota.add(Decimal(str(hypothesis["quota"])))
        for text in (rule_text(self.case), self.own, self._errors()):
            for one in sums(plain(text)):
                found.setdefault(one.unit, set()).add(one.value)
        return found

    def _errors(self) -> str:
        texts = [str(row.values.get("error_message") or "") for row in self._tables.calls[:MOST_ROWS]]
        return "\n".join(texts)


def _ascii(text: str) -> str:
    """Return a text with every other sign as `?`, which no word holds: to look through wide texts takes long."""
    return text.encode("ascii", "replace").decode().lower()


def rule_text(case: Case) -> str:
    """Return the texts of the verdict's rule and cause as they are written, and the sentences of every reply."""
    rule, about = case.rule or {}, case.about
    parts = [text for name in _TEXTS for text in (rule.get(name) or {}).values()]
    parts += [text for name in ("title", "meaning") for text in (about.get(name) or {}).values()]
    return "\n".join(parts)


def stands(text: str, word: str) -> bool:
    """Whether a word stands in a text as a whole: no letter, digit or part of a number touches it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, behind = text[at - 1 : at], text[end : end + 1]
        joined = _joins(before) and _joins(word[0])
        joined = joined or (before in (".", ",") and word[0].isdigit() and text[at - 2 : at - 1].isdigit())
        joined = joined or (_joins(behind) and _joins(word[-1]))
        joined = joined or (behind in (".", ",") and word[-1].isdigit() and text[end + 1 : end + 2].isdigit())
        if not joined:
            return True
        at = text.find(word, at + 1)
    return False


def _joins(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "_")


def _moments(seconds: float) -> Iterator[str]:
    """Yield a Unix time as replies write it: in UTC and in China's time."""
    if not 0 < seconds < 1e11:
        return
    from datetime import UTC, datetime, timedelta, timezone

    for zone in (UTC, timezone(timedelta(hours=8))):
        moment = datetime.fromtimestamp(seconds, zone)
        yield moment.strftime("%Y-%m-%d %H:%M:%S %H:%M %Y/%m/%d %m-%d %Y %m %d")


def _definitions(checked: dict[int, Any]) -> Iterator[str]:
    """Yield what was checked against: the definitions as text, what is allowed, and what was found."""
    import json

    for result in checked.values():
        info = result.definition
        if info is not None:
            told = (info.documentation, info.path, info.poll_path, info.as_of, info.model, info.gateway)
            yield from filter(None, told)
        if result.envelope is not None:
            yield json.dumps(result.envelope, ensure_ascii=False)
        for one in result.violations:
            yield f"{one.pointer} {one.found} {one.allowed} {one.expected_pointer}"
            yield from one.message.values()
        for note in result.notes:
            yield from note.values()


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Yield every text within nested data."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
