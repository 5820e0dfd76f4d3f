"""Methods of Kotlin's strings and of files, and those that every value has."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir, text_methods
from supportdesk.reading.code.clients import jvm_okhttp
from supportdesk.reading.code.evaluate import Evaluator, Method
from supportdesk.reading.code.kotlin.json_library import GSON, JsonContainer, Rules, to_json
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.texts import derived, percent_filled, unknown_of
from supportdesk.reading.code.things import Arguments, Container, Unclear, spans_of
from supportdesk.value import Value


def same(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Methods that give the same value in another type (`toByteArray`, `toList`, `getOrNull`, `await`)."""
    del evaluator, arguments, node
    return owner


def as_text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`toString()`."""
    del arguments, node
    if isinstance(owner, JsonContainer):
        return to_json(evaluator, owner, GSON)
    return owner if owner.kind == "string" else evaluator.text(owner)


def first_of(arguments: Arguments) -> Value | None:
    """Return the first argument, by position or name; None without any."""
    given = [*arguments.positional, *arguments.named.values()]
    return given[0] if given else None


def _without_indent(text: str) -> str:
    lines = text.split("\n")
    if lines and not lines[0].strip():
        lines = lines[1:]
    if lines and not lines[-1].strip():
        lines = lines[:-1]
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    least = min(indents, default=0)
    return "\n".join(line[least:] for line in lines)


def trim_indent(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`trimIndent()`: without the indent that all lines have and without empty first and last lines."""
    del evaluator, arguments, node
    return derived(owner, _without_indent(owner.data))


def trim_margin(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`trimMargin("|")`: each line from its margin on."""
    del evaluator, node
    given = first_of(arguments)
    mark = str(given.data) if given is not None and given.known else "|"
    lines = owner.data.split("\n")
    if lines and not lines[0].strip():
        lines = lines[1:]
    if lines and not lines[-1].strip():
        lines = lines[:-1]
    cut = [line.lstrip()[len(mark) :] if line.lstrip().startswith(mark) else line for line in lines]
    return derived(owner, "\n".join(cut))


def joined_with(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`plus(text)`."""
    del node
    return evaluator.text(owner, *arguments.positional)


def format_text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`"%s".format(…)`."""
    del node
    items = Container("array", list(arguments.positional))
    return percent_filled(owner, items, evaluator.dialect.text, several=True)


def number_of(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`toInt()`, `toDouble()`."""
    del evaluator, arguments, node
    try:
        return Value(
            "number", int(owner.data) if owner.data.isdigit() else float(owner.data), None, parts=spans_of(owner)
        )
    except ValueError:
        return unknown_of(owner)


def if_blank(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`ifBlank { … }`, `orEmpty()`: the text itself where it has signs."""
    given = first_of(arguments)
    if owner.data.strip() or given is None:
        return owner
    return call_lambda(evaluator, given, node)


def emptiness(test: Callable[[str], bool]) -> Method:
    """Return a method that tests what a value holds, where nothing more may be in it."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        if owner.is_open:
            return Unclear(evaluator.span(node), spans_of(owner))
        return Value("boolean", test(owner.data), None, parts=spans_of(owner))

    return _method


def _on_owner(handler: Callable[[Evaluator, Arguments, ir.Node], Value]) -> Method:
    """Return a method that is a function of a library with its owner as the first argument."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        handed = Arguments()
        handed.positional = [owner, *arguments.positional]
        handed.named = arguments.named
        return handler(evaluator, handed, node)

    return _method


def write_json(rules: Rules) -> Method:
    """Return a method of any value that writes it as JSON."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del arguments, node
        return to_json(evaluator, owner, rules)

    return _method


ANY: dict[str, Method] = {
    **dict.fromkeys(("getOrNull", "getOrThrow", "getOrDefault", "getOrElse", "await", "onFailure", "onSuccess"), same),
    "toString": as_text,
    "toJson": write_json(GSON),
}
"""Methods that every value has."""

_TEXT = text_methods.METHODS
STRING: dict[str, Method] = {
    **ANY,
    **dict.fromkeys(
        ("toByteArray", "encodeToByteArray", "getBytes", "toCharArray", "intern", "orEmpty", "byteInputStream"), same
    ),
    **dict.fromkeys(
        (
            "toHttpUrl",
            "toHttpUrlOrNull",
            "toUri",
            "toUrl",
            "toUri",
            "toURL",
            "toURI",
            "decodeToString",
            "asJsonPrimitive",
        ),
        same,
    ),
    **dict.fromkeys(("toMediaType", "toMediaTypeOrNull"), _on_owner(jvm_okhttp.media_type)),
    "toRequestBody": _on_owner(jvm_okhttp.request_body),
    "newBuilder": _on_owner(jvm_okhttp.url_builder),
    "trimIndent": trim_indent,
    "trimMargin": trim_margin,
    "stripIndent": trim_indent,
    "trim": _TEXT["strip"],
    "trimStart": _TEXT["lstrip"],
    "trimEnd": _TEXT["rstrip"],
    "removePrefix": _TEXT["removeprefix"],
    "removeSuffix": _TEXT["removesuffix"],
    **dict.fromkeys(("lowercase", "toLowerCase"), _TEXT["lower"]),
    **dict.fromkeys(("uppercase", "toUpperCase"), _TEXT["upper"]),
    "replace": _TEXT["replace"],
    "split": _TEXT["split"],
    "lines": _TEXT["splitlines"],
    "startsWith": _TEXT["startswith"],
    "endsWith": _TEXT["endswith"],
    "format": format_text,
    "plus": joined_with,
    **dict.fromkeys(("toInt", "toLong", "toDouble", "toFloat"), number_of),
    **dict.fromkeys(("ifBlank", "ifEmpty"), if_blank),
    "isBlank": emptiness(lambda text: not text.strip()),
    **dict.fromkeys(("isEmpty", "isNullOrEmpty"), emptiness(lambda text: not text)),
    "isNullOrBlank": emptiness(lambda text: not text.strip()),
    "isNotBlank": emptiness(lambda text: bool(text.strip())),
    "isNotEmpty": emptiness(bool),
}
"""Method name → what it does on a string."""

FILE: dict[str, Method] = {
    "asRequestBody": _on_owner(jvm_okhttp.request_body),
    "toRequestBody": _on_owner(jvm_okhttp.request_body),
    **dict.fromkeys(("inputStream", "absoluteFile", "toPath", "toFile", "getAbsoluteFile"), same),
    **dict.fromkeys(("readText", "readBytes", "readLines"), text_methods.file_content),
}
"""Method name → what it does on a file."""
