"""Kotlin's signs: what its literals say, and text mended where the grammar stumbles over valid Kotlin."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.signs import plain_spaces
from supportdesk.reading.code.trees import plain_closers

_RECEIVER = lazy(r"(\bfun[ \t]+(?:<[^<>\n]{1,80}>[ \t]*)?)([A-Za-z_]\w{0,80}\.)(?=[A-Za-z_]\w{0,80}[ \t]*\()")
_TYPED_LAMBDA = lazy(r"(?<=\w)<[\w.?*, ]{1,80}(?:<[\w.?*, ]{1,80}>)?[\w.?*, ]{0,80}>(?=[ \t]*\{)")
_LAST_SPACE = lazy(
    r'"""(?:[^"]|"(?!""))*+(?:"""|$)|"(?:[^"\\\n]|\\.)*+"|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|$)|[ \t](?=\})'
)
_ESCAPE = lazy(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_NUMBER = lazy(r"(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|[0-9][0-9_]*)[uU]?[lL]?|[0-9_]*\.?[0-9_]+(?:[eE][+-]?[0-9_]+)?[fF]?")
_SIMPLE = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "'": "'", '"': '"', "\\": "\\", "$": "$"}
_DECIMAL_LIMIT = 300

closers = plain_closers(raw=('"""',))
"""What closes the strings and brackets that a Kotlin text leaves open."""


def softened(text: str) -> str:
    """Return the text with odd spaces as spaces and without what the grammar misreads, as long as before.

    That is the receiver of `fun String.name(…)`, the type of a call whose only argument is a lambda, and a class's
    closing brace on the line of its last member.
    """
    text = plain_spaces(text)
    if "fun " in text:
        text = _RECEIVER.sub(lambda match: match[1] + " " * len(match[2]), text)
    if " }" in text and ("class" in text or "object" in text or "interface" in text):
        text = _LAST_SPACE.sub(lambda match: "\n" if match[0] in " \t" else match[0], text)
    if "> {" in text or ">{" in text:
        text = _TYPED_LAMBDA.sub(lambda match: " " * len(match[0]), text)
    return text


def unescaped(text: str) -> str:
    r"""Return what a piece of a one-line string says (`\n`, `\u0041`, `\$`)."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _SIMPLE.get(match[2], match[0]), text)


def number_value(text: str) -> int | float | None:
    """Return the value of a number literal (`1_000L`, `0x1F`, `3.5f`), or None where it is none."""
    if len(text) > _DECIMAL_LIMIT or not _NUMBER.fullmatch(text):
        return None
    plain = text.replace("_", "").lower()
    if plain.startswith(("0x", "0b")):
        return int(plain.rstrip("ul"), 0) if len(plain.rstrip("ul")) > 2 else None
    plain = plain.rstrip("ul")
    try:
        return int(plain) if plain.isdigit() else float(plain.rstrip("f"))
    except ValueError:
        return None
