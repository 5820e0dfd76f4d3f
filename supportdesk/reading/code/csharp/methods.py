"""Methods of texts, dictionaries and lists in C#, LINQ's among them.

Source: learn.microsoft.com/dotnet/api, the pages of System.String, System.Linq.Enumerable and System.Text.Json.Nodes.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.container_methods import ARRAY_METHODS, OBJECT_METHODS
from supportdesk.reading.code.csharp import json_library as csharp_json
from supportdesk.reading.code.csharp.builtin_functions import each, first, pairs
from supportdesk.reading.code.evaluate import Evaluator, Method
from supportdesk.reading.code.members import set_item, spread_items
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.text_methods import METHODS
from supportdesk.reading.code.texts import derived, json_text, unknown_of
from supportdesk.reading.code.things import Arguments, Closure, Container
from supportdesk.value import Value

ITEM_LIMIT = 400


def add_item(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`mapping.Add(key, value)`, `mapping.Add(new JProperty(…))`."""
    if len(arguments.positional) == 2:
        set_item(evaluator, owner, arguments.positional[0], arguments.positional[1])
    else:
        for value in arguments.positional:
            for key, item in pairs(Container("array", [value])):
                set_item(evaluator, owner, key, item)
    del node
    return owner


def to_text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`ToString()` of a JSON node, a number or a text."""
    del arguments, node
    if owner.kind in ("object", "array"):
        return json_text(evaluator.copier.snapshot(csharp_json.written(evaluator, owner)))
    return owner if owner.kind == "string" else evaluator.text(owner)


def substring(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`text.Substring(start, length)`."""
    start, length = arguments.get(0, "startIndex"), arguments.get(1, "length")
    numbers = [one.data for one in (start, length) if one is not None]
    if owner.is_open or not numbers or not all(isinstance(one, int) and one >= 0 for one in numbers):
        return unknown_of(owner, span=evaluator.span(node))
    end = None if length is None else numbers[0] + numbers[1]
    return derived(owner, owner.data[numbers[0] : end])


def same_value(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the same again in another type: `ToList`, `ToArray`, `AsEnumerable`, `DeepClone`."""
    del evaluator, arguments, node
    return owner


def _through(evaluator: Evaluator, owner: Value, node: ir.Node) -> Container:
    handed = Arguments()
    handed.positional = [owner]
    made = Container("array", [])
    spread_items(made, each(evaluator, handed, node))
    made.is_open = made.is_open or len(made.data) > ITEM_LIMIT
    return made


def select(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`items.Select(item => …)`."""
    through = _through(evaluator, owner, node)
    steps = first(evaluator, arguments, node)
    made = Container("array", [], is_open=through.is_open, born=evaluator.branch)
    for index, item in enumerate(through.data[:ITEM_LIMIT]):
        handed = Arguments()
        wanted = len(steps.function.parameters) if isinstance(steps, Closure) else 1
        handed.positional = [item, Value("number", index)][:wanted]
        made.data.append(call(evaluator, steps, handed, node))
    return made


def where(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`items.Where(item => …)`: those of which the test is not known to fail; open where it is not known."""
    through = _through(evaluator, owner, node)
    tests = [truth(item) for item in select(evaluator, through, arguments, node).data]
    kept = [item for item, test in zip(through.data, tests, strict=False) if test is not False]
    return Container("array", kept, is_open=through.is_open or None in tests, born=evaluator.branch)


def chained(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`items.Concat(others)`, `items.Append(item)`."""
    made = _through(evaluator, owner, node)
    for value in arguments.positional:
        if value.kind == "array":
            spread_items(made, value)
        else:
            made.data.append(value)
    return made


def take_first(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`items.First()`."""
    made = _through(evaluator, owner, node)
    if made.data and not made.is_open and not arguments.positional:
        item: Value = made.data[0]
        return item
    return unknown_of(owner, span=evaluator.span(node))


_STRING_NAMES = {
    "Trim": "strip", "TrimStart": "lstrip", "TrimEnd": "rstrip", "Replace": "replace", "Split": "split",
    "ToLower": "lower", "ToUpper": "upper", "ToLowerInvariant": "lower", "ToUpperInvariant": "upper",
    "StartsWith": "startswith", "EndsWith": "endswith",
}  # fmt: skip


_JSON_TEXTS = dict.fromkeys(("ToString", "ToJsonString"), to_text)


_SAME = dict.fromkeys(
    ("ToList", "ToArray", "AsEnumerable", "DeepClone", "AsReadOnly", "AsObject", "AsArray", "ToDictionary"), same_value
)


_LINQ: dict[str, Method] = {
    "Select": select, "Where": where, "Concat": chained, "Append": chained, "First": take_first,
    "FirstOrDefault": take_first, "ForEach": select,
}  # fmt: skip


STRING_METHODS: dict[str, Method] = {
    **{name: METHODS[python] for name, python in _STRING_NAMES.items()},
    **dict.fromkeys(("ToString", "ToCharArray", "ToArray", "Normalize"), same_value),
    "Substring": substring,
}


OBJECT: dict[str, Method] = {
    **dict.fromkeys(("Add", "TryAdd", "Set"), add_item),
    "Remove": OBJECT_METHODS["pop"],
    "Clear": OBJECT_METHODS["clear"],
    "Merge": OBJECT_METHODS["update"],
    **_LINQ,
    **_SAME,
    **_JSON_TEXTS,
}


ARRAY: dict[str, Method] = {
    **dict.fromkeys(("Add", "Enqueue", "Push"), ARRAY_METHODS["append"]),
    "AddRange": ARRAY_METHODS["extend"],
    "Insert": ARRAY_METHODS["insert"],
    "Clear": ARRAY_METHODS["clear"],
    **_LINQ,
    **_SAME,
    **_JSON_TEXTS,
}
