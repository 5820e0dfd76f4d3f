"""How texts of errors are compared: folded to narrow signs, single spaces and one kind of quote and dash."""

from __future__ import annotations

from supportdesk.patterns import lazy

BETWEEN, FIELD = "\u241f", "\u241e"
"""U+241F and U+241E, pictures of two separators: JSON writes them as they are, and no wording has them."""
TOKEN = lazy(r"[0-9a-z_]+|[\u3400-\u9fff]{2,}")
"""Words of ASCII, and runs of Chinese, of a folded text in lower case."""
_APOSTROPHE = lazy(r"(?<=[A-Za-z])['\u2019](?=[A-Za-z])")
_LOOSE_SPACE = lazy(r" (?![0-9A-Za-z_])|(?<![0-9A-Za-z_]) ")
_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u300c\u300d"
_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS |= {ord(quote): 0x20 for quote in _QUOTES} | {
    0x3000: 0x20,
    0x3002: 0x2E,
    0xFF02: 0x20,
    0xFF07: 0x20,
    0xFFE5: 0xA5,
}
_SIGNS |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), ord("-"))
_DROPPED: dict[int, int | None] = {**_SIGNS, ord("\\"): None, 0x200B: None, 0xFEFF: None}
LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
"""Translates upper case ASCII to lower case; other letters stay."""


def fold(text: str) -> str:
    """Return the text as it is compared, but for case: signs narrow, quotes and backslashes gone, spaces single.

    A space stays only between two ASCII word characters, so that `额度： 3` and `额度:3` are one. Every
    dash and minus sign is a hyphen: Word and chat programs write `\u22121`.
    """
    narrow = _APOSTROPHE.sub("", text).translate(_DROPPED)
    return _LOOSE_SPACE.sub("", " ".join(narrow.split()))


def count_units(text: str) -> int:
    """Return how much a literal says: a Chinese character counts as two Latin ones."""
    return len(text) + sum(1 for sign in text if sign > "\u2e7f")


def is_word(sign: str) -> bool:
    """Whether a sign belongs to a word of ASCII."""
    return sign.isascii() and (sign.isalnum() or sign == "_")
