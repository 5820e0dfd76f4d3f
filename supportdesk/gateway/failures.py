"""What can go wrong between this program and a gateway, each with what it means for a task that was being submitted.

GatewayFailure (2)
├── Refused          the gateway answered with an error of the caller's: 400, 401, 403, 404 …; carries status and body
├── RateLimited      429, still after the retries
├── ServerFailed     500 or 503, still after the retries
├── OutcomeUnknown   sent, but no readable answer came: the task may exist; never sent again without asking
├── NotReached       never sent: no connection, wrong certificate, a name that does not resolve
├── BadAnswer        an answer that cannot be used: a page, garbage, too large, a redirect
└── StillRunning     a task that did not end in the time that was given; it is resumed by its id
"""

from __future__ import annotations

from supportdesk.errors import SupportdeskError


class GatewayFailure(SupportdeskError):
    """A call that did not give what it was made for."""


class Refused(GatewayFailure):
    """The gateway refused: `status` of HTTP, `body` its answer as text (masked), `code` and `request_id` or None."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        body: str,
        code: str | None = None,
        request_id: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.status = status
        self.body = body
        self.code = code
        self.request_id = request_id


class RateLimited(Refused):
    """429 to the last attempt; `retry_after` is what the gateway asked for in seconds, None where it did not."""

    retry_after: float | None = None


class ServerFailed(Refused):
    """500 or 503 to the last attempt: the request was answered, and not worked on."""


class OutcomeUnknown(GatewayFailure):
    """A submit whose answer was lost: a second one could make, and charge, a second task."""


class NotReached(GatewayFailure):
    """The request never left: no connection, no name, no TLS."""


class BadAnswer(GatewayFailure):
    """An answer of the wrong kind."""


class StillRunning(GatewayFailure):
    """A task that has not ended; `task_id` resumes it."""

    def __init__(self, message: str, task_id: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.task_id = task_id
