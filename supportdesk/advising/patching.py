"""Edits as a unified diff that `patch -p0` applies to the customer's own text, byte for byte.

The text that is diagnosed has its secrets masked, so a line that holds a masked secret is none of the original's: such
a line is never part of a hunk. Where it would only be context there is less of it; where it is the line that changes
there is no diff.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from supportdesk.advising.edits import Edit, UnwritableError, by_source, edited
from supportdesk.masking import BULLET
from supportdesk.named import NamedTuple
from supportdesk.source import Source

CONTEXT = 2
"""Lines around a change."""

NO_LINE_END = "\\ No newline at end of file\n"

MASKED, UNFAITHFUL, UNNAMED = "masked", "unfaithful", "unnamed"
"""Why there is no diff: a changed line holds a masked secret, the source's characters are not the file's bytes, or
its name is that of another source as well."""


class Patch(NamedTuple):
    """`text` is the diff, '' where there is none; `why` then one of MASKED, UNFAITHFUL, UNNAMED, or ''.

    `edits` are those that the diff makes.
    """

    text: str
    why: str = ""
    edits: tuple[Edit, ...] = ()


class Block(NamedTuple):
    """The lines from number `start` (0-based), `old` (line ends kept), which become `new`."""

    start: int
    old: list[str]
    new: list[str]

    @property
    def end(self) -> int:
        """The number of the line behind the old ones."""
        return self.start + len(self.old)


def write_patch(edits: Sequence[Edit], sources: list[Source]) -> Patch:
    """Return the unified diff that makes the edits, one part a source, each named as its source is.

    Raises UnwritableError where two edits touch the same characters.
    """
    parts: list[str] = []
    names = [file_name(source) for source in sources]
    for number, changes in by_source(edits).items():
        if number >= len(sources):
            raise UnwritableError
        source = sources[number]
        if source.length > len(source.text) or any("utf-16" in note or "utf-32" in note for note in source.notes):
            return Patch("", UNFAITHFUL)
        if names.count(names[number]) > 1:
            return Patch("", UNNAMED)
        lines = source.text.split("\n")
        whole = [line + "\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
        blocks = _blocks(source.text, whole, changes)
        closed = _Closed(source, whole)
        if any(closed.any(block.start, block.end) for block in blocks):
            return Patch("", UNFAITHFUL if source.notes else MASKED)
        if blocks:
            parts.append(f"--- {names[number]}\n+++ {names[number]}\n" + _hunks(whole, blocks, closed))
    return Patch("".join(parts), edits=tuple(edits))


def file_name(source: Source) -> str:
    """Return the name of a source as the head of a diff says it: relative, quoted where a plain one would be cut.

    `patch` takes no absolute path and none that leaves its folder: of such a name the last step stays.
    """
    name = source.name.replace("\\", "/") if "\\" in source.name and ":" in source.name[:2] else source.name
    if name.startswith("/") or ":" in name[:2] or ".." in name.split("/"):
        name = name.rstrip("/").rpartition("/")[2]
    name = name or "paste"
    if any(sign < " " or sign in '"\\' for sign in name) or name.startswith((" ", "\t")):
        shown = name.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(f"\\{ord(sign):03o}" if sign < " " else sign for sign in shown) + '"'
    return name + "\t" if " " in name else name


class _Closed:
    """Which lines must not stand in a hunk, because their characters are not the original's."""

    def __init__(self, source: Source, lines: list[str]) -> None:
        self.lines = lines
        self.marked = any("byte order mark" in note for note in source.notes)
        self.decoded = bool(source.notes) and not self.marked

    def at(self, number: int) -> bool:
        """Whether the line of this number is one of them."""
        line = self.lines[number]
        return BULLET in line or (self.marked and number == 0) or (self.decoded and not line.isascii())

    def any(self, start: int, end: int) -> bool:
        """Whether one of the lines `[start, end)` is."""
        return any(self.at(number) for number in range(start, end))


def _blocks(text: str, lines: list[str], edits: list[Edit]) -> list[Block]:
    """Return the runs of whole lines that the edits change."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first = min(len(lines), bisect.bisect_right(starts, edit.span.start) - 1)
        last = max(first, bisect.bisect_left(starts, edit.span.end) - 1)
        if edit.span.start == len(text):
            first = last = max(0, len(lines) - 1)
        elif edit.span.end < len(text) and edit.span.end == starts[last + 1] and not edit.new.endswith("\n"):
            last += 1  # the line end goes: what follows joins the line
        if groups and first <= groups[-1][1]:
            groups[-1] = (groups[-1][0], max(last, groups[-1][1]), [*groups[-1][2], edit])
        else:
            groups.append((first, last, [edit]))
    blocks: list[Block] = []
    for first, last, own in groups:
        end = min(last + 1, len(lines))
        new = edited(text, own, starts[first], starts[end]).split("\n")
        block = _trimmed(Block(first, lines[first:end], [line + "\n" for line in new[:-1]] + new[-1:] * bool(new[-1])))
        if blocks and blocks[-1].end == block.start:
            before = blocks.pop()
            block = Block(before.start, before.old + block.old, before.new + block.new)
        if block.old or block.new:
            blocks.append(block)
    return blocks


def _trimmed(block: Block) -> Block:
    """Return the block without the lines at its ends that stay."""
    start, old, new = block.start, list(block.old), list(block.new)
    while old and new and old[0] == new[0]:
        start, old, new = start + 1, old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return Block(start, old, new)


def _hunks(lines: list[str], blocks: list[Block], closed: _Closed) -> str:
    groups: list[list[Block]] = []
    for block in blocks:
        behind = groups[-1][-1].end if groups else 0
        if groups and block.start - behind <= 2 * CONTEXT and not closed.any(behind, block.start):
            groups[-1].append(block)
        else:
            groups.append([block])
    texts, shift, floor = [], 0, 0
    for number, group in enumerate(groups):
        ceiling = groups[number + 1][0].start if number + 1 < len(groups) else len(lines)
        before, after = _context(lines, group, closed, floor, ceiling)
        start, end = group[0].start - before, group[-1].end + after
        added = sum(len(block.new) - len(block.old) for block in group)
        old, new = end - start, end - start + added
        # of no lines at all the line in front is named
        texts.append(f"@@ -{start + bool(old)},{old} +{start + shift + bool(new)},{new} @@\n")
        at = start
        for block in group:
            texts += [_line(" ", line) for line in lines[at : block.start]]
            texts += [_line("-", line) for line in block.old] + [_line("+", line) for line in block.new]
            at = block.end
        texts += [_line(" ", line) for line in lines[at:end]]
        shift, floor = shift + added, end
    return "".join(texts)


def _context(lines: list[str], group: list[Block], closed: _Closed, floor: int, ceiling: int) -> tuple[int, int]:
    """Return how many lines stand before and after the changes.

    Fewer on one side than on the other mean to `patch` that the text begins or ends there, so both have the same
    number where it does not.
    """
    before = after = 0
    first, last = group[0].start, group[-1].end
    while before < CONTEXT and first - before > floor and not closed.at(first - before - 1):
        before += 1
    while after < CONTEXT and last + after < ceiling and not closed.at(last + after):
        after += 1
    if before < after and first - before > 0:
        after = before
    if after < before and last + after < len(lines):
        before = after
    return before, after


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n{NO_LINE_END}"
