"""What the evaluator knows of Kotlin: its library, JSON libraries, and the client libraries of the JVM."""

from __future__ import annotations

from functools import cache

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import (
    kotlin_fuel,
    kotlin_ktor,
    kotlin_ktor_values,
    kotlin_openai,
    kotlin_retrofit,
)
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Family, Handler, Method
from supportdesk.reading.code.java import dialect as java_dialect
from supportdesk.reading.code.java import library as java_library
from supportdesk.reading.code.jvm_names import PACKAGES, ROOTS, JvmLibrary
from supportdesk.reading.code.kotlin import collection_types as kotlin_collections
from supportdesk.reading.code.kotlin import library as kotlin_library
from supportdesk.reading.code.kotlin import text_methods as kotlin_text_methods
from supportdesk.reading.code.kotlin.json_library import kotlin_text
from supportdesk.reading.code.kotlin.names import JAVA_FAMILIES, install
from supportdesk.reading.code.things import Arguments, Reference, Unclear, spans_of
from supportdesk.value import Value

OWN = (kotlin_ktor, kotlin_retrofit, kotlin_fuel, kotlin_openai)
"""Clients of Kotlin alone; those that Java has as well are java_dialect's."""


class KotlinLibrary(JvmLibrary):
    """Handlers by dotted path, by class, and functions by their names alone."""

    def get(self, path: str, default: Handler | None = None) -> Handler | None:  # type: ignore[override]  # as above it
        """Return the handler of a path, or `default`."""
        found = super().get(path)
        if found is None and path.startswith((*PACKAGES, "com.aallam")):
            found = super().get(path.rpartition(".")[2])
        if found is None and path.endswith(".toString"):
            found = _constant(path.removesuffix(".toString"))
        return found if found is not None else default


def _constant(path: str) -> Handler | None:
    """Return what gives the text of a constant (`ContentType.Application.Json.toString()`), or None."""
    text = kotlin_ktor_values.constant_text(path)

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        return Value("string", text, None, parts=(evaluator.span(node),))

    return _handler if text is not None else None


def settle(evaluator: Evaluator, value: Value) -> Value:
    """Return the text that an object of a library becomes inside a text; any other value as it is."""
    if isinstance(value, Reference):
        found = kotlin_ktor_values.constant_text(value.path)
        if found is not None:
            return Value("string", found, None, parts=spans_of(value))
    made = kotlin_library.settle(evaluator, value)
    return made if made is not value else java_dialect.settle(evaluator, value)


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its path is a method of a client."""
    for part in OWN if target.path else ():
        found: Value | None = part.guess(evaluator, target.path, arguments, node)
        if found is not None:
            return found
    return java_dialect.guess(evaluator, target, arguments, node)


@cache
def make() -> Dialect:
    """Return Kotlin's dialect."""
    install()
    library = KotlinLibrary(java_library.LIBRARY)
    families: dict[str, Family] = dict(java_library.FAMILIES)
    names: dict[str, str | Value] = {name: name for name in ROOTS}
    strings: dict[str, Method] = {}
    for part in java_dialect.PARTS:
        library.update(part.handlers())
        families.update(part.families())
        strings.update(getattr(part, "STRING_METHODS", {}))
    names.update({name: name for name in (path.partition(".")[0] for path in library) if name[:1].isupper()})
    for part in java_dialect.PARTS:
        names.update(part.NAMES)
    JAVA_FAMILIES.update(families)
    for own in OWN:
        library.update(own.handlers())
        families.update(own.families())
        names.update(own.NAMES)
    library.update(kotlin_library.LIBRARY)
    families.update(kotlin_library.families())
    names.update(kotlin_library.NAMES)
    return Dialect(
        "kotlin",
        text=kotlin_text,
        names=names,
        library=library,
        methods={
            "string": {**strings, **kotlin_fuel.STRING_METHODS, **kotlin_text_methods.STRING},
            "object": kotlin_collections.OBJECT,
            "array": kotlin_collections.ARRAY,
            "Instance": kotlin_collections.INSTANCE,
            "FileThing": kotlin_text_methods.FILE,
            **dict.fromkeys(("number", "boolean"), kotlin_text_methods.ANY),
        },
        families=families,
        guess=guess,
        attributes=kotlin_collections.ATTRIBUTES,
        receiver="this",
        settle=settle,
    )
