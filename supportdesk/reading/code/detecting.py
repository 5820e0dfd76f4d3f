"""Tell what a pasted text is written in: shell commands, Python, raw HTTP, other program text, or no program at all.

Every line votes by how it begins and by a few substrings that one language has and the others have not. One pass over
at most `LINES` lines, no regular expression, so that a long log costs what a short one costs.
"""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.view import View

LINES = 600
"""Lines looked at."""
WIDTH = 400
"""Characters of a line looked at: a program's own words stand at its beginning."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
"""Request methods that a raw request line begins with."""

HINTS: dict[str, str] = {
    **dict.fromkeys(("py", "python", "python3", "pycon", "ipython", "jupyter"), "python"),
    **dict.fromkeys(
        ("sh", "bash", "shell", "zsh", "console", "terminal", "curl", "shell-session", "cmd", "bat", "batch"), "bash"
    ),
    **dict.fromkeys(("http", "https", "rest"), "http"),
    **dict.fromkeys(("js", "javascript", "jsx", "mjs", "node", "nodejs"), "javascript"),
    **dict.fromkeys(("ts", "typescript", "tsx"), "typescript"),
    **dict.fromkeys(("go", "golang"), "go"),
    "java": "java",
    **dict.fromkeys(("kotlin", "kt", "kts"), "kotlin"),
    "php": "php",
    **dict.fromkeys(("cs", "csharp", "c#"), "csharp"),
    **dict.fromkeys(("powershell", "ps1", "pwsh"), "powershell"),
    **dict.fromkeys(
        (
            *("ruby", "rb", "rust", "rs", "swift", "dart", "c", "cpp", "c++", "objc", "objective-c", "r", "perl"),
            *("lua", "scala", "elixir", "clojure", "julia", "ocaml", "matlab", "groovy", "vb", "cfml", "crystal"),
            "haskell",
        ),
        "generic",
    ),
}
"""A fence's language word → the reader for it; a word that is not here says nothing (text, json, log)."""

_COMMANDS = ("curl", "wget", "http", "https", "xh", "xhs", "postman")
_PYTHON = (
    ("import ", 1), ("from ", 1), ("def ", 2), ("async def ", 4), ("elif ", 4), ("except ", 2), ("except:", 3),
    ("print(", 2), ("with open(", 3), ("async with ", 3), ("if __name__", 6), ("@dataclass", 5), (">>> ", 5),
    ("#!/usr/bin/env python", 9), ("# -*- coding", 4),
)  # fmt: skip
_PYTHON_INSIDE = (
    ("requests.", 2), ("requests.post(", 2), ("requests.get(", 2), ("requests.request(", 2), ("requests.Session(", 2),
    ("httpx.post(", 2), ("httpx.get(", 2), ("httpx.Client(", 2), ("httpx.AsyncClient(", 2),
    ("OpenAI(", 1), ("json.dumps(", 2), ("os.getenv(", 3), ("os.environ", 3), ("httpx.", 2),
    ("aiohttp.", 3), ("http.client.", 3), ("urllib.", 2), (" = f\"", 2), ("(f\"", 2), (".json())", 1),
)  # fmt: skip
_OTHER = (
    ("const ", 4), ("let ", 4), ("var ", 4), ("package ", 4), ("func ", 4), ("public ", 4), ("private ", 4),
    ("using ", 4), ("#include", 6), ("#import", 5), ("<?php", 8), ("use ", 3), ("fn ", 3), ("library(", 5),
    ("$", 2), ("require", 3), ("val ", 6), ("fun ", 5), ("local ", 2), ("<cf", 6), ("(require", 4), ("fetch(", 4),
    ("import (", 4), ("import {", 4), ("open ", 2), ("//", 2), ("/*", 2), ("NS", 3), ("auto ", 2), ("final ", 4),
    ("class ", 1), ("static ", 2), ("String ", 2), ("axios", 4), ("- uri:", 4), ("uri:", 3), ("my ", 3), ("}", 1),
    ("Invoke-", 6), ("@interface", 4), ("int main", 5), ("HttpClient", 3), ("OkHttpClient", 3), ("Future", 3),
    ("conn", 1), ("async function", 5), ("function ", 3), ("interface ", 3), ("export ", 1), ("req ", 2),
    ("jQuery", 4), ("headers <-", 4), ("import Foundation", 6), ("import java", 5), ("PS C:\\", 6),
    ("PS D:\\", 6), ("irm ", 5), ("iwr ", 5), ("suspend fun ", 6), ("override ", 4), ("data class ", 6),
    ("import io.ktor", 6), ("import okhttp3", 6), ("import kotlinx.", 6), ("import com.", 4), ("import org.", 4),
    (".addHeader(", 4), (".header(", 3), (".url(", 3), (".build()", 4), ("companion object", 6),
)  # fmt: skip
_OTHER_INSIDE = (
    (" => ", 1), ("://", 0), ("->", 1), ("<-", 2), (":=", 3), ("await fetch(", 4), ("JSON.stringify(", 4),
    ("$.ajax(", 5),
    ("new ", 1), ("::", 2), ("http.NewRequest", 5), ("Http.", 2), ("&&", 0), ("HTTPoison", 5), ("axios.", 4),
    ("~>", 2), (" do |", 4), ("Net::HTTP", 4), ("curl_", 4), ("function(", 3), ("function (", 3), ("string>", 1),
    ("webwrite(", 5), ("HTTP.", 2), ("Unirest.", 4), ("RestClient(", 4), ("std::", 4), ("client/", 3), ("Jsoup", 4),
    (" as! ", 4), ("?;", 4), ("| ConvertTo-Json", 6), ("import 'package:", 6), ("from '", 5), ("require('", 5),
    ("httr", 4), ("json:any", 2), ("AsyncHttpClient", 4), ("HTTParty", 4), ("HttpRequest", 4),
)  # fmt: skip
_WORD_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_SDK_RESOURCES = (
    "completions", "messages", "responses", "images", "videos", "embeddings", "speech", "transcriptions",
    "translations", "moderations", "models", "files", "ChatCompletion", "Completion", "Image", "Embedding", "Audio",
)  # fmt: skip
_SDK_METHODS = ("create", "generate", "edit", "stream", "parse", "retrieve", "list", "remix", "acreate", "transcribe")
_CONSTRUCTORS = ("OpenAI", "Anthropic", "AzureOpenAI")
_LOOKED_AT = 20
"""Calls of an SDK that are looked at: they tell Python from JavaScript by how they name their arguments."""
_SHELL = (
    ("#!/bin/", 9), ("#!/usr/bin/env bash", 9), ("#!/usr/bin/env sh", 9), ("export ", 2), ("set -e", 4), ("echo ", 2),
    ("-H ", 3), ("-d ", 3), ("--header ", 3), ("--data", 3), ("-X ", 3), ("--url ", 3), ("--request ", 3), ("-F ", 3),
    ("fi", 0), ("done", 1), ("if [", 3), ("for ", 0),
)  # fmt: skip

