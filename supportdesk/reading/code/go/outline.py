"""What a Go text declares, gathered before it is lowered, and the order in which its parts are run.

Entry points: `init` and `main`; where nothing of that stands in the text, the functions and methods that nothing in it
names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from supportdesk.reading.code import ir
from supportdesk.reading.code.go import type_names as go_types
from supportdesk.reading.code.trees import NODE_LIMIT, Tree

if TYPE_CHECKING:
    from supportdesk.reading.code.go.lowering import Lowering

_FIRST = frozenset(("import_declaration", "function_declaration", "method_declaration", "const_declaration"))


class Outline:
    """Types by name, functions and methods of a text, and the names that are used."""

    __slots__ = ("functions", "makers", "methods", "source", "types", "used")

    def __init__(self, root: Tree, source: Callable[[Tree], str]) -> None:
        self.source = source
        self.types: dict[str, list[go_types.Declared]] = {}
        self.functions: dict[str, Tree] = {}
        self.methods: dict[str, list[Tree]] = {}
        self.makers: dict[str, str] = {}
        self.used: set[str] = set()
        pending, left = [root], 2 * NODE_LIMIT
        while pending and left:
            node = pending.pop()
            left -= 1
            kind = node.type
            if kind in ("type_spec", "type_alias"):
                self._type(node, root)
            elif kind == "function_declaration":
                self._function(node)
            elif kind == "method_declaration":
                self.methods.setdefault(self.receiver(node)[1], []).append(node)
            elif kind in ("call_expression", "selector_expression", "argument_list", "keyed_element"):
                self._uses(node)
            pending.extend(reversed(node.named_children))

    def _type(self, node: Tree, root: Tree) -> None:
        name, kind = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None or kind is None:
            return
        around = node.parent
        for _ in range(4):
            if around is None or around.type in ("statement_list", "block", "source_file"):
                break
            around = around.parent
        around = around or root
        declared = go_types.Declared(kind, around.start_byte, around.end_byte)
        if around.type in ("source_file", "ERROR"):
            declared = go_types.Declared(kind, 0, root.end_byte)
        self.types.setdefault(self.source(name), []).append(declared)

    def _function(self, node: Tree) -> None:
        """Note a function, and the type that it makes: the first one of its results."""
        name, result = node.child_by_field_name("name"), node.child_by_field_name("result")
        if name is None:
            return
        self.functions[self.source(name)] = node
        if result is not None and result.type == "parameter_list" and result.named_children:
            result = result.named_children[0].child_by_field_name("type")
        if result is not None:
            self.makers.setdefault(self.source(go_types.stripped(result)), self.source(name))

    def _uses(self, node: Tree) -> None:
        for child in node.named_children:
            if child.type in ("identifier", "field_identifier"):
                self.used.add(self.source(child))
            elif child.type == "literal_element" and child.named_children:
                self.used.add(self.source(child.named_children[0]))

    def receiver(self, node: Tree) -> tuple[str, str]:
        """Return the name and the type of a method's receiver ('' where there is none)."""
        listed = node.child_by_field_name("receiver")
        first = listed.named_children[0] if listed is not None and listed.named_children else None
        kind = first.child_by_field_name("type") if first is not None else None
        name = first.child_by_field_name("name") if first is not None else None
        return "" if name is None else self.source(name), "" if kind is None else self.source(go_types.stripped(kind))

    def declared(self, name: str, at: int) -> go_types.Declared | None:
        """Return the innermost declaration of a type that a name means at a byte offset."""
        found = [one for one in self.types.get(name, ()) if one.start <= at < one.end]
        return min(found, key=lambda one: one.end - one.start, default=None)


def ordered(low: Lowering, root: Tree) -> list[ir.Node]:
    """Return the statements of a text in the order in which Go would run them."""
    parts: dict[str, list[ir.Node]] = {kind: [] for kind in _FIRST}
    rest: list[ir.Node] = []
    for child in root.named_children:
        if child.type not in low.IGNORED and child.type != "method_declaration":
            low.statement(child, parts.get(child.type, rest))
    structures = _structures(low)
    return [
        *parts["import_declaration"],
        *low.hoisted.values(),
        *structures,
        *parts["function_declaration"],
        *parts["const_declaration"],
        *rest,
        *_entries(low),
    ]


