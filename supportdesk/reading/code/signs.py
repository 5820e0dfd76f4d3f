"""Signs that chat programs and word processors put in the place of a program's own."""

from __future__ import annotations

from supportdesk.i18n import mark

STRAIGHTENED = mark("typographic signs read as plain ones")
"""What a request's `repairs` say where it was needed."""

_TYPOGRAPHIC = str.maketrans(
    {
        "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\uff02": '"', "\uff08": "(", "\uff09": ")",
        "\uff0c": ",", "\uff1a": ":", "\u3010": "[", "\u3011": "]", "\uff1d": "=", "\uff1b": ";",
    }
)  # fmt: skip
_SPACES = str.maketrans({"\xa0": " ", "\u200b": " ", "\ufeff": " ", "\u3000": " ", "\x00": " ", "\u2028": " "})


def plain_spaces(text: str) -> str:
    """Return the text with odd spaces as spaces, as long as before."""
    return text if text.isascii() else text.translate(_SPACES)


def straightened(text: str) -> str:
    """Return the text with typographic quotes and full-width signs as their plain ones, as long as before."""
    return text.translate(_TYPOGRAPHIC)
