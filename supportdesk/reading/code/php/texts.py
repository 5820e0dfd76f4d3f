"""PHP's functions on texts that a request's values go through.

https://www.php.net/manual/en/ref.strings.php
"""

from __future__ import annotations

import re
from collections.abc import Callable

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler, Method
from supportdesk.reading.code.php.arrays import (
    entries,
    first,
)
from supportdesk.reading.code.php.forms import php_text
from supportdesk.reading.code.text_methods import METHODS
from supportdesk.reading.code.texts import LENGTH_LIMIT, derived, joined, unknown_of
from supportdesk.reading.code.things import Arguments, Container, Unclear, spans_of
from supportdesk.value import UNKNOWN, Value

_FIELD = lazy(r"%(?:(\d{1,3})\$)?([-+ 0]|'.){0,4}(\d{1,3})?(?:\.(\d{1,3}))?([bcdeEfFgGosuxX%])")


def _as_method(method: Method) -> Handler:
    """Return the function that does what a method does on its first argument."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        if value.kind in ("number", "boolean"):
            value = evaluator.text(value)
        if value.kind != "string":
            return unknown_of(value, span=evaluator.span(node))
        rest = Arguments()
        rest.positional = arguments.positional[1:]
        return method(evaluator, value, rest, node)

    return _handler


def _changing(change: Callable[[str], str]) -> Handler:
    """Return the function that changes a text without further arguments."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        return derived(value, change(value.data)) if value.kind == "string" else unknown_of(value)

    return _handler


