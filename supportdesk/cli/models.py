"""`supportdesk models`: the catalogue and the request definitions; import of a gateway's own price list."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from supportdesk.cli.completing import gateway_ids, model_names
from supportdesk.cli.listing import aligned, columns, indented
from supportdesk.cli.model_pages import check, diff
from supportdesk.errors import InputError, SupportdeskError
from supportdesk.i18n import _, mark, pick

STATES = {"older-page": mark("older page"), "third-party": mark("a third party's summary")}
"""States of a documentation page that is not the gateway's current one, as a list shows them."""

as_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
of_gateway = click.option(
    "--gateway", metavar="ID", default=None, help=_("Only this gateway, by its id."), shell_complete=gateway_ids
)


@click.group("models", help=_("Look at the catalogue of models, or import a gateway's own."))
def models() -> None:
    """Hold the commands below."""


models.add_command(check)
models.add_command(diff)


@models.command("list", help=_("List the request definitions: model, kind, gateway, path, state of the page."))
@of_gateway
@click.option("--kind", metavar="KIND", default=None, help=_("Only models of this kind: video, image, chat, …"))
@as_json
def list_models(gateway: str | None, kind: str | None, as_json: bool) -> None:
    """Print the index of definitions."""
    knowledge = _knowledge()
    _known(gateway, [row["gateway"] for row in knowledge.requests], _("There is no gateway '{name}' here."))
    _known(kind, [row["kind"] for row in knowledge.requests], _("There is no kind '{name}' here."))
    rows = [
        row
        for row in knowledge.requests
        if gateway in (None, row["gateway"]) and kind in (None, row["kind"])
    ]  # fmt: skip
    if as_json:
        _print_json({"definitions": [_public(row) for row in rows]})
        return
    if not rows:
        click.echo(_("No definition fits."), err=True)
    cells = [
        (row["model"], _kind(knowledge, row["kind"]), row["gateway"], f"{row['path'] or '-'}  {_state(row)}".rstrip())
        for row in rows
    ]
    for line in aligned(cells, columns()):
        click.echo(line)


@models.command("show", help=_("Show what is known of a model: its kind, where it is called, its parameters."))
@click.argument("name", shell_complete=model_names)
@of_gateway
@as_json
def show(name: str, gateway: str | None, as_json: bool) -> None:
    """Print the catalogue's row and every definition of a model."""
    from supportdesk.definitions.catalogue import lookup_model
    from supportdesk.definitions.library import load_definition

    knowledge = _knowledge()
    info = lookup_model(knowledge, name, gateway)
    kind = info.kind if info is not None else None
    definitions = [load_definition(row["file"]) for row in _named(knowledge, name, gateway, kind)]
    if info is None and not definitions:
        raise SupportdeskError(_("nothing is known of a model '{name}'").format(name=name), _nearest(knowledge, name))
    if as_json:
        _print_json({"model": info._asdict() if info else None, "definitions": definitions})
        return
    if info is not None:
        click.echo(_("{name}: {kind}, priced by tokens: {priced}").format(
            name=name, kind=_kind(knowledge, info.kind), priced=_("yes") if info.tokens_priced else _("no")
        ))  # fmt: skip
        if info.guessed:
            click.echo(_("Only a guess: the name sounds like such a model, and nobody here knows it."))
        click.echo(_("Source: {source}").format(source=info.source))
    for definition in definitions:
        _print_definition(definition)


@models.command("import", help=_("Import a gateway's answer to GET /api/pricing (- reads standard input)."))
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--gateway",
    metavar="ID",
    default=None,
    help=_("The gateway it comes from; the settings' default one."),
    shell_complete=gateway_ids,
)
def import_models(file: str, gateway: str | None) -> None:
    """Store the models of a price list; they come before the catalogue from then on."""
    from supportdesk.definitions.importing import read_pricing, write_import
    from supportdesk.paths import own_rules
    from supportdesk.settings import load_settings

    gateway = gateway or load_settings().default_gateway
    if gateway is None:
        raise SupportdeskError(_("which gateway is this from?"), _("Name it with --gateway, or set default_gateway."))
    imported = read_pricing(_read_json(file), _knowledge())
    path = write_import(own_rules(), gateway, imported, f"/api/pricing of {gateway}, imported")
    if imported.unknown:
        listed = ", ".join(imported.unknown)
        click.echo(_("Endpoint types that are not known were left out: {names}").format(names=listed), err=True)
    click.echo(_("{count} models of {gateway} are in {path}").format(
        count=len(imported.rows), gateway=gateway, path=path
    ))  # fmt: skip


