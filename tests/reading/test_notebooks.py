"""Notebooks pasted as their JSON."""

from __future__ import annotations

import json

import pytest

from tests.reading.samples import last, read

CODE = {
    "cell_type": "code",
    "source": ["import requests\n", "H = {'Authorization': 'Bearer sk-t1'}"],
    "outputs": [],
}
SENDS = {
    "cell_type": "code",
    "source": 'requests.post("https://gw.example/v1/videos",\n  headers=H, json={"model": "m-9", "prompt": "a \\"b\\""})',  # noqa: E501 - one cell as notebooks keep it
    "outputs": [
        {"output_type": "error", "ename": "HTTPError", "evalue": "Error code: 404 - model gone", "traceback": ["…"]},
        {"output_type": "stream", "name": "stdout", "text": ["x-oneapi-request-id: 20260102030405123456789abcdefgh\n"]},
    ],
}
NOTE = {"cell_type": "markdown", "source": ["# Notes\n", "nothing"]}
WHOLE = json.dumps({"cells": [NOTE, CODE, SENDS], "nbformat": 4}, indent=1)


@pytest.mark.parametrize(
    "text", [WHOLE, "我的 notebook：\n" + WHOLE + "\n请看", json.dumps([CODE, SENDS]), WHOLE[:-40]]
)
def test_the_cells_are_one_program(text: str) -> None:
    evidence = read(text)
    (request,) = evidence.requests()
    assert request.url.data == "https://gw.example/v1/videos"
    assert request.header("authorization").data == "Bearer sk-t1"  # type: ignore[union-attr]  # asserted by the line
    prompt = request.body.value.at("/prompt")  # type: ignore[union-attr]  # the same
    assert prompt is not None
    assert prompt.data == 'a "b"'
    assert evidence.sources[0].slice(prompt.span) == json.dumps('"a \\"b\\""')[1:-1]  # type: ignore[arg-type]  # same


def test_what_the_outputs_say_is_read() -> None:
    assert last(WHOLE, "http_status") == 404
    assert last(WHOLE, "request_id") == "20260102030405123456789abcdefgh"


def test_json_that_only_speaks_of_cells_is_no_notebook() -> None:
    assert read('{"cells": [{"cell_type": "code"}], "model": "m"}').requests() == []
