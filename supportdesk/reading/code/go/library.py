"""Go's standard library, as far as it makes values of a request: fmt, strings, strconv, os, base64, time, log, sync."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.go.builtin_functions import HANDLERS as BUILTINS
from supportdesk.reading.code.go.builtin_functions import copied, leave, null, same, without_error
from supportdesk.reading.code.go.text import formatted
from supportdesk.reading.code.go.things import FREE, default_of, pair, with_error
from supportdesk.reading.code.python.library import base64_decoded, base64_encoded
from supportdesk.reading.code.python.library import environment as read_environment
from supportdesk.reading.code.text_methods import METHODS, decoded_json
from supportdesk.reading.code.texts import derived, json_text, unknown_of
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Unclear, spans_of
from supportdesk.value import Value


def sprintf(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fmt.Sprintf(template, …)`."""
    template = arguments.positional[0] if arguments.positional else Unclear()
    if template.kind != "string":
        return unknown_of(template, span=evaluator.span(node))
    return formatted(template, arguments.positional[1:])


def sprint(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fmt.Sprint(…)`; spaces stand only between operands that are no strings."""
    del node
    pieces: list[Value] = []
    for position, value in enumerate(arguments.positional):
        before = arguments.positional[position - 1] if position else None
        if before is not None and "string" not in (before.kind, value.kind):
            pieces.append(Value("string", " "))
        pieces.append(value)
    return evaluator.text(*pieces)


def sprintln(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`fmt.Sprintln(…)`."""
    del node
    pieces: list[Value] = []
    for value in arguments.positional:
        pieces.extend(([Value("string", " ")] if pieces else []) + [value])
    return evaluator.text(*pieces, Value("string", "\n"))


def _as_method(name: str) -> Handler:
    """`strings.F(text, …)`: the method of a string."""
    method = METHODS[name]

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        owner = arguments.positional[0] if arguments.positional else Unclear()
        if owner.kind != "string":
            return unknown_of(owner, span=evaluator.span(node))
        rest = Arguments()
        rest.positional = arguments.positional[1:]
        return method(evaluator, owner, rest, node)

    return _handler


def joined(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strings.Join(items, separator)`."""
    if len(arguments.positional) != 2 or arguments.positional[1].kind != "string":
        return Unclear(evaluator.span(node))
    handed = Arguments()
    handed.positional = [arguments.positional[0]]
    return METHODS["join"](evaluator, arguments.positional[1], handed, node)


def repeated(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strings.Repeat(text, count)`."""
    if len(arguments.positional) == 2:
        text, count = arguments.positional
        if text.kind == "string" and isinstance(count.data, int) and 0 <= count.data * len(text.data) <= 500_000:
            return derived(text, text.data * count.data, count)
    return unknown_of(*arguments.positional, span=evaluator.span(node))


def contains(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strings.Contains(text, piece)`."""
    if len(arguments.positional) == 2 and all(value.known and value.kind == "string" for value in arguments.positional):
        text, piece = arguments.positional
        return Value("boolean", piece.data in text.data, None, parts=spans_of(text, piece))
    return unknown_of(*arguments.positional, span=evaluator.span(node))


def written(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strconv.Itoa(n)`, `strconv.FormatInt(n, 10)`, `strconv.FormatBool(b)`."""
    return evaluator.text(same(evaluator, arguments, node))


def quoted(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strconv.Quote(text)`."""
    template = Value("string", "%q")
    del evaluator, node
    return formatted(template, arguments.positional[:1])


def parsed(convert: Callable[[str], float]) -> Handler:
    """`strconv.Atoi(text)`, `strconv.ParseFloat(text, 64)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = same(evaluator, arguments, node)
        try:
            number = convert(str(value.data)[:300]) if value.known else None
        except ValueError:
            number = None
        if number is None or not abs(number) < float("inf"):
            return with_error(unknown_of(value, span=evaluator.span(node)))
        return with_error(Value("number", number, None, parts=spans_of(value)))

    return _handler


def environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.Getenv(name)`."""
    given = Arguments()
    given.positional = arguments.positional[:1]
    return read_environment(evaluator, given, node)


def looked_up(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.LookupEnv(name)`."""
    return pair(environment(evaluator, arguments, node), Unclear(evaluator.span(node)))


def set_environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.Setenv(name, value)`."""
    if len(arguments.positional) == 2 and arguments.positional[0].known:
        evaluator.environment[str(arguments.positional[0].data)] = arguments.positional[1]
    return null(evaluator, arguments, node)


def one_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`cmp.Or(…)`: the first that is no zero value."""
    result = same(evaluator, arguments, node)
    for value in arguments.positional[1:]:
        result = default_of(result, value)
    return result


def flag(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`flag.String(name, default, usage)`."""
    if len(arguments.positional) < 2:
        return Unclear(evaluator.span(node))
    return default_of(Unclear(evaluator.span(node)), arguments.positional[1])


def set_flag(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`flag.StringVar(&x, name, default, usage)`."""
    setter = arguments.positional.pop(0) if arguments.positional else None
    if isinstance(setter, Closure):
        handed = Arguments()
        handed.positional = [flag(evaluator, arguments, node)]
        call(evaluator, setter, handed, node)
    return null(evaluator, arguments, node)


def replacer(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strings.NewReplacer(old, new, …)`."""
    return Client("go.replacer", {"pairs": Container("array", arguments.positional)}, evaluator.span(node))


def replacer_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`replacer.Replace(text)`."""
    text, pairs = same(evaluator, arguments, node), owner.state["pairs"].data
    if path != "Replace" or text.kind != "string":
        return Unclear(evaluator.span(node))
    for old, new in zip(pairs[::2], pairs[1::2], strict=False):
        handed = Arguments()
        handed.positional = [old, new]
        text = METHODS["replace"](evaluator, text, handed, node) if text.kind == "string" else text
    return text


def set_in_json(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`sjson.Set(json, "a.b", value)`."""
    text, path, value = (*arguments.positional, Unclear(), Unclear(), Unclear())[:3]
    whole = evaluator.copier.snapshot(decoded_json(evaluator, text)) if text.kind == "string" else text
    here = whole
    *front, last = str(path.data).split(".")
    for name in front:
        inner = here.data.get(name) if here.kind == "object" else None
        if inner is None and here.kind == "object":
            inner = here.data[name] = Container("object", {})
        here = inner if inner is not None else Unclear()
    if here.kind != "object" or not path.known:
        return with_error(unknown_of(text, value, span=evaluator.span(node)))
    here.data[last] = value
    return with_error(json_text(whole))


def unknown(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what only running the code would tell."""
    del arguments
    return Unclear(evaluator.span(node))


def run_now(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`once.Do(f)`, `group.Go(f)`, `time.AfterFunc(d, f)`: the function is called."""
    for value in arguments.positional:
        if isinstance(value, Closure):
            call(evaluator, value, Arguments(), node)
    return null(evaluator, arguments, node)


_ENCODINGS = ("StdEncoding", "URLEncoding", "RawStdEncoding", "RawURLEncoding")
_QUIET = (
    "fmt.Print", "fmt.Printf", "fmt.Println", "log.Print", "log.Printf", "log.Println", "time.Sleep", "os.Exit.",
    "log.SetFlags", "log.SetPrefix", "runtime.GC", "godotenv.Load",
)  # fmt: skip
_FLAGS = ("String", "Int", "Bool", "Float64", "Duration", "Int64", "Uint")
_FATAL = ("log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "os.Exit")

LIBRARY: dict[str, Handler] = {
    **BUILTINS,
    "fmt.Sprintf": sprintf,
    "fmt.Sprint": sprint,
    "fmt.Sprintln": sprintln,
    **dict.fromkeys(_QUIET, null),
    **dict.fromkeys(_FATAL, leave),
    **dict.fromkeys(("fmt.Errorf", "errors.New", "errors.Wrap"), unknown),
    "strings.TrimSpace": _as_method("strip"),
    "strings.Trim": _as_method("strip"),
    "strings.TrimRight": _as_method("rstrip"),
    "strings.TrimLeft": _as_method("lstrip"),
    "strings.TrimPrefix": _as_method("removeprefix"),
    "strings.TrimSuffix": _as_method("removesuffix"),
    "strings.ToUpper": _as_method("upper"),
    "strings.ToLower": _as_method("lower"),
    **dict.fromkeys(("strings.ReplaceAll", "strings.Replace"), _as_method("replace")),
    **dict.fromkeys(("strings.Split", "strings.Fields"), _as_method("split")),
    "strings.HasPrefix": _as_method("startswith"),
    "strings.HasSuffix": _as_method("endswith"),
    "strings.NewReplacer": replacer,
    **dict.fromkeys(("sjson.Set", "sjson.SetBytes"), set_in_json),
    "strings.Join": joined,
    "strings.Repeat": repeated,
    "strings.Contains": contains,
    **dict.fromkeys(("strconv.Itoa", "strconv.FormatInt", "strconv.FormatBool", "strconv.FormatFloat"), written),
    "strconv.Quote": quoted,
    **dict.fromkeys(("strconv.Atoi", "strconv.ParseInt"), parsed(int)),
    "strconv.ParseFloat": parsed(float),
    "os.Getenv": environment,
    "os.LookupEnv": looked_up,
    "os.Setenv": set_environment,
    **{f"base64.{name}.EncodeToString": base64_encoded for name in _ENCODINGS},
    "base64.StdEncoding.DecodeString": lambda evaluator, arguments, node: with_error(
        base64_decoded(evaluator, arguments, node)
    ),
    **dict.fromkeys(("maps.Clone", "slices.Clone", "bytes.Clone"), copied),
    **dict.fromkeys(("time.Duration", "bytes.TrimSpace", "template.HTML", "bytes.ToLower"), same),
    **dict.fromkeys(("lo.ToPtr", "aws.String", "aws.Int", "pointer.To", "ptr.To", "lo.Must", "template.Must"), same),
    "cmp.Or": one_of,
    **{f"flag.{kind}": flag for kind in _FLAGS},
    **{f"flag.{kind}Var": set_flag for kind in _FLAGS},
    "flag.Parse": null,
    "time.AfterFunc": run_now,
    "context.WithTimeout": lambda evaluator, arguments, node: pair(unknown(evaluator, arguments, node), Unclear()),
    "multierr.Append": without_error,
}
"""Dotted name → what it does."""

_NANOSECONDS = {
    "Nanosecond": 1, "Microsecond": 1000, "Millisecond": 10**6, "Second": 10**9, "Minute": 60 * 10**9,
    "Hour": 3600 * 10**9,
}  # fmt: skip

_ZERO_TIME = Value("string", "0001-01-01T00:00:00Z", added_by="Go")


def zero_time(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`time.Time{}` as JSON."""
    del evaluator, arguments, node
    return _ZERO_TIME


FREE["time.Time"] = zero_time

CONSTANTS: dict[str, Value] = {
    **{f"time.{name}": Value("number", size, added_by="time") for name, size in _NANOSECONDS.items()},
}
"""Dotted name → value."""
