"""A picture on the desk: its fields with confidence and place, corrected by hand, the clipboard's, hostile text."""

from __future__ import annotations

import sys

import pytest

from supportdesk.errors import InputError
from supportdesk.reading.picture import Picture
from supportdesk.reading.picture.shape import Field
from supportdesk.source import Box
from supportdesk.tui.clipboard_image import clipboard_commands, clipboard_image
from supportdesk.tui.screens.picture import PictureScreen
from tests.tui.desk import desk, seen, told, until

TEXT = "HTTP 401 Unauthorized\nmodel: gemini_omni [@click=app.quit]x[/]\nkey sk-••••••••••••••••a1B2"
HEAD = b"\x89PNG\r\n\x1a\n"


def picture() -> Picture:
    fields, at = [], 0
    for line, sure in zip(TEXT.split("\n"), (0.99, 0.62, 0.97), strict=True):
        edges = tuple(range(10, 10 + 8 * (len(line) + 1), 8))
        box = Box(10, 20 + at, 8 * len(line), 18)
        mended = (line.replace("0", "O"), "A number has digits only.", "grammar") if "401" in line else ()
        fields.append(Field(at, at + len(line), box, sure, edges, *mended))
        at += len(line) + 1
    return Picture("shots/shot.png", (640, 200), TEXT, tuple(fields), redacted=1)


async def shown(app, pilot) -> PictureScreen:
    app.triage._take_material(TEXT, picture())
    await pilot.pause()
    await pilot.press("alt+i")
    await until(pilot, lambda: isinstance(app.screen, PictureScreen))
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_fields_with_confidence_place_and_what_was_read(tmp_path, size):
    async with desk(tmp_path, size=size) as (app, pilot):
        screen = await shown(app, pilot)
        await pilot.pause()
        text = seen(screen)
        assert "shot.png · 640 × 200" in text
        assert "✎ 0.99" in text
        assert "? 0.62" in text
        assert "HTTP 4O1" in text
        assert "A number has digits only." in text
        assert "[@click=app.quit]" in text
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "图片" in seen(screen)
        assert "数字只含数字字符" in seen(screen)


async def test_many_fields_leave_head_and_reason_on_the_screen(tmp_path):
    text = "\n".join(f"row {number}" for number in range(60))
    fields = [
        Field(at, at + 6, Box(0, at, 60, 18), 0.5, tuple(range(0, 70, 10)))
        for at in (text.index(f"row {number}") for number in range(10, 60))
    ]
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        app.triage._take_material(text, Picture("many.png", (99, 999), text, tuple(fields)))
        await pilot.press("alt+i")
        await until(pilot, lambda: isinstance(app.screen, PictureScreen))
        await pilot.press("end", "end")
        await pilot.pause()
        lines = seen(app.screen).split("\n")
        assert any("many.png · 99 × 999 · 50 fields, 50 with doubt" in line for line in lines[:3])
        assert any("row 10" in line for line in lines[-3:])


async def test_a_field_corrected_by_hand_changes_the_ticket(tmp_path):
    async with desk(tmp_path) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("n", "e")
        await pilot.pause()
        line = app.screen.query_one("#line")
        line.value = "model: sora-2"
        await pilot.press("enter")
        await until(pilot, lambda: "model: sora-2" in app.triage.paste.source_text)
        assert "gemini_omni" not in app.triage.paste.source_text
        assert app.triage.picture.fields[1].by == "operator"
        assert "gemini_omni" in app.triage.picture.fields[1].read
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.triage)


async def test_without_a_picture_it_says_so(tmp_path):
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("alt+i")
        await pilot.pause()
        assert "no picture" in told(app)


async def test_the_clipboard_is_asked_by_its_key_only(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("supportdesk.tui.clipboard_image.clipboard_commands", lambda: asked.append(1) or [])
    async with desk(tmp_path) as (app, pilot):
        await pilot.pause()
        assert not asked
        await pilot.press("alt+v")
        await until(pilot, lambda: "clipboard" in told(app))
        assert asked


def printing(data: bytes) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({data!r})"]


def test_the_clipboards_picture_in_every_form():
    data = HEAD + b"\0" * 20
    import base64

    assert clipboard_image([printing(data)]) == data
    assert clipboard_image([printing(base64.b64encode(data) + b"\r\n")]) == data
    assert clipboard_image([printing("«data PNGf".encode() + data.hex().encode() + "»\n".encode())]) == data
    assert clipboard_image([["no-such-program-here"], printing(data)]) == data


@pytest.mark.parametrize("printed", [b"", b"some text", b"\xff\xfe\0", "中文".encode()])
def test_what_is_no_picture_is_refused(printed):
    with pytest.raises(InputError):
        clipboard_image([printing(printed)])


def test_the_commands_of_each_system(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: name)
    assert clipboard_commands("linux", {}) == []
    assert [one[0] for one in clipboard_commands("linux", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"})] == [
        "wl-paste",
        "xclip",
    ]
    assert clipboard_commands("win32", {})[0][0] == "powershell"
    assert [one[0] for one in clipboard_commands("darwin", {})] == ["pngpaste", "osascript"]
