"""Answers of chat, responses, embeddings and the like: the model that answered and the tokens it counted.

Shapes: OpenAI chat completions and responses (platform.openai.com/docs/api-reference), Anthropic messages
(docs.anthropic.com/en/api/messages), Gemini generateContent (ai.google.dev/api/generate-content).
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.reading.members import has_any, member, number_member, reading, text_member
from supportdesk.value import Value
from supportdesk.view import View

PROMPT = ("prompt_tokens", "input_tokens", "promptTokenCount", "inputTokens")
COMPLETION = ("completion_tokens", "output_tokens", "candidatesTokenCount", "outputTokens")
CACHED = ("cached_tokens", "cache_read_input_tokens", "cachedContentTokenCount", "prompt_cache_hit_tokens")
_COUNTED = {"prompt_tokens": PROMPT, "completion_tokens": COMPLETION, "cached_tokens": CACHED}
_DETAILS = ("prompt_tokens_details", "input_tokens_details")
_ANSWER_OBJECTS = (
    "chat.completion",
    "chat.completion.chunk",
    "text_completion",
    "response",
    "list",
    "message",
    "embedding",
)


_REFUSED = frozenset(
    {
        "safety", "prohibited_content", "recitation", "blocklist", "spii", "image_safety", "image_prohibited_content",
        "image_recitation", "content_filter", "refusal", "sensitive", "model_armor", "jailbreak", "content_filtered",
        "guardrail_intervened",
    }
)  # fmt: skip
"""Why an answer ends where a filter stopped it: FinishReason and BlockedReason of ai.google.dev/api/generate-content,
finish_reason of OpenAI and Zhipu, stop_reason of Anthropic."""
_BROKEN = frozenset(
    {
        "other", "malformed_function_call", "unexpected_tool_call", "no_image", "image_other", "malformed_response",
        "too_many_tool_calls", "missing_thought_signature", "insufficient_system_resource", "network_error",
    }
)  # fmt: skip
"""Why an answer ends where the model failed: FinishReason of ai.google.dev/api/generate-content, finish_reason of
api-docs.deepseek.com and docs.bigmodel.cn."""
LONGEST_TOLD = 1500
"""Characters of an assistant's words that may be an error."""
_ERROR_TOLD = lazy(
    r"\s{0,4}(?:\*\*|[❌⚠🚫]\ufe0f?|\[)?\s?(?:(?:[A-Z][\w.]{0,40} ){0,3}[\w.]{0,40}(?:Error|Exception)\]?\s?[:：(\[]"
    r"|[Ee]rror (?:code|fetching|occurred|processing|from|in)\b|(?:upstream|API|api|internal|provider) [Ee]rror\b"
    r"|(?:请求|调用|接口|生成|上游|服务)?(?:失败|出错|错误|异常|报错)\s?[:：]"
    r"|(?:HTTP|status(?: ?code)?)\s?[:：=]?\s?[45][0-9]{2}\b)"
)
_COUNT = lazy(
    r"\b(prompt_tokens|input_tokens|completion_tokens|output_tokens|cached_tokens|cache_read_input_tokens)"
    r"[\"']?\s?(?:[:=]\s?)?([0-9]{1,9})\b"
)


def read_counts(view: View, start: int, end: int) -> list[Reading]:
    """Return the token counts that a line of text states by their names."""
    readings: dict[str, Reading] = {}
    for match in _COUNT.finditer(view.text, start, end):
        fact = next(name for name, words in _COUNTED.items() if match[1] in words)
        readings.setdefault(fact, Reading(fact, int(match[2]), view.span(*match.span(2))))
    return list(readings.values())


def is_completion(value: Value) -> bool:
    """Whether an object is a synchronous answer, a chunk of one, or the usage of one."""
    kind = text_member(value, "object")
    if kind is not None and kind.data in _ANSWER_OBJECTS:
        return True
    if has_any(value, "choices", "candidates", "usageMetadata", "promptFeedback") or is_usage(value):
        return True
    if has_any(value, "role") and has_any(value, "stop_reason", "usage"):
        return True
    if has_any(value, "stopReason") and has_any(value, "output", "usage"):
        return True
    if has_any(value, "finishReason") and has_any(value, "safetyRatings", "finishMessage"):
        return True
    return has_any(value, "created") and has_any(value, "data") and not has_any(value, "status", "task_id")


