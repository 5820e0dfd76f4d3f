"""request and request-promise, and the clients of mini programs and of Angular, which take one settings object.

https://github.com/request/request, https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html,
https://uniapp.dcloud.net.cn/api/request/request.html
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft
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
    form_of,
    json_of,
    member,
    merged,
    multipart_of,
    promise,
    take_settings,
    verb,
    with_base,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, FileThing, Unclear
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

NAME, FAMILY, CALL = "request", "js request client", "js request call"
_ROOTS = ("request", "request-promise", "request-promise-native", "postman-request", "@cypress/request", "requestretry")
_VERBS = {name: name.upper() for name in ("get", "post", "put", "patch", "delete", "head", "options")} | {
    "del": "DELETE"
}


def _function(method: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return dispatch(evaluator, None, method, arguments, node)

    return _handler


def dispatch(evaluator: Evaluator, common: Value | None, method: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what `request(address, settings, callback)` says; `common` are the settings of `request.defaults`."""
    given = [value for value in arguments.positional if not isinstance(value, Closure)]
    extra: dict[str, Value] = {}
    if given and given[0].kind != "object":
        extra["url"] = given.pop(0)
    own = given[0] if given else None
    known = own is None or own.kind in ("object", "null")
    settings = merged(common, own if known else None, Container("object", extra))
    settings.is_open = settings.is_open or not known or arguments.is_open
    base = member(settings, "baseUrl")
    url = with_base(evaluator, base, address(evaluator, member(settings, "url", "uri")))
    repeats = member(settings, "useQuerystring")
    form = "{name}" if repeats is not None and repeats.data is True else "{name}[{index}]"
    url = add_query(evaluator, url, member(settings, "qs"), form)
    draft = Draft(NAME, verb(settings, method, NAME), url)
    draft.complete = not settings.is_open
    add_headers(evaluator, draft, member(settings, "headers"))
    draft.body = _body(evaluator, draft, settings)
    draft.add_content_type()
    _add_auth(evaluator, draft, member(settings, "auth"))
    take_settings(draft, settings, base)
    before = len(evaluator.requests)
    response = draft.send(evaluator, node)
    answer(evaluator, response, closures([*arguments.positional, *settings.data.values()]), node, before=1)
    index = before if len(evaluator.requests) > before else -1
    return Client(CALL, {"answer": response, "index": Value("number", index)}, evaluator.span(node))


def _body(evaluator: Evaluator, draft: Draft, settings: Value) -> Body:
    form, fields, content, body = (member(settings, name) for name in ("form", "formData", "json", "body"))
    if fields is not None:
        return multipart_of(evaluator, fields)
    if form is not None:
        return _form_body(evaluator, draft, form)
    if content is not None and content.kind != "boolean":
        return json_of(evaluator, draft, content)
    if body is not None and content is not None and body.kind in ("object", "array"):
        return json_of(evaluator, draft, body)
    if body is not None and body.kind == "array":
        body = evaluator.text(*body.data)
    return body_of(evaluator, draft, body)


def _form_body(evaluator: Evaluator, draft: Draft, form: Value) -> Body:
    draft.add_default("content-type", Value("string", FORM_TYPE, added_by=NAME))
    return body_of(evaluator, draft, form) if form.kind == "string" else form_of(evaluator, form, "{name}[{index}]")


def _add_auth(evaluator: Evaluator, draft: Draft, auth: Value | None) -> None:
    bearer = member(auth, "bearer")
    if bearer is not None:
        draft.set_header(Value("string", "authorization"), evaluator.text(Value("string", "Bearer "), bearer))
        return
    add_user(evaluator, draft, member(auth, "user", "username"), member(auth, "pass", "password"))


