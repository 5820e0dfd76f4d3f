"""The next step after a submit: the request that asks for the task, with the id and the address of the material."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.advising.fix import Fix, correct
from supportdesk.definitions.check import check_request
from supportdesk.relating.tables import Row
from tests.advising.test_fix import VIDEO, fixed
from tests.definitions.known import knowledge
from tests.definitions.located import request

SENT = json.dumps({"model": "gemini_omni", "prompt": "sea"})
CAUSE = "endpoint.no-polling"


def test_the_id_of_the_answer_stands_in_the_path() -> None:
    fix = fixed(SENT, CAUSE, model="gemini_omni", endpoint="video_submit", task_id="task_abc123")
    assert fix.request is not None
    assert (fix.request["method"], fix.request["url"]) == ("GET", f"{VIDEO}/task_abc123")
    assert fix.request["body"] == {"kind": "none"}
    assert set(fix.request["headers"]) == {"authorization"}
    assert "task_abc123" in fix.steps["en"][0]
    assert "GET /v1/videos/generations/task_abc123" in fix.steps["zh"][1]
    assert fix.documentation is not None


@pytest.mark.parametrize("task", [None, "a b", "x/../../y", "x" * 500, "<unknown>"])
def test_without_a_plain_id_its_slot_stays(task: str | None) -> None:
    facts = {"task_id": task} if task else {}
    fix = fixed(SENT, CAUSE, model="gemini_omni", endpoint="video_submit", **facts)
    assert fix.request is not None
    assert fix.request["url"] == VIDEO + "/{task_id}"


@pytest.mark.parametrize(
    ("path", "poll"),
    [
        ("/v1/videos", "/v1/videos/{task_id}"),
        ("/v1/video/generations", "/v1/video/generations/{task_id}"),
        ("/suno/submit/music", "/suno/fetch/{task_id}"),
        ("/v1/videos/generations", "/v1/videos/generations/{task_id}"),
    ],
)
def test_another_host_is_asked_where_it_was_called(path: str, poll: str) -> None:
    sent = json.dumps({"model": "sora-2", "prompt": "sea"})
    fix = fixed(sent, CAUSE, "https://other.example" + path, gateway=None, model="sora-2", endpoint="video_submit")
    assert fix.request is not None
    assert fix.request["url"] == "https://other.example" + poll


def asked(url: str, **facts: Any) -> Fix:
    """Correct a GET that has no body."""
    sent = request("{}", url, method="GET")
    row = Row("a", sent)
    row.values.update({"gateway": "toapis", **facts})
    return correct(sent, row, CAUSE, knowledge(), check_request(sent, knowledge(), gateway="toapis"))


def test_a_task_that_is_asked_for_elsewhere_keeps_its_id() -> None:
    fix = asked("https://toapis.com/v1/images/generations/task_7", model="gemini_omni", endpoint="image_poll")
    assert fix.request is not None
    assert fix.request["url"] == VIDEO + "/task_7"
    assert fix.steps["en"][0].startswith("Ask for the task with GET /v1/videos/generations/task_7")


def test_a_poll_at_its_right_place_is_not_corrected() -> None:
    fix = asked(VIDEO + "/task_7", model="gemini_omni", endpoint="task_poll")
    assert (fix.request, fix.steps["en"]) == (None, [])


def test_an_answer_alone_gives_the_address_of_its_gateway() -> None:
    row = Row("a", None)
    row.values.update({"gateway": "toapis", "model": "gemini_omni", "task_id": "task_7"})
    fix = correct(None, row, CAUSE, knowledge(), None)
    assert fix.request is not None
    assert (fix.request["method"], fix.request["url"]) == ("GET", VIDEO + "/task_7")
    assert fix.request["headers"] == {"authorization": "Bearer <API_KEY>"}


def test_nothing_is_said_where_nobody_says_where_to_ask() -> None:
    row = Row("a", None)
    assert correct(None, row, CAUSE, knowledge(), None).steps["en"] == []
