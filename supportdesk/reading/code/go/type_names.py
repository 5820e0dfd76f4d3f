"""Go's types in a lowered text: declarations by name and place, zero values, and literals of structs, maps and slices.

A struct becomes a class; its fields, their kinds and tags are what `__fields__` returns, so that encoding/json can be
followed. https://go.dev/ref/spec (Types, The zero value, Composite literals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir

if TYPE_CHECKING:
    from supportdesk.reading.code.go.lowering import Lowering
    from supportdesk.reading.code.trees import Tree

_NUMBERS = frozenset(
    (
        "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "byte",
        "rune", "float32", "float64", "complex64", "complex128",
    )
)  # fmt: skip
_NILS = frozenset(
    ("pointer_type", "slice_type", "map_type", "interface_type", "function_type", "channel_type", "error", "any")
)
_ZEROS = {"time.Duration": "go.zero.number", "json.Number": "go.zero.string", "json.RawMessage": "go.zero.nil"}
_INTERFACES = (".Context", ".Handler", ".RoundTripper", ".CancelFunc", ".HandlerFunc", ".CookieJar")
_HOPS = 10


class Declared(NamedTuple):
    """A declared type: the type behind its name, and the offsets between which the name means it."""

    type: Tree
    start: int
    end: int


def class_name(name: str, node: Tree) -> str:
    """Return the name that a struct's class is bound to; no variable can have it."""
    return f"type {name}@{node.start_byte}"


def stripped(node: Tree) -> Tree:
    """Return a type without pointers, brackets and type arguments around it."""
    for _ in range(_HOPS):
        inner = None
        if node.type in ("pointer_type", "parenthesized_type"):
            inner = next(iter(node.named_children), None)
        elif node.type == "generic_type":
            inner = node.child_by_field_name("type")
        if inner is None:
            break
        node = inner
    return node


def resolved(low: Lowering, node: Tree) -> tuple[Tree, str]:
    """Return the type behind a name, and the name of the struct's class ('' where it is no declared struct)."""
    node = stripped(node)
    for _ in range(_HOPS):
        if node.type != "type_identifier":
            break
        name = low.source(node)
        declared = low.declared(name, node.start_byte)
        if declared is None:
            break
        if declared.type.type == "struct_type":
            return declared.type, class_name(name, declared.type)
        node = stripped(declared.type)
    return node, ""


def type_value(low: Lowering, node: Tree) -> ir.Node:
    """Return the class or library type that a struct type is."""
    place = low.bounds(node)
    found, name = resolved(low, node)
    if name:
        return ir.Name(name, *place)
    if found.type == "struct_type":
        return ir.Name(low.hoist(found), *place)
    if found.type == "qualified_type":
        return qualified(low, found)
    written = low.source(found)
    cut_off = found.type == "type_identifier" and written in low.outline.methods  # a type of which only methods show
    return ir.Name(f"type {written}" if cut_off else written, *place)


def qualified(low: Lowering, node: Tree) -> ir.Node:
    """Return `package.Name`."""
    package, name = node.child_by_field_name("package"), node.child_by_field_name("name")
    place = low.bounds(node)
    if package is None or name is None:
        return ir.Other([], *place)
    return ir.Attribute(ir.Name(low.source(package), *low.bounds(package)), low.source(name), *place)


def zero(low: Lowering, node: Tree | None, *, new: bool = False) -> ir.Node:
    """Return the zero value of a type; with `new` that of what it points to."""
    if node is None:
        return ir.Other([], 0, 0)
    place = low.bounds(node)
    if node.type == "pointer_type" and not new:
        return ir.Name("go.zero.nil", *place)
    found, _ = resolved(low, node)
    text = low.source(found)
    if found.type in _NILS or text in _NILS:
        return ir.Name("go.zero.nil", *place)
    if text in _NUMBERS or found.type == "struct_type" or text in ("string", "bool"):
        if found.type == "struct_type":
            return ir.Call(ir.Name("go.new", *place), [ir.Argument(type_value(low, node))], *place)
        return ir.Name(f"go.zero.{text if text in ('string', 'bool') else 'number'}", *place)
    if text in _ZEROS:
        return ir.Name(_ZEROS[text], *place)
    if found.type == "qualified_type":
        if text.startswith("io.") or text.endswith(_INTERFACES):
            return ir.Name("go.zero.nil", *place)
        return ir.Call(ir.Name("go.new", *place), [ir.Argument(qualified(low, found))], *place)
    return ir.Other([], *place)


def made(low: Lowering, node: Tree, sizes: list[ir.Node]) -> ir.Node:
    """Return what `make(type, sizes…)` makes."""
    place = low.bounds(node)
    found, _ = resolved(low, node)
    if found.type == "map_type":
        return ir.Call(ir.Name("go.map", *place), [], *place)
    if found.type == "slice_type":
        element = found.child_by_field_name("element")
        given = [ir.Argument(zero(low, element)), *(ir.Argument(size) for size in sizes[:1])]
        return ir.Call(ir.Name("go.slice", *place), given, *place)
    if found.type == "qualified_type":
        return ir.Call(ir.Name("go.new", *place), [ir.Argument(qualified(low, found))], *place)
    return ir.Other([], *place)


