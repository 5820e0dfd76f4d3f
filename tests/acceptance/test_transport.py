"""Verdicts on connections, certificates, proxies, streams and a gateway's own failures, as many runtimes word them."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import faults, verdict

FETCH = "https://relay.example.com/v1/chat/completions"

TRANSPORT = [
    ("SocketException: Failed host lookup: 'relay.example.com' (OS Error: Name unknown, errno = 11001)",
     "network.unreachable"),
    ("ClientException with SocketException: Connection refused (OS Error: x, errno = 61), port = 4, uri=" + FETCH,
     "network.unreachable"),
    ("HttpException: Connection closed before full header was received, uri = " + FETCH, "network.unreachable"),
    ("HandshakeException: Handshake error in client (OS Error: CERTIFICATE_VERIFY_FAILED: self signed certificate)",
     "network.tls"),
    ('Error Domain=NSURLErrorDomain Code=-1003 "A server with the specified hostname could not be found."',
     "network.unreachable"),
    ('Error Domain=NSURLErrorDomain Code=-1009 "似乎已断开与互联网的连接。"', "network.unreachable"),
    ('Error Domain=NSURLErrorDomain Code=-1202 "The certificate for this server is invalid."', "network.tls"),
    ('Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."', "upstream.timeout"),
    (f'Post "{FETCH}": proxyconnect tcp: dial tcp 127.0.0.1:7897: connect: connection refused', "network.proxy"),
    (f"httpx.HTTPStatusError: Server error '500 Internal Privoxy Error' for url '{FETCH}'", "network.proxy"),
    ((f"error sending request for url ({FETCH}): client error (Connect): dns error: failed to lookup address "
     "information: Name or service not known"), "network.unreachable"),
    (("API Error: Unable to connect to API: Self-signed certificate detected. Check your proxy or corporate SSL "
     "certificates"), "network.tls"),
    ("cURL error 6: Could not resolve host: relay.example.com", "network.unreachable"),
]  # fmt: skip

OTHERS = [
    (("本机起的服务，http_proxy 开着，一直 502：\nHTTP 502\n"
     "2026/03/01 08:00:01 from 127.0.0.1:51000 accepted tcp:127.0.0.1:8317 [http -> direct]"), "network.proxy"),
    ("公司网络抓包代理会解开 SSL。\nERROR +3ms service=app name=Error message=unable to get local issuer certificate",
     "network.tls"),
    (("With stream=True everything prints, and then:\njson.decoder.JSONDecodeError: Expecting value: line 1 column 3 "
     "(char 2)\n\ndata:{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\ndata:[DONE]"),
     "client.stream-handling"),
    ("500 {\"error\":{\"message\":\"litellm.APIConnectionError: 'list' object has no attribute 'get'\",\"type\":null}}",
     "gateway.defect"),
    ("HTTP 500\n{\"error\":{\"message\":\"Cannot read properties of undefined (reading 'role')\",\"type\":\"x\"}}",
     "gateway.defect"),
    ("[PANIC] panic: runtime error: invalid memory address or nil pointer dereference", "gateway.defect"),
    ("error: failed to unmarshal messages response: invalid character 'S' looking for beginning of value",
     "upstream.bad-response"),
    (("[SYS] failed to initialize database: Error 1045 (28000): Access denied for user 'gw'@'10.0.0.3' "
     "(using password: YES)"), "gateway.misconfigured"),
    ('错误：do request failed: Post "/v1/chat/completions": unsupported protocol scheme ""', "gateway.misconfigured"),
    ("LiteLLM strips the reasoning field from the request; called directly the model gets it.", "gateway.defect"),
    ("经过网关转发以后图片丢了，直连官方接口是正常的。", "gateway.defect"),
    ("model_list 里写了两个部署，router_settings 配了按用量，可是不生效，一直走第一个。", "gateway.misconfigured"),
    ('{"error":{"message":"Failed to parse URL from undefined/chat","type":"api_error"}}', "gateway.misconfigured"),
    (
        (
            '{"error":{"message":"json: cannot unmarshal array into Go struct field Reply.x of type string",'
            '"type":"upstream_error","code":"bad_response_body"}}'
        ),
        "upstream.bad-response",
    ),
    (
        (
            "litellm.exceptions.APIConnectionError: litellm.APIConnectionError: translate() missing 1 required "
            "positional argument: 'tools'"
        ),
        "gateway.defect",
    ),
    ("request failed with status 451 Unavailable For Legal Reasons", "upstream.region-blocked"),
    ("抓包看 new-api 转发出去的 tools 只剩一个工具，直连官方接口没事。", "gateway.defect"),
    ("Three video tasks never end, they are at 61 minutes and the provider's page says the same.", "upstream.timeout"),
    (
        '{"candidates":[{"content":{"parts":[]},"finishReason":"MALFORMED_FUNCTION_CALL"}]}',
        "upstream.bad-response",
    ),
    (
        '{"choices":[{"finish_reason":"error","error":{"message":"Provider returned error","code":502}}]}',
        "upstream.error",
    ),
    ("API 403 {\"error\":{\"message\":\"Request not allowed\",\"type\":\"forbidden\"}}\n切换到日本节点就正常了",
     "upstream.region-blocked"),
    (
        (
            "Traceback (most recent call last):\n  File \"x/site-packages/httpx/a.py\", line 2, in f\n    yield\n"
            "httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: has expired\n\n"
            "The above exception was the direct cause of the following exception:\n\n"
            "Traceback (most recent call last):\n  File \"app.py\", line 3, in <module>\n    run()\n"
            "openai.APIConnectionError: Connection error."
        ),
        "network.tls",
    ),
    (
        (
            "requests.exceptions.ProxyError: HTTPSConnectionPool(host='relay.example.com', port=443): Max retries "
            "exceeded with url: /v1/models (Caused by ProxyError('Cannot connect to proxy.', OSError('x')))"
        ),
        "network.proxy",
    ),
    ("反向代理 nginx 后面流式要等最后才一次性出来。", "network.proxy"),
    ("TypeError: 'ChatCompletionMessage' object is not subscriptable", "client.sdk-mismatch"),
    ("Streaming works, but usage is missing in every chunk of the stream.", "client.stream-handling"),
    ("org.x.Y: io.netty.handler.timeout.ReadTimeoutException: null", "upstream.timeout"),
    ("The gateway returns finish_reason stop instead of tool_calls in stream mode and no tool runs.", "gateway.defect"),
    ('{"statusCode":500,"error":"Internal Server Error","message":"Cannot read property \'id\' of undefined"}',
     "gateway.defect"),
    ("网关的配置里别名写错了，模型一直找别家。", "gateway.misconfigured"),
    ('{"error":{"message":"failed to get access token: oauth2: cannot fetch token: 400","type":"new_api_error"}}',
     "auth.upstream-key"),
    (('{"id":"17000001","action":"BLEND","prompt":"two cats","status":"FAILURE","progress":"40%",'
     '"failReason":"任务超时","submitTime":1690000000000,"finishTime":1690000300000}'), "upstream.timeout"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cause"), [*TRANSPORT, *OTHERS])
def test_the_cause_of_a_failed_connection_or_program(text: str, cause: str) -> None:
    assert verdict(text)[0] == cause
    assert faults(text) == []


def test_a_client_with_the_same_words_in_its_own_traceback_is_not_the_gateway() -> None:
    told = "Traceback (most recent call last):\n  File \"app.py\", line 4, in <module>\n    print(r['choices'])\n"
    assert verdict(told + "TypeError: 'NoneType' object is not subscriptable")[0] != "gateway.defect"


def test_who_says_that_a_proxy_opens_ssl_reports_no_failure() -> None:
    assert verdict("Our company's proxy opens SSL. How do I set the base URL?")[0] != "network.tls"
