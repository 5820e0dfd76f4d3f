"""Methods of strings, under the names that Python gives them; a dialect may offer them under its own."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Method
from supportdesk.reading.code.members import spread_items
from supportdesk.reading.code.texts import LENGTH_LIMIT, derived, filled, joined, unknown_of
from supportdesk.reading.code.things import Arguments, Container, FileThing, JsonText, Unclear, spans_of
from supportdesk.reading.code.words import within_literals
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

_BARE = lazy(rf"(?<=[:\[,\s]){UNKNOWN}(?=\s*[,}}\]])")
PIECE_LIMIT = 1000
"""Pieces that a split makes."""

MOST_LITERALS = 400
"""Literals of one joined text whose contents are looked at one by one."""


def same_text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`encode`, `decode`, `format` without fields: the same text in another type."""
    del evaluator, arguments, node
    return owner


def _plain(change: Callable[[str], str]) -> Method:
    """Return a method without arguments; what is unknown inside the text stays as it is."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del evaluator, arguments, node
        text = (
            UNKNOWN.join(change(piece) for piece in owner.data.split(UNKNOWN)) if owner.is_open else change(owner.data)
        )
        return derived(owner, text)

    return _method


def _stripping(change: Callable[[str, str | None], str], *, left: bool, right: bool) -> Method:
    """Return a method that strips its argument's characters; an unknown end of the text is left alone."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del evaluator, node
        signs = arguments.get(0, "chars")
        if signs is not None and not (signs.known and signs.kind == "string"):
            return unknown_of(owner, signs)
        text = owner.data
        wanted = None if signs is None else str(signs.data)
        if owner.is_open and ((left and text.startswith(UNKNOWN)) or (right and text.endswith(UNKNOWN))):
            return owner
        return derived(owner, change(text, wanted))

    return _method


def _removing(*, front: bool) -> Method:
    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del evaluator, node
        piece = arguments.get(0, "prefix" if front else "suffix")
        if piece is None or not piece.known:
            return unknown_of(owner, piece)
        text = owner.data
        return derived(owner, text.removeprefix(piece.data) if front else text.removesuffix(piece.data))

    return _method


