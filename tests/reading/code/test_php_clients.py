# ruff: noqa: E501  a call and what it sends stand in one row
"""What PHP's client libraries send."""

from __future__ import annotations

import pytest

from tests.reading.code.php_reading import UNKNOWN, only, reading, requests

URL = "https://gw.example/v1/x"
JSON_1 = {"kind": "json", "json": {"a": 1}}


def _short(request):
    headers = {name: text for name, text in request["headers"].items() if name not in ("content-type", "user-agent")}
    return request["method"], request["url"], headers, request["body"]


def _curl(options: str) -> str:
    return f"<?php $ch = curl_init('{URL}');\n{options}\n$r = curl_exec($ch); curl_close($ch);"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ("GET", URL, {}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_POST, 1);", ("POST", URL, {}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_POST, true); curl_setopt($ch, CURLOPT_POST, false);", ("GET", URL, {}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_NOBODY, true);", ("HEAD", URL, {}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_POSTFIELDS, 'a=1'); curl_setopt($ch, CURLOPT_HTTPGET, true);", ("GET", URL, {}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_POSTFIELDS, 'a=1&b=c%20d');", ("POST", URL, {}, {"kind": "form", "form": [["a", "1"], ["b", "c d"]]})),
        ("curl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query(['a' => 1, 'b' => 'c d']));", ("POST", URL, {}, {"kind": "form", "form": [["a", "1"], ["b", "c d"]]})),
        ("curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['a' => 1])); curl_setopt($ch, CURLOPT_CUSTOMREQUEST, 'PUT');", ("PUT", URL, {}, JSON_1)),
        ("curl_setopt($ch, CURLOPT_CUSTOMREQUEST, 'DELETE');", ("DELETE", URL, {}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_PUT, true); curl_setopt($ch, CURLOPT_INFILE, fopen('f', 'r'));", ("PUT", URL, {}, {"kind": "raw", "raw": UNKNOWN})),
        ("curl_setopt($ch, CURLOPT_POSTFIELDS, ['a' => 1, 'f' => new CURLFile('/p/q.png', 'image/png'), 'g' => curl_file_create('x', '', 'y.txt')]);",
         ("POST", URL, {}, {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "q.png"}, {"name": "g", "filename": "y.txt"}]})),
        ("curl_setopt($ch, CURLOPT_HTTPHEADER, ['X-A: b: c', 'X-Empty;', 'Accept:', 'Authorization' => 'Bearer k']);", ("GET", URL, {"x-a": "b: c", "x-empty": ""}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_USERPWD, 'u:p'); curl_setopt($ch, CURLOPT_COOKIE, 'a=b'); curl_setopt($ch, CURLOPT_REFERER, 'https://r/');", ("GET", URL, {"authorization": "Basic dTpw", "cookie": "a=b", "referer": "https://r/"}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_USERNAME, 'u'); curl_setopt($ch, CURLOPT_PASSWORD, 'p');", ("GET", URL, {"authorization": "Basic dTpw"}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_HTTPAUTH, CURLAUTH_BEARER); curl_setopt($ch, CURLOPT_XOAUTH2_BEARER, 'k');", ("GET", URL, {"authorization": "Bearer k"}, {"kind": "none"})),
        ("curl_setopt($ch, CURLOPT_HTTPAUTH, CURLAUTH_DIGEST); curl_setopt($ch, CURLOPT_USERPWD, 'u:p');", ("GET", URL, {}, {"kind": "none"})),
        ("curl_setopt_array($ch, [CURLOPT_URL => 'gw.example/y', CURLOPT_RANGE => '0-9']);", ("GET", "http://gw.example/y", {"range": "bytes=0-9"}, {"kind": "none"})),
    ],
)  # fmt: skip
def test_curl(options, expected):
    assert _short(only(_curl(options))) == expected


