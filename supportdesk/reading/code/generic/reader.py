"""Any program text: the URL, method, headers and body that it sends, found by the names that HTTP libraries share.

No grammar of a language and no list of libraries: literals are read, simple names resolved, and what stands under a
name like `headers`, `url` or `body`, or in a call like `addHeader`, is taken for that part of the request.
"""

from __future__ import annotations

from supportdesk.reading.bodies import without_returns
from supportdesk.reading.code.dialects import DIALECTS, dialect_of
from supportdesk.reading.code.generic.adding import add
from supportdesk.reading.code.generic.draft import Draft
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.roles import (
    HEADERS,
    METHODS,
    adds_header,
    is_addressed,
    is_shared,
    method_of,
    role_of,
    sends,
)
from supportdesk.reading.code.generic.sdks import is_client, sdk_request
from supportdesk.reading.code.generic.shapes import is_data, is_written, shorthand
from supportdesk.reading.code.generic.tokens import tokenize
from supportdesk.reading.code.generic.tree import build
from supportdesk.reading.code.generic.values import STEPS, Names, plain_name
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.evidence import Request
from supportdesk.view import View

LIMIT = 200_000
"""Characters of program text that are read; a request is written out long before."""

WALK_DEPTH = 100
"""Levels of expressions inside expressions that are walked."""

WALK_STEPS = 30_000
"""Expressions that are walked in one text; some are looked at more than once, which doubles with each level."""


def read(view: View) -> CodeReading:
    """Read the requests of a program text in any language."""
    if "\r" in view.text:
        view = without_returns(view)
    complete = len(view.text) <= LIMIT
    if not complete:
        view = view.cut(0, LIMIT)
    name = dialect_of(view.text)
    dialect = DIALECTS[name]
    entries = build(tokenize(view, dialect, name), dialect, name)
    harvest = _Harvest(view, name)
    harvest.entries(entries)
    requests = harvest.requests()
    return CodeReading(
        requests, complete=complete and max(harvest.names.steps / STEPS, harvest.steps / WALK_STEPS) <= 1
    )


