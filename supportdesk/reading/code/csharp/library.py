"""The part of .NET's library that makes values of a request: texts, encodings, files, addresses, JSON nodes, LINQ.

Source: learn.microsoft.com/dotnet/api, the pages of the classes.
"""

from __future__ import annotations

from typing import Any

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.csharp import json_library as csharp_json
from supportdesk.reading.code.csharp.builtin_functions import first, object_of, pairs, python_form
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.python.library import (
    base64_decoded,
    base64_encoded,
    base_name,
    environment,
    path_joined,
    plus_quoted,
)
from supportdesk.reading.code.text_methods import join
from supportdesk.reading.code.texts import derived, filled, unknown_of
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import join_reference, query_text, quote, with_query
from supportdesk.value import UNKNOWN, Value

_HOLE_FORM = lazy(r"\{(\d{1,3})(?:,-?\d{1,3})?(?::([^{}]{0,20}))?\}")


def format_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`string.Format("… {0:F2} …", value)`."""
    given = list(arguments.positional)
    if given and given[0].kind != "string" and len(given) > 1:
        given.pop(0)  # a culture
    if not given or given[0].kind != "string":
        return unknown_of(*given, span=evaluator.span(node))
    template, items = given[0], given[1:]
    if len(items) == 1 and items[0].kind == "array":
        items = items[0].data

    def _form(match: Any) -> str:
        return f"{{{match[1]}{':' + python_form(match[2]) if match[2] else ''}}}"

    def _find(field: str) -> Value | None:
        return items[int(field)] if field.isdigit() and int(field) < len(items) else None

    text = str(_HOLE_FORM.sub(_form, template.data))
    return filled(derived(template, text), _find, evaluator.dialect.text)


def concat_texts(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`string.Concat(a, b)`."""
    del node
    items = arguments.positional
    if len(items) == 1 and items[0].kind == "array":
        items = items[0].data
    return evaluator.text(*items)


