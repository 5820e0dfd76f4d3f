"""What a picture gives besides a verdict: fields, corrections, places, refusals, keys painted over, an end."""

from __future__ import annotations

import asyncio
import io
import socket
import subprocess
import sys
import threading
import zlib

import pytest

from supportdesk.errors import InputError
from supportdesk.reading.picture import Picture, is_picture, read_picture, read_picture_async, redacted_image
from supportdesk.reading.picture.whole import Stopped
from tests.reading.picture import sets
from tests.reading.picture.drawn import Shot, draw

KEY = "sk-7hQ2mXcV9bNtR4wZ8kLpD3sF6gJyUaEe"
SHOT = Shot(
    "plain",
    f'curl https://toapis.com/v1/models \\\n  -H "Authorization: Bearer {KEY}"\nHTTP 401',
    size=16,
    secrets=(KEY,),
)


def test_fields_have_confidence_and_place(seen):
    picture = seen(SHOT)
    assert "".join(picture.value(field) for field in picture.fields) != ""
    for field in picture.fields:
        assert 0.5 < field.confidence <= 1
        assert len(field.edges) == field.end - field.start + 1
        assert list(field.edges) == sorted(field.edges)
    assert Picture.from_dict(picture.to_dict()).to_dict() == picture.to_dict()


def test_a_field_that_a_person_corrects_keeps_what_was_read(seen):
    picture = seen(SHOT)
    number = next(n for n, field in enumerate(picture.fields) if "401" in picture.value(field))
    again = picture.corrected(number, "HTTP\n 403")
    assert again.text.endswith("HTTP 403")
    assert (again.fields[number].read, again.fields[number].by) == (picture.value(picture.fields[number]), "operator")
    assert KEY not in picture.corrected(number, f"key {KEY}").text


def test_a_correction_never_touches_a_key(seen):
    for shot in (one for one in sets.first() if one.secrets):
        for field in seen(shot).fields:
            if field.read is not None:
                assert "•" not in field.read or field.read == seen(shot).value(field)


def test_keys_are_painted_over(seen):
    data = draw(SHOT)
    picture = seen(SHOT)
    assert picture.secrets
    painted = redacted_image(data, picture.secrets)
    assert painted.startswith(b"\x89PNG")
    again = read_picture(painted)
    assert KEY[6:16] not in again.text
    assert "toapis.com" in again.text


def test_nothing_is_fetched(seen, monkeypatch):
    def _refuse(*_given: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    assert "401" in read_picture(draw(SHOT)).text


def test_importing_the_package_loads_nothing_of_the_extra():
    code = (
        "import sys, supportdesk.reading.picture as p, supportdesk.reading.files; p.is_picture(b''); p.missing_extra();"
        "print([m for m in ('rapidocr', 'onnxruntime', 'cv2', 'numpy', 'PIL') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(InputError) as refused:
        read_picture(b"\x89PNG\r\n\x1a\n", name="shot.png")
    assert "supportdesk[ocr]" in str(refused.value.hint)
    assert "shot.png" in refused.value.message


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few bytes."""
    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    packed = zlib.compress(b"\0" * 1000)
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")):
        made += len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return made


@pytest.mark.parametrize(
    "data",
    [bomb(), b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"\xff" * 500, b"BM" + b"\0" * 60,
     b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 30, b"GIF89a" + b"\0" * 40],
    ids=["bomb", "png", "jpeg", "bmp", "webp", "gif"],
)  # fmt: skip
def test_what_is_no_picture_in_bounds_is_refused(data, seen):
    with pytest.raises(InputError):
        read_picture(data, name="x")


def test_a_text_that_begins_like_a_bitmap_is_a_text():
    assert not is_picture(b"BM is short for benchmark, and this is a ticket")
    assert is_picture(b"\xff\xd8\xff\xe0")


@pytest.mark.parametrize("form", ["WEBP", "BMP", "PNG"])
def test_other_formats_and_see_through_grounds(form, seen):
    from PIL import Image

    image = Image.open(io.BytesIO(draw(SHOT._replace(theme="dark"))))
    file = io.BytesIO()
    if form == "PNG":
        image.putalpha(image.convert("L").point(lambda light: 255 if light > 90 else 0))
    image.save(file, form, **({"lossless": True} if form == "WEBP" else {}))
    assert "toapis.com" in read_picture(file.getvalue()).text


def test_an_empty_picture_has_no_text(seen):
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(file, "PNG")
    assert read_picture(file.getvalue()).text == ""


def test_reading_ends_when_it_is_cancelled(seen):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Stopped):
        read_picture(draw(SHOT), cancel=cancel)


async def test_in_a_process_of_its_own_with_progress(seen):
    steps = []
    picture = await read_picture_async(draw(SHOT), steps.append, name="shot.png")
    assert picture.text == seen(SHOT).text
    assert steps[-1].done == steps[-1].total
    with pytest.raises(InputError):
        await read_picture_async(b"\x89PNG\r\n\x1a\n", name="broken.png")


async def test_cancelling_ends_the_process(seen):
    task = asyncio.create_task(read_picture_async(draw(SHOT)))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