def _knowledge() -> Any:
    from supportdesk.judging.compile import load_knowledge

    return load_knowledge()


def _read_json(file: str) -> Any:
    try:
        if file == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(file, "rb") as stream:
                data = stream.read()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(_("{file} cannot be read: {reason}").format(file=file, reason=reason)) from problem
    from supportdesk.source import decode

    try:
        return json.loads(decode(data)[0])
    except (ValueError, RecursionError) as problem:
        message = _("{file} is no JSON").format(file=file)
        raise InputError(message, _("Save the answer of GET /api/pricing as it came.")) from problem


def _named(knowledge: Any, name: str, gateway: str | None, kind: str | None) -> list[dict[str, Any]]:
    """Return the definitions of the name; where it has none of its own, the generic contracts of its kind."""
    from supportdesk.definitions.select import candidates

    gateways = [gateway] if gateway else list(dict.fromkeys(row["gateway"] for row in knowledge.requests))
    found = [(info, rank) for one in gateways for info, rank in candidates(knowledge, one, name)]
    exact = [info._asdict() for info, rank in found if rank == 2]
    return exact or [info._asdict() for info, rank in found if rank == 1 and info.kind == kind]


def _nearest(knowledge: Any, name: str) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), list(knowledge.models["names"]), 3)
    return _("Similar names: {names}").format(names=", ".join(near)) if near else None


def _public(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("fields", "names", "required")}


def _state(row: dict[str, Any]) -> str:
    return "" if row["status"] == "current" else f"({_(STATES[row['status']])}, {row['as_of']})"


def _kind(knowledge: Any, kind: str | None) -> str:
    """Return a kind as people read it; '-' where none is known."""
    if kind is None:
        return "-"
    label = knowledge.words.get("labels", {}).get("model_kind", {}).get(kind)
    return str(pick(label)) if label else kind


def _known(word: str | None, known: list[str], message: str) -> None:
    """Raise InputError with the words that there are, unless `word` is one of them or None."""
    if word is not None and word not in known:
        listed = ", ".join(sorted(set(known)))
        raise InputError(message.format(name=word), _("There are: {names}").format(names=listed))


def _print_definition(definition: dict[str, Any]) -> None:
    click.echo("")
    room = columns()
    head = f"{definition['gateway']}: {definition['method']} {definition['path'] or '-'}  {_state(definition)}"
    click.echo(head.rstrip())
    click.echo(f"  {definition['documentation']}")
    fields = [
        (f"  {'*' if required else ' '} {name}", _type(schema), _limits(schema))
        for name, schema, required in _fields(definition["body"])
    ]
    for line in aligned(fields, None):
        click.echo(line)
    notes = [*definition["constraints"], *definition["contradictions"]]
    notes += [rule["x-message"] for rule in definition["body"].get("allOf", [])]
    for note in notes:
        for line in indented(pick(note), "  - ", room):
            click.echo(line)
    click.echo(
        _("  Minimal request: {text}").format(text=json.dumps(definition["minimal_request"], ensure_ascii=False))
    )
    if definition["minimal_response"] is not None:
        text = json.dumps(definition["minimal_response"], ensure_ascii=False)
        click.echo(_("  Minimal response: {text}").format(text=text))


def _fields(schema: dict[str, Any], name: str = "") -> list[tuple[str, dict[str, Any], bool]]:
    found = []
    for key, inner in schema.get("properties", {}).items():
        here = f"{name}.{key}" if name else key
        found.append((here, inner, key in schema.get("required", [])))
        found += _fields(inner, here)
        if isinstance(inner.get("items"), dict):
            found += _fields(inner["items"], here + "[]")
    return found


def _type(schema: dict[str, Any]) -> str:
    types = schema.get("type", "file" if schema.get("x-file") else "")
    return types if isinstance(types, str) else "|".join(types)


def _limits(schema: dict[str, Any]) -> str:
    parts = []
    if "enum" in schema:
        parts.append(" | ".join(str(item) for item in schema["enum"]))
    elif "x-known-values" in schema:
        parts.append(" | ".join(str(item) for item in schema["x-known-values"]) + " | …")
    parts += [f"{word} {schema[word]}" for word in ("minimum", "maximum", "maxItems", "maxLength") if word in schema]
    if "default" in schema:
        parts.append(f"= {json.dumps(schema['default'], ensure_ascii=False)}")
    if "x-assumed" in schema:
        parts.append(_("assumed from {source}").format(source=schema["x-assumed"]["from"]))
    return "; ".join(parts)


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))
