"""Lowering of C#'s classes, records and namespaces, and the order in which a text's parts are gone through.

What a class sets before its constructor runs is put at that constructor's beginning; `%json` among its members says
under which names its properties stand in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.csharp.creation import function_body, parameters, unset
from supportdesk.reading.code.csharp.cut import handed_in
from supportdesk.reading.code.csharp.lowering import Lowering, arguments, helper
from supportdesk.reading.code.csharp.names import (
    CLASSES,
    ClassNames,
    class_names,
    extension_name,
    modifiers,
    type_name,
    walk,
)
from supportdesk.reading.code.csharp.statements import declaration
from supportdesk.reading.code.trees import Tree

_METHODS = frozenset(("method_declaration", "operator_declaration", "conversion_operator_declaration"))
_RENAMING = frozenset(("JsonPropertyName", "JsonProperty", "JsonPropertyAttribute", "DataMember"))


def note_classes(low: Lowering, root: Tree) -> None:
    """Note the members of every class of the text, before anything of it is lowered."""
    closed = frozenset(("method_declaration", "global_statement", "field_declaration"))
    for node in walk(root, closed):
        if node.type in CLASSES:
            made = class_names(node, None, low.source)
            low.classes.setdefault(made.name, made)
            body = node.child_by_field_name("body")
            for member in () if body is None else body.named_children:
                name = extension_name(member, low.source)
                if name:
                    low.extensions[name] = made.name


class _Parts:
    """What a class is made of: statements of the class itself, and of the beginning of its constructor."""

    __slots__ = ("before", "json", "makers", "methods", "static")

    def __init__(self) -> None:
        self.static: list[ir.Node] = []
        self.before: list[ir.Node] = []
        self.makers: list[tuple[Tree, list[ir.Parameter]]] = []
        self.methods: list[ir.Node] = []
        self.json: list[tuple[ir.Node | None, ir.Node]] = []


def _class(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name, place = node.child_by_field_name("name"), low.bounds(node)
    if name is None:
        return
    outer, outer_static, scopes = low.inside, low.is_static, low.scopes
    low.inside, low.scopes = class_names(node, outer, low.source), [set()]
    parts = _Parts()
    body = node.child_by_field_name("body")
    taken: list[ir.Parameter] = []
    bases: list[ir.Node] = []
    handed: list[ir.Argument] | None = None
    for child in node.named_children:
        if child.type == "parameter_list":
            taken = parameters(low, child)
            _primary(low, child, parts)
        elif child.type == "base_list":
            for base in child.named_children:
                if base.type == "argument_list":
                    handed = arguments(low, base)
                else:
                    bases.append(ir.Name(type_name(low.source(base)), *low.bounds(base)))
    for child in () if body is None else body.named_children:
        _member(low, child, parts, made)
    maker = _maker(low, parts, taken, bases, handed, place)
    nested: list[ir.Node] = [ir.Assign(ir.Name("%json", *place), ir.Mapping(parts.json, *place), *place)]
    low.inside, low.is_static, low.scopes = outer, outer_static, scopes
    made.append(ir.Class(low.source(name), bases, [*nested, *parts.static, maker, *parts.methods], *place))


def _primary(low: Lowering, node: Tree, parts: _Parts) -> None:
    """Note the parameters of `record R(string A)` as its properties."""
    for parameter in node.named_children:
        name = parameter.child_by_field_name("name") if parameter.type == "parameter" else None
        if name is not None:
            place, text = low.bounds(name), low.source(name)
            target = ir.Attribute(ir.Name("this", *place), text, *place)
            parts.before.append(ir.Assign(target, ir.Name(text, *place), *place))
            parts.json.extend(_json_name(low, parameter, text))


def _maker(
    low: Lowering,
    parts: _Parts,
    taken: list[ir.Parameter],
    bases: list[ir.Node],
    handed: list[ir.Argument] | None,
    place: tuple[int, int],
) -> ir.Function:
    """Return the constructor: the base's, what fields are set to, then the longest of those that are written."""
    body: list[ir.Node] = []
    chosen = max(parts.makers, key=lambda maker: len(maker[1]), default=None)
    written: list[ir.Node] = []
    low.is_static = False
    if chosen is not None:
        node, taken = chosen
        names = {parameter.name for parameter in taken}
        low.enter(names)
        for child in node.named_children:
            if child.type == "constructor_initializer" and "base" in low.source(child)[:8]:
                listed = next((part for part in child.named_children if part.type == "argument_list"), None)
                handed = arguments(low, listed)
        low.leave()
        written = function_body(low, node.child_by_field_name("body"), taken)
    if bases:
        given = [ir.Argument(ir.Name("this", *place)), ir.Argument(bases[0]), *(handed or [])]
        body.append(ir.Call(ir.Name("%base", *place), given, *place))
    body.extend((*parts.before, *written))
    return ir.Function("__init__", [ir.Parameter("this"), *taken], body, *place)


