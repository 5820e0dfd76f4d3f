"""What every test may rely on: behind a test that chose a language, it is that of the environment again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from supportdesk import i18n


@pytest.fixture(autouse=True)
def _language_of_the_environment() -> Iterator[None]:
    yield
    i18n.use(None)
