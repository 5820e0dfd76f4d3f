"""fetch and its like: the platform's own, node-fetch, undici, ofetch; and ky and got, which take its settings.

https://fetch.spec.whatwg.org/#fetch-method, https://undici.nodejs.org/, https://github.com/unjs/ofetch,
https://github.com/sindresorhus/ky, https://github.com/sindresorhus/got
"""

from __future__ import annotations

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.js_bodies import (
    add_headers,
    add_query,
    add_user,
    address,
    body_of,
    form_of,
    json_of,
    member,
    merged,
    promise,
    take_settings,
    verb,
    with_base,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.values import is_nothing
from supportdesk.reading.code.things import Arguments, Client, Unclear
from supportdesk.reading.evidence import Body
from supportdesk.value import Value

REQUEST, RESPONSE = "js request", "js response"
VERBS = ("get", "post", "put", "patch", "delete", "head", "options")


class Library(NamedTuple):
    """A client of this kind: its name, the dotted names it is imported under, and how it differs.

    `verbs` says that it has a function a method, `json` that an object as a body becomes JSON, `base` which setting is
    the base address, `query` which ones are the query (`replaces` it in the address), `extend` which function makes a
    client with settings.
    """

    name: str
    roots: tuple[str, ...]
    verbs: bool = False
    json: bool = False
    base: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    replaces: bool = False
    extend: tuple[str, ...] = ()


LIBRARIES = (
    Library(
        "fetch",
        ("fetch", "cross-fetch", "cross-fetch.fetch", "isomorphic-fetch", "isomorphic-unfetch", "unfetch",
         "@tauri-apps/plugin-http.fetch", "expo/fetch.fetch"),
    ),
    Library("node-fetch", ("node-fetch", "node-fetch-native", "node-fetch.fetch")),
    Library("undici", ("undici.fetch", "undici.request", "undici.stream"), query=("query",)),
    Library(
        "ofetch",
        ("ofetch", "ofetch.ofetch", "ofetch.$fetch", "$fetch", "useFetch"),
        json=True,
        base=("baseURL",),
        query=("query", "params"),
        extend=("create",),
    ),
    Library(
        "ky",
        ("ky", "ky.ky", "ky-universal"),
        verbs=True,
        base=("prefixUrl", "baseUrl", "prefix"),
        query=("searchParams",),
        replaces=True,
        extend=("create", "extend"),
    ),
    Library(
        "got",
        ("got", "got.got"),
        verbs=True,
        base=("prefixUrl",),
        query=("searchParams", "query"),
        replaces=True,
        extend=("extend",),
    ),
)  # fmt: skip


def _handler(library: Library, method: str) -> Handler:
    def _send(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return send(evaluator, library, None, method, arguments, node)

    return _send


def send(
    evaluator: Evaluator, library: Library, common: Value | None, method: str, arguments: Arguments, node: ir.Node
) -> Value:
    """Send what `fetch(address, settings)` says; `common` are the settings of a client."""
    target, given = arguments.get(0, "url"), arguments.get(1, "options")
    request: Value | None = None
    if isinstance(target, Client) and target.family == REQUEST:
        request, target = target.state["init"], target.state["url"]
    elif target is not None and target.kind == "object":
        given, target = target, member(target, "url")
    unsure = given is not None and given.kind not in ("object", "null")
    settings = merged(common, request, given if not unsure else None)
    if request is not None and member(given, "headers") is not None:
        settings.data["headers"] = given.data["headers"]  # type: ignore[union-attr]  # a member is there
    url = address(evaluator, target)
    base = member(settings, *library.base) if library.base else None
    if base is not None:
        url = with_base(evaluator, base, url)
    for name in library.query:
        url = add_query(evaluator, url, member(settings, name), replace=library.replaces)
    draft = Draft(library.name, verb(settings, method, library.name), url)
    draft.complete = not (unsure or settings.is_open or arguments.is_open)
    if unsure and method == "GET":
        draft.method = Value.unknown()
    add_headers(evaluator, draft, member(settings, "headers"))
    draft.body = _body(evaluator, library, draft, settings)
    draft.add_content_type()
    add_user(evaluator, draft, member(settings, "username"), member(settings, "password"))
    take_settings(draft, settings, base)
    answer = draft.send(evaluator, node)
    return Client(RESPONSE, {"answer": answer}, evaluator.span(node)) if library.verbs else answer


def _body(evaluator: Evaluator, library: Library, draft: Draft, settings: Value) -> Body:
    content = member(settings, "json") if library.verbs else None
    body, form = member(settings, "body"), member(settings, "form") if library.verbs else None
    if content is not None and not (content.kind == "boolean" and body is not None):
        return json_of(evaluator, draft, content)
    if form is not None:
        return form_of(evaluator, form)
    as_json = library.json or (content is not None and content.data is True)
    if body is not None and body.kind in ("object", "array") and as_json:
        return json_of(evaluator, draft, body)
    return body_of(evaluator, draft, body)


def response_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Go on with the answer of ky and got, whose `json()` may be called before it is waited for."""
    return promise(evaluator, owner.state["answer"], path or "()", arguments, node)


def make_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new Request(address, settings)`."""
    target, given = arguments.get(0, "url") or Unclear(), arguments.get(1, "options")
    init: Value = merged(given) if not is_nothing(given) else merged()
    if isinstance(target, Client) and target.family == REQUEST:
        init, target = merged(target.state["init"], init), target.state["url"]
    return Client(REQUEST, {"url": target, "init": init}, evaluator.span(node))


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a Request; its headers may be changed before it is sent."""
    init = owner.state["init"]
    if path.startswith("headers.") and arguments.positional and init.kind == "object":
        name = str(arguments.positional[0].data)
        headers = merged(init).data.get("headers")
        changed = merged(init)
        changed.data["headers"] = merged(headers) if headers is not None else merged()
        if len(arguments.positional) > 1:
            changed.data["headers"].data[name] = arguments.positional[1]
        owner.state["init"] = changed
    return owner if path == "clone" else Unclear(evaluator.span(node))


def _client(library: Library) -> Handler:
    def _make(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        settings = merged(*arguments.positional[:1])
        return Client(f"js {library.name} client", {"defaults": settings}, evaluator.span(node))

    return _make


def _family(library: Library) -> Family:
    def _call(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
        common = owner.state["defaults"]
        if path in library.extend:
            settings = merged(common, *arguments.positional[:1])
            return Client(owner.family, {"defaults": settings}, evaluator.span(node))
        if path in ("", "stream", "raw"):
            return send(evaluator, library, common, "GET", arguments, node)
        if path in VERBS:
            return send(evaluator, library, common, path.upper(), arguments, node)
        return owner if path == "then" else Unclear(evaluator.span(node))

    return _call


def handlers() -> dict[str, Handler]:
    """Return the handlers of all these libraries by dotted name."""
    made: dict[str, Handler] = dict.fromkeys(("Request", "node-fetch.Request", "undici.Request"), make_request)
    for library in LIBRARIES:
        for root in library.roots:
            made[root] = _handler(library, "GET")
            for name in library.extend:
                made[f"{root}.{name}"] = _client(library)
            if library.verbs:
                made[f"{root}.stream"] = _handler(library, "GET")
                made.update({f"{root}.{name}": _handler(library, name.upper()) for name in VERBS})
    return made


def families() -> dict[str, Family]:
    """Return the families of all these libraries by name."""
    made: dict[str, Family] = {REQUEST: request_family, RESPONSE: response_family}
    for library in LIBRARIES:
        if library.extend:
            made[f"js {library.name} client"] = _family(library)
    return made
