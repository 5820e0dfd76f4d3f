"""curl: what requests a curl command sends, with curl's own defaults (https://curl.se/docs/manpage.html)."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.i18n import mark
from supportdesk.patterns import lazy
from supportdesk.reading.code.commands import Command, CommandReading
from supportdesk.reading.code.curl import options as curl_options
from supportdesk.reading.code.curl.form import form_field
from supportdesk.reading.code.curl.transfer import Transfer
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import NotRead
from supportdesk.reading.repairs import Repair
from supportdesk.value import UNKNOWN, Value

_NUMBER = lazy(r"\d{1,12}(?:\.\d{1,12})?")

STRAY = mark("words that are no URL were left out: the quotes of the command are broken")
"""Repair: words of the command line that curl would take for URLs, although they cannot be any."""
EQUALS = mark("an option was written with an equals sign, which curl does not take")
"""Repair: `--header=value`."""


def read_command(command: Command) -> CommandReading:
    """Return the requests of one curl command: one for each URL of each transfer between `--next`."""
    reading = CommandReading()
    transfer = Transfer(command)
    words = command.arguments
    at, only_urls = 0, False
    while at < len(words):
        word = words[at]
        at += 1
        text = word.text
        if only_urls or not text.startswith("-") or text == "-":
            if text not in ("-", ""):
                transfer.urls.append(word)
        elif text == "--":
            only_urls = True
        elif text in ("--next", "-:"):
            _finish(transfer, reading)
            transfer = Transfer(command)
        elif text.startswith("--"):
            at = _long(transfer, words, at, reading)
        else:
            at = _short(transfer, words, at, reading)
    _finish(transfer, reading)
    return reading


def _finish(transfer: Transfer, reading: CommandReading) -> None:
    plausible = [url for url in transfer.urls if _may_be_url(url.text)]
    if len(plausible) < len(transfer.urls) and plausible:
        left_out = [url for url in transfer.urls if url not in plausible]
        reading.not_read.extend(NotRead(url.span(), STRAY) for url in left_out)
        transfer.repairs.append(Repair(STRAY, left_out[0].span()))
        transfer.urls = plausible
    elif not plausible:
        transfer.urls = transfer.urls[:1]
    reading.requests.extend(transfer.requests())


def _may_be_url(text: str) -> bool:
    head = text[:300]
    if "://" in head or UNKNOWN in head:
        return True
    if " " in text.strip() or any(sign in head.partition("?")[0] for sign in "\"'\n\\,;<>|^`"):
        return False
    host = head.partition("/")[0].partition("?")[0]
    name, _, port = host.partition(":")
    return name == "localhost" or "." in name.strip(".") or (bool(name) and port.isdigit()) or name.startswith("[")


def _long(transfer: Transfer, words: list[Word], at: int, reading: CommandReading) -> int:
    """Take the long option at `words[at - 1]`; return the index behind it and its argument."""
    word = words[at - 1]
    written = word.text[2:]
    name = curl_options.long_name(written)
    if name is None and "=" in written:
        head = written.partition("=")[0]
        name = curl_options.long_name(head)
        if name is not None and curl_options.takes_argument(name):
            transfer.repairs.append(Repair.of(EQUALS, word.span(), word.text, f"--{head} {word.text[len(head) + 3 :]}"))
            _apply(transfer, name, word.cut(len(head) + 3))
            return at
    if name is None:
        reading.not_read.append(NotRead(word.span(), "unknown option of curl"))
        transfer.complete = False
        return at
    if not curl_options.takes_argument(name):
        _switch(transfer, name)
        return at
    if at < len(words):
        _apply(transfer, name, words[at])
    else:
        transfer.complete = False
    return at + 1


def _short(transfer: Transfer, words: list[Word], at: int, reading: CommandReading) -> int:
    """Take the short options joined in `words[at - 1]`; return the index behind them and their argument."""
    word = words[at - 1]
    text = word.text
    for place in range(1, len(text)):
        name = curl_options.LETTERS.get(text[place])
        if name is None:
            reading.not_read.append(NotRead(word.span(), "unknown option of curl"))
            transfer.complete = False
            return at
        if not curl_options.takes_argument(name):
            _switch(transfer, name)
            continue
        if place + 1 < len(text):
            _apply(transfer, name, word.cut(place + 1))
            return at
        if at < len(words):
            _apply(transfer, name, words[at])
        else:
            transfer.complete = False
        return at + 1
    return at


def _switch(transfer: Transfer, name: str) -> None:
    is_on = not name.startswith("no-")
    plain = name if is_on else name[3:]
    if plain in ("get", "head"):
        transfer.switches[plain] = is_on
    elif plain in ("digest", "ntlm", "negotiate", "anyauth", "basic", "ntlm-wb"):
        transfer.switches["basic"] = plain == "basic" and is_on
    elif plain == "compressed" and is_on:
        transfer.added("accept-encoding", "deflate, gzip, br, zstd")
    elif plain in ("netrc", "netrc-optional") and is_on:
        transfer.complete = False
    elif plain in ("path-as-is", "globoff"):
        transfer.switches[plain] = is_on


def _apply(transfer: Transfer, name: str, word: Word) -> None:
    action = _ACTIONS.get(name)
    if action is not None:
        action(transfer, word)


def _data(transfer: Transfer, word: Word) -> None:
    if word.text.startswith("@"):
        word = transfer.file(word.cut(1), without_line_ends=True)
    transfer.data(word, "&")


def _data_binary(transfer: Transfer, word: Word) -> None:
    transfer.data(transfer.file(word.cut(1)) if word.text.startswith("@") else word, "&")


def _json(transfer: Transfer, word: Word) -> None:
    transfer.is_json = True
    transfer.data(transfer.file(word.cut(1)) if word.text.startswith("@") else word, "")


def _data_urlencode(transfer: Transfer, word: Word) -> None:
    transfer.data(transfer.encoded(word), "&")


def _form(transfer: Transfer, word: Word) -> None:
    transfer.fields.extend(form_field(word, transfer))


def _form_string(transfer: Transfer, word: Word) -> None:
    transfer.fields.extend(form_field(word, transfer, literal=True))


def _cookie(transfer: Transfer, word: Word) -> None:
    if "=" in word.text:
        transfer.cookies.append(word)
    else:
        transfer.complete = False


def _user(transfer: Transfer, word: Word) -> None:
    transfer.user = word


def _bearer(transfer: Transfer, word: Word) -> None:
    transfer.bearer = word


def _method(transfer: Transfer, word: Word) -> None:
    transfer.method = word


def _not_read(transfer: Transfer, word: Word) -> None:  # noqa: ARG001  the argument names a file that is not there
    transfer.complete = False


def _header(transfer: Transfer, word: Word) -> None:
    transfer.header(word)


def _url(transfer: Transfer, word: Word) -> None:
    transfer.urls.append(word)


def _upload(transfer: Transfer, word: Word) -> None:
    transfer.upload = word


def _agent(transfer: Transfer, word: Word) -> None:
    transfer.stated("user-agent", word)


def _referer(transfer: Transfer, word: Word) -> None:
    text = word.text
    if text != ";auto":
        transfer.stated("referer", word.cut(0, len(text) - 5) if text.endswith(";auto") else word)


def _range(transfer: Transfer, word: Word) -> None:
    transfer.stated("range", Word.join([Word.fixed("bytes=", word.span()), word]))


def _signed(transfer: Transfer, word: Word) -> None:
    transfer.stated("authorization", Word.unknown(word.span()))


def _target(transfer: Transfer, word: Word) -> None:
    transfer.target = word


def _query(transfer: Transfer, word: Word) -> None:
    transfer.query.append(word.cut(1) if word.text.startswith("+") else transfer.encoded(word))


def _setting(name: str) -> Callable[[Transfer, Word], None]:
    def store(transfer: Transfer, word: Word) -> None:
        """Keep the argument, as a number where it is one."""
        value = word.value()
        if _NUMBER.fullmatch(word.text):
            value = Value("number", float(word.text), value.span, parts=value.parts)
        transfer.options[name] = value

    return store


_ACTIONS: dict[str, Callable[[Transfer, Word], None]] = {
    "data": _data, "data-ascii": _data, "data-binary": _data_binary, "data-raw": lambda t, w: t.data(w, "&"),
    "data-urlencode": _data_urlencode, "json": _json, "form": _form, "form-string": _form_string, "header": _header,
    "request": _method, "url": _url, "user": _user, "oauth2-bearer": _bearer, "cookie": _cookie, "user-agent": _agent,
    "referer": _referer, "range": _range, "upload-file": _upload, "request-target": _target, "url-query": _query,
    "aws-sigv4": _signed, "config": _not_read, "variable": _not_read, "netrc-file": _not_read,
    "max-time": _setting("timeout_s"), "retry": _setting("retries"), "proxy": _setting("proxy_url_set"),
    "preproxy": _setting("proxy_url_set"), "socks5": _setting("proxy_url_set"),
    "socks5-hostname": _setting("proxy_url_set"), "connect-timeout": _setting("connect_timeout_s"),
}  # fmt: skip
