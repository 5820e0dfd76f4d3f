"""Places of a line that a grammar leaves one reading of: numbers, times, ids, models, codes, quotes and brackets.

Each function yields edits of one line's text. A random id has no grammar and is left as it was read; keys are never
touched (`correcting` drops edits of theirs).
"""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.picture.known import Known, alike

NUMBER = mark("A number has digits only.")
TIME = mark("A date and a time have digits, and a blank between them.")
HEX = mark("A UUID has hexadecimal digits only.")
MODEL = mark("One model of the catalogue is written so.")
CODE = mark("One known code is written so.")
NAME = mark("One known name is written so.")
VERSION = mark("The version in a path is v and a number.")
SIGNS = mark("Programs and JSON have no full-width signs there.")
QUOTES = mark("The line's other quotes are single ones.")
BLANK = mark("A blank stands there.")
BRACKET = mark("Only the bracket that is open can stand alone there.")
RAW = mark("A string in backticks has one at each end.")
COLUMNS = mark("Between the columns stand upright lines.")
WORD = mark("One word of the console's is written so.")
BRACKET_LOST = mark("What is open must be closed before the next bracket.")
"""Why something was corrected."""

_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"}
)
_PLAIN = str.maketrans("，：；（）［］｛｝＂＇＝＜＞／｜－＿．！？“”‘’", ",:;()[]{}\"'=<>/|-_.!?\"\"''")
_FULL = frozenset("，：；（）［］｛｝＂＇＝＜＞／｜－＿．！？“”‘’")

_D = r"[0-9OoIl|]"
_AMOUNT = lazy(rf"(?<![A-Za-z0-9])([$＄¥￥]\s?)({_D}{{1,9}}(?:[.,]{_D}{{1,9}}){{1,3}})(?![A-Za-z0-9])")
_DAY = rf"[12]{_D}{{3}}[-/]{_D}{{2}}[-/]{_D}{{2}}"
_CLOCK = rf"{_D}{{2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?"
_MOMENT = lazy(rf"(?<![A-Za-z0-9-])({_DAY})([ T]{{0,2}})({_CLOCK})(?![A-Za-z0-9])")
_UUID = lazy(
    r"(?<![A-Za-z0-9-])[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}(?![A-Za-z0-9-])"
)
_VERSION = lazy(r"/[vV]([lI|])(?=/|\b)")
_WORD = lazy(r"[A-Za-z0-9][A-Za-z0-9._|-]*[A-Za-z0-9|](?: [A-Za-z0-9._|-]{1,24})?")
_NAME = lazy(r"[A-Za-z0-9|]{3,24}")
_QUOTED = lazy(r"[\"']([A-Za-z0-9|][A-Za-z0-9_| ]{4,60})[\"']")
_STATUS = lazy(r"(?<![A-Za-z0-9])([2-5S][0-9OoIl|]{2})\s?([A-Z][A-Za-z -]{6,30})")
_HTTP = lazy(r"HTTP([1-5][0-9]{2})(?![0-9])")
_METHOD = lazy(r"(?<![A-Za-z])(GET|POST|PUT|PATCH|DELETE)(/v[0-9])")


class Edit(NamedTuple):
    """What is written instead of `[start, end)` of a line, and why."""

    start: int
    end: int
    text: str
    reason: str


def edits_of(line: str, known: Known) -> Iterator[Edit]:
    """Yield what a grammar mends in a line, in no order; places may overlap, the first counts."""
    yield from _numbers(line, known)
    yield from _words(line, known)
    yield from _signs(line)
    yield from _closers(line)
    yield from _cells(line, known)
    for match in _HTTP.finditer(line):
        yield Edit(match.start(1), match.start(1), " ", BLANK)
    for match in _METHOD.finditer(line):
        yield Edit(match.start(2), match.start(2), " ", BLANK)


def _numbers(line: str, known: Known) -> Iterator[Edit]:
    for match in _MOMENT.finditer(line):
        clock = match[3].replace("：", ":")
        new = f"{match[1].translate(_DIGITS)}{match[2][:1] or ' '}{clock.translate(_DIGITS)}"
        if new != match[0]:
            yield Edit(*match.span(), new, TIME)
    for match in _AMOUNT.finditer(line):
        new = match[2].translate(_DIGITS)
        if new != match[2] and any(sign.isdigit() for sign in match[2]):
            yield Edit(*match.span(2), new, NUMBER)
    for match in _UUID.finditer(line):
        new = match[0].translate(_DIGITS)
        if new != match[0] and all(sign in "0123456789abcdefABCDEF-" for sign in new):
            yield Edit(*match.span(), new, HEX)
    for match in _VERSION.finditer(line):
        yield Edit(*match.span(1), "1", VERSION)
    for match in _STATUS.finditer(line):
        words = match[2].lower()
        number = next((one for said, one in known.statuses.items() if words.startswith(said)), None)
        if number and match[1] != number and alike(match[1]) == alike(number):
            yield Edit(*match.span(1), number, NUMBER)


