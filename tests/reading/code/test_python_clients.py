"""What requests, httpx, aiohttp, http.client, urllib and urllib3 send."""

from __future__ import annotations

import pytest

from tests.reading.code.python_reading import only, requests

UNKNOWN = "<unknown>"


def test_json_and_headers():
    request = only('import requests\nrequests.post("https://gw.example/x", json={"a": 1}, headers={"X-A": "b"})')
    assert request.to_dict() == {
        "method": "POST",
        "url": "https://gw.example/x",
        "headers": {"x-a": "b", "content-type": "application/json"},
        "body": {"kind": "json", "json": {"a": 1}},
    }
    added = {str(name.data): value.added_by for name, value in request.headers}
    assert added == {"X-A": None, "content-type": "requests"}
    assert request.method.added_by == "requests"


@pytest.mark.parametrize(
    ("call", "kind", "content"),
    [
        ("data=json.dumps({'a': 1})", "json", {"a": 1}),
        ("data='{\"a\": [1]}'", "json", {"a": [1]}),
        ("json=json.dumps({'a': 1})", "json", '{"a": 1}'),
        ("data={'a': [1, 'b'], 'n': None, 't': True}", "form", [["a", "1"], ["a", "b"], ["t", "True"]]),
        ("data={'messages': [{'role': 'user'}]}", "form", [["messages", "role"]]),
        ("data='a=1', headers={'content-type': 'application/x-www-form-urlencoded'}", "form", [["a", "1"]]),
        ("data='plain'", "raw", "plain"),
        ("data=open('x.bin', 'rb')", "raw", UNKNOWN),
        ("data={}, json={'a': 1}", "json", {"a": 1}),
    ],
)
def test_bodies(call, kind, content):
    found = only(f'import requests, json\nrequests.post("https://gw.example/x", {call})').to_dict()["body"]
    assert found == {"kind": kind, kind: content}


def test_files_and_fields():
    request = only(
        """
        import requests
        files = [("image", ("a.png", open("/tmp/a.png", "rb"), "image/png")), ("mask", open("dir/m.png", "rb"))]
        requests.post("https://gw.example/x", data={"n": 1}, files=[*files, ("size", (None, "1k")), ("raw", b"..")])
        """
    )
    assert request.to_dict()["body"]["multipart"] == [
        {"name": "n", "value": "1"},
        {"name": "image", "filename": "a.png"},
        {"name": "mask", "filename": "m.png"},
        {"name": "size", "value": "1k"},
        {"name": "raw", "filename": "raw"},
    ]


def test_sessions_merge_headers_params_and_credentials():
    (found,) = requests(
        """
        import requests
        session = requests.Session()
        session.headers.update({"Authorization": "Bearer k", "X-Drop": "1"})
        session.headers["X-Two"] = "2"
        session.params = {"v": "1"}
        session.cookies.update({"sid": "s"})
        more = {"params": {"q": ["中", "d e"]}, "headers": {"x-drop": None}}
        session.get("https://gw.example/a b?x=1", auth=("u", "p"), **more)
        """
    )
    assert found["url"] == "https://gw.example/a%20b?x=1&v=1&q=%E4%B8%AD&q=d+e"
    assert found["headers"] == {"x-two": "2", "authorization": "Basic dTpw", "cookie": "sid=s"}


def test_prepared_requests_are_sent_by_the_session():
    found = requests(
        """
        import requests
        prepared = requests.Request("put", "https://gw.example/x", json=[1]).prepare()
        requests.Session().send(prepared, timeout=3)
        """
    )
    assert [(one["method"], one["body"]) for one in found] == [("PUT", {"kind": "json", "json": [1]})]


def test_httpx_joins_its_base_and_replaces_the_query():
    first, second = requests(
        """
        import httpx
        with httpx.Client(base_url="https://gw.example/v1/", headers={"A": "1"}) as client:
            client.post("/chat", json={}, params={"b": 2})
            client.get("https://other.example/x?gone=1", params={"kept": 1})
        """
    )
    assert (first["url"], second["url"]) == ("https://gw.example/v1/chat?b=2", "https://other.example/x?kept=1")
    assert first["headers"]["a"] == "1"


def test_httpx_content_and_form():
    first, second = requests(
        """
        import httpx
        httpx.post("https://gw.example/x", content=b"raw")
        httpx.post("https://gw.example/x", data={"t": True, "n": None})
        """
    )
    assert first["body"] == {"kind": "raw", "raw": "raw"}
    assert second["body"]["form"] == [["t", "true"], ["n", ""]]


