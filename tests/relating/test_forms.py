"""Forms: a boundary that the author left out, and files that are named instead of being sent."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import verdict

FORM = "https://gw.example/v1/audio/transcriptions"
MISSING = '{"error":{"message":"model is required","type":"invalid_request_error","param":"model"}}'


def first_call(text: str) -> dict[str, Any]:
    found: dict[str, Any] = diagnose_text(text)["calls"][0]
    return found


@pytest.mark.parametrize("header", ["", '-H "Content-Type: multipart/form-data" '])
def test_curl_puts_the_boundary_itself(header: str) -> None:
    text = f"curl {FORM} {header}-F file=@a.mp3\n{MISSING}"
    assert first_call(text)["boundary_missing"] is False
    assert first_call(text)["file_as_text"] is False
    assert verdict(text)[0] == "request.missing-parameter"


def test_a_header_by_hand_loses_the_boundary_of_fetch() -> None:
    text = (
        f'const f = new FormData();\nf.append("file", blob);\nfetch("{FORM}", {{method: "POST", body: f,'
        ' headers: {"Content-Type": "multipart/form-data"}});\n' + MISSING
    )
    assert first_call(text)["boundary_missing"] is True


@pytest.mark.parametrize(
    "text",
    [
        f'curl {FORM} -F model=whisper-1 -F file="./a.mp3"\n{{"detail":"\'str\' object has no attribute \'x\'"}}',
        f"curl {FORM} --form model=whisper-1 --form 'file=/home/u/录音.wav'\n返回 500",
        f'import requests\nrequests.post("{FORM}", data={{"model": "whisper-1", "file": "D:\\\\a.mp3"}})\n返回 400',
        f'f = new FormData();\nf.append("file", "./a.m4a");\nfetch("{FORM}", {{method: "POST", body: f}});\n返回 400',
        'curl https://gw.example/v1/images/edits -F image=cat.png -F prompt="a hat"\n{"error":{"message":"failed"}}',
    ],
)
def test_a_path_where_the_file_belongs(text: str) -> None:
    assert verdict(text)[0] == "request.invalid-type"


def test_an_address_of_a_file_is_no_path() -> None:
    assert "file_as_text" not in first_call(f"curl {FORM} -F model=whisper-1 -F file=https://a.example/talk.mp3")
