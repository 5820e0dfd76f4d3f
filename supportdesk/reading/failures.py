"""Where a client's own failure lies, by the words of its runtime: layer, errno, runtime and SDK.

The wording is that of CPython, Node.js, Java, Go, .NET, PHP, Rust and curl (their documented error names and messages).
Values are normalised: `ENOTFOUND` for a host without an address, whatever the runtime calls it.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.called import read_called
from supportdesk.reading.evidence import Reading
from supportdesk.view import View

# Layer → words, the first layer that matches is taken: what failed earliest on the way explains the rest.
_LAYERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("before_send", lazy(
        r"codec can't encode|UnicodeEncodeError|unexpected keyword argument|ModuleNotFoundError|ImportError|"
        r"No module named|"
        r"InvalidURL|Invalid URL '|MissingSchema|No scheme supplied|LocalProtocolError|UnsupportedProtocol|"
        r"Illegal header value|"
        r"Invalid (?:header value|character in header)|must be set either by passing|ByteString|"
        r"Missing required argument|"
        r"is not a (?:function|constructor)|'(?![A-Z]\w*(?:Completion|Response|Message|Choice|Stream|"
        r"Chunk))[A-Z]\w*' object has no attribute|"
        r"module '[\w.]+' has no attribute|ERR_INVALID_URL|Only absolute URLs|Failed to parse URL")),
    ("tls", lazy(
        r"\bSSL|\bTLS\b|CERT_|CERTIFICATE|certificate|x509:|self[- ]signed|UNABLE_TO_|wrong version number|"
        r"DEPTH_ZERO_|curl: \((?:35|51|58|60|77)\)|PKIX path|ERR_CERT|ERR_SSL_|EPROTO\b|"
        r"HTTP [Rr]esponse [Tt]o HTTPS [Cc]lient|SEC_E_|[Ff]atal alert: ")),
    ("connecting", lazy(
        r"ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|getaddrinfo|"
        r"Name or service not known|no such host|"
        r"[Cc]ould not resolve|[Cc]onnection refused|[Nn]etwork is unreachable|No route to host|NewConnectionError|"
        r"Failed to (?:establish a new connection|connect)|\bConnect(?:Error|Timeout|Exception)\b|"
        r"UnknownHostException|"
        r"[Ff]ailed host lookup|NSURLErrorDomain (?:Code=|error )-100[3469]|dns error:|Failed to open TCP connection|"
        r"Unable to connect to API|[Cc]ould not connect to the server|specified hostname could not be found|"
        r"[Cc]onnect(?:ion)? (?:timed out|timeout)|connect ETIMEDOUT|dial tcp|ProxyError|Cannot connect to (?:host|"
        r"proxy)|UND_ERR_CONNECT_TIMEOUT|net::ERR_|ERR_(?:PROXY|TUNNEL|SOCKS|NAME_NOT|CONNECTION|INTERNET|ADDRESS)_|"
        r"[Ss]ocks connect|for CONNECT: |after CONNECT|SOCKS proxy|无法连接到远程服务器|连接尝试失败|远程名称|"
        r"由于目标计算机积极拒绝|WinError 100(?:60|61|65)|curl: \((?:5|6|7)\)|APIConnectionError|Connection error\.|"
        r"NameResolutionError|"
        r"Temporary failure in name resolution|nodename nor servname")),
    ("reading", lazy(
        r"ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ESOCKETTIMEDOUT|socket hang up|[Rr]ead timed out|ReadTimeout|"
        r"ReadError|RemoteDisconnected|"
        r"RemoteProtocolError|Remote end closed|IncompleteRead|ChunkedEncodingError|ProtocolError|"
        r"Premature close|terminated\b|[Cc]onnection reset|"
        r"[Bb]roken pipe|unexpected EOF|peer closed connection|Server disconnected|ClientPayloadError|"
        r"Client\.Timeout|context deadline exceeded|"
        r"NSURLErrorDomain (?:Code=|error )-100[15]|network connection was lost|[Cc]onnection closed (?:before|while)|"
        r"TimeoutException|TimeoutError|Timeout(?:Error)?:|[Rr]equest timed out|timeout of \d+ms|"
        r"APITimeoutError|UND_ERR_(?:HEADERS|BODY)_TIMEOUT|"
        r"UND_ERR_SOCKET|curl: \((?:18|28|52|56|92)\)|WinError 100(?:53|54)|Failed to fetch|fetch failed|"
        r"NetworkError|client disconnected|body timeout|upstream timed out|upstream prematurely closed")),
    ("parsing", lazy(
        r"invalid json response body at |"
        r"JSONDecodeError|Unexpected token|not valid JSON|string in JSON|JSON at position|"
        r"Unexpected end of JSON|Expecting value|"
        r"Expecting property name|invalid character '|JsonSyntaxException|JsonParseException|JsonException|"
        r"JsonReaderException|"
        r"Extra data: line|cannot unmarshal|json: unknown|error decoding response body|expected value at line|"
        r"JSON parse error|Malformed JSON")),
    ("using", lazy(
        r"Type validation failed: Value: |"
        r"object has no attribute|AttributeError|KeyError|IndexError|NoneType|not subscriptable|"
        r"list index out of range|not iterable|"
        r"Cannot read propert|undefined is not|is not defined|is undefined|NullPointerException|"
        r"NullReferenceException|Undefined (?:array key|index|property)|"
        r"nil pointer|TypeError|ValidationError|KeyNotFoundException|NoMethodError|"
        r"Type validation failed: Value: ")),
)  # fmt: skip

_ERRNO_WORD = lazy(
    r"\b(E(?:CONN(?:REFUSED|RESET|ABORTED)|NOTFOUND|AI_AGAIN|NETUNREACH|HOSTUNREACH|TIMEDOUT|SOCKETTIMEDOUT|"
    r"PIPE|PROTO|ADDRNOTAVAIL))\b"
)
_ERRNO_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ECONNREFUSED", lazy(
        r"[Cc]onnection refused|积极拒绝|WinError 10061|ERR_CONNECTION_REFUSED|errno = (?:111|61|10061|1225)\b|"
        r"NSURLErrorDomain (?:Code=|error )-1004")),
    ("ENETUNREACH", lazy(
        r"[Nn]etwork is unreachable|network unreachable|errno = 101\b|NSURLErrorDomain (?:Code=|error )-1009")),
    ("EHOSTUNREACH", lazy(r"No route to host|WinError 10065|errno = (?:113|65|10065)\b")),
    ("EAI_AGAIN", lazy(r"Temporary failure in name resolution")),
    ("ENOTFOUND", lazy(
        r"Name or service not known|nodename nor servname|getaddrinfo failed|no such host|"
        r"[Cc]ould not resolve host|UnknownHostException|Failed host lookup|NSURLErrorDomain (?:Code=|error )-100[36]|"
        r"ERR_NAME_NOT_RESOLVED|NameResolutionError|curl: \(6\)")),
    ("ECONNRESET", lazy(
        r"[Cc]onnection reset|WinError 10054|ERR_CONNECTION_RESET|forcibly closed|errno = (?:104|54|10054)\b|"
        r"NSURLErrorDomain (?:Code=|error )-1005|[Cc]onnection closed before full header")),
    ("EPIPE", lazy(r"[Bb]roken pipe")),
    ("ETIMEDOUT", lazy(
        r"[Cc]onnection timed out|[Cc]onnect timeout|(?<![Rr]ead )(?<![Rr]equest )(?<![Ss]tream )timed out|"
        r"WinError 10060|ERR_(?:CONNECTION_)?TIMED_OUT|"
        r"curl: \(28\)|context deadline exceeded|errno = (?:110|60|10060)\b|NSURLErrorDomain (?:Code=|error )-1001")),
    ("CERT", lazy(r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|SELF_SIGNED_CERT_IN_CHAIN|"
        r"DEPTH_ZERO_SELF_SIGNED_CERT|"
                        r"UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT\w*|x509: certificate|"
                        r"curl: \(60\)|CERT_HAS_EXPIRED")),
)  # fmt: skip

_RUNTIMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("curl", lazy(r"\bcurl: \(\d+\)")),
    ("python", lazy(r"Traceback \(most recent|File \"[^\"\n]+\", line \d|site-packages|"
        r"object has no attribute|codec can't encode|"
                          r"HTTPS?ConnectionPool|\b(?:httpx|httpcore|urllib3|requests|aiohttp|openai|anthropic|"
                          r"litellm|google)\.[\w.]{0,80}[A-Z]\w+")),
    ("java", lazy(r"\bat [\w.$<>]+\([\w$]+\.(?:java|kt|scala):\d+\)|\b(?:java|javax|kotlin|okhttp3|com|"
        r"org|io|retrofit2)\.[\w.]{1,100}(?:Exception|Error)\b")),
    ("csharp", lazy(r"\bSystem\.[\w.]{1,100}Exception|Unhandled exception\. |\.cs:line \d|ClientResultException|"
        r"RequestFailedException")),
    ("php", lazy(r"PHP (?:Fatal|Warning|Parse)|GuzzleHttp\\|\.php(?::\d|\(\d| on line)|cURL error \d")),
    ("rust", lazy(r"panicked at|reqwest::|\.rs:\d+:\d+")),
    ("dart", lazy(r"\b(?:Socket|Handshake|Tls)Exception: |package:(?:dio|http|flutter)/|#\d+ {4,}\S.{0,200}\.dart:\d")),
    ("go", lazy(r"\bdial tcp\b|goroutine \d|\bpanic: |x509: |net/http: |context deadline exceeded|"
        r"\.go:\d+\b|json: cannot unmarshal")),
    ("ruby", lazy(r"\.rb:\d+:in|Faraday::|Net::[A-Z]\w+|OpenAI::")),
    ("browser", lazy(r"Failed to fetch|in promise|net::ERR_|CORS policy|NetworkError when")),
    ("node", lazy(r"node_modules|node:internal|Node\.js v\d|\bat .{0,300}\.(?:m?js|ts|tsx|cjs):\d+:\d+|"
        r"\bat (?:async )?[\w.<>]+ \(|"
                        r"UND_ERR_|ERR_[A-Z_]+|getaddrinfo E|AxiosError|Unexpected token|JSON at position")),
)  # fmt: skip

_PACKAGE = lazy(
    r"(?:(?:site-packages|dist-packages|node_modules)[\\/]((?:@[\w.-]{1,60}[\\/])?[\w.-]{1,60})"
    r"|(?:File \"|\bin )(?:/app/|\.{3}/)?(litellm))[\\/]"
)
_GATEWAY = lazy(
    r"[\\/](litellm)[\\/](?:\w{1,60}[\\/]){0,8}\w{1,60}\.py\b|\b(?:litellm_core_utils[\\/]\w{1,60}|litellm_logging"
    r"|llm_http_handler|common_request_processing|streaming_iterator|custom_httpx[\\/]\w{1,60})\.py\b"
)
"""Files of LiteLLM in a frame: under its folder, or by names that LiteLLM alone has."""
_MODULE = lazy(
    r"\b(openai|anthropic|litellm|langchain\w*|google\.(?:api_core|genai|generativeai)|dashscope|zhipuai|"
    r"mistralai|ollama|groq|cohere|g4f|volcenginesdk\w*)\.[\w.]{0,80}[A-Z]\w"
)
_TRANSPORT = frozenset(
    {".pnpm", "httpx", "httpcore", "urllib3", "requests", "anyio", "aiohttp", "undici", "node-fetch", "axios",
     "starlette",
     "fastapi", "uvicorn", "tenacity", "asyncio", "streamlit", "gradio", "flask", "next"}
)  # fmt: skip
_HOST = lazy(
    r"(?:host='([\w.-]{3,100})'|getaddrinfo E\w+ ([\w.-]{3,100})|Could not resolve host: ([\w.-]{3,100})|"
    r"dial tcp: lookup ([\w.-]{3,100})|host lookup: '([\w.-]{3,100})')"
)
_PATH = lazy(r"exceeded with url: (/[^\s()\"']{0,500})")


# A part of every phrase of _LAYERS, in lower case: looking for these first spares most lines the patterns.
_TELLING = (
    "err", "ssl", "tls", "cert", "connect", "time", "reset", "json", "object", "codec", "fail", "refused",
    "eof", "curl", "host", "http", "url", "header", "module", "import", "must be", "bytestring", "argument",
    "not a ", "self", "unable", "eproto", "depth", "x509", "pkix", "econn", "enot", "eai", "enet", "ehost",
    "eaddr", "addrinfo", "not known", "dial", "proxy", "积极拒绝", "epipe", "hang up", "terminated", "premature",
    "broken", "peer", "payload", "deadline", "disconnected", "token", "expecting", "extra data", "marshal",
    "decoding", "expected value", "malformed", "nonetype", "subscriptable", "range", "iterable", "propert",
    "undefined", "not defined", "nullpointer", "nullref", "nil pointer", "keynotfound", "no such", "resolve",
    "unreachable", "no route", "read", "version", "resolution", "nodename", "has no", "string in", "schema",
    "constructor", "protocol", "lookup", "hostname", "nsurl", "closed", "lost",
    "socks", "alert", "sec_e", "远程", "连接尝试",
)  # fmt: skip
LIMIT = 50_000
"""Characters of one block that are looked at."""


def read_failure(view: View, start: int, end: int) -> list[Reading]:
    """Return exception_layer, errno, runtime, sdk, host and path that the words at `[start, end)` show."""
    text, end = view.text, min(end, start + LIMIT)
    readings: list[Reading] = []
    layer = find_layer(text, start, end)
    if layer is not None:
        readings.append(Reading("exception_layer", layer[0], view.span(layer[1], layer[2])))
    word = _ERRNO_WORD.search(text, start, end)
    if word is not None:
        readings.append(Reading("errno", word[1], view.span(*word.span(1))))
    elif layer is not None and layer[0] in ("tls", "connecting", "reading"):
        for name, pattern in _ERRNO_PHRASES:
            match = pattern.search(text, start, end)
            if match is not None:
                plain = match[0] if name == "CERT" and match[0].isupper() else name
                readings.append(
                    Reading(
                        "errno", "CERTIFICATE_VERIFY_FAILED" if plain == "CERT" else plain, view.span(*match.span())
                    )
                )
                break
    for name, pattern in _RUNTIMES:
        match = pattern.search(text, start, end)
        if match is not None:
            readings.append(Reading("runtime", name, view.span(*match.span())))
            break
    readings += _sdk(view, start, end)
    host = _HOST.search(text, start, end)
    if host is not None and host.lastindex is not None:
        readings.append(Reading("host", host[host.lastindex], view.span(*host.span(host.lastindex))))
    readings += read_called(view, start, end)
    path = _PATH.search(text, start, end)
    if path is not None:
        readings.append(Reading("path", path[1], view.span(*path.span(1))))
    return readings


def find_layer(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Return the value of exception_layer and the place that shows it, or None."""
    if end - start <= 2000:
        folded = text[start:end].lower()
        if not any(map(folded.__contains__, _TELLING)):
            return None
    for layer, pattern in _LAYERS:
        match = pattern.search(text, start, end)
        if match is not None:
            return layer, match.start(), match.end()
    return None


def _sdk(view: View, start: int, end: int) -> list[Reading]:
    module = _MODULE.search(view.text, start, end)
    if module is not None:
        return [Reading("sdk", module[1], view.span(*module.span(1)))]
    if view.text.find(".py", start, end) >= 0:
        program = _GATEWAY.search(view.text, start, end)
        if program is not None:
            return [Reading("sdk", program[1] or "litellm", view.span(*program.span()))]
    for match in _PACKAGE.finditer(view.text, start, end):
        at = match.lastindex or 1
        if match[at] not in _TRANSPORT:
            return [Reading("sdk", match[at], view.span(*match.span(at)))]
    return []