_BySign = dict[str, list[tuple[str, int]]]


def _by_sign(words: tuple[tuple[str, int], ...]) -> _BySign:
    """Return words by their first character: a line is held against the few that begin like it."""
    table: _BySign = {}
    for word, weight in words:
        table.setdefault(word[0], []).append((word, weight))
    return table


_SHELL_BY_SIGN, _PYTHON_BY_SIGN, _OTHER_BY_SIGN = _by_sign(_SHELL), _by_sign(_PYTHON), _by_sign(_OTHER)


def detect(view: View, hint: str | None = None) -> str | None:
    """Return the key of LANGUAGES that fits the text, or None where it is no program.

    `hint` is the language word of a code fence; it decides where it is known and nothing in the text speaks against it.
    """
    named = HINTS.get(hint.strip().lower()) if hint else None
    votes = dict.fromkeys(("bash", "python", "http", "generic"), 0)
    previous_request_line = in_command = False
    for line in _lines(view.text):
        if (in_command and line.startswith(("-", '"', "'"))) or (in_command and line.endswith("\\")):
            in_command = line.endswith("\\")
            votes["bash"] += 1
            continue
        if previous_request_line and _is_header(line):
            votes["http"] += 6
        previous_request_line = _is_request_line(line)
        if previous_request_line:
            votes["http"] += 9 if " HTTP/" in line else 5
            continue
        in_command = _vote(line, votes) and line.endswith("\\")
    _vote_sdk(view.text[: LINES * WIDTH], votes)
    if named is not None and (named != "bash" or votes["bash"] >= max(votes.values()) // 2):
        return named
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] >= 4 else None


def _vote(line: str, votes: dict[str, int]) -> bool:
    """Add the votes of a line; return whether it is a command that sends a request."""
    if is_command(line) or ("|" in line and is_command(line.rpartition("|")[2])):
        votes["bash"] += 12
        return True
    votes["bash"] += _begins(line, _SHELL_BY_SIGN)
    python = _begins(line, _PYTHON_BY_SIGN) + _contains(line, _PYTHON_INSIDE)
    other = _begins(line, _OTHER_BY_SIGN) + _contains(line, _OTHER_INSIDE)
    if line.endswith(";"):
        other += 2
        python = 0
    elif line.startswith(("import ", "from ")) and not any(sign in line for sign in "'\"{(*:;/"):
        # modules of Python are lower-case; what other languages import so is a class
        python += 4 if line.startswith("from ") or line.islower() else 0
    elif line.endswith((":", ",")) and not line.startswith(("-", '"', "'")):
        python += 1 if line.endswith("):") or line.startswith(("if ", "for ", "while ", "try:", "else:")) else 0
    name, sign, _ = line.partition("=")
    if sign and name and not name.endswith((" ", "!", "<", ">", ":")) and name.replace("_", "").isalnum():
        votes["bash"] += not line.endswith(",")
    elif sign and name.rstrip().replace("_", "").isalnum() and name.endswith(" "):
        python += 1
    votes["python"] += python
    votes["generic"] += other
    return False


