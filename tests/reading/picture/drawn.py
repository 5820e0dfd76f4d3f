"""Renders texts as a screen would show them: terminals, editors, dialogs, chats and the console's tables."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FONTS = {
    "mono": "truetype/dejavu/DejaVuSansMono.ttf",
    "mono-bold": "truetype/dejavu/DejaVuSansMono-Bold.ttf",
    "sans": "truetype/dejavu/DejaVuSans.ttf",
    "sans-bold": "truetype/dejavu/DejaVuSans-Bold.ttf",
    "serif": "truetype/dejavu/DejaVuSerif.ttf",
    "serif-bold": "truetype/dejavu/DejaVuSerif-Bold.ttf",
    "cjk": "opentype/noto/NotoSansCJK-Regular.ttc",
    "cjk-bold": "opentype/noto/NotoSansCJK-Bold.ttc",
    "cjk-serif": "opentype/noto/NotoSerifCJK-Regular.ttc",
}
"""Fonts of Debian's fonts-dejavu and fonts-noto-cjk by the names that pictures ask for them."""

FOLDER = Path("/usr/share/fonts")
THEMES = {
    "light": ((255, 255, 255), (32, 34, 38), (228, 231, 236)),
    "grey": ((250, 250, 250), (120, 124, 130), (226, 228, 232)),
    "dark": ((24, 26, 31), (214, 218, 224), (52, 56, 64)),
    "terminal": ((0, 0, 0), (0, 215, 95), (40, 40, 40)),
    "solarized": ((0, 43, 54), (147, 161, 161), (7, 70, 84)),
}
"""Ground, ink and rules."""

TOP, SIDE = 22, 24


class Shot(NamedTuple):
    """One picture to draw.

    `text` is what somebody would have pasted instead, tabs between the cells of a table; `way` is how it is laid out:
    'lines', 'editor' (numbered), 'dialog' (in a box, wrapped by words), 'terminal' (wrapped at `columns` signs) or
    'table'. `secrets` are the keys that stand in it.
    """

    name: str
    text: str
    way: str = "lines"
    font: str = "mono"
    size: int = 18
    theme: str = "light"
    form: str = "PNG"
    quality: int = 85
    noise: bool = False
    columns: int = 100
    secrets: tuple[str, ...] = ()
    scale: float = 1.0
    blur: float = 0.0
    crop: tuple[int, int] = (0, 0)
    seed: int = 0
    beside: str = ""

    @property
    def pasted(self) -> str:
        """What somebody would have pasted who copies all of it."""
        return f"{self.text}\n\n{self.beside}" if self.beside else self.text


def needs_fonts() -> None:
    """Skip the test, saying why, where the fonts are not installed."""
    absent = [name for name, path in FONTS.items() if not (FOLDER / path).is_file()]
    if absent:
        pytest.skip("the fonts of fonts-dejavu and fonts-noto-cjk are not installed: " + ", ".join(absent))


def draw(shot: Shot) -> bytes:
    """Return the picture's file."""
    from PIL import Image, ImageFilter

    page = _Page(shot)
    {"table": _table, "dialog": _dialog}.get(shot.way, _lines)(page)
    image = page.image
    if shot.crop != (0, 0):
        image = image.crop((0, shot.crop[0], image.width, image.height - shot.crop[1]))
    if shot.scale != 1.0:
        size = (round(image.width * shot.scale), round(image.height * shot.scale))
        image = image.resize(size, Image.Resampling.BILINEAR)
    if shot.blur:
        image = image.filter(ImageFilter.GaussianBlur(shot.blur))
    file = io.BytesIO()
    image.save(file, shot.form, **({"quality": shot.quality} if shot.form == "JPEG" else {}))
    return file.getvalue()


