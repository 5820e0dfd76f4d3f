"""The small language-neutral form that every reader of program text lowers its tree to.

Nothing here belongs to one language: a lowering decodes literals, names the operations, and leaves out what sends
nothing (types, comments, access modifiers). Every node keeps the place it was written at, as offsets `[start, end)` of
the view that was read; `View.span` makes them places of the source.

Expressions    Literal Template Name Attribute Subscript Range Call Mapping Sequence Spread Operation Conditional
               Function Comprehension Other
Statements     any expression, and Assign Class If Loop Return Leave Block Import Remove
"""

from __future__ import annotations

from typing import Literal as Choice

from supportdesk.named import NamedTuple

Plain = str | int | float | bool | None


class Node:
    """Anything that was written; `start` and `end` are offsets in the view."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class Literal(Node):
    """A literal with its decoded value; the offsets include its quotes and prefix."""

    __slots__ = ("value",)

    def __init__(self, value: Plain, start: int, end: int) -> None:
        self.value = value
        self.start = start
        self.end = end


class Template(Node):
    """A string made of pieces: literals of text and expressions whose text goes between."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Node], start: int, end: int) -> None:
        self.parts = parts
        self.start = start
        self.end = end


class Name(Node):
    """A variable, function, class or imported name."""

    __slots__ = ("name",)

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end


class Attribute(Node):
    """`target.name`."""

    __slots__ = ("name", "target")

    def __init__(self, target: Node, name: str, start: int, end: int) -> None:
        self.target = target
        self.name = name
        self.start = start
        self.end = end


class Subscript(Node):
    """`target[index]`; the index may be a Range."""

    __slots__ = ("index", "target")

    def __init__(self, target: Node, index: Node, start: int, end: int) -> None:
        self.target = target
        self.index = index
        self.start = start
        self.end = end


class Range(Node):
    """`lower:upper:step` inside a subscript; None where left out."""

    __slots__ = ("lower", "step", "upper")

    def __init__(self, lower: Node | None, upper: Node | None, step: Node | None, start: int, end: int) -> None:
        self.lower = lower
        self.upper = upper
        self.step = step
        self.start = start
        self.end = end


class Argument(NamedTuple):
    """One argument of a call: by position, by `name` (with its offsets), or spread.

    `spread` is 'items' for a list poured into positions, 'members' for a mapping poured into names, '' for none.
    """

    value: Node
    name: str | None = None
    name_start: int = 0
    name_end: int = 0
    spread: Choice["", "items", "members"] = ""


