"""axios, alone and as a client with settings.

https://axios-http.com/docs/req_config, …/docs/instance, …/docs/multipart
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.js_bodies import (
    FORM_TYPE,
    add_headers,
    add_query,
    add_user,
    address,
    data_body,
    member,
    merged,
    multipart_of,
    take_settings,
    verb,
    with_base,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.methods import handed
from supportdesk.reading.code.javascript.values import is_nothing
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Unclear
from supportdesk.value import Value

NAME, FAMILY = "axios", "js axios"
_WITHOUT_BODY = ("get", "delete", "head", "options")
_WITH_BODY = ("post", "put", "patch")
_FORMS = {"postForm": "post", "putForm": "put", "patchForm": "patch"}
_VERBS = (*_WITHOUT_BODY, *_WITH_BODY, *_FORMS)
_GROUPS = ("common", "delete", "get", "head", "post", "put", "patch")


def create(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`axios.create(settings)`."""
    given = arguments.get(0, "config")
    defaults = merged(_module_defaults(evaluator), given)
    headers = defaults.data.get("headers")
    mine = Container("object", {}, born=evaluator.branch)
    if headers is not None and headers.kind == "object":
        mine.data, mine.keys, mine.is_open = dict(headers.data), dict(headers.keys), headers.is_open
    elif headers is not None and not is_nothing(headers):
        mine.data.update(merged(Container("object", {"headers": headers})).data)
    for name in _GROUPS:
        mine.data.setdefault(name, Container("object", {}, born=evaluator.branch))
    defaults.data["headers"] = mine
    return Client(FAMILY, {"defaults": defaults}, evaluator.span(node))


def _module_defaults(evaluator: Evaluator) -> Value:
    """Return what was set on `axios.defaults`."""
    made = Container("object", {})
    headers = Container("object", {})
    for path, value in evaluator.modules.items():
        if not path.startswith("axios.defaults."):
            continue
        steps = path.split(".")[2:]
        if steps[0] != "headers":
            made.data[steps[0]] = value
        elif len(steps) == 2 and value.kind == "object":
            headers.data.update(value.data)
        elif len(steps) > 1 and (len(steps) == 2 or steps[1] == "common"):
            headers.data[steps[-1]] = value
        elif len(steps) > 1:
            headers.data.setdefault(steps[1], Container("object", {})).data[steps[-1]] = value
        elif len(steps) == 1 and value.kind == "object":
            headers.data.update(value.data)
    if headers.data:
        made.data["headers"] = headers
    return made


def dispatch(
    evaluator: Evaluator,
    common: Value | None,
    path: str,
    arguments: Arguments,
    node: ir.Node,
    interceptors: Value | None = None,
) -> Value:
    """Send what `axios(…)`, `axios.request(…)` or a method's own function says."""
    first, second, third = (arguments.get(at, "") for at in range(3))
    extra: dict[str, Value] = {}
    if path in ("", "request"):
        given = second if first is not None and first.kind != "object" else first
        if first is not None and first.kind != "object":
            extra["url"] = first
    elif path in _WITHOUT_BODY:
        given = second
        extra = {} if first is None else {"url": first}
    else:
        given = third
        extra = {} if first is None else {"url": first}
        if second is not None:
            extra["data"] = second
    if path not in ("", "request"):
        extra["method"] = Value("string", _FORMS.get(path, path).upper(), added_by=NAME)
    unsure = given is not None and given.kind not in ("object", "null")
    settings = merged(common, given, Container("object", extra))
    settings.is_open = settings.is_open or unsure or arguments.is_open
    if path in _FORMS and settings.data.get("data") is not None and settings.data["data"].kind == "object":
        settings.data["multipart"] = Value("boolean", True)  # its data
    return send(evaluator, _intercepted(evaluator, settings, interceptors, node), node)


def _intercepted(evaluator: Evaluator, settings: Container, interceptors: Value | None, node: ir.Node) -> Value:
    """Return settings as the functions of `interceptors.request.use(…)` leave them."""
    result: Value = settings
    for function in interceptors.data if interceptors is not None else ():
        if not isinstance(function, Closure):
            continue
        if result.kind == "object" and "headers" not in result.data:
            result.data["headers"] = Container("object", {}, born=evaluator.branch)
        made = call(evaluator, function, handed(result), node)
        result = made if made.kind == "object" else result
    return result


