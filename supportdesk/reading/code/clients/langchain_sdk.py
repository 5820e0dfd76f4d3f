"""LangChain's ChatOpenAI: a chat client over the openai SDK, whatever kind of model it is given.

Source: github.com/langchain-ai/langchain, libs/partners/openai/langchain_openai/chat_models/base.py.
"""

from __future__ import annotations

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import openai_sdk
from supportdesk.reading.code.clients.sdk_calls import SdkCall, is_not_given
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.value import Value

SDK = "langchain"
_SENDING = frozenset(("invoke", "ainvoke", "predict", "apredict", "call_as_llm", "stream", "astream", ""))
_SAME = frozenset(("bind_tools", "with_retry", "with_config", "with_structured_output", "bind"))
_OF_CLIENT = {
    "base_url": "base_url", "openai_api_base": "base_url", "api_key": "api_key", "openai_api_key": "api_key",
    "organization": "organization", "openai_organization": "organization", "default_headers": "default_headers",
    "timeout": "timeout", "request_timeout": "timeout", "max_retries": "max_retries",
}  # fmt: skip
_OF_BODY = {
    "model": "model", "model_name": "model", "temperature": "temperature", "max_tokens": "max_completion_tokens",
    "max_completion_tokens": "max_completion_tokens", "top_p": "top_p", "n": "n", "seed": "seed",
    "frequency_penalty": "frequency_penalty", "presence_penalty": "presence_penalty", "stop": "stop",
    "reasoning_effort": "reasoning_effort", "extra_body": "extra_body",
}  # fmt: skip
_ROLES = {"human": "user", "ai": "assistant", "user": "user", "assistant": "assistant", "system": "system"}
_MESSAGES = {"SystemMessage": "system", "HumanMessage": "user", "AIMessage": "assistant"}


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`ChatOpenAI(…)`."""
    state = {name: value for name, value in arguments.named.items() if not is_not_given(value)}
    if arguments.is_open:
        state["is_open"] = Value("boolean", True)  # its data
    return Client(SDK, state, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of the client sends: one chat call."""
    if path in _SAME:
        return owner
    if path not in _SENDING:
        return Unclear(evaluator.span(node))
    state = {_OF_CLIENT[name]: value for name, value in owner.state.items() if name in _OF_CLIENT}
    given = Arguments()
    given.named = {_OF_BODY[name]: value for name, value in owner.state.items() if name in _OF_BODY}
    more = owner.state.get("model_kwargs")
    if more is not None and more.kind == "object":
        given.named.update(more.data)
    given.named["messages"] = _conversation(arguments.get(0, "input"))
    given.is_open = "is_open" in owner.state
    if path.endswith("stream"):
        given.named["stream"] = Value("boolean", True, added_by=SDK)
    call = SdkCall(SDK, path or "call", sdks.OPENAI["chat.completions.create"])
    return openai_sdk.send(evaluator, state, call, given, node)


def message(role: str) -> Handler:
    """`HumanMessage(…)` and its like: one message."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return _message(
            Value("string", role, added_by=SDK), arguments.get(0, "content") or Unclear(evaluator.span(node))
        )

    return _handler


def _conversation(given: Value | None) -> Value:
    if given is None or given.kind not in ("string", "array"):
        return Unclear(given.span if given is not None else None)
    if given.kind == "string":
        return Container("array", [_message(Value("string", "user", added_by=SDK), given)])
    made = Container("array", [], given.span, is_open=given.is_open)
    for item in given.data:
        pair = item.data if item.kind == "array" and len(item.data) == 2 else None
        if pair is not None and pair[0].kind == "string":
            role = Value("string", _ROLES.get(pair[0].data, pair[0].data), pair[0].span)
            made.data.append(_message(role, pair[1]))
        elif item.kind == "string":
            made.data.append(_message(Value("string", "user", added_by=SDK), item))
        else:
            made.data.append(item)
    return made


def _message(role: Value, content: Value) -> Value:
    return Container("object", {"role": role, "content": content})


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = {}
    for package in ("langchain_openai", "langchain_openai.chat_models", "langchain.chat_models",
                    "langchain_community.chat_models"):  # fmt: skip
        made[f"{package}.ChatOpenAI"] = client
    for package in ("langchain_core.messages", "langchain.schema", "langchain.messages"):
        made.update({f"{package}.{name}": message(role) for name, role in _MESSAGES.items()})
    return made


def families() -> dict[str, Family]:
    """Return the family of the client."""
    return {SDK: family}
