"""Node's own http and https, follow-redirects, and undici's clients of one origin.

https://nodejs.org/api/http.html#httprequestoptions-callback, https://undici.nodejs.org/
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.js_bodies import (
    add_headers,
    add_query,
    add_user,
    address,
    answer,
    body_of,
    closures,
    member,
    merged,
    take_settings,
    verb,
    with_base,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.objects import URL, url_text
from supportdesk.reading.code.javascript.values import is_nothing
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Unclear, spans_of
from supportdesk.value import UNKNOWN, Value

NAME, FAMILY, ORIGIN = "node-http", "js node request", "js undici client"


def _function(scheme: str, *, ends: bool) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [value for value in arguments.positional if not isinstance(value, Closure)]
        state: dict[str, Value] = {"chunks": Container("array", []), "more": Container("array", [])}
        whole: Value | None = None
        if given and (given[0].kind != "object"):
            whole = given.pop(0)
        settings = merged(*[value for value in given if value.kind == "object"][:1])
        settings.is_open = settings.is_open or any(value.kind == "unknown" for value in given)
        state["settings"] = settings
        state["url"] = _address(evaluator, scheme, whole, settings)
        state["callbacks"] = Container("array", list(closures(arguments.positional)))
        made = Client(FAMILY, state, evaluator.span(node))
        return send(evaluator, made, node) if ends else made

    return _handler


def _address(evaluator: Evaluator, scheme: str, whole: Value | None, settings: Value) -> Value:
    """Return the address of a request: a whole one, with what the settings say instead."""
    if isinstance(whole, Client) and whole.family == URL:
        url: Value = Client(URL, dict(whole.state))
    elif whole is not None:
        return _replaced(evaluator, address(evaluator, whole), settings)
    else:
        return _built(evaluator, scheme, settings)
    return _replaced(evaluator, url_text(evaluator, url) if isinstance(url, Client) else url, settings)


def _replaced(evaluator: Evaluator, url: Value, settings: Value) -> Value:
    path = member(settings, "path")
    if path is None:
        return url
    scheme, mark, rest = str(url.data).partition("://")
    root = f"{scheme}{mark}{rest.partition('/')[0]}" if mark else str(url.data).rstrip("/")
    return evaluator.text(Value("string", root, None, parts=spans_of(url)), path)


def _built(evaluator: Evaluator, scheme: str, settings: Value) -> Value:
    protocol = member(settings, "protocol")
    if protocol is not None and protocol.kind == "string":
        scheme = str(protocol.data).rstrip(":/")
    host = member(settings, "hostname", "host") or Value("string", "localhost", added_by=NAME)
    pieces: list[Value] = [Value("string", scheme + "://"), host]
    port = member(settings, "port")
    if port is not None and port.data not in ("", 0) and ":" not in str(host.data).strip("[]"):
        pieces.extend((Value("string", ":"), port))
    path = member(settings, "path")
    if path is None:
        path = evaluator.text(*(value for value in (member(settings, "pathname"), member(settings, "search")) if value))
    if path.kind == "string" and not str(path.data).startswith(("/", UNKNOWN)):
        pieces.append(Value("string", "/"))
    pieces.append(path)
    return address(evaluator, evaluator.text(*pieces))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a request that is being made; `end` sends it."""
    state, first = owner.state, arguments.get(0, "")
    if path == "write" and first is not None:
        state["chunks"].data.append(first)
    elif path == "end":
        if first is not None and not isinstance(first, Closure) and not is_nothing(first):
            state["chunks"].data.append(first)
        return send(evaluator, owner, node)
    elif path == "setHeader" and len(arguments.positional) > 1:
        state["more"].data.append(Container("array", arguments.positional[:2]))
    elif path == "on" and len(arguments.positional) > 1 and isinstance(arguments.positional[1], Closure):
        if first is not None and first.data == "response":
            state["callbacks"].data.append(arguments.positional[1])
        return owner
    return Unclear(evaluator.span(node)) if path != "then" else owner


def send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send a request with what was written to it."""
    state, settings = owner.state, owner.state["settings"]
    draft = Draft(NAME, verb(settings, "GET", NAME), state["url"])
    draft.complete = not settings.is_open
    add_headers(evaluator, draft, member(settings, "headers"))
    add_headers(evaluator, draft, state["more"])
    chunks = state["chunks"].data
    if len(chunks) == 1:
        draft.body = body_of(evaluator, draft, chunks[0])
    elif chunks:
        draft.body = body_of(evaluator, draft, evaluator.text(*chunks))
    draft.add_content_type()
    auth = member(settings, "auth")
    if auth is not None:
        text = str(auth.data)
        user, _, password = text.partition(":")
        parts = spans_of(auth)
        is_open = UNKNOWN in text
        add_user(
            evaluator,
            draft,
            Value("string", user, None, parts=parts, is_open=is_open),
            Value("string", password, None, parts=parts, is_open=is_open),
        )
    take_settings(draft, settings)
    response = draft.send(evaluator, node)
    return answer(evaluator, response, closures(state["callbacks"].data), node)


def piped(evaluator: Evaluator, form: Value, target: Value, node: ir.Node) -> Value:
    """`form.pipe(request)`: writes the form and ends the request."""
    if isinstance(target, Client) and target.family == FAMILY:
        target.state["chunks"].data.append(form)
        return send(evaluator, target, node)
    return Unclear(evaluator.span(node))


def origin(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new Client(origin)`, `new Pool(origin)` of undici."""
    return Client(ORIGIN, {"base": arguments.get(0, "origin") or Unclear()}, evaluator.span(node))


def origin_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`client.request({path, method, headers, body, query})`."""
    if path not in ("request", "stream", "dispatch"):
        return Unclear(evaluator.span(node))
    settings = merged(*arguments.positional[:1])
    url = with_base(evaluator, owner.state["base"], address(evaluator, member(settings, "path")))
    url = add_query(evaluator, url, member(settings, "query"))
    draft = Draft("undici", verb(settings, "GET", "undici"), url)
    draft.complete = not (settings.is_open or arguments.is_open)
    add_headers(evaluator, draft, member(settings, "headers"))
    draft.body = body_of(evaluator, draft, member(settings, "body"))
    draft.add_content_type()
    return draft.send(evaluator, node)


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = dict.fromkeys(("undici.Client", "undici.Pool"), origin)
    for scheme in ("http", "https"):
        for root in (scheme, f"follow-redirects.{scheme}"):
            made[f"{root}.request"] = _function(scheme, ends=False)
            made[f"{root}.get"] = _function(scheme, ends=True)
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {FAMILY: family, ORIGIN: origin_family}
