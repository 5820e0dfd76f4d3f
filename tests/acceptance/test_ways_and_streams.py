"""Streams that a gateway writes wrongly, calls to the own machine through a proxy, routing that sticks, daily counts.

Every ticket here is invented.
"""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

STREAMS = (
    (
        "Claude Code 接 one-api 转换的 /v1/messages，答完之后一直转圈。抓包看流里有 message_start、"
        "content_block_delta，最后缺少 content_block_stop 和 message_stop。"
    ),
    "Codex on our new-api prints nothing. In the stream there is no response.output_item.added before the deltas.",
    "流式返回里一个 event 有两段 JSON，中间没有空行分隔，客户端解析失败。走的是 CLIProxyAPI。",
)
ROUTING = (
    "new-api 开了渠道亲和性，渠道 B 被自动禁用了，同一个用户后面的请求还是一直发到 B，不切换到别的可用渠道。",
    (
        "Sticky routing is on in our gateway. Channel 3 has been disabled because its quota ran out, but the same "
        "conversation keeps going to channel 3 and gets quota exhausted; other channels are free. A new chat works."
    ),
)
COUNTED = (
    "免费 key，第一句话就提示「今天的请求次数已超过 100 次」，可我今天才刚打开。",
    "Every day already the first prompt says that I have made more than 200 requests today.",
)
LOCAL = (
    (
        "POST http://192.168.7.20:3000/v1/chat/completions HTTP/1.1\nHost: 192.168.7.20:3000\nUser-Agent: axios/1.7.2\n"
        "\nHTTP/1.1 503 Service Unavailable\nContent-Length: 0\n"
    ),
    "http://127.0.0.1:4000 gives 502 Bad Gateway from my script, http://localhost:4000 answers fine.",
    "本机 http://127.0.0.1:8045/v1 一直 502，电脑上开着 v2rayN，端口 10808。",
)


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        *(("gateway.defect", text) for text in STREAMS),
        *(("gateway.misconfigured", text) for text in ROUTING),
        *(("rate.gateway-limit", text) for text in COUNTED),
        *(("network.proxy", text) for text in LOCAL),
        ("upstream.timeout", "提交任务只返回 submitted，轮询查询接口一直是 0%，最后变成超时。"),
        ("gateway.defect", "从 sub2api 0.1.95 升级到 0.1.98 之后 codex 全部 400，换回 0.1.95 就好了"),
        ("model.retired", "GET https://api.example.com/v1/user/info\nHTTP 410 Gone"),
    ],
)
def test_what_is_told_leads(cause: str, text: str) -> None:
    verdict = diagnose_text(text)["verdict"]
    assert verdict["cause"] == cause
    assert verdict["certainty"] != "confirmed"


def test_a_request_written_by_hand_is_sent_through_no_proxy() -> None:
    text = (
        "GET http://127.0.0.1:3000/v1/models HTTP/1.1\nAuthorization: Bearer sk-0000\n\nHTTP/1.1 502 Bad Gateway\n"
        "Content-Length: 0\n"
    )
    assert diagnose_text(text)["verdict"]["cause"] != "network.proxy"


def test_a_method_that_is_not_allowed_is_no_right_that_is_missing() -> None:
    diagnosis = diagnose_text('Calling our server with the new client raises "Method Not Allowed". The key is right.')
    assert diagnosis["verdict"]["cause"] == "endpoint.wrong-method"
    assert "auth.forbidden" not in [one["cause"] for one in diagnosis["causes"]]


def test_who_talks_of_curl_to_the_same_address_calls_nothing_directly() -> None:
    text = (
        "my one-api gets the path twice (…/chat/completions appended once more), "
        "the key works with curl against exactly this address"
    )
    assert "direct_works" not in str(diagnose_text(text)["causes"])
