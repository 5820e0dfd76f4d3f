"""Values of Ktor: content types, names of headers, parameters, and the bodies of forms."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Reference, Unclear, spans_of
from supportdesk.value import Value

PAIRS = "ktor.pairs"
"""Family of parameters and of the parts of a form: `_fields` holds them."""

_TYPES = {
    "FormUrlEncoded": "x-www-form-urlencoded", "OctetStream": "octet-stream", "FormData": "form-data",
    "EventStream": "event-stream", "JavaScript": "javascript", "Any": "*", "ProblemJson": "problem+json",
    "GZip": "gzip", "MP4": "mp4", "MPEG": "mpeg", "SVG": "svg+xml",
}  # fmt: skip
_HEADERS = {"ETag": "ETag", "TE": "TE", "WWWAuthenticate": "WWW-Authenticate", "XRequestId": "X-Request-ID"}
_WORD = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_FILE_NAME = lazy(r'filename\*?="?([^";]*)"?')


def constant_text(path: str) -> str | None:
    """Return the text of a constant (`ContentType.Application.Json`, `HttpHeaders.ContentType`), or None."""
    parts = path.split(".")
    if "ContentType" in parts[:-1]:
        rest = parts[parts.index("ContentType") + 1 :]
        if rest == ["Any"]:
            return "*/*"
        if len(rest) == 2 and all(rest):
            return f"{rest[0].lower()}/{_TYPES.get(rest[1], rest[1].lower())}"
    if len(parts) > 1 and parts[-2] == "HttpHeaders" and not parts[-1].isupper():
        return _HEADERS.get(parts[-1]) or _WORD.sub("-", parts[-1])
    if len(parts) > 1 and parts[-2] == "Headers" and parts[-1].isupper():
        return "-".join(word.capitalize() for word in parts[-1].split("_"))
    return None


def text_of(evaluator: Evaluator, value: Value | None) -> Value:
    """Return a value as text; a constant by what it stands for."""
    if value is None:
        return Value.unknown()
    if isinstance(value, Reference):
        found = constant_text(value.path)
        if found is not None:
            return Value("string", found, None, parts=spans_of(value))
    return value if value.kind == "string" else evaluator.text(value)


def _type(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`ContentType.parse(text)`, `ContentType("application", "json")`."""
    del node
    first, second = jvm.argument(arguments), jvm.argument(arguments, 1)
    if second is None:
        return text_of(evaluator, first)
    return evaluator.text(text_of(evaluator, first), Value("string", "/"), text_of(evaluator, second))


def _built(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`parameters { append(…) }`, `Parameters.build { … }`, `formData { … }`, `Headers.build { … }`."""
    made = Client(PAIRS, {"_fields": Container("array", [], born=evaluator.branch)}, evaluator.span(node))
    for value in arguments.positional:
        if isinstance(value, Closure):
            call_lambda(evaluator, value, node, receiver=made)
        elif isinstance(value, Client) and "_fields" in value.state:
            made.state["_fields"].data.extend(value.state["_fields"].data)
    return made


def _pairs(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`parametersOf(name, value)`, `headersOf(name, value, …)`, `parametersOf(name to listOf(value), …)`."""
    made = Client(PAIRS, {"_fields": Container("array", [], born=evaluator.branch)}, evaluator.span(node))
    for name, value in jvm.pairs(arguments) or pairs_of(Container("array", arguments.positional)):
        for one in value.data if value.kind == "array" else [value]:
            jvm.append(evaluator, made, "fields", text_of(evaluator, name), one)
    return made


def pairs_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Add parameters, or the parts of a form with their headers."""
    given = [*arguments.positional, *arguments.named.values()]
    function = given[-1] if given and isinstance(given[-1], Closure) else None
    if path in ("append", "set", "appendInput", "appendMissing", "appendIfNameAbsent") and len(given) > 1:
        name, value, *rest = given
        file_name = arguments.named.get("filename") or _file_name(evaluator, [value, *rest])
        if file_name is None and path == "append" and function is not None and value.kind == "string":
            file_name = value
        jvm.append(
            evaluator, owner, "fields", text_of(evaluator, name), value, *([file_name] if file_name is not None else [])
        )
    elif path == "appendAll" and given:
        for name, value in fields_of(given[0]):
            for one in value.data if value.kind == "array" else [value]:
                jvm.append(evaluator, owner, "fields", name, one)
    elif path == "build":
        return owner
    del node
    return owner


def _file_name(evaluator: Evaluator, rest: list[Value]) -> Value | None:
    """Return the file name that a part's headers state, or None."""
    for value in rest:
        for name, text in fields_of(value):
            if str(text_of(evaluator, name).data).lower() != "content-disposition":
                continue
            whole = text_of(evaluator, text)
            match = _FILE_NAME.search(str(whole.data))
            if match is not None:
                return Value("string", match[1], None, parts=spans_of(whole), is_open=whole.is_open)
    return None


def fields_of(value: Value | None) -> list[tuple[Value, Value]]:
    """Return the pairs of parameters, of a map, or of a list of pairs."""
    if isinstance(value, Client):
        held = value.state.get("_fields")
        return [(row.data[0], row.data[1]) for row in held.data] if held is not None else []
    return [] if value is None else pairs_of(value)


def pairs_body(evaluator: Evaluator, kind: str, pairs: Value | None, node: ir.Node) -> Value:
    """Return the body of a form or of a multipart form."""
    made = jvm.body(evaluator, kind, None, node)
    held = pairs.state.get("_fields") if isinstance(pairs, Client) else None
    if held is None:
        held = Container(
            "array", [Container("array", list(pair)) for pair in fields_of(pairs)], is_open=not fields_of(pairs)
        )
    made.state["_fields"] = held
    return made


def _content(kind: str) -> Handler:
    """Return `FormDataContent(parameters)`, `MultiPartFormDataContent(formData { … })`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return pairs_body(evaluator, kind, jvm.argument(arguments), node)

    return _handler


def _text_content(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`TextContent(text, contentType)`, `ByteArrayContent(bytes, contentType)`."""
    given = jvm.argument(arguments, 1)
    content_type = text_of(evaluator, given) if given is not None else None
    return jvm.body(evaluator, "text", jvm.argument(arguments), node, content_type)


def _first(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    return jvm.argument(arguments) or Unclear(evaluator.span(node))


def content_type_of() -> dict[str, Handler]:
    """Return the handlers of these values by name."""
    return {
        **dict.fromkeys(("ContentType.parse", "ContentType"), _type),
        **dict.fromkeys(("parameters", "Parameters.build", "formData", "Headers.build", "headers"), _built),
        **dict.fromkeys(("parametersOf", "io.ktor.http.headersOf"), _pairs),
        **dict.fromkeys(("HttpMethod", "HttpMethod.parse", "Url", "URLBuilder"), _first),
        "FormDataContent": _content("form"),
        "MultiPartFormDataContent": _content("multipart"),
        **dict.fromkeys(("TextContent", "ByteArrayContent"), _text_content),
    }
