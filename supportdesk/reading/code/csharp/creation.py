"""Lowering of what makes objects in C#: `new`, object and collection initialisers, anonymous objects, lambdas.

An object initialiser becomes `%init(object, it => { it.A = 1; it.Add(2); })`, so that it does what C# says it does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.csharp.lowering import PROPERTY_TYPES, Lowering, arguments, helper, zero
from supportdesk.reading.code.csharp.names import LISTS, MAPPINGS, declared, type_name
from supportdesk.reading.code.trees import Tree

CLIENT_TYPES = frozenset(
    (
        "HttpClient", "IHttpClientFactory", "RestClient", "IRestClient", "ChatClient", "ImageClient", "OpenAIClient",
        "EmbeddingClient", "AudioClient", "AzureOpenAIClient", "IFlurlClient", "FlurlClient", "AnthropicClient",
        "WebClient", "HttpRequestMessage", "RestRequest",
    )
)  # fmt: skip
"""Types of what a program is given to send requests with; without a value it is made as one of unknown settings."""

_PAIRS = ("KeyValuePair",)


def _new(low: Lowering, node: Tree) -> ir.Node:
    kind = node.child_by_field_name("type")
    if node.type == "implicit_object_creation_expression":
        kind = low.wanted
    given = node.child_by_field_name("arguments") or _child(node, "argument_list")
    return made_object(low, node, kind, given, _initialiser(node))


def _child(node: Tree, kind: str) -> Tree | None:
    return next((child for child in node.named_children if child.type == kind), None)


def _initialiser(node: Tree) -> Tree | None:
    return node.child_by_field_name("initializer") or _child(node, "initializer_expression")


def made_object(low: Lowering, node: Tree, kind: Tree | None, given: Tree | None, initialiser: Tree | None) -> ir.Node:
    """Return `new kind(given) { initialiser }`."""
    place = low.bounds(node)
    name = "" if kind is None else type_name(low.source(kind))
    name, low.hint = name or low.hint, ""
    before, low.wanted = low.wanted, None
    handed = arguments(low, given)
    low.wanted = before
    element = _element_type(kind)
    if name in MAPPINGS and _is_keyed(initialiser) and not _is_property(handed):
        return ir.Mapping(_copied(handed) + _entries(low, initialiser, element), *place)
    if name in LISTS and not name.startswith("J"):
        copied = [ir.Spread(value, *place) for _, value in _copied(handed)]
        return ir.Sequence([*copied, *_items(low, initialiser, element)], *place)
    if not name:
        name = "KeyValuePair" if len(handed) == 2 and initialiser is None else "%new"
    known = low.name(name, *place) if name in low.scopes[0] else ir.Name(name, *place)
    made: ir.Node = ir.Call(known, handed, *place)
    if initialiser is None:
        return made
    if name in LISTS:
        return ir.Sequence([*(argument.value for argument in handed), *_items(low, initialiser, element)], *place)
    return _initialised(low, made, initialiser, place, element)


def _is_property(handed: list[ir.Argument]) -> bool:
    """Say whether an argument is a `new JProperty(…)` or its like, which is a member and not a mapping to copy."""
    return any(isinstance(one.value, ir.Call | ir.Sequence) and one.name is None for one in handed)


def _copied(handed: list[ir.Argument]) -> list[tuple[ir.Node | None, ir.Node]]:
    """Return what a container is made a copy of: not its size, and not its comparer."""
    return [
        (None, one.value)
        for one in handed
        if not isinstance(one.value, ir.Literal)
        and not (isinstance(one.value, ir.Attribute) and "Comparer" in getattr(one.value.target, "name", ""))
    ]


def _is_keyed(initialiser: Tree | None) -> bool:
    for child in () if initialiser is None else initialiser.named_children:
        if child.type == "assignment_expression":
            left = child.child_by_field_name("left")
            if left is None or left.type not in ("element_binding_expression", "identifier"):
                return False
        elif child.type == "initializer_expression":
            if len([part for part in child.named_children if part.type != "comment"]) != 2:
                return False
        elif child.type not in ("comment", "ERROR"):
            return False
    return True


def _entries(low: Lowering, initialiser: Tree | None, element: Tree | None) -> list[tuple[ir.Node | None, ir.Node]]:
    """Return the members of `{ ["a"] = 1 }` and `{ { "a", 1 } }`."""
    made: list[tuple[ir.Node | None, ir.Node]] = []
    for child in () if initialiser is None else initialiser.named_children:
        if child.type == "assignment_expression":
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if left is None or right is None:
                continue
            keys = low.parts(left)
            key = keys[0] if left.type == "element_binding_expression" and keys else None
            if left.type == "identifier":
                key = ir.Literal(low.source(left), *low.bounds(left))
            if key is not None:
                made.append((key, low.valued(right, element)))
        elif child.type == "initializer_expression":
            parts = [part for part in child.named_children if part.type != "comment"]
            if len(parts) == 2:
                made.append((low.expression(parts[0]), low.valued(parts[1], element)))
    if initialiser is not None and low.is_cut(initialiser):
        made.append((None, low.rest(initialiser)))
    return made


def _items(low: Lowering, node: Tree | None, element: Tree | None) -> list[ir.Node]:
    """Return the items of `{ a, b }` or `[a, ..b]`."""
    made: list[ir.Node] = []
    for child in () if node is None else node.named_children:
        if child.type in low.IGNORED or child.type == "ERROR":
            continue
        inner = child.named_children[0] if child.type == "collection_element" and child.named_children else child
        if inner.type == "spread_element":
            made.extend(ir.Spread(part, *low.bounds(inner)) for part in low.parts(inner))
        elif inner.type == "initializer_expression":
            made.append(ir.Sequence(_items(low, inner, None), *low.bounds(inner)))
        else:
            made.append(low.valued(inner, element))
    if node is not None and low.is_cut(node):
        made.append(ir.Spread(low.rest(node), *low.bounds(node)))
    return made


def _initialised(
    low: Lowering, made: ir.Node, initialiser: Tree, place: tuple[int, int], element: Tree | None
) -> ir.Node:
    body: list[ir.Node] = []
    _steps(low, ir.Name("%it", *place), initialiser, body, element)
    steps = ir.Function("", [ir.Parameter("%it")], body, *place)
    return helper("%init", place, made, steps)


def _steps(low: Lowering, target: ir.Node, initialiser: Tree, body: list[ir.Node], element: Tree | None) -> None:
    """Append what an initialiser does to `target`."""
    for child in initialiser.named_children:
        place = low.bounds(child)
        if child.type == "assignment_expression":
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if left is None or right is None:
                continue
            where: ir.Node
            if left.type == "element_binding_expression":
                keys = low.parts(left)
                where = ir.Subscript(target, keys[0] if keys else ir.Other([], *place), *place)
            else:
                where = ir.Attribute(target, low.source(left), *place)
            if right.type == "initializer_expression":
                _steps(low, where, right, body, None)
            else:
                low.hint = PROPERTY_TYPES.get(low.source(left), "")
                body.append(ir.Assign(where, low.valued(right, None), *place))
        elif child.type == "initializer_expression":
            given = [ir.Argument(value) for value in low.parts(child)]
            body.append(ir.Call(ir.Attribute(target, "Add", *place), given, *place))
        elif child.type not in low.IGNORED and child.type != "ERROR":
            value = ir.Argument(low.valued(child, element))
            body.append(ir.Call(ir.Attribute(target, "Add", *place), [value], *place))


def _element_type(kind: Tree | None) -> Tree | None:
    """Return the type of the items of `List<T>`, `T[]` and of the values of `Dictionary<K, T>`."""
    while kind is not None and kind.type in ("nullable_type", "qualified_name"):
        kind = kind.child_by_field_name("type") or kind.child_by_field_name("name")
    if kind is None:
        return None
    if kind.type == "array_type":
        found: Tree | None = kind.child_by_field_name("type")
        return found
    given = _child(kind, "type_argument_list")
    return given.named_children[-1] if given is not None and given.named_children else None


def _array(low: Lowering, node: Tree) -> ir.Node:
    kind = node.child_by_field_name("type")
    element = _element_type(kind)
    initialiser = _initialiser(node)
    if initialiser is None:
        return ir.Sequence([ir.Spread(ir.Other([], *low.bounds(node)), *low.bounds(node))], *low.bounds(node))
    return ir.Sequence(_items(low, initialiser, element), *low.bounds(node))


def _collection(low: Lowering, node: Tree) -> ir.Node:
    """Return `[a, b]`, or `{ a, b }` where a declared type says what it makes."""
    return ir.Sequence(_items(low, node, _element_type(low.wanted)), *low.bounds(node))


def _anonymous(low: Lowering, node: Tree) -> ir.Node:
    """Return `new { a = 1, b, c.D }`; a member without a name has that of its value."""
    place = low.bounds(node)
    given: list[ir.Argument] = []
    name: Tree | None = None
    before, low.wanted = low.wanted, None
    for index, child in enumerate(node.children):
        if not child.is_named or child.type in low.IGNORED or child.type == "ERROR":
            continue
        if index + 1 < len(node.children) and node.children[index + 1].type == "=":
            name = child
            continue
        value = low.expression(child)
        if name is None:
            last = child.child_by_field_name("name") or child
            if child.type in ("identifier", "member_access_expression"):
                given.append(ir.Argument(value, low.source(last).removeprefix("@"), *low.bounds(last)))
        else:
            given.append(ir.Argument(value, low.source(name).removeprefix("@"), *low.bounds(name)))
        name = None
    low.wanted = before
    if low.is_cut(node):
        given.append(ir.Argument(low.rest(node), spread="members"))
    return ir.Call(ir.Name("%anonymous", *place), given, *place)


def _with(low: Lowering, node: Tree) -> ir.Node:
    """Return `value with { A = 1 }`."""
    children = node.named_children
    place = low.bounds(node)
    given = [ir.Argument(low.expression(children[0]))]
    for child in children[1:]:
        parts = child.named_children
        if child.type == "with_initializer" and len(parts) == 2:
            given.append(ir.Argument(low.expression(parts[1]), low.source(parts[0]), *low.bounds(parts[0])))
    return ir.Call(ir.Name("%with", *place), given, *place)


def _lambda(low: Lowering, node: Tree) -> ir.Node:
    written, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    taken: list[ir.Parameter] = []
    if written is not None and written.type == "parameter_list":
        taken = parameters(low, written)
    elif written is not None:
        taken = [ir.Parameter(low.source(written))]
    place = low.bounds(node)
    return ir.Function("", taken, function_body(low, body, taken), *place)


def function_body(
    low: Lowering, body: Tree | None, taken: list[ir.Parameter], more: tuple[str, ...] = ()
) -> list[ir.Node]:
    """Return the statements of a function: a block, or the expression behind `=>`."""
    if body is None:
        return []
    low.enter({*(parameter.name for parameter in taken), *more, *declared(body)})
    is_block = body.type == "block"
    made: list[ir.Node] = low.statements(body) if is_block else [ir.Return(low.expression(body), *low.bounds(body))]
    low.leave()
    return made


def parameters(low: Lowering, node: Tree | None) -> list[ir.Parameter]:
    """Return the parameters of a function; a client that nothing hands in is one of unknown settings."""
    made: list[ir.Parameter] = []
    children = [] if node is None else node.named_children
    for child in children:
        if child.type != "parameter":
            continue
        name = child.child_by_field_name("name")
        if name is None:
            continue
        kind = child.child_by_field_name("type")
        value = None
        last = child.named_children[-1]
        if last.start_byte > name.start_byte:
            value = low.valued(last, kind)
        elif kind is not None:
            value = given_client(low, kind)
        made.append(ir.Parameter(low.source(name).removeprefix("@"), value))
    rest = None if node is None else node.child_by_field_name("name")
    if rest is not None and rest.type == "identifier":
        made.append(ir.Parameter(low.source(rest), None, "rest"))
    return made


def given_client(low: Lowering, kind: Tree) -> ir.Node | None:
    """Return a client of unknown settings where a type says that the program is handed one, else None."""
    name = type_name(low.source(kind))
    place = low.bounds(kind)
    return helper("%given", place, ir.Literal(name, *place)) if name in CLIENT_TYPES else None


def unset(low: Lowering, kind: Tree | None, place: tuple[int, int]) -> ir.Node:
    """Return what a field holds that nothing sets."""
    given = given_client(low, kind) if kind is not None else None
    return given or zero(low, kind, place)


HANDLERS: dict[str, Callable[[Any, Tree], ir.Node]] = {
    **dict.fromkeys(("object_creation_expression", "implicit_object_creation_expression"), _new),
    **dict.fromkeys(("array_creation_expression", "implicit_array_creation_expression"), _array),
    **dict.fromkeys(("collection_expression", "initializer_expression"), _collection),
    "anonymous_object_creation_expression": _anonymous,
    "with_expression": _with,
    **dict.fromkeys(("lambda_expression", "anonymous_method_expression"), _lambda),
}
"""Node type of the grammar → what lowers it as an expression."""
