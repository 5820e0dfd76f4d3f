"""Every test of the screen begins in English, in a terminal with colours, whatever the one that runs the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from supportdesk import i18n


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("NO_COLOR", "LC_ALL", "LC_MESSAGES", "SUPPORTDESK_LANG"):
        monkeypatch.delenv(name, raising=False)
    i18n.use("en")
    yield
    i18n.use(None)