def _words(line: str, known: Known) -> Iterator[Edit]:
    for match in _WORD.finditer(line):
        whole, first = match[0], match[0].partition(" ")[0]
        for word in (whole, first) if " " in whole else (first,):
            name = known.models.get(alike(word))
            if name is None or word.lower() == name.lower():
                if name is not None:
                    break
                continue
            if any(sign.isdigit() for sign in name) or "_" in name:  # of plain words a blank may be meant
                yield Edit(match.start(), match.start() + len(word), name, MODEL)
                break
    for match in _QUOTED.finditer(line):
        code = known.codes.get(alike(match[1]))
        if code is not None and match[1].lower() != code.lower() and "_" in code:
            yield Edit(*match.span(1), code, CODE)
    for match in _NAME.finditer(line):
        name = known.names.get(alike(match[0]))
        if name is not None and match[0] != name and match[0].lower() != name.lower():
            yield Edit(*match.span(), name, NAME)


def _signs(line: str) -> Iterator[Edit]:
    """Mend full-width signs between signs of a program, and a double quote that was two single ones."""
    if not line.isascii():
        chinese = any("\u4e00" <= sign <= "\u9fff" for sign in line)
        for at, sign in enumerate(line):
            if sign in _FULL:
                before, after = line[:at].rstrip()[-1:], line[at + 1 :].lstrip()[:1]
                technical = before in _TECHNICAL and (after in _TECHNICAL or not after)
                if (not chinese and (before or after or at == 0)) or (technical and bool(before)):
                    yield Edit(at, at + 1, sign.translate(_PLAIN), SIGNS)
    if line.count("`") == 1:
        for match in _RAW.finditer(line):
            yield Edit(*match.span(1 if match[1] is not None else 2), "`", RAW)
    if line.count("'") >= 4 and line.count('"') == 1:
        at = line.index('"')
        if line[:at].rstrip()[-1:] in (":", "：", "=", "(", ",", "[") and line[at + 1 : at + 2] in (
            ",",
            "}",
            ")",
            "]",
            "，",
        ):
            yield Edit(at, at + 1, "''", QUOTES)


def _cells(line: str, known: Known) -> Iterator[Edit]:
    """Mend rules between columns, and cells that hold a word of a console and what its frame was read as."""
    rules = list(_RULE.finditer(line))
    if len(rules) >= 2 and all(len(one) < 48 for one in line.split(" I ")):
        for match in rules:
            if match[0] != "|":
                yield Edit(*match.span(), "|", COLUMNS)
        edges = [0, *(at for match in rules for at in match.span()), len(line)]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield from _cell(line, start, end, known.columns)
    at = 0
    for cell in line.split("\t") if "\t" in line else ():
        yield from _cell(line, at, at + len(cell), known.words)
        at += len(cell) + 1


def _cell(line: str, start: int, end: int, words: dict[str, str]) -> Iterator[Edit]:
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    cell = line[start:end]
    word = words.get(alike(cell.strip(_FRAME)))
    if word is not None and cell.lower() != word:
        yield Edit(start, end, word, WORD)


_RULE = lazy(r"(?<=\s)[I|l丨](?=\s)")
_FRAME = "()[]{}（）|·.,'`<> 「」"


def _closers(line: str) -> Iterator[Edit]:
    """Close in a line of JSON what must be closed before the bracket that comes: one sign that was lost between two."""
    if '"' not in line or ":" not in line:
        return
    opened: list[str] = []
    quoted = False
    lost: list[Edit] = []
    for at, sign in enumerate(line):
        if sign == '"' and line[at - 1 : at] != "\\":
            quoted = not quoted
        elif not quoted and sign in _PAIRS:
            opened.append(_PAIRS[sign])
        elif not quoted and opened and sign in "]}":
            if opened[-1] != sign and opened[-2:-1] == [sign]:
                lost.append(Edit(at, at, opened.pop(), BRACKET_LOST))
            if opened[-1] == sign:
                opened.pop()
    if len(lost) == 1:
        yield lost[0]


_PAIRS = {"{": "}", "[": "]", "(": ")"}
_RAW = lazy(r"\(( ?)(?=[{\[][^`]*[}\]]`\))|(?<=\(`)[{\[][^`]*[}\]]( ?)(?=\)[;,]?$)")
_TECHNICAL = frozenset("\"'{}[]()0123456789")
