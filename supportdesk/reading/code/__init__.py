"""The readers of program text, one folder a language; each is imported when its language is met and not before.

What stands here serves them all: the neutral form (`ir`), the evaluator over it (`evaluate` with `expressions`,
`statements`, `calls`, `members`), and the frame that parses and runs a text (`trees`, `running`). How a language is
added, by the example of Kotlin:

1. `kotlin/reader.py` holds its `Grammar` (the package of a tree-sitter grammar, what closes a text that was cut off)
   and `read(view)`, which hands both to `running.read_program` with the two things that are the language's own:
2. a lowering, a subclass of `trees.Lowering` with a table from the grammar's node types to the neutral form of `ir`
   (a string, a template, a mapping, a call, an assignment, …), and
3. a dialect (`evaluate.Dialect`): names known without an import, library functions by dotted path, methods of texts,
   arrays and objects, and the client libraries, which make a `clients.drafts.Draft` and send it. The evaluator, the
   clients of sister languages and the table of SDK methods (`sdks`) are shared.
4. One line in LANGUAGES registers it, and a row of words in `languages.SIGNS` tells it where no fence does.

All of it may stand in one file; a language with many libraries spreads it over its folder. A text whose own reader
finds no request is given to the generic one, which knows no language.
"""

from __future__ import annotations

from importlib import import_module

from supportdesk.reading.code.command_shells import shell_of
from supportdesk.reading.code.detecting import detect
from supportdesk.reading.code.languages import tell
from supportdesk.reading.code.reading import CodeReading
from supportdesk.view import View

LANGUAGES: dict[str, str] = {
    "python": "supportdesk.reading.code.python.reader",
    "bash": "supportdesk.reading.code.shell.reader",
    "http": "supportdesk.reading.raw_http",
    "java": "supportdesk.reading.code.java.reader",
    "powershell": "supportdesk.reading.code.powershell.reader",
    "batch": "supportdesk.reading.code.batch.reader",
    "javascript": "supportdesk.reading.code.javascript.reader",
    "typescript": "supportdesk.reading.code.javascript.typescript",
    "go": "supportdesk.reading.code.go.reader",
    "kotlin": "supportdesk.reading.code.kotlin.reader",
    "csharp": "supportdesk.reading.code.csharp.reader",
    "php": "supportdesk.reading.code.php.reader",
    "generic": "supportdesk.reading.code.generic.reader",
}
"""Language name → module that reads it."""

GENERIC = "generic"
CERTAIN = frozenset({"python", "bash", "http", GENERIC})
"""Readers beside which the generic one is not asked: it would take apart what they left alone for a reason."""

REQUEST_LIMIT = 200
"""Requests that are kept of one text; who pastes more shows a load test, not a question."""

__all__ = ["LANGUAGES", "REQUEST_LIMIT", "CodeReading", "detect", "read"]


def read(view: View, language: str | None = None) -> CodeReading:
    """Read the requests that a piece of program text sends; never raises for any text.

    `language` is a key of LANGUAGES; with None it is detected, and text that is no code gives an empty reading.
    A name that is no key of LANGUAGES is read by the generic reader, and so is a text in which the reader of its own
    language finds no request.
    """
    name = language or detect(view)
    if name is None:
        return CodeReading()
    if name == GENERIC:
        name = tell(view.text)
    elif name == "bash":
        name = shell_of(view.text)
    reading = _read(view, name)
    if not reading.requests and name not in CERTAIN:
        other = _read(view, GENERIC)
        reading = other if other.requests else reading
    if len(reading.requests) > REQUEST_LIMIT:
        del reading.requests[REQUEST_LIMIT:]
        reading.complete = False
    return reading


def _read(view: View, name: str) -> CodeReading:
    try:
        module = import_module(LANGUAGES.get(name, LANGUAGES[GENERIC]))
        reading: CodeReading = module.read(view)
    except ModuleNotFoundError as problem:
        if not (problem.name or "").startswith("tree_sitter"):
            raise
        # the grammars of the second languages are an extra
        reading = import_module(LANGUAGES[GENERIC]).read(view)
    return reading
