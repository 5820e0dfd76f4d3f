"""The settings file: found, read, and refused with a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from supportdesk import settings
from supportdesk.errors import SettingsError


def written(folder: Path, text: str) -> str:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_no_file_leaves_everything_out(tmp_path: Path) -> None:
    got = settings.load_settings(str(tmp_path / "none.toml"))
    assert (got.language, got.default_gateway, got.rules_dir, got.database, got.time_zone) == (None,) * 5
    assert got.hosts == {}
    assert got.zone() is None


def test_every_setting_is_read(tmp_path: Path) -> None:
    got = settings.load_settings(
        written(
            tmp_path,
            'language = "zh"\ndefault_gateway = "toapis"\nrules_dir = "~/rules"\ndatabase = "/d/cases.db"\n'
            'time_zone = "Asia/Shanghai"\n[hosts]\ntoapis = ["API.Example.com"]\n',
        )
    )
    assert (got.language, got.default_gateway, got.database) == ("zh", "toapis", "/d/cases.db")
    assert got.rules_dir == str(Path("~/rules").expanduser())
    assert got.hosts == {"toapis": ["api.example.com"]}
    assert str(got.zone()) == "Asia/Shanghai"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbflanguage = "zh"\n')
    assert settings.load_settings(str(path)).language == "zh"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('language = "zh', "this is no TOML"),
        ('langage = "zh"', "there is no setting 'langage'"),
        ('language = "fr"', "must be one of: en, zh"),
        ("database = 7", "'database' must be a text"),
        ('database = ""', "'database' must be a text"),
        ('hosts = ["a"]', "[hosts] must be lists"),
        ('[hosts]\ntoapis = "a"', "[hosts] must be lists"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as refusal:
        settings.load_settings(path)
    assert path in refusal.value.message
    assert sentence in refusal.value.message


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="no TOML"):
        settings.load_settings(str(path))


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load_settings(str(tmp_path))


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        settings.load_settings(written(tmp_path, 'default_gatway = "a"'))
    assert refusal.value.hint == "Did you mean 'default_gateway'?"


def test_an_unknown_time_zone_is_refused_when_it_is_asked_for(tmp_path: Path) -> None:
    got = settings.load_settings(written(tmp_path, 'time_zone = "Mars/Base"'))
    with pytest.raises(SettingsError, match="Mars/Base"):
        got.zone()


def test_the_folders_are_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SUPPORTDESK_CONFIG", "SUPPORTDESK_DATABASE", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert settings.settings_path() == str(Path(platformdirs.user_config_dir("supportdesk", False)) / "settings.toml")
    own = settings.Settings("x").database_path()
    assert own == str(Path(platformdirs.user_data_dir("supportdesk", False)) / "cases.db")


def test_variables_come_before_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "own.toml"))
    monkeypatch.setenv("SUPPORTDESK_DATABASE", str(tmp_path / "own.db"))
    assert settings.settings_path() == str(tmp_path / "own.toml")
    assert settings.Settings("x", {"database": "/d/cases.db"}).database_path() == str(tmp_path / "own.db")


def test_a_start_without_a_file_imports_neither_tomllib_nor_platformdirs(tmp_path: Path) -> None:
    script = (
        "import sys; from supportdesk import settings; settings.load_settings(sys.argv[1]); settings.settings_path();"
        "print(sorted({'tomllib', 'platformdirs', 'zoneinfo'} & set(sys.modules)) if sys.platform == 'linux' else [])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "none.toml")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"
