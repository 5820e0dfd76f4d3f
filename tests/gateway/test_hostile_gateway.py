"""A gateway that lies, stalls, floods, redirects or shows a wrong certificate: a clear error in bounded time."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from supportdesk.errors import InputError
from supportdesk.gateway.client import Client
from supportdesk.gateway.failures import BadAnswer, GatewayFailure, NotReached, OutcomeUnknown, Refused
from supportdesk.gateway.wire import LARGEST_ANSWER, Wire

web = pytest.importorskip("aiohttp.web", reason="the extra `web` is not installed")

KEY = "sk-plantedPlantedPlantedPlantedPlanted0000"
BODY = {"model": "gemini_omni", "prompt": "a lighthouse"}


@asynccontextmanager
async def serving(handler: Any, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def submitted(origin: str, read_s: float = 5.0) -> Any:
    async with Wire(origin, read_s=read_s) as wire:
        return await Client(wire, KEY, scale=0.01).submit("/v1/videos/generations", BODY)


async def test_a_flood_is_cut_off() -> None:
    sent = 0

    async def _flood(request: Any) -> Any:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _at in range(1024):
            sent += 1 << 20
            await response.write(b" " * (1 << 20))
        return response

    async with serving(_flood) as origin:
        with pytest.raises(GatewayFailure, match="larger than 8 MB"):
            await submitted(origin)
    assert sent < 8 * LARGEST_ANSWER


async def test_a_stall_ends_and_says_that_the_task_may_exist() -> None:
    async def _stall(_request: Any) -> Any:
        await asyncio.sleep(30)

    async with serving(_stall) as origin:
        with pytest.raises(OutcomeUnknown):
            await submitted(origin, read_s=0.2)


async def test_a_redirect_is_not_followed_with_the_key() -> None:
    seen: list[tuple[str, str | None]] = []

    async def _redirect(request: Any) -> Any:
        seen.append((request.path, request.headers.get("Authorization")))
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async with serving(_redirect) as origin:
        with pytest.raises(GatewayFailure, match="redirects"):
            await submitted(origin)
    assert [path for path, _key in seen] == ["/v1/videos/generations"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"id": "task_\xff\xfe", "status": ', OutcomeUnknown),
        (b"[" * 100_000, OutcomeUnknown),
        (b"<html><body>Sign in</body></html>", OutcomeUnknown),
        (b"", OutcomeUnknown),
        (b"null", OutcomeUnknown),
        (b'{"id": 7, "status": {"a": 1}}', OutcomeUnknown),
        (b'"\x1b]0;owned\x07"', OutcomeUnknown),
    ],
)
async def test_garbage_is_no_task_and_is_not_sent_again(body: bytes, kind: type[GatewayFailure]) -> None:
    calls = 0

    async def _lie(_request: Any) -> Any:
        nonlocal calls
        calls += 1
        return web.Response(body=body, content_type="application/json")

    async with serving(_lie) as origin:
        with pytest.raises(kind):
            await submitted(origin)
    assert calls == 1


async def test_an_error_that_repeats_the_key_does_not_show_it() -> None:
    async def _echo(request: Any) -> Any:
        told = f"bad key {request.headers['Authorization']} \x1b[31m"
        return web.json_response({"error": {"message": told, "code": "x"}}, status=401)

    async with serving(_echo) as origin:
        with pytest.raises(Refused) as refused:
            await submitted(origin)
    assert KEY not in refused.value.message + refused.value.body


async def test_a_wrong_certificate_sends_nothing(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
         "-subj", "/CN=localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    calls = 0

    async def _count(_request: Any) -> Any:
        nonlocal calls
        calls += 1
        return web.json_response({})

    async with serving(_count, tls) as origin:
        with pytest.raises(NotReached, match="certificate"):
            await submitted(origin)
    assert calls == 0


async def test_a_closed_port_and_a_name_that_nobody_has() -> None:
    for origin in ("http://127.0.0.1:9", "https://gateway.invalid"):
        with pytest.raises(NotReached):
            await submitted(origin)


@pytest.mark.parametrize(
    "base", ["ftp://example.com", "gateway", "https://user:password@example.com/v1", "http://example.com/v1", ""]
)
def test_addresses_that_are_none(base: str) -> None:
    with pytest.raises(InputError):
        Wire(base)


@pytest.mark.parametrize(
    "path", ["/api/user/token", "/api/user/token/", "//elsewhere.example.com/x", "https://elsewhere.example.com"]
)
async def test_paths_that_are_never_called(path: str) -> None:
    async with Wire("https://example.com") as wire:
        with pytest.raises((InputError, BadAnswer)):
            await wire.send("GET", path, headers={})
