"""What a shell command prints, where its arguments and its input alone tell it."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.jq import built
from supportdesk.reading.code.words import Word

_DIRECTIVE = lazy(r"%(?:%|s|b|d|q)|\\(?:n|t|\\|\"|r)")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", '\\"': '"', "\\r": "\r", "%%": "%"}


def printed(name: str, arguments: list[Word], stdin: Word | None) -> Word | None:
    """Return what `echo`, `printf`, `cat` and `jq` print, or None where only a run would tell."""
    if name == "echo":
        return _echo(arguments)
    if name == "printf":
        return _printf(arguments)
    if name in ("cat", "tee") and all(word.text in ("-", "-u") for word in arguments):
        return stdin
    if name == "jq" and [word.text for word in arguments if not word.text.startswith("-")] in ([], ["."]):
        return stdin
    if name == "jq":
        return built(arguments)
    if name in ("tr", "sed", "envsubst") and stdin is not None and not stdin.text:
        return stdin
    return None


def _echo(arguments: list[Word]) -> Word | None:
    at, escapes, ends = 0, False, True
    while at < len(arguments) and re.fullmatch(r"-[neE]+", arguments[at].text):
        ends = ends and "n" not in arguments[at].text
        escapes = "e" in arguments[at].text
        at += 1
    words: list[Word] = []
    for word in arguments[at:]:
        if words:
            words.append(Word.fixed(" ", word.span()))
        words.append(_unescaped(word) if escapes else word)
    if not words:
        return None
    if ends:
        words.append(Word.fixed("\n", words[-1].span()))
    return Word.join(words)


def _printf(arguments: list[Word]) -> Word | None:
    if not arguments or arguments[0].text.startswith("-"):
        arguments = arguments[1:] if arguments and arguments[0].text == "--" else []
    if not arguments:
        return None
    form, values = arguments[0], list(arguments[1:])
    words: list[Word] = []
    at = 0
    for match in _DIRECTIVE.finditer(form.text):
        words.append(form.cut(at, match.start()))
        sign = match[0]
        if sign in _ESCAPES:
            words.append(Word(form.view.decoded([(_ESCAPES[sign], match.start(), match.end())])))
        elif values:
            words.append(values.pop(0))
        at = match.end()
    words.append(form.cut(at))
    return Word.join(words)


def _unescaped(word: Word) -> Word:
    text, at = word.text, 0
    pieces: list[tuple[str, int, int]] = []
    for match in re.finditer(r"\\(?:n|t|\\|r)", text):
        pieces.append((text[at : match.start()], at, match.start()))
        pieces.append((_ESCAPES[match[0]], match.start(), match.end()))
        at = match.end()
    pieces.append((text[at:], at, len(text)))
    return Word(word.view.decoded(pieces), word.uses)
