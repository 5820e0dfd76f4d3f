"""Go's readers and writers: buffers, builders, pipes, files and parts of a multipart body.

A reader over text is the text itself; a buffer is a client whose `text` grows.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler, Method
from supportdesk.reading.code.go.builtin_functions import NULL
from supportdesk.reading.code.go.text import formatted
from supportdesk.reading.code.go.things import FREE, pair, with_error
from supportdesk.reading.code.things import Arguments, Client, FileThing, JsonText, Reference, Thing, Unclear, spans_of
from supportdesk.value import Value

_EMPTY = Value("string", "")


def buffer(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`bytes.NewBuffer(b)`, `bytes.NewBufferString(s)`, `strings.Builder{}`, `bytes.Buffer{}`."""
    given = arguments.positional[0] if arguments.positional else _EMPTY
    return Client("go.buffer", {"text": _EMPTY if given.kind == "null" else given}, evaluator.span(node))


def text_of(evaluator: Evaluator, value: Value) -> Value:
    """Return what a reader gives: its text, or something unknown."""
    if isinstance(value, Client) and value.family == "go.buffer":
        return value.state["text"]
    if isinstance(value, Client) and value.family == "go.part":
        return value.state["text"]
    if isinstance(value, Thing):
        return value
    return value if value.kind in ("string", "null") else evaluator.text(value)


def write_to(evaluator: Evaluator, target: Value, text: Value) -> None:
    """Append text to what is written to."""
    if not isinstance(target, Client) or "text" not in target.state:
        return
    old = target.state["text"]
    text = text_of(evaluator, text)
    if old.kind == "string" and not old.data:
        target.state["text"] = text
    elif text.kind != "string" or text.data:
        strip = isinstance(old, JsonText) and text.kind == "string" and not text.data.strip()
        target.state["text"] = old if strip else evaluator.text(old, text)


def reader(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strings.NewReader(s)`, `bytes.NewReader(b)`, `io.NopCloser(r)`, `bufio.NewReader(r)`: what is read."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def read_all(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`io.ReadAll(r)`; of an answer something that comes from it."""
    value = arguments.positional[0] if arguments.positional else Unclear()
    if isinstance(value, FileThing):
        return with_error(Unclear(evaluator.span(node)))
    return with_error(text_of(evaluator, value))


def copy(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`io.Copy(writer, reader)`."""
    if len(arguments.positional) > 1:
        source = arguments.positional[1]
        write_to(evaluator, arguments.positional[0], Unclear(evaluator.span(node)) if _is_file(source) else source)
    return with_error(Unclear(evaluator.span(node)))


def _is_file(value: Value) -> bool:
    return isinstance(value, FileThing)


def write_string(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`io.WriteString(writer, text)`."""
    if len(arguments.positional) > 1:
        write_to(evaluator, arguments.positional[0], arguments.positional[1])
    return with_error(Unclear(evaluator.span(node)))


def print_to(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fmt.Fprintf(writer, template, …)`."""
    if len(arguments.positional) > 1 and arguments.positional[1].kind == "string":
        made = formatted(arguments.positional[1], arguments.positional[2:])
        write_to(evaluator, arguments.positional[0], made)
    return with_error(Unclear(evaluator.span(node)))


def print_plain(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fmt.Fprint(writer, …)`, `fmt.Fprintln(writer, …)`."""
    if len(arguments.positional) > 1:
        write_to(evaluator, arguments.positional[0], evaluator.text(*arguments.positional[1:]))
    return with_error(Unclear(evaluator.span(node)))


def buffer_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of buffers, builders and parts."""
    given = arguments.positional[0] if arguments.positional else _EMPTY
    if path in ("WriteString", "Write"):
        write_to(evaluator, owner, given)
        return with_error(Unclear(evaluator.span(node)))
    if path in ("WriteByte", "WriteRune"):
        number = given.data
        sign = chr(number) if isinstance(number, int) and 0 <= number < 0x110000 else ""
        write_to(evaluator, owner, Value("string", sign, None, parts=spans_of(given)))
        return NULL
    if path in ("String", "Bytes"):
        return owner.state["text"]
    if path == "ReadFrom":
        write_to(evaluator, owner, given)
        return with_error(Unclear(evaluator.span(node)))
    if path in ("Reset", "Truncate"):
        owner.state["text"] = _EMPTY
        return NULL
    return NULL if path in ("Close", "CloseWithError", "Grow", "Flush", "Sync") else Unclear(evaluator.span(node))


def opened(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.Open(path)`."""
    path = arguments.positional[0] if arguments.positional else None
    return with_error(FileThing(path, evaluator.span(node)))


def file_content(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.ReadFile(path)`: what nothing in the text tells."""
    del arguments
    return with_error(Unclear(evaluator.span(node)))


def piped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`io.Pipe()`: what is written at one end is read at the other."""
    made = buffer(evaluator, arguments, node)
    return pair(made, made)


def base_name(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`filepath.Base(path)`."""
    return FileThing(arguments.positional[0] if arguments.positional else None, evaluator.span(node)).base_name()


def file_method(name: str) -> Method:
    """Return what a method of an opened file gives."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        if name == "Name" and isinstance(owner, FileThing):
            return owner.path or Unclear(evaluator.span(node))
        return NULL if name == "Close" else with_error(Unclear(evaluator.span(node)))

    return _method


STANDARD = ("os.Stdin", "os.Stdout", "os.Stderr", "io.Discard")


def is_standard(value: Value) -> bool:
    """Say whether something written to or read from is the console."""
    return isinstance(value, Reference) and value.path in STANDARD


FREE.update(dict.fromkeys(("bytes.Buffer", "strings.Builder"), buffer))

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("bytes.NewBuffer", "bytes.NewBufferString"), buffer),
    **dict.fromkeys(
        ("strings.NewReader", "bytes.NewReader", "io.NopCloser", "bufio.NewReader", "bufio.NewWriter", "io.TeeReader"),
        reader,
    ),
    "bufio.NewScanner": reader,
    "io.ReadAll": read_all,
    "io.Copy": copy,
    "io.WriteString": write_string,
    "fmt.Fprintf": print_to,
    **dict.fromkeys(("fmt.Fprint", "fmt.Fprintln"), print_plain),
    **dict.fromkeys(("os.Open", "os.OpenFile"), opened),
    **dict.fromkeys(("os.ReadFile", "io.ReadFile"), file_content),
    "io.Pipe": piped,
    **dict.fromkeys(("filepath.Base", "path.Base"), base_name),
}
"""Dotted name → what it does."""
