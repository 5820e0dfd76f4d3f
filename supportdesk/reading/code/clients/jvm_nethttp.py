"""java.net.http and HttpURLConnection, the clients of the JDK.

https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/package-summary.html,
…/java.base/java/net/HttpURLConnection.html
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler, Method
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.things import Arguments, Client, FileThing, Unclear, spans_of
from supportdesk.value import Value

NAME = "java.net.http"
CONNECTION = "HttpURLConnection"
OUTPUT = "java.output"
REQUEST = "jdk.request"
_FORM = "application/x-www-form-urlencoded"
_READING = (
    "getInputStream", "getResponseCode", "getErrorStream", "getResponseMessage", "getContent", "getHeaderField",
    "getContentLength", "getHeaderFields", "disconnect", "getContentType",
)  # fmt: skip
_WRITING = ("write", "writeBytes", "writeUTF", "writeChars", "append", "print")


def new_builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpRequest.newBuilder()`, also with an address or a request to begin with."""
    first = argument(arguments)
    if isinstance(first, Client) and first.family == REQUEST:
        return jvm.twin(evaluator, first, "jdk.builder", node)
    made = jvm.builder(evaluator, "jdk.builder", node, send)
    return made if first is None else jvm.put(evaluator, made, "url", first)


def builder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set what a method of an `HttpRequest.Builder` sets."""
    first = argument(arguments)
    if path == "uri":
        return jvm.put(evaluator, owner, "url", jvm.text(evaluator, first))
    if path in ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"):
        jvm.put(evaluator, owner, "method", jvm.constant(path, NAME))
        return jvm.put(evaluator, owner, "body", first or jvm.NULL)
    if path == "method":
        jvm.put(evaluator, owner, "method", first)
        return jvm.put(evaluator, owner, "body", argument(arguments, 1) or jvm.NULL)
    if path in ("header", "setHeader"):
        return jvm.add_header(evaluator, owner, first, argument(arguments, 1))
    if path == "headers":
        return jvm.add_headers(evaluator, owner, _in_turn(arguments))
    if path == "timeout":
        return owner if first is None or first.kind != "number" else jvm.put(evaluator, owner, "timeout", first)
    if path in ("build", "copy"):
        jvm.drop(evaluator, owner)
        made = jvm.twin(evaluator, owner, REQUEST if path == "build" else "jdk.builder", node)
        jvm.keep(evaluator, made, node, send, built=path == "build")
        return made
    return owner


def _in_turn(arguments: Arguments) -> list[tuple[Value, Value]]:
    given = arguments.positional
    if len(given) == 1 and given[0].kind == "array":
        given = given[0].data
    return list(zip(given[::2], given[1::2], strict=False))


def send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send a request; without a method it is GET."""
    draft = jvm.start(evaluator, owner, NAME, owner.state.get("_method") or jvm.constant("GET", NAME))
    jvm.give_body(evaluator, draft, owner.state.get("_body"))
    return draft.send(evaluator, node)


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Members of a request."""
    del arguments
    return owner.state.get({"uri": "_url"}.get(path, f"_{path}")) or Unclear(evaluator.span(node))


def new_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpClient.newHttpClient()`, `HttpClient.newBuilder()`."""
    del arguments
    return Client("jdk.client", {}, evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`send(request, handler)`, `sendAsync(request, handler)`, and what sends requests of other libraries."""
    request = argument(arguments)
    if path in ("send", "sendAsync") and isinstance(request, Client) and "_headers" in request.state:
        return send(evaluator, request, node)
    if path in ("send", "sendAsync", "close"):
        return Unclear(evaluator.span(node))
    for part in _others():
        found: Value | None = part(evaluator, ("client", path), arguments, node)
        if found is not None:
            return found
    return owner


def _others() -> list[jvm.Guesser]:
    """Return what knows the clients that go by the same name (Apache's HttpClient)."""
    from supportdesk.reading.code.clients import jvm_apache

    return [jvm_apache.guess]


def publisher(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`BodyPublishers.ofString(text)`, `ofByteArray`, `ofFile(path)`, `noBody()`."""
    given = argument(arguments)
    if given is None:
        return jvm.NULL
    if isinstance(given, FileThing):
        given = Unclear(given.span)
    return jvm.body(evaluator, "text", given, node)


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`anything.send(request, …)`, where the text does not show how the client is made."""
    request = argument(arguments)
    if path[-1] in ("send", "sendAsync") and isinstance(request, Client) and request.family == REQUEST:
        return send(evaluator, request, node)
    return None


def open_connection(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new URL(address).openConnection()` makes."""
    del arguments
    return jvm.builder(evaluator, "java.connection", node, send_connection, url=owner)


def open_stream(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Send what `new URL(address).openStream()` sends."""
    made = open_connection(evaluator, owner, arguments, node)
    return send_connection(evaluator, made, node) if isinstance(made, Client) else made


def connection_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set and send what the methods of a connection set and send; reading an answer sends it, once."""
    first = argument(arguments)
    if path == "setRequestMethod":
        return jvm.put(evaluator, owner, "method", first)
    if path in ("setRequestProperty", "addRequestProperty"):
        return jvm.add_header(evaluator, owner, first, argument(arguments, 1))
    if path == "setDoOutput" and first is not None:
        return jvm.put(evaluator, owner, "output", first)
    if path in ("setReadTimeout", "setConnectTimeout") and first is not None and first.kind == "number":
        return jvm.put(evaluator, owner, "timeout", Value("number", first.data / 1000, None, parts=spans_of(first)))
    if path == "getOutputStream":
        held = owner.state.get("_stream")
        made = held if held is not None else Client(OUTPUT, {"_text": Value("string", "")}, evaluator.span(node))
        owner.state["_stream"] = made
        return made
    if path in _READING:
        answer = owner.state.get("_answer")
        if answer is None:
            answer = owner.state["_answer"] = send_connection(evaluator, owner, node)
        return answer
    return Unclear(evaluator.span(node))


def send_connection(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send what a connection holds: POST where something was written and no method is set, else GET."""
    stream, output = owner.state.get("_stream"), owner.state.get("_output")
    content = stream.state["_text"] if isinstance(stream, Client) else None
    writes = content is not None or (output is not None and truth(output) is True)
    method = owner.state.get("_method") or jvm.constant("POST" if writes and content is not None else "GET", CONNECTION)
    draft = jvm.start(evaluator, owner, CONNECTION, method)
    if content is not None and (content.kind != "string" or content.data):
        draft.add_default("content-type", jvm.constant(_FORM, CONNECTION))
        jvm.give_body(evaluator, draft, content)
    return draft.send(evaluator, node)


def wrapped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the stream that `new OutputStreamWriter(stream)` and its like write to."""
    first = argument(arguments)
    return first if isinstance(first, Client) else Unclear(evaluator.span(node))


def output_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`write(…)` and its like of a connection's stream."""
    held, first = owner.state["_text"], argument(arguments)
    if path in _WRITING and first is not None:
        return jvm.put(evaluator, owner, "text", evaluator.text(held, first))
    if path in ("println", "newLine"):
        given = [] if first is None else [first]
        return jvm.put(evaluator, owner, "text", evaluator.text(held, *given, Value("string", "\n")))
    if path in ("printf", "format") and first is not None and first.kind == "string":
        method = evaluator.dialect.methods.get("string", {}).get("formatted")
        rest = Arguments()
        rest.positional = arguments.positional[1:]
        made = first if method is None else method(evaluator, first, rest, node)
        return jvm.put(evaluator, owner, "text", evaluator.text(held, made))
    return owner


def handlers() -> dict[str, Handler]:
    """Return the constructions and static methods by class."""
    made: dict[str, Handler] = {
        "HttpRequest.newBuilder": new_builder,
        "HttpClient.newHttpClient": new_client,
        "HttpClient.newBuilder": new_client,
        "HttpClient": new_client,
    }
    for name in ("ofString", "ofByteArray", "ofFile", "noBody", "ofInputStream", "ofByteArrays"):
        made[f"BodyPublishers.{name}"] = made[f"HttpRequest.BodyPublishers.{name}"] = publisher
    for name in ("OutputStreamWriter", "DataOutputStream", "BufferedWriter", "PrintWriter", "BufferedOutputStream",
                 "PrintStream"):  # fmt: skip
        made[name] = wrapped
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {
        "jdk.builder": builder_family,
        REQUEST: request_family,
        "jdk.client": client_family,
        "java.connection": connection_family,
        OUTPUT: output_family,
    }


NAMES: dict[str, str] = {}
STRING_METHODS: dict[str, Method] = {"openConnection": open_connection, "openStream": open_stream}
"""Methods of a URL, which is a text here."""
