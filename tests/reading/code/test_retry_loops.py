"""Loops that submit anew when the wait ran out, and loops that only look like them."""

from __future__ import annotations

import time

import pytest

from supportdesk.reading.code.retry_loops import read_retry_loops
from supportdesk.source import Source
from supportdesk.view import View

PYTHON = """for attempt in range(4):
    job = api.create_video(text)
    clip = wait_until_done(job["id"], timeout=200)
    if clip:
        break
"""
GO = """for i := 0; i < 3; i++ {
    id, err := client.SubmitTask(ctx, prompt)
    url, err := client.PollTask(ctx, id, 120*time.Second) // deadline
    if url != "" { return url }
}
"""
PHP = """while ($tries < 3) {
    $id = $this->submitImage($prompt);
    $url = $this->waitForResult($id, ['timeout' => 90]);
    if ($url) { return $url; }
    $tries++;
}
"""
EACH = """for n in range(4):
    job = api.create_video(scenes[n])
    clips.append(wait_until_done(job["id"], timeout=200))
"""
ONCE = """job = api.create_video(text)
for attempt in range(40):
    state = api.get_status(job["id"], timeout=10)
"""


def found(text: str) -> bool:
    readings = read_retry_loops(View.whole(Source(text)), 0, len(text))
    return [(one.fact, one.value) for one in readings] == [("submits_in_loop", True)]


@pytest.mark.parametrize("text", [PYTHON, GO, PHP], ids=["python", "go", "php"])
def test_a_new_task_after_each_wait(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize("text", [EACH, ONCE, ""], ids=["other work each time", "submitted once", "nothing"])
def test_no_new_task_for_the_same_work(text: str) -> None:
    assert not found(text)


def test_long_texts_take_no_long() -> None:
    text = "while try wait timeout create( " * 20_000
    start = time.process_time()
    found(text)
    assert time.process_time() - start < 2
