"""What JavaScript's clients share: settings objects, headers, addresses, queries, and bodies of every kind."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body, text_body
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials, method_name
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.javascript.library import flat_items
from supportdesk.reading.code.javascript.methods import handed
from supportdesk.reading.code.javascript.objects import (
    BLOB,
    ENTRIES,
    FORM,
    PARAMS,
    entries_of,
    form_fields,
    params_text,
    settle,
)
from supportdesk.reading.code.javascript.values import Missing, for_json, is_nothing
from supportdesk.reading.code.things import Arguments, Bound, Client, Closure, Container, Thing, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, query_text, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"


def member(settings: Value | None, *names: str) -> Value | None:
    """Return the first member of these names that is given; None where there is none, undefined or null."""
    if settings is None:
        return None
    members = settings.data if settings.kind == "object" else settings.state if isinstance(settings, Client) else {}
    for name in names:
        value: Value | None = members.get(name)
        if value is not None and not is_nothing(value):
            return value
    return None


def merged(*settings: Value | None) -> Container:
    """Return settings with later ones over earlier ones; headers and parameters are merged as well."""
    made = Container("object", {})
    for one in settings:
        if one is None or one.kind == "null":
            continue
        if one.kind != "object":
            made.is_open = True
            continue
        made.is_open = made.is_open or one.is_open
        for name, value in one.data.items():
            old = made.data.get(name)
            if name in ("headers", "params", "searchParams") and old is not None and not is_nothing(value):
                made.data[name] = _both(old, value)
            elif not isinstance(value, Missing):
                made.data[name] = value
            if name in one.keys:
                made.keys[name] = one.keys[name]
    return made


def _both(old: Value, new: Value) -> Value:
    made = Container("object", {})
    for value in (old, new):
        if value.kind == "object":
            for name in [key for key in made.data if key.lower() in {item.lower() for item in value.data}]:
                del made.data[name]
            made.data.update(value.data)
            made.keys.update(value.keys)
            made.is_open = made.is_open or value.is_open
        elif isinstance(value, Client) and ENTRIES in value.state:
            for pair in value.state[ENTRIES].data:
                made.data[str(pair.data[0].data)] = pair.data[1]
        else:
            made.is_open = True
    return made


def address(evaluator: Evaluator, value: Value | None) -> Value:
    """Return an address as a string value, as clients send it."""
    if value is None or isinstance(value, Missing):
        return Value("string", "")
    value = settle(evaluator, value)
    if value.kind != "string":
        value = evaluator.text(value)
    return as_sent(value)


def add_headers(evaluator: Evaluator, draft: Draft, value: Value | None) -> None:
    """Take headers over from an object, pairs or a Headers object; what is undefined or null is left out."""
    if is_nothing(value) or value is None:
        return
    pairs, known = entries_of(evaluator, value)
    draft.complete = draft.complete and known
    for name, item in pairs:
        listed = item.kind == "array" and item.data
        value = evaluator.text(*_with_commas(item.data)) if listed else item
        draft.set_header(name, value if value.kind in ("string", "null", "unknown") else evaluator.text(value))


def _with_commas(items: list[Value]) -> list[Value]:
    made: list[Value] = []
    for item in items:
        made.extend(([Value("string", ", ")] if made else []) + [item])
    return made


def add_query(
    evaluator: Evaluator, url: Value, value: Value | None, form: str = "{name}", *, replace: bool = False
) -> Value:
    """Return an address with the query that an object, text or URLSearchParams gives; `form` names items of lists."""
    if is_nothing(value) or value is None:
        return url
    if isinstance(value, Client) and value.family == PARAMS:
        value = params_text(evaluator, value)
    if value.kind == "object":
        flat = flat_items(evaluator, [pair for pair in entries_of(evaluator, value)[0] if pair[1].kind != "null"], form)
        text = query_text((str(name.data), str(item.data)) for name, item in flat)
        parts = spans_of(*(item for _, item in flat))
        value = Value("string", text, None, parts=parts, is_open=value.is_open or UNKNOWN in text)
    elif value.kind == "array":
        text = query_text(
            (str(name.data), str(evaluator.text(item).data)) for name, item in entries_of(evaluator, value)[0]
        )
        value = Value("string", text, None, parts=spans_of(value))
    if value.kind == "string" and not value.data and not replace:
        return url
    return with_query(url, value, evaluator.dialect.text, replace=replace)


def form_of(evaluator: Evaluator, value: Value, form: str = "{name}") -> Body:
    """Return the form body that an object or URLSearchParams gives."""
    pairs, _ = entries_of(evaluator, value)
    return form_body(flat_items(evaluator, pairs, form))


def body_of(evaluator: Evaluator, draft: Draft, value: Value | None) -> Body:
    """Return the body that the platform makes of a value: text, URLSearchParams, FormData, Blob or bytes."""
    if is_nothing(value) or value is None:
        return Body()
    if isinstance(value, Bound) and isinstance(value.owner, Client):
        value = value.owner if value.path in ("buffer", "getBuffer", "stream") else settle(evaluator, value)
    if isinstance(value, Client):
        if value.family == PARAMS:
            body = form_of(evaluator, value)
            draft.add_default("content-type", Value("string", FORM_TYPE, added_by=draft.client))
            return body
        if value.family == FORM:
            return Body("multipart", None, form_fields(evaluator, value))
        if value.family == BLOB:
            return _blob_body(evaluator, draft, value)
        value = settle(evaluator, value)
    if value.kind in ("object", "array", "number", "boolean"):
        value = evaluator.text(value)
    return text_body(evaluator, value, draft.header("content-type"))


def _blob_body(evaluator: Evaluator, draft: Draft, value: Client) -> Body:
    kind = value.state.get("type")
    if kind is not None:
        draft.add_default("content-type", kind)
    return body_of(evaluator, draft, value.state.get("content") or Unclear())


def json_of(evaluator: Evaluator, draft: Draft, value: Value) -> Body:
    """Return the JSON body of a value; the client adds its content type."""
    body = json_body(evaluator, for_json(value))
    draft.add_default("content-type", Value("string", JSON_TYPE, added_by=draft.client))
    return body


def data_body(evaluator: Evaluator, draft: Draft, value: Value | None, form: str = "{name}[]") -> Body:
    """Return the body of clients that take objects: JSON, but by the content type a form or multipart."""
    if value is None or value.kind not in ("object", "array"):
        return body_of(evaluator, draft, value)
    kind = draft.header("content-type").lower()
    if FORM_TYPE in kind:
        return form_of(evaluator, value, form)
    if "multipart/form-data" in kind and value.kind == "object":
        return multipart_of(evaluator, value)
    return json_of(evaluator, draft, value)


def multipart_of(evaluator: Evaluator, value: Value) -> Body:
    """Return the multipart body of an object: lists give one part an item, `{value, options}` a named file."""
    from supportdesk.reading.code.javascript.objects import part

    fields: list[Field] = []
    for name, item in entries_of(evaluator, value)[0]:
        for one in item.data if item.kind == "array" else [item]:
            options, content = member(one, "options"), member(one, "value", "data", "file")
            file_name = member(options, "filename") or (member(one, "filename") if content is not None else None)
            fields.append(part(evaluator, name, content or one, file_name))
    return Body("multipart", None, fields)


def add_user(evaluator: Evaluator, draft: Draft, user: Value | None, password: Value | None) -> None:
    """Set the Authorization header of a user and a password (none: empty) where a user is given."""
    if user is None:
        return
    made = basic_credentials(evaluator, user, password or Value("string", ""))
    made.added_by = draft.client
    draft.set_header(Value("string", "authorization", added_by=draft.client), made)


def with_base(evaluator: Evaluator, base: Value | None, path: Value) -> Value:
    """Return a path behind a base address, with one slash between; an absolute address, and no path, stay."""
    if base is None or "://" in str(path.data) or str(path.data).startswith("//"):
        return path
    base = address(evaluator, base)
    if not path.data:
        return base
    front, own = str(base.data).rstrip("/"), str(path.data).lstrip("/")
    return Value("string", f"{front}/{own}", None, parts=spans_of(base, path), is_open=base.is_open or path.is_open)


def verb(settings: Value | None, default: str, client: str, *names: str) -> Value:
    """Return the method that settings name, else the default."""
    value = member(settings, *(names or ("method",)))
    return method_name(value) if value is not None else Value("string", default, added_by=client)


def take_settings(draft: Draft, settings: Value | None, base: Value | None = None) -> None:
    """Note settings that no request shows: timeouts (milliseconds here), retries, proxies, the base address."""
    timeout = member(settings, "timeout")
    timeout = member(timeout, "request", "response", "deadline") or timeout
    given: dict[str, Value] = {}
    if timeout is not None and timeout.kind == "number":
        given["timeout"] = Value("number", timeout.data / 1000, timeout.span, parts=timeout.parts)
    proxy = member(settings, "proxy", "httpsAgent", "httpAgent", "agent", "dispatcher")
    if proxy is not None and proxy.kind in ("string", "object"):
        given["proxy"] = proxy
    retries = member(settings, "maxRetries", "retry")
    if retries is not None and retries.kind == "number":
        given["max_retries"] = retries
    if base is not None and base.kind == "string" and base.known:
        given["base_url"] = base
    draft.take_options(given)


def closures(values: list[Value]) -> list[Closure]:
    """Return the functions of the program among values."""
    return [value for value in values if isinstance(value, Closure)]


def answer(evaluator: Evaluator, response: Value, callbacks: list[Closure], node: ir.Node, *, before: int = 0) -> Value:
    """Call the callbacks of a request with its answer, behind `before` arguments that say that nothing failed."""
    for callback in callbacks:
        given = [Value("null", None)] * before + [response, response, response]
        call(evaluator, callback, handed(*given), node)
    return response


def promise(evaluator: Evaluator, response: Value, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Go on with an answer as `path` says: then, catch, finally, or a method of the answer."""
    from supportdesk.reading.code.javascript.methods import METHODS

    method = METHODS["Unclear"].get(path)
    if method is not None:
        return method(evaluator, response, arguments, node)
    origin = response.origin if isinstance(response, Unclear) else None
    return Unclear(evaluator.span(node), origin=origin, path=(path, "()"))


def is_plain(value: Value | None) -> bool:
    """Say whether a value is a settings object rather than an address, a body or a callback."""
    return value is not None and value.kind == "object" and not isinstance(value, Thing)