def replace(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Replace every piece by another."""
    del evaluator, node
    old, new = arguments.get(0, "old"), arguments.get(1, "new")
    if old is None or new is None or not old.known or old.kind != "string":
        return unknown_of(owner, old, new)
    text = new.data if new.kind == "string" else UNKNOWN
    if len(owner.data) + owner.data.count(old.data) * len(text) > LENGTH_LIMIT:
        return unknown_of(owner, old, new)
    made = owner.data.replace(old.data, text)
    return owner if made == owner.data else derived(owner, made, new)


def join(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Join the items of the argument with this text between them."""
    given = arguments.get(0, "iterable")
    items = Container("array", [])
    if given is not None:
        spread_items(items, given)
    if items.is_open and not items.data:
        return unknown_of(given, span=evaluator.span(node))
    made = joined(items.data, evaluator.dialect.text, owner.data)
    made.is_open = made.is_open or items.is_open
    return made


def split(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Take the text apart at a separator (at white space without one)."""
    del node
    separator, most = arguments.get(0, "sep"), arguments.get(1, "maxsplit")
    if owner.is_open or (separator is not None and not separator.known):
        return unknown_of(owner, separator)
    count = most.data if most is not None and isinstance(most.data, int) else -1
    sign = separator.data if separator is not None and separator.kind == "string" and separator.data else None
    made = Container("array", [], born=evaluator.branch)
    pieces = owner.data.split(sign, count if 0 <= count < PIECE_LIMIT else PIECE_LIMIT)
    made.data = [Value("string", piece, None, parts=spans_of(owner)) for piece in pieces]
    return made


def split_lines(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Take the text apart at its line ends."""
    del arguments, node
    if owner.is_open:
        return unknown_of(owner)
    made = Container("array", [], born=evaluator.branch)
    pieces = owner.data.splitlines()[:PIECE_LIMIT]
    made.data = [Value("string", piece, None, parts=spans_of(owner)) for piece in pieces]
    return made


def format_fields(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Fill `{}`, `{0}`, `{name}` and `{name[key]}` fields with the arguments."""
    del node
    counter = iter(range(len(arguments.positional)))

    def _find(field: str) -> Value | None:
        name, _, rest = field.partition("[")
        name = name.partition(".")[0]
        value: Value | None
        if name == "":
            index = next(counter, None)
            value = None if index is None else arguments.positional[index]
        elif name.isdigit():
            value = arguments.positional[int(name)] if int(name) < len(arguments.positional) else None
        else:
            value = arguments.named.get(name)
        key = rest.rstrip("]")
        if key and value is not None:
            value = value.data.get(key) if value.kind == "object" else None
        return None if "." in field else value

    return filled(owner, _find, evaluator.dialect.text)


def format_map(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Fill `{name}` fields with the members of the argument."""
    members = arguments.get(0, "mapping")
    named = Arguments()
    if members is not None and members.kind == "object":
        named.named = members.data
    return format_fields(evaluator, owner, named, node)


def _testing(test: Callable[[str, str], bool]) -> Method:
    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        piece = arguments.get(0, "prefix")
        if owner.is_open or piece is None or not piece.known or piece.kind != "string":
            return Unclear(evaluator.span(node), spans_of(owner))
        return Value("boolean", test(owner.data, piece.data), None, parts=spans_of(owner, piece))

    return _method


def open_path(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`Path(…).open()`: the file of that path."""
    del arguments
    return FileThing(owner, evaluator.span(node))


def file_content(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return what a file holds, which nothing in the text tells."""
    del owner, arguments
    return Unclear(evaluator.span(node))


def decoded_json(evaluator: Evaluator, value: Value) -> Value:
    """Return the value that a JSON text holds; of a literal each inner value has its own place."""
    from supportdesk.reading import json_text

    if isinstance(value, JsonText):
        return value.inner
    if value.kind != "string" or len(value.data) > LENGTH_LIMIT:
        return unknown_of(value)
    stated = value.span or (value.parts[0] if len(value.parts) == 1 else None)
    place = evaluator.literals.get(stated) if stated is not None else None
    if place is not None:
        inner = _content(evaluator, place, value.data)
        if inner is not None:
            found = json_text.parse_exact(inner)
            return found if found is not None else unknown_of(value)
    content = _joined_content(evaluator, value)
    found = json_text.parse_exact(content) if content is not None else None
    if found is not None:
        within_literals(found, value.parts)
        return found
    import json

    try:
        made = Value.of(json.loads(_quoted(value.data)))
    except (ValueError, RecursionError):
        return unknown_of(value)
    _locate(made, spans_of(value))
    return made


def _quoted(text: str) -> str:
    """Return a JSON text in which what is not known and stands for a whole value is in quotes."""
    return str(_BARE.sub(f'"{UNKNOWN}"', text)) if UNKNOWN in text else text


def _content(evaluator: Evaluator, place: tuple[int, int], text: str) -> View | None:
    """Return what stands inside a literal's quotes, if the text is that, but for the white space around its lines."""
    from supportdesk.reading import json_text

    start, end = place
    wanted = _lines(text)
    inner = json_text.string_view(evaluator.view, start, end)
    if _lines(inner.text) == wanted:
        return inner
    is_triple = end - start >= 6 and evaluator.view.text[start : start + 3] in ('"""', "'''")
    for size in (3,) if is_triple else (1, 0):  # no quotes: a heredoc
        raw = evaluator.view.cut(start + size, end - size)
        if _lines(raw.text) == wanted:
            return raw
    if "`" in evaluator.view.text[start:end] or evaluator.view.text.startswith("'", start):
        from supportdesk.reading.code.powershell.text import inside

        meant = inside(evaluator.view, start, end)
        if _lines(meant.text) == wanted:
            return meant
    doubled = _undoubled(evaluator.view, start, end) if evaluator.view.text.startswith('@"', start) else None
    return doubled if doubled is not None and _lines(doubled.text) == wanted else None


def _joined_content(evaluator: Evaluator, value: Value) -> View | None:
    """Return the contents of the literals that a text was joined of, if that is the text."""
    from supportdesk.reading import json_text

    views: list[View] = []
    at = 0
    for part in value.parts:
        place = evaluator.literals.get(part)
        if place is None or len(views) >= MOST_LITERALS:
            return None
        start, end = place
        # as an escaped literal, as a raw one, as C#'s verbatim one: whichever the text goes on with
        for read in (json_text.string_view, _raw, _undoubled):
            content = read(evaluator.view, start, end)
            if content.text and value.data.startswith(content.text, at):
                break
        else:
            return None
        views.append(content)
        at += len(content.text)
    return View.joined(views, evaluator.view.source) if len(views) > 1 and at == len(value.data) else None


def _raw(view: View, start: int, end: int) -> View:
    """Return what stands between the quotes of a literal without escapes."""
    return view.cut(start + 1, end - 1)


def _undoubled(view: View, start: int, end: int) -> View:
    """Return the content of `@"…"`, in which a doubled quote is one."""
    pieces: list[tuple[str, int, int]] = []
    at = start + 2
    for piece in view.text[at : end - 1].split('""'):
        pieces.append((piece, at, at + len(piece)))
        at += len(piece)
        if at < end - 1:
            pieces.append(('"', at, at + 2))
        at += 2
    return view.decoded([piece for piece in pieces if piece[0]])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")]


def _locate(value: Value, parts: tuple[Span, ...]) -> None:
    """Give a value and all in it the literals that the whole was made of."""
    pending = [value]
    while pending:
        here = pending.pop()
        here.parts = parts
        if here.kind == "object":
            pending.extend(here.data.values())
        elif here.kind == "array":
            pending.extend(here.data)


METHODS: dict[str, Method] = {
    "strip": _stripping(str.strip, left=True, right=True),
    "lstrip": _stripping(str.lstrip, left=True, right=False),
    "rstrip": _stripping(str.rstrip, left=False, right=True),
    "removeprefix": _removing(front=True),
    "removesuffix": _removing(front=False),
    "lower": _plain(str.lower),
    "upper": _plain(str.upper),
    "title": _plain(str.title),
    "capitalize": _plain(str.capitalize),
    "encode": same_text,
    "decode": same_text,
    "replace": replace,
    "join": join,
    "split": split,
    "splitlines": split_lines,
    "format": format_fields,
    "format_map": format_map,
    "startswith": _testing(str.startswith),
    "endswith": _testing(str.endswith),
    "open": open_path,
    "read_bytes": file_content,
    "read_text": file_content,
    "absolute": same_text,
    "resolve": same_text,
    "expanduser": same_text,
    "as_posix": same_text,
}
"""Method name → what it does on a string (paths are strings here)."""
