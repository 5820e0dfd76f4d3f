"""A diagnosis in the shape of the public contract, and the paste that it was made from: all of it invented."""

from __future__ import annotations

import copy
from typing import Any

PASTE = """你好，视频一直失败，麻烦看一下余额有没有扣：
client.chat.completions.create(
    model="gemini_omni",
    messages=[{"role": "user", "content": "a cat"}],
)
{"error": {"message": "invalid api type: -1 (request id: 20261122093000aB3dE5fG)"}}
task_id: task_9xQ2Lm8Vx1Zc
"""


def span(text: str, piece: str) -> dict[str, int]:
    """Return the span of the first `piece` in `text`, in the shape of the public contract."""
    start = text.index(piece)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return {"source": 0, "start": start, "end": start + len(piece), "line": line, "column": column}


def diagnosis(**changes: Any) -> dict[str, Any]:
    """Return the diagnosis of PASTE; `changes` replace top-level members."""
    request = {
        "method": "POST",
        "url": "https://toapis.com/v1/videos/generations",
        "headers": {"authorization": "Bearer $TOAPIS_API_KEY", "content-type": "application/json"},
        "body": {"kind": "json", "json": {"model": "gemini_omni", "prompt": "a cat"}},
    }
    whole: dict[str, Any] = {
        "version": 1,
        "verdict": {
            "cause": "endpoint.chat-for-media",
            "certainty": "confirmed",
            "who": "customer",
            "title": {"en": "Video model called through chat", "zh": "用聊天接口调用了视频模型"},
            "why": {"en": "gemini_omni makes videos.", "zh": "gemini_omni 是视频模型。"},
            "would_change": {"en": "Documentation of a chat use.", "zh": "文档写明可用聊天接口。"},
        },
        "causes": [
            {
                "cause": "endpoint.chat-for-media",
                "certainty": "confirmed",
                "score": 31.0,
                "rule": "endpoint.media-on-chat",
                "evidence": [
                    {"fact": "model", "value": "gemini_omni", "call": 0, "span": span(PASTE, '"gemini_omni"')},
                    {
                        "fact": "error_message",
                        "value": "invalid api type: -1",
                        "call": 0,
                        "span": span(PASTE, "invalid api type: -1"),
                    },
                ],
                "explains": [],
            }
        ],
        "violations": [],
        "calls": [
            {
                "model": "gemini_omni",
                "gateway": "toapis",
                "endpoint": "chat",
                "request_id": "20261122093000aB3dE5fG",
                "task_id": "task_9xQ2Lm8Vx1Zc",
            }
        ],
        "money": {
            "decision": "not-applicable", "charged_quota": None, "refunded_quota": None, "net_quota": None,
            "expected_quota": None, "refund_quota": None, "refund_usd": None, "lines": [],
            "reason": {"en": "The material shows no charge.", "zh": "材料里没有扣费记录。"},
            "flags": [], "ledger": [], "hypotheses": [],
        },
        "fix": {
            "steps": {
                "en": ["Send it to /v1/videos/generations.", "Poll the task."],
                "zh": ["改发到 /v1/videos/generations。", "轮询任务。"],
            },
            "request": request,
            "dropped": [{"pointer": "/messages", "reason": {"en": "no such field", "zh": "没有这个字段"}}],
            "patch": "-client.chat.completions.create(\n+requests.post(\n",
            "retry": {"retryable": True, "strategy": {"after": "fix", "attempts": 1, "delays_s": [], "jitter": False,
                      "honour_retry_after": True, "collect": ["request_id"], "escalate": {"en": "", "zh": ""}}},
        },
        "ask": [
            {
                "fact": "url",
                "question": {"en": "Which URL was called?", "zh": "调用的完整 URL 是什么？"},
                "separates": ["endpoint.wrong-path"],
            }
        ],
        "reply": {
            "language": "zh", "en": "Please send gemini_omni to /v1/videos/generations.",
            "zh": "请把 gemini_omni 改为调用 /v1/videos/generations。", "gate": {"passed": True, "reasons": []},
        },
        "escalation": None,
        "not_read": [],
        "redacted": 0,
    }  # fmt: skip
    return {**copy.deepcopy(whole), **changes}
