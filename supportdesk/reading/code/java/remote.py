"""Interfaces whose annotations say what their methods send: Retrofit's, and Spring's Feign clients.

https://square.github.io/retrofit/declarations/, https://docs.spring.io/spring-cloud-openfeign/reference/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportdesk.reading.code import ir
from supportdesk.reading.code.kotlin.classes import PARTS, VERBS
from supportdesk.reading.code.trees import Lowering, Tree

_MAPPINGS = {f"{verb.capitalize()}Mapping": verb for verb in ("GET", "POST", "PUT", "DELETE", "PATCH")}
_FEIGN_PARTS = {"RequestBody": "Body", "RequestHeader": "Header", "RequestParam": "Query", "PathVariable": "Path"}


def annotated(node: Tree) -> list[Tree]:
    """Return the annotations of a declaration."""
    found = next((child for child in node.children if child.type == "modifiers"), None)
    held = [] if found is None else found.named_children
    return [child for child in held if child.type in ("annotation", "marker_annotation")]


def _name(low: Lowering, node: Tree) -> str:
    return low.source(node).lstrip("@").partition("(")[0].strip().rpartition(".")[2]


def _given(low: Lowering, node: Tree, *names: str) -> Iterator[ir.Node]:
    """Yield the arguments of an annotation that stand alone or under one of these names, lists item by item."""
    held = node.child_by_field_name("arguments")
    for child in [] if held is None else held.named_children:
        value: Tree | None = child
        if child.type == "element_value_pair":
            key = child.child_by_field_name("key")
            value = child.child_by_field_name("value") if key is not None and low.source(key) in names else None
        if value is None:
            continue
        if value.type == "element_value_array_initializer":
            yield from low.parts(value)
        else:
            yield low.expression(value)


def address(low: Lowering, node: Tree) -> ir.Node | None:
    """Return the address that an interface's annotation gives (`@FeignClient(url = …)`), or None."""
    for one in annotated(node):
        if _name(low, one) in ("FeignClient", "HttpExchange"):
            held = [value for value in _given(low, one, "url") if isinstance(value, ir.Literal)]
            return next((value for value in held if "://" in str(value.value)), None)
    return None


def remote(
    low: Lowering,
    node: Tree,
    name: str,
    base: ir.Node | None,
    parameters: Callable[[Lowering, Tree | None], list[ir.Parameter]],
) -> ir.Function | None:
    """Return a method without a body as a function that sends what its annotations say; None where they say nothing."""
    found = annotated(node)
    verb = next((one for one in found if _name(low, one) in VERBS or _name(low, one) in _MAPPINGS), None)
    if verb is None:
        return None
    place = low.bounds(node)
    path: ir.Node = next(_given(low, verb, "value", "path"), None) or ir.Literal("", *place)
    if base is not None:
        path = ir.Operation("concat", [base, path], *place)
    method: ir.Node = ir.Literal(_MAPPINGS.get(_name(low, verb), _name(low, verb)), *low.bounds(verb))
    if _name(low, verb) == "HTTP":
        method = next(_given(low, verb, "method"), method)
    kind = next((_name(low, one) for one in found if _name(low, one) in ("FormUrlEncoded", "Multipart")), "")
    headers = [value for one in found if _name(low, one) == "Headers" for value in _given(low, one, "value")]
    listed = node.child_by_field_name("parameters")
    taken = parameters(low, listed)
    written = [] if listed is None else listed.named_children
    parts = [part for child in written for part in _parts(low, child)]
    handed: list[ir.Node] = [
        ir.Name("this", *place), method, path, ir.Literal(kind, *place), ir.Sequence(list(headers), *place),
        ir.Sequence(parts, *place),
    ]  # fmt: skip
    sent = ir.Call(ir.Name(" retrofit", *place), [ir.Argument(one) for one in handed], *place)
    return ir.Function(name, taken, [ir.Return(sent, *place)], *place, ("members", "overloads"))


def _parts(low: Lowering, node: Tree) -> Iterator[ir.Node]:
    """Yield what each annotation of a parameter says: its word, its label, and the parameter."""
    name = node.child_by_field_name("name")
    if node.type != "formal_parameter" or name is None:
        return
    place = low.bounds(node)
    for one in annotated(node):
        word = _FEIGN_PARTS.get(_name(low, one), _name(low, one))
        if word not in PARTS:
            continue
        label = next(_given(low, one, "value", "name"), None)
        if label is None:
            spelled = low.source(name) if _name(low, one) in _FEIGN_PARTS else None
            label = ir.Literal(spelled, *low.bounds(name))
        yield ir.Sequence([ir.Literal(word, *place), label, ir.Name(low.source(name), *low.bounds(name))], *place)
