"""Lowering of Kotlin's classes, objects, enums and interfaces.

A primary constructor and the initialisers become one `__init__`; members of an object or companion belong to the
class. The name that a property has in JSON (`@SerialName`, `@SerializedName`, `@JsonProperty`, `@Json`, `@field:…`) is
a member `json <property>` of the class (null: it is left out). An interface's method with Retrofit's annotations
becomes a call of ` retrofit`.
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir
from supportdesk.reading.code.kotlin.chains import arguments
from supportdesk.reading.code.kotlin.lowering import Lowering, children
from supportdesk.reading.code.kotlin.names import Bare, Callee
from supportdesk.reading.code.kotlin.statements import function_parts, injected, parameters_of
from supportdesk.reading.code.trees import Tree

NAMING = frozenset(("SerialName", "SerializedName", "JsonProperty", "Json", "JSONField", "JsonNames"))
LEFT_OUT = frozenset(("Transient", "JsonIgnore"))
ALWAYS = frozenset(("EncodeDefault", "Required"))
VERBS = frozenset(("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "HTTP"))
PARTS = frozenset(
    ("Header", "HeaderMap", "Query", "QueryMap", "Path", "Body", "Field", "FieldMap", "Part", "PartMap", "Url")
)


class Annotation(NamedTuple):
    """`@name(arguments)`."""

    name: str
    arguments: list[ir.Argument]

    def text(self, *names: str) -> ir.Node | None:
        """Return the first argument, or the one of one of these names."""
        for argument in self.arguments:
            if argument.name is None or argument.name in names:
                return argument.value
        return None


class _Parts:
    """What a class is made of: the statements of its own, of its objects' making, and its constructor's parameters."""

    __slots__ = ("after", "body", "made", "parameters", "place")

    def __init__(self, place: tuple[int, int]) -> None:
        self.place = place
        self.parameters: list[ir.Parameter] = []
        self.body: list[ir.Node] = []
        self.made: list[ir.Node] = []
        self.after: list[ir.Node] = []


def annotations_of(low: Lowering, node: Tree) -> list[Annotation]:
    """Return the annotations of a declaration, with those of a modifier list before it."""
    made: list[Annotation] = []
    holders = (
        [node] if node.type == "parameter_modifiers" else [c for c in node.named_children if c.type == "modifiers"]
    )
    for holder in holders:
        for child in holder.named_children:
            if child.type != "annotation":
                continue
            for inner in child.named_children:
                if inner.type == "user_type":
                    made.append(Annotation(low.source(inner).rpartition(".")[2], []))
                elif inner.type == "constructor_invocation" and inner.named_children:
                    name = low.source(inner.named_children[0]).rpartition(".")[2]
                    made.append(Annotation(name, arguments(low, inner)))
    return made


def _class(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name_node = node.child_by_field_name("name")
    name = low.source(name_node).strip("`") if name_node is not None else ""
    words = {child.type for child in node.children if not child.is_named}
    is_object = node.type in ("object_declaration", "object_literal")
    kinds = {
        low.source(child)
        for holder in node.named_children
        if holder.type == "modifiers"
        for child in holder.named_children
    }
    parts = _Parts(low.bounds(node))
    bases: list[ir.Node] = []
    low.inside.append("class")
    for child in node.named_children:
        if child.type == "primary_constructor":
            _constructor(low, child, parts)
        elif child.type == "delegation_specifiers":
            _bases(low, child, parts, bases)
        elif child.type in ("class_body", "enum_class_body"):
            _members(low, child, parts, name, static=is_object, interface="interface" in words)
    low.inside.pop()
    body = _overloaded(parts.body)
    if not is_object or parts.made:
        maker = ir.Function("__init__", parts.parameters, parts.made, *parts.place, ("members", "late"))
        body.append(maker)
    eager = any(isinstance(one, ir.Assign) and not isinstance(one.value, ir.Literal | type(None)) for one in body)
    marks = (*(("eager",) if eager else ()), *(("data",) if "data" in kinds else ()))
    made.append(ir.Class(name, bases, body, *parts.place, marks))
    made.extend(parts.after)


def _overloaded(body: list[ir.Node]) -> list[ir.Node]:
    seen: set[str] = set()
    for one in body:
        if isinstance(one, ir.Function):
            if one.name in seen:
                one.marks = (*one.marks, "overloads")
            seen.add(one.name)
    return body


def _this(place: tuple[int, int], name: str) -> ir.Attribute:
    return ir.Attribute(Bare("this", *place), name, *place)


def _constructor(low: Lowering, node: Tree, parts: _Parts) -> None:
    for holder in node.named_children:
        for child in holder.named_children if holder.type == "class_parameters" else ():
            names = [part for part in child.named_children if part.type == "identifier"]
            if child.type != "class_parameter" or not names:
                continue
            name, place = low.source(names[0]).strip("`"), low.bounds(names[0])
            rest = children(low, child)
            default = low.expression(rest[-1]) if len(rest) > 1 else injected(low, child)
            parts.parameters.append(ir.Parameter(name, default))
            if any(part.type in ("val", "var") for part in child.children):
                parts.made.append(ir.Assign(_this(place, name), Bare(name, *place), *place))
                _json_name(low, child, name, parts)


def _json_name(low: Lowering, node: Tree, name: str, parts: _Parts) -> None:
    """Note what a property is called in JSON, where an annotation says that."""
    for annotation in annotations_of(low, node):
        value: ir.Node | None = None
        if annotation.name in NAMING:
            value = annotation.text("name", "value")
        elif annotation.name in LEFT_OUT:
            value = ir.Literal(None, *parts.place)
        elif annotation.name in ALWAYS:
            parts.body.append(
                ir.Assign(ir.Name(f"always {name}", *parts.place), ir.Literal(True, *parts.place), *parts.place)
            )
        if value is not None:
            parts.body.append(ir.Assign(ir.Name(f"json {name}", value.start, value.end), value, value.start, value.end))


def _bases(low: Lowering, node: Tree, parts: _Parts, bases: list[ir.Node]) -> None:
    for specifier in node.named_children:
        for child in specifier.named_children:
            place = low.bounds(child)
            if child.type == "user_type":
                bases.append(Bare(low.source(child).partition("<")[0], *place))
            elif child.type == "constructor_invocation" and child.named_children:
                base = Bare(low.source(child.named_children[0]).partition("<")[0], *place)
                bases.append(base)
                given = [ir.Argument(Bare("this", *place)), ir.Argument(base), *arguments(low, child)]
                parts.made.append(ir.Call(Callee(" super", *place), given, *place))


def _members(low: Lowering, node: Tree, parts: _Parts, owner: str, *, static: bool, interface: bool) -> None:
    """Sort the members of a class's body; those of an object (`static`) belong to the class itself."""
    for child in node.named_children:
        kind = child.type
        if kind == "enum_entry":
            _entry(low, child, parts, owner)
        elif kind == "companion_object":
            for body in child.named_children:
                if body.type == "class_body":
                    _members(low, body, parts, owner, static=True, interface=False)
        elif kind == "property_declaration":
            _property(low, child, parts, static=static)
        elif kind == "anonymous_initializer":
            statements = [
                one for block in child.named_children if block.type == "block" for one in low.statements(block)
            ]
            (parts.body if static else parts.made).extend(statements)
        elif kind == "function_declaration":
            _method(low, child, parts, interface=interface)
        elif kind in ("class_declaration", "object_declaration"):
            low.statement(child, parts.body)
        elif kind == "ERROR":
            _members(low, child, parts, owner, static=static, interface=interface)


