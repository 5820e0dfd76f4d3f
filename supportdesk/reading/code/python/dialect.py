"""What the evaluator knows of Python: its built-ins, the libraries, and the client libraries."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import openai_sdk
from supportdesk.reading.code.container_methods import ARRAY_METHODS, OBJECT_METHODS
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Family, Handler
from supportdesk.reading.code.python.builtin_functions import NAMES, call_nothing, call_partial
from supportdesk.reading.code.python.library import COMMON_IMPORTS, FILE_METHODS, INSTANCE_METHODS, LIBRARY
from supportdesk.reading.code.text_methods import METHODS
from supportdesk.reading.code.texts import python_text
from supportdesk.reading.code.things import Arguments, Unclear
from supportdesk.value import Value

GOOGLE_NAMES = {
    "genai": "google.genai",
    "types": "google.genai.types",
    "GenerateContentConfig": "google.genai.types.GenerateContentConfig",
}
"""Names of Google's SDK that snippets use without showing their import."""

_CLIENTS = "supportdesk.reading.code.clients."
PARTS = {
    **dict.fromkeys(
        ("aiohttp", "cloudscraper", "curl_cffi", "httpx", "httpx2", "niquests", "requests", "requests_html", "yarl"),
        (_CLIENTS + "sessions",),
    ),
    "urllib3": (_CLIENTS + "sessions", _CLIENTS + "connections"),
    **dict.fromkeys(("http", "httplib", "urllib", "urllib2"), (_CLIENTS + "connections",)),
    **dict.fromkeys(("openai", "langfuse"), (_CLIENTS + "openai_sdk",)),
    "anthropic": (_CLIENTS + "anthropic_sdk",),
    "google": (_CLIENTS + "google_sdk",),
    **dict.fromkeys(
        ("langchain", "langchain_community", "langchain_core", "langchain_openai"), (_CLIENTS + "langchain_sdk",)
    ),
    "argparse": ("supportdesk.reading.code.python.arguments",),
}
"""By package, the modules whose `handlers` and `families` read what a program does with it: a paste needs one or two,
and they are looked for by the first word of a path."""


class Libraries(dict[str, Handler]):
    """Handlers by dotted path; those of a package, and their families, come when a path of it is first looked up."""

    def __init__(self, families: dict[str, Family]) -> None:
        super().__init__(LIBRARY)
        self._families = families
        self._missing = dict(PARTS)

    def get(self, path: str, default: Any = None) -> Any:
        """Return the handler of a path."""
        for module in self._missing.pop(path.partition(".")[0], ()):
            part = import_module(module)
            self.update(part.handlers())
            self._families.update(part.families())
        return super().get(path, default)


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its path is a method of an SDK."""
    if len(target.path) < 2:
        return None
    found = openai_sdk.guess(evaluator, target.path, arguments, node)
    if found is None and ".".join(target.path[-2:]) in sdks.ANTHROPIC:
        from supportdesk.reading.code.clients import anthropic_sdk

        found = anthropic_sdk.guess(evaluator, target.path, arguments, node)
    if found is None and target.path[-2] == "models":
        from supportdesk.reading.code.clients import google_sdk

        found = google_sdk.guess(evaluator, target.path, arguments, node)
    return found


@cache
def make() -> Dialect:
    """Return Python's dialect."""
    families: dict[str, Family] = {
        "partial": call_partial,
        **dict.fromkeys(("field", "credentials", "adapter"), call_nothing),
        **openai_sdk.families(),
    }
    return Dialect(
        "python",
        text=python_text,
        names={**COMMON_IMPORTS, **GOOGLE_NAMES, **NAMES},
        library=Libraries(families),
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
