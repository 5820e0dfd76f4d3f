"""Google's SDKs for Gemini: @google/genai, and @google/generative-ai before it.

github.com/googleapis/js-genai (models.ts, _transformers.ts), github.com/google-gemini/deprecated-generative-ai-js
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.js_bodies import add_headers, address, json_of, member, merged, with_base
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.values import is_nothing
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.value import Value

NAME, FAMILY, OLD, MODEL = "google-genai", "js genai", "js generative ai", "js generative model"
BASE = "https://generativelanguage.googleapis.com"
_METHODS = {
    "generateContent": ":generateContent",
    "generateContentStream": ":streamGenerateContent?alt=sse",
    "countTokens": ":countTokens",
}
_OUTSIDE = ("systemInstruction", "tools", "toolConfig", "safetySettings", "cachedContent", "labels")
_LEFT_OUT = ("httpOptions", "abortSignal", "automaticFunctionCalling")


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new GoogleGenAI({apiKey, httpOptions})`."""
    return Client(FAMILY, {"(options)": merged(arguments.get(0, "options"))}, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what `ai.models.generateContent({model, contents, config})` sends."""
    suffix = _METHODS.get(path.removeprefix("models."))
    if suffix is None or not path.startswith("models."):
        return owner if path == "then" else Unclear(evaluator.span(node))
    options, given = owner.state["(options)"], arguments.get(0, "params")
    config = member(given, "config")
    body = Container("object", {}, is_open=given is None or given.is_open)
    contents = member(given, "contents")
    if contents is not None:
        body.data["contents"] = _contents(contents)
    inner = Container("object", {})
    for name, value in (config.data if config is not None and config.kind == "object" else {}).items():
        if name in _LEFT_OUT or is_nothing(value):
            continue
        target = body if name in _OUTSIDE else inner
        target.data[name] = _instruction(value) if name == "systemInstruction" else value
        if config is not None and name in config.keys:
            target.keys[name] = config.keys[name]
    if inner.data:
        body.data["generationConfig"] = inner
    http = merged(member(options, "httpOptions"), member(config, "httpOptions"))
    return _send(evaluator, member(options, "apiKey"), http, member(given, "model"), suffix, body, node)


def _contents(value: Value) -> Value:
    """Return contents as they are sent: a text or a list of parts becomes one message of the user."""
    if value.kind == "string":
        return Container("array", [_message([_part(value)])])
    if value.kind == "object":
        return Container("array", [value if "parts" in value.data else _message([value])])
    if value.kind == "array" and not any(item.kind == "object" and "parts" in item.data for item in value.data):
        return Container("array", [_message([_part(item) for item in value.data])], is_open=value.is_open)
    return value


def _part(value: Value) -> Value:
    return Container("object", {"text": value}) if value.kind == "string" else value


def _message(parts: list[Value]) -> Value:
    role = Value("string", "user", added_by=NAME)
    return Container("object", {"role": role, "parts": Container("array", parts)})


def _instruction(value: Value) -> Value:
    return _message([_part(value)]) if value.kind == "string" else value


def _send(
    evaluator: Evaluator, key: Value | None, http: Value, model: Value | None, suffix: str, body: Value, node: ir.Node
) -> Value:
    base = member(http, "baseUrl") or Value("string", BASE, added_by=NAME)
    version = member(http, "apiVersion") or Value("string", "v1beta", added_by=NAME)
    name = model or Unclear()
    front = "/" if "/" in str(name.data) else "/models/"
    path = evaluator.text(version, Value("string", front), name, Value("string", suffix))
    draft = Draft(NAME, Value("string", "POST", added_by=NAME), with_base(evaluator, base, address(evaluator, path)))
    draft.complete = not (http.is_open or body.is_open)
    draft.add_default("x-goog-api-key", key or Value.unknown())
    add_headers(evaluator, draft, member(http, "headers"))
    draft.body = json_of(evaluator, draft, body)
    draft.sdk_call = "models" + suffix.partition("?")[0].replace(":", ".")
    return draft.send(evaluator, node)


def old_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new GoogleGenerativeAI(key)`."""
    return Client(OLD, {"(key)": arguments.get(0, "key") or Unclear()}, evaluator.span(node))


def old_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Read `client.getGenerativeModel(settings, {baseUrl, apiVersion})`."""
    if path != "getGenerativeModel":
        return Unclear(evaluator.span(node))
    state = {**owner.state, "(settings)": merged(arguments.get(0, "")), "(http)": merged(arguments.get(1, ""))}
    return Client(MODEL, state, evaluator.span(node))


def model_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what `model.generateContent(prompt)` sends."""
    suffix = _METHODS.get(path)
    if suffix is None:
        return owner if path == "then" else Unclear(evaluator.span(node))
    settings, given = owner.state["(settings)"], arguments.get(0, "request") or Unclear()
    whole = given.kind == "object" and "contents" in given.data
    own = given if whole else Container("object", {"contents": _contents(given)})
    body = merged(settings, own)
    name = body.data.pop("model", None)
    if "systemInstruction" in body.data:
        body.data["systemInstruction"] = _instruction(body.data["systemInstruction"])
    return _send(evaluator, owner.state["(key)"], owner.state["(http)"], name, suffix, body, node)


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    return {
        **dict.fromkeys(("@google/genai.GoogleGenAI", "GoogleGenAI"), client),
        **dict.fromkeys(("@google/generative-ai.GoogleGenerativeAI", "GoogleGenerativeAI"), old_client),
    }


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {FAMILY: family, OLD: old_family, MODEL: model_family}
