"""A file of many megabytes: its beginning is diagnosed, any place of it shown, keys in it masked, reading cancelled."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from supportdesk.errors import InputError
from supportdesk.source import READ_LIMIT
from supportdesk.tui.diagnoser import Material
from supportdesk.tui.long_file import LongFile, Stopped
from supportdesk.tui.material import read_material, read_pipe
from tests.tui.desk import desk, seen, until

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"


def quiet(_done: int, _whole: int) -> None:
    """Be told of the progress."""


def never() -> bool:
    """Whether somebody has cancelled: nobody."""
    return False


def rows(folder: Path, encoding: str, count: int = 60_000) -> Path:
    """Write a file of numbered rows, one of them with a key near the end."""
    path = folder / "rows.log"
    with path.open("w", encoding=encoding, newline="\n") as file:
        for number in range(count):
            key = f" Authorization: Bearer {KEY}" if number == count - 5 else ""
            file.write(f"row {number} 余额不足 insufficient quota of task_{number:012}{key}\n")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_place_of_a_long_file_is_shown(tmp_path: Path, encoding: str) -> None:
    path = rows(tmp_path, encoding)
    file = LongFile(str(path))
    told: list[int] = []
    file.index(lambda done, _whole: told.append(done), never)
    assert file.encoding == encoding
    assert isinstance(file.head, Material)
    assert len(file.head) == READ_LIMIT
    assert file.head.length == len(path.read_text(encoding=encoding))
    assert told[-1] == path.stat().st_size
    at, found = 0, ""
    while True:
        window = file.window(at)
        assert len(window.starts) == len(window.rows)
        assert list(window.starts) == sorted(window.starts)
        if window.line is not None:
            assert window.rows[0].startswith(f"row {window.line - 1} "), window.rows[0]
        found += "\n".join(window.rows)
        if window.end >= file.length or window.end <= at:
            break
        at = window.end
    assert at > READ_LIMIT
    for number in (0, 30_000, 45_000, 59_999):
        assert f"row {number} " in found
    assert KEY[8:-6] not in found
    assert "Bearer sk-" in found


def test_a_binary_file_is_refused_and_a_cancelled_one_stops(tmp_path: Path) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(bytes(range(256)) * 12_000)
    with pytest.raises(InputError, match="is no text"):
        read_material(str(path), quiet, never)
    with pytest.raises(Stopped):
        read_material(str(rows(tmp_path, "utf-8")), quiet, lambda: True)
    with pytest.raises(InputError, match="cannot be read"):
        read_material(str(tmp_path / "none"), quiet, never)


def test_a_pipe_gives_its_text_masked() -> None:
    assert KEY not in str(read_pipe(io.BytesIO(f"key {KEY}\r\nend".encode()), quiet, never))
    long = read_pipe(io.BytesIO(b"row of a log\n" * 200_000), quiet, never)
    assert not isinstance(long, str)
    assert len(long.head) == READ_LIMIT
    assert long.head.length == 13 * 200_000


async def test_a_long_file_is_opened_walked_through_and_added_to(tmp_path: Path) -> None:
    path = rows(tmp_path, "utf-8")
    async with desk(tmp_path) as (app, pilot):
        app.triage.open_file(str(path))
        await until(pilot, lambda: app.triage.outcome is not None and not app.triage.is_reading, 30)
        area = app.triage.paste
        assert area.is_window
        assert f"{area.length:,} characters, a part is shown" in seen(app.screen).replace("\n", "")
        await pilot.press("ctrl+end")
        await until(pilot, lambda: "row 59999" in seen(app.screen))
        await pilot.press("ctrl+home")
        await until(pilot, lambda: "row 0 " in seen(app.screen))
        for _ in range(3):
            await pilot.press("pagedown")
        await pilot.pause(0.1)
        assert "row 0 " not in seen(app.screen)
        shown = area.source_text
        app.triage.add_material("a word more")
        await until(pilot, lambda: area.source_text.endswith("a word more"))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: area.source_text == shown)
