"""What the evaluator knows of Go: its built-ins, its standard library and the client libraries."""

from __future__ import annotations

from functools import cache

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import go_http, go_multipart, go_openai, go_resty, go_urls
from supportdesk.reading.code.clients.go_sdk_names import CONSTANTS as SDK_CONSTANTS
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Family, Handler, Method, assemble
from supportdesk.reading.code.go import builtin_functions as go_builtins
from supportdesk.reading.code.go import json_library as go_json
from supportdesk.reading.code.go import library as go_library
from supportdesk.reading.code.go import streams as go_streams
from supportdesk.reading.code.go.text import go_text
from supportdesk.reading.code.things import Arguments, Client, Unclear
from supportdesk.value import Value

_PACKAGES = (
    "http", "json", "fmt", "strings", "bytes", "url", "os", "io", "log", "time", "multipart", "context", "strconv",
    "errors", "base64", "bufio", "resty", "req", "openai", "option", "anthropic", "filepath", "path", "textproto",
    "sync", "flag", "responses", "sjson", "jsonschema", "azure", "param", "shared", "maps", "slices", "cmp", "lo",
)  # fmt: skip


def _by_method(name: str) -> Method:
    """Return a method of something that the text leaves empty or unknown: an http.Client nobody set."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del owner
        return go_http.sent(evaluator, {}, name, arguments, node)

    return _method


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends."""
    found = go_http.guess(evaluator, target, arguments, node)
    if found is None and len(target.path) > 1:
        found = go_openai.guess(evaluator, target.path, arguments, node)
    return found


def _nothing(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    del owner, path, arguments
    return Unclear(evaluator.span(node))


@cache
def make() -> Dialect:
    """Return Go's dialect."""
    assemble()
    library: dict[str, Handler] = {**go_library.LIBRARY, **go_streams.HANDLERS, **go_json.HANDLERS}
    families: dict[str, Family] = {
        "go.buffer": go_streams.buffer_family,
        "go.replacer": go_library.replacer_family,
        "go.part": go_streams.buffer_family,
        "go.url": go_urls.url_family,
        **dict.fromkeys(("go.encoder", "go.decoder"), go_json.coder_family),
        **dict.fromkeys(("go.cookie", "go.transport", "go.option", "go.config", "go.given"), _nothing),
    }
    for part in (go_http, go_multipart, go_resty, go_openai):
        library.update(part.HANDLERS)
        families.update(part.FAMILIES)
    library.update(go_urls.HANDLERS)
    return Dialect(
        "go",
        text=go_text,
        names={
            **{name: name for name in _PACKAGES},
            "ioutil": "io",
            "go.unsent": "go.unsent",
            **go_builtins.NAMES,
            **go_library.CONSTANTS,
            **go_http.CONSTANTS,
            **SDK_CONSTANTS,
        },
        library=library,
        methods={
            "object": go_urls.MAP_METHODS,
            "null": {name: _by_method(name) for name in ("Do", "Get", "Post", "PostForm", "Head", "RoundTrip")},
            "FileThing": {name: go_streams.file_method(name) for name in ("Name", "Close", "Stat", "Read")},
        },
        families=families,
        guess=guess,
    )