def literal(low: Lowering, kind: Tree, body: Tree) -> ir.Node:
    """Return a composite literal `kind{…}`."""
    found, _ = resolved(low, kind)
    place = low.offset(kind.start_byte) if kind.end_byte <= body.start_byte else low.offset(body.start_byte)
    bounds = (place, low.offset(body.end_byte))
    if found.type == "map_type":
        return _mapping(low, body, found.child_by_field_name("value"), bounds)
    if found.type in ("slice_type", "array_type", "implicit_length_array_type"):
        return _sequence(low, body, found.child_by_field_name("element"), bounds)
    if found.type == "qualified_type" and body.named_children and not _is_keyed(body):  # a library's slice
        return _sequence(low, body, None, bounds)
    if found.type != "struct_type" and _has_other_keys(body):
        made = _mapping(low, body, None, bounds)
        if found.type == "qualified_type":  # a library's map: url.Values, http.Header, gin.H
            return ir.Call(ir.Name("go.new", *bounds), [ir.Argument(qualified(low, found)), ir.Argument(made)], *bounds)
        return made
    return _structure(low, kind, body, bounds)


def _is_keyed(body: Tree) -> bool:
    return any(child.type == "keyed_element" for child in body.named_children)


def _has_other_keys(body: Tree) -> bool:
    """Say whether a literal's keys are no names of fields."""
    for child in body.named_children:
        if child.type == "keyed_element":
            key = child.child_by_field_name("key")
            inner = key.named_children[0] if key is not None and key.named_children else None
            return inner is not None and inner.type != "identifier"
    return False


def _element(low: Lowering, node: Tree | None, kind: Tree | None) -> ir.Node:
    """Return a literal's element; one without a type has that of its container."""
    if node is None:
        return ir.Other([], 0, 0)
    inner = node.named_children[0] if node.type == "literal_element" and node.named_children else node
    if inner.type != "literal_value":
        return low.expression(inner)
    if not low.enter():
        return ir.Other([], *low.bounds(inner))
    if kind is not None:
        made = literal(low, kind, inner)
    elif _has_other_keys(inner):
        made = _mapping(low, inner, None, low.bounds(inner))
    elif _is_keyed(inner):
        made = _structure(low, inner, inner, low.bounds(inner))
    else:
        made = _sequence(low, inner, None, low.bounds(inner))
    low.leave()
    return made


def _mapping(low: Lowering, body: Tree, kind: Tree | None, place: tuple[int, int]) -> ir.Node:
    entries: list[tuple[ir.Node | None, ir.Node]] = []
    for child in body.named_children:
        if child.type == "keyed_element":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None:
                entries.append((_element(low, key, None), _element(low, value, kind)))
        elif child.type == "ERROR":
            entries.append((None, ir.Other([], *low.bounds(child))))
    if low.is_cut(body):
        entries.append((None, low.rest(body)))
    return ir.Mapping(entries, *place)


def _sequence(low: Lowering, body: Tree, kind: Tree | None, place: tuple[int, int]) -> ir.Node:
    items: list[ir.Node] = []
    for child in body.named_children:
        if child.type == "keyed_element":
            items.append(_element(low, child.child_by_field_name("value"), kind))
        elif child.type == "literal_element":
            items.append(_element(low, child, kind))
    if low.is_cut(body):
        items.append(ir.Spread(low.rest(body), *place))
    return ir.Sequence(items, *place)


def _structure(low: Lowering, kind: Tree, body: Tree, place: tuple[int, int]) -> ir.Node:
    known = kind.type != "literal_value"  # one without a type, inside a library's slice
    given = [ir.Argument(type_value(low, kind) if known else ir.Other([], *low.bounds(body)))]
    for child in body.named_children:
        if child.type == "keyed_element":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None:
                given.append(ir.Argument(_element(low, value, None), low.source(key), *low.bounds(key)))
        elif child.type == "literal_element":
            given.append(ir.Argument(_element(low, child, None)))
    if low.is_cut(body):
        given.append(ir.Argument(low.rest(body), spread="members"))
    return ir.Call(ir.Name("go.new", *place), given, *place)


def structure_class(low: Lowering, name: str, node: Tree, methods: list[ir.Node]) -> ir.Class:
    """Return the class of a struct type: its embedded structs as bases, its fields, its methods."""
    place = low.bounds(node)
    bases: list[ir.Node] = []
    fields: list[tuple[ir.Node | None, ir.Node]] = []
    listed = next((child for child in node.named_children if child.type == "field_declaration_list"), None)
    for child in [] if listed is None else listed.named_children:
        kind = child.child_by_field_name("type") if child.type == "field_declaration" else None
        if kind is None:
            continue
        names = [low.source(one) for one in child.children_by_field_name("name")]
        tag = child.child_by_field_name("tag")
        written = ir.Name("go.zero.string", *place) if tag is None else low.expression(tag)
        embedded = not names
        pointer = kind.type == "pointer_type" or any(one.type == "*" for one in child.children)
        if embedded:
            inner = stripped(kind)
            names = [low.source(inner).rpartition(".")[2]]
            if inner.type == "type_identifier" and resolved(low, inner)[1]:
                bases.append(type_value(low, inner))
        start = ir.Name("go.zero.nil", *place) if pointer else zero(low, kind)
        about = ir.Literal(_sort(low, kind, pointer=pointer, embedded=embedded), *place)
        for each in names:
            key = ir.Literal(each, *low.bounds(child))
            fields.append((key, ir.Sequence([written, about, start], *low.bounds(child))))
    answer = ir.Return(ir.Mapping(fields, *place), *place)
    return ir.Class(name, bases, [ir.Function("__fields__", [], [answer], *place, ("staticmethod",)), *methods], *place)


def _sort(low: Lowering, kind: Tree, *, pointer: bool, embedded: bool) -> str:
    """Return what encoding/json must know of a field's type."""
    if embedded:
        return "embedded"
    found, _ = resolved(low, kind)
    text = low.source(found).replace(" ", "")
    if pointer or found.type == "interface_type" or text == "any":
        return "nilable"
    if text in ("[]byte", "[]uint8"):
        return "bytes"
    return "raw" if text.endswith("RawMessage") else "plain"
