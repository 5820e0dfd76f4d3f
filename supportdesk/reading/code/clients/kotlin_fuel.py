"""Fuel: requests that a chain of calls puts together, begun by `Fuel.post(…)` or `"address".httpPost(…)`.

https://fuel.gitbook.io/documentation/
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler, Method
from supportdesk.reading.code.kotlin.json_library import GSON, json_value
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.value import Value

NAME = "fuel"
REQUEST = "fuel.request"
VERBS = ("get", "post", "put", "patch", "delete", "head", "upload", "download", "request", "trace", "options")
_IN_QUERY = ("GET", "HEAD", "DELETE")


def _begin(evaluator: Evaluator, verb: str, arguments: Arguments, node: ir.Node) -> Client:
    given = list(arguments.positional)
    made = jvm.builder(evaluator, REQUEST, node, send)
    if verb == "request" and given:
        made.state["_method"] = jvm.verb(given.pop(0))
    else:
        name = {"upload": "POST", "download": "GET"}.get(verb, verb.upper())
        made.state["_method"] = jvm.constant(name, NAME)
    made.state["_fields"] = Container("array", [], born=evaluator.branch)
    if verb == "upload":
        made.state["_multipart"] = Value("boolean", True)  # its data
    base = evaluator.modules.get("FuelManager.instance.basePath")
    path = arguments.named.get("path") or arguments.named.get("url") or (given.pop(0) if given else Unclear())
    made.state["_url"] = behind(base, path, evaluator.dialect.text)
    parameters = arguments.named.get("parameters") or next(
        (one for one in given if one.kind in ("array", "object")), None
    )
    for label, value in jvm.entries(parameters):
        jvm.append(evaluator, made, "fields", label, value)
    jvm.add_headers(evaluator, made, jvm.entries(evaluator.modules.get("FuelManager.instance.baseHeaders")))
    jvm.add_headers(evaluator, made, jvm.entries(arguments.named.get("headers")))
    body = arguments.named.get("body")
    if body is not None:
        made.state["_body"] = body
    return made


def _on_fuel(verb: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return _begin(evaluator, verb, arguments, node)

    return _handler


def _on_text(verb: str) -> Method:
    """Return `"address".httpPost(parameters)`."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        handed = Arguments()
        handed.positional, handed.named = [owner, *arguments.positional], arguments.named
        return _begin(evaluator, verb, handed, node)

    return _method


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set or send what a method of a request sets or sends."""
    first, second = jvm.argument(arguments), jvm.argument(arguments, 1)
    if path in ("header", "set", "appendHeader", "headers"):
        return jvm.add_headers(evaluator, owner, _pairs(evaluator, arguments))
    if path in ("body", "jsonBody", "objectBody"):
        value = (
            first if first is not None and first.kind == "string" else json_value(evaluator, first or Unclear(), GSON)
        )
        if path != "body":
            jvm.add_header(evaluator, owner, jvm.constant("Content-Type", NAME), jvm.constant("application/json", NAME))
        return jvm.put(evaluator, owner, "body", value)
    if path in ("basic", "bearer"):
        value = (
            basic_credentials(evaluator, first or Unclear(), second or Unclear())
            if path == "basic"
            else evaluator.text(Value("string", "Bearer "), first or Unclear())
        )
        return jvm.add_header(evaluator, owner, jvm.constant("Authorization", NAME), value)
    if path in ("timeout", "timeoutRead") and first is not None and first.kind == "number":
        return jvm.put(evaluator, owner, "timeout", Value("number", first.data / 1000, None, parts=spans_of(first)))
    if path in ("add", "dataParts", "sources"):
        for part in arguments.positional:
            if isinstance(part, Client) and "_part" in part.state:
                owner.state["_fields"].data.append(part.state["_part"])
        owner.state["_multipart"] = Value("boolean", True)  # its data
        return owner
    if path.startswith(("response", "await")) or path in ("execute", "body.string"):
        answer = send(evaluator, owner, node)
        for value in arguments.positional:
            if isinstance(value, Closure):
                call_lambda(evaluator, value, node, *[Unclear() for _ in value.function.parameters])
        return answer
    return owner


def _pairs(evaluator: Evaluator, arguments: Arguments) -> list[tuple[Value, Value]]:
    """Return headers that are given as name and value, as pairs, or as a map."""
    given = arguments.positional
    if given and all(value.kind == "array" for value in given):
        found = [pair for value in given for pair in jvm.entries(Container("array", [value]))]
        return found or [pair for value in given for pair in jvm.entries(value)]
    if given and given[0].kind in ("object", "array"):
        return [pair for value in given for pair in jvm.entries(value)]
    return [(jvm.text(evaluator, given[0]), given[1])] if len(given) > 1 else []


def data_part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`FileDataPart(File(path), name = "file")`, `InlineDataPart(text, name)`."""
    given = {**dict(zip(("file", "name", "filename"), arguments.positional, strict=False)), **arguments.named}
    content = given.get("file") or given.get("content") or given.get("inputStream") or Unclear()
    row = [given.get("name") or Unclear(), content]
    file_name = given.get("filename")
    if file_name is not None and (isinstance(content, FileThing) or "inputStream" in given):
        row.append(file_name)
    return Client("fuel.part", {"_part": Container("array", row)}, evaluator.span(node))


def send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send a request; parameters go into the query of a GET and into the body of a POST."""
    jvm.drop(evaluator, owner)
    state = owner.state
    fields, body = state["_fields"], state.get("_body")
    url = as_sent(state["_url"])
    draft = Draft(NAME, jvm.verb(state["_method"]), url)
    draft.add_headers(state["_headers"])
    if fields.data and (draft.method.data in _IN_QUERY or body is not None):
        draft.url = with_query(url, fields, evaluator.dialect.text)
    elif fields.data or "_multipart" in state:
        made = jvm.fields_body(evaluator, "multipart" if "_multipart" in state else "form", owner, node)
        jvm.give_body(evaluator, draft, made)
    jvm.give_body(evaluator, draft, body)
    if "_timeout" in state:
        draft.options["timeout_s"] = state["_timeout"]
    return draft.send(evaluator, node)


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Nothing undefined is Fuel's."""
    del evaluator, path, arguments, node
    return None


def handlers() -> dict[str, Handler]:
    """Return the functions by name."""
    return {
        **{f"Fuel.{verb}": _on_fuel(verb) for verb in VERBS},
        **dict.fromkeys(("FileDataPart", "InlineDataPart", "BlobDataPart"), data_part),
    }


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {REQUEST: request_family, "fuel.part": request_family}


NAMES: dict[str, str] = {
    name: name for name in ("Fuel", "FuelManager", "FileDataPart", "InlineDataPart", "BlobDataPart")
}
STRING_METHODS: dict[str, Method] = {
    f"http{verb.capitalize()}": _on_text(verb) for verb in VERBS if verb not in ("request", "upload", "download")
}
"""Methods of an address."""
