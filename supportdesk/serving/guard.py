"""The middleware before every path: nothing is served to a request that does not show what access.py asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from supportdesk.serving.access import Access

REFUSED = "Open the address that `supportdesk serve` printed. / 请打开 supportdesk serve 打印的地址。\n"
MISDIRECTED = "This server is not called so. / 这里没有这个名字的服务。\n"
ENTERED = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">
<link rel="icon" href="data:,"><title>supportdesk</title><a href="/">supportdesk</a></html>
"""
"""A page, not a redirect: where a link of another site led here, a redirect would not carry the strict cookie."""


def guard(access: Access) -> Middleware:
    """Return the middleware that lets in by `access`."""

    @web.middleware
    async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if not access.is_host(host):
            return web.Response(status=403, text=MISDIRECTED)
        if not _comes_from_here(access, request, host):
            return web.Response(status=403, text=REFUSED)
        shown = request.query.get("token")
        if shown is not None and request.path == "/" and request.method == "GET":
            return _exchange(access, shown, secure=request.headers.get("X-Forwarded-Proto") == "https")
        if not access.is_cookie(request.cookies.get(access.cookie_name, "")):
            return web.Response(status=401, text=REFUSED)
        return await handler(request)

    return _guarded


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that keep a page and its answers to themselves."""
    host = request.headers.get("Host", "")
    response.headers.update(
        {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                f"font-src 'self'; connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; "
                "form-action 'none'; frame-ancestors 'none'"
            )
            if response.status == 200
            else "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Server": "supportdesk",
        }
    )


def _comes_from_here(access: Access, request: web.Request, host: str) -> bool:
    """Whether a request is no other page's doing."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return access.is_same_origin(origin, host)
    if request.method not in ("GET", "HEAD") or "upgrade" in request.headers.get("Connection", "").lower():
        return False  # every browser names the origin of a post and of a websocket
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.path == "/"
    return navigates or request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def _exchange(access: Access, shown: str, *, secure: bool) -> web.Response:
    """Give the cookie for the token."""
    if not access.is_token(shown):
        return web.Response(status=401, text=REFUSED)
    response = web.Response(text=ENTERED, content_type="text/html")
    response.set_cookie(access.cookie_name, access.cookie, httponly=True, samesite="Strict", secure=secure, path="/")
    return response
