"""The static evaluator: what a program's values would be, as far as its text says, without running it.

It goes through the statements in order and keeps what is known; whatever only running the code would tell is unknown
and stays so. Of a condition that is not known both branches are looked at, and what they leave different is unknown.
Work is bounded by STEP_LIMIT and DEPTH_LIMIT, whatever the program says about its own loops and calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.snapshots import Copier
from supportdesk.reading.code.texts import Writer, joined
from supportdesk.reading.code.things import Arguments, Bound, Client, Reference, Scope, Unclear
from supportdesk.reading.evidence import Request
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

STEP_LIMIT = 30_000
"""Nodes that are evaluated for one text, repeats counted."""
DEPTH_LIMIT = 140
"""Levels of expressions, statements and calls inside each other."""
CALL_LIMIT = 12
"""Calls of the program's own functions inside each other."""
REQUEST_LIMIT = 200
"""Requests that one text gives."""

Handler = Callable[["Evaluator", Arguments, ir.Node], Value]
"""A function of a library: evaluator, arguments and the call's node to its value."""
Method = Callable[["Evaluator", Value, Arguments, ir.Node], Value]
"""A method of a string, array or object: the same with the value it is called on."""
Family = Callable[["Evaluator", Client, str, Arguments, ir.Node], Value]
"""What a client object does when `path` is called on it."""
Guess = Callable[["Evaluator", Unclear, Arguments, ir.Node], Value | None]
"""What a call on something that the text does not define means; None when it cannot be told."""
Attribute = Callable[["Evaluator", Value, ir.Node], Value]
"""What a member of a value is that is no method (`text.length`, `url.href`)."""
Settle = Callable[["Evaluator", Value], Value]
"""Gives the text that an object of a library becomes where it is put into a text; any other value as it is."""


class Dialect:
    """What the evaluator must know of a language besides the form: its names, libraries and ways of writing a value.

    `names` are names known without an import (to a dotted path or a value), `library` handlers by dotted path,
    `methods` by kind of value and name (those of 'Unclear' are asked before a call on something unknown is given up),
    `families` the clients, `attributes` members that are no methods, by kind of value or a client's family.
    `receiver` is the name by which a method knows its object, '' where that is its first parameter; `missing` the value
    of a member or argument that is not there, None where the language has no such value.
    """

    __slots__ = (
        "attributes", "families", "guess", "language", "library", "methods", "missing", "names", "receiver", "settle",
        "text",
    )  # fmt: skip

    def __init__(
        self,
        language: str,
        *,
        text: Writer,
        names: Mapping[str, str | Value],
        library: Mapping[str, Handler],
        methods: Mapping[str, Mapping[str, Method]],
        families: Mapping[str, Family],
        guess: Guess,
        attributes: Mapping[str, Mapping[str, Attribute]] | None = None,
        receiver: str = "",
        missing: Value | None = None,
        settle: Settle | None = None,
    ) -> None:
        self.language = language
        self.text = text
        self.names = names
        self.library = library
        self.methods = methods
        self.families = families
        self.guess = guess
        self.attributes = attributes or {}
        self.receiver = receiver
        self.missing = missing
        self.settle = settle


class Frame:
    """A running function: values it may have returned, and whether it may have left a loop or itself before."""

    __slots__ = ("maybe_left", "returned")

    def __init__(self) -> None:
        self.returned: list[Value] = []
        self.maybe_left = False


