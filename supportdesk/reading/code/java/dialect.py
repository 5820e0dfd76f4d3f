"""What the evaluator knows of Java: its class library, the JSON libraries, and the client libraries of the JVM."""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code import evaluate, ir
from supportdesk.reading.code.clients import (
    jvm_apache,
    jvm_fluent,
    jvm_nethttp,
    jvm_okhttp,
    jvm_sdk,
    jvm_spring,
    kotlin_retrofit,
)
from supportdesk.reading.code.evaluate import Dialect, Evaluator
from supportdesk.reading.code.java.builders import joiner_text
from supportdesk.reading.code.java.json_library import mapper_family
from supportdesk.reading.code.java.library import FAMILIES, LIBRARY, collected, resolved, setting
from supportdesk.reading.code.java.objects import (
    BUILDER,
    CLASS_METHODS,
    INSTANCE_METHODS,
    as_text,
    builder_family,
    case,
)
from supportdesk.reading.code.java.values import (
    ARRAY_METHODS,
    FILE_METHODS,
    FUNCTION_METHODS,
    OBJECT_METHODS,
    PLAIN_METHODS,
    STRING_METHODS,
    items_count,
)
from supportdesk.reading.code.jvm_names import ROOTS, JvmLibrary, constant_text
from supportdesk.reading.code.kotlin.json_library import kotlin_text
from supportdesk.reading.code.things import Arguments, Client, Instance, Reference, Unclear
from supportdesk.value import Value

PARTS: tuple[Any, ...] = (jvm_okhttp, jvm_nethttp, jvm_fluent, jvm_spring, jvm_apache, jvm_sdk, kotlin_retrofit)
_WRITERS = ("writeValueAsString", "writeValueAsBytes", "toJson", "valueToTree", "createObjectNode", "createArrayNode")


def settle(evaluator: Evaluator, value: Value) -> Value:
    """Return the text that an object of a library has; any other value as it is."""
    if isinstance(value, Reference):
        found = constant_text(value.path)
        return value if found is None else Value("string", found, value.span)
    if isinstance(value, Client):
        if value.family == "java.joiner":
            return joiner_text(evaluator, value)
        if value.family in ("okhttp.url", "jvm.uri"):
            return jvm_okhttp.address(evaluator, Client("okhttp.url", value.state))
        return value.state.get("_text", value)
    return as_text(evaluator, value) if isinstance(value, Instance) else value


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined does, where its name tells the library."""
    path = target.path
    if not path:
        return None
    if path[-1] in _WRITERS and len(path) > 1:
        family = "java.gson" if path[-1] == "toJson" else "java.jackson"
        return mapper_family(evaluator, Client(family, {}), path[-1], arguments, node)
    for part in PARTS:
        found: Value | None = part.guess(evaluator, path, arguments, node)
        if found is not None:
            return found
    return None


def make() -> Dialect:
    """Return Java's dialect."""
    evaluate.assemble()
    library = JvmLibrary({**LIBRARY, "@case": case, "@setting": setting})
    families = {**FAMILIES, BUILDER: builder_family}
    names: dict[str, str | Value] = {name: name for name in (*ROOTS, "@case", "@setting")}
    for part in PARTS:
        library.update(part.handlers())
        families.update(part.families())
    names.update({name: name for name in (path.partition(".")[0] for path in library) if name[:1].isupper()})
    for part in PARTS:
        names.update(part.NAMES)
    names.update(
        {name: name for name in ("TimeUnit", "StandardCharsets", "HttpMethod", "HttpHeaders", "Header", "ContentType",
                                 "Locale", "MediaType", "Method", "Connection", "Charsets", "JsonInclude")}
        | {name: path for name, path in names.items() if isinstance(path, str) and "." in path}
    )  # fmt: skip
    return Dialect(
        "java",
        text=kotlin_text,
        names=names,
        library=library,
        methods={
            "string": {
                **STRING_METHODS,
                **jvm_okhttp.STRING_METHODS,
                **jvm_nethttp.STRING_METHODS,
                "resolve": resolved,
            },
            "object": OBJECT_METHODS,
            "array": {**ARRAY_METHODS, "collect": collected},
            "number": PLAIN_METHODS,
            "boolean": PLAIN_METHODS,
            "Instance": INSTANCE_METHODS,
            "ClassThing": CLASS_METHODS,
            "FileThing": FILE_METHODS,
            "Closure": FUNCTION_METHODS,
        },
        families=families,
        guess=guess,
        attributes={"array": {"length": items_count}},
        receiver="this",
        settle=settle,
    )