def _member(low: Lowering, node: Tree, parts: _Parts, made: list[ir.Node]) -> None:
    kind = node.type
    words = modifiers(node)
    low.is_static = bool(words & {"static", "const"})
    low.in_head = low.is_static and kind != "method_declaration"
    if kind in CLASSES:
        _class(low, node, made)
    elif kind in ("field_declaration", "event_field_declaration"):
        _field(low, node, parts, words)
    elif kind == "property_declaration":
        _property(low, node, parts)
    elif kind == "constructor_declaration":
        taken = parameters(low, node.child_by_field_name("parameters"))
        if low.is_static:
            parts.static.extend(function_body(low, node.child_by_field_name("body"), taken))
        else:
            parts.makers.append((node, taken))
    elif kind in _METHODS:
        _method(low, node, parts)
    elif kind in ("declaration_list", "preproc_if", "preproc_else", "ERROR"):
        for child in node.named_children:
            _member(low, child, parts, made)
    low.in_head = False


def _field(low: Lowering, node: Tree, parts: _Parts, words: set[str]) -> None:
    written: list[ir.Node] = []
    for child in node.named_children:
        if child.type == "variable_declaration":
            kind = child.child_by_field_name("type")
            declaration(low, child, written)
            for assign in written:
                if isinstance(assign, ir.Assign) and isinstance(assign.target, ir.Name):
                    place = (assign.start, assign.end)
                    value = assign.value or unset(low, kind, place)
                    _set(low, parts, assign.target.name, value, place)
                    if "public" in words and not low.is_static:
                        parts.json.extend(_json_name(low, node, assign.target.name))


def _set(low: Lowering, parts: _Parts, name: str, value: ir.Node, place: tuple[int, int]) -> None:
    if low.is_static:
        parts.static.append(ir.Assign(ir.Name(name, *place), value, *place))
    else:
        parts.before.append(ir.Assign(ir.Attribute(ir.Name("this", *place), name, *place), value, *place))


def _property(low: Lowering, node: Tree, parts: _Parts) -> None:
    """Note a property: what its getter returns, what it is set to, or what its type is before it is set."""
    name, place = node.child_by_field_name("name"), low.bounds(node)
    if name is None:
        return
    text, kind = low.source(name), node.child_by_field_name("type")
    value, accessors = node.child_by_field_name("value"), node.child_by_field_name("accessors")
    getter = value if value is not None and value.type == "arrow_expression_clause" else None
    for accessor in () if accessors is None else accessors.named_children:
        if accessor.type == "accessor_declaration" and low.source(accessor).lstrip().startswith("get"):
            getter = accessor.child_by_field_name("body") or getter
    if not low.is_static and "public" in modifiers(node):
        parts.json.extend(_json_name(low, node, text))
    if getter is None:
        made = unset(low, kind, place) if value is None else low.valued(value, kind)
        _set(low, parts, text, made, place)
    elif low.is_static:
        body = function_body(low, getter, [])
        call = ir.Call(ir.Function("", [], body, *place), [], *place)
        parts.static.append(ir.Assign(ir.Name(text, *place), call, *place))
    else:
        body = function_body(low, getter, [])
        parts.methods.append(ir.Function(text, [ir.Parameter("this")], body, *place, ("property",)))


def _method(low: Lowering, node: Tree, parts: _Parts) -> None:
    name = node.child_by_field_name("name")
    if name is None or node.child_by_field_name("body") is None:
        return
    taken = parameters(low, node.child_by_field_name("parameters"))
    body = function_body(low, node.child_by_field_name("body"), taken)
    place, text = low.bounds(node), low.source(name)
    marks = ("staticmethod",) if low.is_static else ()
    own = [] if low.is_static else [ir.Parameter("this")]
    overload = next((one for one in parts.methods if isinstance(one, ir.Function) and one.name == text), None)
    if overload is not None:
        if len(overload.parameters) >= len(taken) + len(own):
            return
        parts.methods.remove(overload)
    parts.methods.append(ir.Function(text, [*own, *taken], body, *place, marks))


def _json_name(low: Lowering, node: Tree, text: str) -> Iterator[tuple[ir.Node | None, ir.Node]]:
    """Give the name that a property has in JSON: as an attribute says (`?` before it: left out where it is null)."""
    place = low.bounds(node)
    name: ir.Node = ir.Name("%null", *place)
    optional = False
    for attribute in walk(node, frozenset(("block", "parameter_list", "accessor_list"))):
        if attribute.type != "attribute":
            continue
        word = attribute.child_by_field_name("name")
        written = low.source(attribute)
        kind = "" if word is None else type_name(low.source(word))
        if kind in ("JsonIgnore", "IgnoreDataMember") and "Condition" not in written:
            return
        optional = optional or "WhenWriting" in written or "NullValueHandling.Ignore" in written
        if kind in _RENAMING:
            name = _first_text(low, attribute) or name
    key = ir.Literal(("?" if optional else "") + text, *place)
    yield key, name


