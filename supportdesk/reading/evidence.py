"""What reading gives: pieces of evidence with their places, and what was not understood.

Evidence
└── Piece             one request, answer, error, exception, log row, task record, configuration, page, statement
    ├── Reading       one value of one fact of rules/facts.yaml, with the span it was read from
    └── Request       only in a piece of kind 'request': the HTTP request, every value located
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from supportdesk.named import NamedTuple
from supportdesk.reading.repairs import Repair
from supportdesk.source import Source, Span
from supportdesk.value import Value

if TYPE_CHECKING:
    from supportdesk.reading.regions import Region

PieceKind = Literal[
    "request",  # an HTTP request that code, a command or raw HTTP sends
    "body",  # a bare JSON request body, without an address
    "answer",  # an HTTP answer: JSON, submit or poll answer, status line
    "error",  # an error text or error JSON, unwrapped to the innermost
    "exception",  # a traceback or exception line of the customer's program
    "page",  # an HTML page that came instead of JSON
    "stream",  # server-sent events
    "log_row",  # one row of the gateway's log
    "task_row",  # one task record of the gateway
    "listing",  # a page of log rows or task records: its rows are the pieces inside it
    "price_list",  # prices of models that a gateway or its operator states
    "status",  # what a gateway says of itself: version, unit, currency of display
    "config",  # settings of a client: base URL, proxy, retries
    "prose",  # statements of the customer
    "reply",  # an answer to one of our questions
]

Origin = Literal["record", "answer", "code", "console", "screenshot", "prose"]
"""How far a reading is trusted, most first (design, 'Facts'): records are log rows and task records as gateway JSON,
answers include errors, code includes commands, console is text copied from the console's tables."""


class Reading(NamedTuple):
    """One value of one fact: the fact's name (rules/facts.yaml), a str, int, float or bool, and where it stands."""

    fact: str
    value: str | int | float | bool
    span: Span


class NotRead(NamedTuple):
    """A place that no reader understood, with the reason as an English message id of the translation catalogue."""

    span: Span
    reason: str


class Field(NamedTuple):
    """One pair of a form or one part of a multipart body; `filename` is the base name of an uploaded file."""

    name: Value
    value: Value | None
    filename: Value | None = None


class Body:
    """A request body: `kind` none, json, form, raw or multipart; `value` for json and raw, `fields` for the others."""

    __slots__ = ("fields", "kind", "value")

    def __init__(
        self,
        kind: Literal["none", "json", "form", "raw", "multipart"] = "none",
        value: Value | None = None,
        fields: list[Field] | None = None,
    ) -> None:
        self.kind = kind
        self.value = value
        self.fields = fields or []

    def to_dict(self) -> dict[str, Any]:
        """Return the body in the shape of the request-code corpus (`{"kind": "json", "json": …}`)."""
        if self.kind in ("json", "raw"):
            return {"kind": self.kind, self.kind: None if self.value is None else self.value.plain()}
        if self.kind == "form":
            return {"kind": "form", "form": [[f.name.plain(), f.value.plain() if f.value else ""] for f in self.fields]}
        if self.kind == "multipart":
            return {"kind": "multipart", "multipart": [_part(field) for field in self.fields]}
        return {"kind": "none"}


class Request:
    """One HTTP request that the material sends.

    `method` and `url` are string values (the URL with its query, percent-encoded as sent); `headers` are pairs in the
    order of sending, names lower-case in `to_dict`; `language` is the language of the code ('python', 'bash', 'http',
    'generic'), `client` the library or tool ('requests', 'openai', 'curl'); `sdk_call` the SDK method as written
    ('chat.completions.create') or None; `complete` says whether the code was read to its end, so that a missing
    header, field or body proves an absence; `repairs` say what was mended to read it;
    `options` are located client settings: base_url, timeout_s, retries, proxy_url_set, stream.
    """

    __slots__ = (
        "body", "client", "complete", "headers", "language", "method", "options", "repairs", "sdk_call", "span", "url",
    )  # fmt: skip

    def __init__(
        self,
        method: Value,
        url: Value,
        headers: list[tuple[Value, Value]],
        body: Body,
        *,
        language: str,
        client: str,
        span: Span,
        complete: bool = True,
        sdk_call: str | None = None,
        repairs: list[Repair] | None = None,
        options: dict[str, Value] | None = None,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.language = language
        self.client = client
        self.span = span
        self.complete = complete
        self.sdk_call = sdk_call
        self.repairs = repairs or []
        self.options = options or {}

    def header(self, name: str) -> Value | None:
        """Return the value of the last header of that name (lower case), or None."""
        found = None
        for key, value in self.headers:
            if str(key.data).lower() == name:
                found = value
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the request as plain data: method, url, headers (lower-case names, the last of a name), body."""
        headers = {str(key.plain()).lower(): value.plain() for key, value in self.headers}
        body = self.body.to_dict()
        return {"method": self.method.plain(), "url": self.url.plain(), "headers": headers, "body": body}


class Piece:
    """One piece of evidence.

    `span` is the whole piece; `readings` the facts read from it; `complete` whether the piece was read to its end (only
    then does an absent field prove an absence); `inside` the index of the piece that it stands in, or None; `body` the
    decoded JSON of an answer, row or bare body; `request` for kind 'request' only.
    """

    __slots__ = ("body", "complete", "inside", "kind", "origin", "readings", "request", "span")

    def __init__(
        self,
        kind: PieceKind,
        origin: Origin,
        span: Span,
        readings: list[Reading] | None = None,
        *,
        complete: bool = True,
        request: Request | None = None,
        body: Value | None = None,
        inside: int | None = None,
    ) -> None:
        self.kind = kind
        self.origin = origin
        self.span = span
        self.readings = readings if readings is not None else []
        self.complete = complete
        self.request = request
        self.body = body
        self.inside = inside

    def first(self, fact: str) -> str | int | float | bool | None:
        """Return the first reading of a fact, or None."""
        return next((reading.value for reading in self.readings if reading.fact == fact), None)


class Evidence:
    """All that reading found in a ticket, in the order of the text.

    `answered` are the facts that answers to our questions told, whoever read them; `regions` tell, by text, how the
    texts were cut into program text and the rest: who asks for that later need not cut them again.
    """

    __slots__ = ("answered", "not_read", "pieces", "regions", "sources")

    def __init__(self, sources: list[Source], pieces: list[Piece], not_read: list[NotRead]) -> None:
        self.sources = sources
        self.pieces = pieces
        self.not_read = not_read
        self.answered: set[str] = set()
        self.regions: dict[str, list[Region]] = {}

    def requests(self) -> list[Request]:
        """Return every request of the ticket, in order."""
        return [piece.request for piece in self.pieces if piece.request is not None]


def _part(field: Field) -> dict[str, Any]:
    part: dict[str, Any] = {"name": field.name.plain()}
    if field.filename is not None:
        part["filename"] = field.filename.plain()
    else:
        part["value"] = field.value.plain() if field.value else ""
    return part