def _property(low: Lowering, node: Tree, parts: _Parts, *, static: bool) -> None:
    made: list[ir.Node] = []
    low.statement(node, made)
    for one in made:
        if isinstance(one, ir.Assign) and isinstance(one.target, ir.Name) and one.value is not None:
            _json_name(low, node, one.target.name, parts)
    if static:
        parts.body.extend(made)
        return
    for one in made:
        if isinstance(one, ir.Function):
            parts.body.append(one)
        else:
            _into_object(one)
            parts.made.append(one)


def _into_object(node: ir.Node) -> None:
    """Make the assignments of an initialiser (in its branches, too) assignments to the object's members."""
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, ir.Assign) and type(one) is ir.Assign and isinstance(one.target, ir.Name):
            one.target = _this((one.target.start, one.target.end), one.target.name)
        elif isinstance(one, ir.If):
            pending.extend(part for _, body in one.branches for part in body[-1:])
            pending.extend(one.otherwise[-1:])
        elif isinstance(one, ir.Block):
            pending.extend(one.body[-1:])


def _method(low: Lowering, node: Tree, parts: _Parts, *, interface: bool) -> None:
    name_node = node.child_by_field_name("name")
    name = low.source(name_node).strip("`") if name_node is not None else ""
    if not name or name_node is None:
        return
    place = low.bounds(node)
    remote = _remote(low, node, name) if interface else None
    if remote is not None:
        parts.body.append(remote)
        return
    given, body = function_parts(low, node)
    marks: tuple[str, ...] = ("members", "late")
    if low.written[place[0] : low.offset(name_node.start_byte)].rstrip().endswith("."):
        given.insert(0, ir.Parameter("this"))
        marks = ("members", "late", "extension")
    if body or not interface:
        parts.body.append(ir.Function(name, given, body, *place, marks))


