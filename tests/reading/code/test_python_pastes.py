"""Python as customers paste it: every file of tests/corpus/python, with the requests that it sends.

A file is the paste, a line `===== sends =====`, and the requests as JSON. `<unknown>` in them stands for what only
running the program would tell; headers that a client adds to every body are left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from tests.reading.code.spans import misplaced
from tests.reading.code.test_python_spans import python_states

FOLDER = Path(__file__).parents[2] / "corpus" / "python"
NAMES = sorted(file.stem for file in FOLDER.glob("*.txt"))
WRITTEN_OTHERWISE = ("html-escaped", "fullwidth-quotes")
"""Files whose signs only mean what they say once their entities or typographic quotes are read as plain ones."""
IMPLIED = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")


def paste(name: str) -> tuple[str, list[dict[str, Any]]]:
    with (FOLDER / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        text, _, sends = file.read().partition("===== sends =====\n")
    return (text if name != "cut-end" else text.rstrip("\n")), json.loads(sends)


def fits(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, str) and UNKNOWN in wanted:
        first, _, last = wanted.partition(UNKNOWN)
        rest = last.rpartition(UNKNOWN)[2]
        return not isinstance(found, str) or (found.startswith(first) and found.endswith(rest))
    if isinstance(wanted, dict):
        return isinstance(found, dict) and wanted.keys() == found.keys() and all(
            fits(item, found[key]) for key, item in wanted.items()
        )  # fmt: skip
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(fits, wanted, found))
    return bool(wanted == found) and isinstance(wanted, bool) == isinstance(found, bool)


def plain(request: dict[str, Any]) -> dict[str, Any]:
    headers = {
        name: value
        for name, value in request["headers"].items()
        if name != "accept" and not (name == "content-type" and value in IMPLIED)
    }
    body = dict(request["body"])
    if "multipart" in body:
        body["multipart"] = sorted(body["multipart"], key=lambda part: (part["name"], part.get("filename", "")))
    return {**request, "method": request["method"].upper(), "headers": headers, "body": body}


@pytest.mark.parametrize("name", NAMES)
def test_a_paste_sends(name: str) -> None:
    text, wanted = paste(name)
    source = Source(text)
    requests = read_ticket([source]).requests()
    found = [plain(request.to_dict()) for request in requests]
    assert len(found) == len(wanted), found
    for one, other in zip(wanted, found, strict=True):
        assert fits(plain(one), other), other
    if name not in WRITTEN_OTHERWISE:
        wrong = [item for request in requests for item in misplaced(request, source)]
        assert [item for item in wrong if not python_states(*item)] == []


def test_a_client_that_is_made_further_down() -> None:
    text = (
        "r = client.chat.completions.create(model='m', messages=[])\nprint(r)\n"
        "# the client is made like this\nclient = OpenAI(api_key=KEY, base_url='https://a.example/v1')\nKEY = 'sk-1'\n"
    )
    (request,) = read_ticket([Source(text)]).requests()
    assert request.url.data == "https://a.example/v1/chat/completions"
    assert ("authorization", "Bearer sk-1") in [(str(k.data).lower(), v.data) for k, v in request.headers]


def test_an_address_object_is_its_text() -> None:
    text = "c = httpx.Client(base_url=httpx.URL('https://a.example/openai/'))\nc.get('models')\n"
    (request,) = read_ticket([Source(text)]).requests()
    assert request.url.data == "https://a.example/openai/models"
