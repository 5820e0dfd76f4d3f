"""A reader that finds nothing, for the test of what is asked next."""

from __future__ import annotations

from supportdesk.reading.code.reading import CodeReading
from supportdesk.view import View


def read(_view: View) -> CodeReading:
    return CodeReading()