def send(evaluator: Evaluator, settings: Value, node: ir.Node) -> Value:
    """Send one request with these settings."""
    base = member(settings, "baseURL")
    url = with_base(evaluator, base, address(evaluator, member(settings, "url")))
    url = add_query(evaluator, url, member(settings, "params"), "{name}[]")
    draft = Draft(NAME, verb(settings, "GET", NAME), url)
    draft.complete = not settings.is_open
    _add_headers(evaluator, draft, member(settings, "headers"))
    data = member(settings, "data")
    if data is not None and "multipart" in settings.data:
        draft.body = multipart_of(evaluator, data)
    else:
        if data is not None and data.kind == "string" and draft.method.data in ("POST", "PUT", "PATCH"):
            draft.add_default("content-type", Value("string", FORM_TYPE, added_by=NAME))
        draft.body = data_body(evaluator, draft, data)
    draft.add_content_type()
    auth = member(settings, "auth")
    add_user(evaluator, draft, member(auth, "username"), member(auth, "password"))
    take_settings(draft, settings, base)
    return draft.send(evaluator, node)


def _add_headers(evaluator: Evaluator, draft: Draft, headers: Value | None) -> None:
    """Take headers over, those for all methods and those for this one first."""
    if headers is None or headers.kind != "object":
        add_headers(evaluator, draft, headers)
        return
    for name in ("common", str(draft.method.data).lower()):
        group = headers.data.get(name)
        if group is not None and group.kind == "object":
            add_headers(evaluator, draft, group)
    own = Container("object", {name: value for name, value in headers.data.items() if name not in _GROUPS})
    own.keys, own.is_open = headers.keys, headers.is_open
    add_headers(evaluator, draft, own)


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client sends."""
    defaults, hooks = owner.state["defaults"], owner.state.get("hooks")
    if path in ("", "request", *_VERBS):
        return dispatch(evaluator, defaults, path, arguments, node, hooks)
    if path == "interceptors.request.use" and arguments.positional:
        owner.state["hooks"] = Container("array", [*(hooks.data if hooks is not None else []), arguments.positional[0]])
    if path == "create":
        made = create(evaluator, arguments, node)
        if isinstance(made, Client):
            made.state["defaults"] = merged(defaults, made.state["defaults"])
        return made
    if path == "getUri":
        settings = merged(defaults, *arguments.positional[:1])
        url = with_base(evaluator, member(settings, "baseURL"), address(evaluator, member(settings, "url")))
        return add_query(evaluator, url, member(settings, "params"), "{name}[]")
    return owner if path == "then" else Unclear(evaluator.span(node))


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what `http.post("https://…", data)` sends, where the text does not show what `http` is."""
    if path[-1] not in (*_VERBS, "request") or any(isinstance(one, Closure) for one in arguments.positional):
        return None
    first = arguments.get(0, "url")
    if path[-1] == "request" and first is not None and str(first.data).lower() in _VERBS:
        arguments = _of_angular(arguments)
        first = arguments.get(0, "url")
    target = member(first, "url") if first is not None and first.kind == "object" else first
    if target is None or target.kind != "string":
        return None
    if "://" not in str(target.data) and "axios" not in "".join(path[-2:-1]).lower():
        return None
    common = Container("object", {"baseURL": Unclear()})
    return dispatch(evaluator, common, path[-1], arguments, node)


def _of_angular(arguments: Arguments) -> Arguments:
    """Return `request(method, url, {body, …})` as the settings that axios takes."""
    named = {"method": arguments.get(0, ""), "url": arguments.get(1, ""), "data": member(arguments.get(2, ""), "body")}
    extra = Container("object", {name: value for name, value in named.items() if value is not None})
    return handed(merged(arguments.get(2, ""), extra), is_open=arguments.is_open)


def _function(path: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        hooks = evaluator.modules.get("axios.(hooks)")
        return dispatch(evaluator, _module_defaults(evaluator), path, arguments, node, hooks)

    return _handler


def _hook(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`axios.interceptors.request.use(function)`."""
    hooks = evaluator.modules.get("axios.(hooks)")
    known = hooks.data if hooks is not None else []
    evaluator.modules["axios.(hooks)"] = Container("array", [*known, *arguments.positional[:1]])
    return Unclear(evaluator.span(node))


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = {"axios": _function("")}
    made.update({f"axios.{path}": _function(path) for path in ("request", *_VERBS)})
    made.update(dict.fromkeys(("axios.create", "axios.Axios"), create))
    made["axios.interceptors.request.use"] = _hook
    return made


def families() -> dict[str, Family]:
    """Return the family of axios clients."""
    return {FAMILY: family}
