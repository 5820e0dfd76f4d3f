"""`supportdesk man`: the manual pages, written from the commands themselves, in both languages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import click

from supportdesk import i18n
from supportdesk.errors import InputError
from supportdesk.i18n import LANGUAGES, _

HELP = _(
    "Print the manual page (read it with: supportdesk man | man -l -), or write all pages, one a command, below DIR: "
    "man1/ for English and zh_CN/man1/ for Chinese."
)
FOLDERS = {"en": "man1", "zh": os.path.join("zh_CN", "man1")}
"""Where `man` looks for the pages of a language, below share/man."""


@click.command("man", help=HELP)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default=None,
    help=_("Language of the pages; without it both are written, and the one in use is printed."),
)  # fmt: skip
@click.argument("folder", metavar="[DIR]", required=False)
def man(lang: str | None, folder: str | None) -> None:
    """Print one page or write all."""
    if folder is None and lang in (None, i18n.language()):
        from supportdesk.cli.man_page import main_page

        click.echo(main_page(), nl=False)
        return
    for one in LANGUAGES if lang is None else (lang,):
        _in_language(one, folder)


def write_pages(folder: str) -> list[str]:
    """Write every page in the language in use below `folder` and return their paths. Raises InputError."""
    target = os.path.join(folder, FOLDERS[i18n.language()])
    written = []
    try:
        os.makedirs(target, exist_ok=True)
        for name, text in pages():
            path = os.path.join(target, f"{name}.1")
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            written.append(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InputError(_("{name} cannot be written: {reason}").format(name=target, reason=reason)) from problem
    return written


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the source of every page: the program's, then one a command."""
    from supportdesk.cli.group import COMMANDS
    from supportdesk.cli.man_page import command_page, main_page

    yield "supportdesk", main_page()
    for name in COMMANDS:
        yield f"supportdesk-{name}", command_page(name)


def _in_language(language: str, folder: str | None) -> None:
    """Write below a folder, or print, in a language: another one than this process's is another process's."""
    if folder is not None and language == i18n.language():
        for path in write_pages(folder):
            click.echo(path)
        return
    command = [sys.executable, "-m", "supportdesk", "man", "--lang", language, *([] if folder is None else [folder])]
    environ = {**os.environ, "SUPPORTDESK_LANG": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - this program itself
    if done.returncode:
        raise InputError(done.stderr.strip() or _("the pages cannot be written"))
    click.echo(done.stdout, nl=False)
