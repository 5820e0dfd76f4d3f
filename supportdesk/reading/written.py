"""A text as its own format wrote it, for readers that read on in it."""

from __future__ import annotations

from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View


class Written(Value):
    """A text whose quoting is not JSON's (CSV, SQL): `said` is what it says, each character with its place."""

    __slots__ = ("said",)

    def __init__(self, text: str, span: Span, said: View) -> None:
        super().__init__("string", text, span)
        self.said = said
