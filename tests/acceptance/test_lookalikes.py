"""Tickets that look like what a rule is sure of, and are something else; what is told beside an error may deny it."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

LOOK_ALIKES = {
    "test of a channel": (
        ("auth.upstream-key",),
        ("渠道测试返回：Incorrect API key provided: sk-svca***. 渠道里的 key 昨天在 OpenAI 后台被删了"),
    ),
    "button that tests": (
        ("auth.upstream-key",),
        (
            '后台渠道列表点测试按钮，提示 {"success":false,"message":"status_code=403, Your acco'
            'unt has been suspended","time":0.4}'
        ),
    ),
    "page of a bad gateway": (
        ("network.proxy", "network.unreachable", "upstream.error", "upstream.overloaded"),
        ("Unexpected token '<', \"<html>\\r\\n<h\"... is not valid JSON, 抓包是 502 Bad Gateway nginx"),
    ),
    "page of a body limit": (
        ("request.too-large",),
        ("Unexpected token '<', \"<html>\\r\\n<h\"... is not valid JSON, 响应是 413 Request Entity Too Large"),
    ),
    "page of a time limit": (
        ("upstream.timeout",),
        ("SyntaxError: Unexpected token < in JSON at position 0; network tab: 504 Gateway Time-out"),
    ),
    "page of a CDN": (
        ("upstream.timeout",),
        (
            "invalid character '<' looking for beginning of value — the body is Cloudflare's 524 page"
            ' "A timeout occurred"'
        ),
    ),
    "the same time each time": (
        ("network.proxy", "upstream.timeout"),
        (
            "The connection is cut after exactly 300 seconds every time: httpx.RemoteProtocolError: p"
            "eer closed connection without sending complete message body (incomplete chunked read)"
        ),
    ),
    "no balance behind": (
        ("quota.upstream-exhausted", "upstream.error"),
        ('500 {"error":{"message":"upstream error: insufficient account balance","type":"upstream_error"}}'),
    ),
    "limit behind": (
        ("rate.upstream-limit", "upstream.overloaded"),
        (
            '500 {"error":{"message":"upstream returned 429: Resource has been exhausted (e.g. c'
            'heck quota).","type":"upstream_error"}}'
        ),
    ),
    "filter behind": (
        ("content.blocked",),
        (
            '500 {"error":{"message":"upstream error: The request was rejected as a result of ou'
            'r safety system","type":"upstream_error"}}'
        ),
    ),
    "key behind": (
        ("auth.upstream-key",),
        ('{"error":{"message":"upstream returned 401: invalid x-api-key","type":"upstream_error"}}'),
    ),
    "project without access": (
        ("auth.forbidden",),
        (
            '403 {"error":{"message":"Project `proj_1` does not have access to model `o1`","ty'
            'pe":"invalid_request_error","code":"model_not_found"}}'
        ),
    ),
    "path-smaller-works": (
        ("gateway.defect", "gateway.misconfigured", "request.too-large"),
        (
            "短消息都正常，附件一大就报错，同一个地址同一个 key：\n"
            'HTTP 404 {"error":"Not Found","message":"Cannot POST /v1/messages","statusCode'
            '":404}\n'
            "把文件压到 500KB 以下就能发。"
        ),
    ),
    "path-smaller-works-en": (
        ("gateway.defect", "gateway.misconfigured", "request.too-large"),
        (
            "Short prompts work, but as soon as I attach a bigger PDF (about 3 MB) the same endpoint "
            "says\n"
            '{"error":{"message":"Invalid URL (POST /v1/chat/completions)","type":"invalid_r'
            'equest_error"}}\n'
            "Smaller files go through."
        ),
    ),
    "path-size-en2": (
        ("gateway.defect", "gateway.misconfigured", "network.unreachable", "request.too-large"),
        (
            "Requests with a small system prompt work. When the body passes ~10 MB the connection is "
            "reset: write EPIPE / ECONNRESET. Same URL, same key."
        ),
    ),
    "value-media-fetch": (
        ("request.media-unreachable",),
        (
            "方舟图生视频报错：\n"
            '{"error":{"code":"InvalidParameter","message":"The parameter `content[0].image_'
            "url` specified in the request is not valid: failed to fetch resource from the provided u"
            'rl. Request id: 0217aabbcc","param":"content[0].image_url","type":"BadRequest"}'
            "}"
        ),
    ),
    "value-media-size": (
        ("request.media-invalid", "request.media-unreachable"),
        (
            'HTTP 400 {"error":{"code":"InvalidParameter","message":"The parameter `image` s'
            'pecified in the request is not valid: image width must be greater than 300px","param"'
            ':"image","type":"BadRequest"}}'
        ),
    ),
    "json-client-stream3": (
        ("client.stream-handling",),
        (
            "json: invalid character 'e' looking for beginning of value\n"
            "the response body I dumped begins with\n"
            "event: message_start\n"
            'data: {"type":"message_start"}'
        ),
    ),
    "go-404-plain": (
        ("endpoint.wrong-path",),
        (
            "error, status code: 404, message: invalid character 'p' after top-level value, body: 404"
            " page not found\n"
            "base: https://relay.example"
        ),
    ),
    "js-404-plain": (
        ("endpoint.wrong-path",),
        (
            "SyntaxError: Unexpected non-whitespace character after JSON at position 4\n"
            "响应内容是 404 page not found，地址填的 https://api.relay.example"
        ),
    ),
    "py-404-plain": (
        ("endpoint.wrong-path",),
        (
            "requests.exceptions.JSONDecodeError: Extra data: line 1 column 5 (char 4)\n"
            "print(r.status_code, r.text) -> 404 404 page not found"
        ),
    ),
    "litellm-500-form": (
        ("request.content-type",),
        (
            'curl -X POST $PROXY/v1/chat/completions -H "Authorization: Bearer sk-1234abcd" -d \'{"'
            'model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}\'\n'
            '{"error":{"message":"acompletion() missing 1 required positional argument: \'model\''
            '","type":"None","param":"None","code":"500"}}'
        ),
    ),
    "server-typeerror-arg": (
        ("gateway.defect", "gateway.misconfigured"),
        (
            'HTTP 500 {"error":{"message":"AsyncCompletions.create() got an unexpected keyword a'
            'rgument \'safety_identifier\'","type":"internal_server_error","code":500}}'
        ),
    ),
    "no-header-litellm": (
        ("auth.forbidden", "auth.invalid-key", "auth.key-disabled", "unknown"),
        (
            'curl "$LITELLM/chat/completions" -H "Content-Type: application/json" -H "x-litellm-'
            'api-key: Bearer sk-aBcDeFg123" -d \'{"model":"gpt-4o","messages":[{"role":"user'
            '","content":"hi"}]}\'\n'
            "HTTP/1.1 401 Unauthorized\n"
            '{"error":{"message":"Authentication Error, key not allowed","type":"auth_error'
            '","code":"401"}}'
        ),
    ),
    "raw-key-expired": (
        ("auth.key-disabled",),
        (
            'curl https://api.relay-f.example/v1/chat/completions -H "Authorization: sk-aBcDeFgHiJkL'
            '" -H "Content-Type: application/json" -d \'{"model":"gpt-4o-mini","messages":[{'
            '"role":"user","content":"hi"}]}\'\n'
            "HTTP/1.1 401 Unauthorized\n"
            '{"error":{"message":"该令牌已过期 (request id: 2026112201020304)","type":"new_a'
            'pi_error"}}'
        ),
    ),
    "raw-key-exhausted": (
        ("quota.token-exhausted",),
        (
            'curl https://api.relay-f.example/v1/chat/completions -H "Authorization: sk-aBcDeFgHiJkL'
            '" -H "Content-Type: application/json" -d \'{"model":"gpt-4o-mini","messages":[{'
            '"role":"user","content":"hi"}]}\'\n'
            "HTTP/1.1 401 Unauthorized\n"
            '{"error":{"message":"该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQuota = '
            '0 (request id: 2026112201020304)","type":"new_api_error"}}'
        ),
    ),
    "chat-media-401": (
        ("auth.invalid-key",),
        (
            'curl https://toapis.com/v1/chat/completions -H "Authorization: Bearer sk-wrong" -H "C'
            'ontent-Type: application/json" -d \'{"model":"sora-2","messages":[{"role":"user'
            '","content":"a cat"}]}\'\n'
            'HTTP 401 {"error":{"message":"Invalid token","type":"new_api_error"}}'
        ),
    ),
    "first-frame": (
        ("request.invalid-value", "request.media-invalid", "request.media-unreachable"),
        (
            '{"code":"InvalidParameter","message":"The parameter `first_frame` specified in th'
            'e request is not valid: aspect ratio must be between 0.4 and 2.5"}'
        ),
    ),
    "type-tool-content": (
        ("gateway.defect", "request.invalid-type"),
        (
            '{"error":{"message":"Invalid type for \'messages[2].content\': expected one of a stri'
            'ng or array of objects, but got null instead.","type":"invalid_request_error","par'
            'am":"messages[2].content","code":"invalid_type"}}'
        ),
    ),
    "two-solved": (
        ("model.no-channel", "model.not-found"),
        (
            '一开始报 {"error":{"message":"无效的令牌","type":"new_api_error"}}，换了新 key'
            " 之后好了，但现在又报\n"
            '{"error":{"message":"当前分组 default 下对于模型 claude-4-opus 无可用渠道","type'
            '":"new_api_error"}}'
        ),
    ),
    "two-solved-en": (
        ("request.context-too-long",),
        (
            'First it was "You exceeded your current quota", so I topped up. Since then every call '
            "answers\n"
            '{"error":{"message":"This model\'s maximum context length is 8192 tokens. However, y'
            'our messages resulted in 9120 tokens.","type":"invalid_request_error","code":"co'
            'ntext_length_exceeded"}}'
        ),
    ),
    "over-confirmed": (
        ("model.no-channel",),
        (
            '之前报 {"error":{"message":"该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQ'
            'uota = 0","type":"new_api_error"}}，充值以后这个没了，但是现在变成\n'
            '{"error":{"message":"当前分组 default 下对于模型 claude-4-opus 无可用渠道","type'
            '":"new_api_error"}}'
        ),
    ),
    "over-confirmed-en": (
        ("request.too-large",),
        (
            'At first: {"error":{"message":"This model\'s maximum context length is 8192 tokens. '
            'However, your messages resulted in 9120 tokens.","type":"invalid_request_error","c'
            'ode":"context_length_exceeded"}}\n'
            "I switched to the 128k model. Now nginx says: <html><head><title>413 Request Entity Too "
            "Large</title></head></html>"
        ),
    ),
    "over-tls": (
        ("auth.invalid-key", "auth.missing-credentials"),
        (
            "Initially curl said: curl: (60) SSL certificate problem: unable to get local issuer cert"
            'ificate. I installed the CA. Now I get {"error":{"message":"Incorrect API key provi'
            'ded: sk-x. You can find your API key at https://platform.openai.com/account/api-keys.",'
            '"type":"invalid_request_error","code":"invalid_api_key"}}'
        ),
    ),
    "still-same": (
        ("network.tls",),
        (
            "curl: (60) SSL certificate problem: unable to get local issuer certificate. I changed th"
            "e key, and now it is still\n"
            "curl: (60) SSL certificate problem: unable to get local issuer certificate"
        ),
    ),
    "quoted-issue": (
        ("network.tls",),
        (
            "看到别人说 ECONNREFUSED 是没开代理，我不是那个，我的是\n"
            "Error: unable to verify the first certificate\n"
            "    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34) { code: 'UNABLE_TO_VERIFY_LEAF"
            "_SIGNATURE' }"
        ),
    ),
    "user-theory": (
        ("request.unsupported-parameter",),
        (
            "是不是我的余额不足？后台还有 30 刀。报错：Unsupported parameter: 'temperature' is not su"
            "pported with this model."
        ),
    ),
    "contrast-wrong-key": (
        ("rate.gateway-limit", "rate.upstream-limit"),
        (
            'With a wrong key on purpose I get "Incorrect API key provided", so the key itself is f'
            "ine. With the right one:\n"
            'HTTP 429 {"error":{"message":"Rate limit reached for gpt-4o in organization org-x o'
            'n tokens per min (TPM): Limit 30000, Used 29800","type":"tokens","code":"rate_li'
            'mit_exceeded"}}'
        ),
    ),
    "sometimes-401": (
        ("auth.invalid-key", "auth.upstream-key", "gateway.misconfigured"),
        ("大概每十次有一次 401 Incorrect API key provided: sk-proj-xxx，其余都正常，key 没变，走的是中转"),
    ),
    "miss-gateway-drops": (
        ("gateway.defect",),
        (
            "经过 litellm 转发后 anthropic 报 max_tokens: Field required，但客户端明明传了 max_tokens"
            "=4096，抓包确认 litellm 转发时丢了这个字段，直连 anthropic 正常"
        ),
    ),
    "cb-doc-code": (
        ("request.invalid-value", "request.unsupported-parameter", "unknown"),
        (
            '400 {"error":{"message":"Invalid safety_settings: category HARM_CATEGORY_UNSPECIFIE'
            'D is not allowed","status":"INVALID_ARGUMENT"}}'
        ),
    ),
    "rate-upstream-word": (
        ("rate.upstream-limit",),
        (
            '429 {"error":{"message":"Upstream provider rate limited: too many requests to provi'
            'der X","type":"upstream_error"}}'
        ),
    ),
    "rfs-poll-later": (
        ("endpoint.no-polling", "unknown", "upstream.timeout"),
        (
            '提交返回 {"id":"task_aaaaaaaaaaaaaaaaaaaaaa","status":"queued"}，之后每 10 秒 GE'
            "T 一次，40 分钟了还是 queued"
        ),
    ),
    "html-502": (
        ("network.proxy", "network.unreachable", "upstream.error", "upstream.overloaded"),
        (
            "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1><"
            "/center><hr><center>nginx/1.18.0 (Ubuntu)</center></body></html>"
        ),
    ),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_is_not_taken_for_what_it_looks_like(name: str) -> None:
    causes, text = LOOK_ALIKES[name]
    cause, certainty = verdict(text)
    assert (cause if certainty != "undetermined" else "unknown") in causes


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('POST /v1/chat/completion -> 404 {"error": {"message": "Invalid URL (POST /v1/chat/completion)"}}', True),
        ('POST /v1/chat/completions -> 404 {"error": {"message": "Invalid URL (POST /v1/chat/completions)"}}', False),
    ],
)
def test_only_an_unusual_path_is_proof_of_a_wrong_one(text: str, cause: bool) -> None:
    assert verdict(text) == ("endpoint.wrong-path", "confirmed" if cause else "likely")


@pytest.mark.parametrize(
    "text",
    [
        'HTTP 400 {"code": "InvalidParameter", "message": "the worker did not like what came with the second part"}',
        'HTTP 400 {"error": {"message": "value of model must name a deployment", "code": "invalid_value"}}',
    ],
)
def test_a_broad_code_beside_words_that_nobody_knows_is_not_certain(text: str) -> None:
    assert verdict(text)[1] != "confirmed"
