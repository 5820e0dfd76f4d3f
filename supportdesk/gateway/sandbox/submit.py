"""Tasks as a caller sees them: handed in, looked at, cancelled; uploads, and the media that results link to."""

from __future__ import annotations

from typing import Any

from supportdesk.definitions.catalogue import lookup_model
from supportdesk.definitions.select import DefinitionInfo
from supportdesk.gateway.sandbox import refusals, shown, tasks
from supportdesk.gateway.sandbox.books import Account, Books
from supportdesk.gateway.sandbox.exchange import Answer, Call, Upload, answer_json
from supportdesk.gateway.sandbox.relay import afford
from supportdesk.gateway.sandbox.settings import SandboxSettings
from supportdesk.gateway.sandbox.tariff import task_price
from supportdesk.gateway.sandbox.tasks import Ending, Submitted

LARGEST = {"image": 10 * 1024 * 1024, "video": 50 * 1024 * 1024}
"""Bytes of an upload at most (toapis.md, 'Task workflow')."""
TYPES = {
    "image": ("image/jpeg", "image/png", "image/webp", "image/gif"),
    "video": ("video/mp4", "video/webm", "video/quicktime"),
}
PLACEHOLDER = b"supportdesk sandbox: no media was generated\n"


def submit(
    call: Call,
    body: dict[str, Any],
    account: Account,
    books: Books,
    settings: SandboxSettings,
    *,
    kind: str,
    ending: Ending,
) -> dict[str, Any]:
    """Charge and record a task and return its record. Raises Refusal where the balance is too small."""
    model = str(body.get("model", ""))
    price = task_price(model, kind, body)
    afford(account, price.charge.quota, call)
    prompt = body.get("prompt")
    action = "generate" if _has_media(body) else "textGenerate"
    task = Submitted(model, kind, action, prompt if isinstance(prompt, str) else "", price, call.path, call.request_id)
    return tasks.submit(books, account, task, call.at, lasts=settings.task_seconds / settings.speed, ending=ending)


def kind_of(knowledge: Any, model: str, gateway: str, definition: DefinitionInfo | None) -> str:
    """Return the kind of media that a task of this model makes; 'video' where nobody says."""
    known = lookup_model(knowledge, model, gateway) if model else None
    if definition is not None:
        return definition.kind
    return known.kind if known is not None and known.kind is not None else "video"


def task_shape(call: Call, task: dict[str, Any], gateway: str) -> Answer:
    """Return a task in the shape of the path that was called (gateway.md 3 and 4; toapis.md, 'Task workflow')."""
    if call.path.startswith("/v1/video/generations"):
        return answer_json({"code": "success", "message": "", "data": shown.console_task(task, call.base)})
    if gateway == "apimart" and call.method == "POST":
        return answer_json({"code": 200, "data": [{"status": "submitted", "task_id": task["task_id"]}]})
    openai = call.path.startswith("/v1/videos") and not call.path.startswith("/v1/videos/generations")
    if openai and gateway != "toapis":
        return answer_json(shown.openai_video(task))
    if openai and call.path.rstrip("/").count("/") <= 3 and not call.path.endswith(("/remix", "/extend")):
        return answer_json(shown.openai_video(task))
    return answer_json(shown.generation_task(task, call.base))


def found(books: Books, account: Account, task_id: str, *, toapis: bool) -> dict[str, Any]:
    """Return a task of this account. Raises Refusal for any other id."""
    task = tasks.find(books, task_id, account.user_id)
    if task is None:
        raise refusals.no_such_task(task_id, toapis=toapis)
    return task


def content(call: Call, task: dict[str, Any]) -> Answer:
    """Answer /v1/videos/{id}/content: the file, or why there is none yet (gateway.md 5)."""
    if task["status"] != "SUCCESS":
        message = f"Task is not completed yet, current status: {task['status']}"
        raise refusals.Refusal(400, {"error": {"message": message, "type": "invalid_request_error"}})
    return Answer(200, "video/mp4", (PLACEHOLDER,), {"X-Request-Path": call.path})


def upload(call: Call, kind: str) -> Answer:
    """Answer /v1/uploads/images and /v1/uploads/videos: a link, or success false (toapis.md, 'Task workflow')."""
    file = (call.form or {}).get("file")
    if not isinstance(file, Upload):
        raise refusals.Refusal(
            400, {"success": False, "message": "No file uploaded: send multipart/form-data with the field file"}
        )
    if file.mime not in TYPES[kind]:
        raise refusals.Refusal(400, {"success": False, "message": f"Unsupported {kind} type: {file.mime}"})
    if file.size > LARGEST[kind]:
        most = LARGEST[kind] // (1024 * 1024)
        raise refusals.Refusal(
            400, {"success": False, "message": f"{kind.title()} too large. Maximum size is {most}MB"}
        )
    name = f"{call.request_id}.{file.mime.rsplit('/', 1)[1]}"
    data = {
        "id": f"file_{call.request_id}",
        "url": f"{call.base}/files/{name}",
        "mime_type": file.mime,
        "size": file.size,
    }
    return answer_json({"success": True, "message": "", "data": data})


def _has_media(body: dict[str, Any]) -> bool:
    return any(
        name.endswith(("_url", "_urls", "_list", "_image", "image", "images", "_reference")) and body[name]
        for name in body
    )
