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


def test_what_was_mended_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "ask.bat"
    path.write_text('curl https://a.example/v1/x ^\n  -d \'{"model": "m 1"}\'\n', encoding="utf-8")
    told = CliRunner().invoke(extract, ["--language", "cmd", str(path)])
    assert "line 2, column 6" in told.stderr
    assert "'{\"model\": \"m 1\"}' became '{model: m 1}'" in told.stderr
    (repair,) = json.loads(CliRunner().invoke(extract, ["--json", "--language", "cmd", str(path)]).stdout)["repairs"]
    assert (repair["request"], repair["line"], repair["column"]) == (0, 2, 6)


def test_a_key_in_what_was_mended_is_masked() -> None:
    text = f"curl https://a.example/v1/x -d '{{“key”: \"{KEY}\"}}'\n"
    result = CliRunner().invoke(extract, ["-"], input=text)
    assert "became" in result.stderr
    assert KEY not in result.output