class _Page:
    """A picture that grows no further than what is drawn on it: drawn large, cut in the end."""

    def __init__(self, shot: Shot) -> None:
        from PIL import ImageFont

        self.shot = shot
        self.random = random.Random(f"{shot.name}{shot.seed}")
        self.ground, self.ink, self.rule = THEMES[shot.theme]
        weight = "-bold" if shot.font.endswith("bold") else ""
        chinese = "cjk-serif" if shot.font.startswith("serif") else f"cjk{weight}"
        self.font = ImageFont.truetype(str(FOLDER / FONTS[shot.font]), shot.size)
        self.chinese = ImageFont.truetype(str(FOLDER / FONTS[chinese]), shot.size)
        self.step = self.font.getlength("0") if shot.font.startswith("mono") else 0.0
        self.leading = round(shot.size * 1.5)
        self.image: Any = None
        self.pen: Any = None

    def open(self, width: float, height: float) -> None:
        """Begin a picture of a size."""
        from PIL import Image, ImageDraw

        self.image = Image.new("RGB", (round(width), round(height)), self.ground)
        self.pen = ImageDraw.Draw(self.image)

    def width(self, text: str) -> float:
        """How wide a text is."""
        return sum(self._advance(sign) for sign in text)

    def write(self, x: float, y: float, text: str, ink: tuple[int, int, int] | None = None) -> None:
        """Write one line; both fonts stand on one base line."""
        base = y + self.shot.size * 1.08
        piece, at = "", x
        for sign in [*text, ""]:
            if piece and (not sign or (sign >= "\u2e80") != (piece[-1] >= "\u2e80") or self.step):
                wide = piece[-1] >= "\u2e80"
                self.pen.text(
                    (at, base), piece, font=self.chinese if wide else self.font, fill=ink or self.ink, anchor="ls"
                )
                at += sum(self._advance(one) for one in piece)
                piece = ""
            piece += sign

    def wrapped(self, text: str, width: float, *, by_words: bool) -> list[str]:
        """Return a line cut to a width: behind blanks and Chinese signs, or anywhere."""
        lines, line = [], ""
        for word in _words(text) if by_words else list(text):
            for part in [word] if self.width(word) <= width else list(word):
                if line and self.width(line + part.rstrip()) > width:
                    lines.append(line.rstrip() if by_words else line)
                    line = ""
                line += part
        return [*lines, line]

    def _advance(self, sign: str) -> float:
        wide = sign >= "\u2e80"
        if self.step:
            return self.step * (2 if wide else 1)
        return float((self.chinese if wide else self.font).getlength(sign))


def _words(text: str) -> list[str]:
    words = [""]
    for sign in text:
        if sign >= "\u2e80" and words[-1]:
            words.append("")
        words[-1] += sign
        if sign == " " or sign >= "\u2e80":
            words.append("")
    return words


