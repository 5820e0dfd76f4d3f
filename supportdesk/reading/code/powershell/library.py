"""What PowerShell's operators and commands for values do: sums, formats, JSON, files, arrays, pipelines."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.members import get_attribute, spread_items, spread_members
from supportdesk.reading.code.operations import combine, truth
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.texts import derived, filled, json_text, number_text, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    Closure,
    Container,
    FileThing,
    Reference,
    Thing,
    Unclear,
    spans_of,
)
from supportdesk.value import UNKNOWN, Value

ITEM_LIMIT = 1000
"""Items that a pipeline hands on."""

_FORM = lazy(r"\{(\d{1,3}):([DdNnFfXx])(\d{0,2})\}")
_FORMS = {"D": "0{}d", "N": ",.{}f", "F": ".{}f", "X": "0{}X"}
_PATTERN = lazy(r"[\\^$.|?*+()\[\]{}]")


def written(value: Value) -> str:
    """Return a value as PowerShell writes it into a text."""
    data = value.data
    if value.kind == "unknown":
        return UNKNOWN
    if value.kind == "null":
        return ""
    if value.kind == "object":
        return "System.Collections.Hashtable"
    if value.kind == "array":
        return " ".join(str(item.data) if item.kind == "string" else written(item) for item in data[:ITEM_LIMIT])
    return number_text(data) if value.kind == "number" else str(data)


def first(arguments: Arguments, *names: str) -> Value | None:
    """Return the argument of one of these names, what a pipeline hands over, or the first one by position."""
    for name in (*names, "inputobject"):
        if name in arguments.named:
            return arguments.named[name]
    return arguments.positional[0] if arguments.positional else None


def plus(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Add: of `a + b` the left operand says whether texts, arrays, hashtables or numbers are added."""
    del node
    values = arguments.positional
    result = values[0]
    for value in values[1:]:
        if result.kind == "null":
            result = value
        elif result.kind == "array":
            made = Container("array", list(result.data), is_open=result.is_open, born=evaluator.branch)
            if value.kind == "array":
                spread_items(made, value)
            elif len(made.data) < ITEM_LIMIT:
                made.data.append(value)
            made.parts = spans_of(result, value)
            result = made
        elif result.kind == "object" and value.kind == "object":
            merged = Container("object", {}, born=evaluator.branch)
            spread_members(merged, result)
            spread_members(merged, value)
            merged.parts = spans_of(result, value)
            result = merged
        elif result.kind == "string":
            result = evaluator.text(result, value)
        else:
            result = combine(evaluator, "add", result, value)
    return result


