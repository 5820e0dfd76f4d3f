"""What a failure on order does to a call (faults.py): answer in its place, or spoil the answer."""

from __future__ import annotations

from supportdesk.gateway.sandbox import refusals
from supportdesk.gateway.sandbox.exchange import Answer, answer_html, answer_json
from supportdesk.gateway.sandbox.faults import Fault

SLOW_PIECES, SLOW_PAUSE_S = 5, 1.0
GARBAGE = b'{"id": "task_\xff\xfe", "status": que\x1b]0;owned\x07\x1b[31m\x00'
"""Bytes that are neither JSON nor UTF-8, with terminal controls in them."""


def instead(fault: Fault, request_id: str) -> Answer | None:
    """Return the answer that comes in place of any work; None where the call is worked on first."""
    if fault.kind == "429":
        refusal = refusals.too_many("Rate limit exceeded, please try again later", fault.retry_after)
        return answer_json(refusal.body, 429, refusal.headers)
    if fault.kind == "500":
        body = {
            "error": {
                "message": f"internal error (request id: {request_id})",
                "type": "new_api_error",
                "code": "internal_error",
            }
        }
        return answer_json(body, 500)
    if fault.kind == "html":
        return answer_html(200, "New API", "Sign in to the console.")
    return None


def spoiled(fault: Fault, answer: Answer, speed: float) -> Answer:
    """Return what is left of an answer on its way: the call itself was worked on, and a task may exist."""
    whole = b"".join(answer.pieces)
    if fault.kind == "524":
        page = answer_html(524, "A timeout occurred", "Error code 524. cloudflare")
        return page._replace(headers={"Server": "cloudflare", "CF-RAY": "0000000000000000-SBX"})
    if fault.kind == "truncated":
        return answer._replace(pieces=(whole[: max(1, len(whole) // 2)],), cut=True)
    if fault.kind == "drop":
        return answer._replace(pieces=(), cut=True)
    if fault.kind == "garbage":
        return Answer(200, "application/json", (GARBAGE,))
    if fault.kind == "slow":
        step = max(1, -(-len(whole) // SLOW_PIECES))
        pieces = tuple(whole[at : at + step] for at in range(0, len(whole), step))
        return answer._replace(pieces=pieces, pause_s=SLOW_PAUSE_S / speed)
    return answer
