"""What the reader says of a snippet, and what Python really sends, are compared on a recording server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import pytest

from tests.reading.code.python_reading import requests

pytestmark = pytest.mark.slow

SNIPPETS = {
    "httpx in a class": """
        import httpx
        class Api:
            def __init__(self, base, **headers):
                base = base.rstrip("/") + "/v1"
                self.client = httpx.Client(base_url=base, headers={"X-A": "1", **headers}, params={"p": 1})
            def call(self, path, *, method="POST", **body):
                kept = {k: v for k, v in body.items() if v is not None}
                return self.client.request(method, path, json=kept, headers={"x-a": "2"})
        api = Api("BASE/", Authorization="Bearer %s" % "k")
        api.call("/tasks", prompt="雨夜", size=None, n=int("2"), l=[*range(3)][1:])
    """,
    "httpx query and form": """
        import httpx
        httpx.post("BASE/x?gone=1", params={"q": ["a b", "中&"]}, data={"t": True, "n": None, "l": [1, 2]})
        httpx.get("BASE/a b/中", params={"e": ""})
    """,
    "httpx built and sent": """
        import httpx
        with httpx.Client(auth=("u", "p:w"), cookies={"c": "1"}) as client:
            request = client.build_request("PUT", "BASE/y", content=b"raw text", headers={"content-type": "text/plain"})
            client.send(request)
    """,
    "urllib in steps": """
        import json, urllib.request, urllib.parse
        body = {"model": "m", "messages": []}
        body["messages"].append({"role": "user", "content": f"{1 + 1}倍"})
        data, headers = json.dumps(body).encode(), {"Authorization": "Bearer k"}
        req = urllib.request.Request("BASE/v1/chat", data=data, headers=headers)
        req.add_header("Content-Type", "application/json")
        urllib.request.urlopen(req)
        urllib.request.urlopen("BASE/get?" + urllib.parse.urlencode({"a": "1 2", "b": ["x"]}, doseq=True))
        urllib.request.urlopen("BASE/form", urllib.parse.urlencode([("k", "v")]).encode())
    """,
    "http.client": """
        import http.client, json
        host = "BASE".split("//")[1]
        conn = http.client.HTTPConnection(host)
        conn.request("PATCH", "/v1/%s?x=1" % "thing", json.dumps({"a": {"b": [None, True, 1.5]}}), {"K": "v"})
        conn.getresponse().read()
        conn.putrequest("DELETE", "/v1/file")
        conn.putheader("K", "w")
        conn.endheaders()
        conn.getresponse().read()
    """,
    "loops, branches and lookups": """
        import httpx
        MODELS = {"a": {"path": "/a"}, "b": {"path": "/b", "extra": {"n": 1}}}
        for index, (name, row) in enumerate(MODELS.items(), start=1):
            payload = dict(model=name, index=index) | row.get("extra", {})
            if index > 1 and "n" in payload:
                payload["n"] += 1
            elif not payload.get("n"):
                payload.setdefault("d", "x" * 2)
            httpx.post(f"BASE{row['path']}", json=payload)
    """,
}


class Recorder(BaseHTTPRequestHandler):
    seen: ClassVar[list[dict[str, Any]]] = []

    def answer(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        self.seen.append(
            {
                "method": self.command,
                "path": self.path,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": self.rfile.read(size).decode(),
            }
        )
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  names of http.server

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def body_of(found: dict[str, Any]) -> Any:
    body = found["body"]
    return body.get(body["kind"], "")


def recorded_body(text: str, kind: str) -> Any:
    if kind == "json":
        return json.loads(text)
    return [list(pair) for pair in parse_qsl(text, keep_blank_values=True)] if kind == "form" else text


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_reader_says_what_python_sends(name, base):
    from textwrap import dedent

    code = dedent(SNIPPETS[name]).replace("BASE", base)
    Recorder.seen.clear()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    found = requests(code)
    assert len(found) == len(Recorder.seen)
    for said, sent in zip(found, Recorder.seen, strict=True):
        assert (said["method"], said["url"].replace("+", "%20")) == (
            sent["method"],
            base + sent["path"].replace("+", "%20"),
        )
        assert body_of(said) == recorded_body(sent["body"], said["body"]["kind"])
        assert said["headers"].items() <= sent["headers"].items()