def is_usage(value: Value) -> bool:
    """Whether an object counts tokens."""
    return number_member(value, *PROMPT) is not None and number_member(value, *COMPLETION, "total_tokens") is not None


def read_completion(value: Value) -> list[Reading]:
    """Return model, request_id and token counts of an answer."""
    readings = reading("model", text_member(value, "model", "modelVersion"))
    usage = value if is_usage(value) else member(value, "usage", "usageMetadata", "usage_metadata")
    if usage is None:
        inner = member(value, "response", "message")
        usage = member(inner, "usage")
        readings = readings or reading("model", text_member(inner, "model"))
    readings += reading("prompt_tokens", number_member(usage, *PROMPT))
    readings += reading("completion_tokens", number_member(usage, *COMPLETION))
    cached = number_member(usage, *CACHED) or number_member(member(usage, *_DETAILS), *CACHED)
    return readings + reading("cached_tokens", cached) + _refusal(value)


def is_empty(value: Value) -> bool:
    """Whether a whole answer holds nothing: no text, no tool call, no item, and no token counted as output.

    What ended for another reason than that it was complete (a limit, a tool call, a filter) is not empty.
    """
    usage = member(value, "usage", "usageMetadata", "usage_metadata")
    counted = number_member(usage, *COMPLETION)
    kind = text_member(value, "object")
    if (counted is not None and counted.data) or (usage is None and kind is None):
        return False
    if kind is not None and kind.data not in ("", "chat.completion", "text_completion", "response"):
        return False
    listed = member(value, "choices", "candidates", "output", "content")
    if listed is None or listed.kind == "null" or not listed.data:
        return kind is not None or has_any(value, "choices", "candidates", "output", "content")
    return listed.kind == "array" and all(_holds_nothing(one) for one in listed.data)


def _holds_nothing(one: Value) -> bool:
    reason = text_member(one, "finish_reason", "finishReason")
    if one.kind != "object" or (reason is not None and reason.data.lower() != "stop"):
        return False
    said = member(one, "message", "content")
    inner = said if said is not None and said.kind == "object" else one
    names = ("content", "text", "parts", "tool_calls", "function_call", "reasoning_content", "reasoning", "audio",
             "images", "refusal")  # fmt: skip
    held = [member(inner, name) for name in names]
    return has_any(one, "message", "finish_reason", "finishReason") and not any(item and item.data for item in held)


def _refusal(value: Value) -> list[Reading]:
    """Return why an answer holds nothing or was cut short by a filter: Gemini, OpenAI and Anthropic say it so."""
    feedback = member(value, "promptFeedback", "prompt_feedback")
    reason = text_member(feedback, "blockReason", "block_reason")
    listed = member(value, "candidates", "choices")
    first = listed.data[0] if listed is not None and listed.kind == "array" and listed.data else value
    reason = reason or text_member(first, "finishReason", "finish_reason", "stop_reason", "stopReason")
    failed = member(first, "error")  # openrouter.ai/docs/api-reference/errors: an error of one choice
    if failed is not None and failed.kind == "object" and text_member(failed, "message") is not None:
        status = number_member(failed, "code")
        told = reading("error_message", text_member(failed, "message"))
        return told + (reading("http_status", status) if status is not None and 400 <= status.data <= 599 else [])
    if reason is None or reason.data.lower() not in _REFUSED | _BROKEN:
        return _told(first)
    said = text_member(feedback, "blockReasonMessage") or text_member(first, "finishMessage")
    return reading("error_code", reason) + reading("error_message", said)


def _told(choice: Value) -> list[Reading]:
    """Return an error that a gateway wrote as the words of the assistant."""
    said = text_member(member(choice, "message", "delta"), "content")
    if said is None or len(said.data) > LONGEST_TOLD or _ERROR_TOLD.match(said.data) is None:
        return []
    return reading("error_message", said)
