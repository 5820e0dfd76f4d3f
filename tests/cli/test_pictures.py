"""Pictures on the command line and in the library: alone, among texts, as what is matched with an export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import supportdesk
from supportdesk.cli.group import command_group
from supportdesk.reading.picture import missing_extra
from tests.reading.picture.drawn import Shot, draw, needs_fonts

LOG = (
    "时间\t令牌\t分组\t类型\t模型\t提示\t补全\t花费\n"
    "2026-04-18 16:13:21\tdefault\tdefault\t消费\tsora-2\t0\t0\t$2.400000"
)
SAMPLE = Path(__file__).parents[2] / "sample_logs" / "05-failed-task-refunded.json"
KEY = "sk-Qm7hT2xVc9bNwR4zKkLpD3sF6gJyUaEeWq8Zt5Yr1MnBvCx0"


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Two pictures on disk: a row of the log, and an error with a key."""
    if missing_extra() is not None:
        pytest.skip(str(missing_extra()))
    needs_fonts()
    error = f"curl -H 'Authorization: Bearer {KEY}' https://toapis.com/v1/models\nHTTP 401\n"
    error += '{"error": {"message": "Invalid token", "type": "authentication_error"}}'
    (tmp_path / "log.png").write_bytes(draw(Shot("log", LOG, "table", "cjk", 18)))
    (tmp_path / "error.jpg").write_bytes(draw(Shot("error", error, "lines", "mono", 16, form="JPEG")))
    (tmp_path / "words.txt").write_text("Since this morning every call fails, please help.\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command_group(), list(arguments))
    assert result.exit_code in (0, 1, 3), result.output
    return result.stdout


def test_pictures_among_texts_are_one_ticket(shots: Path):
    names = [str(shots / name) for name in ("words.txt", "error.jpg", "log.png")]
    printed = run("diagnose", "--json", *names)
    data = json.loads(printed)
    assert (data["verdict"]["cause"], data["verdict"]["certainty"]) == ("auth.invalid-key", "likely")
    assert {one["span"]["source"] for one in data["causes"][0]["evidence"] if one["span"]} == {1}
    assert data["redacted"] == 1
    assert KEY[6:18] not in printed
    assert supportdesk.diagnose_files(*names)["verdict"] == data["verdict"]
    assert KEY[6:18] not in run("extract", "--json", names[1])


def test_a_picture_finds_its_row_in_an_export(shots: Path):
    told = json.loads(run("ledger", "--json", "--match", str(shots / "log.png"), str(SAMPLE)))
    (match,) = told["matches"]
    assert match["candidates"][0]["quota"] == 1_200_000
    assert {"amount", "model"} <= {field["name"] for field in match["candidates"][0]["agrees"]}
