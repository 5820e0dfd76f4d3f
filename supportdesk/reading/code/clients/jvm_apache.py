"""Apache HttpClient 4 and 5, and its fluent API.

https://hc.apache.org/httpcomponents-client-5.4.x/, https://hc.apache.org/httpcomponents-client-4.5.x/
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Reference, Unclear
from supportdesk.value import Value

NAME = "apache-httpclient"
REQUEST = "apache.request"
_SETTING = ("setHeader", "addHeader", "header")
_ADDRESS = ("setURI", "setUri", "setURL")


def request(method: str, family: str = REQUEST) -> Handler:
    """Return what makes a request of a method: `new HttpPost(address)`, `Request.Post(address)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = jvm.builder(evaluator, family, node, send)
        made.state["_method"] = jvm.constant(method, NAME)
        first = argument(arguments)
        return made if first is None else jvm.put(evaluator, made, "url", jvm.text(evaluator, first))

    return _handler


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set what a request's methods set; the fluent API's `execute()` sends it."""
    first, second = argument(arguments), argument(arguments, 1)
    if path in _SETTING:
        if second is None and first is not None and first.kind == "array" and len(first.data) == 2:
            first, second = first.data
        return jvm.add_header(evaluator, owner, first, second)
    if path in ("setHeaders", "setCookies"):
        return owner if path == "setCookies" else jvm.add_headers(evaluator, owner, jvm.entries(first))
    if path in _ADDRESS:
        return jvm.put(evaluator, owner, "url", jvm.text(evaluator, first))
    if path in ("setEntity", "body"):
        return jvm.put(evaluator, owner, "body", first)
    if path == "bodyString":
        return jvm.put(evaluator, owner, "body", string_entity(evaluator, arguments, node))
    if path == "bodyForm":
        return jvm.put(evaluator, owner, "body", form_entity(evaluator, arguments, node))
    if path == "bodyFile":
        return jvm.put(evaluator, owner, "body", jvm.body(evaluator, "text", Unclear(), node))
    if path == "addParameter":
        return jvm.append(evaluator, owner, "query", first, second)
    if path in ("execute", "executeAsync") and owner.family == "apache.fluent":
        return send(evaluator, owner, node)
    return owner


def send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send a request."""
    draft = jvm.start(evaluator, owner, NAME, owner.state.get("_method"))
    body = owner.state.get("_body")
    said = draft.header("content-type")
    jvm.give_body(evaluator, draft, body)
    if said and isinstance(body, Client):
        draft.set_header(Value("string", "Content-Type"), _header(owner) or Value("string", said))
    return draft.send(evaluator, node)


def _header(owner: Client) -> Value | None:
    """Return the content type that the program sets itself, which goes before that of the body."""
    return next((value for name, value in jvm.entries(owner) if str(name.data).lower() == "content-type"), None)


def new_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpClients.createDefault()`, `HttpClientBuilder.create()`."""
    del arguments
    return Client("apache.client", {}, evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`execute(request)` of a client."""
    if path in ("execute", "executeOpen"):
        given = next((value for value in arguments.positional if isinstance(value, Client)), None)
        return Unclear(evaluator.span(node)) if given is None else send(evaluator, given, node)
    return owner


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`anything.execute(request)`, where the text does not show how the client is made."""
    given = next((value for value in arguments.positional if isinstance(value, Client)), None)
    if path[-1] != "execute" or given is None or given.family not in (REQUEST, "apache.fluent"):
        return None
    return send(evaluator, given, node)


def string_entity(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `StringEntity` of text and type; a charset instead of the type says nothing."""
    return jvm.body(evaluator, "text", argument(arguments), node, _type(evaluator, argument(arguments, 1)))


def _type(evaluator: Evaluator, given: Value | None) -> Value | None:
    if given is None:
        return None
    made = evaluator.text(given) if isinstance(given, Reference) else given
    return made if made.kind == "string" and "/" in made.data else None


def form_entity(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new UrlEncodedFormEntity(pairs)` makes."""
    made = jvm.body(evaluator, "form", None, node)
    made.state["_fields"] = Container(
        "array", [Container("array", list(pair)) for pair in jvm.entries(argument(arguments))]
    )
    return made


def pair(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `BasicNameValuePair` or `BasicHeader` of name and value."""
    return Container("array", list(arguments.positional[:2]), evaluator.span(node))


def fields(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`MultipartEntityBuilder.create()`, `Form.form()`."""
    del arguments
    return Client("apache.fields", {"_fields": Container("array", [], born=evaluator.branch)}, evaluator.span(node))


def fields_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Parts of a multipart body, or pairs of a form."""
    given = arguments.positional
    if path == "build":
        form = owner.state.get("_form")
        return owner.state["_fields"] if form is not None else jvm.fields_body(evaluator, "multipart", owner, node)
    if path == "add":
        owner.state["_form"] = Value("boolean", True)  # its data
        return jvm.append(evaluator, owner, "fields", *given[:2])
    if path in ("addTextBody", "addPart") and len(given) > 1:
        return jvm.append(evaluator, owner, "fields", *given[:2])
    if path == "addBinaryBody" and len(given) > 1:
        named = given[3:4] if len(given) > 3 else []
        content = given[1] if isinstance(given[1], FileThing) or named else Unclear(given[1].span)
        return jvm.append(evaluator, owner, "fields", given[0], content, *named)
    return owner


def string_body(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the text of a `StringBody`, which is a part."""
    return argument(arguments) or Unclear(evaluator.span(node))


def handlers() -> dict[str, Handler]:
    """Return the constructions and static methods by class."""
    made: dict[str, Handler] = {
        **dict.fromkeys(
            ("HttpClients.createDefault", "HttpClients.custom", "HttpClientBuilder.create", "DefaultHttpClient",
             "HttpClients.createSystem", "CloseableHttpClient", "HttpClientBuilder"), new_client
        ),
        **dict.fromkeys(("StringEntity", "ByteArrayEntity"), string_entity),
        "UrlEncodedFormEntity": form_entity,
        **dict.fromkeys(("BasicNameValuePair", "BasicHeader"), pair),
        **dict.fromkeys(("MultipartEntityBuilder.create", "Form.form"), fields),
        "StringBody": string_body,
    }  # fmt: skip
    for verb in jvm.VERBS:
        made[f"Http{verb.capitalize()}"] = made[f"HttpUriRequestBase.{verb}"] = request(verb)
        for name in (verb.lower(), verb.capitalize()):
            made[f"Request.{name}"] = made[f"okhttp3.Request.{name}"] = request(verb, "apache.fluent")
            made[f"RequestBuilder.{name}"] = made[f"ClassicRequestBuilder.{name}"] = request(verb)
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {
        REQUEST: request_family,
        "apache.fluent": request_family,
        "apache.client": client_family,
        "apache.fields": fields_family,
    }


NAMES: dict[str, str] = {}
