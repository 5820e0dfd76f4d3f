"""What `jq -n '{…}'` builds of its arguments: the way in which shell scripts write JSON bodies safely.

Read are constructions alone: objects, arrays, literals, `$names` of `--arg` and `--argjson`, and `{$name}`. Any other
filter is left to a run (https://jqlang.org/manual/, 'Object construction', 'Invoking jq').
"""

from __future__ import annotations

import json

from supportdesk.patterns import lazy
from supportdesk.reading.code.words import Word

_TOKEN = lazy(
    r"\s*(?:(?P<string>\"(?:[^\"\\]|\\[^(])*\")|\$(?P<name>[A-Za-z_]\w*)|(?P<sign>[{}\[\]:,()])|"
    r"(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|(?P<word>[A-Za-z_]\w*))"
)
_NAMED = {"--arg": True, "--argjson": False}
_UNKNOWN = ("--slurpfile", "--rawfile", "--args", "--jsonargs", "--from-file", "-f")


def built(arguments: list[Word]) -> Word | None:
    """Return the JSON that `jq` with these arguments prints, or None where it is no construction from its arguments."""
    values: dict[str, Word] = {}
    null_input, filters, at = False, list[Word](), 0
    while at < len(arguments):
        text = arguments[at].text
        at += 1
        if text in _NAMED and at + 1 < len(arguments):
            given = arguments[at + 1]
            values[arguments[at].text] = _quoted(given) if _NAMED[text] else given
            at += 2
        elif text in _UNKNOWN:
            return None
        elif text.startswith("-") and len(text) > 1:
            null_input = null_input or text == "--null-input" or (text[1] != "-" and "n" in text)
        else:
            filters.append(arguments[at - 1])
    return _constructed(filters[0], values) if null_input and len(filters) == 1 else None


def _constructed(program: Word, values: dict[str, Word]) -> Word | None:
    text, at = program.text.rstrip(), 0
    pieces: list[Word] = []
    opened: list[str] = []
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        start, at = match.start(match.lastgroup or 0), match.end()
        is_key = bool(opened) and opened[-1] == "{" and bool(pieces) and pieces[-1].text in ("{", ",")
        if match["sign"]:
            if match["sign"] in "{[":
                opened.append(match["sign"])
            elif match["sign"] in "}]" and opened:
                opened.pop()
            if match["sign"] not in "()":
                pieces.append(program.cut(start, at))
        elif match["name"]:
            value = values.get(match["name"])
            if value is None:
                return None
            if is_key:
                pieces.append(Word.fixed(f'"{match["name"]}":', program.cut(start, at).span()))
            pieces.append(value)
        elif match["word"] and is_key:
            pieces.append(_quoted(program.cut(start, at)))
        elif match["word"] not in (None, "true", "false", "null"):
            return None
        else:
            pieces.append(program.cut(start, at))
    return Word.join(pieces) if pieces else None


def _quoted(word: Word) -> Word:
    """Return a word as a JSON string."""
    inside = json.dumps(word.text, ensure_ascii=False)[1:-1]
    place = word.span()
    content = word if inside == word.text else Word.fixed(inside, place)
    return Word.join([Word.fixed('"', place), content, Word.fixed('"', place)])
