"""superagent and unirest: a request is built step by step and sent when its answer is asked for.

https://forwardemail.github.io/superagent/, https://github.com/Kong/unirest-nodejs
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft, method_name
from supportdesk.reading.code.clients.js_bodies import (
    FORM_TYPE,
    JSON_TYPE,
    add_headers,
    add_query,
    add_user,
    address,
    answer,
    body_of,
    closures,
    data_body,
    form_of,
    json_of,
    member,
    promise,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.objects import part
from supportdesk.reading.code.javascript.values import is_nothing
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear, spans_of
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

SUPERAGENT, UNIREST, AGENT = "js superagent", "js unirest", "js superagent agent"
_VERBS = {name: name.upper() for name in ("get", "post", "put", "patch", "delete", "head", "options")} | {
    "del": "DELETE"
}
_TYPES = {"json": JSON_TYPE, "form": FORM_TYPE, "form-data": FORM_TYPE, "urlencoded": FORM_TYPE, "html": "text/html",
          "xml": "text/xml", "text": "text/plain", "multipart": "multipart/form-data"}  # fmt: skip
_LEAVING = ("end", "then", "catch", "finally", "pipe", "json", "complete")


def _started(family: str, name: str | None) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return start(evaluator, family, name, arguments, node)

    return _handler


def start(evaluator: Evaluator, family: str, name: str | None, arguments: Arguments, node: ir.Node) -> Value:
    """Return a request that is being built: `post(url, …)`, or with `name` None `request(method, url)`."""
    given = [value for value in arguments.positional if value is not None]
    state: dict[str, Value] = {"(headers)": Container("array", []), "(query)": Container("array", [])}
    if name is None and len(given) > 1 and given[1].kind in ("string", "unknown"):
        state["(method)"], given = method_name(given[0]), given[1:]
    else:
        state["(method)"] = Value("string", name or "GET", added_by=family.removeprefix("js "))
    if given:
        state["(url)"] = given[0]
    made = Client(family, state, evaluator.span(node))
    rest, callbacks = [value for value in given[1:] if value.kind != "unknown"], closures(given[1:])
    if family == UNIREST and rest:
        state["(headers)"].data.append(rest[0])
        if len(rest) > 1:
            state["(body)"] = rest[1]
    elif rest:
        as_query = state["(method)"].data in ("GET", "HEAD")
        if as_query:
            state["(query)"].data.append(rest[0])
        else:
            state["(body)"] = rest[0]
    return finish(evaluator, made, "end", arguments, node) if callbacks else made


def _set(evaluator: Evaluator, owner: Client, arguments: Arguments) -> None:
    first, second = arguments.get(0, "name"), arguments.get(1, "value")
    if first is None:
        return
    if first.kind == "string" and second is not None:
        first = Container("array", [Container("array", [first, second])])
    owner.state["(headers)"].data.append(first)
    del evaluator


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Take a step of building a request, or send it."""
    state = owner.state
    first, second = arguments.get(0, ""), arguments.get(1, "")
    if path in _LEAVING:
        return finish(evaluator, owner, path, arguments, node)
    if path in ("set", "headers", "header"):
        _set(evaluator, owner, arguments)
    elif path in ("type", "contentType") and first is not None:
        kind = _TYPES.get(str(first.data), str(first.data))
        made = Value("string", kind, first.span if kind == first.data else None, parts=spans_of(first))
        state["(headers)"].data.append(
            Container("array", [Container("array", [Value("string", "content-type", added_by="superagent"), made])])
        )
    elif path in ("query", "qs") and first is not None:
        state["(query)"].data.append(first)
    elif path in ("send", "json", "form") and first is not None:
        _add_body(evaluator, owner, first)
        if path == "form":
            state["(as)"] = Value("string", "form")
    elif path in ("field", "attach") and first is not None:
        _add_part(owner, path, arguments)
    elif path == "multipart" and first is not None and first.kind == "array":
        for item in first.data:
            pair = Container("array", [member(item, "name") or Unclear(), member(item, "body", "value") or Unclear()])
            state.setdefault("(parts)", Container("array", [])).data.append(pair)
    elif path == "auth":
        state["(user)"] = first or Unclear()
        state["(password)"] = second or Value("string", "")
        state["(auth)"] = arguments.get(2, "") or Value("null", None)
    elif path == "method" and first is not None:
        state["(method)"] = method_name(first)
    elif path == "url" and first is not None:
        state["(url)"] = first
    elif path == "use" or not path:
        return owner
    return owner


def _add_body(evaluator: Evaluator, owner: Client, value: Value) -> None:
    """Add to the body: objects are merged, texts joined with `&`."""
    old = owner.state.get("(body)")
    if old is not None and old.kind == "object" and value.kind == "object":
        made = Container("object", {**old.data, **value.data}, is_open=old.is_open or value.is_open)
        made.keys = {**old.keys, **value.keys}
        value = made
    elif old is not None and old.kind == "string" and value.kind == "string":
        value = evaluator.text(old, Value("string", "&"), value)
    owner.state["(body)"] = value


