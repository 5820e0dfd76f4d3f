"""PHP's stream wrappers: file_get_contents and fopen with a stream context.

https://www.php.net/manual/en/context.http.php
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_lines import add_line, add_lines
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import php_body
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear
from supportdesk.reading.code.urls import as_sent
from supportdesk.value import Value

FAMILY = "stream context"
CONSTANTS: dict[str, str | Value] = {}
MEMBERS: dict[str, Value] = {}


def context(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`stream_context_create(['http' => [...]])`."""
    options = arguments.get(0, "options")
    made = Container("object", {}, born=evaluator.branch)
    if options is not None and options.kind == "object":
        given = options.data.get("http") or options.data.get("https")
        if given is not None and given.kind == "object":
            made.data = dict(given.data)
            made.is_open = given.is_open
        elif given is not None:
            made.is_open = True
    elif options is not None and options.kind == "unknown":
        made.is_open = True
    return Client(FAMILY, {"options": made}, evaluator.span(node))


def set_option(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`stream_context_set_option($context, 'http', 'method', 'POST')`, also with an array."""
    owner, options = arguments.get(0, "context"), arguments.get(1, "options")
    if isinstance(owner, Client) and owner.family == FAMILY and options is not None:
        known = owner.state["options"].data
        if options.kind == "object":
            for given in options.data.values():
                known.update(given.data if given.kind == "object" else {})
        elif len(arguments.positional) > 3:
            known[str(arguments.positional[2].data)] = arguments.positional[3]
    return Value("boolean", True, evaluator.span(node))  # its data


def contents(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`file_get_contents($url, false, $context)`; of a file that is no address nothing is known."""
    return _open(evaluator, arguments.get(0, "filename"), arguments.get(2, "context"), node) or Unclear(
        evaluator.span(node)
    )


def opened(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fopen($url, 'r', false, $context)`, else a file."""
    path = arguments.get(0, "filename")
    return _open(evaluator, path, arguments.get(3, "context"), node) or FileThing(path, evaluator.span(node))


def _open(evaluator: Evaluator, url: Value | None, given: Value | None, node: ir.Node) -> Value | None:
    has_context = isinstance(given, Client) and given.family == FAMILY
    is_address = url is not None and url.kind == "string" and "://" in url.data and url.data.startswith(("http", "<"))
    if url is None or not (is_address or (has_context and url.kind in ("unknown", "string"))):
        return None
    if url.kind == "string" and url.data.startswith(("php://", "data:", "file://")):
        return None
    options: Value = given.state["options"] if isinstance(given, Client) and has_context else Container("object", {})
    return send(evaluator, url, options, node)


def send(evaluator: Evaluator, url: Value, options: Value, node: ir.Node) -> Value:
    """Send what a context's options say."""
    data = options.data
    method = data.get("method")
    verb = method_name(method) if method is not None else Value("string", "GET", added_by="streams")
    draft = Draft("streams", verb, as_sent(text_or_unknown(url)))
    draft.complete = not options.is_open
    header = data.get("header")
    if header is not None and header.kind in ("array", "object"):
        draft.complete = draft.complete and not header.is_open
        for _, line in entries(header):
            add_line(draft, line)
    elif header is not None:
        add_lines(draft, header)
    agent = data.get("user_agent")
    if agent is not None and agent.kind == "string":
        draft.add_default("user-agent", agent)
    content = data.get("content")
    if content is not None and content.kind != "null" and content.data != "":
        form = "application/x-www-form-urlencoded"
        draft.body = php_body(evaluator, content, draft.header("content-type") or form)
        draft.add_default("content-type", Value("string", form, added_by="streams"))
    draft.take_options({name: data[name] for name in ("timeout", "proxy") if name in data})
    return draft.send(evaluator, node)


def nothing(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Give nothing: a context has no methods."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def functions() -> dict[str, Handler]:
    """Return functions by name."""
    return {
        **dict.fromkeys(("stream_context_create", "stream_context_get_default", "stream_context_set_default"), context),
        "stream_context_set_option": set_option,
        **dict.fromkeys(("file_get_contents", "readfile", "file"), contents),
        **dict.fromkeys(("fopen", "splfileobject"), opened),
        "stream_get_contents": lambda evaluator, arguments, node: (
            arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))
        ),
    }


def handlers() -> dict[str, Handler]:
    """Return classes by name."""
    return {}


def families() -> dict[str, Family]:
    """Return what its objects do."""
    return {FAMILY: nothing}
