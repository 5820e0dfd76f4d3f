"""Go's literals and its ways of writing a value as text: string escapes, numbers, the verbs of fmt.

Sources: https://go.dev/ref/spec (Lexical elements), https://pkg.go.dev/fmt (Printing).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from supportdesk.patterns import lazy
from supportdesk.reading.code.texts import LENGTH_LIMIT, unknown_of
from supportdesk.reading.code.things import Client, spans_of
from supportdesk.value import UNKNOWN, Value

if TYPE_CHECKING:
    from supportdesk.reading.code.ir import Plain

_ESCAPE = lazy(
    r"((?:\\x[0-9a-fA-F]{2}|\\[0-7]{3})+)|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([abfnrtv\\'\"])",
)
_BYTE = lazy(r"\\x([0-9a-fA-F]{2})|\\([0-7]{3})")
_SIMPLE = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"',
}  # fmt: skip
_VERB = lazy(r"%([#0\-+ ]{0,5})(\*|\d{1,3})?(?:\.(\d{1,3}|\*)?)?(?:\[(\d{1,2})\])?([a-zA-Z%])")
_LEVELS = 40


def decoded(raw: str) -> str:
    """Return the characters that the inside of an interpreted string or rune literal stands for."""
    return _ESCAPE.sub(_unescape, raw) if "\\" in raw else raw


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        codes = bytes(int(one[1] or "0", 16) if one[1] else int(one[2], 8) & 255 for one in _BYTE.finditer(match[1]))
        return codes.decode("utf-8", "replace")
    code = match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _SIMPLE[match[4]]


def number_value(written: str) -> Plain:
    """Return the value of a number literal; None for one that is no JSON number (imaginary, or too long)."""
    text = written.replace("_", "").lower()
    if len(text) > 400:
        return None
    try:
        if text.startswith("0x") and "p" in text:
            value: int | float = float.fromhex(text)
        elif len(text) > 1 and text[0] == "0" and text.isdigit():
            value = int(text, 8)
        elif text.startswith(("0x", "0b", "0o")) or text.isdigit():
            value = int(text, 0)
        else:
            value = float(text)
    except (ValueError, OverflowError):
        return None
    return value if abs(value) != float("inf") else None


def float_text(number: float) -> str:
    """Return a float as `%v` writes it: the shortest digits, an exponent from 1e21 on and below 1e-4."""
    if number == int(number) and abs(number) < 1e21:
        return str(int(number))
    text = repr(number)
    return text.replace("e-0", "e-0") if "e" in text else text


def go_text(value: Value, level: int = 0) -> str:
    """Return a value as `%v` writes it."""
    kind, data = value.kind, value.data
    if kind == "string":
        return str(data)
    if kind == "boolean":
        return "true" if data else "false"
    if kind == "null":
        return "<nil>"
    if kind == "number":
        return float_text(data) if isinstance(data, float) else str(data) if abs(data) < 1 << 256 else UNKNOWN
    if kind == "array" and level < _LEVELS and len(data) < 1000:
        return "[" + " ".join(go_text(item, level + 1) for item in data) + "]"
    if kind == "object" and level < _LEVELS and len(data) < 1000:
        return "map[" + " ".join(f"{key}:{go_text(data[key], level + 1)}" for key in sorted(data)) + "]"
    if isinstance(value, Client) and "text" in value.state and level < _LEVELS:
        return go_text(value.state["text"], level + 1)
    return UNKNOWN


def formatted(template: Value, values: list[Value]) -> Value:
    """Return what `fmt.Sprintf` makes of a template and its operands."""
    pieces: list[str] = []
    used: list[Value] = [template]
    at = index = size = 0
    text = str(template.data)
    for match in _VERB.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        if match[5] == "%":
            pieces.append("%")
            continue
        if match[2] == "*" or match[3] == "*":
            index += 1
        place = int(match[4]) - 1 if match[4] else index
        value = values[place] if 0 <= place < len(values) else None
        index = place + 1
        piece = UNKNOWN if value is None else _piece(value, match)
        if value is not None:
            used.append(value)
        size += len(piece)
        if size > LENGTH_LIMIT:
            return unknown_of(*used)
        pieces.append(piece)
    pieces.append(text[at:])
    made = "".join(pieces)
    return Value("string", made, None, parts=spans_of(*used), is_open=UNKNOWN in made)


def _piece(value: Value, match: re.Match[str]) -> str:
    verb, data = match[5], value.data
    text = go_text(value)
    if UNKNOWN in text and value.kind != "string":
        return text
    if verb == "q":
        return json.dumps(text, ensure_ascii=False)
    if verb in "xX" and value.kind == "string":
        return UNKNOWN if UNKNOWN in text else text.encode().hex()
    if verb in "sv" and not match[2] and not match[3]:
        return text
    width = match[2] if match[2] and match[2] != "*" else ""
    precision = f".{match[3]}" if match[3] and match[3] != "*" else ""
    if value.kind != "number":
        return text if UNKNOWN in text else f"%{match[1]}{width}{precision}s" % text
    if verb in "vd" and isinstance(data, float):
        return f"%{match[1]}{width}s" % text
    flags = match[1].replace("#", "")
    kind = "d" if verb == "v" else "c" if verb in "cU" else verb
    try:
        return str(f"%{flags}{width}{precision}{kind}" % data)
    except (ValueError, TypeError, OverflowError):
        return UNKNOWN
