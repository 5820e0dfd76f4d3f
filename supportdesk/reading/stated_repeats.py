"""Identical charges right behind each other in the lines of a text: the mark of a client that sends a call again.

A program that repeats a call on its own begins anew within moments of the end of the one before, with the same path,
model and amount; people take longer. So rows count as one work repeated where all but time, duration and ids is the
same and each follows at the heel of the one before; what says that it was done once has to stand beside them.
"""

from __future__ import annotations

from itertools import pairwise

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.source import Source, Span

LOOKED_AT = 12_000
AT_THE_HEEL_S = 15
"""Seconds between the end of a call and the beginning of its repetition: the pauses of SDKs grow to 8 or 10 seconds."""
AT_ONCE_S = 5
"""Seconds between rows that state no duration."""
EQUAL_COUNTS_S = 90
"""Seconds between rows of equal input and output tokens: two answers hardly have the same length by chance."""
REGULAR_S = 4
REGULAR_WITHIN_S = 200
"""By how many seconds the gaps between three or more equal rows differ, and how long they are, where a program's own
time limit ended each wait: people are not that regular."""
LEAST_COUNT = 10
SKEW_S = 3
LONGEST_LINE = 400
MOST_LINES = 200

_CLOCK = lazy(
    r"(?:20[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[T ]{1,2})?([0-9]{1,2}):([0-9]{2}):([0-9]{2}(?:[.,][0-9]{1,6})?)Z?"
)
_DURATION = lazy(r"(?<![0-9A-Za-z.:])([0-9]{1,4}(?:\.[0-9]{1,3})?)\s?(ms|s|sec|seconds?|秒)(?![A-Za-z0-9/])", 2)
_AMOUNT = lazy(
    r"(?:US\$|[$＄¥￥⚡])\s?[0-9]|[0-9]\s?(?:credits?|points?|coins?|buzz|USD|积分|点|元|额度)(?![A-Za-z])"
    r"|(?:花费|扣费|消费|扣款|\bcost|\bspend|\bcharge)\s?[:：=|]?\s?[0-9]",
    2,
)
_COUNTS = lazy(r"[|,\t]\s{0,12}([0-9]{1,9})\s{0,12}[|,\t]\s{0,12}([0-9]{1,9})\s{0,12}(?=[|,\t]|$)")
_ID = lazy(
    r"(?<![A-Za-z0-9_/.-])(?=[A-Za-z0-9_-]{0,40}[0-9])(?:(?:req|request|gen|chatcmpl|resp|msg|log|job"
    r"|task)[_-][A-Za-z0-9_-]{4,80}|[0-9a-f]{8}-[0-9a-f-]{9,40}|[0-9a-f]{12,64}|[0-9]{14,40}[A-Za-z0-9]{0,24}"
    r"|#[0-9]{1,12})"
)
_NUMBERED = lazy(r"^\s*(?:#?[0-9]{1,4}[.):]?|[-*•])\s+")
_ONCE = lazy(
    r"\b(?:once|one time|1 time|one click|a single (?:click|time|request|call|image|picture|video)|only one"
    r"|just one|exactly one|one (?:image|picture|video|request|call|question|prompt|message"
    r"|turn|song|clip|job|task|submit|press)"
    r"|retr(?:y|ies|ied|ying)|max_?retries)\b"
    r"|一次|一下|一张|一条|一个|重试|自动重发",
    2,
)


class Repeats(NamedTuple):
    """How many charges repeat the one before them (`beyond` the first of each), and where all of them stand."""

    beyond: int
    spans: list[Span]


class _Line(NamedTuple):
    shape: str
    at: float
    took: float | None
    span: Span
    counted: bool = False


def read_repeats(sources: list[Source]) -> Repeats | None:
    """Return the charges of a text that repeat the one right before them, or None where there are none."""
    for source in sources:
        text = source.text[:LOOKED_AT]
        if _ONCE.search(text) is None or (_AMOUNT.search(text) is None and _COUNTS.search(text) is None):
            continue
        lines = _lines(text, source.index)
        runs = [*_runs(lines), *_regular(lines)]
        repeated = [run for run in runs if len(run) > 1]
        if repeated:
            spans = list(dict.fromkeys(line.span for run in repeated for line in run))
            again = {line.span for run in repeated for line in run[1:]}
            return Repeats(len(again), spans)
    return None


def _lines(text: str, source: int) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    for raw in text.split("\n"):
        start, at = at, at + len(raw) + 1
        if not 12 <= len(raw) <= LONGEST_LINE or len(found) >= MOST_LINES:
            continue
        clock = _CLOCK.search(raw)
        counted = clock is not None and _is_counted(raw)
        if clock is None or not (counted or _AMOUNT.search(raw)):
            continue
        seconds = int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3].replace(",", "."))
        rest = raw[: clock.start()] + raw[clock.end() :]
        duration = _DURATION.search(rest)
        took = None if duration is None else float(duration[1]) / (1000 if duration[2].lower() == "ms" else 1)
        shape = " ".join(_NUMBERED.sub("", _ID.sub("", _DURATION.sub("", rest))).split())
        found.append(_Line(shape, seconds, took, Span(source, start, start + len(raw)), counted))
    return found


def _is_counted(line: str) -> bool:
    """Whether a row has its input and output tokens in columns next to each other."""
    counts = _COUNTS.search(line)
    return counts is not None and min(int(counts[1]), int(counts[2])) >= LEAST_COUNT


def _runs(lines: list[_Line]) -> list[list[_Line]]:
    """Return the lines in runs in which each repeats the one before."""
    runs: list[list[_Line]] = []
    open_runs: dict[str, list[_Line]] = {}
    for line in sorted(lines, key=lambda line: line.at):
        run = open_runs.get(line.shape)
        if run is not None and _follows(run[-1], line):
            run.append(line)
            continue
        open_runs[line.shape] = [line]
        runs.append(open_runs[line.shape])
    return runs


def _regular(lines: list[_Line]) -> list[list[_Line]]:
    """Return the lines of one shape that come at equal intervals, three or more of them."""
    shapes: dict[str, list[_Line]] = {}
    for line in sorted(lines, key=lambda line: line.at):
        shapes.setdefault(line.shape, []).append(line)
    found = []
    for same in shapes.values():
        gaps = [later.at - earlier.at for earlier, later in pairwise(same)]
        if len(gaps) > 1 and max(gaps) <= REGULAR_WITHIN_S and min(gaps) > 0 and max(gaps) - min(gaps) <= REGULAR_S:
            found.append(same)
    return found


def _follows(earlier: _Line, later: _Line) -> bool:
    """Whether a row begins right behind the end of another; rows are stamped at their beginning or at their end."""
    gap = later.at - earlier.at
    if earlier.took is None or later.took is None:
        return 0 <= gap <= (EQUAL_COUNTS_S if later.counted else AT_ONCE_S)
    return any(-SKEW_S <= gap - took <= AT_THE_HEEL_S for took in (earlier.took, later.took))
