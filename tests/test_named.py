"""Named tuples made by the package's own base are those that typing would make."""

from __future__ import annotations

import pickle
import typing

from supportdesk.named import NamedTuple


class Place(NamedTuple):
    """A place in a text."""

    source: int
    start: int = 3
    note: str | None = None

    @property
    def behind(self) -> int:
        """The next one."""
        return self.start + 1

    def __str__(self) -> str:
        return f"{self.source}:{self.start}"


class Twin(typing.NamedTuple):
    """A place in a text."""

    source: int
    start: int = 3
    note: str | None = None


def test_it_is_a_tuple_with_names() -> None:
    place = Place(1)
    assert place == (1, 3, None)
    assert isinstance(place, tuple)
    assert place._replace(start=5) == Place(1, 5)
    assert (place.behind, str(place), repr(place)) == (4, "1:3", "Place(source=1, start=3, note=None)")
    assert pickle.loads(pickle.dumps(place)) == place


def test_its_class_says_what_typings_says() -> None:
    for name in ("_fields", "_field_defaults", "__doc__", "__module__", "__annotations__"):
        given, wanted = getattr(Place, name), getattr(Twin, name)
        assert (list(given) if name == "__annotations__" else given) == (
            list(wanted) if name == "__annotations__" else wanted
        )
    assert Place.__qualname__ == "Place"
