"""PHP's curl extension: handles whose options make the request, single and multi.

https://www.php.net/manual/en/curl.constants.php, https://curl.se/libcurl/c/curl_easy_setopt.html
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_lines import add_bearer, add_line, add_pair
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.members import set_attribute
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import php_body, written
from supportdesk.reading.code.texts import derived
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

FAMILY, MULTI, FILE = "curl", "curl multi", "curl file"
_VERB = "verb"
"""The state's name for what libcurl would send by itself: GET, HEAD, POST or PUT."""
_SWITCHES = {
    "CURLOPT_POST": "POST", "CURLOPT_HTTPGET": "GET", "CURLOPT_NOBODY": "HEAD", "CURLOPT_PUT": "PUT",
    "CURLOPT_UPLOAD": "PUT",
}  # fmt: skip
_TELLING = frozenset(("CURLOPT_URL", "CURLOPT_POSTFIELDS", "CURLOPT_HTTPHEADER", "CURLOPT_CUSTOMREQUEST"))
_TEXT_HEADERS = {
    "CURLOPT_COOKIE": "cookie", "CURLOPT_REFERER": "referer", "CURLOPT_USERAGENT": "user-agent",
    "CURLOPT_ENCODING": "accept-encoding", "CURLOPT_ACCEPT_ENCODING": "accept-encoding",
}  # fmt: skip
_OPTION_NAMES = (
    "URL", "CUSTOMREQUEST", "POST", "HTTPGET", "NOBODY", "PUT", "UPLOAD", "POSTFIELDS", "HTTPHEADER", "USERPWD",
    "USERNAME", "PASSWORD", "HTTPAUTH", "XOAUTH2_BEARER", "COOKIE", "COOKIEFILE", "COOKIEJAR", "REFERER", "USERAGENT",
    "ENCODING", "ACCEPT_ENCODING", "RETURNTRANSFER", "TIMEOUT", "TIMEOUT_MS", "CONNECTTIMEOUT", "PROXY", "RANGE",
    "INFILE", "INFILESIZE", "READFUNCTION", "WRITEFUNCTION", "HEADERFUNCTION", "FOLLOWLOCATION", "MAXREDIRS",
    "SSL_VERIFYPEER", "SSL_VERIFYHOST", "HTTP_VERSION", "HEADER", "FAILONERROR", "VERBOSE", "SAFE_UPLOAD", "PORT",
    "UNRESTRICTED_AUTH", "CONNECTTIMEOUT_MS", "PROXYUSERPWD", "PROXYTYPE", "CAINFO", "SSLCERT", "SSLKEY", "FILE",
    "BINARYTRANSFER", "AUTOREFERER", "STDERR", "IPRESOLVE", "TCP_KEEPALIVE", "NOSIGNAL", "BUFFERSIZE", "PRIVATE",
)  # fmt: skip

CONSTANTS: dict[str, str | Value] = {
    **{f"CURLOPT_{name}": Value("string", f"CURLOPT_{name}") for name in _OPTION_NAMES},
    **{
        f"CURLAUTH_{name}": Value("string", f"CURLAUTH_{name}")
        for name in ("BASIC", "DIGEST", "BEARER", "NTLM", "ANY", "ANYSAFE", "GSSNEGOTIATE", "NEGOTIATE")
    },
}
"""Constants of the extension; an option is known by its name."""
MEMBERS: dict[str, Value] = {}