def filled(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`sprintf($format, …)`."""
    form, rest = first(evaluator, arguments, node), arguments.positional[1:]
    return _filled(form, rest, evaluator, node)


def filled_from(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`vsprintf($format, $values)`."""
    form, rest = first(evaluator, arguments, node), arguments.get(1, "values")
    if rest is None or rest.kind not in ("array", "object"):
        return unknown_of(form, rest, span=evaluator.span(node))
    return _filled(form, [item for _, item in entries(rest)], evaluator, node)


def _filled(form: Value, rest: list[Value], evaluator: Evaluator, node: ir.Node) -> Value:
    if form.kind != "string":
        return unknown_of(form, *rest, span=evaluator.span(node))
    used: list[Value] = [form]
    pieces: list[str] = []
    at = index = size = 0
    for match in _FIELD.finditer(form.data):
        pieces.append(form.data[at : match.start()])
        at = match.end()
        if match[5] == "%":
            pieces.append("%")
            continue
        place = int(match[1]) - 1 if match[1] else index
        index += not match[1]
        value = rest[place] if 0 <= place < len(rest) else Unclear()
        used.append(value)
        pieces.append(_field(value, match))
        size += len(pieces[-1])
        if size > LENGTH_LIMIT:
            return unknown_of(*used)
    text = "".join(pieces) + form.data[at:]
    return Value("string", text, None, parts=spans_of(*used), is_open=any(value.is_open for value in used))


def _field(value: Value, match: re.Match[str]) -> str:
    text = php_text(value)
    if value.kind == "unknown" or value.is_open:
        return text
    try:
        if match[5] in "du":
            text = str(int(float(text or 0)))
        elif match[5] in "fFeEgG":
            text = format(float(text or 0), f".{min(int(match[4] or 6), 40)}{match[5]}")
        elif match[5] in "xXob":
            text = format(int(float(text or 0)), match[5])
        elif match[4]:
            text = text[: int(match[4])]
    except (ValueError, OverflowError):
        return UNKNOWN
    width, fill = int(match[3] or 0), match[2] or " "
    if fill == "-":
        return text.ljust(width)
    return text.rjust(width, fill[-1] if fill[-1] not in "+" else " ")


def imploded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`implode($separator, $array)`, `join`."""
    separator, items = Value("string", ""), first(evaluator, arguments, node)
    for value in arguments.positional[:2]:
        if value.kind in ("array", "object"):
            items = value
        elif value.kind == "string":
            separator = value
    if items.kind not in ("array", "object"):
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    made = joined([item for _, item in entries(items)], php_text, str(separator.data))
    made.is_open = made.is_open or items.is_open
    return made


def exploded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`explode($separator, $text)`."""
    separator, text = first(evaluator, arguments, node), arguments.get(1, "string")
    if text is None or text.kind != "string" or text.is_open or not separator.known or not separator.data:
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    made = Container("array", [], born=evaluator.branch)
    pieces = str(text.data).split(str(separator.data), 1000)
    made.data = [Value("string", piece, None, parts=spans_of(text)) for piece in pieces]
    return made


def replaced(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`str_replace($search, $replace, $subject)`, also with arrays of them."""
    if len(arguments.positional) < 3:
        return Unclear(evaluator.span(node))
    search, new, subject = arguments.positional[:3]
    if subject.kind != "string":
        return unknown_of(subject, span=evaluator.span(node))
    olds = [item for _, item in entries(search)] if search.kind in ("array", "object") else [search]
    result = subject
    for at, old in enumerate(olds[:100]):
        one = new
        if new.kind == "array":
            one = new.data[at] if at < len(new.data) else Value("string", "")
        result = _replaced(result, old, one)
    return result


def _replaced(subject: Value, old: Value, new: Value) -> Value:
    if old.kind != "string" or not old.known or not old.data or subject.kind != "string":
        return subject if old.known else unknown_of(subject, old, new)
    text = php_text(new)
    if old.data not in subject.data:
        return subject
    if len(subject.data) + subject.data.count(old.data) * len(text) > LENGTH_LIMIT:
        return unknown_of(subject, old, new)
    return derived(subject, subject.data.replace(old.data, text), new)


def translated(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strtr($text, ['{a}' => …])`."""
    result = first(evaluator, arguments, node)
    changes = arguments.get(1, "from")
    if result.kind != "string" or changes is None or changes.kind != "object":
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    for old, new in entries(changes)[:100]:
        result = _replaced(result, old, new)
    return result


def part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`substr($text, $offset, $length)`."""
    text, start, size = first(evaluator, arguments, node), arguments.get(1, "offset"), arguments.get(2, "length")
    if text.kind != "string" or text.is_open or start is None or not isinstance(start.data, int):
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    data = str(text.data)[start.data :]
    if size is not None and size.kind != "null":
        if not isinstance(size.data, int):
            return unknown_of(*arguments.positional, span=evaluator.span(node))
        data = data[: size.data]
    return derived(text, data)


def size(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`strlen(…)`, `count(…)`."""
    value = first(evaluator, arguments, node)
    if value.kind not in ("string", "array", "object") or value.is_open:
        return Unclear(evaluator.span(node))
    data = value.data.encode("utf-8", "replace") if isinstance(value.data, str) else value.data
    return Value("number", len(data), None, parts=spans_of(value))


def _testing(test: Callable[[str, str], bool]) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        text, piece = first(evaluator, arguments, node), arguments.get(1, "needle")
        if piece is None or not (text.known and piece.known and text.kind == piece.kind == "string"):
            return Unclear(evaluator.span(node))
        return Value("boolean", test(text.data, piece.data), None, parts=spans_of(text, piece))

    return _handler


FUNCTIONS: dict[str, Handler] = {
    "sprintf": filled,
    "vsprintf": filled_from,
    **dict.fromkeys(("implode", "join"), imploded),
    "explode": exploded,
    **dict.fromkeys(("str_replace", "str_ireplace", "mb_ereg_replace"), replaced),
    "strtr": translated,
    **dict.fromkeys(("substr", "mb_substr"), part),
    **dict.fromkeys(("strlen", "mb_strlen", "count", "sizeof"), size),
    "trim": _as_method(METHODS["strip"]),
    "ltrim": _as_method(METHODS["lstrip"]),
    **dict.fromkeys(("rtrim", "chop"), _as_method(METHODS["rstrip"])),
    **dict.fromkeys(("strtolower", "mb_strtolower"), _as_method(METHODS["lower"])),
    **dict.fromkeys(("strtoupper", "mb_strtoupper"), _as_method(METHODS["upper"])),
    "trailingslashit": _changing(lambda text: text.rstrip("/") + "/"),
    "untrailingslashit": _changing(lambda text: text.rstrip("/")),
    "ucfirst": _changing(lambda text: text[:1].upper() + text[1:]),
    "str_starts_with": _testing(str.startswith),
    "str_ends_with": _testing(str.endswith),
    "str_contains": _testing(str.__contains__),
}
"""Function → what it does."""
