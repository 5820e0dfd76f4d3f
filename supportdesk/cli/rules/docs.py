"""`supportdesk rules docs`: the pages of render.rule_page as files."""

from __future__ import annotations

import os

import click

from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import all_examples, known_rules
from supportdesk.errors import InputError
from supportdesk.i18n import _


@click.command("docs", help=_(COMMANDS["docs"]))
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False),
    default=os.path.join("docs", "rules"),
    show_default=True,
    help=_("The folder to write to; a page of a rule that is gone is removed."),
)
def command(folder: str) -> None:
    """Write the pages, and remove what an earlier run wrote and this one did not."""
    from supportdesk.render.rule_page import MADE, NAMES, rule_pages

    pages = dict(rule_pages(known_rules(), all_examples()))
    try:
        for language in NAMES:
            os.makedirs(os.path.join(folder, language), exist_ok=True)
        for name, text in pages.items():
            with open(os.path.join(folder, *name.split("/")), "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        for language in NAMES:
            for name in os.listdir(os.path.join(folder, language)):
                path = os.path.join(folder, language, name)
                if name.endswith(".md") and f"{language}/{name}" not in pages and _is_ours(path, MADE):
                    os.unlink(path)
    except OSError as problem:
        message = _("{name} cannot be written: {reason}").format(name=folder, reason=problem.strerror or problem)
        raise InputError(message) from problem
    click.echo(_("{count} pages in {folder}").format(count=len(pages), folder=folder), err=True)


def _is_ours(path: str, first: str) -> bool:
    with open(path, encoding="utf-8", errors="replace") as stream:
        return stream.readline().rstrip() == first
