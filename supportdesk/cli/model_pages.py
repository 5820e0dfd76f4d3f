"""`models check` and `models diff`: a body against its documentation, and two pages against each other."""

from __future__ import annotations

import json
from typing import Any

import click

from supportdesk.cli.completing import gateway_ids, model_names
from supportdesk.cli.listing import aligned, columns
from supportdesk.errors import InputError
from supportdesk.i18n import _, pick
from supportdesk.visible import visible_line

LARGEST_BODY = 4_000_000


@click.command("check", help=_("Check a JSON body (- reads standard input) against the model's documentation."))
@click.argument("file", type=click.File("rb"))
@click.option(
    "--model", default=None, metavar="MODEL", help=_("The model, where the body names none or another page is meant.")
)
@click.option(
    "--gateway",
    metavar="ID",
    default=None,
    help=_("Whose documentation; the settings' default one."),
    shell_complete=gateway_ids,
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
def check(file: Any, model: str | None, gateway: str | None, as_json: bool) -> int:
    """Print what does not fit; the status is 1 where something would be refused."""
    from supportdesk.definitions.check import check_request
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.reading.json_text import parse_exact
    from supportdesk.settings import load_settings
    from supportdesk.source import Source, decode
    from supportdesk.view import View

    source = Source(decode(file.read(LARGEST_BODY))[0])
    body = parse_exact(View.whole(source))
    if body is None or body.kind != "object":
        raise InputError(_("the body is no JSON object"))
    contract = gateway or load_settings().default_gateway or "toapis"
    checked = check_request(body, load_knowledge(), gateway=contract, model=model)
    if checked.definition is None:
        raise InputError(
            _("{gateway} documents no such request").format(gateway=contract),
            _("`supportdesk models list` names them all."),
        )
    if as_json:
        told = [
            {"pointer": one.pointer, "kind": one.kind, "severity": one.severity, "message": one.message}
            for one in checked.violations
        ]
        click.echo(json.dumps({"definition": checked.definition.id, "violations": told}, ensure_ascii=False))
    else:
        click.echo(f"{checked.definition.id}  {checked.definition.documentation}", err=True)
        for one in checked.violations:
            line = source.position(one.span.start)[0] if one.span is not None else 1
            click.echo(f"{line}: {one.severity}: {one.pointer}: {visible_line(pick(one.message))}")
        if not checked.violations:
            click.echo(_("Nothing is wrong with it."))
    return 1 if checked.errors() else 0


@click.command("diff", help=_("Show in what the documentation of two models, or two pages, differs."))
@click.argument("one", shell_complete=model_names)
@click.argument("other", shell_complete=model_names)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
def diff(one: str, other: str, as_json: bool) -> int:
    """Print the differences; ONE and OTHER are ids (gateway/model) or names of models. The status is 0 without any."""
    from supportdesk.definitions.differing import differences
    from supportdesk.definitions.library import load_definition
    from supportdesk.judging.compile import load_knowledge

    knowledge = load_knowledge()
    rows = [_row(knowledge, name) for name in (one, other)]
    found = differences(*(load_definition(row["file"]) for row in rows))
    if as_json:
        click.echo(json.dumps({"differences": [item._asdict() for item in found]}, ensure_ascii=False))
        return 1 if found else 0
    head = ("", "", rows[0]["id"], rows[1]["id"])
    cells = [(item.where, item.what, item.here or "–", item.there or "–") for item in found]
    for line in aligned([head, *cells], columns()):
        click.echo(line)
    return 1 if found else 0


def _row(knowledge: Any, name: str) -> dict[str, Any]:
    """Return the index row of an id, or of a model's name: the current page before others. Raises InputError."""
    rows = list(knowledge.requests)
    fitting = [row for row in rows if row["id"] == name] or [row for row in rows if row["model"] == name]
    if not fitting:
        from difflib import get_close_matches

        near = get_close_matches(name, [row["id"] for row in rows] + [row["model"] for row in rows], 3)
        hint = _("Did you mean {names}?").format(names=", ".join(near)) if near else None
        raise InputError(_("there is no definition of {name}").format(name=ascii(name[:80])[1:-1]), hint)
    found: dict[str, Any] = min(fitting, key=lambda row: row["status"] != "current")
    return found
