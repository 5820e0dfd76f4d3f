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

FRAMES = (
    (
        "TypeError: Cannot read properties of undefined (reading 'content')\n"
        "    at Object.convert (/usr/local/lib/node_modules/@musistudio/claude-code-router/dist/cli.js:70112:31)"
    ),
    (
        'File ".../litellm_core_utils/streaming_handler.py", line 1602, in __next__\n'
        "    chunk = next(self.completion_stream)\nTypeError: 'NoneType' object is not an iterator"
    ),
    (
        '  File "/usr/src/litellm/litellm/responses/streaming_iterator.py", line 140, in _process_chunk\n'
        "AttributeError: 'dict' object has no attribute 'output'"
    ),
    "2026/04/11 12:00:01 [Recovery] panic recovered:\nruntime error: slice bounds out of range [:8] with capacity 4\n",
)
BUFFERED = (
    "流式经过公司的 F5 负载均衡之后变成一次性返回，直接打后端 IP 就是逐字的",
    (
        "Behind our two proxies (Caddy in front, nginx inside) the SSE answer arrives in one block after 10 s. The "
        "backend sets X-Accel-Buffering: no, but the header doesn't reach the browser."
    ),
)
VERSIONS = (
    (
        "Since moving new-api from v0.9.3 to v0.9.8 our calls to Bedrock fail with `max_tokens: Field required`. "
        "Going back to 0.9.3 it works."
    ),
    "sub2api 上全是 Upstream request failed。0.1.183 没有这个问题，0.1.184 之后都有。",
    "midjourney-proxy 2.3.2: half of the tasks stay SUBMITTED for ever. 2.3.1 did not have this.",
    "new-api 升级到 v0.9.8 之后调用报 `max_tokens: Field required`，换回 0.9.3 就正常。",
)

STRAIGHT = (
    (
        "Our gateway answers 503 Service temporarily unavailable to this body. "
        "Sent straight to the provider's address the same body gets 200."
    ),
    "走网关报 529 Overloaded，同一条内容换官方端点正常返回，不像真的过载。",
)

BEGUN = (
    ("rate.gateway-limit", "并发数超过限制，当前 3/3，请等待其他任务完成"),
    ("upstream.overloaded", "当前模型负载较高，请稍后重试，剩余额度充足"),
    ("network.unreachable", "getaddrinfo EAI_AGAIN api.relay.example, only inside the pod"),
    ("upstream.bad-response", "stream ended without finish_reason; it breaks off in the middle of a word, HTTP 200"),
    ("upstream.timeout", "error code: 524，生成一张大图要两分钟，走 Cloudflare 的域名每次 100 秒左右就断"),
)
"""Words of an error with which a ticket begins, though nothing says that they are one."""
TOLD = (
    ("rate.gateway-limit", "I reach the free limit after 3 questions: the site counts per IP and we are behind CGNAT."),
    ("gateway.misconfigured", "重试次数设了 3，可是每次都重试同一个渠道，优先级低的渠道一直没被调用"),
    (
        "gateway.defect",
        "TensorZero sends response.output_text.done before the last delta, the gateway's tail is dropped.",
    ),
    ("gateway.defect", "sub2api marks the whole account as limited and skips it, although upstream never sent 429"),
    ("gateway.defect", "gpt-load 把一个 key 的 401 算到全部头上，所有密钥都被标记为失效，其实只有一个是坏的"),
    ("upstream.timeout", "stream idle timeout - partial response received"),
    (
        "gateway.defect",
        "经 one-hub 调 Gemini，tool_calls 里 arguments 是空对象 {}，直接请求 Google 是有参数的。",
    ),
    ("gateway.misconfigured", '渠道里模型重定向写成了 {"gpt-4o": "gpt-4o "}，多了个空格，上游一直说模型不存在'),
    (
        "network.proxy",
        "nginx 反代 new-api，请求头里的 Authorization 传不过去，后端一直说未提供令牌",
    ),
    (
        "network.proxy",
        "Charles is running; the client says CERTIFICATE_VERIFY_FAILED, without it the call works.",
    ),
    ("client.stream-handling", "前端 EventSource 用 GET 请求流式接口，onmessage 收不到，因为接口是 POST"),
)


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        *(("gateway.defect", text) for text in STREAMS),
        *(("gateway.misconfigured", text) for text in ROUTING),
        *(("rate.gateway-limit", text) for text in COUNTED),
        *(("gateway.defect", text) for text in FRAMES + VERSIONS + STRAIGHT),
        *(("network.proxy", text) for text in LOCAL + BUFFERED),
        *BEGUN,
        *TOLD,
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


def test_a_proxy_that_is_set_in_a_channel_is_not_the_callers() -> None:
    text = (
        "The channel in new-api has its own proxy setting socks5://10.0.0.5:1080, the test of the channel says: "
        "proxyconnect tcp: dial tcp 10.0.0.5:1080: connect: connection refused"
    )
    verdict = diagnose_text(text)["verdict"]
    assert verdict["cause"] == "gateway.misconfigured"
    assert verdict["certainty"] == "possible"


def test_what_a_program_imports_wrongly_is_no_fault_of_a_gateway() -> None:
    text = (
        'Traceback (most recent call last):\n  File "run.py", line 3, in <module>\n    engine = g4f.client.Client()\n'
    )
    text += "AttributeError: module 'g4f' has no attribute 'client'"
    assert diagnose_text(text)["verdict"]["cause"] == "client.sdk-mismatch"


def test_a_page_for_503_of_a_server_in_front_proves_no_overload() -> None:
    page = "<html><head><title>503 Service Temporarily Unavailable</title></head><body><hr>nginx</body></html>"
    for text in (page, "HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n"):
        assert diagnose_text(text)["verdict"]["certainty"] != "confirmed"
