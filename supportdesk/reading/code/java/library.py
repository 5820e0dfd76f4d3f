"""Java's class library and the JSON libraries, as far as they make values of a request.

Handlers are known by class and static method, a construction by the class alone (`jvm_names.JvmLibrary`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.java import builders as java_builders
from supportdesk.reading.code.java import json_library as java_json
from supportdesk.reading.code.java.values import formatted, joined
from supportdesk.reading.code.members import set_member, spread_items, spread_members
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.python import library as python_library
from supportdesk.reading.code.texts import filled, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Container,
    FileThing,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.value import Value


def itself(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument."""
    found = argument(arguments)
    return found if found is not None else Unclear(evaluator.span(node))


def last(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the last argument."""
    return arguments.positional[-1] if arguments.positional else Unclear(evaluator.span(node))


def unknown(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what only running the code would tell."""
    del arguments
    return Unclear(evaluator.span(node))


def as_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return `String.valueOf(…)`, `new String(…)`: the text of a value."""
    found = argument(arguments)
    if found is None:
        return Value("string", "", evaluator.span(node))
    return found if found.kind in ("string", "unknown") else evaluator.text(found)


def string_format(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`String.format(form, …)`, also with a locale before."""
    given = list(arguments.positional)
    while given and isinstance(given[0], Reference | Unclear) and len(given) > 1:
        given.pop(0)
    if not given or given[0].kind != "string":
        return unknown_of(*given, span=evaluator.span(node))
    rest = Arguments()
    rest.positional = given[1].data if len(given) == 2 and given[1].kind == "array" else given[1:]
    return formatted(evaluator, given[0], rest, node)


def message_format(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`MessageFormat.format("{0}", …)`, `StrUtil.format("{}", …)`."""
    form = argument(arguments)
    if form is None or form.kind != "string":
        return unknown_of(form, span=evaluator.span(node))
    rest = iter(arguments.positional[1:])

    def _find(field: str) -> Value | None:
        if field.isdigit():
            place = int(field) + 1
            return arguments.positional[place] if place < len(arguments.positional) else None
        return next(rest, None)

    return filled(form, _find, evaluator.dialect.text)


def string_join(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`String.join(separator, …)`."""
    given = arguments.positional[1:]
    items = given[0] if len(given) == 1 and given[0].kind == "array" else Container("array", given)
    handed = Arguments()
    handed.positional = arguments.positional[:1]
    return joined(evaluator, items, handed, node)


def new_map(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new HashMap<>()` and `new HashMap<>(other)` make."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    given = argument(arguments)
    if given is not None and given.kind not in ("number", "boolean"):
        spread_members(made, given)
    return made


def map_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Map.of(key, value, …)`, `Map.ofEntries(Map.entry(key, value), …)`."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    given = arguments.positional
    rows = (
        pairs_of(Container("array", given))
        if given and given[0].kind == "array"
        else list(zip(given[::2], given[1::2], strict=False))
    )
    for key, value in rows:
        if key.kind == "unknown" or key.is_open:
            made.is_open = True
        else:
            set_member(evaluator, made, str(evaluator.text(key).data), value, key.span)
    made.span, made.parts = evaluator.span(node), ()
    made.is_open = made.is_open or arguments.is_open
    return made


def new_list(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new ArrayList<>(other)` makes."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    given = argument(arguments)
    if given is not None and given.kind != "number":
        spread_items(made, given)
    return made


def list_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`List.of(…)`, `Arrays.asList(…)`."""
    given = arguments.positional
    items = given[0].data if len(given) == 1 and given[0].kind == "array" else given
    return Container("array", list(items), evaluator.span(node), born=evaluator.branch, is_open=arguments.is_open)


def environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`System.getenv(name)`; `System.getenv()` is the whole environment."""
    if not arguments.positional:
        return Client("java.environment", {}, evaluator.span(node))
    return python_library.environment(evaluator, arguments, node)


def environment_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`System.getenv().getOrDefault(name, default)`."""
    del owner
    if path in ("get", "getOrDefault"):
        return python_library.environment(evaluator, arguments, node)
    return Unclear(evaluator.span(node))


def optional(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Optional.ofNullable(value)`."""
    return Client("java.optional", {"_value": itself(evaluator, arguments, node)}, evaluator.span(node))


def optional_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`orElse(default)`: the value, else the default where nothing is known of it and that is an address."""
    held, default = owner.state["_value"], argument(arguments)
    if path in ("filter", "map"):
        return owner
    if path == "orElse" and default is not None and held.kind in ("null", "unknown"):
        if held.kind == "null":
            return default
        return unless_known(held, default)
    del node, evaluator
    return held


def unless_known(held: Value, default: Value) -> Value:
    """Return what a default tells of an unknown value: an address as an open text, else nothing."""
    if default.kind == "string" and "://" in default.data:
        return Value("string", default.data, None, parts=spans_of(default), is_open=True)
    return unknown_of(held, default)


def setting(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return a setting of whose value the default is all that is known."""
    return unless_known(Unclear(evaluator.span(node)), arguments.positional[0])


def encoder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Base64.getEncoder()`."""
    del arguments
    return Client("java.base64", {}, evaluator.span(node))


def encoder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`encodeToString(bytes)`."""
    if path in ("encodeToString", "encode"):
        return python_library.base64_encoded(evaluator, arguments, node)
    return owner if path == "withoutPadding" else Unclear(evaluator.span(node))


def decoder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Base64.getDecoder()`."""
    del arguments
    return Client("java.base64d", {}, evaluator.span(node))


def decoder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`decode(text)`."""
    del owner, path
    return python_library.base64_decoded(evaluator, arguments, node)


def new_file(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new File(path)`, `Paths.get(folder, name)` and `new FileInputStream(file)` make."""
    given = arguments.positional
    if given and isinstance(given[0], FileThing):
        return given[0] if len(given) == 1 else FileThing(given[-1], evaluator.span(node))
    if not given or given[0].kind not in ("string", "unknown"):
        return FileThing(None, evaluator.span(node))
    path = python_library.path_joined(evaluator, arguments, node)
    return FileThing(path if path.kind == "string" else None, evaluator.span(node))


def joining(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Collectors.joining(separator, prefix, suffix)`."""
    marks = [*arguments.positional, *[Value("string", "")] * 3][:3]
    state = dict(zip(("_between", "_before", "_after"), marks, strict=True))
    return Client("java.joining", state, evaluator.span(node))


def collected(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`collect(Collectors.joining(…))`, `collect(Collectors.toList())`."""
    how = argument(arguments)
    if isinstance(how, Client) and how.family == "java.joining":
        handed = Arguments()
        handed.positional = [how.state["_between"]]
        inner = joined(evaluator, owner, handed, node)
        return evaluator.text(how.state["_before"], inner, how.state["_after"])
    return owner


def holder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Return nothing known of a method of an object that only holds something."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def resolved(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`URI.create(base).resolve(reference)`."""
    handed = Arguments()
    handed.positional = [owner, *arguments.positional]
    return python_library.url_joined(evaluator, handed, node)


def require(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Objects.requireNonNullElse(value, default)`."""
    held, default = itself(evaluator, arguments, node), argument(arguments, 1)
    if default is None or truth(held):
        return held
    return default if held.kind == "null" else unless_known(held, default)


def _number(convert: Callable[[Any], Any]) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = itself(evaluator, arguments, node)
        if value.is_open or value.kind not in ("string", "number", "boolean"):
            return unknown_of(value, span=evaluator.span(node))
        try:
            return Value("number", convert(str(value.data)[:400]), None, parts=spans_of(value))
        except (ValueError, TypeError):
            return unknown_of(value, span=evaluator.span(node))

    return _handler


def _all(names: str, handler: Handler) -> dict[str, Handler]:
    return dict.fromkeys(names.split(), handler)


LIBRARY: dict[str, Handler] = {
    **_all("String.valueOf String.copyValueOf String Objects.toString", as_text),
    "String.format": string_format,
    **_all("MessageFormat.format StrUtil.format CharSequenceUtil.format StringUtils.format", message_format),
    **_all("String.join StringUtils.join StrUtil.join", string_join),
    **_all(
        "HashMap LinkedHashMap TreeMap ConcurrentHashMap Hashtable Map.copyOf Collections.unmodifiableMap "
        "Maps.newHashMap"
        " Collections.emptyMap ImmutableMap.copyOf Dict.create Maps.newLinkedHashMap ImmutableMap.builder"
        " MapUtil.newHashMap MapUtil.builder ImmutableMap.Builder Properties Collections.synchronizedMap",
        new_map,
    ),
    **_all("Map.of Map.ofEntries Collections.singletonMap ImmutableMap.of MapUtil.of Dict.of", map_of),
    **_all("Map.entry AbstractMap.SimpleEntry AbstractMap.SimpleImmutableEntry Pair.of Pair SimpleEntry", list_of),
    **_all(
        "ArrayList LinkedList HashSet LinkedHashSet List.copyOf Vector Collections.emptyList ImmutableList.copyOf "
        "Collections.unmodifiableList CopyOnWriteArrayList Arrays.stream ImmutableList.builder Stream.builder",
        new_list,
    ),
    **_all(
        "List.of Set.of Arrays.asList Collections.singletonList Collections.singleton ImmutableList.of "
        "Lists.newArrayList "
        "Stream.of ListUtil.of CollUtil.newArrayList CollectionUtil.newArrayList ListUtil.toList",
        list_of,
    ),
    **_all(
        "JSONObject JsonObject JSONUtil.createObj JsonNodeFactory.instance.objectNode "
        "ObjectNode", java_json.new_json("object")),
    **_all("JSONArray JsonArray JSONUtil.createArray JSONArray.of ArrayNode", java_json.new_json("array")),
    "JSONObject.of": map_of,
    **_all(
        "JSON.parseObject JSON.parse JSON.parseArray JSONObject.parseObject JSONObject.parse JSONArray.parseArray "
        "JSONUtil.parseObj JSONUtil.parseArray JSONUtil.parse JsonParser.parseString JSON.toJSON JSONObject.fromObject",
        java_json.parse_json,
    ),
    **_all(
        "JSON.toJSONString JSONObject.toJSONString JSONUtil.toJsonStr JSONUtil.toJsonPrettyStr JSON.toJSONBytes "
        "JSONArray.toJSONString JSONUtil.toJsonString JSONObject.valueToString",
        java_json.to_json,
    ),
    **_all("JSONObject.quote JSONUtil.quote", python_library.dumps),
    **_all("ObjectMapper JsonMapper JsonMapper.builder", java_json.new_mapper("java.jackson")),
    **_all("Gson GsonBuilder", java_json.new_mapper("java.gson")),
    **_all("JsonPrimitive TextNode TextNode.valueOf JSONObject.wrap", itself),
    **_all(
        "StringBuilder StringBuffer StringWriter ByteArrayOutputStream CharArrayWriter",
        java_builders.text_builder,
    ),
    "StringJoiner": java_builders.text_joiner,
    "Collectors.joining": joining,
    "System.getenv": environment,
    "System.getProperty": python_library.environment,
    **_all("Optional.ofNullable Optional.of", optional),
    **_all("Objects.requireNonNullElse ObjectUtils.defaultIfNull ObjectUtil.defaultIfNull StringUtils.defaultIfBlank "
           "StringUtils.defaultString StrUtil.blankToDefault StringUtils.defaultIfEmpty", require),
    **_all("Objects.requireNonNull Arrays.copyOf Integer.valueOf Boolean.valueOf Double.valueOf Long.valueOf "
           "BigDecimal BigDecimal.valueOf Duration.ofSeconds URI.create URI URL Integer Long Double", itself),
    **_all("Integer.parseInt Long.parseLong", _number(int)),
    **_all("Double.parseDouble Float.parseFloat", _number(float)),
    **_all("Integer.toString Long.toString Double.toString Boolean.toString", as_text),
    "Duration.ofMinutes": _number(lambda text_: float(text_) * 60),
    "Duration.ofMillis": _number(lambda text_: float(text_) / 1000),
    **_all("Base64.getEncoder Base64.getMimeEncoder", encoder),
    **_all("Base64.getDecoder", decoder),
    **_all(
        "Base64.encodeToString Base64.encodeBase64String Base64.encode DatatypeConverter.printBase64Binary "
        "Base64.encodeBase64 Base64Utils.encodeToString Base64Encoder.encode",
        python_library.base64_encoded,
    ),
    **_all("Base64.decode Base64.decodeBase64", python_library.base64_decoded),
    **_all(
        "URLEncoder.encode URLUtil.encode URLEncodeUtil.encode UriUtils.encode "
        "Uri.encode", python_library.plus_quoted),
    **_all("File FileInputStream Paths.get Path.of Path FileSystemResource FileUtil.file FileBody ClassPathResource "
           "BufferedInputStream FileReader PathResource Path.get File.createTempFile", new_file),
    **_all("Files.readAllBytes Files.readString Files.newInputStream FileUtil.readBytes FileUtil.readUtf8String "
           "FileUtils.readFileToByteArray UUID.randomUUID Files.readAllLines FileUtils.readFileToString", unknown),
}  # fmt: skip

FAMILIES: dict[str, Family] = {
    **java_json.FAMILIES,
    **java_builders.FAMILIES,
    "java.environment": environment_family,
    "java.optional": optional_family,
    "java.base64": encoder_family,
    "java.base64d": decoder_family,
    "java.joining": holder_family,
}
