"""A cheap colouring of one row of any technical text: JSON, code, commands and logs alike.

No language is guessed, since a ticket mixes them. Linear in the row, of which only the beginning is coloured.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COLOURED_CHARACTERS = 2_000
"""Of a longer row the rest stays plain."""

KINDS = ("key", "string", "url", "number", "word", "comment")
"""Names of the styles, as component classes `paste--…`."""

_ROW = re.compile(
    r"""
    (?P<comment>(?<!\S)(?:\#|//)\ .*)
  | (?P<key>"[^"\\\n]{1,80}"(?=\s*:))
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<url>\bhttps?://[^\s"'<>]+)
  | (?P<number>(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.]))
  | (?P<word>\b(?:import|from|def|class|return|const|let|var|await|async|function|curl|true|false|null|None|True|False
      |GET|POST|PUT|DELETE|Error|Exception|Traceback)\b)
    """,
    re.VERBOSE,
)


def coloured(row: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of what has a colour in a row."""
    for match in _ROW.finditer(row[:COLOURED_CHARACTERS]):
        yield match.start(), match.end(), match.lastgroup or "word"
