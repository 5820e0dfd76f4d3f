"""Lowering of Java's classes, records, enums and methods, and the order in which they are defined.

A class is defined constants first, then inner classes, methods, and fields whose values need those; of methods and
classes those that others use come first, so that what nothing uses is what the reader begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportdesk.reading.code import ir
from supportdesk.reading.code.java.lowering import JavaLowering, type_of
from supportdesk.reading.code.java.remote import address, annotated, remote
from supportdesk.reading.code.java.statements import declared
from supportdesk.reading.code.trees import Lowering, Tree

MARKS = ("members", "overloads")
WALK_LIMIT = 60_000
"""Nodes that are looked at for names."""

_TYPES = frozenset(("class_declaration", "interface_declaration", "record_declaration", "enum_declaration"))
_NAMING = ("JsonProperty", "SerializedName", "JSONField", "Alias", "JsonAlias", "SerialName", "Json")
_LEFT_OUT = ("JsonIgnore", "Transient", "Expose(serialize")


def _walk(root: Tree) -> Iterator[Tree]:
    pending, left = [root], WALK_LIMIT
    while pending and left:
        left -= 1
        node = pending.pop()
        yield node
        pending.extend(reversed(node.named_children))


def names_of(low: Lowering, root: Tree) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the methods that a text defines, and of those that are names of fields as well."""
    methods: set[str] = set()
    fields: set[str] = set()
    for node in _walk(root):
        if node.type == "method_declaration":
            name = node.child_by_field_name("name")
            methods.update((low.source(name),) if name is not None else ())
        elif node.type == "field_declaration":
            for child in node.children_by_field_name("declarator"):
                name = child.child_by_field_name("name")
                fields.update((low.source(name),) if name is not None else ())
        elif node.type == "record_declaration":
            fields.update(parameter.name for parameter in parameters(low, node.child_by_field_name("parameters")))
    return frozenset(methods), frozenset(methods & fields)


def module(low: JavaLowering, root: Tree) -> list[ir.Node]:
    """Return the statements of a text: its classes first, each before those that use it."""
    children = [child for child in root.named_children if child.type not in low.IGNORED]
    kinds = _ordered(low, [child for child in children if child.type in _TYPES])
    made: list[ir.Node] = []
    for child in children:
        if child.type == "import_declaration":
            low.statement(child, made)
    for child in kinds:
        low.statement(child, made)
    loose = [child for child in children if child.type not in _TYPES and child.type != "import_declaration"]
    for is_method in (True, False):
        for child in loose:
            if (child.type == "method_declaration") is is_method:
                low.statement(child, made)
    for child in kinds:
        name = child.child_by_field_name("name")
        if name is not None and _has_main(low, child):
            place = low.bounds(name)
            target = ir.Attribute(ir.Name(low.source(name), *place), low.method("main"), *place)
            made.append(ir.Call(target, [], *place))
    return made


def _has_main(low: Lowering, node: Tree) -> bool:
    body = node.child_by_field_name("body")
    for child in () if body is None else body.named_children:
        if child.type == "method_declaration" and "static" in _modifiers(low, child):
            name = child.child_by_field_name("name")
            if name is not None and low.source(name) == "main":
                return True
    return False


def _ordered(low: Lowering, nodes: list[Tree]) -> list[Tree]:
    """Return definitions so that each stands behind those that it uses, else in the order of the text."""
    if len(nodes) < 2:
        return nodes
    names: dict[str, list[int]] = {}
    used: list[set[str]] = []
    for index, node in enumerate(nodes):
        name = node.child_by_field_name("name")
        if name is not None:
            names.setdefault(low.source(name), []).append(index)
        used.append({low.source(part) for part in _walk(node) if part.type in ("identifier", "type_identifier")})
    made: list[Tree] = []
    seen: set[int] = set()
    pending = [(index, False) for index in reversed(range(len(nodes)))]
    while pending:
        index, is_ready = pending.pop()
        if is_ready:
            made.append(nodes[index])
        elif index not in seen:
            seen.add(index)
            pending.append((index, True))
            needed = sorted(place for word in used[index] if word in names for place in names[word])
            pending.extend((place, False) for place in reversed(needed) if place not in seen)
    return made


def _modifiers(low: Lowering, node: Tree) -> str:
    found = next((child for child in node.children if child.type == "modifiers"), None)
    return "" if found is None else low.source(found)


def parameters(low: Lowering, node: Tree | None) -> list[ir.Parameter]:
    """Return the parameters of a method, constructor, record or lambda; those whose type is a client have one."""
    if node is None:
        return []
    if node.type == "identifier":
        return [ir.Parameter(low.source(node))]
    made: list[ir.Parameter] = []
    for child in node.named_children:
        if child.type == "identifier":
            made.append(ir.Parameter(low.source(child)))
        elif child.type == "formal_parameter":
            name = child.child_by_field_name("name")
            if name is not None:
                given = declared(type_of(low, child.child_by_field_name("type")), low.bounds(name))
                made.append(ir.Parameter(low.source(name), given if isinstance(given, ir.Call) else None))
        elif child.type == "spread_parameter":
            part = next((part for part in child.named_children if part.type == "variable_declarator"), None)
            name = None if part is None else part.child_by_field_name("name")
            if name is not None:
                made.append(ir.Parameter(low.source(name), None, "rest"))
    return made


