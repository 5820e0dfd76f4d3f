"""The shapes of what the sandbox refuses (gateway.md 5; toapis.md, 'Errors')."""

from __future__ import annotations

from typing import Any

from supportdesk.errors import SupportdeskError


class Refusal(SupportdeskError):
    """A call that is answered with an error: `status` of HTTP, `body` the JSON, `headers` besides."""

    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.headers = headers or {}


def openai(status: int, message: str, kind: str, code: str | int | None, param: str | None = None) -> Refusal:
    """Return an error in OpenAI's envelope."""
    return Refusal(status, {"error": {"message": message, "type": kind, "param": param, "code": code}})


def gateway(status: int, message: str, code: str | None, request_id: str) -> Refusal:
    """Return an error that the gateway made itself: its own type, and the request id behind the message."""
    return openai(status, f"{message} (request id: {request_id})", "new_api_error", code)


def unauthorized(request_id: str, *, toapis: bool, task: bool) -> Refusal:
    """Return the refusal of a key. Since v0.12.7 one message stands for every reason (gateway.md 5)."""
    if not toapis:
        return gateway(401, "Invalid token", "", request_id)
    code: str | int = 401 if task else "unauthorized"
    return openai(401, f"Invalid token (request id: {request_id})", "authentication_error", code)


def invalid(message: str, pointer: str | None, *, toapis: bool) -> Refusal:
    """Return the refusal of a request's body, with the pointer of the field at fault as `param`."""
    code = "invalid_request_error" if toapis else "invalid_request"
    return openai(400, message, "invalid_request_error" if toapis else "new_api_error", code, pointer)


def wrong_path(method: str, path: str) -> Refusal:
    """Return the answer to an unknown path, or a wrong method, below /v1 and /api (gateway.md 4)."""
    return openai(404, f"Invalid URL ({method} {path})", "invalid_request_error", "")


def no_such_task(task_id: str, *, toapis: bool) -> Refusal:
    """Return the answer to a task id that this account does not have."""
    if toapis:
        return openai(404, f"Task not found: {task_id}", "invalid_request_error", "task_not_found")
    return Refusal(400, {"code": "task_not_exist", "message": "task_not_exist", "data": None})


def too_little(have: str, need: str, request_id: str) -> Refusal:
    """Return the refusal of a call whose reservation the balance does not cover."""
    return gateway(
        403, f"预扣费额度失败, 用户剩余额度: {have}, 需要预扣费额度: {need}", "insufficient_user_quota", request_id
    )


def too_many(message: str, retry_after: int | None) -> Refusal:
    """Return a 429 with or without Retry-After."""
    refusal = openai(429, message, "rate_limit_error", "rate_limit_exceeded")
    if retry_after is not None:
        refusal.headers["Retry-After"] = str(retry_after)
    return refusal


def console(message: str) -> Refusal:
    """Return the console's way of refusing: HTTP 200 and success false (gateway.md 4)."""
    return Refusal(200, {"success": False, "message": message})
