"""Every test of the screen begins in English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from supportdesk import i18n


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use(None)
