"""One setting is changed by its line; everything else of the file stays, byte for byte."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.errors import SettingsError
from supportdesk.settings import load_settings
from supportdesk.settings_writing import write_setting

FILE = """# the desk of the night shift
language = "zh"   # as all of us
database = '/srv/cases.db'

# our own
[hosts]
toapis = ["api.example.com"]

[gateways.work]
url = "https://example.com/v1"
"""


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "settings.toml"
    path.write_bytes(text.encode())
    return path


def test_a_changed_line_keeps_its_comment_and_all_others(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert write_setting(str(path), "language", "en").language == "en"
    assert path.read_text(encoding="utf-8") == FILE.replace('language = "zh"', 'language = "en"')


def test_a_new_line_stands_before_the_first_table_and_its_comment(tmp_path: Path) -> None:
    path = written(tmp_path)
    got = write_setting(str(path), "theme", "contrast")
    assert (got.theme, got.hosts) == ("contrast", {"toapis": ["api.example.com"]})
    wanted = FILE.replace("'/srv/cases.db'\n", "'/srv/cases.db'\ntheme = \"contrast\"\n")
    assert path.read_text(encoding="utf-8") == wanted


def test_a_truth_is_written_and_taken_out_again(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert write_setting(str(path), "plain", True).plain is True
    assert write_setting(str(path), "plain", None).plain is False
    assert path.read_text(encoding="utf-8") == FILE


def test_what_is_not_there_is_taken_out_in_peace(tmp_path: Path) -> None:
    path = written(tmp_path)
    write_setting(str(path), "theme", None)
    assert path.read_text(encoding="utf-8") == FILE


def test_a_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    assert write_setting(str(path), "time_zone", "Asia/Shanghai").time_zone == "Asia/Shanghai"
    assert path.read_text(encoding="utf-8") == 'time_zone = "Asia/Shanghai"\n'


def test_windows_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + FILE.replace("\n", "\r\n"))
    write_setting(str(path), "theme", "light")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#")
    assert data.count(b"\n") == data.count(b"\r\n") == FILE.count("\n") + 1


def test_a_last_line_without_an_end_gets_one(tmp_path: Path) -> None:
    path = written(tmp_path, 'language = "zh"')
    write_setting(str(path), "theme", "light")
    assert path.read_text(encoding="utf-8") == 'language = "zh"\ntheme = "light"\n'


@pytest.mark.skipif(os.name != "posix", reason="rights and links of POSIX")
def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    write_setting(str(link), "language", "en")
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert load_settings(str(path)).language == "en"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('language = """\nzh"""\n', "language", "en"),
        ('"language" = "zh"\n', "language", "en"),
        ('language = "fr"\n', "theme", "light"),
        ("language = \n", "theme", "light"),
        (FILE, "theme", "neon"),
        (FILE, "no_such_setting", "x"),
    ],
)
def test_what_one_line_cannot_change_is_refused_and_stays(tmp_path: Path, text: str, name: str, value: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError):
        write_setting(str(path), name, value)
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError):
        write_setting(str(tmp_path / "file" / "settings.toml"), "theme", "light")


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    path = written(tmp_path_factory.mktemp("s"))
    assert write_setting(str(path), "default_gateway", value).default_gateway == value
    assert write_setting(str(path), "default_gateway", None).default_gateway is None
    assert path.read_text(encoding="utf-8") == FILE
