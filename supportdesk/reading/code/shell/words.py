"""Shell words: quotes, escapes and expansions of bash as its manual has them, each character with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from supportdesk.patterns import lazy
from supportdesk.reading.code.words import Use, Word
from supportdesk.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

_ANSI = lazy(r"\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|c.|.)", re.DOTALL)
_ANSI_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?", "\n": "",
}  # fmt: skip
_PARAMETER = lazy(r"([!#]?)([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[([^\]]*)\])?(.*)\Z", re.DOTALL)
_NAME = lazy(r"\$(?:([A-Za-z_]\w*|\d|[@*#?])|\{([^{}]*)\})")
_EXPANSIONS = frozenset(
    ("simple_expansion", "expansion", "command_substitution", "arithmetic_expansion", "process_substitution")
)


class Scope(Protocol):
    """What a word's expansions are looked up in."""

    view: View

    def lookup(self, name: str) -> list[Word] | None:
        """Return the words of a variable (one unless it is an array), or None where only a run would tell."""
        ...

    def output(self, node: Node) -> Word:
        """Return what a command substitution prints, without its trailing line ends."""
        ...

    def store(self, name: str, word: Word) -> None:
        """Set a variable."""
        ...


def expand(node: Node, scope: Scope) -> list[Word]:
    """Return the words that an argument expands to: several for `"${array[@]}"` and for what splits at spaces."""
    kind = node.type
    if kind in _EXPANSIONS:
        return [piece for word in _expansion(node, scope) for piece in _split(word)]
    if kind == "string":
        inner = [child for child in node.named_children if child.type in _EXPANSIONS]
        if len(inner) == 1 and inner[0].end_byte - inner[0].start_byte == node.end_byte - node.start_byte - 2:
            words = _expansion(inner[0], scope)
            if len(words) != 1:
                return words
    return [one_word(node, scope)]


def one_word(node: Node, scope: Scope) -> Word:
    """Return the word of an argument or an assigned value, unsplit."""
    kind = node.type
    view, start, end = scope.view, node.start_byte, node.end_byte
    if kind == "raw_string":
        return Word(view.cut(start + 1, end - 1))
    if kind == "ansi_c_string":
        return Word(_ansi(view.cut(start + 2, end - 1)))
    if kind in ("string", "translated_string"):
        left = start + (2 if kind == "translated_string" else 1)
        inner = node.named_children[0] if kind == "translated_string" and node.named_children else node
        return _filled(inner, left, end - 1, scope, '"\\$`\n')
    if kind == "concatenation":
        return _concatenation(node, scope)
    if kind in _EXPANSIONS:
        return _spaced(_expansion(node, scope))
    if node.named_child_count and any(child.type in _EXPANSIONS for child in node.named_children):
        return _concatenation(node, scope)
    return Word(_unescaped(view.cut(start, end), None))


def here_document(node: Node, scope: Scope, *, literal: bool, tabs: bool) -> Word:
    """Return the text of a here-document's body; `tabs` says that leading tabs are taken off (`<<-`)."""
    start, end = node.start_byte, node.end_byte
    word = Word(scope.view.cut(start, end)) if literal else _filled(node, start, end, scope, "\\$`\n")
    if not tabs or "\t" not in word.text:
        return word
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for line in word.text.splitlines(keepends=True):
        bare = line.lstrip("\t")
        pieces.append((bare, at + len(line) - len(bare), at + len(line)))
        at += len(line)
    return Word(word.view.decoded(pieces), word.uses)


def _concatenation(node: Node, scope: Scope) -> Word:
    words: list[Word] = []
    at = node.start_byte
    for child in node.children:
        if child.start_byte > at:
            words.append(Word(_unescaped(scope.view.cut(at, child.start_byte), None)))
        words.append(one_word(child, scope))
        at = max(at, child.end_byte)
    if at < node.end_byte:
        words.append(Word(_unescaped(scope.view.cut(at, node.end_byte), None)))
    return Word.join(words, scope.view.source)


