"""What the evaluator knows of PowerShell: its commands, .NET's types and methods, and what sends requests."""

from __future__ import annotations

from supportdesk.reading.code import evaluate, ir
from supportdesk.reading.code.clients import csharp_content, csharp_httpclient, powershell_net, powershell_web
from supportdesk.reading.code.container_methods import ARRAY_METHODS, OBJECT_METHODS, pairs_of
from supportdesk.reading.code.evaluate import Dialect, Evaluator, Handler, Method
from supportdesk.reading.code.members import changed, set_member
from supportdesk.reading.code.powershell import library as powershell_library
from supportdesk.reading.code.python.library import base64_decoded, base64_encoded, plus_quoted
from supportdesk.reading.code.text_methods import METHODS
from supportdesk.reading.code.texts import derived, unknown_of
from supportdesk.reading.code.things import Arguments, Container, Unclear, spans_of
from supportdesk.reading.code.urls import quote
from supportdesk.value import Value


class AnyCase(dict[str, Method]):
    """Methods by name, in whatever case a program writes it."""

    def __contains__(self, name: object) -> bool:
        """Whether there is a method of that name."""
        return super().__contains__(name.lower() if isinstance(name, str) else name)

    def get(self, name: str, default: Method | None = None) -> Method | None:  # type: ignore[override]  # one kind of value
        """Return the method of that name."""
        return super().get(name.lower(), default)


def escaped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[uri]::EscapeDataString(text)`."""
    value = powershell_library.first(arguments)
    if value is None or value.kind != "string":
        return unknown_of(value, span=evaluator.span(node))
    return derived(value, quote(value.data, ""))


def _add(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`headers.Add(name, value)` and `headers.Add("name: value")`."""
    values = arguments.positional
    if len(values) == 1 and values[0].kind == "string" and ":" in values[0].data:
        name, _, rest = values[0].data.partition(":")
        set_member(evaluator, owner, name.strip(), derived(values[0], rest.strip()), values[0].span)
    elif len(values) > 1:
        key = powershell_library.name_of(values[0])
        if key.is_open:
            changed(owner)
            owner.is_open = True
        else:
            spans = spans_of(key)
            set_member(evaluator, owner, str(key.data), values[1], spans[0] if spans else None)
    return Value("null", None, evaluator.span(node))


def _extend(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    for value in arguments.positional[:1]:
        one = Arguments()
        one.positional = [value]
        ARRAY_METHODS["extend"](evaluator, owner, one, node)
    return Value("null", None)


def _itself(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    del evaluator, arguments, node
    return owner


def _text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    del arguments, node
    return owner if owner.kind == "string" else evaluator.text(owner)


def _entries(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`hashtable.GetEnumerator()`: its members as objects with Key, Name and Value."""
    del arguments, node
    made = Container("array", [], is_open=owner.is_open, born=evaluator.branch)
    for name, item in pairs_of(owner):
        made.data.append(Container("object", {"Key": name, "Name": name, "Value": item}))
    return made


def _contains(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`hashtable.ContainsKey(name)`."""
    key = arguments.get(0, "key")
    if key is None or not key.known or owner.is_open:
        return Unclear(evaluator.span(node))
    return Value("boolean", str(key.data) in owner.data, None, parts=spans_of(owner))


def _substring(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    numbers = [value.data for value in arguments.positional if isinstance(value.data, int)]
    if owner.is_open or len(numbers) != len(arguments.positional) or not numbers:
        return unknown_of(owner, span=evaluator.span(node))
    start = max(numbers[0], 0)
    return derived(owner, owner.data[start : start + numbers[1]] if len(numbers) > 1 else owner.data[start:])


def _nothing_known(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    del evaluator, target, arguments, node
    return None


def _net_http() -> dict[str, Handler]:
    """Return the constructors of System.Net.Http under the names that the lowering gives its types."""
    made: dict[str, Handler] = {}
    for name, handler in {**csharp_content.handlers(), **csharp_httpclient.handlers()}.items():
        head, _, rest = name.lower().partition(".")
        for space in ("net.http.", "net.http.headers.", ""):
            made[f"[{space}{head}]{'.' + rest if rest else ''}"] = handler
    made["[io.filestream]"] = powershell_library.file
    return made


def make() -> Dialect:
    """Return PowerShell's dialect."""
    evaluate.assemble()
    library: dict[str, Handler] = {
        **powershell_library.handlers(),
        **powershell_web.handlers(),
        **powershell_net.handlers(),
        **_net_http(),
        "[convert].tobase64string": base64_encoded,
        "[convert].frombase64string": base64_decoded,
        **dict.fromkeys(("[uri].escapedatastring", "[uri].escapeuristring"), escaped),
        **dict.fromkeys(("[web.httputility].urlencode", "[net.webutility].urlencode"), plus_quoted),
    }
    for encoding in ("utf8", "ascii", "default", "unicode", "latin1"):
        for method in ("getbytes", "getstring"):
            library[f"[text.encoding].{encoding}.{method}"] = powershell_library.same
    library["[text.utf8encoding]"] = powershell_net.encoding
    names: dict[str, str | Value] = {name: name for name in library if "." not in name.partition("]")[2]}
    names.update({name.partition("]")[0] + "]": name.partition("]")[0] + "]" for name in library if "]" in name})
    names.update(dict.fromkeys(powershell_net.TYPES, ""))
    names.update({name: name for name in powershell_net.TYPES})
    strings = {
        "replace": METHODS["replace"], "trim": METHODS["strip"], "trimend": METHODS["rstrip"],
        "trimstart": METHODS["lstrip"], "tolower": METHODS["lower"], "toupper": METHODS["upper"],
        "split": METHODS["split"], "startswith": METHODS["startswith"], "endswith": METHODS["endswith"],
        "tostring": _itself, "substring": _substring, "tolowerinvariant": METHODS["lower"],
    }  # fmt: skip
    objects = {
        "add": _add, "set": _add, "set_item": _add, "remove": OBJECT_METHODS["pop"], "clone": OBJECT_METHODS["copy"],
        "clear": OBJECT_METHODS["clear"], "tostring": _text, "getenumerator": _entries, "keys": OBJECT_METHODS["keys"],
        "values": OBJECT_METHODS["values"], "containskey": _contains, "tryaddwithoutvalidation": _add, "append": _add,
    }  # fmt: skip
    arrays = {
        "add": ARRAY_METHODS["append"], "addrange": _extend, "toarray": _itself, "insert": ARRAY_METHODS["insert"],
        "clear": ARRAY_METHODS["clear"], "clone": _itself,
    }  # fmt: skip
    numbers = {"tostring": _text}
    return Dialect(
        "powershell",
        text=powershell_library.written,
        names=names,
        library=library,
        methods={
            "string": AnyCase(strings),
            "object": AnyCase(objects),
            "array": AnyCase(arrays),
            "number": AnyCase(numbers),
            "boolean": AnyCase(numbers),
        },
        families={
            **csharp_content.families(),
            **csharp_httpclient.families(),
            **powershell_web.families(),
            **powershell_net.families(),
        },
        guess=_nothing_known,
    )