def join_texts(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`string.Join(separator, items)`."""
    if len(arguments.positional) < 2:
        return Unclear(evaluator.span(node))
    separator, *items = arguments.positional
    through = items[0] if len(items) == 1 else Container("array", items)
    handed = Arguments()
    handed.positional = [through]
    text = separator if separator.kind == "string" else evaluator.text(separator)
    return join(evaluator, text, handed, node)


def is_empty(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`string.IsNullOrEmpty(text)`."""
    value = first(evaluator, arguments, node)
    if value.kind not in ("string", "null") or (value.is_open and not str(value.data).replace(UNKNOWN, "")):
        return Unclear(evaluator.span(node))
    return Value("boolean", not (value.data or ""), None, parts=spans_of(value))


def uri(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new Uri(text)`, `new Uri(base, reference)`."""
    given = [one for one in arguments.positional if one.kind in ("string", "unknown")]
    if len(given) == 2 and given[1].kind == "string":
        return resolved(given[0], given[1])
    return given[0] if given else Unclear(evaluator.span(node))


def resolved(base: Value | None, path: Value) -> Value:
    """Return an address resolved against a base address, of which the beginning may be unknown (RFC 3986)."""
    if base is None or base.kind == "null" or path.kind != "string" or "://" in path.data:
        return path
    text = str(base.data) if base.kind == "string" else UNKNOWN + "/"
    if not text.startswith(UNKNOWN):
        return _marked(base, text, path, "", "")
    return _marked(base, "http://unknown" + text.removeprefix(UNKNOWN), path, "http://unknown", UNKNOWN)


def _marked(base: Value, text: str, path: Value, mark: str, shown: str) -> Value:
    plain = Value("string", text.replace(UNKNOWN, "unknown-part"))
    made = join_reference(plain, path)
    if made.kind != "string":
        return unknown_of(base, path)
    joined_text = made.data.replace("unknown-part", UNKNOWN)
    if mark and joined_text.startswith(mark):
        joined_text = shown + joined_text.removeprefix(mark)
    is_open = base.is_open or path.is_open
    return Value("string", joined_text, None, parts=spans_of(base, path), is_open=is_open)


def escaped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Uri.EscapeDataString(text)`."""
    value = first(evaluator, arguments, node)
    return derived(value, quote(value.data, "")) if value.kind == "string" else unknown_of(value)


def opened(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`File.OpenRead(path)`, `File.ReadAllBytes(path)`, `new FileStream(path, …)`."""
    return FileThing(first(evaluator, arguments, node), evaluator.span(node))


def wrapped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new MemoryStream(bytes)`, `new StreamWriter(stream)`: what is in it, or a file without a name."""
    return arguments.positional[0] if arguments.positional else FileThing(None, evaluator.span(node))


def mapping(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new JObject(new JProperty("a", 1), …)`."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    for value in arguments.positional:
        items = [value] if value.kind == "object" else pairs(Container("array", [value]))
        for item in items:
            entries = pairs_of(item) if isinstance(item, Value) else [item]
            for key, member in entries:
                made.data[str(key.data)] = member
                if key.span is not None:
                    made.keys[str(key.data)] = key.span
    return made


def json_property(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new JProperty(name, value)`."""
    if len(arguments.positional) < 2:
        return Unclear(evaluator.span(node))
    name, *values = arguments.positional
    return Container("array", [name, values[0] if len(values) == 1 else Container("array", values)])


def listing(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new JArray(a, b)`, `Array.Empty<T>()`."""
    return Container("array", list(arguments.positional), evaluator.span(node), born=evaluator.branch)


def query_collection(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpUtility.ParseQueryString(text)`: a collection whose text is a query."""
    from urllib.parse import parse_qsl

    made = Client("query", {}, evaluator.span(node))
    value = first(evaluator, arguments, node)
    if value.kind == "string" and not value.is_open:
        for name, text in parse_qsl(value.data.lstrip("?"), keep_blank_values=True, max_num_fields=None):
            made.state[name] = Value("string", text, None, parts=spans_of(value))
    return made


def query_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`query.Add(name, value)`, `query.ToString()`."""
    if path in ("Add", "Set") and len(arguments.positional) == 2:
        owner.state[str(arguments.positional[0].data)] = arguments.positional[1]
        return Value("null", None)
    if path == "ToString":
        values = {name: evaluator.text(value) for name, value in owner.state.items()}
        text = query_text((name, str(value.data)) for name, value in values.items())
        return Value("string", text, None, parts=spans_of(*values.values()), is_open=UNKNOWN in text)
    return Unclear(evaluator.span(node))


def add_query(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`QueryHelpers.AddQueryString(url, …)`."""
    if len(arguments.positional) < 2:
        return first(evaluator, arguments, node)
    address, *given = arguments.positional
    made = Container("object", {str(key.data): item for key, item in pairs(given[0])})
    if len(given) == 2:
        made = Container("object", {str(given[0].data): given[1]})
    return with_query(address, made, evaluator.dialect.text)


def uri_builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new UriBuilder(text)`."""
    return Client("uri", {"%text": first(evaluator, arguments, node)}, evaluator.span(node))


def uri_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`builder.ToString()`, and `builder.Uri` (read as a call)."""
    del arguments, path
    return built_uri(evaluator, owner, node)


def built_uri(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Return the address of a UriBuilder with its Path and Query."""
    text, state = owner.state["%text"], owner.state
    if text.kind != "string":
        return unknown_of(text, span=evaluator.span(node))
    address, _, query = str(text.data).partition("?")
    parts = [text]
    path = state.get("Path")
    if path is not None:
        scheme, mark, rest = address.partition("://")
        front = scheme + mark + rest.partition("/")[0] if mark else rest
        address = front + "/" + str(evaluator.text(path).data).lstrip("/")
        parts.append(path)
    given = state.get("Query")
    if given is not None:
        if isinstance(given, Client):
            given = query_family(evaluator, given, "ToString", Arguments(), node)
        query = str(evaluator.text(given).data).lstrip("?")
        parts.append(given)
    made = address + ("?" + query if query else "")
    return Value("string", made, None, parts=spans_of(*parts), is_open=UNKNOWN in made)


def builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new StringBuilder(text)`."""
    given = [one for one in arguments.positional if one.kind == "string"]
    return Client("builder", {"%text": given[0] if given else Value("string", "")}, evaluator.span(node))


def builder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`Append`, `AppendLine`, `AppendFormat`, `ToString` of a StringBuilder."""
    text = owner.state["%text"]
    if path == "ToString":
        return text
    if path == "Clear":
        owner.state["%text"] = Value("string", "")
    elif path in ("Append", "AppendLine", "AppendFormat"):
        more = (
            format_text(evaluator, arguments, node)
            if path == "AppendFormat"
            else evaluator.text(*arguments.positional[:1])
        )
        end = [Value("string", "\n")] if path == "AppendLine" else []
        owner.state["%text"] = evaluator.text(text, more, *end)
    else:
        owner.state["%text"] = unknown_of(text, *arguments.positional)
    return owner


FAMILIES: dict[str, Family] = {"query": query_family, "uri": uri_family, "builder": builder_family}

_ENCODINGS = ("UTF8", "ASCII", "Default", "Unicode", "Latin1", "UTF32")
_SETTINGS = (
    "JsonSerializerOptions", "JsonSerializerSettings", "DefaultContractResolver", "SnakeCaseNamingStrategy",
    "CamelCaseNamingStrategy", "CamelCasePropertyNamesContractResolver", "JsonSerializer", "NetworkCredential",
    "WebProxy", "HttpClientHandler", "SocketsHttpHandler", "Cookie",
)  # fmt: skip


def _texts(names: tuple[str, ...], handler: Handler) -> dict[str, Handler]:
    return {f"{owner}.{name}": handler for owner in ("string", "String") for name in names}


LIBRARY: dict[str, Handler] = {
    **_texts(("Format",), format_text),
    **_texts(("Concat",), concat_texts),
    **_texts(("Join",), join_texts),
    **_texts(("IsNullOrEmpty", "IsNullOrWhiteSpace"), is_empty),
    **{f"{owner}.{one}.{way}": first for owner in ("Encoding", "ASCIIEncoding", "UTF8Encoding") for one in _ENCODINGS
       for way in ("GetBytes", "GetString")},
    "Convert.ToBase64String": base64_encoded,
    "Convert.FromBase64String": base64_decoded,
    "Convert.ToString": first,
    "Environment.GetEnvironmentVariable": environment,
    **{f"File.{way}": opened for way in ("OpenRead", "Open", "ReadAllBytes", "ReadAllBytesAsync")},
    "FileStream": opened,
    **dict.fromkeys(("MemoryStream", "BufferedStream", "StreamReader", "StreamWriter"), wrapped),
    **dict.fromkeys(("BinaryData.FromString", "BinaryData.FromBytes"), wrapped),
    **dict.fromkeys(("FileInfo", "Task.FromResult"), first),
    "Path.GetFileName": base_name,
    "Path.Combine": path_joined,
    "Uri": uri,
    **dict.fromkeys(("Uri.EscapeDataString", "Uri.EscapeUriString", "UrlEncoder.Default.Encode"), escaped),
    **dict.fromkeys(("HttpUtility.UrlEncode", "WebUtility.UrlEncode"), plus_quoted),
    "HttpUtility.ParseQueryString": query_collection,
    "QueryHelpers.AddQueryString": add_query,
    "UriBuilder": uri_builder,
    "StringBuilder": builder,
    "JObject": mapping,
    "JsonObject": mapping,
    "JProperty": json_property,
    **dict.fromkeys(("JArray", "JsonArray", "Array.Empty", "Enumerable.Empty"), listing),
    **dict.fromkeys(("JValue", "JsonValue.Create"), first),
    **dict.fromkeys(("JsonSerializer.Serialize", "JsonSerializer.SerializeToUtf8Bytes", "JsonConvert.SerializeObject",
                     "JSON.Serialize", "JsonSerializer.SerializeToNode"), csharp_json.serialize),
    **dict.fromkeys(("JsonConvert.ToString", "BinaryData.FromObjectAsJson"), csharp_json.serialize),
    **dict.fromkeys(("JObject.Parse", "JArray.Parse", "JToken.Parse", "JsonNode.Parse", "JsonDocument.Parse"),
                    csharp_json.deserialize),
    **dict.fromkeys(("JObject.FromObject", "JToken.FromObject", "JArray.FromObject"), csharp_json.from_object),
    **{name: object_of(name) for name in _SETTINGS},
}  # fmt: skip
"""Type or static method → what it makes."""
