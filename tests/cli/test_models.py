from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supportdesk import i18n
from supportdesk.cli.models import models
from supportdesk.errors import SupportdeskError


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "rules"))
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "settings.toml"))
    i18n.use("en")


def run(*arguments: str, text: str | None = None) -> str:
    result = CliRunner().invoke(models, arguments, input=text, catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_list_is_filtered_and_prints_one_json_line() -> None:
    data = json.loads(run("list", "--gateway", "toapis", "--kind", "video", "--json"))
    assert {row["gateway"] for row in data["definitions"]} == {"toapis"}
    assert "gemini_omni" in {row["model"] for row in data["definitions"]}
    assert "toapis/gpt-5.4" not in {row["id"] for row in data["definitions"]}
    assert "(older page, " in run("list", "--kind", "video")


def test_show_prints_parameters_defaults_and_the_minimal_request() -> None:
    text = run("show", "gemini_omni")
    assert "* prompt" in text
    assert "6 | 10; = 6" in text
    assert "assumed from toapis/gemini-omni-flash" in text
    assert '"model": "gemini_omni"' in text
    data = json.loads(run("show", "gemini_omni", "--json"))
    assert data["model"]["kind"] == "video"
    assert [definition["id"] for definition in data["definitions"]] == ["toapis/gemini_omni"]


def test_show_of_an_unknown_name_says_which_are_near() -> None:
    with pytest.raises(SupportdeskError) as problem:
        run("show", "gemeni_omni")
    assert "gemini_omni" in (problem.value.hint or "")


def test_an_import_changes_what_show_says_of_that_gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"data": [{"model_name": "gemini_omni", "quota_type": 0, "supported_endpoint_types": ["openai"]}]}
    text = run("import", "-", "--gateway", "mine", text=json.dumps(answer))
    assert str(tmp_path / "rules" / "models" / "mine.yaml") in text
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "other"))  # as a new start: one process looks every 2 s
    data = json.loads(run("show", "gemini_omni", "--gateway", "mine", "--json"))
    assert data["model"]["endpoints"][0] == "chat"
    assert data["model"]["tokens_priced"] is True
    assert json.loads(run("show", "gemini_omni", "--json"))["model"]["tokens_priced"] is False


@pytest.mark.parametrize("text", ["", "<html>", "[" * 100_000, "{}", '{"data": 3}'])
def test_an_import_of_something_else_is_refused_and_nothing_is_written(text: str, tmp_path: Path) -> None:
    with pytest.raises(SupportdeskError):
        run("import", "-", "--gateway", "mine", text=text)
    assert not (tmp_path / "rules").exists()


def test_an_import_needs_a_gateway(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text('{"data": [{"model_name": "a"}]}', encoding="utf-8")
    with pytest.raises(SupportdeskError):
        run("import", str(tmp_path / "p.json"))
    (tmp_path / "settings.toml").write_text('default_gateway = "toapis"', encoding="utf-8")
    assert "toapis" in run("import", str(tmp_path / "p.json"))


@pytest.mark.parametrize("arguments", [("--kind", "vidoe"), ("--gateway", "toapi")])
def test_a_list_of_what_is_not_there_says_what_there_is(arguments: tuple[str, str]) -> None:
    with pytest.raises(SupportdeskError) as problem:
        run("list", *arguments)
    assert arguments[1] in problem.value.message
    assert "video" in (problem.value.hint or "") or "toapis" in (problem.value.hint or "")


def test_a_kind_is_named_in_the_language_in_use_and_a_guess_is_said_to_be_one() -> None:
    i18n.use("zh")
    assert "视频" in run("list", "--kind", "video").splitlines()[0]
    shown = run("show", "blorp-video-x")
    assert "视频" in shown
    assert "仅为猜测" in shown
    assert "仅为猜测" not in run("show", "gemini_omni")
