"""Python's standard library, as far as it makes values of a request: json, os, base64, urllib.parse and others."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Handler, Method
from supportdesk.reading.code.members import class_member
from supportdesk.reading.code.python.builtin_functions import (
    BUILTINS,
    as_mapping,
    field,
    first,
    leave,
    make_list,
    make_mapping,
    members_of,
    null,
    opened,
    partial,
    unknown,
)
from supportdesk.reading.code.text_methods import decoded_json, file_content, open_path
from supportdesk.reading.code.texts import derived, json_text, unknown_of
from supportdesk.reading.code.things import Arguments, Closure, Container, FileThing, Instance, Unclear, spans_of
from supportdesk.reading.code.urls import flat_pairs, join_reference, query_text, quote
from supportdesk.value import UNKNOWN, Value


def dumps(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json.dumps(…)`: JSON text that still knows its value."""
    value = arguments.get(0, "obj")
    if value is None:
        return Unclear(evaluator.span(node))
    if isinstance(value, Instance):
        value = members_of(evaluator, value)
    return json_text(evaluator.copier.snapshot(value))


def loads(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json.loads(…)`."""
    return decoded_json(evaluator, first(evaluator, arguments, node))


def environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.getenv(name, default)`: what the program set itself, else unknown.

    A default that is an address is kept as an open text: it is what the program uses where nothing else is set.
    """
    name, default = arguments.get(0, "key"), arguments.get(1, "default")
    if name is not None and name.known:
        found = evaluator.environment.get(str(name.data))
        if found is not None:
            return found
    if default is not None and default.kind == "string" and "://" in default.data:
        return Value("string", default.data, None, parts=spans_of(default), is_open=True)
    return Unclear(evaluator.span(node))


def set_environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.environ.setdefault(name, value)`, `os.environ.update({…})`."""
    if arguments.positional and arguments.positional[0].kind == "object":
        evaluator.environment.update(arguments.positional[0].data)
    elif len(arguments.positional) == 2 and arguments.positional[0].known:
        evaluator.environment[str(arguments.positional[0].data)] = arguments.positional[1]
    evaluator.environment.update(arguments.named)
    return Unclear(evaluator.span(node))


def base64_encoded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`base64.b64encode(…)` of a text that is known."""
    import base64

    value = first(evaluator, arguments, node)
    if value.kind != "string" or value.is_open:
        return unknown_of(value, span=evaluator.span(node))
    return derived(value, base64.b64encode(value.data.encode("utf-8", "replace")).decode())


def base64_decoded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`base64.b64decode(…)` of a text that is known and holds text."""
    import base64

    value = first(evaluator, arguments, node)
    if value.kind != "string" or value.is_open:
        return unknown_of(value, span=evaluator.span(node))
    try:
        return derived(value, base64.b64decode(value.data).decode())
    except ValueError:
        return unknown_of(value, span=evaluator.span(node))


def quoted(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.parse.quote(…)`."""
    value, safe = first(evaluator, arguments, node), arguments.get(1, "safe")
    if value.kind != "string":
        return unknown_of(value, span=evaluator.span(node))
    return derived(value, quote(value.data, str(safe.data) if safe is not None and safe.known else "/"))


def plus_quoted(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.parse.quote_plus(…)`."""
    value = first(evaluator, arguments, node)
    if value.kind != "string":
        return unknown_of(value, span=evaluator.span(node))
    return derived(value, quote(value.data, "", plus=True))


def url_encoded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.parse.urlencode(…)`; a list without `doseq` is written as Python writes it."""
    value, spread = first(evaluator, arguments, node), arguments.get(1, "doseq")
    write = evaluator.dialect.text
    if spread is not None and spread.data is True:
        pairs = flat_pairs(value, write, keep_null=True)
    else:
        pairs = [(name, item if item.kind == "string" else evaluator.text(item)) for name, item in pairs_of(value)]
    text = query_text((str(name.data), str(item.data)) for name, item in pairs)
    parts = spans_of(value, *(item for _, item in pairs))
    return Value("string", text, None, parts=parts, is_open=value.is_open or UNKNOWN in text)


def url_joined(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.parse.urljoin(base, reference)`."""
    if len(arguments.positional) < 2:
        return Unclear(evaluator.span(node))
    return join_reference(arguments.positional[0], arguments.positional[1])


def path_joined(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.path.join(…)`, `Path(…)`."""
    pieces: list[Value] = []
    for value in arguments.positional:
        if pieces:
            pieces.append(Value("string", "/"))
        pieces.append(value)
    if not pieces:
        return Unclear(evaluator.span(node))
    return evaluator.text(*pieces) if len(pieces) > 1 else pieces[0]


def base_name(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`os.path.basename(…)`."""
    return FileThing(first(evaluator, arguments, node)).base_name()


def deep_copied(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`copy.deepcopy(…)`."""
    value = first(evaluator, arguments, node)
    return evaluator.copier.snapshot(value) if value.kind != "unknown" else value


def dedented(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`textwrap.dedent(…)`."""
    from textwrap import dedent

    value = first(evaluator, arguments, node)
    return derived(value, dedent(value.data)) if value.kind == "string" else value


def gathered(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`asyncio.gather(…)`: the results of its arguments."""
    del node
    return Container("array", list(arguments.positional), is_open=arguments.is_open, born=evaluator.branch)


def bytes_file(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`io.BytesIO(…)`: a file without a name."""
    del arguments
    return FileThing(None, evaluator.span(node))


def dumped_model(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`model.model_dump(…)`."""
    del node
    made = members_of(evaluator, owner)
    drop = arguments.named.get("exclude_none")
    if drop is not None and drop.data is True and made.kind == "object":
        made.data = {name: item for name, item in made.data.items() if item.kind != "null"}
    return made


def dumped_model_text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`model.model_dump_json(…)`."""
    return json_text(evaluator.copier.snapshot(dumped_model(evaluator, owner, arguments, node)))


def parent_init(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`super().__init__(…)`: the base's own, else its arguments become members."""
    if isinstance(owner, Instance):
        for base in owner.kind_of.ancestry()[1:]:
            maker = class_member(base, "__init__")
            if isinstance(maker, Closure):
                return call(evaluator, maker.bound_to(owner), arguments, node)
        owner.members.update(arguments.named)
    return null(evaluator, arguments, node)


INSTANCE_METHODS: dict[str, Method] = {
    "dict": dumped_model,
    "model_dump": dumped_model,
    "to_dict": dumped_model,
    "json": dumped_model_text,
    "model_dump_json": dumped_model_text,
    "super.__init__": parent_init,
}
"""Methods that a library gives to objects of the program's own classes."""

FILE_METHODS: dict[str, Method] = {"read": file_content, "open": open_path}
"""Methods of an opened file."""

LIBRARY: dict[str, Handler] = {
    **{f"builtins.{name}": handler for name, handler in BUILTINS.items()},
    **dict.fromkeys(("json.dumps", "simplejson.dumps", "ujson.dumps", "orjson.dumps"), dumps),
    **dict.fromkeys(("json.loads", "simplejson.loads", "ujson.loads", "orjson.loads"), loads),
    **dict.fromkeys(("os.getenv", "os.environ.get"), environment),
    **dict.fromkeys(("os.environ.setdefault", "os.environ.update", "os.putenv"), set_environment),
    **dict.fromkeys(("os.path.join", "pathlib.Path", "pathlib.PurePath"), path_joined),
    "os.path.basename": base_name,
    "os.path.expanduser": first,
    "os.path.abspath": first,
    "sys.exit": leave,
    "os._exit": leave,
    **dict.fromkeys(("base64.b64encode", "base64.standard_b64encode"), base64_encoded),
    **dict.fromkeys(("base64.b64decode", "base64.standard_b64decode"), base64_decoded),
    **dict.fromkeys(("urllib.parse.quote", "urllib.quote", "requests.utils.quote"), quoted),
    **dict.fromkeys(("urllib.parse.quote_plus", "urllib.quote_plus"), plus_quoted),
    **dict.fromkeys(("urllib.parse.urlencode", "urllib.urlencode"), url_encoded),
    **dict.fromkeys(("urllib.parse.urljoin", "urlparse.urljoin"), url_joined),
    **dict.fromkeys(("copy.deepcopy", "copy.copy"), deep_copied),
    **dict.fromkeys(
        ("codecs.encode", "codecs.decode", "asyncio.run", "asyncio.wait_for", "asyncio.create_task"), first
    ),
    **dict.fromkeys(("asyncio.ensure_future", "asyncio.shield", "typing.cast"), first),
    "asyncio.gather": gathered,
    "textwrap.dedent": dedented,
    **dict.fromkeys(("dataclasses.asdict", "attr.asdict"), as_mapping),
    **dict.fromkeys(("dataclasses.field", "pydantic.Field"), field),
    **dict.fromkeys(("collections.OrderedDict", "types.SimpleNamespace", "typing.Dict"), make_mapping),
    "collections.deque": make_list,
    "functools.partial": partial,
    **dict.fromkeys(("io.BytesIO", "io.StringIO"), bytes_file),
    **dict.fromkeys(("io.open", "aiofiles.open", "codecs.open"), opened),
    "getpass.getpass": unknown,
}
"""Full dotted name → what it does."""

_MODULES = (
    "json", "os", "sys", "time", "base64", "requests", "httpx", "openai", "aiohttp", "urllib", "http", "anthropic",
    "asyncio", "copy", "textwrap", "codecs", "uuid", "random", "datetime", "re", "pathlib", "io", "functools",
    "dataclasses", "urllib2", "urllib3", "mimetypes",
)  # fmt: skip

COMMON_IMPORTS: dict[str, str] = {
    **{name: name for name in _MODULES},
    "argparse": "argparse",
    "Path": "pathlib.Path",
    "asdict": "dataclasses.asdict",
    "OpenAI": "openai.OpenAI",
    "AsyncOpenAI": "openai.AsyncOpenAI",
    "AzureOpenAI": "openai.AzureOpenAI",
    "AsyncAzureOpenAI": "openai.AsyncAzureOpenAI",
    "ChatOpenAI": "langchain_openai.ChatOpenAI",
    "Anthropic": "anthropic.Anthropic",
    "AsyncAnthropic": "anthropic.AsyncAnthropic",
    "urlencode": "urllib.parse.urlencode",
    "urljoin": "urllib.parse.urljoin",
}
"""Names that snippets use without showing their import."""
