"""The known word nearest to a mistyped one, as the end of a message."""

from __future__ import annotations

from collections.abc import Iterable

from supportdesk.i18n import gettext


def nearest(word: object, known: Iterable[object]) -> str:
    """Return ` (did you mean …?)` with the known word that is most like `word`, '' where none is like it."""
    from difflib import get_close_matches

    near = get_close_matches(str(word), [str(one) for one in known], 1)
    return gettext(" (did you mean {name}?)").format(name=near[0]) if near else ""