def call_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Do what is done with a request after it was made: its form is given, its answer taken."""
    first = arguments.get(0, "")
    index = int(owner.state["index"].data)
    request = evaluator.requests[index] if 0 <= index < len(evaluator.requests) else None
    if path == "form" and request is not None:
        if first is not None:
            request.body = form_of(evaluator, first) if first.kind != "string" else Body("raw", first)
            return owner
        return Client(CALL, {**owner.state, "form": Value("boolean", True)})  # its data
    if path == "append" and request is not None and "form" in owner.state:
        from supportdesk.reading.code.javascript.objects import part

        fields = request.body.fields if request.body.kind == "multipart" else []
        second = arguments.get(1, "")
        if first is not None and second is not None:
            fields.append(part(evaluator, first, second, member(arguments.get(2, ""), "filename")))
        request.body = Body("multipart", None, fields)
        return owner
    if path == "auth" and request is not None and first is not None:
        draft = Draft(NAME, request.method, request.url)
        add_user(evaluator, draft, first, arguments.get(1, ""))
        request.headers.extend(draft.headers)
        return owner
    if path in ("on", "pipe"):
        answer(evaluator, owner.state["answer"], closures(arguments.positional), node)
        return owner
    return promise(evaluator, owner.state["answer"], path, arguments, node)


def defaults(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`request.defaults(settings)`."""
    return Client(FAMILY, {"settings": merged(*arguments.positional[:1])}, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a client with settings sends."""
    if path in ("", *_VERBS):
        return dispatch(evaluator, owner.state["settings"], _VERBS.get(path, "GET"), arguments, node)
    if path == "defaults":
        return Client(FAMILY, {"settings": merged(owner.state["settings"], *arguments.positional[:1])})
    return Unclear(evaluator.span(node))


def mini_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`wx.request({url, method, data, header})`: data is the query of a GET, else JSON or by content type a form."""
    given = arguments.get(0, "settings")
    settings = merged(given)
    url = address(evaluator, member(settings, "url"))
    data = member(settings, "data")
    draft = Draft("wx.request", verb(settings, "GET", "wx.request"), url)
    draft.complete = not (settings.is_open or arguments.is_open)
    add_headers(evaluator, draft, member(settings, "header", "headers"))
    if draft.method.data == "GET" and data is not None:
        draft.url = add_query(evaluator, url, data)
    elif data is not None:
        draft.add_default("content-type", Value("string", JSON_TYPE, added_by="wx.request"))
        if data.kind in ("object", "array"):
            is_form = FORM_TYPE in draft.header("content-type").lower()
            draft.body = form_of(evaluator, data) if is_form else json_of(evaluator, draft, data)
        else:
            draft.body = body_of(evaluator, draft, data)
    return _mini_sent(evaluator, draft, settings, node)


def mini_upload(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`wx.uploadFile({url, filePath, name, formData, header})`."""
    settings = merged(arguments.get(0, "settings"))
    draft = Draft(
        "wx.request", Value("string", "POST", added_by="wx.request"), address(evaluator, member(settings, "url"))
    )
    draft.complete = not settings.is_open
    add_headers(evaluator, draft, member(settings, "header"))
    fields = member(settings, "formData")
    draft.body = Body("multipart", None, multipart_of(evaluator, fields).fields if fields is not None else [])
    path = member(settings, "filePath")
    file_name = FileThing(path).base_name() if path is not None else Value.unknown()
    draft.body.fields.insert(0, Field(member(settings, "name") or Value.unknown(), None, file_name))
    return _mini_sent(evaluator, draft, settings, node)


def _mini_sent(evaluator: Evaluator, draft: Draft, settings: Value, node: ir.Node) -> Value:
    take_settings(draft, settings)
    response = draft.send(evaluator, node)
    success = member(settings, "success")
    return answer(evaluator, response, closures([] if success is None else [success]), node)


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = {}
    for root in _ROOTS:
        made[root] = _function("GET")
        made[f"{root}.defaults"] = defaults
        made.update({f"{root}.{name}": _function(method) for name, method in _VERBS.items()})
    for root in ("wx", "uni", "my", "tt", "swan", "qq", "dd", "Taro", "@tarojs/taro"):
        made.update(dict.fromkeys((f"{root}.request", f"{root}.httpRequest"), mini_request))
        made[f"{root}.uploadFile"] = mini_upload
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {FAMILY: family, CALL: call_family}
