"""Values of a running program that are no JSON: functions, classes, objects, clients, files and answers.

All are `Value`s of kind 'unknown', so that one put into a body reads as unknown there. A `Container` is an object or
array that the program made and may still change.
"""

from __future__ import annotations

from typing import Any, Literal

from supportdesk.reading.code.ir import Class, Function
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

PARTS_LIMIT = 200
"""Literals that a computed value names as its parts; further ones are left out."""


class Container(Value):
    """An object or array made by the program; `born` is the number of the open conditional branch that made it."""

    __slots__ = ("born",)

    def __init__(
        self,
        kind: Literal["object", "array"],
        data: Any,
        span: Span | None = None,
        *,
        born: int = 0,
        is_open: bool = False,
    ) -> None:
        super().__init__(kind, data, span, is_open=is_open)
        self.born = born


class JsonText(Value):
    """A string that is the JSON of `inner`."""

    __slots__ = ("inner",)

    def __init__(self, text: str, inner: Value, parts: tuple[Span, ...]) -> None:
        super().__init__("string", text, None, parts=parts, is_open=UNKNOWN in text)
        self.inner = inner


class Thing(Value):
    """A value of the program that is no JSON."""

    __slots__ = ()

    def __init__(self, span: Span | None = None, parts: tuple[Span, ...] = ()) -> None:
        super().__init__("unknown", UNKNOWN, span, parts=parts, is_open=True)


class Unclear(Thing):
    """What only running the code would tell.

    `origin` is the index of the request whose answer it comes from (None: not from an answer) and `path` the names on
    the way from that answer.
    """

    __slots__ = ("origin", "path")

    def __init__(
        self,
        span: Span | None = None,
        parts: tuple[Span, ...] = (),
        *,
        origin: int | None = None,
        path: tuple[str, ...] = (),
    ) -> None:
        super().__init__(span, parts)
        self.origin = origin
        self.path = path


class Reference(Thing):
    """Something of a library, by its full dotted name ('requests.Session')."""

    __slots__ = ("path",)

    def __init__(self, path: str, span: Span | None = None) -> None:
        super().__init__(span)
        self.path = path


class Scope:
    """Names of a function, class or module, and the scope around it; with an `owner`, the members of that."""

    __slots__ = ("names", "owner", "parent")

    def __init__(self, parent: Scope | None = None, owner: Instance | ClassThing | None = None) -> None:
        self.names: dict[str, Value] = {} if owner is None else owner.members
        self.owner = owner
        self.parent = parent

    def find(self, name: str) -> Value | None:
        """Return the innermost value of a name, or None."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.own(name)
            if value is not None:
                return value
            scope = scope.parent
        return None

    def outermost(self) -> Scope:
        """Return the scope around all others."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def own(self, name: str) -> Value | None:
        """Return the value that a name has in this scope itself, or None."""
        value = self.names.get(name)
        owner = self.owner
        if value is not None or owner is None:
            return value
        for one in (owner.kind_of if isinstance(owner, Instance) else owner).ancestry():
            value = one.members.get(name)
            if value is not None:
                return value.bound_to(owner) if isinstance(value, Closure) else value
        return None

    def holder(self, name: str) -> Scope:
        """Return the innermost scope that has a name, the outermost one where none has."""
        scope = self
        while scope.own(name) is None and scope.parent is not None:
            scope = scope.parent
        return scope


class Closure(Thing):
    """A function of the program: the scope it was made in, its defaults, the object or class that it is bound to.

    `others` are functions of the same name beside it, of which a call takes the one that fits.
    """

    __slots__ = ("defaults", "function", "others", "owner", "scope")

    def __init__(self, function: Function, scope: Scope, defaults: dict[str, Value]) -> None:
        super().__init__()
        self.function = function
        self.scope = scope
        self.defaults = defaults
        self.owner: Value | None = None
        self.others: tuple[Closure, ...] = ()

    def bound_to(self, owner: Value) -> Closure:
        """Return the same function bound to an object or class."""
        made = Closure(self.function, self.scope, self.defaults)
        made.owner = owner
        made.others = self.others
        return made

    def fitting(self, count: int | None) -> Closure:
        """Return the function of this name that takes `count` arguments; of None the shortest (else this one)."""
        if not self.others:
            return self
        choices = [self, *reversed(self.others)]
        if count is None:
            found = min(choices, key=lambda one: len(one.function.parameters))
        else:
            found = next((one for one in choices if len(one.function.parameters) == count), None) or next(
                (one for one in choices if any(item.kind == "rest" for item in one.function.parameters)), self
            )
        return found if found is self or self.owner is None else _alone(found).bound_to(self.owner)