class _Harvest:
    """One walk over the expressions of a text in the order of writing."""

    def __init__(self, view: View, language: str) -> None:
        self.view = view
        self.language = language
        self.names = Names(view, language)
        self.found: list[Draft | Request] = [Draft(view, self.names)]
        self.depth = 0
        self.steps = 0
        self.arguments = 0  # brackets of calls that the walk is in: a name with `=` in them is no assignment

    @property
    def draft(self) -> Draft:
        """The request that parts are added to."""
        last = self.found[-1]
        if isinstance(last, Draft):
            return last
        draft = Draft(self.view, self.names)
        self.found.append(draft)
        return draft

    def _begin(self) -> None:
        """Start the next request: what was put together so far is one by itself, with names as they stand now."""
        draft = self.draft
        if draft.is_sent:
            self.found[-1:] = [*draft.requests(), draft.following()]

    def _begins(self, node: Node) -> bool:
        """Whether a call that follows a sent request is a part of the next one: it takes an address."""
        if not self.draft.is_sent or not is_addressed(node.name):
            return False
        if plain_name(node.name) == "fetch":
            return True
        return any(self._is_address(value) for _, value in node.items[:2])

    def _is_address(self, node: Node) -> bool:
        found = self.names.resolve(node)
        if found is None or found.kind not in ("string", "join"):
            return False
        text = self.names.word(found).text
        starts = ("http://", "https://", "<unknown>/", *(("/",) if self.draft.base is not None else ()))
        return text.startswith(starts) and not any(sign in text for sign in " \n")

    def requests(self) -> list[Request]:
        """Return what was found, in the order of sending."""
        found: list[Request] = []
        for item in self.found:
            found.extend([item] if isinstance(item, Request) else item.requests())
        return found

    def entries(self, entries: list[tuple[Node | None, Node]]) -> None:
        """Walk pairs and single expressions; a name with expressions behind it is a call without brackets."""
        for place, (key, value) in enumerate(entries):
            if key is not None:
                self._pair(key, value)
            elif (
                value.kind == "name"
                and place + 1 < len(entries)
                and self._juxtaposed(value, entries[place + 1 : place + 4])
            ):
                continue
            else:
                self._node(value)

    def _juxtaposed(self, name: Node, following: list[tuple[Node | None, Node]]) -> bool:
        """Take `Header.add h "k" "v"` and `of_string "…"` of languages that call without brackets."""
        texts = [value for key, value in following if key is None and value.kind == "string"]
        if self.language not in ("ocaml", "ruby", "elixir") or len(texts) < 2:
            return False
        if adds_header(name.path(), name.name):
            self.draft.header(texts[0], texts[1])
            return True
        if role_of(name.name) == "auth":
            return self.draft.take_auth("auth", texts)
        return False

    def _pair(self, key: Node, value: Node) -> None:
        name = self.names.key(key)
        if key.kind == "index":
            self._element(key, name, value)
            return
        is_assignment = key.kind == "name" and key.bracket in ("=", ":=", "<-", "+=", ".=")
        if is_assignment:
            is_part = key.base is None and (role_of(name) is not None or key.name in self.names.values)
            if (
                self.draft.is_sent
                and not self.arguments
                and (self._is_address(value) or (is_part and is_written(value)))
            ):
                self._begin()
            self.names.assign(key, value)
            if value.kind in ("string", "join") and self.draft.offer_url(value, 1):
                return
        role = None if key.kind == "list" and key.items[:1] and key.items[0][1].kind == "name" else role_of(name)
        if (
            self.language == "perl"
            and role not in ("body", "url")
            and ("_" in name or "-" in name or key.bracket == "=>")
            and value.kind in ("string", "join")
            and name[:1].isupper()
        ):
            self.draft.header_text(name.replace("_", "-"), key, value)
            return
        if (
            name.lower() in ("forhttpheaderfield",)
            or role is None
            or not self.draft.take(role, value, assigned=is_assignment and not _is_of_request(key))
        ):
            if key.kind in ("name", "call") and key.base is not None:
                self._node(key.base)
            self._node(value)

    def _element(self, key: Node, name: str, value: Node) -> None:
        """Take `headers["k"] = v`, `req["k"] = v`, `data["k"] = v`."""
        path = key.base.path().lower() if key.base is not None else ""
        last = path.rpartition(".")[2]
        is_query = role_of(last) == "query"
        if "header" in path or (not is_query and (("-" in name and "form" not in path) or name.lower() in HEADERS)):
            self.draft.header(key.items[0][1] if key.items else key, value)
        elif is_query:
            self.draft.query.append((key.items[0][1] if key.items else key, value))
        elif role_of(last) in ("form", "multipart"):
            self.draft.field(key.items[0][1] if key.items else key, value)
        else:
            self.names.assign(key, value)
            self._node(value)

    def _node(self, node: Node) -> None:
        self.steps += 1
        if self.depth < WALK_DEPTH and self.steps <= WALK_STEPS:
            self.depth += 1
            self._walk(node)
            self.depth -= 1

    def _walk(self, node: Node) -> None:
        if node.kind in ("call", "list") and self.names.formatted(node) is not None:
            self.draft.offer_url(node)
        elif node.kind == "call":
            self._call(node)
        elif node.kind == "string" and node.word is not None:
            self._string(node)
        elif node.kind == "join":
            if not self.draft.offer_url(node):
                for _, piece in node.items:
                    self._node(piece)
        elif node.kind == "list" and add(self.names, node):
            return
        elif node.kind == "list":
            if not is_data(node, self.names):
                self.entries(shorthand(node) if self.language == "javascript" else node.items)
        elif node.kind == "name":
            method = method_of(node.name)
            if method is not None and (node.base is not None or node.name.isupper() or "_" in node.name):
                self.draft.offer_method(method, node, weak=node.name.islower())
            if node.base is not None:
                self._node(node.base)
        elif node.kind == "index" and node.base is not None:
            self._node(node.base)
            self.entries(node.items)

    def _string(self, node: Node) -> None:
        text = node.word.text if node.word is not None else ""
        if text in METHODS:
            self.draft.offer_method(text, node)
        else:
            self.draft.offer_url(node)

    def _call(self, node: Node) -> None:
        if is_client(node):
            return
        request = sdk_request(node, self.names)
        if request is not None:
            self.found.append(request)
            return
        if self._begins(node):
            self._begin()
        self.arguments += node.bracket == "("
        self._parts(node)
        self.arguments -= node.bracket == "("
        draft = self.draft
        if is_shared(node.path(), node.name) and not draft.is_sent:
            draft.shared = list(draft.headers)
        draft.is_sent = draft.is_sent or (sends(node) and draft.has_address)

    def _parts(self, node: Node) -> None:
        if node.base is not None and (node.base.kind != "name" or node.base.base is not None):
            self._node(node.base)
        if add(self.names, node):
            return
        name, values = node.name, [value for key, value in node.items if key is None]
        path = node.path()
        if adds_header(path, name) and self._header_call(node, values):
            return
        if plain_name(name) in ("slistappend", "curlslistappend"):
            self.draft.header_lines([self.names.word(value) for value in values[1:2]])
            return
        role = role_of(name)
        method = method_of(name)
        if method is not None and role is None:
            taken = self._method_call(method, node, values)
            self.entries([pair for pair in node.items if pair[1] not in taken])
            return
        if self._body_call(node, values) or self.draft.add_fields(node):
            return
        if values and plain_name(name) == "fromstr" and node.base is not None and role_of(node.base.name) == "method":
            self.draft.take("method", values[0])
            return
        if plain_name(name) in ("setvalue", "addvalue") and len(node.items) == 2:
            behind = node.items[1][0]
            if behind is not None and "header" in behind.name.lower():
                self.draft.header(node.items[1][1], node.items[0][1])
                return
        if plain_name(name) in ("curleasysetopt", "curlsetopt", "setopt") and len(values) >= 3:
            option = role_of(values[1].name) if values[1].kind == "name" else None
            if option is not None and self.draft.take(option, values[2]):
                return
        if self._role_call(role, node, values):
            return
        self.entries(node.items)

    def _header_call(self, node: Node, values: list[Node]) -> bool:
        if len(values) == 3 and values[0].kind != "string" and values[1].kind == "string":
            values = values[1:]
        if len(values) >= 2 and values[0].kind in ("string", "name", "join", "call", "list"):
            pairs = self.names.pairs(values[1]) if values[0].kind != "string" else []
            for key, value in pairs:
                self.draft.header(key, value)
            if not pairs:
                self.draft.header(values[0], values[1])
            return True
        keyed = [(key, value) for key, value in node.items if key is not None]
        if keyed and role_of(node.name) == "headers":
            for key, value in keyed:
                if role_of(self.names.key(key)) != "headers" or not self.draft.take("headers", value):
                    self.draft.header(key, value)
            return True
        if len(values) == 1 and ":" in self.names.word(values[0]).text:
            self.draft.header_lines([self.names.word(values[0])])
            return True
        return False

    def _role_call(self, role: str | None, node: Node, values: list[Node]) -> bool:
        """Take a call whose name says a part: `.query({…})`, `.send(body)`, `.basicAuth(u, p)`."""
        if role in ("auth", "bearer") and values:
            return self.draft.take_auth(role, values)
        keyed = [(key, value) for key, value in node.items if key is not None and key.bracket != ":"]
        if role in ("query", "form", "headers", "json", "multipart") and keyed and not values:
            collection = Node("list", node.start, node.end)
            collection.bracket = "{"
            collection.items = node.items
            return self.draft.take(role, collection)
        if role in ("query", "header") and len(values) == 2 and values[0].kind == "string":
            self.draft.query.append((values[0], values[1]))
            return True
        if role is None or not values or (values[0].kind == "name" and values[0].name.lower().startswith("res")):
            return False
        taken = self.draft.take(role, values[0])
        if taken:
            self.entries(node.items[1:])
        return taken

    def _body_call(self, node: Node, values: list[Node]) -> bool:
        """Take calls whose arguments say that they give the body: `body.append(x)`, `add("application/json", x)`."""
        name = plain_name(node.name)
        if len(values) == 1 and name in ("append", "write", "add") and node.base is not None:
            return role_of(node.base.name) == "body" and self.draft.take("body", values[0])
        if len(values) < 2:
            return False
        first = self.names.resolve(values[0])
        text = self.names.word(first).text if first is not None and first.kind in ("string", "join") else ""
        if name.endswith("request") and method_of(text) is not None and text.isupper() and len(values) > 2:
            self.draft.take("method", values[0])
            is_url = self.draft.offer_url(values[1])
            taken = self.draft.offer_arguments(values[2:]) if is_url else []
            self.entries([pair for pair in node.items[1:] if pair[1] not in taken])
            return True
        if role_of(name) == "method" and method_of(text) is not None:
            self.draft.take("method", values[0])
            has_body = name == "method" and self.draft.take("body", values[1])
            self.entries(
                [pair for pair in node.items if pair[1] is not values[0] and not (has_body and pair[1] is values[1])]
            )
            return True
        if name == "set" and values[0].kind == "string" and ("-" in text or text[:1].isupper() or text in HEADERS):
            self.draft.header(values[0], values[1])
            return True
        if "request" in name and text.startswith("/") and values[0].kind == "string":
            self.draft.take("path", values[0])
            return False
        if (
            name in ("addparameter", "stringcontent", "create")
            and "/" in text
            and " " not in text
            and "://" not in text
        ):
            return self.draft.take("body", values[1])
        return False

    def _method_call(self, method: str, node: Node, values: list[Node]) -> list[Node]:
        """Take `client.post(url, …)`, `.post(body)` of a builder, `Net::HTTP::Post.new`; return what was taken."""
        first = self.names.resolve(values[0]) if values else None
        text = self.names.word(first).text if first is not None and first.kind in ("string", "join") else ""
        if node.name.islower() and method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS") and "/" not in text:
            if values and method != "PUT":
                return []
            if method == "PUT" and len(values) != 1:
                return []
        self.draft.offer_method(method, node, weak=method == "GET")
        if (
            values
            and text
            and not text.lstrip().startswith(("{", "["))
            and ("/" in text or text.startswith("<unknown>"))
        ):
            self.draft.target(values[0])
            self.draft.is_sent = True
            has_body = method in ("POST", "PUT", "PATCH")
            return [values[0], *self.draft.offer_arguments(values[1:], with_body=has_body)]
        if values and first is not None and method not in ("GET", "HEAD"):
            is_headers = values[0].kind == "call" and role_of(values[0].name) in ("headers", "header")
            if not is_headers and self.draft.take("body", values[0]):
                return values[:1]
        return []


def _is_of_request(key: Node) -> bool:
    """Whether a name is a member of a request: `req.body = "text"` says more than `body = "text"`."""
    return key.base is not None and "req" in key.base.path().lower()