def init(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_init($url)`."""
    made = Client(FAMILY, {}, evaluator.span(node))
    url = arguments.get(0, "url")
    if url is not None and url.kind != "null":
        made.state["CURLOPT_URL"] = url
    evaluator.unsent[id(made)] = (made, lambda: _send_rest(evaluator, made, node))
    return made


def _handle(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return the handle of a call; a variable that the text never sets holds one whose making was cut off."""
    handle = arguments.get(0, "handle")
    if isinstance(handle, Unclear) and handle.origin is None and len(handle.path) == 1 and handle.path[0][:1] == "$":
        made = evaluator.scope.names[handle.path[0]] = init(evaluator, Arguments(), node)
        return made
    return handle


def _send_rest(evaluator: Evaluator, handle: Client, node: ir.Node) -> None:
    """Send what a handle holds that the text does not execute, since it ends before."""
    if "CURLOPT_URL" in handle.state:
        send(evaluator, handle, node)


def set_option(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_setopt($handle, CURLOPT_…, $value)`."""
    handle, option, value = _handle(evaluator, arguments, node), arguments.get(1, "option"), arguments.get(2, "value")
    if isinstance(handle, Client) and option is not None and value is not None:
        _set(evaluator, handle, option, value)
    return Value("boolean", True, evaluator.span(node))  # its data


def set_options(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_setopt_array($handle, [CURLOPT_… => …])`."""
    handle, options = _handle(evaluator, arguments, node), arguments.get(1, "options")
    if isinstance(handle, Client) and options is not None:
        for option, value in entries(options):
            _set(evaluator, handle, option, value)
        if options.is_open or options.kind not in ("array", "object"):
            handle.state["is_open"] = Value("boolean", True)  # its data
    return Value("boolean", True, evaluator.span(node))  # its data


def _set(evaluator: Evaluator, handle: Client, option: Value, value: Value) -> None:
    name = str(option.data)
    if name == "CURLOPT_POSTFIELDS":
        handle.state[_VERB] = Value("string", "POST", added_by="curl")
    elif name in _SWITCHES:
        known = truth(value)
        if known is not False:
            handle.state[_VERB] = Value("string", _SWITCHES[name], added_by="curl")
        elif name != "CURLOPT_HTTPGET":
            old = handle.state.get(_VERB)
            if name == "CURLOPT_POST" or (old is not None and old.data == _SWITCHES[name]):
                handle.state[_VERB] = Value("string", "GET", added_by="curl")
        return
    set_attribute(evaluator, handle, name, value)


def execute(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_exec($handle)`."""
    handle = arguments.get(0, "handle")
    if not isinstance(handle, Client) or handle.family != FAMILY or not handle.state.keys() & _TELLING:
        return Unclear(evaluator.span(node))
    return send(evaluator, handle, node)


def send(evaluator: Evaluator, handle: Client, node: ir.Node) -> Value:
    """Send what a handle's options say."""
    state = handle.state
    evaluator.unsent.pop(id(handle), None)
    verb = str(state[_VERB].data) if _VERB in state else "GET"
    custom = state.get("CURLOPT_CUSTOMREQUEST")
    has_custom = custom is not None and custom.kind != "null"
    method = method_name(custom) if has_custom else Value("string", verb, added_by="curl")
    draft = Draft("curl", method, as_sent(_address(state)))
    draft.complete = "is_open" not in state
    _headers(evaluator, draft, state)
    if verb == "POST":
        _post(evaluator, draft, state.get("CURLOPT_POSTFIELDS"), state)
    elif verb == "PUT" and {"CURLOPT_INFILE", "CURLOPT_READFUNCTION"} & state.keys():
        draft.body = Body("raw", Value.unknown(state.get("CURLOPT_INFILE", Value.unknown()).span))
    _settings(draft, state)
    return draft.send(evaluator, node)


def _address(state: dict[str, Value]) -> Value:
    url = text_or_unknown(state.get("CURLOPT_URL"))
    if url.kind == "string" and "://" not in url.data and not url.data.startswith(UNKNOWN):
        return derived(url, "http://" + url.data)
    return url


def _headers(evaluator: Evaluator, draft: Draft, state: dict[str, Value]) -> None:
    for option, name in _TEXT_HEADERS.items():
        value = state.get(option)
        if value is not None and value.kind != "null" and value.data != "":
            draft.set_header(Value("string", name, added_by="curl"), value)
    part = state.get("CURLOPT_RANGE")
    if part is not None and part.kind != "null":
        draft.set_header(Value("string", "range", added_by="curl"), evaluator.text(Value("string", "bytes="), part))
    _credentials(evaluator, draft, state)
    lines = state.get("CURLOPT_HTTPHEADER")
    if lines is None:
        return
    if lines.kind not in ("array", "object") or lines.is_open:
        draft.complete = False
    for _, line in entries(lines):
        add_line(draft, line)


def _credentials(evaluator: Evaluator, draft: Draft, state: dict[str, Value]) -> None:
    kinds = str(state["CURLOPT_HTTPAUTH"].data) if "CURLOPT_HTTPAUTH" in state else "CURLAUTH_BASIC"
    token = state.get("CURLOPT_XOAUTH2_BEARER")
    if token is not None and "BEARER" in kinds:
        add_bearer(evaluator, draft, token)
        return
    if "BASIC" not in kinds and "ANY" not in kinds:
        return
    both = state.get("CURLOPT_USERPWD")
    if both is not None and both.kind != "null":
        add_pair(draft, evaluator, both)
    elif "CURLOPT_USERNAME" in state:
        password = state.get("CURLOPT_PASSWORD") or Value("string", "")
        made = basic_credentials(evaluator, state["CURLOPT_USERNAME"], password)
        made.added_by = "curl"
        draft.set_header(Value("string", "authorization", added_by="curl"), made)


def _post(evaluator: Evaluator, draft: Draft, fields: Value | None, state: dict[str, Value]) -> None:
    if fields is None or fields.kind == "null" or (fields.kind == "string" and fields.data == ""):
        return
    if fields.kind in ("array", "object"):
        draft.body = Body("multipart", None, list(_parts(fields, state)))
        draft.add_content_type()
        return
    form = "application/x-www-form-urlencoded"
    draft.body = php_body(evaluator, fields, draft.header("content-type") or form)
    if draft.body.kind != "none":
        draft.add_default("content-type", Value("string", form, added_by="curl"))


def _parts(fields: Value, state: dict[str, Value]) -> list[Field]:
    """Return the parts of a multipart body; before PHP 7 a text `@path` was a file."""
    found: list[Field] = []
    safe = "CURLOPT_SAFE_UPLOAD" in state and truth(state["CURLOPT_SAFE_UPLOAD"]) is not False
    for key, value in entries(fields):
        name = Value("string", str(key.data), key.span, parts=() if key.span else spans_of(fields))
        found.extend(_part(name, item, safe=safe) for item in (value.data if value.kind == "array" else [value]))
    if fields.is_open:
        found.append(Field(Value.unknown(fields.span), Value.unknown(fields.span)))
    return found


def _part(name: Value, item: Value, *, safe: bool) -> Field:
    if isinstance(item, Client) and item.family == FILE:
        return Field(name, None, file_name(item.state))
    if isinstance(item, FileThing):
        return Field(name, None, item.base_name())
    if item.kind == "string" and str(item.data).startswith("@") and not safe:
        path = str(item.data)[1:].partition(";")[0]
        if "/" in path or "." in path or UNKNOWN in path:
            return Field(name, None, FileThing(derived(item, path)).base_name())
    return Field(name, Value.unknown(item.span) if item.kind == "unknown" else written(item))


def file_name(state: dict[str, Value]) -> Value:
    """Return the file name that an upload is sent with: the one that is given, else that of its path."""
    given = state.get("posted")
    if given is not None and given.kind != "null":
        return given if given.kind == "string" else Value.unknown(given.span)
    return FileThing(state.get("path")).base_name()


def _settings(draft: Draft, state: dict[str, Value]) -> None:
    for option, name in (("CURLOPT_TIMEOUT", "timeout"), ("CURLOPT_PROXY", "proxy")):
        if option in state:
            draft.take_options({name: state[option]})
    milliseconds = state.get("CURLOPT_TIMEOUT_MS")
    if milliseconds is not None and milliseconds.kind == "number":
        seconds = Value("number", milliseconds.data / 1000, None, parts=spans_of(milliseconds))
        draft.take_options({"timeout": seconds})


def upload(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new CURLFile($path, $mime, $name)`, `curl_file_create(…)`."""
    state = {"path": arguments.get(0, "filename") or Value.unknown()}
    posted = arguments.get(2, "posted_filename")
    if posted is not None:
        state["posted"] = posted
    return Client(FILE, state, evaluator.span(node))


def upload_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new CURLStringFile($data, $name, $mime)`."""
    return Client(FILE, {"posted": arguments.get(1, "postname") or Value.unknown()}, evaluator.span(node))


def copy(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_copy_handle($handle)`."""
    handle = arguments.get(0, "handle")
    made = init(evaluator, Arguments(), node)
    if isinstance(handle, Client) and isinstance(made, Client):
        made.state.update(handle.state)
    return made


def reset(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_reset($handle)`."""
    handle = arguments.get(0, "handle")
    if isinstance(handle, Client):
        handle.state.clear()
    return Value("null", None, evaluator.span(node))


def multi(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_multi_init()`."""
    del arguments
    return Client(MULTI, {"handles": Container("array", [])}, evaluator.span(node))


def add_handle(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_multi_add_handle($multi, $handle)`."""
    owner, handle = arguments.get(0, "multi_handle"), arguments.get(1, "handle")
    if isinstance(owner, Client) and owner.family == MULTI and isinstance(handle, Client):
        owner.state["handles"].data.append(handle)
    return Value("number", 0, evaluator.span(node))


def execute_all(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_multi_exec($multi, $running)`: sends what was added, once."""
    owner = arguments.get(0, "multi_handle")
    if isinstance(owner, Client) and owner.family == MULTI:
        pending, owner.state["handles"].data = owner.state["handles"].data, []
        for handle in pending:
            answer = send(evaluator, handle, node)
            handle.state["answer"] = answer
    return Unclear(evaluator.span(node))


def content(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`curl_multi_getcontent($handle)`."""
    handle = arguments.get(0, "handle")
    answer = handle.state.get("answer") if isinstance(handle, Client) else None
    return answer or Unclear(evaluator.span(node))


def nothing(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Give nothing: a handle has no methods."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def functions() -> dict[str, Handler]:
    """Return the functions of the extension by name."""
    return {
        "curl_init": init,
        "curl_setopt": set_option,
        "curl_setopt_array": set_options,
        "curl_exec": execute,
        "curl_copy_handle": copy,
        "curl_reset": reset,
        "curl_multi_init": multi,
        "curl_multi_add_handle": add_handle,
        "curl_multi_exec": execute_all,
        "curl_multi_getcontent": content,
        **dict.fromkeys(("curl_file_create", "makecurlfile"), upload),
    }


def handlers() -> dict[str, Handler]:
    """Return the classes of the extension by name."""
    return {"CURLStringFile": upload_text, **dict.fromkeys(("CURLFile", "CURLFILE", "CurlFile", "curlfile"), upload)}


def families() -> dict[str, Family]:
    """Return what its objects do."""
    return dict.fromkeys((FAMILY, MULTI, FILE), nothing)