class Evaluator:
    """The state of going through one program.

    `requests` in the order of sending; `exhausted` says that a limit was reached, so that an absence proves nothing.
    `unsent` holds what sends a request that was put together, by its object's id, until it is sent.
    `later` are the values of names that the program's outermost statements assign, in case one is used before;
    `branch` counts conditional branches that are open, inside which changes of older containers are not certain.
    """

    __slots__ = (
        "branch", "called", "calls", "copier", "depth", "dialect", "environment", "exhausted", "facts", "frame",
        "later", "leaving", "literals", "module", "modules", "requests", "scope", "seen", "sent", "steps", "unsent",
        "view",
    )  # fmt: skip

    def __init__(self, view: View, dialect: Dialect) -> None:
        self.view = view
        self.dialect = dialect
        self.steps = STEP_LIMIT
        self.depth = 0
        self.calls = 0
        self.branch = 0
        self.exhausted = False
        self.leaving = ""
        self.scope = Scope()
        self.frame = Frame()
        self.copier = Copier()
        self.requests: list[Request] = []
        self.sent: list[ir.Node] = []
        self.seen: dict[tuple[int, str], int] = {}
        self.called: set[int] = set()
        self.literals: dict[Span, tuple[int, int]] = {}
        self.modules: dict[str, Value] = {}
        self.environment: dict[str, Value] = {}
        self.facts: list[tuple[str, Any, Span]] = []
        self.later: dict[str, ir.Node] = {}
        self.module = self.scope
        self.unsent: dict[int, tuple[Value, Callable[[], object]]] = {}

    def span(self, node: ir.Node) -> Span:
        """Return where a node was written."""
        return self.view.span(node.start, node.end)

    def evaluate(self, node: ir.Node) -> Value:
        """Return the value of an expression (of a statement: nothing known)."""
        self.steps -= 1
        if self.steps < 0 or self.depth >= DEPTH_LIMIT:
            self.exhausted = True
            return Unclear(self.span(node))
        self.depth += 1
        value = EXPRESSIONS[type(node)](self, node)
        self.depth -= 1
        return value

    def text(self, *values: Value) -> Value:
        """Return the texts of values, joined, as one string value."""
        settle = self.dialect.settle
        if settle is not None:
            values = tuple(settle(self, value) if value.kind == "unknown" else value for value in values)
        return joined(values, self.dialect.text)

    def lookup(self, name: str, node: ir.Node) -> Value:
        """Return the value of a name: the program's, the language's, or one that nothing in the text tells."""
        value = self.scope.find(name)
        if value is not None:
            return value
        known = self.dialect.names.get(name)
        if isinstance(known, str):
            return Reference(known)
        if known is not None:
            return self.placed(known, node)
        return self._later(name) or Unclear(self.span(node), path=(name,))

    def placed(self, value: Value, node: ir.Node) -> Value:
        """Return a library's constant as the value that stands at `node`: what is written there is its name."""
        if value.kind not in ("string", "number") or value.span is not None or value.parts or value.added_by:
            return value
        return Value(value.kind, value.data, None, parts=(self.span(node),), is_open=value.is_open)

    def _later(self, name: str) -> Value | None:
        """Return what a name is given further down: 'and the client is made like this', as pastes often end."""
        node = self.later.pop(name, None)
        if node is None:
            return None
        outer, self.scope = self.scope, self.module
        value = self.evaluate(node)
        self.scope = outer
        self.module.names.setdefault(name, value)
        return value

    def fact(self, name: str, value: Any, span: Span) -> None:
        """Note a fact of the code that belongs to no request (a Reading of rules/facts.yaml)."""
        self.facts.append((name, value, span))

    def send(self, request: Request, node: ir.Node) -> Value:
        """Note a request that the call `node` sends; return its answer. The same one again from there counts once."""
        key = (node.start, repr(request.to_dict()))
        index = self.seen.get(key)
        if index is None:
            if len(self.requests) >= REQUEST_LIMIT:
                self.exhausted = True
                return Unclear(self.span(node))
            index = self.seen[key] = len(self.requests)
            self.requests.append(request)
            self.sent.append(node)
        return Unclear(self.span(node), origin=index)

    def send_rest(self) -> None:
        """Send the requests that were put together and not sent: the text ends before, or hands them out."""
        while self.unsent:
            _, send = self.unsent.pop(next(iter(self.unsent)))
            send()

    def bound(self, owner: Value, name: str, node: ir.Node) -> Bound:
        """Return `owner.name` to be called or looked into further."""
        return Bound(owner, name, self.span(node))


EXPRESSIONS: dict[type[ir.Node], Callable[[Evaluator, Any], Value]] = {}
"""Kind of node → what evaluates it; filled by the modules of expressions, operations, calls and statements."""


def assemble() -> None:
    """Fill EXPRESSIONS (once; the parts import this module, so they are imported here and not above)."""
    from supportdesk.reading.code import calls, expressions, operations, statements

    for part in (expressions, operations, calls, statements):
        EXPRESSIONS.update(part.HANDLERS)
