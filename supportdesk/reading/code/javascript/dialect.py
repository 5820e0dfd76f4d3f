"""What the evaluator knows of JavaScript: its built-ins, Node's modules, and the client libraries."""

from __future__ import annotations

from supportdesk.reading.code import evaluate, ir
from supportdesk.reading.code.clients import (
    js_axios,
    js_builders,
    js_fetch,
    js_genai,
    js_node,
    js_page,
    js_request,
    js_sdk,
)
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Family, Handler
from supportdesk.reading.code.javascript.library import FAMILIES, LIBRARY
from supportdesk.reading.code.javascript.methods import ATTRIBUTES, METHODS
from supportdesk.reading.code.javascript.node import LIBRARY as NODE
from supportdesk.reading.code.javascript.objects import ATTRIBUTES as OBJECT_ATTRIBUTES
from supportdesk.reading.code.javascript.objects import settle
from supportdesk.reading.code.javascript.values import UNDEFINED, javascript_text
from supportdesk.reading.code.things import Arguments, Container, Unclear
from supportdesk.value import Value

_ALONE = ("fetch", "btoa", "atob", "XMLHttpRequest", "axios", "$.ajax", "jQuery.ajax", "URL", "FormData", "setTimeout")
_GLOBALS = ("window", "globalThis", "self", "global")
_NAMES: dict[str, str | Value] = {
    "undefined": UNDEFINED,
    "OpenAI": "openai.OpenAI",
    "AzureOpenAI": "openai.AzureOpenAI",
    "OpenAIApi": "openai.OpenAIApi",
    "Configuration": "openai.Configuration",
    "Anthropic": "@anthropic-ai/sdk",
    "toFile": "openai.toFile",
}
_UNNAMED = frozenset(("openai", "url", "buffer", "request"))


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its path is a method of an SDK or of a client."""
    if not target.path:
        return None
    found = js_sdk.guess(evaluator, target.path, arguments, node)
    return found if found is not None else js_axios.guess(evaluator, target.path, arguments, node)


def make(language: str) -> Dialect:
    """Return the dialect of JavaScript or TypeScript."""
    evaluate.assemble()
    library: dict[str, Handler] = {**LIBRARY, **NODE}
    families: dict[str, Family] = dict(FAMILIES)
    for part in (js_fetch, js_axios, js_builders, js_request, js_page, js_node, js_sdk, js_genai):
        library.update(part.handlers())
        families.update(part.families())
    names: dict[str, str | Value] = {}
    for path in library:
        root = path.partition(".")[0]
        if root.replace("$", "a").replace("_", "a").isalnum() and root not in _UNNAMED:
            names[root] = root
    for path in _ALONE:
        library.update({f"{root}.{path}": library[path] for root in _GLOBALS})
    for path, handler in list(library.items()):
        root, dot, rest = path.partition(".")
        library.setdefault(f"{root}.default{dot}{rest}", handler)
    names.update({name: name for name in _GLOBALS})
    names.update(_NAMES)
    names["request"] = "request"
    return Dialect(
        language,
        text=javascript_text,
        names=names,
        library=library,
        methods=METHODS,
        families=families,
        guess=guess,
        attributes={**ATTRIBUTES, **OBJECT_ATTRIBUTES},
        receiver="this",
        missing=UNDEFINED,
        settle=settle,
    )


def prepare(evaluator: Evaluator, body: list[ir.Node]) -> None:
    """Bind what a module finds: the environment, whose members are unknown, and what it exports."""
    del body
    evaluator.modules["process.env"] = Container("object", evaluator.environment, is_open=True)
    exports = Container("object", {})
    evaluator.scope.names["module"] = Container("object", {"exports": exports})
    evaluator.scope.names["exports"] = exports
