"""Rendered screenshots give the verdict of their text, at most likely, and no key of theirs is kept readable."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from supportdesk.casebook import Casebook
from supportdesk.diagnosing import diagnose
from supportdesk.source import Source
from tests.reading.picture import held_out, sets
from tests.reading.picture.drawn import Shot

NOW = 1_781_000_000
LEVELS = ["undetermined", "possible", "likely", "confirmed"]
ALIKE = str.maketrans("OoIl|S", "001115")
WINDOW = 8
"""Characters of a key in a row that nothing may show; between the three and the four that masks leave."""


def judged(sources: list[Source]) -> dict[str, Any]:
    return diagnose(sources, now=NOW).to_dict()


def verdict(data: dict[str, Any]) -> tuple[str, str, str]:
    certainty = min(data["verdict"]["certainty"], "likely", key=LEVELS.index)
    return data["verdict"]["cause"], certainty, data["money"]["decision"]


def shows(text: str, secret: str) -> bool:
    """Whether a text shows a piece of a key, signs that look alike taken for one."""
    folded = text.translate(ALIKE).lower()
    pieces = (secret[at : at + WINDOW] for at in range(4, len(secret) - WINDOW - 3))
    return any(piece.translate(ALIKE).lower() in folded for piece in pieces)


def differing(shots: list[Shot], seen: Any) -> list[str]:
    wrong = []
    for shot in shots:
        told, read = judged([Source(shot.pasted)]), judged([seen(shot).source(0)])
        assert read["verdict"]["certainty"] != "confirmed", shot.name
        if verdict(told) != verdict(read):
            wrong.append(f"{shot.name}: {verdict(told)} but {verdict(read)}")
    return wrong


def test_nine_of_ten_pictures_give_the_verdict_of_their_text(seen):
    shots = sets.first()
    assert len(shots) == 40
    assert len({shot.name for shot in shots}) == 40
    assert {shot.form for shot in shots} == {"PNG", "JPEG"}
    assert (min(shot.size for shot in shots), max(shot.size for shot in shots)) == (13, 28)
    wrong = differing(shots, seen)
    assert len(wrong) <= 4, wrong


@pytest.mark.slow
def test_so_do_pictures_of_other_texts_fonts_and_faults(seen):
    shots = held_out.second()
    assert len(shots) == 40
    wrong = differing(shots, seen)
    assert len(wrong) <= 4, wrong


@pytest.mark.parametrize("shot", [one for one in sets.first() if one.secrets], ids=lambda shot: shot.name)
def test_no_key_of_a_picture_is_kept_readable(shot, seen, tmp_path: Path):
    picture = seen(shot)
    assert picture.redacted >= len(shot.secrets)
    done = diagnose([picture.source(0)], now=NOW)
    data = done.to_dict()
    assert data["redacted"] >= len(shot.secrets)
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(data, done.sources)
    stored = sqlite3.connect(tmp_path / "cases.db")
    rows = [str(row) for (table,) in stored.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for row in stored.execute(f'SELECT * FROM "{table}"').fetchall()]  # fmt: skip
    stored.close()
    for secret in shot.secrets:
        for where in (picture.text, json.dumps(picture.to_dict()), json.dumps(data, ensure_ascii=False), *rows):
            assert not shows(where, secret)


@pytest.mark.slow
@pytest.mark.parametrize("shot", [one for one in held_out.second() if one.secrets], ids=lambda shot: shot.name)
def test_nor_of_the_other_pictures(shot, seen):
    picture = seen(shot)
    assert picture.redacted >= len(shot.secrets)
    assert not any(shows(json.dumps(picture.to_dict()), secret) for secret in shot.secrets)


def test_evidence_has_its_place_in_the_picture(seen):
    shot = next(one for one in sets.first() if one.name == "sample-16")
    picture = seen(shot)
    data = judged([Source("看一下这个"), picture.source(1)])
    places = [one["span"] for one in data["causes"][0]["evidence"] if one["span"]]
    assert places
    for place in places:
        assert place["source"] == 1
        x, y, w, h = place["box"]
        assert 0 <= x < x + w <= picture.size[0]
        assert 0 <= y < y + h <= picture.size[1]
        assert place["text"] == picture.text[place["start"] : place["end"]]
    assert "gemini_omni" in {place["text"] for place in places}


def test_a_stored_picture_is_still_at_most_likely(seen):
    shot = next(one for one in sets.first() if one.name == "sample-08")
    source = seen(shot).source(0)
    assert judged([Source(source.text, 0, source.name)])["verdict"]["certainty"] == "likely"
    assert judged([Source(source.text, 0, "paste")])["verdict"]["certainty"] == "confirmed"