def _filled(node: Node, start: int, end: int, scope: Scope, escapable: str) -> Word:
    """Return `[start, end)` with the expansions among the node's children filled in and `escapable` unescaped."""
    words: list[Word] = []
    at = start
    for child in node.named_children:
        if child.type not in _EXPANSIONS or child.start_byte < at:
            continue
        if child.start_byte > at:
            words.append(Word(_unescaped(scope.view.cut(at, child.start_byte), escapable)))
        words.append(_spaced(_expansion(child, scope)))
        at = child.end_byte
    if at < end:
        words.append(Word(_unescaped(scope.view.cut(at, end), escapable)))
    return Word.join(words, scope.view.source) if words else Word(scope.view.cut(start, start))


def _spaced(words: list[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    pieces: list[Word] = []
    for word in words:
        if pieces:
            pieces.append(Word.fixed(" ", word.span()))
        pieces.append(word)
    return Word.join(pieces)


def _unescaped(view: View, escapable: str | None) -> View:
    """Return the view without its backslashes before `escapable` signs (before any sign for None)."""
    text = view.text
    at = text.find("\\")
    if at < 0:
        return view
    pieces: list[tuple[str, int, int]] = []
    start = 0
    while 0 <= at < len(text) - 1:
        sign = text[at + 1]
        if escapable is None or sign in escapable:
            pieces.append((text[start:at], start, at))
            pieces.append(("" if sign == "\n" else sign, at, at + 2))
            start = at + 2
        at = text.find("\\", at + 2)
    pieces.append((text[start:], start, len(text)))
    return view.decoded(pieces)


def _ansi(view: View) -> View:
    text, at = view.text, 0
    if "\\" not in text:
        return view
    pieces: list[tuple[str, int, int]] = []
    for match in _ANSI.finditer(text):
        start, end = match.span()
        pieces.append((text[at:start], at, start))
        pieces.append((_ansi_sign(match[0][1:]), start, end))
        at = end
    pieces.append((text[at:], at, len(text)))
    return view.decoded(pieces)


def _ansi_sign(escape: str) -> str:
    head = escape[0]
    if head in "xuU" and len(escape) > 1:
        number = int(escape[1:], 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    if head in "01234567":
        return chr(int(escape, 8) & 0xFF)
    if head == "c" and len(escape) > 1:
        return chr(ord(escape[1]) & 0x1F)
    return _ANSI_SIMPLE.get(head, "\\" + escape)


def _split(word: Word) -> list[Word]:
    """Return the words that an unquoted expansion splits into."""
    text = word.text
    if not text.strip():
        return []
    if not any(sign in text for sign in " \t\n"):
        return [word]
    return [word.cut(match.start(), match.end()) for match in re.finditer(r"[^ \t\n]+", text)]


def _expansion(node: Node, scope: Scope) -> list[Word]:
    kind = node.type
    start, end = node.start_byte, node.end_byte
    place = scope.view.span(start, end)
    if kind == "command_substitution":
        return [_used(scope.output(node), node, scope)]
    text = scope.view.text
    if kind == "simple_expansion":
        return _looked_up(text[start + 1 : end], node, scope)
    if kind == "expansion":
        return _parameter(node, scope, start + 2, end - 1)
    return [Word.unknown(place)]


def _looked_up(name: str, node: Node, scope: Scope) -> list[Word]:
    found = scope.lookup(name)
    if found is None:
        return [Word.unknown(scope.view.span(node.start_byte, node.end_byte))]
    return [_used(word, node, scope) for word in found]


def _used(word: Word, node: Node, scope: Scope) -> Word:
    use = Use(scope.view.span(node.start_byte, node.end_byte), tuple(word.view.places(3)))
    return Word(word.view, (*word.uses, use))


def _parameter(node: Node, scope: Scope, start: int, end: int) -> list[Word]:
    """Return what `${…}` stands for; operators with patterns are resolved as far as the pattern is literal."""
    unknown = [Word.unknown(scope.view.span(node.start_byte, node.end_byte))]
    match = _PARAMETER.match(scope.view.text[start:end])
    if match is None or match[1]:
        return unknown
    name, index, operator = match[2], match[3], match[4]
    if index is not None and index not in ("@", "*"):
        index = _inline(scope.view.cut(start + match.start(3), start + match.end(3)), scope).text.strip("\"'")
        if not index.isdigit():
            name = f"{name}[{index}]"
    found = scope.lookup(name)
    if found is not None and index is not None and index.isdigit():
        found = found[int(index) : int(index) + 1] if len(index) < 6 else []
    if found is not None and index is None and len(found) > 1 and name not in ("@", "*"):
        found = found[:1]
    if not operator:
        return unknown if found is None else [_used(word, node, scope) for word in found]
    argument = scope.view.cut(start + match.start(4), end)
    word = _operated(found, argument, scope, name)
    return unknown if word is None else [_used(word, node, scope)]


def _operated(found: list[Word] | None, argument: View, scope: Scope, name: str) -> Word | None:
    text = argument.text
    bare = text.removeprefix(":")
    if bare[:1] in ("-", "=", "?", "+"):
        has_value = found is not None and any(word.text for word in found)
        if bare[0] == "+":
            return _inline(argument.cut(len(text) - len(bare) + 1), scope) if has_value else Word(argument.cut(0, 0))
        if has_value and found is not None:
            return found[0]
        if bare[0] == "?":
            return None
        default = _inline(argument.cut(len(text) - len(bare) + 1), scope)
        if bare[0] == "=":
            scope.store(name, default)
        return default if default.text else None
    return None if not found else _cut(found[0], text)


def _cut(word: Word, operator: str) -> Word | None:
    text = word.text
    pattern = operator.lstrip("#%").strip("\"'")
    if any(sign in pattern for sign in "*?[$") and operator[0] in "#%":
        return _cut_star(word, operator, pattern)
    if operator.startswith("%"):
        return word.cut(0, len(text) - len(pattern)) if pattern and text.endswith(pattern) else word
    if operator.startswith("#"):
        return word.cut(len(pattern)) if text.startswith(pattern) else word
    place = re.match(r": ?(-?\d+)(?::(\d+))?$", operator)
    if place is not None:
        start = int(place[1])
        start = max(0, len(text) + start) if start < 0 else start
        return word.cut(start, start + int(place[2]) if place[2] else None)
    return None


def _cut_star(word: Word, operator: str, pattern: str) -> Word | None:
    """Resolve `%/*`, `%%/*`, `#*/` and `##*/`: a literal beside one star."""
    text, literal = word.text, pattern.strip("*")
    if not literal or any(sign in literal for sign in "*?[$"):
        return None
    if operator.startswith("%") and pattern == literal + "*":
        at = text.find(literal) if operator.startswith("%%") else text.rfind(literal)
        return word.cut(0, at) if at >= 0 else word
    if operator.startswith("#") and pattern == "*" + literal:
        at = text.rfind(literal) if operator.startswith("##") else text.find(literal)
        return word.cut(at + len(literal)) if at >= 0 else word
    return None


def _inline(view: View, scope: Scope) -> Word:
    """Return the word inside a `${name:-word}`: quotes around it taken off, variables in it looked up."""
    text = view.text
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        view = view.cut(1, len(text) - 1)
        if text[0] == "'":
            return Word(view)
        text = view.text
    words: list[Word] = []
    at = 0
    for match in _NAME.finditer(text):
        words.append(Word(view.cut(at, match.start())))
        found = scope.lookup(match[1] or match[2])
        place = view.span(match.start(), match.end())
        if found:
            words.append(Word(found[0].view, (*found[0].uses, Use(place, tuple(found[0].view.places(3))))))
        else:
            words.append(Word.unknown(place))
        at = match.end()
    words.append(Word(view.cut(at)))
    return Word.join(words, view.source)
