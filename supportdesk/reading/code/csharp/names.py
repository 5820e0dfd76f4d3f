"""What names mean in C# text: which are local, which are members of the class around, and what a type is called.

C# writes `baseUrl` for `this.baseUrl` and for `Config.baseUrl`; the neutral form names the owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from supportdesk.reading.code.trees import Tree

NODE_LIMIT = 60_000
"""Nodes of one text that are looked at for names."""

CLASSES = frozenset(
    (
        "class_declaration", "record_declaration", "struct_declaration", "record_struct_declaration",
        "interface_declaration", "enum_declaration",
    )
)  # fmt: skip
FUNCTIONS = frozenset(("lambda_expression", "local_function_statement", "anonymous_method_expression", *CLASSES))
_DECLARING = frozenset(("variable_declarator", "declaration_expression", "declaration_pattern", "catch_declaration"))
MAPPINGS = frozenset(
    (
        "Dictionary", "SortedDictionary", "ConcurrentDictionary", "JObject", "JsonObject", "Hashtable", "ExpandoObject",
        "OrderedDictionary", "IDictionary", "SortedList", "NameValueCollection",
        "ImmutableDictionary",
    )
)  # fmt: skip
"""Types whose objects are objects of JSON."""
LISTS = frozenset(
    (
        "List", "IList", "HashSet", "JArray", "JsonArray", "ArrayList", "Collection", "ObservableCollection", "Queue",
        "IEnumerable", "ICollection", "IReadOnlyList", "ImmutableArray",
    )
)  # fmt: skip
"""Types whose objects are arrays of JSON."""


class ClassNames:
    """Names of the members of a class, of its bases by name, and of the class around it."""

    __slots__ = ("bases", "instance", "name", "outer", "static", "types")

    def __init__(self, name: str, outer: ClassNames | None) -> None:
        self.name = name
        self.outer = outer
        self.static: set[str] = set()
        self.instance: set[str] = set()
        self.bases: list[str] = []
        self.types: dict[str, Tree] = {}


def type_name(text: str) -> str:
    """Return the last name of a type without its namespace, arguments, `?` and `[]` ('List' of 'a.List<int>?')."""
    return text.partition("<")[0].partition("[")[0].rstrip("?! \t").rpartition(".")[2].strip()


def declared(root: Tree) -> set[str]:
    """Return the names of the variables that a function's body declares, without those of functions inside it."""
    found: set[str] = set()
    for node in walk(root, FUNCTIONS):
        kind = node.type
        if kind in _DECLARING:
            name = node.child_by_field_name("name")
            if name is not None:
                found.add(name.text.decode("utf-16-le", "replace"))
            for child in node.named_children:
                if child.type in ("tuple_pattern", "parenthesized_variable_designation"):
                    found.update(_tuple_names(child))
        elif kind == "foreach_statement":
            left = node.child_by_field_name("left")
            if left is not None:
                found.update(_tuple_names(left))
        elif kind == "local_function_statement":
            name = node.child_by_field_name("name")
            if name is not None:
                found.add(name.text.decode("utf-16-le", "replace"))
    return found


def _tuple_names(node: Tree) -> Iterator[str]:
    if node.type == "identifier":
        yield node.text.decode("utf-16-le", "replace")
    for child in walk(node, frozenset()):
        if child.type == "identifier":
            yield child.text.decode("utf-16-le", "replace")


def walk(root: Tree, closed: frozenset[str]) -> Iterator[Tree]:
    """Go through the named nodes below a node in order; what `closed` names is given but not gone into."""
    pending = list(reversed(root.named_children))
    left = NODE_LIMIT
    while pending and left:
        left -= 1
        node = pending.pop()
        yield node
        if node.type not in closed:
            pending.extend(reversed(node.named_children))


def modifiers(node: Tree) -> set[str]:
    """Return the modifiers of a declaration ('static', 'const', 'public')."""
    return {
        child.text.decode("utf-16-le", "replace").strip() for child in node.named_children if child.type == "modifier"
    }


def extension_name(node: Tree, source: Callable[[Any], str]) -> str:
    """Return the name of an extension method (`static T Name(this Owner owner, …)`), '' for any other node."""
    name, taken = node.child_by_field_name("name"), node.child_by_field_name("parameters")
    first = taken.named_children[0] if taken is not None and taken.named_children else None
    if node.type != "method_declaration" or name is None or first is None or not source(first).startswith("this "):
        return ""
    return source(name)


def class_names(node: Tree, outer: ClassNames | None, source: Callable[[Any], str]) -> ClassNames:
    """Return the names that a class declares."""
    name = node.child_by_field_name("name")
    made = ClassNames("" if name is None else source(name), outer)
    for child in node.named_children:
        if child.type == "parameter_list":
            _parameters(made, child, source)
        elif child.type == "base_list":
            made.bases = [type_name(source(base)) for base in child.named_children if base.type != "argument_list"]
    body = node.child_by_field_name("body")
    for member in () if body is None else body.named_children:
        words = modifiers(member)
        where = made.static if words & {"static", "const"} else made.instance
        if member.type in ("field_declaration", "event_field_declaration"):
            for declaration in member.named_children:
                if declaration.type != "variable_declaration":
                    continue
                kind = declaration.child_by_field_name("type")
                for variable in declaration.named_children:
                    inner = variable.child_by_field_name("name") if variable.type == "variable_declarator" else None
                    if inner is not None:
                        where.add(source(inner))
                        if kind is not None:
                            made.types[source(inner)] = kind
        elif member.type in ("property_declaration", "method_declaration"):
            inner = member.child_by_field_name("name")
            if inner is not None:
                where.add(source(inner))
                kind = member.child_by_field_name("type")
                if kind is not None:
                    made.types[source(inner)] = kind
    return made


def _parameters(made: ClassNames, node: Tree, source: Callable[[Any], str]) -> None:
    for parameter in node.named_children:
        name = parameter.child_by_field_name("name") if parameter.type == "parameter" else None
        if name is not None:
            made.instance.add(source(name))
            kind = parameter.child_by_field_name("type")
            if kind is not None:
                made.types[source(name)] = kind
