"""The verdict: everything that the advice on one ticket is written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.texts import Labels, Text, filled

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.relating.tables import Row, Tables
    from supportdesk.source import Source, Span

NO_TEXT: Text = {"en": "", "zh": ""}
QUOTE_LENGTH = 90
TECHNICAL = frozenset({"record", "answer", "code", "console", "screenshot"})


class Case:
    """One ticket's verdict with all that its texts need.

    `values` are the facts of the row that the verdict rests on, with the ticket's; `why` and `fix_steps` are in both
    languages; `quote` is (1-based line, the customer's characters) or None; `money`, `retry`, `questions` have the
    shapes of the public contract; `sent` is the masked request in the shape of the request-code corpus, or None;
    `internal_names` are names of channels and upstream hosts that no reply may state, `channels` the gateway's numbers
    of the channels that served the work.
    """

    def __init__(self, candidates: list[Candidate], tables: Tables, knowledge: Any) -> None:
        top = candidates[0] if candidates and candidates[0].level > 0 else None
        self.top = top
        self.candidates = candidates
        self.cause = top.cause if top else "unknown"
        self.certainty = top.certainty if top else "undetermined"
        self.rule: dict[str, Any] | None = top.finding.rule if top and top.finding.answer else None
        about = knowledge.causes.get(self.cause) or {}
        self.about = about
        self.who: str | None = ((self.rule or {}).get("who") or about.get("who")) if top else None
        row = top.row if top else (tables.calls[0] if tables.calls else tables.ticket)
        self.row: Row = row
        self.ticket = tables.ticket
        self.values: dict[str, Any] = {**tables.ticket.values, **row.values}
        self.labels: Labels = {
            **(knowledge.words.get("labels") or {}),
            "gateway": {one["id"]: one["name"] for one in knowledge.gateways["gateways"]},
        }
        meaning = about.get("meaning") or about.get("title") or NO_TEXT
        self.title = self.text_of("title", about.get("title") or NO_TEXT)
        self.why = self.text_of("why", meaning)
        self.sentences: dict[str, Any] = knowledge.replies
        self.questions: list[dict[str, Any]] = []
        self.money: dict[str, Any] = {}
        self.retry: dict[str, Any] | None = None
        self.fix_steps: dict[str, list[str]] = {"en": [], "zh": []}
        self.request_text = ""
        self.dropped: list[dict[str, Any]] = []
        self.documentation: str | None = None
        self.assumed_gateway: str | None = None
        self.sent: dict[str, Any] | None = None
        self.request_ids: list[str] = []
        self.ruled_out: list[str] = []
        self.internal_names: list[str] = []
        linked = [one for one in (*tables.entries, *tables.tasks) if one.link == row.link]
        self.channels = sorted({str(one.values["channel_id"]) for one in linked if one.values.get("channel_id")})
        self.quote: tuple[int, str] | None = None
        self.quote_is_technical = True
        self.quota_per_usd = 500_000

    def text_of(self, name: str, otherwise: Text) -> Text:
        """Return one of the rule's texts with this ticket's values; `otherwise` without a rule or with a slot open."""
        return filled((self.rule or {}).get(name), self.values, otherwise, self.labels)

    def find_quote(self, sources: list[Source], prose: list[Span]) -> None:
        """Set `quote` to the customer's line under the first evidence of the verdict.

        Where no evidence has a line of its own (a whole page), it is the first line of his prose; None without any.
        """
        facts = list(self.top.finding.facts) if self.top else []
        facts += [fact for fact in ("error_message", "exception_message", "url", "model") if fact not in facts]
        for fact in facts:
            spans = self.row.spans.get(fact)
            if not spans or fact not in self.row.values or spans[0].end - spans[0].start > 4 * QUOTE_LENGTH:
                continue
            self.quote = self._line_at(spans[0], sources)
            if self.quote is not None:
                self.quote_is_technical = self.row.origin.get(fact, "code") in TECHNICAL
                return
        self.quote = next(filter(None, (self._line_at(span, sources) for span in prose)), None)
        self.quote_is_technical = False

    def _line_at(self, span: Span, sources: list[Source]) -> tuple[int, str] | None:
        """Return number and text of the line at a place, cut around it; None where a reply must not state it."""
        if span.source >= len(sources):
            return None
        source = sources[span.source]
        number, _ = source.position(span.start)
        start, end = source.line_bounds(number)
        text = source.text[start:end].strip()
        kept_back = [*self.internal_names, *self.sentences["en"]["gate"]["internal"]]
        kept_back += [word for words in self.sentences.values() for word in words["gate"]["cost"]]
        if not text or any(name in text for name in kept_back):
            return None
        if len(text) > QUOTE_LENGTH:
            begin = max(start, min(span.start - 10, end - QUOTE_LENGTH))
            text = "…" + source.text[begin : begin + QUOTE_LENGTH].strip() + "…"
        return number, text

    @property
    def is_hearsay(self) -> bool:
        """Whether only the customer's own words carry the verdict: then a reply does not explain them back to him."""
        if self.top is None:
            return False
        origins = {self.row.origin.get(fact) or self.ticket.origin.get(fact) for fact in self.top.finding.facts}
        return origins <= {"prose"}

    def usd(self, quota: int | None) -> str | None:
        """Return a quota in USD with six decimals, or None where there is none."""
        if quota is None:
            return None
        from decimal import Decimal

        return f"{Decimal(quota) / self.quota_per_usd:.6f}"

    def would_change(self) -> Text:
        """Return what would change the verdict: the rule's own exception, else the answers still missing."""
        if self.rule and self.rule.get("not_when"):
            return self.text_of("not_when", self.rule["not_when"])
        if self.questions:
            return {lang: " ".join(item["question"][lang] for item in self.questions[:2]) for lang in ("en", "zh")}
        return {
            "en": "Other material about the same call that contradicts the evidence listed here.",
            "zh": "关于同一次调用、与此处证据相矛盾的其他材料。",
        }
