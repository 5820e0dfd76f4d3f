"""PHP's own functions, as far as they make values of a request.

https://www.php.net/manual/en/funcref.php
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.php.arrays import OBJECT, as_number, first
from supportdesk.reading.code.php.forms import build_query, written
from supportdesk.reading.code.php.objects import as_json
from supportdesk.reading.code.python.library import base64_decoded, base64_encoded
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.texts import derived, json_text, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    Bound,
    Client,
    Closure,
    Container,
    FileThing,
    Instance,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.reading.code.urls import quote
from supportdesk.value import UNKNOWN, Value

FORCE_OBJECT, NUMERIC_CHECK = 16, 32
"""Values of JSON_FORCE_OBJECT and JSON_NUMERIC_CHECK."""


def nothing(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return null (print, close and the like)."""
    del evaluator, arguments, node
    return Value("null", None)


def encode(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json_encode($value, $flags)`: JSON text that still knows its value."""
    flags = arguments.get(1, "flags")
    number = flags.data if flags is not None and isinstance(flags.data, int) else 0
    value = as_json(evaluator, first(evaluator, arguments, node), node, force=bool(number & FORCE_OBJECT))
    if number & NUMERIC_CHECK:
        _check_numbers(value)
    return json_text(evaluator.copier.snapshot(value))


def _check_numbers(value: Value) -> None:
    pending = [value]
    while pending:
        here = pending.pop()
        if here.kind not in ("object", "array"):
            continue
        for key, item in list(here.data.items() if here.kind == "object" else enumerate(here.data)):
            here.data[key] = as_number(item)
            pending.append(here.data[key])


def decode(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json_decode($text, $associative)`."""
    value = first(evaluator, arguments, node)
    if isinstance(value, Unclear):
        if value.origin is not None:
            evaluator.fact("json_read", value.origin, evaluator.span(node))
        return Unclear(evaluator.span(node), value.parts, origin=value.origin)
    return _changeable(evaluator, decoded_json(evaluator, value), 0)


def _changeable(evaluator: Evaluator, value: Value, level: int) -> Value:
    if value.kind not in ("object", "array") or level > 40:
        return value
    if value.kind == "array":
        made = Container("array", [_changeable(evaluator, item, level + 1) for item in value.data], value.span)
    else:
        members = {key: _changeable(evaluator, item, level + 1) for key, item in value.data.items()}
        made = Container("object", members, value.span)
        made.added_by = OBJECT
    made.born, made.parts, made.keys, made.is_open = evaluator.branch, value.parts, dict(value.keys), value.is_open
    return made


def environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`getenv(name)`, `env(name, default)`: what the program set itself, else unknown; an address is kept as open."""
    name, fallback = arguments.get(0, "name"), arguments.get(1, "default")
    found = evaluator.environment.get(str(name.data)) if name is not None and name.known else None
    if found is not None:
        return found
    if fallback is not None and fallback.kind == "string" and "://" in fallback.data:
        return Value("string", fallback.data, None, parts=spans_of(fallback), is_open=True)
    return Unclear(evaluator.span(node))


def put_environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`putenv('NAME=value')`."""
    value = first(evaluator, arguments, node)
    name, sign, text = str(value.data).partition("=") if value.kind == "string" else ("", "", "")
    if sign:
        evaluator.environment[name] = derived(value, text)
    return Value("boolean", True)  # its data


def define(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`define('NAME', value)`: a constant of the whole program."""
    name, value = arguments.get(0, "constant_name"), arguments.get(1, "value")
    if name is not None and name.known and value is not None:
        scope = evaluator.scope
        while scope.parent is not None:
            scope = scope.parent
        scope.names[str(name.data)] = value
    return nothing(evaluator, arguments, node)


def constant(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`constant('NAME')`."""
    name = first(evaluator, arguments, node)
    return evaluator.lookup(str(name.data), node) if name.known else unknown_of(name)


def _quoted(safe: str, *, plus: bool) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        if value.kind in ("number", "boolean", "null"):
            value = written(value)
        if value.kind != "string":
            return unknown_of(value, span=evaluator.span(node))
        return derived(value, quote(value.data, safe, plus=plus))

    return _handler


def flags(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `A | B` of numbers; of names, such as CURLAUTH_BASIC, their texts."""
    del node
    made = 0
    for value in arguments.positional:
        if not isinstance(value.data, int):
            return evaluator.text(*arguments.positional) if value.kind == "string" else unknown_of(value)
        made |= value.data
    return Value("number", made, None, parts=spans_of(*arguments.positional))


def is_set(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`isset(…)`."""
    for value in arguments.positional:
        if isinstance(value, Unclear):
            return Unclear(evaluator.span(node))
        if value.kind == "null":
            return Value("boolean", False)  # its data
    return Value("boolean", True)  # its data


def is_empty(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`empty(…)`."""
    known = truth(first(evaluator, arguments, node))
    return Unclear(evaluator.span(node)) if known is None else Value("boolean", not known)


def _kind_is(*kinds: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        if value.kind == "unknown":
            return Unclear(evaluator.span(node))
        return Value("boolean", value.kind in kinds)

    return _handler


def to_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `(string) value`, `strval(value)`."""
    value = first(evaluator, arguments, node)
    return value if value.kind in ("string", "unknown") else evaluator.text(value)


def _number(convert: Callable[[float], float]) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = as_number(first(evaluator, arguments, node))
        if value.kind == "boolean":
            value = Value("number", int(value.data), value.span, parts=value.parts)
        if value.kind != "number":
            return unknown_of(value, span=evaluator.span(node))
        made = convert(value.data)
        if made == value.data:
            return Value("number", made, value.span, parts=value.parts)
        return Value("number", made, None, parts=spans_of(value))

    return _handler


def to_boolean(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`(bool) value`."""
    value = first(evaluator, arguments, node)
    known = truth(value)
    return unknown_of(value) if known is None else Value("boolean", known, None, parts=spans_of(value))


def call_it(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`call_user_func($function, …)`."""
    handed = Arguments()
    handed.positional, handed.named = arguments.positional[1:], arguments.named
    return call(evaluator, function_of(evaluator, first(evaluator, arguments, node), node), handed, node)


def call_with(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`call_user_func_array($function, $arguments)`."""
    handed = Arguments()
    items = arguments.get(1, "args")
    if items is not None and items.kind == "array":
        handed.positional = list(items.data)
    return call(evaluator, function_of(evaluator, first(evaluator, arguments, node), node), handed, node)


def function_of(evaluator: Evaluator, value: Value, node: ir.Node) -> Value:
    """Return what is called: a closure, a function by its name, or [object, method]."""
    from supportdesk.reading.code.members import get_attribute

    if value.kind == "string" and value.known:
        owner, sign, name = str(value.data).partition("::")
        if sign:
            return get_attribute(evaluator, evaluator.lookup(owner.rpartition("\\")[2], node), f"{name}()", node)
        return evaluator.lookup(f"{str(value.data).lower()}()", node)
    if value.kind == "array" and len(value.data) == 2 and value.data[1].known:
        owner_value = value.data[0]
        if owner_value.kind == "string":
            owner_value = evaluator.lookup(str(owner_value.data).rpartition("\\")[2], node)
        return get_attribute(evaluator, owner_value, f"{value.data[1].data}()", node)
    return value


def is_callable(value: Value) -> bool:
    """Say whether a value can be called as it is."""
    return isinstance(value, Closure | Bound | Reference)


def opened(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fopen(path)`, `new CURLFile(path)`, `Utils::tryFopen(path)`: a file."""
    return FileThing(arguments.get(0, "filename"), evaluator.span(node))


def compact(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`compact('model', 'messages')`: variables by their names."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    for name in arguments.positional:
        if name.kind == "string" and name.known:
            made.data[str(name.data)] = evaluator.lookup(f"${name.data}", node)
            if name.span is not None:
                made.keys[str(name.data)] = name.span
        else:
            made.is_open = True
    return made


def handed(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return a parameter or property whose type is a client of a library: one of which only the type is known."""
    kind = first(evaluator, arguments, node)
    if isinstance(kind, Reference) and kind.path in evaluator.dialect.library:
        made = call(evaluator, kind, Arguments(), node)
        if isinstance(made, Client):
            made.state["handed in"] = Value("boolean", True)  # its data
            return made
    return Unclear()


def instance_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`get_object_vars($this)`: the properties of an object."""
    value = first(evaluator, arguments, node)
    if not isinstance(value, Instance):
        return unknown_of(value, span=evaluator.span(node))
    return Container("object", dict(value.members), born=evaluator.branch)


def unknown(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what only running the code would tell."""
    del arguments
    return Unclear(evaluator.span(node))


def location(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`basename(path)`."""
    return FileThing(first(evaluator, arguments, node)).base_name()


FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(("json_encode", "wp_json_encode", "Json::encode", "json_encode_safe"), encode),
    "json_decode": decode,
    "http_build_query": build_query,
    "build_query": build_query,
    **dict.fromkeys(("getenv", "env", "config", "get_option"), environment),
    "putenv": put_environment,
    "define": define,
    "constant": constant,
    "base64_encode": base64_encoded,
    "base64_decode": base64_decoded,
    "urlencode": _quoted("", plus=True),
    "rawurlencode": _quoted("", plus=False),
    "isset": is_set,
    "empty": is_empty,
    "is_array": _kind_is("array", "object"),
    "is_string": _kind_is("string"),
    "is_null": _kind_is("null"),
    "is_bool": _kind_is("boolean"),
    **dict.fromkeys(("is_int", "is_float", "is_numeric"), _kind_is("number")),
    "strval": to_text,
    **dict.fromkeys(("intval", "floor"), _number(int)),
    **dict.fromkeys(("floatval", "doubleval"), _number(float)),
    "boolval": to_boolean,
    "call_user_func": call_it,
    "call_user_func_array": call_with,
    "compact": compact,
    "get_object_vars": instance_of,
    "basename": location,
    "realpath": first,
    **dict.fromkeys(
        (
            "utf8_encode", "utf8_decode", "htmlspecialchars", "stripslashes", "mb_convert_encoding", "iconv",
            "esc_html", "sanitize_text_field", "esc_url_raw", "array_unique", "collect",
        ),
        first,
    ),
    **dict.fromkeys(
        ("print_r", "var_dump", "error_log", "sleep", "usleep", "flush", "header", "ini_set", "error_reporting",
         "set_time_limit", "ob_flush", "fclose", "die", "exit"),
        nothing,
    ),
}  # fmt: skip
"""Function → what it does."""


def named_function(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what is called where a variable holds the function, or its name."""
    return function_of(evaluator, first(evaluator, arguments, node), node)


CASTS: dict[str, Handler] = {
    **dict.fromkeys(("php (string)", "php (binary)"), to_text),
    **dict.fromkeys(("php (int)", "php (integer)"), _number(int)),
    **dict.fromkeys(("php (float)", "php (double)"), _number(float)),
    **dict.fromkeys(("php (bool)", "php (boolean)"), to_boolean),
    "php flags": flags,
    "php function": named_function,
    "php handed": handed,
}
"""Name of what the lowering calls → what it does."""

CONSTANTS: dict[str, Value] = {
    name: Value("number", value)
    for name, value in {
        "JSON_HEX_TAG": 1, "JSON_HEX_AMP": 2, "JSON_HEX_APOS": 4, "JSON_HEX_QUOT": 8, "JSON_FORCE_OBJECT": 16,
        "JSON_NUMERIC_CHECK": 32, "JSON_UNESCAPED_SLASHES": 64, "JSON_PRETTY_PRINT": 128,
        "JSON_PARTIAL_OUTPUT_ON_ERROR": 512, "JSON_UNESCAPED_UNICODE": 256, "JSON_PRESERVE_ZERO_FRACTION": 1024,
        "JSON_UNESCAPED_LINE_TERMINATORS": 2048, "JSON_INVALID_UTF8_IGNORE": 1048576,
        "JSON_INVALID_UTF8_SUBSTITUTE": 2097152, "JSON_THROW_ON_ERROR": 4194304, "JSON_OBJECT_AS_ARRAY": 1,
        "JSON_ERROR_NONE": 0, "PHP_QUERY_RFC1738": 1, "PHP_QUERY_RFC3986": 2, "PHP_INT_MAX": 9223372036854775807,
    }.items()
}  # fmt: skip
"""Constants that are numbers."""

CONSTANTS["PHP_EOL"] = Value("string", "\n")
CONSTANTS["DIRECTORY_SEPARATOR"] = Value("string", "/")
CONSTANTS["__DIR__"] = CONSTANTS["__FILE__"] = Value("string", UNKNOWN, is_open=True)