def _first_text(low: Lowering, attribute: Tree) -> ir.Node | None:
    for part in walk(attribute, frozenset()):
        if part.type == "string_literal":
            return low.expression(part)
    return None


def _enum(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name, body, place = node.child_by_field_name("name"), node.child_by_field_name("body"), low.bounds(node)
    if name is None or body is None:
        return
    members: list[ir.Node] = []
    for child in body.named_children:
        inner = child.child_by_field_name("name") if child.type == "enum_member_declaration" else None
        if inner is not None:
            value = low.field(child, "value") or ir.Literal(len(members), *low.bounds(inner))
            members.append(ir.Assign(ir.Name(low.source(inner), *place), value, *low.bounds(child)))
    made.append(ir.Class(low.source(name), [], members, *place))


def _namespace(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = node.child_by_field_name("body")
    if body is not None:
        made.extend(low.statements(body))


def _lone_field(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a field or property whose class was cut off."""
    for child in node.named_children:
        if child.type == "variable_declaration":
            before = len(made)
            declaration(low, child, made)
            kind = child.child_by_field_name("type")
            for assign in made[before:]:
                if isinstance(assign, ir.Assign) and assign.value is None:
                    assign.value = unset(low, kind, (assign.start, assign.end))


def _lone_method(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = node.child_by_field_name("name")
    taken = parameters(low, node.child_by_field_name("parameters"))
    body = function_body(low, node.child_by_field_name("body"), taken)
    made.append(ir.Function("" if name is None else low.source(name), taken, body, *low.bounds(node)))


def arranged(low: Lowering, body: list[ir.Node], root: Tree) -> list[ir.Node]:
    """Return statements with classes and functions before what uses them, and at the end what nothing calls."""
    classes = [node for node in body if isinstance(node, ir.Class)]
    functions = [node for node in body if isinstance(node, ir.Function)]
    others = [node for node in body if not isinstance(node, ir.Class | ir.Function)]
    place = (len(low.text), len(low.text))
    mentioned = sorted(_mentioned(low, root))
    names = ir.Sequence([ir.Literal(name, *place) for name in mentioned], *place)
    lost_head = ir.Literal(_has_lost_head(root), *place)
    given = handed_in(low, root)
    return [*given, *_ordered(low, classes), *functions, *others, helper("%run", place, names, lost_head)]


def _has_lost_head(root: Tree) -> bool:
    """Say whether methods of a class stand outside of any, since its beginning was cut off."""
    access = {"public", "private", "protected", "internal"}
    for child in root.named_children:
        inner = child.named_children[0] if child.type == "global_statement" and child.named_children else child
        if inner.type == "local_function_statement" and modifiers(inner) & access:
            return True
    return False


def _ordered(low: Lowering, classes: list[ir.Class]) -> list[ir.Class]:
    """Return classes with those that only hold settings, and bases, before those that use them."""

    def _rank(node: ir.Class) -> tuple[bool, int]:
        names: ClassNames | None = low.classes.get(node.name)
        if names is None:
            return True, 0
        depth, here, level = 0, names, 0
        while here.bases and here.bases[0] in low.classes and level < 8:
            here, depth, level = low.classes[here.bases[0]], depth + 1, level + 1
        return bool(names.instance), depth

    return sorted(classes, key=_rank)


def _mentioned(low: Lowering, root: Tree) -> set[str]:
    """Return the names of the methods that the text calls, but for calls of a method in itself."""
    found: set[str] = set()
    inside: list[tuple[int, str]] = []
    for node in walk(root, frozenset()):
        while inside and node.start_byte >= inside[-1][0]:
            inside.pop()
        if node.type in ("method_declaration", "local_function_statement"):
            name = node.child_by_field_name("name")
            inside.append((node.end_byte, "" if name is None else low.source(name)))
        elif node.type == "invocation_expression":
            function = node.child_by_field_name("function")
            last = None if function is None else function.child_by_field_name("name") or function
            text = "" if last is None or last.named_child_count > 2 else low.source(last).partition("<")[0].strip("?.")
            if text and all(text != name for _, name in inside):
                found.add(text)
    return found


def _nothing(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    del low, node, made


HANDLERS: dict[str, Callable[[Any, Tree, list[ir.Node]], None]] = {
    **dict.fromkeys(
        ("class_declaration", "record_declaration", "struct_declaration", "record_struct_declaration"), _class
    ),
    "enum_declaration": _enum,
    **dict.fromkeys(("namespace_declaration",), _namespace),
    **dict.fromkeys(("field_declaration", "property_declaration"), _lone_field),
    **dict.fromkeys(("method_declaration", "constructor_declaration"), _lone_method),
    **dict.fromkeys(("interface_declaration", "file_scoped_namespace_declaration"), _nothing),
}
"""Node type of the grammar → what lowers it as a statement."""
