"""NamedTuple, as typing has it and type checkers know it, for a third of what typing's takes to make a class.

typing compiles the text of every annotation, which nothing reads here; a start makes fifty of these classes, and that
was a twelfth of its time. Instances are `collections.namedtuple`'s in both cases.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

_named_tuple: Any = collections.namedtuple
"""Without its types: checkers want to see the fields written out."""

_OWN = frozenset({"__annotations__", "__module__", "__qualname__"})
"""What a class statement hands over beside the members that were written."""


class _Maker(type):
    """Makes a named tuple of a class statement whose base is `NamedTuple`."""

    def __new__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, members)
        fields = members.get("__annotations__", {})
        defaults = [members[field] for field in fields if field in members]
        made = _named_tuple(name, fields, defaults=defaults, module=members["__module__"])
        made.__annotations__ = fields
        made.__qualname__ = members["__qualname__"]
        for member, value in members.items():
            if member not in fields and member not in _OWN:
                setattr(made, member, value)
        return made


if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class NamedTuple(metaclass=_Maker):
        """The base of a class statement whose annotated members are the fields of a tuple."""
