"""Three-valued reading of a condition's tree: what makes it TRUE or FALSE, and what could still change it.

A tree is that of judging.condition; `atoms` are the answers of its comparisons (True, False, None for not known). A
comparison under NOT counts as the opposite comparison: `NOT a = 1` holds where `a <> 1` is TRUE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, repeat
from operator import is_
from typing import Any

Tree = Any
Answer = bool | None
REMEMBERED = 4096
"""Trees of which is remembered which comparisons they are made of; a knowledge has some hundred."""


def value(tree: Tree, atoms: Sequence[Answer] | Mapping[int, Answer]) -> Answer:
    """Return the tree's answer by Kleene's tables, which are SQL's; `atoms` may be those of its comparisons alone."""
    if isinstance(tree, int):
        return atoms[tree]
    if tree[0] == "not":
        inner = value(tree[1], atoms)
        return None if inner is None else not inner
    decisive = tree[0] == "or"
    open_ = False
    for part in tree[1:]:
        answer = value(part, atoms)
        if answer is decisive:
            return decisive
        open_ = open_ or answer is None
    return None if open_ else not decisive


def holding(tree: Tree, atoms: Sequence[Answer]) -> Iterator[int]:
    """Yield the comparisons that are TRUE, wherever they stand."""
    for sign in signs_of(tree):
        if sign >= 0:
            if atoms[sign] is True:
                yield sign
        elif atoms[~sign] is False:
            yield ~sign


class _Known:
    """The signs of the trees that were looked at, by identity; a tree is kept, so that none takes its place."""

    signs: dict[int, tuple[Tree, tuple[int, ...]]] = {}  # noqa: RUF012 - one for the process is what is meant


def signs_of(tree: Tree) -> tuple[int, ...]:
    """Return what `signs` yields, remembered: rules are few, and asked on every row."""
    if isinstance(tree, int):
        return (tree,)
    known = _Known.signs.get(id(tree))
    if known is None:
        if len(_Known.signs) >= REMEMBERED:
            _Known.signs = {}
        known = _Known.signs[id(tree)] = tree, tuple(signs(tree))
    return known[1]


def signs(tree: Tree, *, negated: bool = False) -> Iterator[int]:
    """Yield the comparisons of a tree as `given` has them where they hold: n where it is TRUE, ~n where it is FALSE."""
    if isinstance(tree, int):
        yield ~tree if negated else tree
        return
    inner = negated != (tree[0] == "not")
    for part in tree[1:]:
        yield from signs(part, negated=inner)


def given(atoms: Sequence[Answer]) -> set[int]:
    """Return the answers that are known as numbers: n for a comparison that is TRUE, ~n for one that is FALSE."""
    size = len(atoms)
    denied = compress(range(-1, ~size, -1), map(is_, atoms, repeat(False)))  # ~0 is -1, ~1 is -2
    return {*compress(range(size), atoms), *denied}


def deciding(tree: Tree, atoms: Sequence[Answer], answer: bool) -> Iterator[int]:
    """Yield the comparisons that make a tree, whose answer is `answer`, so: those in its parts of the same answer."""
    if isinstance(tree, int):
        yield tree
        return
    if tree[0] == "not":
        yield from deciding(tree[1], atoms, not answer)
        return
    for part in tree[1:]:
        if value(part, atoms) is answer:
            yield from deciding(part, atoms, answer)


def open_atoms(tree: Tree, atoms: Sequence[Answer]) -> Iterator[int]:
    """Yield the comparisons that are not known and could still change the tree's answer.

    Under an AND with a FALSE side and an OR with a TRUE side none can (design, 'The one idea').
    """
    if value(tree, atoms) is not None:
        return
    if isinstance(tree, int):
        yield tree
        return
    for part in tree[1:]:
        yield from open_atoms(part, atoms)
