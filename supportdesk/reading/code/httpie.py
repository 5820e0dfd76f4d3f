"""HTTPie: what request an `http` or `https` command sends (https://httpie.io/docs/cli/request-items)."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.bodies import percent_encoded, read_body, read_json
from supportdesk.reading.code.commands import Command, CommandReading
from supportdesk.reading.code.curl.transfer import Transfer
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

_WITH_ARGUMENT = frozenset(
    ("--timeout", "--max-redirects", "--output", "-o", "--verify", "--cert", "--cert-key", "--session", "--proxy",
     "--print", "-p", "--pretty", "--style", "-s", "--auth-type", "-A", "--ssl", "--default-scheme", "--boundary",
     "--session-read-only", "--format-options", "--response-charset", "--response-mime", "--max-headers", "--ciphers")
)  # fmt: skip
_METHOD = lazy(r"[A-Z]{3,12}\Z")
_ITEM = lazy(r"((?:\\.|[^\\:=@;])*)(:=@|=@|:=|==|:@|=|:|@|;)", re.DOTALL)
_STEP = lazy(r"\[([^\]]*)\]")


def read_command(command: Command) -> CommandReading:
    """Return the request of one HTTPie command."""
    reading = CommandReading()
    reading.requests.extend(_Reader(command).run().requests())
    return reading


class _Reader:
    def __init__(self, command: Command) -> None:
        self.command = command
        self.transfer = Transfer(command)
        self.is_form = self.is_multipart = False
        self.members: list[tuple[Word, Value]] = []
        self.files: list[Field] = []
        self.raw: Word | None = command.stdin
        self.auth: Word | None = None
        self.auth_type = "basic"

    def run(self) -> Transfer:
        """Read the arguments into a transfer."""
        words, at = self.command.arguments, 0
        positional: list[Word] = []
        while at < len(words):
            word = words[at]
            at += 1
            if not word.text.startswith("-") or word.text == "-":
                positional.append(word)
                continue
            at = self._option(words, at)
        if positional and _METHOD.match(positional[0].text) and len(positional) > 1:
            self.transfer.method = positional.pop(0)
        if positional:
            self.transfer.urls.append(self._address(positional.pop(0)))
        for word in positional:
            self._item(word)
        if self.auth_type == "bearer":
            self.transfer.bearer = self.auth
        else:
            self.transfer.user = self.auth
        self.transfer.body = self._body()
        return self.transfer

    def _option(self, words: list[Word], at: int) -> int:
        word = words[at - 1]
        name, sign, _ = word.text.partition("=")
        if name in ("--form", "-f"):
            self.is_form = True
        elif name == "--multipart":
            self.is_multipart = True
        elif name in ("--auth", "-a", "--auth-type", "-A", "--raw") or name in _WITH_ARGUMENT:
            value = word.cut(len(name) + 1) if sign else words[at] if at < len(words) else word.cut(0, 0)
            if name == "--raw":
                self.raw = value
            elif name in ("--auth-type", "-A"):
                self.auth_type = value.text.lower()
            elif name in ("--auth", "-a"):
                self.auth = value
            return at if sign else at + 1
        return at

    def _address(self, word: Word) -> Word:
        """Return the URL: `:3000/x` is this machine, a missing scheme is the program's."""
        text = word.text
        if "://" in text:
            return word
        scheme = "https://" if self.command.name in ("https", "xhs") else "http://"
        if text.startswith(":"):
            port = text[1:].partition("/")[0]
            rest = word if port else word.cut(1)
            return Word.join([Word.fixed(scheme + "localhost", word.span()), rest])
        return Word.join([Word.fixed(scheme, word.span()), word])

    def _item(self, word: Word) -> None:
        match = _ITEM.match(word.text)
        if match is None:
            return
        sign = match[2]
        key = self._unescaped(word.cut(0, match.end(1)))
        value = word.cut(match.end())
        if sign == ":":
            self.transfer.header(Word.join([key, Word.fixed(":", value.span()), value]))
        elif sign == ";":
            self.transfer.header(word)
        elif sign == "==":
            pair = [Word(percent_encoded(key.view), key.uses), Word.fixed("=", value.span())]
            self.transfer.query.append(Word.join([*pair, Word(percent_encoded(value.view), value.uses)]))
        elif sign == "@":
            path = value.text.partition(";")[0]
            base = path.rpartition("/")[2]
            self.files.append(Field(key.value(), None, value.cut(len(path) - len(base), len(path)).value()))
        elif sign == ":=":
            parsed = read_json(value.view, value.uses)
            self.members.append((key, value.value() if parsed is None else parsed))
        else:
            stated = value.value() if sign == "=" else Word.unknown(value.span()).value()
            self.members.append((key, stated))

    def _unescaped(self, word: Word) -> Word:
        if "\\" not in word.text:
            return word
        text, at = word.text, 0
        pieces: list[tuple[str, int, int]] = []
        for match in re.finditer(r"\\([:=@;\\])", text):
            pieces += [(text[at : match.start()], at, match.start()), (match[1], match.start(), match.end())]
            at = match.end()
        pieces.append((text[at:], at, len(text)))
        return Word(word.view.decoded(pieces), word.uses)

    def _body(self) -> Body | None:
        if self.files or self.is_multipart:
            fields = [Field(key.value(), value) for key, value in self.members]
            return Body("multipart", fields=fields + self.files)
        if self.members and self.is_form:
            return Body("form", fields=[Field(key.value(), value) for key, value in self.members])
        if self.members:
            root = Value("object", {})
            for key, value in self.members:
                root = _placed(root, key, value)
            return Body("json", root)
        if self.raw is None or not self.raw.text:
            return None
        kind = next(
            (str(value.data) for key, value in self.transfer.headers if str(key.data).lower() == "content-type"),
            "application/json",
        )
        return read_body(self.raw.view, kind, self.raw.uses)


def _placed(root: Value, key: Word, value: Value) -> Value:
    """Return `root` with `value` at the nested name `a[b][]`; a name that begins with `[` makes it an array."""
    text = key.text
    head = text.partition("[")[0]
    steps = ([head] if head else []) + _STEP.findall(text[len(head) :])
    if not head and steps and not root.data:
        root = Value("array", [])
    here = root
    for place, step in enumerate(steps):
        is_last = place == len(steps) - 1
        following = (
            value if is_last else Value("array" if _is_index(steps[place + 1]) else "object", _empty(steps, place))
        )
        if here.kind == "array":
            at = int(step) if step.isdigit() and len(step) < 5 else len(here.data)
            while len(here.data) < at:
                here.data.append(Value("null", None))
            if at == len(here.data):
                here.data.append(following)
            elif is_last:
                here.data[at] = following
            here = here.data[at]
        elif here.kind == "object":
            if is_last or step not in here.data:
                here.data[step] = following
                here.keys[step] = key.span()
            here = here.data[step]
        else:
            return root
    return root


def _is_index(step: str) -> bool:
    return not step or step.isdigit()


def _empty(steps: list[str], place: int) -> list[Value] | dict[str, Value]:
    return [] if _is_index(steps[place + 1]) else {}
