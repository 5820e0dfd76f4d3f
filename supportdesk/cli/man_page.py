"""A manual page in groff's man macros, from a command of click: its texts, its options, what it returns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import click

from supportdesk import __version__
from supportdesk.cli.group import COMMANDS, command_group
from supportdesk.i18n import _

HEAD = '.\\" -*- mode: troff; coding: utf-8 -*-\n'
NOT_FIRST = frozenset("，。：；！？、）」』》】〉”’…")
NOT_LAST = frozenset("（「『《【〈“‘")
ESCAPED = str.maketrans({"\\": "\\e", "-": "\\-", "~": "\\(ti", "^": "\\(ha", "`": "\\(ga", "'": "\\(aq"})

Lines = Iterator[str]


def main_page() -> str:
    """Return the program's page: its commands by name, its status, its variables, its files."""
    group = command_group()
    ctx = click.Context(group, info_name="supportdesk", **group.context_settings)
    lines = [
        *_opening("supportdesk", _("finds the cause of a support ticket of an AI API gateway")),
        *_synopsis("supportdesk", group, ctx),
        *_section(_("DESCRIPTION"), _paragraphs(group.help or "")),
        *_section(_("OPTIONS"), _options(group, ctx)),
        *_section(_("COMMANDS"), _items((f"supportdesk {name}", _(line)) for name, (_at, line) in COMMANDS.items())),
        *_section(_("EXIT STATUS"), _items(_statuses())),
        *_section(_("ENVIRONMENT"), _items(_variables())),
        *_section(_("FILES"), _items(_files())),
        *_see_also(("supportdesk", *(f"supportdesk-{name}" for name in COMMANDS)), "supportdesk"),
    ]
    return HEAD + "\n".join(lines) + "\n"


def command_page(name: str) -> str:
    """Return the page of a command, with its own commands as subsections."""
    group = command_group()
    parent = click.Context(group, info_name="supportdesk", **group.context_settings)
    command = group.get_command(parent, name)
    if command is None:
        raise KeyError(name)
    ctx = click.Context(command, parent, info_name=name)
    lines = [
        *_opening(f"supportdesk-{name}", _(COMMANDS[name][1])),
        *_synopsis(f"supportdesk {name}", command, ctx),
        *_section(_("DESCRIPTION"), _paragraphs(command.help or "")),
        *_section(_("OPTIONS"), _options(command, ctx)),
        *_below(f"supportdesk {name}", command, ctx),
        *_see_also(("supportdesk", f"supportdesk-{name}"), f"supportdesk-{name}"),
    ]
    return HEAD + "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text as groff shows it literally; a line may end between Chinese characters."""
    found: list[str] = []
    before = ""
    for sign in text:
        if before and sign not in NOT_FIRST and before not in NOT_LAST and (_is_wide(before) or _is_wide(sign)):
            found.append("\\:")
        found.append(sign.translate(ESCAPED))
        before = sign
    shown = "".join(found)
    return f"\\&{shown}" if shown.startswith((".", "\\(aq")) else shown


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _opening(page: str, line: str) -> Lines:
    of = _quoted(_("supportdesk manual"))
    yield f'.TH {_quoted(page.upper())} 1 "" {_quoted(f"supportdesk {__version__}")} {of}'
    yield from (".nh", ".ad l")
    yield f".SH {_quoted(_('NAME'))}"
    yield f"{escaped(page)} \\- {escaped(line.rstrip('.。'))}"


def _synopsis(path: str, command: click.Command, ctx: click.Context) -> Lines:
    yield f".SH {_quoted(_('SYNOPSIS'))}"
    yield f"\\fB{escaped(path)}\\fR {escaped(' '.join(command.collect_usage_pieces(ctx)))}"


def _below(path: str, command: click.Command, ctx: click.Context) -> Lines:
    """Yield the commands of a group, however deep."""
    if not isinstance(command, click.Group):
        return
    yield f".SH {_quoted(_('COMMANDS'))}"
    for name in command.list_commands(ctx):
        inner = command.get_command(ctx, name)
        if inner is None:
            continue
        at = click.Context(inner, ctx, info_name=name)
        yield f".SS {_quoted(f'{path} {name}')}"
        yield f"\\fB{escaped(f'{path} {name}')}\\fR {escaped(' '.join(inner.collect_usage_pieces(at)))}"
        yield ".PP"
        yield from _paragraphs(inner.help or "")
        yield from _options(inner, at)
        yield from (line for line in _below(f"{path} {name}", inner, at) if not line.startswith(".SH"))


def _section(title: str, lines: Lines) -> Lines:
    yield f".SH {_quoted(title)}"
    yield from lines


def _paragraphs(text: str) -> Lines:
    for number, paragraph in enumerate(text.replace("\b\n", "").split("\n\n")):
        if number:
            yield ".PP"
        yield escaped(" ".join(paragraph.split()))


def _options(command: click.Command, ctx: click.Context) -> Lines:
    records = (param.get_help_record(ctx) for param in command.get_params(ctx))
    yield from _items(record for record in records if record is not None)


def _items(items: Iterator[tuple[str, str]]) -> Lines:
    for name, text in items:
        yield ".TP"
        yield f"\\fB{escaped(name)}\\fR"
        yield escaped(" ".join(text.split())) or "\\&"


def _see_also(names: tuple[str, ...], page: str) -> Lines:
    others = [name for name in names if name != page]
    if others:
        yield f".SH {_quoted(_('SEE ALSO'))}"
        yield ",\n".join(f".BR {escaped(name)} (1)" for name in others).replace(",\n", " ,\n")


def _quoted(text: str) -> str:
    return '"' + escaped(text).replace('"', "\\(dq") + '"'


def _statuses() -> Iterator[tuple[str, str]]:
    yield "0", _("Nothing that anyone has to act on, or the command has done what it was asked.")
    yield "1", _("diagnose: a cause that someone has to act on. doctor: a fault.")
    yield "2", _("Usage, or what was given cannot be read.")
    yield "3", _("diagnose: undetermined, although the material shows an error, a failed task or a complaint.")
    yield "70", _("A fault in supportdesk itself; nothing that was saved is lost.")
    yield "130, 141", _("Interrupted; the reader of the output went away.")


def _variables() -> Iterator[tuple[str, str]]:
    yield "SUPPORTDESK_LANG", _("Language, en or zh; comes before the settings and the locale.")
    yield "SUPPORTDESK_CONFIG", _("The settings file.")
    yield "SUPPORTDESK_DATABASE", _("The casebook.")
    yield "SUPPORTDESK_RULES", _("Your own rules, laid over the shipped ones.")
    yield "SUPPORTDESK_STATE", _("File of what the screen remembers, such as its layout.")
    yield "SUPPORTDESK_CACHE", _("Folder of what can be made again.")
    yield (
        "SUPPORTDESK_KEY_NAME",
        _("Key of the gateway NAME; the keyring and a file of the settings' folder come after it."),
    )
    yield "SUPPORTDESK_DEBUG", _("Shows where a fault of the program happened; keys are masked in it.")
    yield "NO_COLOR", _("Everything without colour.")


def _files() -> Iterator[tuple[str, str]]:
    yield (
        "~/.config/supportdesk/settings.toml",
        _("The settings; `supportdesk doctor` says where each thing lies here."),
    )
    yield "~/.local/share/supportdesk/cases.db", _("The casebook.")
    yield "~/.cache/supportdesk/", _("The compiled rules.")