def formatted(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`template -f values` and `[string]::Format(template, values…)`."""
    if len(arguments.positional) < 2:
        return Unclear(evaluator.span(node))
    template, *rest = arguments.positional
    if template.kind != "string":
        return unknown_of(template, *rest)
    values = rest[0].data if len(rest) == 1 and rest[0].kind == "array" else rest

    def _find(name: str) -> Value | None:
        return values[int(name)] if name.isdigit() and len(name) < 4 and int(name) < len(values) else None

    return filled(_with_python_forms(template), _find, evaluator.dialect.text)


def _with_python_forms(template: Value) -> Value:
    """Return a template with .NET's numeric forms (`{0:D2}`, `{0:N1}`) as `filled` takes them."""
    text = _FORM.sub(lambda match: f"{{{match[1]}:{_FORMS[match[2].upper()].format(match[3] or 0)}}}", template.data)
    return template if text == template.data else derived(template, text)


def joined(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`values -join separator` and `-join values`."""
    del node
    values = arguments.positional
    separator = values[1] if len(values) > 1 else Value("string", "")
    items = Container("array", [])
    if values[0].kind == "string":
        return values[0]
    spread_items(items, values[0])
    if items.is_open and not items.data:
        return unknown_of(*values)
    pieces: list[Value] = []
    for item in items.data[:ITEM_LIMIT]:
        if pieces:
            pieces.append(separator)
        pieces.append(item)
    made = evaluator.text(*pieces)
    made.is_open = made.is_open or items.is_open
    return made


def join_static(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[string]::Join(separator, values)`."""
    if len(arguments.positional) < 2:
        return Unclear(evaluator.span(node))
    turned = Arguments()
    turned.positional = [arguments.positional[1], arguments.positional[0]]
    return joined(evaluator, turned, node)


def replaced(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`text -replace pattern, new`, where the pattern is plain text."""
    del evaluator, node
    values = arguments.positional
    owner, given = values[0], values[1] if len(values) > 1 else Value("null", None)
    pair = given.data if given.kind == "array" else [given]
    old = pair[0] if pair else given
    new = pair[1] if len(pair) > 1 else Value("string", "")
    if owner.kind != "string" or not (old.known and old.kind == "string" and new.kind == "string"):
        return unknown_of(owner, old, new)
    plain = old.data.replace("\\.", ".").replace("\\/", "/").replace("\\$", "")
    ends = {"/$": lambda text: text.removesuffix("/"), "/+$": lambda text: text.rstrip("/")}.get(old.data)
    if ends is not None and not new.data:
        return derived(owner, ends(owner.data))
    if _PATTERN.search(plain.replace(".", "")) or (old.data != plain and "." not in plain):
        return unknown_of(owner, old, new)
    return derived(owner, owner.data.replace(plain, new.data), new)


def as_array(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`@( value )`: an array stays what it is, anything else is its one item, nothing is none."""
    value = arguments.positional[0]
    if value.kind == "array":
        return value
    if isinstance(value, Unclear):
        return value
    return Container("array", [] if value.kind == "null" else [value], evaluator.span(node), born=evaluator.branch)


def splatted(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`@name`: the members of a hashtable as parameters."""
    value = arguments.positional[0]
    if value.kind != "object":
        return Unclear(evaluator.span(node))
    made = Container("object", {name.lower(): item for name, item in value.data.items()}, is_open=value.is_open)
    made.keys = {name.lower(): place for name, place in value.keys.items()}
    return made


def cast(kind: str) -> Handler:
    """Return the handler of `[string]`, `[int]` and their like."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del node
        value = arguments.positional[0]
        if kind == "array":
            return value if value.kind in ("array", "unknown") else Container("array", [value], born=evaluator.branch)
        if kind == "string":
            return value if value.kind == "string" else evaluator.text(value)
        if kind == "bool":
            known = truth(value)
            return value if known is None else Value("boolean", known, None, parts=spans_of(value))
        if value.kind != "string" or value.is_open:
            return value
        try:
            number = float(value.data) if kind in ("double", "decimal", "float", "single") else int(value.data)
        except ValueError:
            return unknown_of(value)
        return Value("number", number, None, parts=spans_of(value))

    return _handler


def to_json(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`ConvertTo-Json`: JSON text that still knows its value.

    Without `-Depth` only two levels are written as JSON and what is deeper as text; the request that is meant has all.
    """
    value = first(arguments)
    if value is None:
        return Unclear(evaluator.span(node))
    return json_text(evaluator.copier.snapshot(value))


def from_json(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`ConvertFrom-Json`."""
    value = first(arguments)
    return Unclear(evaluator.span(node)) if value is None else decoded_json(evaluator, value)


def same(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what is handed in (`Write-Output`, `ConvertTo-SecureString`, `GetBytes`, `Out-String`)."""
    value = first(arguments, "string", "securestring")
    return Unclear(evaluator.span(node)) if value is None else value


def nothing(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do nothing that a request shows (`Write-Host`, `Out-Null`, `Start-Sleep`)."""
    del arguments
    return Value("null", None, evaluator.span(node))


def file(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Get-Item`, `Get-Content`, `[IO.File]::ReadAllBytes`: a file, by its path where that is told."""
    path = first(arguments, "path", "literalpath")
    if isinstance(path, FileThing):
        return path
    return FileThing(path if path is not None and path.kind == "string" else None, evaluator.span(node))


def environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[Environment]::GetEnvironmentVariable(name)`: what the text set itself, else unknown."""
    name = first(arguments)
    if name is None or not name.known:
        return Unclear(evaluator.span(node))
    return evaluator.scope.find(f"env:{str(name.data).lower()}") or Unclear(evaluator.span(node))


def path_joined(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Join-Path a b`."""
    del node
    given = [arguments.named[name] for name in ("path", "childpath") if name in arguments.named]
    pieces: list[Value] = []
    for value in (*given, *arguments.positional):
        pieces += [Value("string", "/"), value] if pieces else [value]
    return evaluator.text(*pieces)


def for_each(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`… | ForEach-Object { … }`: the block is called with every item; of a name, that member of every item."""
    items = Container("array", [])
    handed = arguments.named.get("inputobject")
    if handed is not None:
        spread_items(items, handed) if handed.kind == "array" else items.data.append(handed)
    given = [*arguments.positional, *(arguments.named.get(name) for name in ("process", "membername", "parallel"))]
    blocks = [value for value in given if isinstance(value, Closure)]
    made = Container("array", [], is_open=items.is_open, born=evaluator.branch)
    for item in items.data[:ITEM_LIMIT] or ([Unclear()] if handed is None or items.is_open else []):
        for block in blocks[-1:]:
            one = Arguments()
            one.named["_"] = item
            result = call(evaluator, block, one, node)
            if result.kind != "null":
                made.data.append(result)
        if not blocks and given and given[0] is not None and given[0].kind == "string":
            made.data.append(get_attribute(evaluator, item, str(given[0].data), node))
    return made.data[0] if len(made.data) == 1 and not made.is_open else made


def selected(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`… | Select-Object -ExpandProperty name`."""
    handed, name = arguments.named.get("inputobject"), arguments.named.get("expandproperty")
    if handed is None or name is None or not name.known:
        return unknown_of(handed, span=evaluator.span(node))
    return get_attribute(evaluator, handed, str(name.data), node)


def assigned(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Set-Variable name value`."""
    name = arguments.get(0, "name")
    value = arguments.get(1 if "name" not in arguments.named else 0, "value")
    if name is not None and name.known and value is not None:
        evaluator.scope.names[str(name.data).lower()] = value
    return nothing(evaluator, arguments, node)


def made_object(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`New-Object Type …`: what the constructor of the type makes."""
    from supportdesk.reading.code.powershell.lowering import type_name

    name = arguments.get(0, "typename")
    if name is None or not name.known:
        return Unclear(evaluator.span(node))
    rest = arguments.positional[0 if "typename" in arguments.named else 1 :]
    listed = arguments.named.get("argumentlist")
    handed = Arguments()
    for value in (*rest, *([listed] if listed is not None else [])):
        handed.positional += value.data if value.kind == "array" else [value]
    made = call(evaluator, evaluator.lookup(f"[{type_name(str(name.data))}]", node), handed, node)
    properties = arguments.named.get("property")
    if properties is not None and properties.kind == "object":
        from supportdesk.reading.code.members import set_attribute

        if made.kind == "object" and not made.data:
            return properties
        for key, item in properties.data.items():
            set_attribute(evaluator, made, key, item)
    return made


def new_container(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[hashtable]::new()`, `New-Object Dictionary`, `[PSCustomObject]`."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    for value in arguments.positional[:1]:
        if value.kind == "object":
            spread_members(made, value)
    return made


def new_list(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[System.Collections.ArrayList]::new()`, `New-Object List[object]`."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    for value in arguments.positional[:1]:
        if value.kind == "array":
            spread_items(made, value)
    return made


def name_of(value: Value) -> Value:
    """Return a name for a header or method: of `[Net.HttpRequestHeader]::ContentType` its last part."""
    if isinstance(value, Reference):
        last = value.path.rpartition(".")[2]
        known = {"contenttype": "content-type", "useragent": "user-agent", "acceptlanguage": "accept-language"}
        return Value("string", known.get(last, last), value.span)
    return value if not isinstance(value, Thing) else Value("string", UNKNOWN, value.span, is_open=True)


def handlers() -> dict[str, Handler]:
    """Return the handlers by the names that the lowering gives."""
    made: dict[str, Handler] = {
        "operator:+": plus, "operator:-f": formatted, "operator:-join": joined, "operator:-replace": replaced,
        "operator:@": as_array, "operator:@splat": splatted, "function:convertto-json": to_json,
        "function:convertfrom-json": from_json, "function:join-path": path_joined, "function:new-object": made_object,
        "function:set-variable": assigned, "function:select-object": selected, "function:select": selected,
        "[string].format": formatted, "[string].join": join_static,
        "[environment].getenvironmentvariable": environment,
        **dict.fromkeys(("function:foreach-object", "function:%", "function:foreach"), for_each),
        **dict.fromkeys(
            ("function:write-output", "function:echo", "function:convertto-securestring", "function:out-string",
             "function:convertfrom-securestring", "function:tee-object", "[uri]", "[version]",
             "[net.networkcredential]"), same
        ),
        **dict.fromkeys(
            ("function:write-host", "function:out-null", "function:start-sleep", "function:sleep",
             "function:add-type", "function:write-verbose", "function:set-strictmode"), nothing
        ),
        **dict.fromkeys(
            ("function:get-item", "function:gi", "function:get-content", "function:gc", "function:cat",
             "function:type", "function:resolve-path", "[io.file].readallbytes", "[io.file].readalltext",
             "[io.file].openread", "[io.fileinfo]"), file
        ),
        **dict.fromkeys(
            ("[hashtable]", "[collections.hashtable]", "[collections.generic.dictionary]", "[pscustomobject]",
             "[collections.specialized.ordereddictionary]", "[psobject]", "[ordered]", "[object]",
             "[management.automation.psobject]", "[collections.specialized.namevaluecollection]",
             "[net.webheadercollection]", "[collections.idictionary]", "[generic.dictionary]",
             "[collections.generic.sorteddictionary]"), new_container
        ),
        **dict.fromkeys(
            ("[collections.arraylist]", "[collections.generic.list]", "[generic.list]",
             "[collections.objectmodel.collection]"), new_list
        ),
        **{f"cast:{kind}": cast(kind) for kind in ("string", "bool", "array", "double", "decimal", "float", "single")},
        **{f"cast:{kind}": cast("int") for kind in ("int", "int32", "int64", "long")},
    }  # fmt: skip
    return made