class Call(Node):
    """A call or construction; `function` is what is called."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: Node, arguments: list[Argument], start: int, end: int) -> None:
        self.function = function
        self.arguments = arguments
        self.start = start
        self.end = end


class Mapping(Node):
    """A literal of named members; an entry without a key spreads its value into the mapping."""

    __slots__ = ("entries",)

    def __init__(self, entries: list[tuple[Node | None, Node]], start: int, end: int) -> None:
        self.entries = entries
        self.start = start
        self.end = end


class Sequence(Node):
    """A literal of items; as the target of an assignment it takes its value apart."""

    __slots__ = ("items",)

    def __init__(self, items: list[Node], start: int, end: int) -> None:
        self.items = items
        self.start = start
        self.end = end


class Spread(Node):
    """An item of a Sequence that stands for all items of its value."""

    __slots__ = ("value",)

    def __init__(self, value: Node, start: int, end: int) -> None:
        self.value = value
        self.start = start
        self.end = end


class Operation(Node):
    """An operator with its operands.

    Names: add subtract multiply divide floor_divide modulo power merge, concat (its operands become text), equal
    unequal less less_equal greater greater_equal in not_in same different, and or coalesce not negate, format (value,
    format text). add, concat, and, or take any number of operands, so that a long chain is no deep tree.
    """

    __slots__ = ("name", "operands")

    def __init__(self, name: str, operands: list[Node], start: int, end: int) -> None:
        self.name = name
        self.operands = operands
        self.start = start
        self.end = end


class Conditional(Node):
    """One of two expressions, by a test."""

    __slots__ = ("otherwise", "test", "then")

    def __init__(self, test: Node, then: Node, otherwise: Node, start: int, end: int) -> None:
        self.test = test
        self.then = then
        self.otherwise = otherwise
        self.start = start
        self.end = end


class Parameter(NamedTuple):
    """A parameter of a function; `kind` 'rest' takes further positions, 'rest_members' further names."""

    name: str
    default: Node | None = None
    kind: Choice["plain", "rest", "rest_members"] = "plain"


class Function(Node):
    """A function, method or lambda; as a statement it binds its `name` ('' for a lambda).

    `marks` are the names of its decorators, annotations or modifiers ('staticmethod', 'property'). With 'members' it
    sees the members of its object (or class) by their bare names, and the object as `this`; with 'overloads' it
    stands beside functions of its name, and a call takes the one that its number of arguments fits; with 'late' its
    defaults are evaluated by each call, which may use earlier parameters and members.
    """

    __slots__ = ("body", "marks", "name", "parameters")

    def __init__(
        self,
        name: str,
        parameters: list[Parameter],
        body: list[Node],
        start: int,
        end: int,
        marks: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.body = body
        self.marks = marks
        self.start = start
        self.end = end


class Clause(NamedTuple):
    """One loop of a comprehension: target, what is gone through, and the conditions on it."""

    target: Node
    iterable: Node
    conditions: list[Node]


class Comprehension(Node):
    """A list (`key` None) or mapping built by going through something."""

    __slots__ = ("clauses", "element", "key")

    def __init__(self, element: Node, key: Node | None, clauses: list[Clause], start: int, end: int) -> None:
        self.element = element
        self.key = key
        self.clauses = clauses
        self.start = start
        self.end = end


class Other(Node):
    """Something that this form has no word for: unknown, but its children are evaluated for what they do."""

    __slots__ = ("children",)

    def __init__(self, children: list[Node], start: int, end: int) -> None:
        self.children = children
        self.start = start
        self.end = end


class Assign(Node):
    """`target = value`; with `operation`, `target = target operation value`. `value` None only declares.

    `outer` binds the name where an enclosing scope has it, instead of in the current function.
    """

    __slots__ = ("operation", "outer", "target", "value")

    def __init__(
        self, target: Node, value: Node | None, start: int, end: int, operation: str = "", *, outer: bool = False
    ) -> None:
        self.target = target
        self.value = value
        self.operation = operation
        self.outer = outer
        self.start = start
        self.end = end


class Class(Node):
    """A class; `bases` are expressions, `marks` the names of its decorators or annotations."""

    __slots__ = ("bases", "body", "marks", "name")

    def __init__(
        self, name: str, bases: list[Node], body: list[Node], start: int, end: int, marks: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.bases = bases
        self.body = body
        self.marks = marks
        self.start = start
        self.end = end


class If(Node):
    """Branches with their tests in order, and what is done otherwise (also for a switch)."""

    __slots__ = ("branches", "otherwise")

    def __init__(self, branches: list[tuple[Node, list[Node]]], otherwise: list[Node], start: int, end: int) -> None:
        self.branches = branches
        self.otherwise = otherwise
        self.start = start
        self.end = end


class Loop(Node):
    """A loop over the items of `iterable` (bound to `target`), or while `test` holds."""

    __slots__ = ("body", "iterable", "target", "test")

    def __init__(
        self, target: Node | None, iterable: Node | None, test: Node | None, body: list[Node], start: int, end: int
    ) -> None:
        self.target = target
        self.iterable = iterable
        self.test = test
        self.body = body
        self.start = start
        self.end = end


class Return(Node):
    """Leaving a function with a value (None: without)."""

    __slots__ = ("value",)

    def __init__(self, value: Node | None, start: int, end: int) -> None:
        self.value = value
        self.start = start
        self.end = end


class Leave(Node):
    """Leaving a loop ('break', 'continue') or the normal way at all ('raise', with what it evaluates)."""

    __slots__ = ("kind", "value")

    def __init__(
        self, kind: Choice["break", "continue", "raise"], start: int, end: int, value: Node | None = None
    ) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end


class Block(Node):
    """Statements in order; `handlers` are what is done only when one of them fails, and are not evaluated."""

    __slots__ = ("body", "handlers")

    def __init__(self, body: list[Node], start: int, end: int, handlers: list[list[Node]] | None = None) -> None:
        self.body = body
        self.handlers = handlers or []
        self.start = start
        self.end = end


class Import(Node):
    """A name bound to something of a library: `path` is its full dotted name there."""

    __slots__ = ("name", "path")

    def __init__(self, name: str, path: str, start: int, end: int) -> None:
        self.name = name
        self.path = path
        self.start = start
        self.end = end


class Remove(Node):
    """Taking a member or an item away."""

    __slots__ = ("target",)

    def __init__(self, target: Node, start: int, end: int) -> None:
        self.target = target
        self.start = start
        self.end = end
