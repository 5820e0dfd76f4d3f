"""What each field of a task's answer means, for whoever sees one for the first time (toapis.md, 'Task workflow')."""

from __future__ import annotations

from typing import Any

from supportdesk.i18n import _, mark

MEANINGS: dict[str, str] = {
    "id": mark("the task's id: the poll asks for it, and support needs it"),
    "task_id": mark("the task's id: the poll asks for it, and support needs it"),
    "object": mark("which kind of object this is; a task is no result"),
    "model": mark("the model that was asked for"),
    "mode": mark("which way of making it was chosen"),
    "status": mark("how far the task is: queued, in_progress, completed or failed"),
    "progress": mark("per cent; it does not run evenly"),
    "created_at": mark("when the task was submitted"),
    "completed_at": mark("when it ended"),
    "expires_at": mark("until when the links can be loaded; save the file before"),
    "result": mark("what was made; only a completed task has it"),
    "result.type": mark("the kind of media"),
    "result.data": mark("one entry for each file that was made"),
    "result.data[].url": mark("where the file lies"),
    "result.data[].format": mark("the kind of file"),
    "video_url": mark("where the file lies"),
    "error": mark("why the task failed; HTTP says 200 all the same"),
    "error.code": mark("the reason as a word for programs"),
    "error.message": mark("the reason for people"),
    "metadata": mark("what was sent along, given back"),
    "seconds": mark("the length of the video"),
    "size": mark("width and height in pixels"),
    "prompt": mark("the prompt as it was received"),
    "data": mark("the task inside the gateway's envelope"),
    "code": mark("the envelope's own word for how the call went"),
    "message": mark("the envelope's text, empty where all is well"),
}
"""By the path of the field, list items as `[]`."""
MOST_FIELDS = 60


def explain(answer: Any) -> list[tuple[str, str, str]]:
    """Return (path, value as text, meaning in the language in use) for each field; '' where nothing is known of it."""
    rows: list[tuple[str, str, str]] = []
    _walk(answer, "", rows)
    return rows[:MOST_FIELDS]


def _walk(value: Any, path: str, rows: list[tuple[str, str, str]]) -> None:
    if len(rows) >= MOST_FIELDS or path.count(".") > 8:
        return
    for name, inner in value.items() if isinstance(value, dict) else ():
        here = f"{path}.{name}" if path else str(name)
        meaning = MEANINGS.get(here.removeprefix("data."), MEANINGS.get(here, ""))
        shown = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], dict) else inner
        if isinstance(shown, dict):
            rows.append((here, "", _(meaning) if meaning else ""))
            _walk(shown, f"{here}[]" if shown is not inner else here, rows)
        else:
            rows.append((here, _text(inner), _(meaning) if meaning else ""))


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
