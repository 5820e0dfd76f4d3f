"""A dropped file is known by the path that the terminal pastes for it, however it is quoted."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from supportdesk.tui.dropped import LONGEST, dropped_path


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    path = tmp_path / "the customer's log (1) 截图.png"
    path.write_bytes(b"x")
    return path


def test_every_way_of_writing_it_names_the_file(dropped: Path) -> None:
    bare = str(dropped)
    escaped = "".join("\\" + sign if sign in " ()'" else sign for sign in bare)
    shell = "'" + bare.replace("'", "'\\''") + "'"
    ways = (bare, f"{bare}\n", f" {bare} ", f'"{bare}"', shell, escaped, f"file://{quote(bare)}", f"FILE://{quote(bare)}",
            f"file://localhost{quote(bare)}")  # fmt: skip
    for written in ways:
        assert dropped_path(written) == bare, written


def test_the_home_folder_may_be_a_tilde(dropped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(dropped.parent))
    monkeypatch.setenv("USERPROFILE", str(dropped.parent))
    assert dropped_path(f"~/{dropped.name}") == str(dropped)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "~",
        "/",
        "README.md",
        "/no/such/file",
        "a\0b",
        "x" * (LONGEST + 1),
        "file:///",
        "file://elsewhere/a",
        "''",
    ],
)
def test_what_is_no_file_is_a_ticket(text: str) -> None:
    assert dropped_path(text) is None


def test_a_ticket_that_begins_with_a_path_is_a_ticket(dropped: Path) -> None:
    assert dropped_path(f"{dropped}\nis what the customer sent") is None
    assert dropped_path(f"{dropped} is what the customer sent") is None
    assert dropped_path(str(dropped.parent)) is None
