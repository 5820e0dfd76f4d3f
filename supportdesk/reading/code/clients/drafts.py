"""Making a Request from what a call was given: headers in order, credentials, cookies, options."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.things import Client, Reference, Thing, Unclear, spans_of
from supportdesk.reading.evidence import Body, Request
from supportdesk.value import UNKNOWN, Value

CONTENT_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
}
"""Kind of body → the content type that clients add for it."""

_OPTIONS = {"base_url": "base_url", "timeout": "timeout_s", "request_timeout": "timeout_s", "max_retries": "retries"}


class Draft:
    """A request that is being put together; `complete` says that nothing unknown may be in its headers."""

    __slots__ = ("body", "client", "complete", "headers", "method", "options", "sdk_call", "url")

    def __init__(self, client: str, method: Value, url: Value) -> None:
        self.client = client
        self.method = method
        self.url = url
        self.headers: list[tuple[Value, Value]] = []
        self.body = Body()
        self.options: dict[str, Value] = {}
        self.sdk_call: str | None = None
        self.complete = True

    def add_headers(self, value: Value | None) -> None:
        """Take headers over; one of the same name replaces an earlier one, None takes it away."""
        if value is None or value.kind == "null":
            return
        if value.kind not in ("object", "array") or value.is_open:
            self.complete = False
        for name, item in pairs_of(value):
            self.set_header(name, item)

    def set_header(self, name: Value, value: Value) -> None:
        """Set one header in place of those of its name."""
        lowered = str(name.data).lower()
        self.headers = [pair for pair in self.headers if str(pair[0].data).lower() != lowered]
        if value.kind != "null" and not (isinstance(value, Reference) and value.path.endswith((".omit", "NOT_GIVEN"))):
            self.headers.append((name, value))

    def header(self, name: str) -> str:
        """Return the text of a header ('' where it is not set)."""
        return next((str(value.data) for key, value in self.headers if str(key.data).lower() == name), "")

    def add_default(self, name: str, value: Value) -> None:
        """Set a header that the client adds itself where the program did not set it."""
        if not any(str(key.data).lower() == name.lower() for key, _ in self.headers):
            self.headers.append((Value("string", name, added_by=self.client), value))

    def add_content_type(self) -> None:
        """Set the content type that the client adds for the kind of body."""
        kind = CONTENT_TYPES.get(self.body.kind)
        if kind is not None:
            self.add_default("content-type", Value("string", kind, added_by=self.client))

    def add_credentials(self, evaluator: Evaluator, value: Value | None) -> None:
        """Set the Authorization header that a client makes of a user and a password."""
        if value is None or value.kind == "null":
            return
        user: Value | None = None
        password: Value | None = None
        if value.kind == "array" and len(value.data) == 2:
            user, password = value.data
        elif isinstance(value, Client) and value.family == "credentials":
            user, password = value.state.get("user"), value.state.get("password")
        if user is None or password is None:
            self.complete = False
            return
        made = basic_credentials(evaluator, user, password)
        made.added_by = self.client
        self.set_header(Value("string", "authorization", added_by=self.client), made)

    def add_cookies(self, evaluator: Evaluator, value: Value | None) -> None:
        """Set the Cookie header where the program did not set it itself."""
        if value is None or value.kind != "object" or not value.data:
            return
        texts: list[Value] = []
        for name, item in pairs_of(value):
            texts.extend((Value("string", "; " if texts else ""), name, Value("string", "="), item))
        self.add_default("cookie", evaluator.text(*texts))

    def take_options(self, given: dict[str, Value]) -> None:
        """Note settings of the client or call: base_url, timeout_s, retries, proxy_url_set, stream."""
        for name, value in given.items():
            if name in _OPTIONS and value.kind in ("string", "number") and value.known:
                self.options[_OPTIONS[name]] = value
            elif name == "timeout" and value.kind == "array" and value.data and value.data[-1].kind == "number":
                self.options["timeout_s"] = value.data[-1]
            elif name in ("proxies", "proxy") and value.kind not in ("null", "unknown") and value.data:
                spans = spans_of(value)
                self.options["proxy_url_set"] = Value("boolean", True, spans[0] if spans else None)  # its data
            elif name == "stream" and value.kind == "boolean":
                self.options["stream"] = value

    def send(self, evaluator: Evaluator, node: ir.Node) -> Value:
        """Note the request as sent now by the call `node`; return its answer."""
        copy = evaluator.copier.snapshot
        request = Request(
            copy(self.method),
            copy(self.url),
            [(name, copy(value)) for name, value in self.headers],
            self.body,
            language=evaluator.dialect.language,
            client=self.client,
            span=evaluator.span(node),
            complete=self.complete,
            sdk_call=self.sdk_call,
            options=self.options,
        )
        return evaluator.send(request, node)


def basic_credentials(evaluator: Evaluator, user: Value, password: Value) -> Value:
    """Return `Basic …` for a user and a password; its code is unknown where one of them is."""
    return basic_code(evaluator.text(user, Value("string", ":"), password))


def basic_code(plain: Value) -> Value:
    """Return `Basic …` for a text `user:password`."""
    import base64

    if plain.is_open:
        return Value("string", "Basic " + UNKNOWN, None, parts=plain.parts, is_open=True)
    code = base64.b64encode(str(plain.data).encode("utf-8", "replace")).decode()
    return Value("string", "Basic " + code, None, parts=plain.parts)


def method_name(value: Value | None) -> Value:
    """Return a request method in capitals, unknown where it is not known."""
    if value is None or value.kind != "string":
        return Value.unknown(value.span if value is not None else None)
    text = str(value.data)
    if text.isupper():
        return value
    return Value("string", text.upper(), None, parts=spans_of(value), is_open=value.is_open)


def text_or_unknown(value: Value | None) -> Value:
    """Return an address as a string value."""
    if value is None:
        return Unclear()
    if isinstance(value, Thing):
        return Value("string", UNKNOWN, value.span, parts=value.parts, is_open=True)
    return value