def test_curl_handles():
    found = requests(
        f"""<?php
        $multi = curl_multi_init();
        foreach (['a', 'b'] as $name) {{
            $ch = curl_init("{URL}/$name"); curl_multi_add_handle($multi, $ch); $all[] = $ch;
        }}
        do {{ curl_multi_exec($multi, $running); }} while ($running);
        $copy = curl_copy_handle($all[0]); curl_setopt($copy, CURLOPT_NOBODY, true); curl_exec($copy);
        """
    )
    assert [(one["method"], one["url"]) for one in found] == [
        ("GET", URL + "/a"),
        ("GET", URL + "/b"),
        ("HEAD", URL + "/a"),
    ]


def test_a_handle_that_is_not_executed():
    assert (
        only(f"$ch = curl_init(); curl_setopt($ch, CURLOPT_URL, '{URL}'); curl_setopt($ch, CURLOPT_POST, 1);")["method"]
        == "POST"
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (f"$client->get('{URL}')", ("GET", URL, {}, {"kind": "none"})),
        (f"$client->request('POST', '{URL}', ['json' => ['a' => 1], 'headers' => ['X-A' => ['b', 'c']]])", ("POST", URL, {"x-a": "b, c"}, JSON_1)),
        (f"$client->postAsync('{URL}', ['form_params' => ['a' => [1, 2]]])->wait()", ("POST", URL, {}, {"kind": "form", "form": [["a[0]", "1"], ["a[1]", "2"]]})),
        (f"$client->put('{URL}?x=1', ['query' => ['q' => 'a b'], 'body' => 'text', 'auth' => ['u', 'p']])", ("PUT", URL + "?q=a+b", {"authorization": "Basic dTpw"}, {"kind": "raw", "raw": "text"})),
        (f"$client->post('{URL}', ['multipart' => [['name' => 'a', 'contents' => '1'], ['name' => 'f', 'contents' => fopen('/p/q.png', 'r')], ['name' => 'g', 'contents' => 'x', 'filename' => 'h.txt']]])",
         ("POST", URL, {}, {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "q.png"}, {"name": "g", "filename": "h.txt"}]})),
        (f"$client->send(new Request('PATCH', '{URL}', ['X-A' => 'b'], '{{\"a\": 1}}'))", ("PATCH", URL, {"x-a": "b"}, JSON_1)),
        (f"$client->sendAsync((new Psr7\\Request('GET', '{URL}'))->withHeader('X-A', 'b')->withMethod('DELETE'))", ("DELETE", URL, {"x-a": "b"}, {"kind": "none"})),
        (f"$client->get('{URL}', ['cookies' => CookieJar::fromArray(['a' => 'b'], 'gw.example')])", ("GET", URL, {"cookie": "a=b"}, {"kind": "none"})),
        ("(new Client(['base_uri' => 'https://gw.example/v1/', 'headers' => ['X-A' => 'b']]))->get('x')", ("GET", URL, {"x-a": "b"}, {"kind": "none"})),
        ("(new Client(['base_uri' => 'https://gw.example/v1']))->get('x')", ("GET", "https://gw.example/x", {}, {"kind": "none"})),
        (f"$client->request('POST', '{URL}', [RequestOptions::JSON => ['a' => 1]])", ("POST", URL, {}, JSON_1)),
    ],
)  # fmt: skip
def test_guzzle(call, expected):
    head = "<?php use GuzzleHttp\\{Client, Psr7, RequestOptions}; use GuzzleHttp\\Psr7\\Request; use GuzzleHttp\\Cookie\\CookieJar;\n$client = new Client();"
    assert _short(only(f"{head}\n$response = {call};")) == expected


def test_guzzle_names_no_type_for_a_text():
    assert (
        only(f"<?php $c = new \\GuzzleHttp\\Client(); $c->post('{URL}', ['body' => json_encode(['a' => 1])]);")[
            "headers"
        ]
        == {}
    )


