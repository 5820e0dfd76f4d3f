"""NamedTuple, as typing has it and type checkers know it, for a fifth of what typing's takes to make a class.

typing compiles the text of every annotation, which nothing reads here, and `collections.namedtuple` that of every
class's `__new__`; a start makes sixty of these classes, and that was a twelfth of its time. Here `__new__` is one that
was compiled with this module for as many fields, under the fields' names. A class with more fields than that is
`collections.namedtuple`'s, and instances are used as those are.
"""

from __future__ import annotations

import collections
from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["NamedTuple"]

_named_tuple: Any = collections.namedtuple
"""Without its types: checkers want to see the fields written out."""

_Field: Any = type(_named_tuple("_One", ("only",)).only)
"""What reads a field by its place: CPython's own, faster than a property."""

_OWN = frozenset({"__annotations__", "__module__", "__qualname__"})
"""What a class statement hands over beside the members that were written."""

_new = tuple.__new__
_NEW: tuple[Callable[..., Any], ...] = (
    lambda _cls, a: _new(_cls, (a,)),
    lambda _cls, a, b: _new(_cls, (a, b)),
    lambda _cls, a, b, c: _new(_cls, (a, b, c)),
    lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
    lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
    lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
    lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
    lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
    lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
)
"""What makes an instance of so many fields, from one on; a class's own takes the names of its fields."""


class _Fields(tuple[Any, ...]):
    """What every class of these can do beside a tuple."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Any:
        return cls(*values)

    def _replace(self, /, **values: Any) -> Any:
        made = type(self)(*map(values.pop, self._fields, self))
        if values:
            raise ValueError(f"Got unexpected field names: {list(values)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({told})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Maker(type):
    """Makes a named tuple of a class statement whose base is `NamedTuple`."""

    def __new__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, members)
        types = members.get("__annotations__", {})
        fields = tuple(types)
        defaults = tuple(members[field] for field in fields if field in members)
        written = {member: value for member, value in members.items() if member not in types and member not in _OWN}
        if not 1 <= len(fields) <= len(_NEW):
            made = _named_tuple(name, fields, defaults=defaults, module=members["__module__"])
            made.__annotations__ = types
            made.__qualname__ = members["__qualname__"]
            for member, value in written.items():
                setattr(made, member, value)
            return made
        common = _NEW[len(fields) - 1]
        code = common.__code__.replace(co_varnames=("_cls", *fields))
        own: dict[str, Any] = {field: _Field(at, "") for at, field in enumerate(fields)}
        own |= {
            "__new__": FunctionType(code, globals(), "__new__", defaults),
            "__slots__": (),
            "__match_args__": fields,
            "_fields": fields,
            "_field_defaults": dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True)),
            "__annotations__": types,
            "__module__": members["__module__"],
            "__qualname__": members["__qualname__"],
        }
        return type(name, (_Fields,), own | written)


if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class NamedTuple(metaclass=_Maker):
        """The base of a class statement whose annotated members are the fields of a tuple."""
