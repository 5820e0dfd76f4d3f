"""`supportdesk rules new`: a file of the operator's own, whose examples pass and whose texts lint asks for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from supportdesk.cli.main import run
from supportdesk.judging.rule_file import OUTCOMES

WHEN = (
    "http_status IN (404, 410) AND (gateway = 'toapis' OR regexp_matches(path, '^/v2/(old|older)'))"
    " AND NOT stream = TRUE"
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    return tmp_path / "own"


def make(*more: str, name: str = "endpoint.old-house", when: str = WHEN) -> int:
    return run(["rules", "new", name, "--cause", "endpoint.wrong-path", "--when", when, *more])


def test_a_new_rule_has_examples_that_pass_and_no_change_of_it_goes_unnoticed(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make() == 0
    path = own / "endpoint" / "old-house.yaml"
    shown = capsys.readouterr()
    assert shown.out == f"{path}\n"
    text = path.read_text(encoding="utf-8")
    assert all(f"- {outcome}: " in text for outcome in OUTCOMES)
    assert run(["rules", "test", "endpoint.old-house", "--mutations"]) == 0
    assert "0 failures" in capsys.readouterr().err
    assert run(["rules", "list", "--own"]) == 0
    shown = capsys.readouterr()
    assert shown.out.split()[:4] == ["endpoint.old-house", "possible", "endpoint.wrong-path", "[own]"]
    assert "its texts still say TODO" in shown.err


def test_lint_asks_for_the_texts_and_the_sources(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make("--certainty", "confirmed") == 0
    capsys.readouterr()
    assert run(["rules", "lint", str(own)]) == 1
    codes = [line.rpartition(" ")[2] for line in capsys.readouterr().out.splitlines()]
    assert sorted(codes) == ["[no-source]", *["[todo]"] * 6]


def test_a_file_that_is_there_is_left_as_it_is(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "endpoint").mkdir(parents=True)
    path = own / "endpoint" / "old-house.yaml"
    path.write_text("id: endpoint.old-house\ndisabled: true\n", encoding="utf-8")
    assert make() == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "id: endpoint.old-house\ndisabled: true\n"


@pytest.mark.parametrize(
    ("name", "cause", "when", "reason"),
    [
        ("endpoint.x", "endpoint.wrong-pth", "http_status = 404", "Did you mean 'endpoint.wrong-path'?"),
        ("endpoint.x", "endpoint.wrong-path", "http_stats = 404", "did you mean http_status"),
        ("endpoint.x", "endpoint.wrong-path", "http_status IS NULL", "turns 'not known' into 'no'"),
        ("Endpoint", "endpoint.wrong-path", "http_status = 404", "is no id"),
        ("../../x.y", "endpoint.wrong-path", "http_status = 404", "is no id"),
        ("errors.x", "endpoint.wrong-path", "http_status = 404", "is no id"),
        ("endpoint.media-on-chat", "endpoint.wrong-path", "http_status = 404", "There is a rule"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    own: Path, capsys: pytest.CaptureFixture[str], name: str, cause: str, when: str, reason: str
) -> None:
    assert run(["rules", "new", name, "--cause", cause, "--when", when]) == 2
    assert reason in capsys.readouterr().err
    assert not own.exists()


def test_a_folder_that_takes_no_file_is_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.mkdir()
    (own / "endpoint").write_text("in the way", encoding="utf-8")
    assert make() == 2
    assert "cannot be written" in capsys.readouterr().err
    shutil.rmtree(own)
