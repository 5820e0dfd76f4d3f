"""The server as its clients meet it: nothing without the token, nothing for other pages, files in and out."""

from __future__ import annotations

import http.client
import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving.served import Served, children, emptied, end, gone, served

aiohttp = pytest.importorskip("aiohttp", reason="the extra `web` is not installed")
pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

PATHS = (
    "/", "/?token=wrong", "/index.html", "/static/js/textual.js", "/static/", "/page/page.js", "/page/../page/page.js",
    "/ws/aaaaaaaaaaaaaaaaaaaaaa", "/ws", "/download/abc", "/upload/aaaaaaaaaaaaaaaaaaaaaa", "/favicon.ico",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


def ask(server: Served, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    host, _, port = server.address.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def cookie_of(server: Served) -> str:
    status, headers, _ = ask(server, server.printed.removeprefix(server.address))
    assert status == 200
    return headers["Set-Cookie"].partition(";")[0]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_is_served(server: Served, path: str, method: str) -> None:
    for headers in ({}, {"Cookie": "supportdesk=x"}, {"Origin": server.address}):
        status, _headers, body = ask(server, path, method, **headers)
        assert status in (401, 403)
        assert b"<script" not in body
        assert len(body) < 200


def test_the_token_is_exchanged_for_a_strict_cookie_that_page_scripts_cannot_read(server: Served) -> None:
    status, headers, body = ask(server, server.printed.removeprefix(server.address))
    assert status == 200
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(headers["Set-Cookie"].split("; "))
    token = server.printed.partition("token=")[2]
    assert len(token) >= 43
    assert token not in headers["Set-Cookie"]
    assert token.encode() not in body
    assert headers["Referrer-Policy"] == "no-referrer"


def test_with_the_cookie_the_page_is_served_and_names_no_other_host(server: Served) -> None:
    cookie = cookie_of(server)
    status, headers, body = ask(server, "/", Cookie=cookie)
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    host = server.address.removeprefix("http://")
    for path in ("/page/page.css", "/page/page.js", "/static/css/xterm.css", "/static/js/textual.js"):
        status, _headers, part = ask(server, path, Cookie=cookie)
        assert status == 200
        loads = re.findall(rb"""(?:url\(|src=|href=|import |@import )["']?(?:https?:)?//[^"')\s]+""", part)
        assert loads == []
    assert set(re.findall(rb"(?:https?|wss?)://([^/\"]+)", body)) == {host.encode()}
    assert ask(server, "/static/", Cookie=cookie)[0] == 403


def test_another_host_name_is_refused_with_the_cookie_and_with_the_token(server: Served) -> None:
    cookie, with_token = cookie_of(server), server.printed.removeprefix(server.address)
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.1.2.3"):
        assert ask(server, "/", Cookie=cookie, Host=host)[0] == 403
        status, headers, _ = ask(server, with_token, Host=host)
        assert status == 403
        assert "Set-Cookie" not in headers
    assert ask(server, "/", Cookie=cookie, Host="localhost:9000")[0] == 200


def test_another_page_gets_nothing_even_with_the_cookie(server: Served) -> None:
    cookie = cookie_of(server)
    assert ask(server, "/", Cookie=cookie, Origin="http://evil.example")[0] == 403
    assert ask(server, "/", Cookie=cookie, Origin="null")[0] == 403
    assert ask(server, "/page/page.js", Cookie=cookie, Sec_Fetch_Site="same-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert ask(server, "/upload/" + "a" * 22, "POST", Cookie=cookie)[0] == 403
    assert ask(server, "/", Cookie=cookie, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200


async def socket_of(client: Any, server: Served, **headers: str) -> Any:
    page = re.search(r'data-page="([^"]+)"', await (await client.get(server.address + "/")).text())
    assert page is not None
    address = f"{server.address}/ws/{page[1]}?width=100&height=30"
    return page[1], await client.ws_connect(address, headers={"Origin": server.address, **headers}, max_msg_size=0)


def client_of(cookie: str) -> Any:
    return aiohttp.ClientSession(headers={"Cookie": cookie}, cookie_jar=aiohttp.DummyCookieJar())


async def test_a_websocket_of_another_origin_or_of_none_is_refused(server: Served) -> None:
    async with client_of(cookie_of(server)) as client:
        for origin in ("http://evil.example", "null", server.address.replace("127.0.0.1", "localhost")):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await socket_of(client, server, Origin=origin)
            assert refused.value.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(f"{server.address}/ws/{'a' * 22}")
        assert refused.value.status == 403


async def shown(socket: Any, wanted: str, seconds: float = 30) -> str:
    """Read frames until a text stands in them."""
    import asyncio

    read = ""
    async with asyncio.timeout(seconds):
        while wanted not in read:
            message = await socket.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
            if message.type == aiohttp.WSMsgType.BINARY:
                read += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", message.data.decode("utf-8", "replace"))
    return read


async def test_a_file_that_is_handed_in_reaches_the_screen_and_goes_with_it(server: Served) -> None:
    cookie = cookie_of(server)
    async with client_of(cookie) as client:
        page, socket = await socket_of(client, server)
        await shown(socket, "\x1b")
        address = f"{server.address}/upload/{page}?name=" + "ticket one.txt"
        origin = {"Origin": server.address}
        answer = await client.post(address, data=b"HTTP 401 invalid token\n", headers=origin)
        assert (answer.status, await answer.json()) == (200, {"name": "ticket_one.txt"})
        (kept,) = (server.folder / "tmp").glob("*/*/*/ticket_one.txt")
        assert kept.read_bytes() == b"HTTP 401 invalid token\n"
        if os.name != "nt":
            assert kept.stat().st_mode & 0o077 == 0
        large = await client.post(address, data=io.BytesIO(b"x" * (50 * 1024 * 1024 + 1)), headers=origin)
        assert large.status == 413
        wrong = await client.post(f"{server.address}/upload/{'b' * 22}", data=b"x", headers=origin)
        assert wrong.status == 404
        (child,) = children(server.process)
        await socket.close()
        assert gone([child])
    assert emptied(server.folder / "tmp", "*/*/*/*")


async def test_a_paste_of_2_mb_arrives_whole(server: Served) -> None:
    import json

    async with client_of(cookie_of(server)) as client:
        _page, socket = await socket_of(client, server)
        await shown(socket, "Paste a ticket")
        text = "请求日志 HTTP 401 invalid token\r" * 75_000 + "末行 the very end"
        assert len(text) > 2_000_000
        await socket.send_str(json.dumps(["stdin", f"\x1b[200~{text}\x1b[201~"], ensure_ascii=False))
        await shown(socket, "请求日志")
        await socket.close()


NO_MESSAGES = (
    *("", "[]", "{}", "[1]", '["stdin"]', '["stdin", 7]', '["resize", 3]', '["stdin", "\\ud800"]', "[" * 50_000),
    *('["resize", {"width": 1e999}]', '["resize", {"width": -5, "height": 10000000}]', '["resize", {"width": "x"}]'),
)


async def test_what_is_no_message_of_the_terminal_does_no_harm(server: Served) -> None:
    import asyncio

    async with client_of(cookie_of(server)) as client:
        _page, socket = await socket_of(client, server)
        for text in (*NO_MESSAGES, '["ping", "1"]'):
            await socket.send_str(text)
        async with asyncio.timeout(30):
            while (message := await socket.receive()).data != '["pong", "1"]':
                assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        await socket.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_an_end_of_the_server_ends_its_pages(tmp_path: Path, how: int) -> None:
    with served(tmp_path) as server:
        cookie = cookie_of(server)
        token = server.printed.partition("token=")[2]
        async with client_of(cookie) as client:
            _page, socket = await socket_of(client, server)
            await shown(socket, "\x1b")
            started = children(server.process)
            assert len(started) == 1
            said = end(server.process, how)
        assert gone(started)
    talk = (tmp_path / "talk.txt").read_text(encoding="utf-8") + said
    assert token not in talk
    assert "Traceback" not in talk
    if how != signal.SIGKILL:
        assert server.process.returncode == 0
        assert not list((tmp_path / "tmp").iterdir())


def test_with_a_tokens_file_the_token_is_not_printed(tmp_path: Path) -> None:
    with served(tmp_path, "--token-file", str(tmp_path / "token")) as server:
        assert "token" not in server.printed
        token = (tmp_path / "token").read_text(encoding="ascii").strip()
        assert ask(server, f"/?token={token}")[0] == 200
    assert token not in (tmp_path / "talk.txt").read_text(encoding="utf-8")
