"""bash and sh: which HTTP requests the commands of a pasted text send.

The text is mended (prompts, prose, damaged line joins), parsed by tree-sitter-bash, and walked in the order of
execution with the variables, arrays and functions that the text itself defines. Nothing is run; what only a run would
tell is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from supportdesk.patterns import lazy
from supportdesk.reading.bodies import without_returns
from supportdesk.reading.code.commands import PROGRAMS, Command, program_name, read_command
from supportdesk.reading.code.grammars import parser
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.shell.output import printed
from supportdesk.reading.code.shell.text import mend
from supportdesk.reading.code.shell.words import expand, here_document, one_word
from supportdesk.reading.code.words import Word
from supportdesk.reading.repairs import Repair
from supportdesk.source import Span
from supportdesk.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

STEPS = 4000
"""Nodes of a script that are carried out at most; loops and functions count each time."""
DEPTH = 60
"""Levels of nesting that are walked."""
TURNS = 8
"""Turns of a `for` loop that are carried out."""

_NOT_ASCII = lazy(r"[^\x00-\x7f]")
_WRAPPERS = frozenset(
    ("sudo", "time", "timeout", "env", "nohup", "exec", "command", "watch", "xargs", "docker", "kubectl", "ssh", "nice",
     "proxychains", "proxychains4", "stdbuf", "eval", "winpty", "doas", "builtin")
)  # fmt: skip
_SKIPPED = frozenset(("comment", "test_command", "heredoc_body", "heredoc_end", "heredoc_start", "variable_name"))


def read(view: View) -> CodeReading:
    """Read every request that the shell commands in the text send, in the order of sending."""
    if "\r" in view.text:
        view = without_returns(view)
    mended = mend(view)
    reading = CodeReading(complete=mended.complete)
    shell = _Shell(reading, mended.repairs)
    tree = _parse(mended.view.text)
    if tree.has_error and len(mended.statements) > 1:
        for statement in mended.statements:
            shell.run_text(statement)
    else:
        shell.run_text(mended.view, tree)
    if not reading.requests:
        shell.run_uncalled()
    return reading


def _parse(text: str) -> Node:
    # the grammar does not care which letter stands there, and so a byte offset is a character offset
    plain = text if text.isascii() else _NOT_ASCII.sub(".", text)
    # without a line end behind it, the grammar takes a here-document's last word for a part of its body
    return parser("tree_sitter_bash").parse(plain.encode("ascii") + b"\n").root_node


class _Shell:
    """The state of walking a script: variables, functions, positional parameters, and what was read."""

    def __init__(self, reading: CodeReading, repairs: list[Repair]) -> None:
        self.reading = reading
        self.repairs = repairs
        self.view = View("", 0, [])
        self.variables: dict[str, list[Word]] = {}
        self.functions: dict[str, tuple[View, Node]] = {}
        self.called: set[str] = set()
        self.arguments: list[Word] | None = None
        self.steps = 0
        self.depth = 0

    def run_text(self, view: View, root: Node | None = None) -> None:
        """Carry out a text in this state."""
        outer, self.view = self.view, view
        self._run(_parse(view.text) if root is None else root, None)
        self.view = outer

    def run_uncalled(self) -> None:
        """Carry out the functions that the text defines but does not call, their parameters unknown."""
        for name, (view, body) in list(self.functions.items()):
            if name not in self.called:
                outer, self.view = self.view, view
                self._run(body, None)
                self.view = outer

    # -- what words look up

    def lookup(self, name: str) -> list[Word] | None:
        """Return the words of a variable or positional parameter, or None where only a run would tell."""
        if name in ("@", "*"):
            return self.arguments
        if name.isdigit():
            if self.arguments is None or name == "0":
                return None
            at = int(name) - 1
            return [self.arguments[at]] if at < len(self.arguments) else [Word(self.view.cut(0, 0))]
        return self.variables.get(name)

    def store(self, name: str, word: Word) -> None:
        """Set a variable."""
        self.variables[name] = [word]

    def output(self, node: Node) -> Word:
        """Return what a command substitution prints; the requests of its commands are read on the way."""
        words = [self._run(child, None) for child in node.named_children]
        if len(words) == 1 and words[0] is not None:
            return words[0].cut(0, len(words[0].text.rstrip("\n")))
        return Word.unknown(self.view.span(node.start_byte, node.end_byte))

    # -- statements

    def _run(self, node: Node, stdin: Word | None) -> Word | None:
        """Carry out a statement; return what it prints where that is known."""
        self.steps += 1
        if self.steps > STEPS or self.depth > DEPTH:
            self.reading.complete = False
            return None
        kind = node.type
        if kind in _SKIPPED:
            return None
        self.depth += 1
        try:
            handler = _HANDLERS.get(kind)
            if handler is not None:
                return handler(self, node, stdin)
            if node.named_child_count == 0:
                return None
            printed_text = None
            for child in node.named_children:
                printed_text = self._run(child, stdin)
            return printed_text if node.named_child_count == 1 else None
        finally:
            self.depth -= 1

    def variable_assignment(self, node: Node, stdin: Word | None) -> Word | None:  # noqa: ARG002  every handler's shape
        """Set a variable or an array, or add to it."""
        name_node, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name_node is None:
            return None
        name = self.view.text[name_node.start_byte : name_node.end_byte]
        if value is None:
            words = [Word(self.view.cut(node.end_byte, node.end_byte))]
        elif value.type == "array":
            words = [word for child in value.named_children for word in expand(child, self)]
        else:
            words = [one_word(value, self)]
        if self.view.text[name_node.end_byte : name_node.end_byte + 2] == "+=":
            old = self.variables.get(name, [])
            is_array = value is not None and value.type == "array"
            words = old + words if is_array or not old else [Word.join([old[0], *words])]
        self.variables[name] = words
        return None

    def function_definition(self, node: Node, stdin: Word | None) -> Word | None:  # noqa: ARG002  every handler's shape
        """Keep a function's body for its calls."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self.functions[self.view.text[name.start_byte : name.end_byte]] = (self.view, body)
        return None

    def for_statement(self, node: Node, stdin: Word | None) -> Word | None:
        """Carry out the body once a value."""
        name, body = node.child_by_field_name("variable"), node.child_by_field_name("body")
        if name is None or body is None:
            return None
        values = [word for child in node.children_by_field_name("value") for word in expand(child, self)]
        if len(values) > TURNS:
            self.reading.complete = False
        for value in values[:TURNS] or [Word.unknown(self.view.span(node.start_byte, node.end_byte))]:
            self.store(self.view.text[name.start_byte : name.end_byte], value)
            self._run(body, stdin)
        return None

    def pipeline(self, node: Node, stdin: Word | None) -> Word | None:
        """Carry out the commands, each with what the one before prints."""
        place = self.view.span(node.start_byte, node.end_byte)
        word = stdin
        first = True
        for child in node.named_children:
            given = word if first or word is not None else Word.unknown(place)
            word = self._run(child, given)
            first = False
        return word

    def redirected_statement(self, node: Node, stdin: Word | None) -> Word | None:
        """Carry out a statement with the input that its redirections give it."""
        body = node.child_by_field_name("body")
        extra: list[Word] = []
        behind: list[Node] = []
        for redirect in node.children_by_field_name("redirect"):
            stdin = self._redirect(redirect, stdin, extra, behind)
        if body is None:
            return None
        word = self.command(body, stdin, extra) if body.type == "command" else self._run(body, stdin)
        for follower in behind:
            given = Word.unknown(self.view.span(node.start_byte, node.end_byte)) if word is None else word
            word = self._run(follower, given)
        return word

    def _redirect(self, node: Node, stdin: Word | None, extra: list[Word], behind: list[Node]) -> Word | None:
        """Return the standard input behind a redirection; words and commands that its line holds besides are added."""
        place = self.view.span(node.start_byte, node.end_byte)
        text = self.view.text
        if node.type == "herestring_redirect":
            words = [one_word(child, self) for child in node.named_children]
            return Word.join([*words[:1], Word.fixed("\n", place)]) if words else None
        if node.type == "file_redirect":
            sign = text[node.start_byte : node.end_byte].lstrip("0123456789")
            return Word.unknown(place) if sign.startswith("<") else stdin
        if node.type != "heredoc_redirect":
            return stdin
        start, body = None, None
        for child in node.named_children:
            if child.type == "heredoc_start":
                start = text[child.start_byte : child.end_byte]
            elif child.type == "heredoc_body":
                body = child
            elif child.type in ("pipeline", "command", "list", "redirected_statement"):
                behind.append(child)
            elif child.type in ("file_redirect", "herestring_redirect"):
                continue
            elif child.type != "heredoc_end":
                extra.extend(expand(child, self))
        if body is None:
            return Word(self.view.cut(node.end_byte, node.end_byte))
        literal = bool(start) and start is not None and start[0] in "'\"\\"
        tabs = text[node.start_byte : node.start_byte + 3] == "<<-"
        return here_document(body, self, literal=literal, tabs=tabs)

    def command(self, node: Node, stdin: Word | None, extra: list[Word] | None = None) -> Word | None:
        """Carry out a simple command; `extra` are arguments that stand behind a here-document's sign."""
        words: list[Word] = []
        behind: list[Node] = []
        arguments: list[Word] = list(extra or [])
        for child in node.children:
            kind = child.type
            if kind == "command_name":
                words.extend(piece for inner in (child.named_children or [child]) for piece in expand(inner, self))
            elif kind in ("herestring_redirect", "file_redirect", "heredoc_redirect"):
                stdin = self._redirect(child, stdin, arguments, behind)
            elif kind != "variable_assignment":
                words.extend(expand(child, self))
        words.extend(arguments)
        return self._execute(words, stdin, node) if words else None

    def _execute(self, words: list[Word], stdin: Word | None, node: Node) -> Word | None:
        name = program_name(words[0].text)
        if name in self.functions:
            return self._call(name, words[1:])
        if name in PROGRAMS:
            self._program(name, words[1:], stdin, node)
            return None
        if name in ("eval", "bash", "sh", "zsh"):
            self._nested(name, words[1:])
            return None
        if name in _WRAPPERS or "=" in name:
            for at in range(1, min(len(words), 12)):
                inner = program_name(words[at].text)
                if inner in PROGRAMS or inner in self.functions:
                    return self._execute(words[at:], stdin, node)
        if name == "shift" and self.arguments is not None:
            count = words[1].text if len(words) > 1 else "1"
            self.arguments = self.arguments[int(count) if count.isdecimal() else 1 :]
        if name in ("read", "unset"):
            for word in words[1:]:
                self.variables.pop(word.text, None)
        return printed(name, words[1:], stdin)

    def _program(self, name: str, words: list[Word], stdin: Word | None, node: Node) -> None:
        command = Command(name, words, self.view.span(node.start_byte, node.end_byte), stdin)
        command.repairs = [repair for repair in self.repairs if _touches(repair, command.span)] or list(self.repairs)
        command.complete = self.reading.complete and not node.has_error
        found = read_command(command)
        self.reading.requests.extend(found.requests)
        self.reading.not_read.extend(found.not_read)

    def _call(self, name: str, arguments: list[Word]) -> Word | None:
        view, body = self.functions[name]
        self.called.add(name)
        outer = self.view, self.arguments
        self.view, self.arguments = view, arguments
        self.depth += 5
        result = self._run(body, None)
        self.depth -= 5
        self.view, self.arguments = outer
        return result

    def _nested(self, name: str, words: list[Word]) -> None:
        """Carry out the text of `eval …` or `bash -c …`."""
        if name != "eval":
            at = next((place for place, word in enumerate(words) if word.text in ("-c", "-lc", "-ic")), None)
            words = [] if at is None else words[at + 1 : at + 2]
        if not words or self.depth > DEPTH // 2:
            return
        pieces: list[Word] = []
        for word in words:
            if pieces:
                pieces.append(Word.fixed(" ", word.span()))
            pieces.append(word)
        self.depth += 10
        self.run_text(Word.join(pieces).view)
        self.depth -= 10


_HANDLERS: dict[str, Callable[[_Shell, Node, Word | None], Word | None]] = {
    "command": _Shell.command,
    "for_statement": _Shell.for_statement,
    "function_definition": _Shell.function_definition,
    "pipeline": _Shell.pipeline,
    "redirected_statement": _Shell.redirected_statement,
    "variable_assignment": _Shell.variable_assignment,
}
"""Node type of the grammar → what carries such a node out; any other has its children carried out."""


def _touches(repair: Repair, place: Span) -> bool:
    return repair.span is not None and repair.span.start <= place.end and place.start <= repair.span.end
