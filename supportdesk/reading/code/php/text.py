r"""What PHP's literals say, and making pasted PHP readable: typographic signs, and what a cut text leaves open.

https://www.php.net/manual/en/language.types.string.php
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.ir import Plain
from supportdesk.reading.code.signs import plain_spaces, straightened
from supportdesk.reading.code.trees import MOST_CLOSERS
from supportdesk.view import View

_DOUBLE = lazy(r"\\(u\{[0-9a-fA-F]{1,6}\}|[nrtvef\\$\"])|((?:\\x[0-9A-Fa-f]{1,2}|\\[0-7]{1,3})+)")
_HEREDOC = lazy(r"\\(u\{[0-9a-fA-F]{1,6}\}|[nrtvef\\$])|((?:\\x[0-9A-Fa-f]{1,2}|\\[0-7]{1,3})+)")
_SINGLE = lazy(r"\\([\\'])")
_BYTE = lazy(r"\\x([0-9A-Fa-f]{1,2})|\\([0-7]{1,3})")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "e": "\x1b", "f": "\f"}
_TOKEN = lazy(
    r"""(?P<comment>//[^\n]*+|\#(?!\[)[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?)"""
    r"""|(?P<heredoc><<<[ \t]*["']?(?P<mark>[A-Za-z_]\w{0,80})["']?\r?\n)"""
    r"""|(?P<quote>["'`])|(?P<curly>[“”‘’＂])|(?P<sign>[（）【】｛｝，；：＝])|(?P<open>[(\[{])|(?P<close>[)\]}])"""
)
_ENDS = {
    '"': lazy(r'[^"\\]*+(?:\\[\s\S][^"\\]*+)*+'),
    "'": lazy(r"[^'\\]*+(?:\\[\s\S][^'\\]*+)*+"),
    "`": lazy(r"[^`\\]*+(?:\\[\s\S][^`\\]*+)*+"),
}
_CURLY_ENDS = {
    "double": lazy(r"(?:[^\\“”＂]|\\[\s\S]){0,20000}+(?=[“”＂])"),
    "single": lazy(r"(?:[^\\‘’]|\\[\s\S]){0,20000}+(?=[‘’])"),
}
_ESCAPED = lazy(r"\\[“”]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_UNFINISHED = lazy(r"(?:=>|->|::|\?\?|&&|\|\||[=.+*/?&|<>-])$")
_MARGIN = lazy(r"[ \t]*")


def double_quoted(raw: str, *, heredoc: bool = False) -> str:
    """Return what the inside of a double-quoted string or heredoc (where quotes need no escape) says."""
    return (_HEREDOC if heredoc else _DOUBLE).sub(_unescape, raw) if "\\" in raw else raw


def single_quoted(raw: str) -> str:
    """Return what the inside of a single-quoted string says."""
    return _SINGLE.sub(lambda match: match[1], raw) if "\\" in raw else raw


def _unescape(match: re.Match[str]) -> str:
    sign = match[1]
    if sign is None:
        codes = [int(one[1], 16) if one[1] else int(one[2], 8) & 255 for one in _BYTE.finditer(match[2])]
        return bytes(codes).decode("utf-8", "replace")
    if sign[0] == "u":
        code = int(sign[2:-1], 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    return _SIMPLE.get(sign, sign)


def literal_view(view: View, start: int, end: int) -> View:
    """Return what a string literal `[start, end)` without variables says, as a view; a heredoc's body as well."""
    text = view.text
    quote = text[start : start + 1]
    if quote not in ("'", '"'):
        return view.cut(start, end)
    stop = end - 1 if end - start > 1 and text[end - 1] == quote else end
    pattern, decode = (_SINGLE, _plain) if quote == "'" else (_DOUBLE, _unescape)
    pieces: list[tuple[str, int, int]] = []
    at = start + 1
    for match in pattern.finditer(text, start + 1, stop):
        if match.start() > at:
            pieces.append((text[at : match.start()], at, match.start()))
        pieces.append((decode(match), match.start(), match.end()))
        at = match.end()
    if at < stop:
        pieces.append((text[at:stop], at, stop))
    return view.decoded(pieces)


def _plain(match: re.Match[str]) -> str:
    return match[1]


def number_value(written: str) -> Plain:
    """Return the value of a number literal; None for one that is too long or no number."""
    text = written.replace("_", "").lower()
    if len(text) > 400:
        return None
    try:
        if text[:2] in ("0x", "0b", "0o"):
            return int(text, 0)
        if text.isdigit():
            return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) != float("inf") else None


def dedented(lines: list[str], margin: int) -> list[str]:
    """Return the lines of a heredoc without the indentation of its closing mark."""
    return [line[min(margin, _MARGIN.match(line).end()) :] for line in lines]  # type: ignore[union-attr]  # may be empty


def softened(text: str) -> str:
    """Return the text with odd spaces as spaces and typographic signs outside of strings as plain ones, as long."""
    if text.isascii():
        return text
    text = plain_spaces(text)
    pieces: list[str] = []
    done, at = 0, max(0, text.find("<?"))
    while match := _TOKEN.search(text, at):
        at = match.end()
        if match["quote"]:
            at = _string_end(text, match["quote"], at)
        elif match["heredoc"]:
            at = _heredoc_end(text, match["mark"], at)
        elif match["curly"]:
            end = _curly_end(text, match["curly"], at)
            quote = straightened(match["curly"])
            if end < len(text):
                pieces += [text[done : match.start()], quote, _ESCAPED.sub(r'\\"', text[at:end]), quote]
                done = at = end + 1
        elif match["sign"]:
            pieces += [text[done : match.start()], straightened(match["sign"])]
            done = at
    return "".join(pieces) + text[done:]


def _curly_end(text: str, quote: str, at: int) -> int:
    """Return the offset of what closes a typographic quote: the next one, else a plain one on its line."""
    match = _CURLY_ENDS["single" if quote in "‘’" else "double"].match(text, at)
    if match and match.end() < len(text):
        return match.end()
    stop = text.find("\n", at)
    end = text.find(straightened(quote), at, len(text) if stop < 0 else stop)
    return len(text) if end < 0 else end


def _string_end(text: str, quote: str, at: int) -> int:
    """Return the offset behind a string's closing quote, or behind the text's end by one where it has none."""
    return _ENDS[quote].match(text, at).end() + 1  # type: ignore[union-attr]  # every part may be empty


def _heredoc_end(text: str, mark: str, at: int) -> int:
    match = re.compile(rf"[ \t]*{mark}\b").match(text, at) or re.compile(rf"\n[ \t]*{mark}\b").search(text, at)
    return match.end() if match else len(text) + 1


def closers(text: str) -> str:
    """Return what closes the strings, brackets and the statement that a text leaves open at its end."""
    opened: list[str] = []
    at = max(0, text.find("<?"))
    while match := _TOKEN.search(text, at):
        at = match.end()
        if match["quote"]:
            at = _string_end(text, match["quote"], at)
            if at > len(text):
                slash = "\\" if text.endswith("\\") and not text.endswith("\\\\") else ""
                return slash + match["quote"] + _brackets(opened)
        elif match["heredoc"]:
            at = _heredoc_end(text, match["mark"], at)
            if at > len(text):
                return "\n" + match["mark"] + _brackets(opened)
        elif match["open"]:
            opened.append(_CLOSING[match["open"]])
        elif match["close"]:
            while opened and opened.pop() != match["close"]:
                pass
    tail = _brackets(opened)
    if not tail.strip(";") and text.endswith((";", "}", "?>")):
        return ""
    unfinished = _UNFINISHED.search(text)
    if unfinished:
        return (" cut_off" if unfinished[0] not in ("->", "::") else "cut_off") + tail
    return tail if not text.endswith((";", "{", "}")) else tail.removeprefix(";")


def _brackets(opened: list[str]) -> str:
    """Return the closing brackets, the innermost first, with the end of the statement before the first brace."""
    signs = "".join(reversed(opened[-MOST_CLOSERS:]))
    cut = signs.find("}")
    return signs + ";" if cut < 0 else signs[:cut] + ";" + signs[cut:]
