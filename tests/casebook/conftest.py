"""A casebook on a real file, and cases in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supportdesk import i18n
from supportdesk.casebook import Case, Casebook
from supportdesk.source import Source
from tests import canned

Filing = Callable[..., Case]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use(None)


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "cases.db")


@pytest.fixture
def book(path: str) -> Iterator[Casebook]:
    with Casebook(path, clock=lambda: 1_795_342_095.0) as opened:
        yield opened


@pytest.fixture
def file(book: Casebook) -> Filing:
    """File a case of one text, and give it."""

    def filing(text: str = canned.PASTE, **details: str) -> Case:
        return book.save(canned.diagnosis(), [Source(text)], **details)

    return filing