def method(low: JavaLowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a method or constructor; one without a body says nothing."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        sends = None if name is None else remote(low, node, low.method(low.source(name)), low.address, parameters)
        made.extend([] if sends is None else [sends])
        return
    called = "__init__" if node.type == "constructor_declaration" else low.method(low.source(name))
    before, low.implicit = low.implicit, False
    taken = parameters(low, node.child_by_field_name("parameters"))
    made.append(ir.Function(called, taken, low.statements(body), *low.bounds(node), MARKS))
    low.implicit = before


def _declaration(low: JavaLowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a class, interface, record or enum; the constants of an enum are set behind it."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    bases = [
        base
        for part in node.named_children
        if part.type in ("superclass", "super_interfaces", "extends_interfaces")
        for base in _bases(low, part)
    ]
    inner: list[ir.Node] = []
    wire: list[ir.Node] = []
    for field in _components(node):
        field_name = field.child_by_field_name("name")
        if field_name is not None:
            place = low.bounds(field_name)
            inner.append(_unset(low.source(field_name), place))
            _wire_name(low, field, [(low.source(field_name), place)], wire)
    around, address_around = low.base, low.address
    low.address = address(low, node)
    first = bases[0] if bases else None
    low.base = first.name if isinstance(first, ir.Name | ir.Attribute) else ""
    constants = members(low, node.child_by_field_name("body"), inner, wire)
    low.base, low.address = around, address_around
    place = low.bounds(name)
    if wire:
        inner.append(ir.Block(wire, *place))
    made.append(ir.Class(low.source(name), bases, inner, *low.bounds(node), _marks(low, node)))
    for constant in constants:
        _constant(low, low.source(name), constant, made)


def _marks(low: Lowering, node: Tree) -> tuple[str, ...]:
    """Return the names of a class's annotations, and what they say of its members' names and of null."""
    marks: list[str] = []
    for annotation in annotated(node):
        text = low.source(annotation)
        marks.append(text.lstrip("@").partition("(")[0].strip().rpartition(".")[2])
        if "SnakeCase" in text or "SNAKE_CASE" in text:
            marks.append("snake_case")
        if "NON_NULL" in text or "NON_EMPTY" in text:
            marks.append("non_null")
    return tuple(marks)


def _bases(low: Lowering, node: Tree) -> list[ir.Node]:
    parts = [
        part
        for child in node.named_children
        for part in (child.named_children if child.type == "type_list" else [child])
    ]
    return [base for base in (type_of(low, part) for part in parts) if base is not None]


def _components(node: Tree) -> list[Tree]:
    held = node.child_by_field_name("parameters") if node.type == "record_declaration" else None
    return [] if held is None else [child for child in held.named_children if child.type == "formal_parameter"]


def _unset(name: str, place: tuple[int, int]) -> ir.Node:
    """Return the assignment of a field that nothing sets: unknown, at a place without length."""
    return ir.Assign(ir.Name(name, *place), ir.Other([], place[0], place[0]), *place)


def members(low: JavaLowering, body: Tree | None, made: list[ir.Node], wire: list[ir.Node]) -> list[Tree]:
    """Append the members of a class in the order of their definition; return the constants of an enum."""
    children: list[Tree] = []
    for child in [] if body is None else body.named_children:
        children.extend(child.named_children if child.type == "enum_body_declarations" else [child])
    later: list[Tree] = []
    for child in children:
        if child.type in ("field_declaration", "constant_declaration"):
            if _is_simple(child):
                _field(low, child, made, wire)
            else:
                later.append(child)
    for child in _ordered(low, [child for child in children if child.type in _TYPES]):
        low.statement(child, made)
    callables = [child for child in children if child.type in ("method_declaration", "constructor_declaration")]
    for child in _ordered(low, callables):
        low.statement(child, made)
    done = {"field_declaration", "constant_declaration", "method_declaration", "constructor_declaration",
            "compact_constructor_declaration", "enum_constant"}  # fmt: skip
    for child in children:
        if child in later:
            _field(low, child, made, wire)
        elif child.type not in done and child.type not in _TYPES and child.type not in low.IGNORED:
            low.statement(child, made)
    return [child for child in children if child.type == "enum_constant"]


def _is_simple(node: Tree) -> bool:
    """Say whether a field's value needs neither a class nor a method of the text."""
    for part in _walk(node):
        if part.type == "object_creation_expression":
            return False
        if part.type == "method_invocation" and part.child_by_field_name("object") is None:
            return False
    return True


def _field(low: JavaLowering, node: Tree, made: list[ir.Node], wire: list[ir.Node]) -> None:
    kind = type_of(low, node.child_by_field_name("type"))
    named: list[tuple[str, tuple[int, int]]] = []
    is_static = "static" in _modifiers(low, node) or node.type == "constant_declaration"
    for child in node.children_by_field_name("declarator"):
        name, value = child.child_by_field_name("name"), low.field(child, "value")
        if name is None:
            continue
        place = low.bounds(name)
        given = (_setting(low, node) or declared(kind, place)) if value is None else value
        if value is None and not isinstance(given, ir.Call):
            assign = _unset(low.source(name), place)
        else:
            assign = ir.Assign(ir.Name(low.source(name), *place), given, *low.bounds(child))
        made.append(ir.Block([assign], *place) if is_static else assign)
        named.append((low.source(name), place))
    _wire_name(low, node, named, wire)
    if "transient" in _modifiers(low, node).split():
        wire.extend(_label(name, ir.Literal(None, *place)) for name, place in named)


def _setting(low: Lowering, node: Tree) -> ir.Node | None:
    """Return what `@Value("${name:default}")` says of a field, where its default is an address."""
    for annotation in annotated(node):
        text = low.source(annotation)
        _, mark, default = text.rpartition('")')[0].partition(":")
        if "Value(" in text and mark and "://" in default and default.endswith("}"):
            start = low.bounds(annotation)[0] + text.index(default)
            place = (start, start + len(default) - 1)
            return ir.Call(ir.Name("@setting", *place), [ir.Argument(ir.Literal(default[:-1], *place))], *place)
    return None


def _wire_name(
    low: Lowering,
    node: Tree,
    named: list[tuple[str, tuple[int, int]]],
    wire: list[ir.Node],
) -> None:
    """Note the name that a field has in JSON where an annotation gives it one; null for a field that is left out."""
    for annotation in annotated(node):
        text = low.source(annotation).lstrip("@")
        name = text.partition("(")[0].strip().rpartition(".")[2]
        if text.startswith(_LEFT_OUT):
            wire.extend(_label(field, ir.Literal(None, *place)) for field, place in named)
        elif name in _NAMING:
            written = next((part for part in _walk(annotation) if part.type == "string_literal"), None)
            if written is not None:
                wire.extend(_label(field, low.expression(written)) for field, _ in named)


def _label(field: str, value: ir.Node) -> ir.Node:
    """Return what notes a field's name in JSON; a value of null says that it is left out."""
    return ir.Assign(ir.Name(f"json {field}", value.start, value.end), value, value.start, value.end)


def _constant(low: JavaLowering, owner: str, node: Tree, made: list[ir.Node]) -> None:
    """Append a constant of an enum: an object of it that knows its own name."""
    from supportdesk.reading.code.java.lowering import arguments

    name = node.child_by_field_name("name")
    if name is None:
        return
    place = low.bounds(name)
    held = ir.Attribute(ir.Name(owner, *place), low.source(name), *place)
    created = ir.Call(ir.Name(owner, *place), arguments(low, node.child_by_field_name("arguments")), *low.bounds(node))
    made.append(ir.Assign(held, created, *low.bounds(node)))
    made.append(ir.Assign(ir.Attribute(held, "json", *place), ir.Literal(low.source(name), *place), *place))


def nameless(low: JavaLowering, body: Tree, created: ir.Node) -> ir.Node:
    """Return an object of a nameless class.

    With initializers alone it is what these do to a new object (`new HashMap<>() {{ put(…); }}`), with methods it is
    the function that does what they do.
    """
    place = low.bounds(body)
    declared_methods = [child for child in body.named_children if child.type == "method_declaration"]
    before = low.implicit
    if declared_methods:
        made: list[ir.Node] = []
        for child in declared_methods:
            method(low, child, made)
        functions = [one for one in made if isinstance(one, ir.Function)]
        if len(functions) == 1:
            one = functions[0]
            return ir.Function("", one.parameters, one.body, *place, ("arrow",))
        calls: list[ir.Node] = [
            ir.Call(ir.Function("", [], one.body, one.start, one.end, ("arrow",)), [], one.start, one.end)
            for one in functions
        ]
        taken = {parameter.name: parameter for one in functions for parameter in one.parameters}
        return ir.Function("", list(taken.values()), calls, *place, ("arrow",))
    low.implicit = True
    done: list[ir.Node] = []
    for child in body.named_children:
        low.statement(child, done)
    low.implicit = before
    this = ir.Name("this", *place)
    function = ir.Function("", [ir.Parameter("this")], [*done, ir.Return(this, *place)], *place, ("arrow",))
    return ir.Call(function, [ir.Argument(created)], created.start, created.end)


def _field_alone(low: JavaLowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a field that stands outside of a class, whose head was cut off."""
    _field(low, node, made, [])


_HANDLERS: dict[str, Callable[[JavaLowering, Tree, list[ir.Node]], None]] = {
    **dict.fromkeys(_TYPES, _declaration),
    **dict.fromkeys(("method_declaration", "constructor_declaration"), method),
    **dict.fromkeys(("field_declaration", "constant_declaration"), _field_alone),
}
JavaLowering.STATEMENTS.update(_HANDLERS)