def _add_part(owner: Client, path: str, arguments: Arguments) -> None:
    parts = owner.state.setdefault("(parts)", Container("array", []))
    first, second, third = (arguments.get(at, "") for at in range(3))
    if first is None:
        return
    if first.kind == "object":
        for name, value in first.data.items():
            parts.data.append(Container("array", [Value("string", name, first.keys.get(name)), value]))
        return
    if second is None:
        return
    if path == "attach" and second.kind == "string":
        second = FileThing(second, second.span)
    if third is not None and third.kind == "object":
        third = member(third, "filename")
    named = [] if third is None or is_nothing(third) else [FileThing(third).base_name()]
    parts.data.append(Container("array", [first, second, *named]))


def finish(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send a request that was built (once), and go on with its answer."""
    if path == "json" and arguments.positional and owner.family == UNIREST:
        _add_body(evaluator, owner, arguments.positional[0])
        owner.state["(as)"] = Value("string", "json")
        return owner
    response = owner.state.get("(answer)")
    if response is None:
        response = owner.state["(answer)"] = _send(evaluator, owner, node)
    if path == "end":
        before = 1 if owner.family == SUPERAGENT else 0
        return answer(evaluator, response, closures(arguments.positional), node, before=before)
    return promise(evaluator, response, path, arguments, node)


def _send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    state, name = owner.state, owner.family.removeprefix("js ")
    url = address(evaluator, state.get("(url)"))
    for query in state["(query)"].data:
        url = add_query(evaluator, url, query, "{name}[]" if name == "qs" else "{name}")
    draft = Draft(name, state["(method)"], url)
    for headers in state["(headers)"].data:
        add_headers(evaluator, draft, headers)
    if "(parts)" in state:
        draft.body = Body("multipart", None, _parts(evaluator, state["(parts)"]))
    else:
        draft.body = _body(evaluator, owner, draft, state.get("(body)"))
    draft.add_content_type()
    _add_auth(evaluator, owner, draft)
    return draft.send(evaluator, node)


def _parts(evaluator: Evaluator, parts: Value) -> list[Field]:
    fields: list[Field] = []
    for pair in parts.data:
        named = pair.data[2] if len(pair.data) > 2 else None
        values = pair.data[1].data if pair.data[1].kind == "array" else [pair.data[1]]
        fields.extend(part(evaluator, pair.data[0], value, named) for value in values)
    return fields


def _body(evaluator: Evaluator, owner: Client, draft: Draft, value: Value | None) -> Body:
    """Return the body: without a content type an object is JSON in superagent, a form in unirest, and a text a form."""
    if value is None:
        return Body()
    kind = owner.state.get("(as)")
    if kind is not None and kind.data == "json":
        return (
            json_of(evaluator, draft, value) if value.kind in ("object", "array") else body_of(evaluator, draft, value)
        )
    if kind is not None and value.kind == "object":
        return form_of(evaluator, value)
    if value.kind in ("object", "array") and owner.family == UNIREST and not draft.header("content-type"):
        return form_of(evaluator, value)
    if value.kind == "string":
        draft.add_default("content-type", Value("string", FORM_TYPE, added_by=draft.client))
    return data_body(evaluator, draft, value, "{name}[{index}]")


def _add_auth(evaluator: Evaluator, owner: Client, draft: Draft) -> None:
    user, password, options = (owner.state.get(name) for name in ("(user)", "(password)", "(auth)"))
    if user is None:
        return
    if user.kind == "object":
        user, password = member(user, "user", "username"), member(user, "pass", "password")
    kind = member(options, "type") or (member(password, "type") if password is not None else None)
    if kind is not None and kind.data == "bearer" and user is not None:
        draft.set_header(Value("string", "authorization"), evaluator.text(Value("string", "Bearer "), user))
        return
    add_user(evaluator, draft, user, password)


def agent(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`superagent.agent()`: what is set on it is set on each request."""
    del arguments
    return Client(AGENT, {"(headers)": Container("array", [])}, evaluator.span(node))


def agent_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of an agent."""
    if path in _VERBS:
        made = start(evaluator, SUPERAGENT, _VERBS[path], arguments, node)
        if isinstance(made, Client):
            made.state["(headers)"].data[:0] = owner.state["(headers)"].data
            for name in ("(user)", "(password)", "(auth)"):
                if name in owner.state:
                    made.state[name] = owner.state[name]
        return made
    return family(evaluator, owner, path, arguments, node) if path in ("set", "auth", "type") else owner


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = {"superagent.agent": agent}
    for root, kind in (("superagent", SUPERAGENT), ("unirest", UNIREST), ("unirest.request", UNIREST)):
        made[root] = _started(kind, None)
        made.update({f"{root}.{name}": _started(kind, method) for name, method in _VERBS.items()})
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {SUPERAGENT: family, UNIREST: family, AGENT: agent_family}
