"""Lowering of PHP's functions, closures and classes."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.php.lowering import CONSTRUCTOR, Lowering, called, method_key
from supportdesk.reading.code.trees import Tree

_PLAIN_TYPES = frozenset(
    ("string", "int", "float", "bool", "array", "mixed", "callable", "iterable", "object", "null", "self", "static",
     "false", "true", "void", "never")
)  # fmt: skip


def block(low: Lowering, node: Tree | None) -> list[ir.Node]:
    """Return the statements of a block, or the one statement that stands in its place."""
    if node is None:
        return []
    if node.type in ("compound_statement", "colon_block", "declaration_list", "enum_declaration_list", "switch_block"):
        return low.statements(node)
    made: list[ir.Node] = []
    low.statement(node, made)
    return made


def parameters(low: Lowering, node: Tree | None) -> tuple[list[ir.Parameter], list[ir.Node]]:
    """Return the parameters of a function, and the statements that its body begins with for their sake."""
    made: list[ir.Parameter] = []
    first: list[ir.Node] = []
    for child in [] if node is None else node.named_children:
        name = child.child_by_field_name("name")
        if child.type not in ("simple_parameter", "property_promotion_parameter", "variadic_parameter") or name is None:
            continue
        if name.type == "by_ref" and name.named_children:
            name = name.named_children[0]
        place, word = low.bounds(name), low.source(name)
        is_reference = low.source(child).partition("$")[0].rstrip(". ").endswith("&")
        if child.type == "variadic_parameter":
            made.append(ir.Parameter(word, None, "rest"))
        else:
            default = low.field(child, "default_value")
            made.append(ir.Parameter(word, _handed(low, child, default)))
        variable = ir.Name(word, *place)
        if child.type == "property_promotion_parameter":
            member = ir.Attribute(ir.Name("$this", *place), word.lstrip("$"), *place)
            first.append(ir.Assign(member, variable, *place))
        elif not is_reference and word.lstrip("$") in low.changed:
            first.append(ir.Assign(variable, called("php copied", [variable], place), *place))
    return made, first


def _handed(low: Lowering, node: Tree, default: ir.Node | None) -> ir.Node | None:
    """Return a parameter's default; an object of a known library class is handed in where no call gives it."""
    kind = node.child_by_field_name("type")
    if kind is None or (default is not None and not (isinstance(default, ir.Literal) and default.value is None)):
        return default
    written = low.source(kind).lstrip("?")
    if written.lower() in _PLAIN_TYPES or not written.replace("\\", "").replace("_", "").isalnum():
        return default
    named = kind
    while named.named_children and named.type not in ("name", "qualified_name"):
        named = named.named_children[0]
    if low.source(named).rpartition("\\")[2] in low.classes:
        return default
    return called("php handed", [low.class_path(named)], low.bounds(kind))


def _names_in(low: Lowering, node: Tree | None, kind: str) -> set[str]:
    """Return the variables of the `global` declarations at the top of a function's body."""
    return {
        low.source(name)
        for child in ([] if node is None else node.named_children)
        if child.type == kind
        for name in child.named_children
        if name.type == "variable_name"
    }


def _function_body(low: Lowering, node: Tree, outer: set[str]) -> tuple[list[ir.Parameter], list[ir.Node]]:
    body = node.child_by_field_name("body")
    before = low.outer
    low.outer = frozenset(outer | _names_in(low, body, "global_declaration"))
    taken, first = parameters(low, node.child_by_field_name("parameters"))
    if node.type == "arrow_function":
        value = low.expression(body) if body is not None else None
        statements: list[ir.Node] = [ir.Return(value, *low.bounds(node))]
    else:
        statements = block(low, body)
    low.outer = before
    return taken, [*first, *statements]


def closure(low: Lowering, node: Tree) -> ir.Node:
    """Return an anonymous function; variables that it uses by reference are those around it."""
    outer: set[str] = set()
    for child in node.named_children:
        if child.type == "anonymous_function_use_clause":
            for used in child.named_children:
                if used.type == "by_ref":
                    outer.update(low.source(part) for part in used.named_children)
    taken, statements = _function_body(low, node, outer)
    return ir.Function("", taken, statements, *low.bounds(node))


