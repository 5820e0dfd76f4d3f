"""Calls that are answered at once: chat in its three dialects, embeddings, images of models without tasks."""

from __future__ import annotations

import json
import secrets
from typing import Any

from supportdesk.gateway.sandbox import refusals, tariff
from supportdesk.gateway.sandbox.books import Account, Books, Entry
from supportdesk.gateway.sandbox.exchange import Answer, Call, answer_json
from supportdesk.money.amount import usd_text
from supportdesk.money.pricing import Usage, reservation
from supportdesk.named import NamedTuple

MEDIA = ("image", "video", "audio", "music")
CHAT_CHANNEL = 1
SPOKEN = "This is the sandbox: nothing was generated, the call itself is well-formed."
CHUNKS = 6
MAX_TOKENS = 1_000_000


class Spoken(NamedTuple):
    """A finished conversation turn: the model, its text, and the tokens that are charged."""

    model: str
    text: str
    usage: Usage


def chat(call: Call, body: dict[str, Any], account: Account, books: Books) -> Answer:
    """Answer /v1/chat/completions, charged by tokens; as a stream where the body asks for one."""
    turn = _turn(call, body, account, books, body.get("messages"), body.get("max_tokens"))
    named = {"id": f"chatcmpl-{call.request_id}", "created": int(call.at), "model": turn.model}
    usage = {
        "prompt_tokens": turn.usage.prompt,
        "completion_tokens": turn.usage.completion,
        "total_tokens": turn.usage.prompt + turn.usage.completion,
    }
    if not body.get("stream"):
        choice = {"index": 0, "message": {"role": "assistant", "content": turn.text}, "finish_reason": "stop"}
        return answer_json({**named, "object": "chat.completion", "choices": [choice], "usage": usage})
    events: list[Any] = []
    for piece in _pieces(turn.text):
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        events.append({**named, "object": "chat.completion.chunk", "choices": [choice]})
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    events.append({**named, "object": "chat.completion.chunk", "choices": [end]})
    if (body.get("stream_options") or {}).get("include_usage"):
        events.append({**named, "object": "chat.completion.chunk", "choices": [], "usage": usage})
    lines = [f"data: {json.dumps(event)}\n\n".encode() for event in events]
    return Answer(200, "text/event-stream", (*lines, b"data: [DONE]\n\n"))


def responses(call: Call, body: dict[str, Any], account: Account, books: Books) -> Answer:
    """Answer /v1/responses, charged by tokens."""
    turn = _turn(call, body, account, books, body.get("input"), body.get("max_output_tokens"))
    message = {
        "type": "message",
        "id": f"msg_{call.request_id}",
        "role": "assistant",
        "status": "completed",
        "content": [{"type": "output_text", "text": turn.text, "annotations": []}],
    }
    usage = {
        "input_tokens": turn.usage.prompt,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": turn.usage.completion,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": turn.usage.prompt + turn.usage.completion,
    }
    answer = {
        "id": f"resp_{call.request_id}",
        "object": "response",
        "created_at": int(call.at),
        "status": "completed",
        "model": turn.model,
        "output": [message],
        "usage": usage,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }
    return answer_json(answer)