def test_a_client_that_is_handed_in():
    request = only(
        "class A { function __construct(private \\GuzzleHttp\\ClientInterface $http) {} function go() { return $this->http->post('v1/x', ['json' => ['a' => 1]]); } }"
    )
    assert request["url"] == f"{UNKNOWN}/v1/x"
    assert request["body"] == JSON_1


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"file_get_contents('{URL}', false, stream_context_create(['http' => ['method' => 'POST', 'header' => ['X-A: b', 'Content-Type: application/json'], 'content' => json_encode(['a' => 1])]]));", ("POST", URL, {"x-a": "b"}, JSON_1)),
        (f"$c = stream_context_create(); stream_context_set_option($c, 'http', 'header', \"X-A: b\\r\\nX-B: c\"); $f = fopen('{URL}', 'r', false, $c);", ("GET", URL, {"x-a": "b", "x-b": "c"}, {"kind": "none"})),
        (f"$q = new http\\Client\\Request('POST', '{URL}', ['X-A' => 'b']); $q->getBody()->append('{{\"a\": 1}}'); $q->setQuery(['k' => 'v']); (new http\\Client)->enqueue($q)->send();", ("POST", URL + "?k=v", {"x-a": "b"}, JSON_1)),
        (f"$c = new http\\Client; $q = new http\\Client\\Request('POST', '{URL}'); $b = new http\\Message\\Body; $b->addForm(['a' => '1'], [['name' => 'f', 'file' => '/p/q.png']]); $q->setBody($b); $q->setOptions(['cookies' => ['c' => 'd']]); $c->enqueue($q)->send();",
         ("POST", URL, {"cookie": "c=d"}, {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "q.png"}]})),
        (f"$q = new HttpRequest('{URL}', HttpRequest::METH_POST); $q->addHeaders(['X-A' => 'b']); $q->addPostFields(['a' => '1']); $q->addQueryData(['k' => 'v']); $q->send();", ("POST", URL + "?k=v", {"x-a": "b"}, {"kind": "form", "form": [["a", "1"]]})),
        (f"http_post_data('{URL}', '{{\"a\": 1}}', ['headers' => ['X-A' => 'b']]);", ("POST", URL, {"x-a": "b"}, JSON_1)),
        (f"$q = new HTTP_Request2('{URL}', HTTP_Request2::METHOD_POST); $q->setAuth('u', 'p'); $q->setHeader('X-A: b')->addPostParameter(['a' => '1'])->addUpload('f', '/p/q.png'); $q->getUrl()->setQueryVariable('k', 'v'); $q->send();",
         ("POST", URL + "?k=v", {"x-a": "b", "authorization": "Basic dTpw"}, {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "q.png"}]})),
        (f"Requests::post('{URL}', ['X-A' => 'b'], json_encode(['a' => 1]), ['auth' => ['u', 'p']]);", ("POST", URL, {"x-a": "b", "authorization": "Basic dTpw"}, JSON_1)),
        (f"WpOrg\\Requests\\Requests::request('{URL}', [], ['a' => 'b'], 'GET');", ("GET", URL + "?a=b", {}, {"kind": "none"})),
        (f"wp_remote_post('{URL}', array('headers' => array('X-A' => 'b'), 'body' => wp_json_encode(['a' => 1]), 'timeout' => 30));", ("POST", URL, {"x-a": "b"}, JSON_1)),
        (f"wp_remote_request('{URL}', ['method' => 'PUT', 'body' => ['a' => 'b']]);", ("PUT", URL, {}, {"kind": "form", "form": [["a", "b"]]})),
        ("Http::baseUrl('https://gw.example/v1')->withToken('k')->withHeaders(['X-A' => 'b'])->post('/x', ['a' => 1]);", ("POST", URL, {"authorization": "Bearer k", "x-a": "b"}, JSON_1)),
        (f"Http::asForm()->withBasicAuth('u', 'p')->patch('{URL}', ['a' => 'b']);", ("PATCH", URL, {"authorization": "Basic dTpw"}, {"kind": "form", "form": [["a", "b"]]})),
        (f"Http::attach('f', $bytes, 'q.png')->post('{URL}', ['a' => 1]);", ("POST", URL, {}, {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "q.png"}]})),
        (f"Http::pool(fn (Pool $pool) => [$pool->get('{URL}', ['k' => 'v'])]);", ("GET", URL + "?k=v", {}, {"kind": "none"})),
        ("HttpClient::create(['base_uri' => 'https://gw.example/v1/', 'headers' => ['X-A: b']])->request('POST', 'x', ['json' => ['a' => 1], 'auth_bearer' => 'k', 'query' => ['q' => 1]]);", ("POST", URL + "?q=1", {"x-a": "b", "authorization": "Bearer k"}, JSON_1)),
        (f"HttpClient::create()->request('POST', '{URL}', ['body' => ['a' => 'b'], 'auth_basic' => ['u', 'p']]);", ("POST", URL, {"authorization": "Basic dTpw"}, {"kind": "form", "form": [["a", "b"]]})),
        ("OpenAI::factory()->withApiKey('k')->withBaseUri('gw.example/v1')->withHttpHeader('X-A', 'b')->make()->chat()->create(['model' => 'm', 'n' => 1]);", ("POST", "https://gw.example/v1/chat/completions", {"authorization": "Bearer k", "x-a": "b"}, {"kind": "json", "json": {"model": "m", "n": 1}})),
        ("OpenAI::client('k')->models()->retrieve('m');", ("GET", "https://api.openai.com/v1/models/m", {"authorization": "Bearer k"}, {"kind": "none"})),
        ("OpenAI::client('k')->images()->edit(['image' => fopen('/p/q.png', 'r'), 'prompt' => 'x']);", ("POST", "https://api.openai.com/v1/images/edits", {"authorization": "Bearer k"}, {"kind": "multipart", "multipart": [{"name": "image", "filename": "q.png"}, {"name": "prompt", "value": "x"}]})),
        ("$o = new OpenAi('k'); $o->setBaseURL('https://gw.example'); $o->chat(['model' => 'm']);", ("POST", "https://gw.example/v1/chat/completions", {"authorization": "Bearer k"}, {"kind": "json", "json": {"model": "m"}})),
        ("(new \\Anthropic\\Client(apiKey: 'k', baseUrl: 'https://gw.example'))->messages->create(maxTokens: 5, model: 'm');", ("POST", "https://gw.example/v1/messages", {"x-api-key": "k", "anthropic-version": "2023-06-01"}, {"kind": "json", "json": {"max_tokens": 5, "model": "m"}})),
        ("$this->client->chat()->create(['model' => 'm']);", ("POST", f"{UNKNOWN}/chat/completions", {"authorization": f"Bearer {UNKNOWN}"}, {"kind": "json", "json": {"model": "m"}})),
    ],
)  # fmt: skip
def test_clients(code, expected):
    head = "<?php use Illuminate\\Support\\Facades\\Http; use Symfony\\Component\\HttpClient\\HttpClient; use Orhanerday\\OpenAi\\OpenAi;\n"
    assert _short(only(head + code)) == expected


def test_settings():
    found = reading(
        f"<?php $ch = curl_init('{URL}'); curl_setopt($ch, CURLOPT_TIMEOUT, 30); curl_setopt($ch, CURLOPT_PROXY, 'http://p:1'); curl_exec($ch);"
    )
    assert {(one.fact, one.value) for one in found.readings} >= {
        ("language", "php"),
        ("sdk", "curl"),
        ("timeout_s", 30),
        ("proxy_url_set", True),
    }


def test_a_stream_that_is_read_as_one_json():
    found = reading(
        _curl("curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['stream' => true]));") + " $d = json_decode($r, true);"
    )
    assert ("parses_stream_as_json", True) in {(one.fact, one.value) for one in found.readings}
