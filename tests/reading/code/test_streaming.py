"""What program text in several languages shows of how it takes a stream of events apart."""

from __future__ import annotations

import pytest

from supportdesk.reading.code.streaming import read_streaming
from supportdesk.source import Source
from supportdesk.view import View

CUT = 'for part in text.split("data: "):\n    piece = json.loads(part)\n'
END_PARSED = "source.onmessage = (event) => {\n  const piece = JSON.parse(event.data);\n  show(piece);\n};\n"
PIECES = (
    "res.on('data', (bytes) => {\n  for (const row of bytes.toString().split('\\n')) {\n"
    "    if (row === 'data: [DONE]') return;\n    show(JSON.parse(row.slice(6)));\n  }\n});\n"
)
KEPT = PIECES.replace("for (const row of bytes.toString()", "rest += bytes;\n  for (const row of rest")
WHOLE = 'req["stream"] = true\nerr := json.NewDecoder(answer.Body).Decode(&out)\n'


def facts(code: str) -> dict[str, object]:
    view = View.whole(Source(code))
    return {item.fact: item.value for item in read_streaming(view, 0, len(code))}


@pytest.mark.parametrize("code", [CUT, END_PARSED, PIECES], ids=["cut", "end-mark", "pieces"])
def test_what_the_specification_forbids_is_seen(code: str) -> None:
    assert facts(code) == {"splits_stream_by_hand": True}


@pytest.mark.parametrize(
    "code",
    [
        KEPT,
        'for row in answer.iter_lines():\n    if row == b"data: [DONE]":\n        break\n    json.loads(row[6:])\n',
        "const piece = JSON.parse(await file.text());\n",
    ],
    ids=["kept", "lines", "no-stream"],
)
def test_what_is_right_shows_nothing(code: str) -> None:
    assert facts(code) == {}


def test_a_stream_that_is_read_as_one_text_is_seen_in_a_language_without_a_reader() -> None:
    assert facts(WHOLE) == {"parses_stream_as_json": True}
    assert facts(WHOLE.replace("true", "false")) == {}
