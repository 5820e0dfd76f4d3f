"""A view: decoded text in which every character still knows its place in the source.

Readers work on views, not on raw text: a JSON string inside a Python repr inside a log line is a view decoded from a
view decoded from a view, and a span taken from it lands on the right characters of the paste. Cutting prompts or line
numbers off, unescaping, and joining the rest are all views.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from supportdesk.named import NamedTuple
from supportdesk.source import Source, Span


class Run(NamedTuple):
    """`size` characters of the view that begin at `at` stand for `[start, start + width)` of the source.

    An atomic run (an escape) gives each of its characters the whole place; any other goes character by character.
    """

    at: int
    size: int
    start: int
    width: int
    atomic: bool = False


class View:
    """`text`, with the place of each character in source number `source`."""

    __slots__ = ("_ats", "_runs", "source", "text")

    def __init__(self, text: str, source: int, runs: list[Run]) -> None:
        self.text = text
        self.source = source
        self._runs = runs
        self._ats = [run.at for run in runs]

    @classmethod
    def whole(cls, source: Source) -> View:
        """Return the view that is the source itself."""
        return cls(source.text, source.index, [Run(0, len(source.text), 0, len(source.text))])

    @classmethod
    def stand_in(cls, text: str, place: Span) -> View:
        """Return a view whose whole `text` stands for one place of the source (what an expansion or an escape made)."""
        return cls(text, place.source, [Run(0, len(text), place.start, place.end - place.start, atomic=True)])

    @classmethod
    def joined(cls, views: Iterable[View], source: int = 0) -> View:
        """Return the views as one, each character with its place; `source` is the number of a view of nothing."""
        texts: list[str] = []
        runs: list[Run] = []
        at = 0
        for view in views:
            if not view.text:
                continue
            source = view.source
            runs.extend([run._replace(at=run.at + at) for run in view._runs])  # noqa: SLF001  the same class
            texts.append(view.text)
            at += len(view.text)
        return cls("".join(texts), source, runs)

    def places(self, gap: int = 0) -> list[Span]:
        """Return the source places of the view in its order, those at most `gap` characters apart as one."""
        places: list[Span] = []
        for run in self._runs:
            if places and 0 <= run.start - places[-1].end <= gap:
                places[-1] = places[-1]._replace(end=run.start + run.width)
            else:
                places.append(Span(self.source, run.start, run.start + run.width))
        return places

    @property
    def has_added(self) -> bool:
        """Whether the view has characters that nobody wrote (they stand for an empty place)."""
        return any(not run.width for run in self._runs)

    @property
    def run_count(self) -> int:
        """How many separate pieces of the source the view is made of."""
        return len(self._runs)

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return where the view's characters `[start, end)` stand in the source (an empty span where start = end)."""
        if start >= end:
            at = self._place(start)[0] if start < len(self.text) else self._end()
            return Span(self.source, at, at)
        if len(self._runs) == 1 and not self._runs[0].atomic:
            shift = self._runs[0].start - self._runs[0].at
            return Span(self.source, start + shift, end + shift)
        return Span(self.source, self._place(start)[0], self._place(end - 1)[1])

    def offsets(self, span: Span) -> tuple[int, int]:
        """Return the view offsets `[start, end)` of the characters that stand inside the source place `span`.

        The inverse of `span`, for a view whose runs stand in the order of the source (every view made by `cut` and
        `decoded` of such a view); an empty range where nothing of the view stands there.
        """
        start = bisect.bisect_left(self._runs, span.start, key=lambda run: run.start + run.width)
        while start < len(self._runs) and self._runs[start].start + self._runs[start].width <= span.start:
            start += 1
        if start == len(self._runs):
            return len(self.text), len(self.text)
        run = self._runs[start]
        first = run.at if run.atomic else run.at + max(0, span.start - run.start)
        stop = bisect.bisect_left(self._runs, span.end, key=lambda run: run.start) - 1
        if stop < start:
            return first, first
        run = self._runs[stop]
        last = run.at + run.size if run.atomic else run.at + min(run.size, span.end - run.start)
        return first, max(first, last)

    def cut(self, start: int, end: int | None = None) -> View:
        """Return the view of the characters `[start, end)`; to the end of the text when `end` is None."""
        end = len(self.text) if end is None else end
        return View(self.text[start:end], self.source, self._cut_runs(start, end, 0))

    def decoded(self, pieces: Iterable[tuple[str, int, int]]) -> View:
        r"""Return a view made of `(text, start, end)`: `text` stands for this view's characters `[start, end)`.

        A piece whose text is as long as its place maps character by character, any other maps as a whole (an escape
        such as ``\\n``, a dropped prompt: the empty text). Pieces come in order.
        """
        texts: list[str] = []
        runs: list[Run] = []
        at = 0
        for text, start, end in pieces:
            if not text:
                continue
            if len(text) == end - start:
                runs.extend(self._cut_runs(start, end, at))
            else:
                place = self.span(start, end)
                runs.append(Run(at, len(text), place.start, place.end - place.start, atomic=True))
            texts.append(text)
            at += len(text)
        return View("".join(texts), self.source, runs)

    def _place(self, at: int) -> tuple[int, int]:
        if not self._runs:
            return 0, 0
        run = self._runs[max(0, bisect.bisect_right(self._ats, at) - 1)]
        if run.atomic:
            return run.start, run.start + run.width
        start = run.start + (at - run.at)
        return start, start + 1

    def _end(self) -> int:
        if not self._runs:
            return 0
        last = self._runs[-1]
        return last.start + last.width

    def _cut_runs(self, start: int, end: int, shift: int) -> list[Run]:
        runs: list[Run] = []
        first = max(0, bisect.bisect_right(self._ats, start) - 1)
        for run in self._runs[first:]:
            if run.at >= end:
                break
            left, right = max(run.at, start), min(run.at + run.size, end)
            if left >= right:
                continue
            size = right - left
            at = left - start + shift
            if run.atomic:
                runs.append(Run(at, size, run.start, run.width, atomic=True))
            else:
                runs.append(Run(at, size, run.start + (left - run.at), size))
        return runs
