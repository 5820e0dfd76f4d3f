"""Columns on a terminal: how wide a text is, wrapping and padding with wide characters aligned."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Return the number of terminal columns of a line: two for wide and full-width signs, none for combining ones."""
    if text.isascii():
        return len(text)
    columns = 0
    for sign in text:
        if unicodedata.combining(sign):
            continue
        columns += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return columns


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns`, at blanks or between Chinese characters; line feeds stay."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_line(paragraph, max(columns, 8))
    return lines


def cut(text: str, columns: int) -> str:
    """Return the line cut to `columns`, with an ellipsis where something was left out."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for sign in text:
        used += width(sign)
        if used > columns - 1:
            break
        kept.append(sign)
    return "".join(kept) + "…"


def _wrap_line(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in _pieces(text, columns):
        size = width(word)
        if used + size > columns and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
            size = width(word.lstrip())
        line += word if line else word.lstrip() if lines else word
        used += size
    return [*lines, line.rstrip()]


def _pieces(text: str, columns: int) -> list[str]:
    """Return the words of a text, those wider than a line broken into several."""
    pieces: list[str] = []
    for word in _words(text):
        rest = word
        while width(rest) > columns:
            head = _head(rest, columns)
            pieces.append(head)
            rest = rest[len(head) :]
        pieces.append(rest)
    return pieces


def _words(text: str) -> list[str]:
    """Split before blanks, and around each wide sign, since Chinese breaks anywhere but before its punctuation."""
    words: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        glued = sign in "，。：；！？）」』》、”’"
        previous_wide = bool(words) and unicodedata.east_asian_width(words[-1][-1]) in "WF"
        if not words or (sign == " " and words[-1][-1] != " ") or ((wide or previous_wide) and not glued):
            words.append(sign)
        else:
            words[-1] += sign
    return words


def _head(word: str, columns: int) -> str:
    used = 0
    for index, sign in enumerate(word):
        used += width(sign)
        if used > columns:
            return word[: max(index, 1)]
    return word
