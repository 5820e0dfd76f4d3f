"""What the evaluator knows of Kotlin: its library, JSON libraries, and the client libraries of the JVM."""

from __future__ import annotations

from supportdesk.reading.code import ir, kotlin_collections, kotlin_library, kotlin_text_methods
from supportdesk.reading.code.clients import jvm_okhttp
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Family, Handler
from supportdesk.reading.code.kotlin_json import kotlin_text
from supportdesk.reading.code.kotlin_names import JAVA_FAMILIES, install
from supportdesk.reading.code.things import Arguments, Unclear
from supportdesk.value import Value

JVM = (jvm_okhttp,)
"""Clients that Java has as well."""
OWN = ()
"""Clients of Kotlin alone."""


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its path is a method of a client."""
    return jvm_okhttp.guess(evaluator, target.path, arguments, node)


def make() -> Dialect:
    """Return Kotlin's dialect."""
    install()
    library: dict[str, Handler] = {}
    families: dict[str, Family] = {}
    names: dict[str, str | Value] = {}
    for part in (*JVM, *OWN):
        library.update(part.handlers())
        families.update(part.families())
        names.update(part.NAMES)
    JAVA_FAMILIES.update(families)
    library.update(kotlin_library.handlers())
    families.update(kotlin_library.families())
    names.update(kotlin_library.NAMES)
    return Dialect(
        "kotlin",
        text=kotlin_text,
        names=names,
        library=library,
        methods={
            "string": kotlin_text_methods.STRING,
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
        settle=kotlin_library.settle,
    )
