"""Corrections of what was read, only where a grammar leaves one reading; what was read is kept, and never a key."""

from __future__ import annotations

from collections.abc import Sequence

from supportdesk.masking import BULLET
from supportdesk.patterns import lazy
from supportdesk.reading.picture.grammars import BRACKET, Edit, edits_of
from supportdesk.reading.picture.keys import masked
from supportdesk.reading.picture.known import Known, load_known
from supportdesk.reading.picture.layout import Part
from supportdesk.reading.picture.runs import Run, Sign

CLOSERS = {"(": ")", "[": "]", "{": "}"}
LOOKS = frozenset("1lI|Jj一丨）〕】亅！!)]}7」丿")
"""What a bracket that stands alone may be read as."""

CERTAIN = 0.97
"""Confidence from which on a sign that stands alone is what was read."""


def corrected(parts: Sequence[Part], known: Known | None = None) -> list[Part]:
    """Return the parts with what can only be one thing mended."""
    known = known or load_known()
    mended: list[Part] = []
    for line in _lines(parts):
        text = "".join(part.text for part in line)
        edits = list(edits_of(text, known))
        hidden = masked(text)[0] if edits else text
        mended += _applied(line, _apart([edit for edit in edits if not _is_secret(text, hidden, edit)]))
    return _closed(mended)


def _lines(parts: Sequence[Part]) -> list[list[Part]]:
    lines: list[list[Part]] = [[]]
    for part in parts:
        lines[-1].append(part)
        if part.run is None and "\n" in part.text:
            lines.append([])
    return lines


def _is_secret(text: str, hidden: str, edit: Edit) -> bool:
    """Whether an edit touches a key: `hidden` is the text with its keys masked.

    Looked at is the whole word of signs that keys have, and whether it begins as keys do.
    """
    start, end = edit.start, edit.end
    while start and (text[start - 1].isalnum() or text[start - 1] in _OF_KEYS):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in _OF_KEYS):
        end += 1
    return BULLET in hidden[start:end] or _KEY.search(text, start, end) is not None


_OF_KEYS = "_-./+=~" + BULLET
_KEY = lazy(r"(?<![A-Za-z0-9])(?:[s5S$][kK]|[pr]k|gsk|AIza|xai)[-–—_]")


def _apart(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits that do not overlap, in order; the first of two counts."""
    kept: list[Edit] = []
    for edit in edits:
        if all(edit.end <= one.start or edit.start >= one.end for one in kept) and edit.start <= edit.end:
            kept.append(edit)
    return sorted(kept)


def _applied(line: Sequence[Part], edits: Sequence[Edit]) -> list[Part]:
    """Return the parts of a line with the edits done; an edit beyond one run is left out."""
    done: list[Part] = []
    at = 0
    for part in line:
        end = at + len(part.text)
        own = [edit for edit in edits if at <= edit.start and edit.end <= end and (edit.start < end or edit.end > at)]
        if part.run is not None and own:
            done.append(_edited(part.run, [edit._replace(start=edit.start - at, end=edit.end - at) for edit in own]))
        else:
            done.append(part)
        at = end
    return done


def _edited(run: Run, edits: Sequence[Edit]) -> Part:
    signs: list[Sign] = []
    at = 0
    for edit in edits:
        signs += run.signs[at : edit.start]
        old = run.signs[edit.start : edit.end]
        signs += _rewritten(old, edit, run)
        at = edit.end
    signs += run.signs[at:]
    made = Run(tuple(signs), run.box)
    return Part(made.text, made)


def _rewritten(old: Sequence[Sign], edit: Edit, run: Run) -> list[Sign]:
    """Return the signs of an edit, spread over the place of what was read; the first keeps what that was."""
    if len(old) == len(edit.text):  # sign for sign
        return [
            one
            if one.sign == new
            else Sign(new, one.left, one.right, one.confidence, one.read or one.sign, edit.reason)
            for one, new in zip(old, edit.text, strict=True)
        ]
    beside = run.signs[min(edit.start, len(run.signs) - 1)]
    left = old[0].left if old else beside.left
    right = old[-1].right if old else beside.left
    seen = min((one.confidence for one in old), default=1.0)
    read = "".join(one.sign if one.read is None else one.read for one in old)
    step = (right - left) / max(1, len(edit.text))
    return [
        Sign(new, left + step * at, left + step * (at + 1), seen, read if at == 0 else "", edit.reason)
        for at, new in enumerate(edit.text)
    ]


def _closed(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with single signs that stand alone in a line made the bracket that must be closed there.

    Only where the brackets before are those of a program or of JSON, and the line stands as far in as the one that
    opened it.
    """
    done: list[Part] = []
    opened: list[tuple[str, int]] = []
    for line in _lines(parts):
        runs = [part.run for part in line if part.run is not None]
        text = "".join(part.text for part in line).strip()
        if runs and text and opened and len(text) <= 3 and _may_close(text, runs, opened[-1]):
            closer = CLOSERS[opened[-1][0]]
            if text[0] != closer:
                place = next(number for number, part in enumerate(line) if part.run is not None)
                run = line[place].run
                if run is not None:
                    line[place] = _edited(run, [Edit(0, 1, closer, BRACKET)])
        _count("".join(part.text for part in line), runs[0].box[0] if runs else 0, opened)
        done += line
    return done


def _may_close(text: str, runs: Sequence[Run], opened: tuple[str, int]) -> bool:
    first = runs[0]
    if text[0] not in LOOKS or text[1:].strip(" ,;，；)]}") or abs(first.box[0] - opened[1]) > first.height * 0.6:
        return False
    return text[0] in "）】)]}" or first.signs[0].confidence < CERTAIN or text[1:].strip() in (",", ";")


def _count(line: str, left: int, opened: list[tuple[str, int]]) -> None:
    """Follow the brackets of a line, those in quotes left out."""
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and line[at - 1] != "\\" else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in CLOSERS:
            opened.append((sign, left))
        elif opened and CLOSERS[opened[-1][0]] == sign:
            opened.pop()
