"""What the reader says of a command, and what bash and curl really send, are compared on a recording server."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import pytest

from supportdesk.reading.code import read
from supportdesk.source import Source
from supportdesk.view import View

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl and bash are not installed"),
]

COMMANDS = [
    "curl $U/v1/models",
    "curl -s $U/v1/models -H 'Authorization: Bearer k-1'",
    """curl -sSL -XPOST "$U/v1/a" -H'X-One:1' --header "X-Two:   two  " -d '{"a":1}'""",
    "curl $U/v1/a -d a=1 -d 'b=x y' --data-urlencode 'c=ü &=' --data-urlencode '=d e'",
    "curl -G $U/v1/a?z=0 -d a=1 --data-urlencode 'q=two words'",
    "curl -G $U/v1/a",
    "curl -I $U/v1/a",
    "curl -X DELETE $U/v1/a/7 -u user:p:w",
    "curl --json '{\"m\":' --json '\"x\"}' $U/v1/a",
    "curl --json '{}' -H 'Content-Type: application/x-own' $U/v1/a",
    "curl $U/v1/a -d x -H 'Content-Type:'",
    "curl $U/v1/a -H 'X-Empty;' -H 'X-None:' -H 'Accept: a/b'",
    "curl $U/v1/a -b 'a=1; b=2' -b c=3",
    "curl $U/v1/a -A agent/1 -e http://from.example/ -r 0-9",
    "curl $U/a/../b/./c?x=/../y",
    "curl --path-as-is $U/a/../b",
    "curl $U/v1/a#fragment",
    "curl --oauth2-bearer tok $U/v1/a",
    "curl --url $U/v1/a --url-query 'q=a b' --url-query +r=1",
    "curl $U/v1/a --next -d b=1 $U/v1/b",
    "curl -d both=1 $U/v1/a $U/v1/b",
    "curl --request-target /other $U/v1/a",
    "curl -F 'a=plain; text' -F 'b=\"quoted; \\\"x\\\"\";type=text/plain' --form-string 'c=@no;type=x' $U/v1/a",
    "curl -F 'f=hello' -F 'g=<-' $U/v1/a <<< inside",
    "printf '{\"a\":\"%s\"}' v | curl -d @- $U/v1/a -H 'Content-Type: application/json'",
    "curl --data-binary @- $U/v1/a <<'END'\nline 1\n$NOT\nline 3\nEND",
    "curl -d @- $U/v1/a <<END\nline 1\n  line 2\nEND",
    (
        "M=gpt; curl $U/v1/a -H 'content-type: application/json' "
        '-d "$(cat <<EOF\n{"model": "$M", "q": "it\'s \\"ok\\""}\nEOF\n)"'
    ),
    'H=(-H \'X-A: 1\' -H "X-B: 2"); M=x; curl "${H[0]}" "${H[1]}" $U/v1/${M}y',
    "f() { curl -s \"$U$1\" -d \"$2\"; }; f /v1/a 'x=1'; f /v1/b 'y=2'",
    "for m in a b; do curl $U/v1/$m; done",
    "curl $U/v1/a -d $'tab\\there\\u00e9\\x21\\'q\\''",
    "P=/v1/abc/; curl $U${P%/} ; curl $U/${P#/v1/}; curl $U/${P:1:2}; curl $U/${NOPE:-dflt}",
    "OPTS='-s -X PUT'; curl $OPTS $U/v1/a -d 1",
    "curl -sS -o /dev/null -w '%{http_code}\\n' -m 5 --retry 2 --connect-timeout 3 $U/v1/a",
    "curl -T - $U/v1/put <<< data",
    "curl -HX-Joined:1 -dk=v -XPATCH $U/v1/a",
    "BODY='{\"a\": [1, 2]}'\ncurl -X POST $U/v1/a \\\n  -H 'Content-Type: application/json' \\\n  --data-raw \"$BODY\"",
    'curl "$U/v1/a?x=1&y=2" -d @/dev/null',
    "echo -n '{\"k\":1}' | curl -X POST --data-binary @- $U/v1/a; echo done",
    "DATA=$(printf '%s=%s' a b); curl $U/v1/a -d \"$DATA\"",
    "bash -c 'curl '\"$U\"'/v1/in -d in=1'",
    'cmd="curl -s $U/v1/e -d e=1"; eval "$cmd"; $cmd',
    "if true; then curl $U/v1/yes; fi",
    "curl -d 'a=1' -d '' -d 'b=2' $U/v1/a",
    "curl --compressed $U/v1/a",
    "curl -Gsd 'n=1' $U/v1/a",
]


class Recorder(BaseHTTPRequestHandler):
    """Keeps what arrives."""

    seen: ClassVar[list[dict[str, Any]]] = []

    def answer(self) -> None:
        if self.headers.get("transfer-encoding") == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            data = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append({"method": self.command, "path": self.path, "headers": headers, "body": data})
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = answer  # noqa: N815  the server's own names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the server's own name
        """Keep stderr quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    served = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.mark.parametrize("command", COMMANDS)
def test_reader_agrees_with_curl(command: str, server: str) -> None:
    Recorder.seen.clear()
    script = f"U={server}\n{command}\n"
    subprocess.run(
        ["bash", "-c", script], timeout=20, check=False, capture_output=True,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    sent = list(Recorder.seen)
    found = [request.to_dict() for request in read(View.whole(Source(script)), "bash").requests]
    assert [_comparable_sent(request) for request in sent] == [_comparable(request, server) for request in found]
    assert sent


def _comparable_sent(request: dict[str, Any]) -> dict[str, Any]:
    headers = _kept(request["headers"])
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/"):
        headers["content-type"] = "multipart/form-data"
        boundary = kind.partition("boundary=")[2].encode()
        parts = [part.partition(b"\r\n\r\n") for part in request["body"].split(b"--" + boundary)[1:-1]]
        body: Any = [(_name(head), data[:-2].decode()) for head, _, data in parts]
    elif kind == "application/x-www-form-urlencoded" and b"=" in request["body"] and request["body"][:1] not in b"{[":
        body = parse_qsl(request["body"].decode(), keep_blank_values=True)
    else:
        body = _json(request["body"].decode())
    return {"method": request["method"], "path": request["path"], "headers": headers, "body": body}


def _comparable(request: dict[str, Any], server: str) -> dict[str, Any]:
    body = request["body"]
    plain: Any = _json(str(body.get("raw") or ""))
    if body["kind"] == "json":
        plain = body["json"]
    elif body["kind"] == "form":
        plain = [tuple(pair) for pair in body["form"]]
    elif body["kind"] == "multipart":
        plain = [(part["name"], part["value"]) for part in body["multipart"]]
    path = request["url"].removeprefix(server) or "/"
    return {"method": request["method"], "path": path, "headers": _kept(request["headers"]), "body": plain}


def _kept(headers: dict[str, str]) -> dict[str, str]:
    added = ("host", "user-agent", "content-length", "accept-encoding", "transfer-encoding", "expect")
    kept = {name: value for name, value in headers.items() if name not in added}
    if kept.get("accept") == "*/*":
        del kept["accept"]
    return kept | (
        {"user-agent": headers["user-agent"]} if not headers.get("user-agent", "curl/").startswith("curl/") else {}
    )


def _name(head: bytes) -> str:
    return head.decode().partition('name="')[2].partition('"')[0]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
