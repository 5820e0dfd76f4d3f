"""What the evaluator knows of Python: its built-ins, the libraries, and the client libraries."""

from __future__ import annotations

from functools import cache

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import anthropic_sdk, connections, google_sdk, langchain_sdk, openai_sdk, sessions
from supportdesk.reading.code.container_methods import ARRAY_METHODS, OBJECT_METHODS
from supportdesk.reading.code.evaluate import Dialect, Evaluator
from supportdesk.reading.code.python import arguments as python_arguments
from supportdesk.reading.code.python.builtin_functions import NAMES, call_nothing, call_partial
from supportdesk.reading.code.python.library import COMMON_IMPORTS, FILE_METHODS, INSTANCE_METHODS, LIBRARY
from supportdesk.reading.code.text_methods import METHODS
from supportdesk.reading.code.texts import python_text
from supportdesk.reading.code.things import Arguments, Unclear
from supportdesk.value import Value


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its path is a method of an SDK."""
    if len(target.path) < 2:
        return None
    found = openai_sdk.guess(evaluator, target.path, arguments, node)
    if found is None:
        found = anthropic_sdk.guess(evaluator, target.path, arguments, node)
    return found if found is not None else google_sdk.guess(evaluator, target.path, arguments, node)


@cache
def make() -> Dialect:
    """Return Python's dialect."""
    parts = (sessions, connections, openai_sdk, anthropic_sdk, google_sdk, langchain_sdk, python_arguments)
    library = dict(LIBRARY)
    families = {
        "partial": call_partial,
        **dict.fromkeys(("field", "credentials", "adapter"), call_nothing),
    }
    for part in parts:
        library.update(part.handlers())
        families.update(part.families())
    return Dialect(
        "python",
        text=python_text,
        names={**COMMON_IMPORTS, **google_sdk.NAMES, **NAMES},
        library=library,
        methods={
            "string": METHODS,
            "object": OBJECT_METHODS,
            "array": ARRAY_METHODS,
            "Instance": INSTANCE_METHODS,
            "FileThing": FILE_METHODS,
        },
        families=families,
        guess=guess,
    )
