"""Nearly JSON made JSON: quotes, commas, words of other languages and comments, every other character kept."""

from __future__ import annotations

import json

CLOSING = {'"': '"', "'": "'", "\u201c": '\u201d\u201c"', "\u201d": '\u201d"', "\u2018": "\u2019\u2018'",
           "\u2019": "\u2019", "`": "`", "\u300c": "\u300d", "\uff02": "\uff02"}  # fmt: skip
"""Signs that open a string, with those that may close it."""

PUNCTUATION = {"\uff1a": ":", "\uff0c": ",", "\uff5b": "{", "\uff5d": "}", "\uff3b": "[", "\uff3d": "]", "\u3001": ","}
WORDS = {"true": "true", "false": "false", "null": "null", "none": "null", "undefined": "null", "nil": "null"}
BLANKS = " \t\r\n"
ESCAPED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"'}
LONGEST = 50_000
"""Characters of a body that are looked at."""


def mend_json(text: str) -> str | None:
    """Return the text as strict JSON with as little changed as can be; None where what is meant is not plain.

    Mended are quotes of any kind, keys and words without quotes, a comma too many or too few, comments, words of
    other languages, line ends inside strings and full-width signs. The text is an object or a list.
    """
    if len(text) > LONGEST:
        return None
    mender = _Mender(text)
    made = mender.run()
    if made is None:
        return None
    try:
        json.loads(made, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return made


def _refuse(word: str) -> None:
    raise ValueError(word)


class _Mender:
    """One pass over the text: `out` is what is written, `last` the token before ('' '{' '[' ',' ':' 'value')."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.depth: list[str] = []
        self.last = ""
        self.comma = -1
        self.after = 0

    def run(self) -> str | None:
        """Return the mended text, None where it is no object or list, or goes on behind one."""
        text = self.text
        while self.at < len(text):
            sign = PUNCTUATION.get(text[self.at], text[self.at])
            if sign in BLANKS or sign in "\u00a0\u3000\ufeff":
                self.out.append(sign if sign in BLANKS else " ")
                self.at += 1
            elif text.startswith(("//", "/*", "#"), self.at):
                self._comment()
            elif (self.last == "value" and not self.depth) or not (
                self._bracket(sign) if sign in "{}[],:" else self._value(sign)
            ):
                return None
        return "".join(self.out) if self.last == "value" and not self.depth else None

    def _token(self, sign: str) -> bool:
        if self.last == "value" and not self.depth:
            return False  # something goes on behind the value
        return self._bracket(sign) if sign in "{}[],:" else self._value(sign)

    def _comment(self) -> None:
        block = self.text.startswith("/*", self.at)
        end = self.text.find("*/" if block else "\n", self.at)
        self.at = len(self.text) if end < 0 else end + 2 * block
        while not block and self.out and self.out[-1] in " \t":
            self.out.pop()

    def _bracket(self, sign: str) -> bool:
        self.at += 1
        if sign in "{[":
            self._part()
            self.depth.append(sign)
            self.last = sign
        elif sign in "}]":
            if not self.depth or self.depth.pop() != ("{" if sign == "}" else "[") or self.last == ":":
                return False
            if self.last == ",":
                self.out[self.comma] = ""
            self.last = "value"
        elif not self.depth:
            return False
        elif sign == ",":
            if self.last != "value":
                return self.last == ","  # a comma that stands twice
            self.comma, self.last = len(self.out), ","
        elif self.last != "value":
            return False
        else:
            self.last = ":"
        self.out.append(sign)
        if self.last == "value":
            self.after = len(self.out)
        return True

    def _part(self) -> None:
        """Put the comma in that is missing between two members."""
        if self.last == "value":
            self.out.insert(self.after, ",")

    def _value(self, sign: str) -> bool:
        if not self.depth:
            return False
        written = self._string(CLOSING[sign]) if sign in CLOSING else self._word()
        if written is None:
            return False
        self._part()
        self.out.append(written)
        self.after, self.last = len(self.out), "value"
        return True

    def _string(self, closing: str) -> str | None:
        """Return the string at this place in JSON's quotes."""
        text, at, pieces = self.text, self.at + 1, ['"']
        while at < len(text):
            sign = text[at]
            if sign == "\\" and at + 1 < len(text):
                follows = text[at + 1]
                pieces.append(follows if follows == "'" else text[at : at + 2])
                at += 2
                continue
            if sign in closing and (sign in "\"'`" or self._ends(at + 1)):
                self.at = at + 1
                return "".join(pieces) + '"'
            pieces.append(ESCAPED.get(sign, sign))
            at += 1
        return None

    def _ends(self, at: int) -> bool:
        """Whether a typographic quote ends its string: punctuation or the end follows."""
        behind = self.text[at : at + 40].lstrip()[:1]
        return not behind or behind in ",:}]\uff0c\uff1a"

    def _word(self) -> str | None:
        """Return the bare word or number at this place as JSON."""
        end = self.at
        while end < len(self.text) and (self.text[end].isalnum() or self.text[end] in "_.-+/@$"):
            end += 1
        word = self.text[self.at : end]
        behind = self.text[end : end + 40].lstrip()[:1]
        if not word or behind not in (",", ":", "}", "]", "/", "#", "\uff0c", "\uff1a"):
            return None
        self.at = end
        if behind not in (":", "\uff1a") and word.lower() in WORDS:
            return WORDS[word.lower()]
        try:
            json.loads(word)
        except ValueError:
            return json.dumps(word, ensure_ascii=False)
        return word if behind not in (":", "\uff1a") else json.dumps(word)