def _vote_sdk(text: str, votes: dict[str, int]) -> None:
    """Add the votes of SDK calls: `images.generate(model=` is Python, `images.generate({` and `new OpenAI(` are not."""
    at = seen = 0
    while seen < _LOOKED_AT and (at := text.find("(", at + 1)) >= 0:
        head = text[max(0, at - 60) : at]
        path, dot, name = head.rpartition(".")
        is_method = bool(dot) and name in _SDK_METHODS and path.endswith(_SDK_RESOURCES)
        if not is_method and not head.endswith(_CONSTRUCTORS):
            continue
        seen += 1
        inside = text[at + 1 : at + 200].lstrip()
        word = inside[: len(inside) - len(inside.lstrip(_WORD_SIGNS))]
        if "new " in head[-18:] or inside.startswith("{"):
            votes["generic"] += 6
        elif (word and inside[len(word) :].lstrip().startswith("=")) or inside.startswith("**") or not inside:
            votes["python"] += 6


def is_command(line: str) -> bool:
    """Whether a line begins (behind a prompt, `sudo`, `VAR=…`, a pipe) with a command that sends an HTTP request."""
    rest = strip_prompt(line)
    for _ in range(6):
        word, _, tail = rest.partition(" ")
        if word.lower().removesuffix(".exe") in _COMMANDS:
            tail = tail.lstrip()
            if word in ("http", "https", "xh", "xhs"):
                first = tail.partition(" ")[0]
                return tail.startswith((*METHODS, "-", "'", '"', "$", "http", ":")) or "." in first or first.isupper()
            if word == "postman":
                return tail.startswith("request ")
            return any(sign in tail.partition(" ")[0] for sign in "-'\"$\\^{`./:")
        if word in ("sudo", "time", "exec", "!", "|", "command") or (
            "=" in word and not word.startswith(("-", '"', "'", "{", "=")) and not word.endswith("=")
        ):
            cut = max(word.rfind("$("), word.rfind("`"))
            rest = (word[cut + (2 if word[cut] == "$" else 1) :] + " " + tail) if cut >= 0 else tail.lstrip()
            continue
        return False
    return False


def strip_prompt(line: str) -> str:
    r"""Return the line without the shell prompt before its command (`$ `, `root@host:~# `, `PS C:\> `, `C:\> `)."""
    rest = line.strip()
    if rest[:2] in ("$ ", "% ", "> ", "# "):
        return rest[2:].lstrip()
    head = rest[:80]
    if rest[:1] in ("[", "("):
        closing = "]" if rest[0] == "[" else ")"
        cut = head.find(closing)
        behind = rest[cut + 1 :].lstrip() if cut > 0 else ""
        if behind[:2] in ("# ", "$ ", "% "):
            return behind[2:].lstrip()
        if closing == ")" and "@" in behind.partition(" ")[0]:
            return strip_prompt(behind)
    for sign in ("$ ", "# ", "% ", "> "):
        cut = head.find(sign)
        before = head[:cut]
        if cut > 0 and " " not in before.replace("PS ", "", 1) and ("@" in before or ":" in before or "~" in before):
            return rest[cut + 2 :].lstrip()
    head, sign, tail = rest.partition(">")
    if sign and len(head) >= 2 and head.removeprefix("PS ")[1:2] == ":" and len(head) < 80:
        return tail.lstrip()
    return rest


def _lines(text: str) -> Iterator[str]:
    at = 0
    for _ in range(LINES):
        end = text.find("\n", at)
        stop = len(text) if end < 0 else end
        line = text[at : min(stop, at + WIDTH)].strip()
        if line:
            yield line
        if end < 0:
            return
        at = end + 1


def _is_request_line(line: str) -> bool:
    method, _, rest = line.removeprefix("> ").partition(" ")
    target, _, tail = rest.strip().partition(" ")
    if method.isalpha() and method.isupper() and tail.startswith("HTTP/") and len(method) < 12:
        return True
    if method not in METHODS:
        return False
    return target.startswith(("/", "http://", "https://", "{{")) and (not tail or tail.lstrip().startswith("HTTP/"))


def _is_header(line: str) -> bool:
    name, colon, _ = line.partition(":")
    return bool(colon) and bool(name) and name.replace("-", "").replace("_", "").isalnum()


def _begins(line: str, words: _BySign) -> int:
    return max((weight for word, weight in words.get(line[:1], ()) if line.startswith(word)), default=0)


def _contains(line: str, words: tuple[tuple[str, int], ...]) -> int:
    return sum(weight for word, weight in words if word in line)