def _function(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    within, low.in_method = low.in_method, False
    taken, statements = _function_body(low, node, set())
    low.in_method = within
    made.append(ir.Function(method_key(low.source(name).lower()), taken, statements, *low.bounds(node)))


def _method(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = node.child_by_field_name("name")
    if name is None or node.child_by_field_name("body") is None:
        return
    within, low.in_method = low.in_method, True
    taken, statements = _function_body(low, node, set())
    low.in_method = within
    is_static = any(child.type == "static_modifier" for child in node.named_children)
    if not is_static:
        taken = [ir.Parameter("$this"), *taken]
    key = method_key(low.source(name))
    marks = ("staticmethod",) if is_static else ()
    made.append(ir.Function(key, taken, statements, *low.bounds(node), marks))


def _class(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    bases: list[ir.Node] = []
    for child in node.named_children:
        if child.type == "base_clause":
            bases.extend(low.class_path(part) for part in child.named_children if part.type not in ("comment",))
    members = node.child_by_field_name("body")
    for child in [] if members is None else members.named_children:
        if child.type == "use_declaration":
            bases.extend(
                low.class_path(part) for part in child.named_children if part.type in ("name", "qualified_name")
            )
    outer, outer_parent = low.in_class, low.parent
    low.in_class = low.source(name)
    low.parent = bases[0].name if bases and isinstance(bases[0], ir.Name) else ""
    body = block(low, members)
    low.in_class, low.parent = outer, outer_parent
    hidden = tuple(_hidden(low, members))
    made.append(ir.Class(low.source(name), bases, _traits_first(body), *low.bounds(node), hidden))


def _traits_first(body: list[ir.Node]) -> list[ir.Node]:
    """Return the members of a class with its constructor last, so that it finds the others."""
    return sorted(body, key=lambda part: isinstance(part, ir.Function) and part.name == CONSTRUCTOR)


def _hidden(low: Lowering, node: Tree | None) -> list[str]:
    """Return the names of a class's private and protected properties, which its JSON does not show."""
    found: list[str] = []
    for child in [] if node is None else node.named_children:
        parts = [child] if child.type == "property_declaration" else []
        given = child.child_by_field_name("parameters") if child.type == "method_declaration" else None
        if given is not None:
            parts = [part for part in given.named_children if part.type == "property_promotion_parameter"]
        for part in parts:
            if low.source(part).lstrip().startswith(("private", "protected")):
                found.extend(_property_names(low, part))
    return found


def _property_names(low: Lowering, node: Tree) -> list[str]:
    elements = [child for child in node.named_children if child.type == "property_element"] or [node]
    names = [element.child_by_field_name("name") for element in elements]
    return [low.source(name).lstrip("$") for name in names if name is not None]


def _property(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    is_static = any(child.type == "static_modifier" for child in node.named_children)
    kind = node.child_by_field_name("type")
    for element in node.named_children:
        name = element.child_by_field_name("name") if element.type == "property_element" else None
        if name is None:
            continue
        place, word = low.bounds(element), low.source(name)
        value = low.field(element, "default_value")
        if value is None:
            value = _handed(low, node, None) if kind is not None else None
        key = ir.Name(word if is_static else word.lstrip("$"), *low.bounds(name))
        made.append(ir.Assign(key, value, *place))


def _constants(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for element in node.named_children:
        parts = [child for child in element.named_children if child.type not in low.IGNORED]
        if element.type == "const_element" and len(parts) > 1:
            key = ir.Name(low.source(parts[0]), *low.bounds(parts[0]))
            made.append(ir.Assign(key, low.expression(parts[-1]), *low.bounds(element)))


def _case(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name, value = node.child_by_field_name("name"), low.field(node, "value")
    if name is not None:
        place = low.bounds(node)
        made.append(ir.Assign(ir.Name(low.source(name), *place), value or ir.Literal(low.source(name), *place), *place))


def _nothing(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append nothing for what was said elsewhere: a trait is a base of its class, `global` a mark of its names."""
    del low, node, made


HANDLERS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    "function_definition": _function,
    "method_declaration": _method,
    **dict.fromkeys(("class_declaration", "interface_declaration", "trait_declaration", "enum_declaration"), _class),
    "property_declaration": _property,
    "const_declaration": _constants,
    "enum_case": _case,
    **dict.fromkeys(("use_declaration", "global_declaration"), _nothing),
}
"""Node type of the grammar → what lowers it as a statement."""