def _entry(low: Lowering, node: Tree, parts: _Parts, owner: str) -> None:
    """Append `owner.NAME = owner(arguments)` behind the class; an entry without arguments is its name."""
    names = [child for child in node.named_children if child.type == "identifier"]
    if not names:
        return
    name, place = low.source(names[0]).strip("`"), low.bounds(node)
    target = ir.Attribute(Bare(owner, *place), name, *place)
    word: ir.Node = ir.Literal(name, *low.bounds(names[0]))
    for annotation in annotations_of(low, node):
        if annotation.name in NAMING:
            word = annotation.text("name", "value") or word
    given = arguments(low, node)
    if not given:
        parts.after.append(ir.Assign(target, word, *place))
        return
    parts.after.append(ir.Assign(target, ir.Call(Callee(owner, *place), given, *place), *place))
    parts.after.append(ir.Assign(ir.Attribute(target, "json", *place), word, *place))


def _remote(low: Lowering, node: Tree, name: str) -> ir.Function | None:
    """Return a method of a Retrofit interface as a function that sends what its annotations say; else None."""
    found = annotations_of(low, node)
    verb = next((one for one in found if one.name in VERBS), None)
    if verb is None:
        return None
    place = low.bounds(node)
    path = verb.text("value", "path") or ir.Literal("", *place)
    method: ir.Node = ir.Literal(verb.name, *place)
    for argument in verb.arguments:
        if argument.name == "method":
            method = argument.value
    kind = next((one.name for one in found if one.name in ("FormUrlEncoded", "Multipart")), "")
    headers = [argument.value for one in found if one.name == "Headers" for argument in one.arguments]
    values = [child for child in node.named_children if child.type == "function_value_parameters"]
    given = parameters_of(low, values[0]) if values else []
    parts: list[ir.Node] = []
    index, pending = 0, list[Annotation]()
    for child in values[0].named_children if values else ():
        if child.type == "parameter_modifiers":
            pending = annotations_of(low, child)
        elif child.type == "parameter" and index < len(given):
            for one in pending:
                if one.name in PARTS:
                    at = low.bounds(child)
                    label = one.text("value") or ir.Literal(None, *at)
                    parts.append(ir.Sequence([ir.Literal(one.name, *at), label, Bare(given[index].name, *at)], *at))
            index, pending = index + 1, []
    handed: list[ir.Node] = [
        Bare("this", *place),
        method,
        path,
        ir.Literal(kind, *place),
        ir.Sequence(headers, *place),
        ir.Sequence(parts, *place),
    ]
    sent = ir.Call(Callee(" retrofit", *place), [ir.Argument(one) for one in handed], *place)
    return ir.Function(name, given, [ir.Return(sent, *place)], *place, ("members", "late"))


def _literal(low: Lowering, node: Tree) -> ir.Node:
    """Return `object : Type { … }`: a class that has one object, made where it stands."""
    place = low.bounds(node)
    made: list[ir.Node] = []
    _class(low, node, made)
    name = f"object {place[0]}"
    for one in made:
        if isinstance(one, ir.Class):
            one.name = name
    made.append(ir.Return(ir.Call(Callee(name, *place), [], *place), *place))
    return ir.Call(ir.Function("", [], made, *place, ("lambda",)), [], *place)


def _companion(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append what a `companion object { … }` holds whose class was cut off: it reads as words side by side."""
    parts = node.named_children
    if [low.source(part) for part in parts[:-1]] != ["companion", "object"] or parts[-1].type != "lambda_literal":
        made.append(low.expression(node))
        return
    made.extend(low.statements(parts[-1]))


STATEMENTS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    **dict.fromkeys(("class_declaration", "object_declaration"), _class),
    "infix_expression": _companion,
}
"""Node type of the grammar → what lowers it as a statement."""

EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {"object_literal": _literal}
"""Node type of the grammar → what lowers it as an expression."""