def _alone(closure: Closure) -> Closure:
    """Return a function without those of its name."""
    return Closure(closure.function, closure.scope, closure.defaults)


class ClassThing(Thing):
    """A class of the program: `members` by name, `fields` declared in order with their defaults (None: no default)."""

    __slots__ = ("bases", "definition", "fields", "members", "scope")

    def __init__(self, definition: Class, scope: Scope) -> None:
        super().__init__()
        self.definition = definition
        self.scope = scope
        self.members: dict[str, Value] = {}
        self.fields: dict[str, Value | None] = {}
        self.bases: list[Value] = []

    def ancestry(self) -> list[ClassThing]:
        """Return this class and its bases of the program, nearest first (at most 16)."""
        found: list[ClassThing] = []
        queue: list[Value] = [self]
        while queue and len(found) < 16:
            here = queue.pop(0)
            if isinstance(here, ClassThing) and here not in found:
                found.append(here)
                queue.extend(here.bases)
        return found

    def library_bases(self) -> list[str]:
        """Return the dotted names of the library classes among the bases."""
        return [base.path for owner in self.ancestry() for base in owner.bases if isinstance(base, Reference)]


class Instance(Thing):
    """An object of a class of the program."""

    __slots__ = ("kind_of", "members")

    def __init__(self, kind_of: ClassThing, span: Span | None = None) -> None:
        super().__init__(span)
        self.kind_of = kind_of
        self.members: dict[str, Value] = {}


class Client(Thing):
    """An object of a library whose methods send requests; `family` names its reader, `state` what it was given."""

    __slots__ = ("family", "state")

    def __init__(self, family: str, state: dict[str, Value], span: Span | None = None) -> None:
        super().__init__(span)
        self.family = family
        self.state = state


class Bound(Thing):
    """`owner.path`, not called yet; `path` may have dots ('chat.completions.create')."""

    __slots__ = ("owner", "path")

    def __init__(self, owner: Value, path: str, span: Span | None = None) -> None:
        super().__init__(span)
        self.owner = owner
        self.path = path


class FileThing(Thing):
    """An opened file; `path` is its path where the text tells it, else unknown."""

    __slots__ = ("path",)

    def __init__(self, path: Value | None, span: Span | None = None) -> None:
        super().__init__(span)
        self.path = path

    def base_name(self) -> Value:
        """Return the file's name without its folders."""
        path = self.path
        if path is None or path.kind != "string":
            return Value.unknown(self.span)
        name = str(path.data).replace("\\", "/").rsplit("/", 1)[-1]
        if name == path.data:
            return path
        return Value("string", name, None, parts=spans_of(path), is_open=UNKNOWN in name)


class Arguments:
    """The arguments of a call, evaluated; `name_spans` where names stand; `is_open` when some are not known."""

    __slots__ = ("is_open", "name_spans", "named", "positional")

    def __init__(self) -> None:
        self.positional: list[Value] = []
        self.named: dict[str, Value] = {}
        self.name_spans: dict[str, Span] = {}
        self.is_open = False

    def get(self, position: int | None, name: str) -> Value | None:
        """Return the argument of that name, else the one at that position (None: only by name), else None."""
        value = self.named.get(name)
        if value is None and position is not None and position < len(self.positional):
            value = self.positional[position]
        return value


def spans_of(*values: Value | None) -> tuple[Span, ...]:
    """Return the spans of the literals behind values, without repeats, at most PARTS_LIMIT."""
    found: dict[Span, None] = {}
    for value in values:
        if value is None or len(found) >= PARTS_LIMIT:
            continue
        if value.span is not None:
            found[value.span] = None
        else:
            for part in value.parts:
                found[part] = None
    return tuple(found)[:PARTS_LIMIT]
