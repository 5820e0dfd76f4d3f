"""wget and the Postman command line: what request such a command sends (https://www.gnu.org/software/wget/manual)."""

from __future__ import annotations

from supportdesk.reading.code.commands import Command, CommandReading
from supportdesk.reading.code.curl.form import form_field
from supportdesk.reading.code.curl.transfer import Transfer
from supportdesk.reading.code.words import Word

_WITH_ARGUMENT = frozenset(
    """
    header post-data post-file body-data body-file method user password http-user http-password user-agent referer
    output-document output-file append-output directory-prefix timeout tries wait quota execute input-file base accept
    reject domains level load-cookies save-cookies proxy-user proxy-password ca-certificate certificate private-key
    connect-timeout read-timeout dns-timeout limit-rate waitretry max-redirect bind-address body form cookie
    """.split()  # noqa: SIM905  a table of names reads better as text
)
_LETTERS = {
    "O": "output-document", "o": "output-file", "a": "append-output", "P": "directory-prefix", "T": "timeout",
    "t": "tries", "w": "wait", "Q": "quota", "e": "execute", "i": "input-file", "B": "base", "U": "user-agent",
    "A": "accept", "R": "reject", "D": "domains", "l": "level", "H": "header", "d": "body", "f": "form",
}  # fmt: skip


def read_command(command: Command) -> CommandReading:
    """Return the request of each URL of a wget command, or of `postman request [METHOD] URL`."""
    reading = CommandReading()
    transfer = Transfer(command)
    words = command.arguments
    is_postman = command.name == "postman"
    if is_postman:
        words = words[1:] if words and words[0].text == "request" else []
    user: list[Word | None] = [None, None]
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        name, argument = _option(word, is_postman=is_postman)
        if name is None:
            if is_postman and word.text.isalpha() and word.text.isupper():
                transfer.method = word
            elif word.text not in ("-", ""):
                transfer.urls.append(word)
            continue
        if name not in _WITH_ARGUMENT:
            continue
        if argument is None:
            argument = words[at] if at < len(words) else word.cut(0, 0)
            at += 1
        _apply(transfer, name, argument, user)
    if user[0] is not None:
        password = user[1] if user[1] is not None else Word.unknown(user[0].span())
        transfer.user = Word.join([user[0], Word.fixed(":", password.span()), password])
    reading.requests.extend(transfer.requests())
    return reading


def _option(word: Word, *, is_postman: bool) -> tuple[str | None, Word | None]:
    """Return the option's long name and the argument in the same word; (None, None) for what is no option."""
    text = word.text
    if text.startswith("--") and len(text) > 2:
        name, sign, _ = text[2:].partition("=")
        return name, word.cut(len(name) + 3) if sign else None
    if not text.startswith("-") or len(text) < 2:
        return None, None
    for place in range(1, len(text)):
        name = _LETTERS.get(text[place], "")
        if name in _WITH_ARGUMENT and (is_postman or text[place] not in "Hdf"):
            return name, word.cut(place + 1) if place + 1 < len(text) else None
    return text[1:], None


def _apply(transfer: Transfer, name: str, argument: Word, user: list[Word | None]) -> None:
    if name == "header":
        transfer.header(argument)
    elif name in ("post-data", "body-data", "body"):
        transfer.data(argument, "")
    elif name in ("post-file", "body-file"):
        transfer.data(transfer.file(argument), "")
    elif name == "form":
        transfer.fields.extend(form_field(argument, transfer))
    elif name == "method":
        transfer.method = argument
    elif name in ("user", "http-user"):
        user[0] = argument
    elif name in ("password", "http-password"):
        user[1] = argument
    elif name in ("user-agent", "referer"):
        transfer.stated(name, argument)
