"""What the evaluator knows of C#: helpers of the lowering, .NET's library, and the client libraries."""

from __future__ import annotations

from functools import cache

from supportdesk.reading.code import evaluate, ir
from supportdesk.reading.code.clients import (
    csharp_anthropic,
    csharp_content,
    csharp_flurl,
    csharp_httpclient,
    csharp_kernel,
    csharp_openai,
    csharp_restsharp,
    csharp_unity,
    csharp_web,
)
from supportdesk.reading.code.csharp.builtin_functions import CONSTANTS, HELPERS, csharp_text
from supportdesk.reading.code.csharp.library import FAMILIES, LIBRARY
from supportdesk.reading.code.csharp.methods import ARRAY, OBJECT, STRING_METHODS, to_text
from supportdesk.reading.code.evaluate import Dialect, Evaluator
from supportdesk.reading.code.things import Arguments, Unclear
from supportdesk.value import Value

_PARTS = (
    csharp_content, csharp_httpclient, csharp_openai, csharp_anthropic, csharp_restsharp, csharp_web, csharp_flurl,
    csharp_unity, csharp_kernel,
)  # fmt: skip
_NAMES = (
    "JsonNamingPolicy", "JsonIgnoreCondition", "NullValueHandling", "JsonSerializerDefaults", "HttpMethod", "Method",
    "ParameterType", "DataFormat", "HttpRequestHeader", "WebRequestMethods", "Formatting",
    "ContentType",
)  # fmt: skip


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Return what a call on something undefined sends, where its last name is a method of a client."""
    return csharp_httpclient.guess(evaluator, target.path, arguments, node)


@cache
def make() -> Dialect:
    """Return C#'s dialect."""
    evaluate.assemble()
    library = {**HELPERS, **LIBRARY}
    families = dict(FAMILIES)
    for part in _PARTS:
        library.update(part.handlers())
        families.update(part.families())
    names: dict[str, str | Value] = {
        name: name for name in (*_NAMES, *csharp_openai.NAMES, *csharp_anthropic.NAMES, *csharp_kernel.NAMES)
    }
    names.update({name.partition(".")[0]: name.partition(".")[0] for name in library})
    return Dialect(
        "csharp",
        text=csharp_text,
        names={**names, **CONSTANTS},
        library=library,
        methods={
            "string": {**csharp_flurl.methods(), **STRING_METHODS},
            "object": OBJECT,
            "array": ARRAY,
            "number": {"ToString": to_text},
            "boolean": {"ToString": to_text},
        },
        families=families,
        guess=guess,
    )