def test_aiohttp_sessions_and_form_data():
    first, second = requests(
        """
        import aiohttp, asyncio
        async def main():
            form = aiohttp.FormData()
            form.add_field("model", "m")
            form.add_field("file", open("a.mp3", "rb"), filename="b.mp3")
            async with aiohttp.ClientSession("https://gw.example", headers={"K": "v"}) as session:
                async with session.post("/json", json={"a": 1}) as answer:
                    await answer.json()
                await session.post("/form", data=form)
        asyncio.run(main())
        """
    )
    assert (first["url"], first["headers"]["k"]) == ("https://gw.example/json", "v")
    assert second["body"]["multipart"] == [{"name": "model", "value": "m"}, {"name": "file", "filename": "b.mp3"}]


def test_http_client_connections():
    found = requests(
        """
        import http.client, json
        conn = http.client.HTTPSConnection("gw.example", 8443)
        conn.request("POST", "/v1/x?a=1", json.dumps({"a": 1}), {"A": "b"})
        conn = http.client.HTTPConnection("proxy.example", 8080)
        conn.set_tunnel("gw.example")
        conn.putrequest("GET", "/y")
        conn.putheader("B", "c")
        conn.endheaders()
        """
    )
    assert [(one["method"], one["url"], one["headers"]) for one in found] == [
        ("POST", "https://gw.example:8443/v1/x?a=1", {"a": "b"}),
        ("GET", "http://gw.example/y", {"b": "c"}),
    ]


def test_urllib_requests():
    first, second = requests(
        """
        from urllib import request, parse
        req = request.Request("https://gw.example/x", data=parse.urlencode({"a": "1 2"}).encode())
        req.add_header("K", "v")
        request.urlopen(req)
        other = request.Request("https://gw.example/y")
        other.get_method = lambda: "DELETE"
        request.urlopen(other)
        """
    )
    assert first["method"] == "POST"
    assert first["body"] == {"kind": "form", "form": [["a", "1 2"]]}
    assert (second["method"], second["body"]) == ("DELETE", {"kind": "none"})


def test_urllib3_pools():
    first, second = requests(
        """
        import urllib3
        http = urllib3.PoolManager(headers={"K": "v"})
        http.request("POST", "https://gw.example/x", json={"a": 1})
        http.request("GET", "https://gw.example/x", fields={"q": "a b"})
        """
    )
    assert first["body"] == {"kind": "json", "json": {"a": 1}}
    assert second["url"] == "https://gw.example/x?q=a+b"


def test_settings_are_options():
    request = only(
        """
        import requests
        from requests.adapters import HTTPAdapter, Retry
        s = requests.Session()
        s.mount("https://", HTTPAdapter(max_retries=Retry(total=4)))
        s.get("https://gw.example/x", timeout=(3, 20), proxies={"https": "http://127.0.0.1:1"}, stream=True)
        """
    )
    options = {name: value.data for name, value in request.options.items()}
    assert options == {"retries": 4, "timeout_s": 20, "proxy_url_set": True, "stream": True}


def test_unknown_headers_leave_a_request_incomplete():
    assert only("import requests\nrequests.get('https://gw.example/x', headers={'a': 'b'})").complete
    assert not only("import requests\nrequests.get('https://gw.example/x', headers=make())").complete
    assert not only("import requests\nrequests.get('https://gw.example/x', **more)").complete


@pytest.mark.parametrize(
    ("call", "messages"),
    [
        ('llm.invoke("rain")', [{"role": "user", "content": "rain"}]),
        ("llm.invoke([('system', 'a'), ('human', 'b')])",
         [{"role": "system", "content": "a"}, {"role": "user", "content": "b"}]),
        ("llm.bind_tools([]).invoke([HumanMessage(content='c')])", [{"role": "user", "content": "c"}]),
        ("(prompt | llm).invoke({})", None),
    ],
)  # fmt: skip
def test_langchains_chat_client_sends_chat_calls(call, messages):
    code = (
        "from langchain_openai import ChatOpenAI\nfrom langchain_core.messages import HumanMessage\n"
        'llm = ChatOpenAI(model="m-9", base_url="https://gw.example/v1", api_key="sk-t1", temperature=0)\n'
    )
    found = requests(code + call)
    if messages is None:
        assert found == []
        return
    assert found[0]["url"] == "https://gw.example/v1/chat/completions"
    assert found[0]["headers"]["authorization"] == "Bearer sk-t1"
    assert found[0]["body"]["json"] == {"model": "m-9", "temperature": 0, "messages": messages}


@pytest.mark.parametrize(
    "model",
    ["ChatModel.GPT_5", "models.Chat.GPT_5.value", "ModelType.GPT_5", "openai.types.ChatModel.X", "CONFIG.model"],
)
def test_constants_of_an_sdk_stay_unknown(model):
    code = f"import requests, openai\nfrom sdk import ChatModel, models, CONFIG, ModelType\nrequests.post('https://gw.example/x', json={{'model': {model}}})"  # noqa: E501 - one pasted line
    assert requests(code)[0]["body"]["json"] == {"model": "<unknown>"}