def _structures(low: Lowering) -> list[ir.Node]:
    """Return the classes of all struct types with their methods, what is embedded before what embeds it."""
    outline = low.outline
    made: dict[str, ir.Class] = {}
    for name, declarations in outline.types.items():
        for declared in declarations:
            if declared.type.type == "struct_type":
                key = go_types.class_name(name, declared.type)
                made[key] = go_types.structure_class(low, key, declared.type, _methods(low, name))
            elif name in outline.methods:
                key = f"type {name}"
                made[key] = ir.Class(key, [], _methods(low, name), *low.bounds(declared.type))
    for name, methods in outline.methods.items():
        if name not in outline.types:  # its declaration was cut off
            made[f"type {name}"] = ir.Class(f"type {name}", [], _methods(low, name), *low.bounds(methods[0]))
    ready: list[ir.Node] = []
    pending = list(reversed(made.values()))
    seen: set[str] = set()
    while pending:
        here = pending[-1]
        waiting = [made[base.name] for base in here.bases if isinstance(base, ir.Name) and base.name in made]
        waiting = [base for base in waiting if base.name not in seen]
        if here.name in seen or not waiting or len(pending) > 2 * len(made):
            pending.pop()
            if here not in ready:
                ready.append(here)
            seen.add(here.name)
        else:
            seen.add(here.name)
            pending.extend(waiting)
    return ready


def _methods(low: Lowering, name: str) -> list[ir.Node]:
    """Return the methods of a type, and its making where the text has a function that makes it."""
    from supportdesk.reading.code.go.statements import method

    outline = low.outline
    made: list[ir.Node] = [method(low, node) for node in outline.methods.get(name, ())]
    maker = outline.makers.get(name)
    if maker is not None and made:
        place = made[0].start, made[0].end
        call = ir.Call(ir.Name(maker, *place), [], *place)
        adopt = ir.Call(ir.Name("go.adopt", *place), [ir.Argument(ir.Name("self", *place)), ir.Argument(call)], *place)
        made.append(ir.Function("__init__", [ir.Parameter("self")], [adopt], *place))
    return made


def _entries(low: Lowering) -> list[ir.Node]:
    """Return the calls of the entry points."""
    outline = low.outline
    called: list[str] = [name for name in ("init", "main") if name in outline.functions]
    used: list[ir.Node] = []
    if "main" not in called:
        called.extend(name for name in outline.functions if name not in outline.used and name not in called)
        used = _methods_in_use(low)
    places = {name: low.bounds(outline.functions[name]) for name in called}
    calls: list[ir.Node] = [ir.Call(ir.Name(name, *place), [], *place) for name, place in places.items()]
    calls = sorted([*calls, *used], key=lambda call: call.start)
    end = (low.kept, low.kept)
    cut = [ir.Argument(ir.Literal(value=True, start=low.kept, end=low.kept))] if low.kept < len(low.text) else []
    return [*calls, ir.Call(ir.Name("go.unsent", *end), cut, *end)]


def _methods_in_use(low: Lowering) -> list[ir.Node]:
    """Return calls of the methods that nothing names, each on an object of its type."""
    outline = low.outline
    calls: list[ir.Node] = []
    for kind, methods in outline.methods.items():
        declared = outline.declared(kind, methods[0].start_byte)
        key = f"type {kind}"
        if declared is not None and declared.type.type == "struct_type":
            key = go_types.class_name(kind, declared.type)
        for node in methods:
            name = node.child_by_field_name("name")
            if name is not None and low.source(name) not in outline.used:
                given = [ir.Argument(ir.Name(key, *low.bounds(node)))]
                given.append(ir.Argument(ir.Literal(low.source(name), *low.bounds(name))))
                calls.append(ir.Call(ir.Name("go.use", *low.bounds(node)), given, *low.bounds(node)))
    return calls
