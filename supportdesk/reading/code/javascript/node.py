"""Node's modules, as far as they make values of a request: fs, path, url, Buffer, and the packages in their place."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.javascript import objects as javascript_objects
from supportdesk.reading.code.javascript.methods import handed
from supportdesk.reading.code.javascript.objects import make_file, settle
from supportdesk.reading.code.javascript.statements import module_name
from supportdesk.reading.code.javascript.values import Bytes
from supportdesk.reading.code.python.builtin_functions import first
from supportdesk.reading.code.python.library import base64_decoded, base_name, path_joined
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Reference, Unclear
from supportdesk.value import Value

_FS = ("fs", "fs/promises", "fs.promises", "fs-extra")


def buffer_from(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Buffer.from(text, encoding)`: the text that it holds."""
    code = arguments.get(1, "encoding")
    if code is not None and code.kind == "string" and str(code.data).startswith("base64"):
        return base64_decoded(evaluator, arguments, node)
    return first(evaluator, arguments, node)


def stream(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fs.createReadStream(path)`, `fs.openAsBlob(path)`."""
    return FileThing(arguments.get(0, "path"), evaluator.span(node))


def file_bytes(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fs.readFileSync(path)`: what the file holds; with an encoding its text, both unknown."""
    if len(arguments.positional) > 1 and arguments.positional[1].kind in ("string", "object"):
        return Unclear(evaluator.span(node))
    return Bytes(arguments.get(0, "path"), evaluator.span(node))


def required(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`require(name)`, `import(name)`."""
    name = first(evaluator, arguments, node)
    if name.kind != "string" or name.is_open:
        return Unclear(evaluator.span(node))
    return Reference(module_name(str(name.data)), evaluator.span(node))


def parsed_url(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`url.parse(text)`: an object of the address's parts."""
    value = settle(evaluator, first(evaluator, arguments, node))
    if value.kind != "string":
        return unknown_of(value, span=evaluator.span(node))
    made = javascript_objects.make_url(evaluator, handed(value), node)
    parts = Container("object", {}, born=evaluator.branch)
    if isinstance(made, Client):
        for name, read in javascript_objects.ATTRIBUTES[made.family].items():
            parts.data[name] = read(evaluator, made, node)
        parts.data["path"] = evaluator.text(parts.data["pathname"], parts.data["search"])
        if not parts.data["port"].data:
            parts.data["port"] = Value("null", None)
    return parts


LIBRARY: dict[str, Handler] = {
    **dict.fromkeys(("Buffer.from", "Buffer"), buffer_from),
    **dict.fromkeys(("require", "import"), required),
    **dict.fromkeys((f"{root}.{name}" for root in _FS for name in ("createReadStream", "openAsBlob")), stream),
    **dict.fromkeys(
        (
            f"{root}.{name}"
            for root in ("node-fetch", "fetch-blob/from.js", "formdata-node/file-from-path")
            for name in ("fileFromSync", "fileFrom", "blobFrom", "blobFromSync", "fileFromPath", "fileFromPathSync")
        ),
        stream,
    ),
    **dict.fromkeys((f"{root}.{name}" for root in _FS for name in ("readFileSync", "readFile")), file_bytes),
    **dict.fromkeys(("path.join", "path.resolve"), path_joined),
    "path.basename": base_name,
    "url.parse": parsed_url,
    **dict.fromkeys(("url.URL", "whatwg-url.URL"), javascript_objects.make_url),
    **dict.fromkeys(("url.URLSearchParams",), javascript_objects.LIBRARY["URLSearchParams"]),
    **dict.fromkeys(
        (
            "form-data",
            "form-data.FormData",
            "formdata-node.FormData",
            "node-fetch.FormData",
            "undici.FormData",
            "formdata-polyfill/esm.min.js.FormData",
        ),
        javascript_objects.LIBRARY["FormData"],
    ),
    **dict.fromkeys(("node-fetch.Headers", "undici.Headers"), javascript_objects.LIBRARY["Headers"]),
    **dict.fromkeys(("node-fetch.Blob", "buffer.Blob", "fetch-blob"), javascript_objects.make_blob),
    **dict.fromkeys(("buffer.Buffer.from",), buffer_from),
    **dict.fromkeys(("openai.toFile", "openai/uploads.toFile", "node-fetch.File", "buffer.File"), make_file),
}
"""Dotted name → what it does."""
