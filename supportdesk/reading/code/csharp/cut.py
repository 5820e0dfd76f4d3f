"""What a text uses and does not make: clients and requests whose making was cut off or stands in another file."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.csharp.lowering import Lowering, helper
from supportdesk.reading.code.csharp.names import walk
from supportdesk.reading.code.trees import Tree

_HTTP = (
    "DefaultRequestHeaders", "BaseAddress", "GetAsync", "PostAsync", "PutAsync", "PatchAsync",
    "DeleteAsync", "GetStringAsync", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync", "GetFromJsonAsync",
    "GetByteArrayAsync", "GetStreamAsync",
)  # fmt: skip
_CHAT = ("CompleteChat", "CompleteChatAsync", "CompleteChatStreaming", "CompleteChatStreamingAsync")
OWNERS: dict[str, str] = {
    **dict.fromkeys(_HTTP, "HttpClient"),
    "AddDefaultHeader": "RestClient",
    **dict.fromkeys(_CHAT, "ChatClient"),
    **dict.fromkeys(("GetChatClient", "GetImageClient", "GetEmbeddingClient", "GetAudioClient"), "OpenAIClient"),
    **dict.fromkeys(("UploadString", "UploadStringTaskAsync"), "WebClient"),
    **dict.fromkeys(("AddJsonBody", "AddStringBody", "AddParameter", "AddQueryParameter"), "RestRequest"),
}
"""Member that only one type has → that type."""
_REST = ("ExecuteAsync", "Execute", "ExecutePostAsync", "ExecuteGetAsync", "ExecuteTaskAsync")
_SUBJECTS = {
    **dict.fromkeys(("SendAsync", "Send"), ("HttpClient", "HttpRequestMessage")),
    **dict.fromkeys(_REST, ("RestClient", "RestRequest")),
}
"""Method → types of what it is called on and of its first argument, where that is a name."""
_DECLARING = frozenset(
    (
        "variable_declarator", "parameter", "property_declaration", "declaration_expression", "declaration_pattern",
        "foreach_statement", "class_declaration", "local_function_statement", "method_declaration",
        "implicit_parameter", "using_directive",
    )
)  # fmt: skip


def handed_in(low: Lowering, root: Tree) -> list[ir.Node]:
    """Return assignments of clients of unknown settings to the names that the text uses as such and never makes."""
    declared: set[str] = set()
    used: dict[str, tuple[str, tuple[int, int]]] = {}
    for node in walk(root, frozenset()):
        if node.type in _DECLARING:
            name = node.child_by_field_name("name") or node.child_by_field_name("left")
            declared.add(low.source(name if name is not None else node))
        elif node.type == "member_access_expression":
            _note(low, node, used)
        elif node.type == "invocation_expression":
            _note_subject(low, node, used)
    made: list[ir.Node] = []
    for name, (kind, place) in used.items():
        if name not in declared and name not in low.classes:
            given = helper("%given", place, ir.Literal(kind, *place))
            made.append(ir.Assign(ir.Name(name, *place), given, *place))
    return made


def _note(low: Lowering, node: Tree, used: dict[str, tuple[str, tuple[int, int]]]) -> None:
    owner, member = node.child_by_field_name("expression"), node.child_by_field_name("name")
    if owner is None or member is None or owner.type != "identifier":
        return
    kind = OWNERS.get(low.source(member).partition("<")[0])
    if kind is not None:
        used.setdefault(low.source(owner), (kind, low.bounds(owner)))


def _note_subject(low: Lowering, node: Tree, used: dict[str, tuple[str, tuple[int, int]]]) -> None:
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    member = None if function is None else function.child_by_field_name("name")
    if member is None or given is None or not given.named_children:
        return
    first = given.named_children[0]
    kinds = _SUBJECTS.get(low.source(member).partition("<")[0])
    if kinds is None or first.named_child_count != 1 or first.named_children[0].type != "identifier":
        return
    owner = None if function is None else function.child_by_field_name("expression")
    for kind, node_named in zip(kinds, (owner, first), strict=True):
        if node_named is not None and node_named.type in ("identifier", "argument"):
            used.setdefault(low.source(node_named), (kind, low.bounds(node_named)))
