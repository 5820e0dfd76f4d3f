"""Each picture is read once in a session; without the extra or the fonts the tests are skipped, saying so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from supportdesk.reading.picture import Picture, missing_extra, read_picture
from tests.reading.picture.drawn import Shot, draw, needs_fonts

_read: dict[Shot, Picture] = {}


@pytest.fixture
def seen() -> Callable[[Shot], Picture]:
    """Return what reads a drawn picture."""
    problem = missing_extra()
    if problem is not None:
        pytest.skip(problem)
    needs_fonts()

    def _seen(shot: Shot) -> Picture:
        if shot not in _read:
            _read[shot] = read_picture(draw(shot), name=f"{shot.name}.{shot.form.lower()}")
        return _read[shot]

    return _seen
