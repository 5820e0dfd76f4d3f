"""The request that a program text is found to send, put together part by part."""

from __future__ import annotations

from supportdesk.reading.bodies import percent_encoded, read_body
from supportdesk.reading.code.generic.fields import added_fields, each_value, encoded, fields_body
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.roles import GETS, is_named, method_of
from supportdesk.reading.code.generic.values import Names, plain_name
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Request
from supportdesk.reading.urls import with_query
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

PARTS = 200
"""Headers or query pairs of one request that are kept."""

_PLAIN_HTTP = (
    "require('http')",
    'require("http")',
    "from 'http'",
    'from "http"',
    "HTTPConnection(",
    "protocol: 'http:'",
)
"""What says that a host without a scheme is asked in plain text."""
_SHORT_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "applicationjson": "application/json",
    "application_json": "application/json",
}
_MAKERS = {
    "formdata": "multipart", "multipartformdatacontent": "multipart", "urlsearchparams": "form",
    "formurlencodedcontent": "form", "formdatafrommap": "multipart",
}  # fmt: skip
_OPTIONS = frozenset(
    ("headers", "params", "body", "query", "json", "form", "formparams", "searchparams", "multipart", "responsetype",
     "auth")
)  # fmt: skip
"""Keys of a call's options, as compared."""
_BODIES = ("json", "form", "multipart", "body")


