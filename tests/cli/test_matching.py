"""`supportdesk ledger --match`: a screenshot's text against an export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supportdesk.cli.ledger import ledger

SAMPLE = str(Path(__file__).resolve().parents[2] / "sample_logs" / "04-failed-task-charge-kept.json")
SHOT = "2026-04-18 16:13:21  消费  sora-2  $2.40\n2026-04-18 19:00:00  消费  gpt-5-mini  120  60  $0.000420\n"


def asked(tmp_path: Path, text: str, *options: str) -> str:
    path = tmp_path / "shot.txt"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(ledger, [*options, "--match", str(path), SAMPLE])
    assert (result.exit_code, result.exception) == (0, None), result.output
    return result.stdout


def test_each_row_of_a_screenshot_finds_its_row(tmp_path: Path) -> None:
    first, second = json.loads(asked(tmp_path, SHOT, "--json"))["matches"]
    assert (first["verdict"], first["candidates"][0]["quota"]) == ("likely", 1_200_000)
    assert (second["verdict"], second["candidates"][0]["quota"]) == ("likely", 210)
    assert {one["candidates"][0]["utc_offset_minutes"] for one in (first, second)} == {480}
    assert {field["name"] for field in second["candidates"][0]["agrees"]} >= {"time", "amount", "tokens", "model"}


def test_the_lines_for_people_say_what_agrees(tmp_path: Path) -> None:
    text = asked(tmp_path, SHOT.splitlines()[0])
    assert "most likely this row" in text
    assert "shown at UTC+08:00" in text
    assert "amount 2.40 usd = 1200000" in text


def test_a_clock_that_is_known_rules_other_clocks_out(tmp_path: Path) -> None:
    told = json.loads(asked(tmp_path, SHOT.splitlines()[0], "--json", "--utc-offset", "5.5"))
    (best, *_rest) = told["matches"][0]["candidates"]
    assert {field["name"] for field in best["differs"]} == {"time"}


@pytest.mark.parametrize("hostile", ["\x1b[31m $2.40 sora-2", "[@click=app.quit] sora-2 2026-04-18 16:13:21"])
def test_what_is_shown_is_plain(tmp_path: Path, hostile: str) -> None:
    assert "\x1b" not in asked(tmp_path, hostile)


def test_a_key_in_a_screenshot_is_masked(tmp_path: Path) -> None:
    key = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
    assert key[8:-6] not in asked(tmp_path, f"{SHOT.splitlines()[0]} {key}") + asked(
        tmp_path, f"{key} sora-2", "--json"
    )


def test_an_empty_screenshot_says_so(tmp_path: Path) -> None:
    assert asked(tmp_path, " \n") == ""
