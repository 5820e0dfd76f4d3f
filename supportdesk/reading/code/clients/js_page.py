"""What pages use: jQuery and XMLHttpRequest.

https://api.jquery.com/jQuery.ajax/, https://xhr.spec.whatwg.org/
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.drafts import Draft, method_name
from supportdesk.reading.code.clients.js_bodies import (
    FORM_TYPE,
    add_headers,
    add_query,
    add_user,
    address,
    answer,
    body_of,
    closures,
    form_of,
    member,
    merged,
    take_settings,
    verb,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.methods import handed
from supportdesk.reading.code.javascript.values import is_nothing
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Unclear
from supportdesk.value import Value

XHR, JQUERY = "js xhr", "jquery"
_SETUP = "jquery.(settings)"


def ajax(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`$.ajax(settings)`, `$.ajax(address, settings)`."""
    first, second = arguments.get(0, "url"), arguments.get(1, "settings")
    extra = Container("object", {})
    if first is not None and first.kind != "object":
        extra.data["url"] = first
    else:
        second = first
    return _send(evaluator, merged(evaluator.modules.get(_SETUP), second, extra), node, [])


def _short(method: str) -> Handler:
    """Return `$.get` or `$.post`: (address, data, callback), or settings."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        first = arguments.get(0, "url")
        extra = Container("object", {"method": Value("string", method, added_by=JQUERY)})
        if first is not None and first.kind == "object":
            return _send(evaluator, merged(evaluator.modules.get(_SETUP), first, extra), node, [])
        if first is not None:
            extra.data["url"] = first
        data = arguments.get(1, "data")
        if data is not None and not isinstance(data, Closure):
            extra.data["data"] = data
        return _send(evaluator, merged(evaluator.modules.get(_SETUP), extra), node, arguments.positional[1:])

    return _handler


def setup(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`$.ajaxSetup(settings)`."""
    evaluator.modules[_SETUP] = merged(evaluator.modules.get(_SETUP), arguments.get(0, "settings"))
    return Unclear(evaluator.span(node))


def _send(evaluator: Evaluator, settings: Value, node: ir.Node, callbacks: list[Value]) -> Value:
    draft = Draft(JQUERY, verb(settings, "GET", JQUERY, "method", "type"), address(evaluator, member(settings, "url")))
    draft.complete = not settings.is_open
    kind, data = settings.data.get("contentType"), member(settings, "data")
    if kind is not None and kind.kind == "string":
        draft.set_header(Value("string", "content-type", added_by=JQUERY), kind)
    add_headers(evaluator, draft, member(settings, "headers"))
    prepare = member(settings, "beforeSend")
    if isinstance(prepare, Closure):
        page = Client(XHR, {"headers": Container("array", [])})
        call(evaluator, prepare, handed(page, settings), node)
        add_headers(evaluator, draft, page.state["headers"])
    plain, old = settings.data.get("processData"), member(settings, "traditional")
    form = "{name}" if old is not None and old.data is True else "{name}[]"
    if data is not None and draft.method.data in ("GET", "HEAD"):
        draft.url = add_query(evaluator, draft.url, data, form)
    elif data is not None and data.kind in ("object", "array") and (plain is None or plain.data is not False):
        draft.body = form_of(evaluator, data, form)
        draft.add_default("content-type", Value("string", FORM_TYPE, added_by=JQUERY))
    elif data is not None:
        if data.kind == "string" and is_nothing(kind):
            draft.add_default("content-type", Value("string", FORM_TYPE, added_by=JQUERY))
        draft.body = body_of(evaluator, draft, data)
    draft.add_content_type()
    add_user(evaluator, draft, member(settings, "username"), member(settings, "password"))
    take_settings(draft, settings)
    response = draft.send(evaluator, node)
    done = [value for value in (member(settings, "success"), member(settings, "complete")) if value is not None]
    return answer(evaluator, response, closures([*done, *callbacks]), node)


def page_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new XMLHttpRequest()`."""
    del arguments
    return Client(XHR, {"headers": Container("array", [])}, evaluator.span(node))


def page_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of an XMLHttpRequest; it is sent by `send`."""
    state = owner.state
    if path == "open":
        state["method"] = method_name(arguments.get(0, "method"))
        state["url"] = arguments.get(1, "url") or Unclear()
        state["headers"] = Container("array", [])
        state["user"] = arguments.get(3, "user") or Value("null", None)
        state["password"] = arguments.get(4, "password") or Value("null", None)
    elif path == "setRequestHeader" and len(arguments.positional) > 1:
        state["headers"].data.append(Container("array", arguments.positional[:2]))
    elif path == "addEventListener" and len(arguments.positional) > 1:
        state[f"on{arguments.positional[0].data}"] = arguments.positional[1]
    elif path == "send" and "url" in state:
        return _send_page(evaluator, owner, arguments, node)
    return Unclear(evaluator.span(node))


def _send_page(evaluator: Evaluator, owner: Client, arguments: Arguments, node: ir.Node) -> Value:
    state = owner.state
    draft = Draft("xhr", state["method"], address(evaluator, state["url"]))
    add_headers(evaluator, draft, state["headers"])
    if draft.method.data not in ("GET", "HEAD"):
        draft.body = body_of(evaluator, draft, arguments.get(0, "body"))
    draft.add_content_type()
    add_user(evaluator, draft, _given(state["user"]), _given(state["password"]))
    take_settings(draft, owner)
    response = draft.send(evaluator, node)
    state["response"] = state["responseText"] = response
    for name in ("onload", "onloadend", "onreadystatechange"):
        function = state.get(name)
        if isinstance(function, Closure) and id(function.function) not in evaluator.called:
            call(evaluator, function.bound_to(owner), handed(response), node)
    return response


def _given(value: Value) -> Value | None:
    return None if is_nothing(value) else value


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = dict.fromkeys(("XMLHttpRequest", "xmlhttprequest.XMLHttpRequest", "xhr2"), page_request)
    for root in ("$", "jQuery", "jquery"):
        made[f"{root}.ajax"] = ajax
        made[f"{root}.ajaxSetup"] = setup
        made.update(dict.fromkeys((f"{root}.get", f"{root}.getJSON"), _short("GET")))
        made[f"{root}.post"] = _short("POST")
    return made


def families() -> dict[str, Family]:
    """Return the family of XMLHttpRequest."""
    return {XHR: page_family}
