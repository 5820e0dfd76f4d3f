"""`supportdesk diagnose` as a program: statuses, the contract's JSON, widths, and input that is none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from supportdesk import diagnose_text
from supportdesk.diagnosing import diagnose
from supportdesk.render.terminal import render
from supportdesk.source import Source, decode
from tests.acceptance.desk import CHAT, SUBMIT, command
from tests.acceptance.test_money import CHARGE, LATER, REFUND, page, task

LINE = "报错：invalid apitype: -1"
RIGHT = command(SUBMIT, {"model": "gemini_omni", "prompt": "rain", "duration": 6})
CHAT_CALL = command(CHAT, {"model": "gemini_omni", "messages": [{"role": "user", "content": "雨"}]})
STATUSES = {
    "nothing wrong": (RIGHT, 0),
    "only a warning": (command(SUBMIT, {"model": "gemini_omni", "prompt": "x", "resolution": "720p"}), 0),
    "nobody has to act": (page(task()) + "\n" + page(*LATER, REFUND, CHARGE), 0),
    "certain": (CHAT_CALL, 1),
    "only possible": ("一直报 429，怎么办", 1),
    "an error that nothing explains": ('{"error":{"message":"glorp exploded in sector nine","type":"weird"}}', 3),
    "no file": (None, 2),
}


def program(*arguments: str, paste: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "supportdesk", "diagnose", *arguments],
        input=paste, capture_output=True, check=False, env={**os.environ, **environ}, timeout=60,
    )  # fmt: skip


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)
    return len(line) + wide - sum(unicodedata.combining(sign) > 0 for sign in line)


@pytest.mark.parametrize("name", [name for name in STATUSES if STATUSES[name][0]])
def test_the_exit_status_is_the_contracts(name):
    text, status = STATUSES[name]
    assert diagnose([Source(text)]).exit_status == status


def test_a_file_that_is_not_there_is_status_2_with_a_sentence():
    run = program("no-such-file")
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"no-such-file" in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("name", [name for name in STATUSES if STATUSES[name][0]])
def test_the_object_has_the_shape_of_the_contract(name):
    found = diagnose_text(STATUSES[name][0])
    assert found["version"] == 1
    assert found["verdict"]["certainty"] in ("confirmed", "likely", "possible", "undetermined")
    assert found["verdict"]["who"] in ("customer", "operator", "either", "nobody", None)
    if found["verdict"]["certainty"] == "undetermined":
        assert found["verdict"]["cause"] == "unknown"
    else:
        assert found["verdict"]["cause"] == found["causes"][0]["cause"]
    causes = [cause["cause"] for cause in found["causes"]]
    assert len(set(causes)) == len(causes)
    scores = [(cause["certainty"] != "undetermined", cause["score"]) for cause in found["causes"]]
    assert [known for known, _ in scores] == sorted((known for known, _ in scores), reverse=True)
    for cause in found["causes"]:
        assert set(cause) >= {"cause", "certainty", "score", "rule", "evidence", "explains"}
    for texts in (found["verdict"]["title"], found["verdict"]["why"], found["verdict"]["would_change"], found["reply"]):
        assert texts["en"]
        assert texts["zh"]
    assert set(found["money"]) >= {
        "decision", "charged_quota", "refunded_quota", "net_quota", "expected_quota", "refund_quota", "refund_usd",
        "lines", "reason", "flags", "ledger", "hypotheses",
    }  # fmt: skip
    assert set(found["fix"]) == {"steps", "request", "dropped", "patch", "retry"}
    assert json.loads(json.dumps(found)) == found


def test_json_is_one_line_on_stdout_and_all_files_are_one_ticket(tmp_path: Path):
    (tmp_path / "a.txt").write_text(CHAT_CALL, encoding="utf-8")
    (tmp_path / "b.txt").write_text("invalid api type: -1", encoding="utf-8")
    run = program("--json", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert run.stdout.count(b"\n") == 1
    found = json.loads(run.stdout)
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("endpoint.chat-for-media", "confirmed")
    spans = [item["span"] for cause in found["causes"] for item in cause["evidence"] if item["span"]]
    assert {span["source"] for span in spans} <= {0, 1}


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode("gb18030"), LINE.encode("utf-16"), b"\xef\xbb\xbf" + LINE.encode(), (LINE + "\r\n").encode(),
        (LINE + "\r").encode(), LINE.encode("utf-16-le"),
    ],
    ids=["GBK", "UTF-16", "byte order mark", "CRLF", "CR", "UTF-16 without a mark"],
)  # fmt: skip
def test_every_encoding_of_a_paste_is_read(data):
    text, notes = decode(data)
    assert diagnose([Source(text, notes=notes)]).to_dict()["verdict"]["cause"] == "endpoint.chat-for-media"


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "\ud800", "\x1b[31mred\x1b[0m", "a" * 70_000, "{" * 5_000])
def test_what_is_no_ticket_gets_an_answer_that_decides_nothing(text):
    found = diagnose_text(text)
    assert found["verdict"]["certainty"] == "undetermined"
    assert found["ask"]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("name", [name for name in STATUSES if STATUSES[name][0]])
def test_no_line_but_a_command_is_wider_than_the_terminal(name, width):
    found = diagnose([Source(STATUSES[name][0])])
    commands = {
        line for line in found.to_dict()["reply"]["zh"].splitlines() if line.startswith((" ", "curl", "{", "}"))
    }
    for line in render(found.to_dict(), found.sources, columns=width).splitlines():
        bare = line.removeprefix("  | ").removeprefix("    ")
        assert columns(line) <= width or any(bare.strip() == one.strip() for one in commands), line


def test_carets_stand_under_the_evidence_behind_chinese():
    text = f'模型错误：您好，请看 model="gemini_omni" 这里\n{CHAT_CALL}'
    found = diagnose([Source(text)])
    lines = render(found.to_dict(), found.sources, columns=120).splitlines()
    under = next(number for number, line in enumerate(lines) if "^" in line)
    start = columns(lines[under].split("^")[0])
    shown, at = lines[under - 1], 0
    while columns(shown[:at]) < start:
        at += 1
    assert columns(shown[:at]) == start
    assert shown[at:].strip()


@pytest.mark.parametrize("paste", ["\x1b]52;c;QUJD\x07", "\x1b[2J\x1b[H", "\u202egnp.exe", "[bold red]x[/]"])
def test_a_paste_never_reaches_the_terminal_as_control(paste):
    text = f"{CHAT_CALL}\n{paste}\n" + json.dumps(
        {"error": {"message": f"invalid api type: -1 {paste}"}}, ensure_ascii=False
    )
    found = diagnose([Source(text)])
    shown = render(found.to_dict(), found.sources, columns=80)
    assert re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown) is None


def test_a_pipe_has_no_colour_and_a_closed_one_makes_no_noise(tmp_path: Path):
    (tmp_path / "paste").write_text(CHAT_CALL, encoding="utf-8")
    run = program(str(tmp_path / "paste"))
    assert b"\x1b[" not in run.stdout
    first = subprocess.run(
        f'"{sys.executable}" -m supportdesk diagnose "{tmp_path / "paste"}" | head -1',
        shell=True, capture_output=True, check=False,
    )  # fmt: skip
    assert first.stderr == b""
