"""UnityWebRequest of the Unity engine, with its upload handlers and forms.

Source: docs.unity3d.com/ScriptReference/Networking.UnityWebRequest.html.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, text_body
from supportdesk.reading.code.clients.csharp_content import null
from supportdesk.reading.code.clients.csharp_httpclient import method_of
from supportdesk.reading.code.clients.drafts import Draft, text_or_unknown
from supportdesk.reading.code.csharp.builtin_functions import pairs
from supportdesk.reading.code.csharp.json_library import serialize
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.reading.code.urls import as_sent
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

NAME = "unitywebrequest"


def request(verb: str) -> Handler:
    """Return what makes a request: `new UnityWebRequest(url, method)`, or `UnityWebRequest.Post(url, body, type)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [*arguments.positional, *arguments.named.values()]
        state: dict[str, Value] = {"%headers": Container("array", [], born=evaluator.branch)}
        state["url"] = given[0] if given else Unclear()
        if verb:
            state["method"] = Value("string", verb, added_by=NAME)
            if verb in ("POST", "PUT") and len(given) > 1:
                state["%body"] = given[1]
            if len(given) > 2 and given[2].kind == "string":
                state["%type"] = given[2]
        elif len(given) > 1:
            state["method"] = given[1]
            for handler in given[2:]:
                if isinstance(handler, Client) and handler.family == "unity.upload":
                    state["uploadHandler"] = handler
        made = Client("unity", state, evaluator.span(node))
        evaluator.unsent[id(made)] = (made, lambda: _send(evaluator, made, node))
        return made

    return _handler


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`request.SetRequestHeader(name, value)`, and sending with `request.SendWebRequest()`."""
    given = arguments.positional
    if path == "SetRequestHeader" and len(given) == 2:
        owner.state["%headers"].data.append(Container("array", given[:2]))
        return null()
    if path in ("SendWebRequest", "Send"):
        return _send(evaluator, owner, node)
    return Unclear(evaluator.span(node))


def _send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    evaluator.unsent.pop(id(owner), None)
    state = owner.state
    draft = Draft(NAME, method_of(state.get("method")), as_sent(text_or_unknown(state.get("url"))))
    for entry in state["%headers"].data:
        draft.set_header(entry.data[0], evaluator.text(entry.data[1]))
    handler = state.get("uploadHandler")
    content = state.get("%body")
    if isinstance(handler, Client) and "%body" in handler.state:
        content = handler.state["%body"]
        declared = handler.state.get("contentType")
        if declared is not None:
            draft.add_default("content-type", declared)
    if "%type" in state:
        draft.add_default("content-type", state["%type"])
    if content is not None and content.kind != "null":
        _fill(evaluator, draft, content)
    return draft.send(evaluator, node)


def _fill(evaluator: Evaluator, draft: Draft, content: Value) -> None:
    if isinstance(content, Client) and content.family == "unity.form":
        fields = [
            Field(entry.data[0], None, entry.data[1]) if entry.data[2].data else Field(entry.data[0], entry.data[1])
            for entry in content.state["%parts"].data
        ]
        if any(field.filename is not None for field in fields):
            draft.body = Body("multipart", None, fields)
        else:
            draft.body = form_body((field.name, field.value or null()) for field in fields)
        draft.add_content_type()
    elif content.kind in ("object", "array"):
        draft.body = form_body((name, evaluator.text(value)) for name, value in pairs(content))
        draft.add_content_type()
    else:
        draft.body = text_body(evaluator, content, draft.header("content-type"))


def upload(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new UploadHandlerRaw(bytes)`."""
    body = arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))
    return Client("unity.upload", {"%body": body}, evaluator.span(node))


def form(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new WWWForm()`."""
    del arguments
    return Client("unity.form", {"%parts": Container("array", [], born=evaluator.branch)}, evaluator.span(node))


def form_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`form.AddField(name, value)`, `form.AddBinaryData(name, bytes, file_name)`."""
    del node
    given = arguments.positional
    if path in ("AddField", "AddBinaryData") and len(given) > 1 and "%parts" in owner.state:
        is_file = path == "AddBinaryData"
        value = (given[2] if len(given) > 2 else Value.unknown(given[1].span)) if is_file else evaluator.text(given[1])
        owner.state["%parts"].data.append(Container("array", [given[0], value, Value("boolean", is_file)]))  # data
    return null()


def handlers() -> dict[str, Handler]:
    """Return the constructors of Unity."""
    verbs = {name: name.upper() for name in ("Get", "Post", "Put", "Delete", "Head")}
    return {
        "UnityWebRequest": request(""),
        **{f"UnityWebRequest.{name}": request(verb) for name, verb in verbs.items()},
        "UnityWebRequest.PostWwwForm": request("POST"),
        "UnityWebRequestTexture.GetTexture": request("GET"),
        "UploadHandlerRaw": upload,
        "WWWForm": form,
        "JsonUtility.ToJson": serialize,
    }


def families() -> dict[str, Family]:
    """Return the families of Unity."""
    return {"unity": family, "unity.upload": form_family, "unity.form": form_family}
