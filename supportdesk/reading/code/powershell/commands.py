"""Lowering of PowerShell's commands and pipelines: names, parameters, splatting, words without quotes."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.commands import PROGRAMS, program_name
from supportdesk.reading.code.powershell.lowering import PowerShellLowering as Lowering
from supportdesk.reading.code.powershell.lowering import arguments_of, called, innermost, variable_name
from supportdesk.reading.code.powershell.text import decoded
from supportdesk.reading.code.trees import Tree

SWITCHES = (
    "usebasicparsing", "usedefaultcredentials", "allowunencryptedauthentication", "allowinsecureredirect",
    "skipcertificatecheck", "skipheadervalidation", "skiphttperrorcheck", "disablekeepalive", "noproxy", "passthru",
    "preserveauthorizationonredirect", "preservehttpmethodonredirect", "followrellink", "resume", "asplaintext",
    "force", "compress", "enumsasstrings", "asarray", "ashashtable", "noenumerate", "raw", "asbytestream",
    "proxyusedefaultcredentials", "verbose", "debug", "nonewline", "recurse", "assecurestring", "wait",
)  # fmt: skip
"""Parameters that take no value (https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/)."""

_PIECE = lazy(
    r"\"((?:[^\"`]|`[\s\S]|\"\")*+)\"|'((?:[^']|'')*+)'|\$\{([^}\n]{1,80})\}|\$\(([^()\n]{0,200})\)|"
    r"\$((?:[A-Za-z_]{1,20}:)?\w{1,80})|`([\s\S])"
)
_PATH = lazy(r"\s*\$(\w{1,80}(?:\.\w{1,80}){0,6})\s*")
_COUNT = lazy(r"(\d{1,4})\.\.(\d{1,4})")
_JOINED = frozenset(("command_parameter", "command_argument_sep"))


def is_switch(name: str) -> bool:
    """Whether a parameter, in lower case and perhaps shortened, takes no value."""
    return len(name) > 2 and any(switch.startswith(name) for switch in SWITCHES)


def pipeline(low: Lowering, node: Tree) -> ir.Node:
    """Lower commands that hand their output on: each is called with that of the one before."""
    made: ir.Node | None = None
    for child in node.named_children:
        if child.type in low.IGNORED:
            continue
        inner = innermost(child)
        if made is not None and inner.type == "command":
            made = command(low, inner, made)
        else:
            value = low.expression(inner)
            made = value if made is None else ir.Other([made, value], *low.bounds(node))
    return made if made is not None else low.other(node)


def command(low: Lowering, node: Tree, handed: ir.Node | None = None) -> ir.Node:
    """Lower one command to a call; `handed` is what the pipeline hands it."""
    place = low.bounds(node)
    name = node.child_by_field_name("command_name")
    if name is None:
        return low.other(node)
    words = _elements(low, node)
    target = innermost(name)
    written = low.source(target).strip().strip("\"'")
    if target.type in ("variable", "script_block_expression", "parenthesized_expression", "member_access"):
        function: ir.Node = low.expression(target)
        arguments = _arguments(low, words)
    else:
        count = _COUNT.fullmatch(written)
        if count is not None and int(count[2]) - int(count[1]) in range(100):
            return ir.Sequence(
                [ir.Literal(number, *place) for number in range(int(count[1]), int(count[2]) + 1)], *place
            )
        program = program_name(written).lower()
        if program in PROGRAMS:
            suffix = ".exe" if written.lower().endswith(".exe") else ""
            function = ir.Name(f"function:{program}{suffix}", *low.bounds(target))
            arguments = [ir.Argument(_raw(low, word)) for word in words]
        else:
            function = ir.Name(f"function:{written.lower()}", *low.bounds(target))
            arguments = _arguments(low, words)
    if handed is not None:
        arguments.append(ir.Argument(handed, "inputobject", handed.start, handed.end))
    return ir.Call(function, arguments, *place)


class _Word:
    """One argument as written at `[start, end)`; `node` is its tree where it is one whole node."""

    __slots__ = ("end", "node", "start")

    def __init__(self, start: int, end: int, node: Tree | None) -> None:
        self.start = start
        self.end = end
        self.node = node


def _elements(low: Lowering, node: Tree) -> list[_Word]:
    """Return the arguments of a command, those that stand without a space between them as one."""
    words: list[_Word] = []
    for holder in node.children_by_field_name("command_elements"):
        whole = holder if holder.type == "command_elements" else None
        for child in whole.children if whole is not None else [holder]:
            if child.type in ("command_argument_sep", "redirection", "redirections", "comment", "stop_parsing"):
                continue
            start, end = low.bounds(child)
            start += len(low.text[start:end]) - len(low.text[start:end].lstrip())
            last = words[-1] if words else None
            if child.type != "argument_list" and last is not None and last.end == start and not _is_option(low, last):
                last.end, last.node = end, None
            elif start < end:
                words.append(_Word(start, end, child))
    return words


def _is_option(low: Lowering, word: _Word) -> bool:
    return word.node is not None and word.node.type == "command_parameter" and low.text.startswith("-", word.start)


def _arguments(low: Lowering, words: list[_Word]) -> list[ir.Argument]:
    """Return the arguments of a command: named ones with their values, and those by position."""
    made: list[ir.Argument] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        text = low.text[word.start : word.end]
        if word.node is None or word.node.type != "command_parameter":
            made.append(_positional(low, word, text))
            continue
        name = text.lstrip("-").rstrip(":").lower()
        attached = low.text[word.end : word.end + 1] == ":" or text.endswith(":")
        is_alone = at >= len(words) or _is_option(low, words[at])
        if is_alone or (is_switch(name) and not attached):
            value: ir.Node = ir.Literal(True, word.start, word.end)
        else:
            value = _value(low, words[at])
            at += 1
        made.append(ir.Argument(value, name, word.start, word.end))
    return made


def _positional(low: Lowering, word: _Word, text: str) -> ir.Argument:
    if text.startswith("@") and text[1:].isidentifier():
        place = (word.start, word.end)
        name = ir.Name(variable_name(text), *place)
        return ir.Argument(called("operator:@splat", [name], place), spread="members")
    return ir.Argument(_value(low, word))


def _value(low: Lowering, word: _Word) -> ir.Node:
    if word.node is None or word.node.type == "ERROR":
        return bare_word(low, word.start, word.end)
    node = innermost(word.node)
    if node.type in ("generic_token", "command_name", "simple_name"):
        return bare_word(low, word.start, word.end)
    if node.type == "argument_list":
        values = arguments_of(low, node)
        return values[0] if len(values) == 1 else ir.Sequence(values, word.start, word.end)
    return low.expression(node)


def _raw(low: Lowering, word: _Word) -> ir.Node:
    """Return an argument of a program: options are words like any other."""
    if word.node is not None and word.node.type == "command_parameter":
        return ir.Literal(low.text[word.start : word.end], word.start, word.end)
    text = low.text[word.start : word.end]
    if text.startswith("@") and text[1:].isidentifier():
        name = ir.Name(variable_name(text), word.start, word.end)
        return ir.Spread(name, word.start, word.end)
    return _value(low, word)


def bare_word(low: Lowering, start: int, end: int) -> ir.Node:
    """Lower a word in which quoted pieces, variables and plain characters stand side by side."""
    text = low.written[start:end] if end <= low.kept else low.text[start:end]
    parts: list[ir.Node] = []
    at = 0
    for match in _PIECE.finditer(text):
        first, last = start + match.start(), start + match.end()
        if match.start() > at:
            parts.append(ir.Literal(text[at : match.start()], start + at, first))
        if match[1] is not None:
            parts.append(_quoted(match[1], first, last))
        elif match[2] is not None:
            parts.append(ir.Literal(match[2].replace("''", "'"), first, last))
        elif match[4] is not None:
            parts.append(_path(match[4], first, last))
        elif match[6] is not None:
            parts.append(ir.Literal(decoded(match[0]), first, last))
        else:
            parts.append(ir.Name(variable_name(match[0]), first, last))
        at = match.end()
    if at < len(text):
        parts.append(ir.Literal(text[at:], start + at, end))
    if len(parts) == 1 and isinstance(parts[0], ir.Literal):
        return parts[0]
    return ir.Template(parts, start, end)


def _quoted(text: str, start: int, end: int) -> ir.Node:
    """Return a double-quoted piece of a word, its variables filled in."""
    parts: list[ir.Node] = []
    at = 0
    for match in _PIECE.finditer(text):
        if match[3] is None and match[4] is None and match[5] is None:
            continue
        first = start + 1 + match.start()
        parts.append(ir.Literal(decoded(text[at : match.start()]), start + 1 + at, first))
        last = start + 1 + match.end()
        parts.append(
            _path(match[4], first, last) if match[4] is not None else ir.Name(variable_name(match[0]), first, last)
        )
        at = match.end()
    if not parts:
        return ir.Literal(decoded(text), start, end)
    parts.append(ir.Literal(decoded(text[at:]), start + 1 + at, end - 1))
    return ir.Template(parts, start, end)


def _path(text: str, start: int, end: int) -> ir.Node:
    """Return what `$( … )` in a word without quotes says: members of a variable, else unknown."""
    match = _PATH.fullmatch(text)
    if match is None:
        return ir.Other([], start, end)
    name, *members = match[1].split(".")
    made: ir.Node = ir.Name(variable_name(name), start, end)
    for member in members:
        made = ir.Attribute(made, member, start, end)
    return made