def messages(call: Call, body: dict[str, Any], account: Account, books: Books) -> Answer:
    """Answer /v1/messages, charged by tokens."""
    turn = _turn(call, body, account, books, body.get("messages"), body.get("max_tokens"))
    answer = {
        "id": f"msg_{call.request_id}",
        "type": "message",
        "role": "assistant",
        "model": turn.model,
        "content": [{"type": "text", "text": turn.text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": turn.usage.prompt, "output_tokens": turn.usage.completion},
    }
    return answer_json(answer)


def gemini(call: Call, body: dict[str, Any], account: Account, books: Books) -> Answer:
    """Answer /v1beta/models/NAME:generateContent, charged by tokens."""
    turn = _turn(call, body, account, books, body.get("contents"), None)
    content = {"role": "model", "parts": [{"text": turn.text}]}
    usage = {
        "promptTokenCount": turn.usage.prompt,
        "candidatesTokenCount": turn.usage.completion,
        "totalTokenCount": turn.usage.prompt + turn.usage.completion,
    }
    candidates = [{"index": 0, "content": content, "finishReason": "STOP"}]
    return answer_json({"candidates": candidates, "usageMetadata": usage, "modelVersion": turn.model})


def embeddings(call: Call, body: dict[str, Any], account: Account, books: Books) -> Answer:
    """Answer /v1/embeddings with vectors of eight numbers, charged by tokens."""
    given = body.get("input")
    turn = _turn(call, body, account, books, given, None, said="")
    count = len(given) if isinstance(given, list) else 1
    data = [{"object": "embedding", "index": at, "embedding": [0.125] * 8} for at in range(count)]
    usage = {"prompt_tokens": turn.usage.prompt, "total_tokens": turn.usage.prompt}
    return answer_json({"object": "list", "data": data, "model": turn.model, "usage": usage})


def images(call: Call, body: dict[str, Any], account: Account, books: Books) -> Answer:
    """Answer images of a model that has no task: links at once, logged with one prompt token (gateway.md 2)."""
    model = str(body["model"])
    charge, other = tariff.images_price(model, body)
    afford(account, charge.quota, call)
    size, quality, count = body.get("size", "1024x1024"), body.get("quality", "standard"), int(body.get("n") or 1)
    content = f"大小 {size}, 品质 {quality}, 生成数量 {count}"
    other["request_path"] = call.path
    entry = Entry(model, call.request_id, int(call.at), other, content, prompt_tokens=1, channel=CHAT_CHANNEL)
    books.charge(account, charge.quota, entry)
    links = [{"url": f"{call.base}/files/{call.request_id}-{at}.png"} for at in range(count)]
    return answer_json({"created": int(call.at), "data": links})


def _turn(
    call: Call, body: dict[str, Any], account: Account, books: Books, asked: object, limit: object, said: str = SPOKEN
) -> Spoken:
    """Charge a token-billed call and return what is answered. Raises Refusal where the balance is too small."""
    model = str(body["model"])
    prompt = max(1, len(json.dumps(asked, ensure_ascii=False)) // 4)
    most = limit if isinstance(limit, int) and not isinstance(limit, bool) and 0 < limit <= MAX_TOKENS else 0
    afford(account, reservation(prompt, most, tariff.MODEL_RATIO, tariff.GROUP_RATIO).quota, call)
    completion = len(said) // 4
    usage = Usage(prompt, min(completion, most) if most else completion)
    charge, other = tariff.tokens_price(usage)
    other["request_path"] = call.path
    entry = Entry(
        model,
        call.request_id,
        int(call.at),
        other,
        prompt_tokens=usage.prompt,
        completion_tokens=usage.completion,
        stream=bool(body.get("stream")),
        channel=CHAT_CHANNEL,
    )
    books.charge(account, charge.quota, entry)
    return Spoken(model, said[: usage.completion * 4], usage)


def afford(account: Account, quota: int, call: Call) -> None:
    """Refuse what the balance, or the key's own limit, does not cover (gateway.md 5). Raises Refusal."""
    if account.quota < quota:
        have, need = (f"＄{usd_text(amount)} 额度" for amount in (account.quota, quota))
        raise refusals.too_little(have, need, call.request_id)
    if account.remaining is not None and account.remaining < quota:
        message = f"token quota is not enough, token remain quota: {account.remaining}, need quota: {quota}"
        raise refusals.gateway(403, message, "pre_consume_token_quota_failed", call.request_id)


def new_request_id(at: float) -> str:
    """Return a request id as such gateways make them: the time to the second, digits, and eight letters."""
    from datetime import UTC, datetime

    stamp = datetime.fromtimestamp(at, UTC).strftime("%Y%m%d%H%M%S")
    return f"{stamp}{secrets.randbelow(10**9):09d}{secrets.token_hex(4)}"


def _pieces(text: str) -> list[str]:
    step = max(1, -(-len(text) // CHUNKS))
    return [text[at : at + step] for at in range(0, len(text), step)] or [""]
