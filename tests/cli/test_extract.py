"""`supportdesk extract`: requests as data for a machine, and masked for people."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from supportdesk.cli.extract import extract

KEY = "sk-abcdEFGH1234abcdEFGH1234abcdEFGH"
COMMAND = f"curl https://a.example/v1/x -H 'Authorization: Bearer {KEY}' -d '{{\"model\": \"m\"}}'\n"


def test_json_is_unmasked_data_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ask.sh"
    path.write_text(COMMAND, encoding="utf-8")
    result = CliRunner().invoke(extract, ["--json", str(path)])
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout)["requests"][0] == {
        "method": "POST",
        "url": "https://a.example/v1/x",
        "headers": {"authorization": f"Bearer {KEY}", "content-type": "application/x-www-form-urlencoded"},
        "body": {"kind": "json", "json": {"model": "m"}},
    }


def test_people_see_masked_keys() -> None:
    for options in ([], ["--curl"]):
        result = CliRunner().invoke(extract, [*options, "-"], input=COMMAND)
        assert result.exit_code == 0
        assert KEY not in result.output
        assert "a.example" in result.stdout


def test_a_language_is_read_as_told() -> None:
    result = CliRunner().invoke(extract, ["--json", "--language", "js"], input="fetch('https://a.example/v1/x')")
    assert [request["url"] for request in json.loads(result.stdout)["requests"]] == ["https://a.example/v1/x"]


def test_nothing_found_is_said_on_stderr() -> None:
    result = CliRunner().invoke(extract, [], input="hello")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr


def test_help_says_that_json_is_unmasked() -> None:
    assert "unmasked" in CliRunner().invoke(extract, ["--help"]).output
