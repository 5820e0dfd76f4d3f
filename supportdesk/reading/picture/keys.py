"""Keys in a picture's text: what masking knows, and keys as recognition leaves them: misread, parted, wrapped.

A picture's secrets are masked before its text leaves this package; a word too many is better masked than one too few.
"""

from __future__ import annotations

from supportdesk.masking import BULLET, mask, veil
from supportdesk.patterns import lazy

_MISREAD = lazy(
    r"(?<![A-Za-z0-9])(?:[s5S$] ?[kKxX]|[pPrR][kK]|[gG][sS][kK]|A[I1l]za|xa[iIl1])\s{0,2}[-–—−_~=.]\s{0,2}"
    r"((?=[A-Za-z0-9_-]*[0-9A-Z])[A-Za-z0-9_-]{12,})"
)
"""A key whose prefix was misread, or parted from it: `5k-…`, `sK –…`."""

_BEARER = lazy(r"(?i)\b[b8]ear[ec]r\s{0,2}[:：]?\s{0,2}[\"']?([A-Za-z0-9_.\-]{16,})")
_REST = lazy(r"[\s|│]{0,80}?([A-Za-z0-9_\-]{4,64})(?![A-Za-z0-9_\-])(?!\s{0,2}[:：=(])")
_TAIL = 4
"""Characters behind a secret's bullets that stay readable."""


def masked(text: str) -> tuple[str, int]:
    """Return the text with every secret masked one for one, and how many were."""
    text, count = mask(text)
    for pattern in (_MISREAD, _BEARER):
        for match in pattern.finditer(text):
            if BULLET not in match[1] and _is_random(match[1]):
                text = text[: match.start(1)] + veil(match[1]) + text[match.end(1) :]
                count += 1
    return _rests(text), count


def _rests(text: str) -> str:
    """Return the text with what goes on behind a secret masked: in the next line, or behind a blank that is none."""
    at = text.find(BULLET)
    while at >= 0:
        end = at
        while end < len(text) and text[end] == BULLET:
            end += 1
        tail = end
        while (
            tail < len(text)
            and tail - end < 64
            and (text[tail].isalnum() or text[tail] in "_-")
            and text[tail].isascii()
        ):
            tail += 1
        if tail - end > _TAIL:  # more than a mask leaves: the key went on where its pattern ended
            text = text[:end] + BULLET * (tail - end - _TAIL) + text[tail - _TAIL :]
        rest = _REST.match(text, tail)
        if (
            rest is not None
            and rest.start(1) > tail
            and _is_random(rest[1])
            and not _is_rest_of_row(text[tail : rest.start(1)])
        ):
            text = text[: rest.start(1)] + BULLET * len(rest[1]) + text[rest.end(1) :]
            tail = rest.end(1)
        at = text.find(BULLET, max(tail, end))
    return text


def _is_rest_of_row(gap: str) -> bool:
    """Whether a gap parts two cells, so that what stands behind it is no more of the first."""
    return "\t" in gap or gap.count("\n") > 1 or (len(gap) > 1 and "\n" not in gap)


def _is_random(word: str) -> bool:
    """Whether a word is none of a language: letters of both cases inside, or digits among letters."""
    digits = sum(sign.isdigit() for sign in word)
    letters = sum(sign.isalpha() for sign in word)
    inner = word[1:]
    both = any(sign.isupper() for sign in inner) and any(sign.islower() for sign in inner)
    return letters > 0 and (digits > 0 or (both and len(word) >= 6)) and "_" not in word.strip("_-")