def _lines(page: _Page) -> None:
    shot = page.shot
    lines = shot.text.split("\n")
    if shot.way == "terminal":
        lines = [cut for line in lines for cut in page.wrapped(line, page.step * shot.columns, by_words=False)]
    gutter = page.width("000") + 18 if shot.way == "editor" else 0
    beside = shot.beside.split("\n") if shot.beside else []
    left = max(page.width(line) for line in lines)
    width = left + gutter + 2 * SIDE + (max(map(page.width, beside), default=-60) + 60)
    top = TOP + (40 if shot.noise else 0)
    page.open(max(width, 240), top + page.leading * max(len(lines), len(beside)) + TOP + (30 if shot.noise else 0))
    for number, line in enumerate(lines):
        y = top + number * page.leading
        if gutter:
            faint = tuple((a + b) // 2 for a, b in zip(page.ground, page.ink, strict=True))
            page.write(SIDE + page.width("  "[: 3 - len(str(number + 1))]), y, str(number + 1), faint)  # type: ignore[arg-type]
        page.write(SIDE + gutter, y, line)
    for number, line in enumerate(beside):
        page.write(SIDE + gutter + left + 60, top + number * page.leading + page.leading // 2, line)
    if shot.noise:
        _window(page, title="desk — 80x24" if shot.way == "terminal" else "main.py ×   README.md")


def _window(page: _Page, title: str) -> None:
    """Draw what windows have around a text: buttons, a title, a scroll bar, a line below."""
    width, height = page.image.size
    page.pen.rectangle((0, 0, width, 34), fill=page.rule)
    for number, colour in enumerate(((255, 95, 86), (255, 189, 46), (39, 201, 63))):
        page.pen.ellipse((12 + number * 20, 11, 24 + number * 20, 23), fill=colour)
    small = page.font.font_variant(size=13)
    page.pen.text((90, 24), title, font=small, fill=page.ink, anchor="ls")
    page.pen.rectangle((width - 9, 60, width - 4, height // 2), fill=page.rule)
    page.pen.line((0, height - 24, width, height - 24), fill=page.rule)
    page.pen.text((12, height - 8), "UTF-8   LF   Ln 4, Col 12", font=small, fill=page.ink, anchor="ls")


def _dialog(page: _Page) -> None:
    """Draw a box with a cross, a sign of warning, the text wrapped by words, and a button."""
    inner = page.shot.size * 34
    lines = [cut for line in page.shot.text.split("\n") for cut in page.wrapped(line, inner, by_words=True)]
    page.open(inner + 170, page.leading * len(lines) + 170)
    width, height = page.image.size
    page.pen.rounded_rectangle((16, 16, width - 16, height - 16), 10, outline=page.rule, width=2)
    page.pen.ellipse((40, 50, 66, 76), outline=(220, 60, 60), width=3)
    page.pen.line((width - 52, 36, width - 40, 48), fill=page.ink, width=2)
    page.pen.line((width - 40, 36, width - 52, 48), fill=page.ink, width=2)
    for number, line in enumerate(lines):
        page.write(90, 50 + number * page.leading, line)
    page.pen.rounded_rectangle((width - 120, height - 68, width - 40, height - 32), 6, fill=(64, 120, 220))
    page.pen.text(
        (width - 80, height - 44), "OK", font=page.font.font_variant(size=15), fill=(255, 255, 255), anchor="ms"
    )


def _table(page: _Page) -> None:
    """Draw a table of the console: a header, cells wrapped in narrow columns, pills, rules between rows."""
    shot, random_ = page.shot, page.random
    rows = [line.split("\t") for line in shot.text.split("\n") if "\t" in line]
    around = [line for line in shot.text.split("\n") if "\t" not in line]
    most = page.shot.size * 15
    widths = [min(most, max(page.width(row[n]) for row in rows if n < len(row))) for n in range(len(rows[0]))]
    pad = round(shot.size * 0.9)
    wrapped = [[page.wrapped(cell, widths[n] + 1, by_words=True) for n, cell in enumerate(row)] for row in rows]
    heights = [max(len(cell) for cell in row) * page.leading + pad for row in wrapped]
    top = TOP + (46 if shot.noise else 0)
    page.open(
        sum(widths) + 2 * pad * len(widths) + 2 * SIDE, top + sum(heights) + TOP + page.leading * len(around) + 10
    )
    y = float(top)
    middle = random_.random() < 0.5
    for number, (row, height) in enumerate(zip(wrapped, heights, strict=True)):
        if number == 0:
            page.pen.rectangle((SIDE, y, page.image.width - SIDE, y + height), fill=page.rule)
        x = float(SIDE + pad)
        for n, cell in enumerate(row):
            free = height - pad - len(cell) * page.leading
            at = y + pad / 2 + (free / 2 if middle else 0)
            if number and len(cell) == 1 and cell[0] in PILLS:
                box = (x - 5, at + 1, x + page.width(cell[0]) + 5, at + page.leading - 1)
                page.pen.rounded_rectangle(box, 8, outline=(110, 160, 230))
            for line in cell:
                page.write(x, at, line)
                at += page.leading
            x += widths[n] + 2 * pad
        y += height
        page.pen.line((SIDE, y, page.image.width - SIDE, y), fill=page.rule)
    for number, line in enumerate(around):
        page.write(SIDE + pad, y + 6 + number * page.leading, line)
    if shot.noise:
        _console(page)


PILLS = ("消费", "退款", "错误", "Consume", "Refund", "Error", "default", "vip", "sora-2", "gemini_omni", "veo3.1-fast")


def _console(page: _Page) -> None:
    """Draw the bar above a table: a search field and buttons."""
    small = page.font.font_variant(size=14)
    page.pen.rounded_rectangle((SIDE, 14, SIDE + 220, 44), 6, outline=page.rule, width=2)
    page.pen.ellipse((SIDE + 10, 22, SIDE + 22, 34), outline=page.ink, width=2)
    page.pen.rounded_rectangle((SIDE + 240, 14, SIDE + 330, 44), 6, fill=(64, 120, 220))
    page.pen.text((SIDE + 285, 34), "Search", font=small, fill=(255, 255, 255), anchor="ms")
    page.pen.text((SIDE + 350, 34), "Reset", font=small, fill=page.ink, anchor="ls")
