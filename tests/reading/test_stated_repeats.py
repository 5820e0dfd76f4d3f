"""Identical charges at the heel of each other, where the text says that the work was done once."""

from __future__ import annotations

import pytest

from supportdesk.reading.stated_repeats import read_repeats
from supportdesk.source import Source

REPEATED = {
    "start and duration": (
        (
            "I clicked one time.\n"
            "2026-03-02 09:00:00  pic-3  /v1/images/edits  200  30s  $0.15\n"
            "2026-03-02 09:00:31  pic-3  /v1/images/edits  200  28s  $0.15\n"
            "2026-03-02 09:01:04  pic-3  /v1/images/edits  200  33s  $0.15\n"
        ),
        2,
    ),
    "end and duration, Chinese": (
        (
            "我只点了一次生成：\n"
            "09:00:30 | 消费 | pic-3 | ￥1.20 | 用时 30 秒\n"
            "09:01:02 | 消费 | pic-3 | ￥1.20 | 用时 31 秒\n"
        ),
        1,
    ),
    "at equal intervals, each before the end of the one before": (
        (
            "I pressed Run once.\n"
            "11:00:05  pic-5  -7.5 credits  completed (88 s)\n"
            "11:01:07  pic-5  -7.5 credits  completed (91 s)\n"
            "11:02:10  pic-5  -7.5 credits  completed (87 s)\n"
        ),
        2,
    ),
    "ids differ": (
        (
            "It was a single request.\n"
            "- 10:15:00.120 POST /v1/videos req_8fa2c1d0 -40 credits\n"
            "- 10:15:01.480 POST /v1/videos req_97bb03e4 -40 credits\n"
        ),
        1,
    ),
}
APART = {
    "at different intervals": (
        "I pressed Run once.\n"
        "11:00:05  pic-5  -7.5 credits  completed (28 s)\n"
        "11:01:07  pic-5  -7.5 credits  completed (29 s)\n"
        "11:03:40  pic-5  -7.5 credits  completed (28 s)\n"
    ),
    "people click that slowly": (
        "I clicked once.\n"
        "2026-03-02 09:00:00  pic-3  /v1/images/edits  200  30s  $0.15\n"
        "2026-03-02 09:04:31  pic-3  /v1/images/edits  200  28s  $0.15\n"
    ),
    "nothing says once": (
        "2026-03-02 09:00:00  pic-3  /v1/images/edits  200  30s  $0.15\n"
        "2026-03-02 09:00:31  pic-3  /v1/images/edits  200  28s  $0.15\n"
    ),
    "the amounts differ": (
        "I clicked once.\n"
        "2026-03-02 09:00:00  pic-3  /v1/images/edits  200  30s  $0.15\n"
        "2026-03-02 09:00:31  pic-3  /v1/images/edits  200  28s  $0.19\n"
    ),
    "no amount": "once\n09:00:00 GET /v1/models 200\n09:00:01 GET /v1/models 200\n",
}


@pytest.mark.parametrize("name", REPEATED)
def test_rows_at_the_heel_of_each_other_are_repetitions(name):
    text, count = REPEATED[name]
    found = read_repeats([Source(text)])
    assert found is not None
    assert found.beyond == count
    assert len(found.spans) == count + 1


@pytest.mark.parametrize("name", APART)
def test_other_rows_are_none(name):
    assert read_repeats([Source(APART[name])]) is None