class Draft:
    """Parts as they are found; the stronger place wins over the weaker, the later over the earlier."""

    def __init__(self, view: View, names: Names) -> None:
        self.view = view
        self.names = names
        self.url: Node | None = None
        self.url_rank = 0
        self.base: Node | None = None
        self.path: Node | None = None
        self.method: tuple[str, Node] | None = None
        self.method_is_weak = True
        self.headers: list[tuple[Value, Value]] = []
        self.query: list[tuple[Node, Node]] = []
        self.fields: list[tuple[Node, Node]] = []
        self.body: tuple[str, Node] | None = None
        self.body_rank = 0
        self.content_type: Node | None = None
        self.auth: list[Node] = []
        self.bearer: Node | None = None
        self.is_sent = self.follows = False
        self.shared: list[tuple[Value, Value]] = []

    @property
    def has_address(self) -> bool:
        """Whether a URL, or a host, is known."""
        return self.url is not None or self.base is not None

    def following(self) -> Draft:
        """Return the draft of the same client's next request: its base address and the headers that all share."""
        draft = Draft(self.view, self.names)
        draft.base, draft.bearer = self.base, None
        draft.headers = list(self.shared)
        draft.shared = self.shared
        draft.follows = True
        return draft

    def take(self, role: str, value: Node, *, assigned: bool = False) -> bool:
        """Take an expression that stands under a name of that role; whether it could be one."""
        names = self.names
        found = names.resolve(value)
        if role in ("headers", "header"):
            return self._take_headers(value)
        if role in _BODIES:
            return self._take_body(role, value, found, assigned=assigned)
        if found is None and value.kind != "name":
            return False
        if found is None and role in ("method", "type"):
            return self._take_word(role, value)
        text = names.word(found).text if found is not None and found.kind in ("string", "join") else ""
        if role in ("url", "base", "path"):
            return self._take_address(role, value, text, assigned=assigned)
        if role == "bearer":
            self.bearer = value
            return True
        return found is not None and self._take_setting(role, found, text)

    def _take_word(self, role: str, value: Node) -> bool:
        """Take a method or content type that is no string: `Method.Post`, `:json`."""
        if role == "type":
            return self._take_short_type(value.name, value)
        method = method_of(value.name)
        if method is not None:
            self.method, self.method_is_weak = (method, value), False
        return method is not None

    def _take_short_type(self, name: str, node: Node) -> bool:
        full = _SHORT_TYPES.get(name.lower())
        if full is None:
            return False
        place = self.view.span(node.start, node.end)
        self.content_type = Node("string", node.start, node.end, word=Word.fixed(full, place))
        return True

    def _take_address(self, role: str, value: Node, text: str, *, assigned: bool) -> bool:
        if role == "url" and self.offer_url(value, 1 if assigned else 2):
            return True
        if role == "base":
            if not text or " " in text or not ("." in text or ":" in text or "localhost" in text):
                return False
            if "://" in text and self.url is None and assigned:
                return self.offer_url(value, 1)
            return self._store("base", value)
        return text.startswith("/") and (role == "path" or not assigned) and self._store("path", value)

    def _take_setting(self, role: str, found: Node, text: str) -> bool:
        if role == "method":
            if "/" in text or text.lower() in _SHORT_TYPES:
                return self._take_setting("type", found, text)
            if not (text.isalpha() and 3 <= len(text) <= 9):
                return False
            self.method, self.method_is_weak = (text.upper(), found), False
            return True
        if role == "query" and found.kind == "list":
            pairs = self.names.pairs(found)
            self.query = ([pair for pair in self.query if pair not in pairs] + pairs)[:PARTS]
            return bool(pairs)
        if role == "type":
            if "/" not in text:
                return self._take_short_type(text, found)
            self.content_type = found
            return True
        return role == "auth" and self.take_auth(role, [found])

    def take_auth(self, role: str, values: list[Node]) -> bool:
        """Take Basic credentials (user and password, a collection of both, `user:password`) or a bearer token."""
        if role == "bearer":
            self.bearer = values[0]
            return True
        first = self.names.resolve(values[0])
        if first is not None and first.kind == "list":
            values = [value for _, value in first.items if self.names.resolve(value) is not None]
        self.auth = values[:2]
        return bool(values)

    def offer_url(self, node: Node, rank: int = 2) -> bool:
        """Take a string for the URL if it is one; a higher `rank` wins, and of one rank the URL that goes on.

        Rank 1 is a name's assigned value, 2 an argument or a keyed value.
        """
        found = self.names.resolve(node)
        if found is None or found.kind not in ("string", "join"):
            return False
        text = self.names.word(found).text
        head = text[:200].lstrip()
        if not head.startswith(("http://", "https://", UNKNOWN + "/")) or any(
            sign in text.strip() for sign in ' \n"{[<' if UNKNOWN not in text
        ):
            return False
        known = "" if self.url is None else self.names.word(self.url).text
        is_better = rank > self.url_rank or head.startswith("http") > known.startswith("http")
        if not known or is_better or (rank == self.url_rank and len(text) > len(known) and text.startswith(known)):
            self.url, self.url_rank = node, rank
        return True

    def target(self, node: Node) -> None:
        """Take the first argument of a call named after a method."""
        text = self.names.word(node).text
        if "://" in text or text.startswith(UNKNOWN):
            if self.url is None or "://" in text:
                self.url, self.url_rank = node, 3
        else:
            self.path = node

    def offer_method(self, method: str, node: Node, *, weak: bool = False) -> None:
        """Take a request method unless a stronger one is known."""
        if self.method is None or self.method_is_weak:
            if weak and self.method is not None:
                return
            self.method, self.method_is_weak = (method, node), weak

    def offer_arguments(self, values: list[Node], *, with_body: bool = True) -> list[Node]:
        """Take the arguments behind the URL of a call named after a method: headers and a body in either order.

        Returned are those that were taken.
        """
        taken: list[Node] = []
        for value in values:
            found = self.names.resolve(value)
            if found is None:
                continue
            pairs = self.names.pairs(found) if found.kind == "list" else []
            keys = {plain_name(self.names.key(key)) for key, _ in pairs}
            if keys & _OPTIONS:
                continue
            if keys & {"contenttype", "authorization", "xapikey", "apikey", "accept"}:
                self._take_headers(found)
                taken.append(value)
            elif with_body and self.body_rank < 2 and (found.kind == "list" or self._looks_like_body(found)):
                self.body, self.body_rank = (self._made_for(value) or "body", found), 2
                taken.append(value)
        return taken

    def _looks_like_body(self, node: Node) -> bool:
        text = self.names.word(node).text.strip()
        return text.startswith(("{", "[", "<", "--")) or "=" in text

    def header(self, name: Node, value: Node) -> None:
        """Take one header from its name and value expressions."""
        self.header_text(self.names.key(name), name, value)

    def header_text(self, name: str, key: Node, value: Node) -> None:
        """Take one header; the name is known as text."""
        if not name or any(sign in name for sign in " \n/:") or len(name) > 80 or name.startswith("..."):
            return
        if plain_name(name) == "contenttype":
            name = "content-type"
        word = self.names.word(value)
        place = key.place if key.kind == "name" else (key.start, key.end)
        self._store_header(Value("string", name, self.view.span(*place)), word.value())

    def header_lines(self, words: list[Word]) -> None:
        """Take headers written `Name: value`."""
        for word in words:
            name, sign, rest = word.text.partition(":")
            if sign and rest.strip() and " " not in name:
                start = len(name) + 1 + len(rest) - len(rest.lstrip())
                self._store_header(word.cut(0, len(name)).value(), word.cut(start).value())

    def field(self, name: Node, value: Node) -> None:
        """Take one field of a form or multipart body."""
        self.fields.append((name, value))

    def add_fields(self, call: Node) -> bool:
        """Take the fields that a call adds to the request's form; whether there were any."""
        added = added_fields(self.names, call)
        self.fields += added
        return bool(added)

    def _store_header(self, key: Value, value: Value) -> None:
        name = str(key.data).lower()
        self.headers = [pair for pair in self.headers if str(pair[0].data).lower() != name]
        if len(self.headers) < PARTS:
            self.headers.append((key, value))

    def _store(self, name: str, node: Node) -> bool:
        setattr(self, name, node)
        return True

    def _take_headers(self, value: Node, *, inside: bool = False) -> bool:
        """Take headers, or options that hold them under `headers`: once, since a name may hold itself."""
        pairs = self.names.pairs(value)
        for key, item in pairs:
            holds = not inside and plain_name(self.names.key(key)) == "headers"
            if not holds or not self._take_headers(item, inside=True):
                self.header(key, item)
        lines = [] if pairs else self.names.lines(value)
        self.header_lines(lines)
        return bool(pairs or lines)

    def _take_body(self, role: str, value: Node, found: Node | None, *, assigned: bool) -> bool:
        if found is None or found.kind == "number":
            return False
        names = self.names
        if found.kind in ("string", "join"):
            text = names.word(found).text
            if not text.strip() or (assigned and not self._looks_like_body(found)) or len(text) < 2:
                return False
            if text.startswith(("http://", "https://", "/")) and "\n" not in text:
                return False
        elif assigned and not any(key is not None or names.resolve(item) is not None for key, item in found.items):
            return False  # nothing of it is known: the chunks of an answer, more likely than a body
        rank = 1 if assigned else 3
        if rank >= self.body_rank:
            self.body, self.body_rank = (self._made_for(value) or role, found), rank
        return True

    def _made_for(self, value: Node) -> str | None:
        """Return which kind of body an expression was made as: `new FormData()`, `URLSearchParams(…)`."""
        made = self.names.values.get(value.name, value) if value.kind == "name" else value
        return _MAKERS.get(plain_name(made.name))

    # -- the request

    def requests(self) -> list[Request]:
        """Return the request, or nothing where no URL was found."""
        url = self._url()
        if url is None or (self.follows and self.url is None and self.path is None):
            return []
        for key, value in each_value(self.names, self.query):
            pair = [Word(percent_encoded(View.stand_in(self.names.key(key), self.view.span(key.start, key.end))))]
            pair += [Word.fixed("=", self.view.span(value.start, value.start)), encoded(self.names.word(value))]
            url = with_query(url, Word.join(pair))
        body = self._body()
        if not (self.method or self.is_sent) and body.kind == "none" and is_named(url.text, self.view.text):
            return []
        posts = body.kind != "none" and not any(name in self.view.text for name in GETS)
        made = Value.of("POST" if posts else "GET", added_by="generic")
        method = made if self.method is None else Value("string", self.method[0], self._method_span(*self.method))
        headers = self._headers()
        at, own = self.view.span(0, len(self.view.text)), "generic"
        return [Request(method, url.value(), headers, body, language=own, client=own, span=at, complete=False)]

    def _method_span(self, method: str, node: Node) -> Span:
        """Return where the method itself stands in a name such as `PostAsync`."""
        start, end = node.place
        at = self.view.text[start:end].upper().rfind(method)
        return self.view.span(start + at, start + at + len(method)) if at >= 0 else self.view.span(start, end)

    def _url(self) -> Word | None:
        word = None if self.url is None else self.names.word(self.url)
        if self.base is not None and (word is None or "://" not in word.text):
            base = self.names.word(self.base)
            if "://" not in base.text:
                scheme = "http://" if any(sign in self.view.text for sign in _PLAIN_HTTP) else "https://"
                base = Word.join([Word.fixed(scheme, base.span()), base])
            word = base
        if word is None:
            return None
        if self.path is not None:
            path = self.names.word(self.path)
            rest = word.text[word.text.find("://") + 3 :] if "://" in word.text else word.text
            if "/" not in rest.rstrip("/") or not rest.endswith(path.text):
                if word.text.endswith("/") and path.text.startswith("/"):
                    path = path.cut(1)
                elif not word.text.endswith("/") and not path.text.startswith("/"):
                    path = Word.join([Word.fixed("/", path.span()), path])
                word = Word.join([word, path])
        return word

    def _stated_type(self) -> str | None:
        for key, value in reversed(self.headers):
            if str(key.data).lower() == "content-type":
                return str(value.data)
        return None if self.content_type is None else self.names.word(self.content_type).text

    def _headers(self) -> list[tuple[Value, Value]]:
        headers = list(self.headers)
        present = {str(key.data).lower() for key, _ in headers}
        if self.content_type is not None and "content-type" not in present:
            headers.append((Value.of("content-type", added_by="generic"), self.names.word(self.content_type).value()))
        if self.bearer is not None and "authorization" not in present:
            token = self.names.word(self.bearer)
            word = Word.join([Word.fixed("Bearer ", token.span()), token])
            headers.append((Value.of("authorization", added_by="generic"), word.value()))
        elif self.auth and "authorization" not in present:
            headers.append((Value.of("authorization", added_by="generic"), self._basic()))
        return headers

    def _basic(self) -> Value:
        import binascii

        words = [self.names.word(node) for node in self.auth]
        text = ":".join(word.text for word in words)
        parts = tuple(word.span() for word in words)
        if UNKNOWN in text:
            return Value("string", f"Basic {UNKNOWN}", parts=parts, is_open=True)
        encoded = binascii.b2a_base64(text.encode("utf-8", "replace"), newline=False).decode("ascii")
        return Value("string", f"Basic {encoded}", parts=parts)

    def _body(self) -> Body:
        kind = self._stated_type()
        if self.fields and self.body_rank < 3:
            return fields_body(self.names, self.fields, "multipart")
        if self.body is None:
            return Body()
        role, node = self.body
        found = self.names.resolve(node)
        if found is None:
            return Body()
        if found.kind in ("string", "join"):
            word = self.names.word(found)
            return read_body(word.view, kind or "text/plain", word.uses)
        is_form = (role == "form" and "json" not in (kind or "")) or (
            kind is not None and "x-www-form-urlencoded" in kind and role != "json"
        )
        pairs = self.names.pairs(found) if role in ("body", "form") else []
        if role == "multipart" or any(self.names.file_name(value) is not None for _, value in pairs):
            return fields_body(self.names, self.names.pairs(found), "multipart")
        if is_form and "json" not in (kind or ""):
            return fields_body(self.names, self.names.pairs(found), "form")
        return Body("json", self.names.value(found))
