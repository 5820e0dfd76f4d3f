"""What a shell is offered for a value: case numbers, ids of rules and causes, models, gateways. Never an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import pick

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

Completer = Callable[["click.Context", "click.Parameter", str], "list[CompletionItem]"]
Offered = Iterable[tuple[str, str]]

MOST = 200
"""Values that are offered at most; more letters bring the others."""


def completer(values: Callable[[click.Context, str], Offered]) -> Completer:
    """Return click's function for a value: those (value, help) that begin with what is typed.

    Where the values cannot be had, nothing is offered: a shell that waits for Tab has no place for a refusal.
    """

    def _complete(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            found = [one for one in values(ctx, typed) if one[0].lower().startswith(typed.lower())]
        except (SupportdeskError, OSError):
            return []
        return [CompletionItem(value, help=_plain(text)) for value, text in found[:MOST]]

    return _complete


def _plain(text: str) -> str:
    """Return a help on one line, with nothing that a terminal would obey: titles quote what customers sent."""
    from supportdesk.visible import visible_line

    return visible_line(text)[:80]


def _rules(_ctx: click.Context, _typed: str) -> Offered:
    return ((rule["id"], str(pick(rule["title"]))) for rule in _knowledge().rules)


def _causes(_ctx: click.Context, _typed: str) -> Offered:
    return ((name, str(pick(cause.get("title")))) for name, cause in _knowledge().causes.items())


def _models(_ctx: click.Context, _typed: str) -> Offered:
    known = _knowledge()
    names = {row["model"]: row["gateway"] for row in known.requests if "*" not in row["model"]}
    return sorted({**{name: row.get("kind") or "" for name, row in known.models["names"].items()}, **names}.items())


def _gateways(_ctx: click.Context, _typed: str) -> Offered:
    return ((one["id"], str(pick(one.get("name")))) for one in _knowledge().gateways["gateways"])


def _accounts(_ctx: click.Context, _typed: str) -> Offered:
    from supportdesk.gateway.accounts import gateway_accounts
    from supportdesk.settings import load_settings

    return ((account.name, account.contract) for account in gateway_accounts(load_settings()))


def _cases(ctx: click.Context, typed: str) -> Iterator[tuple[str, str]]:
    """Yield the newest cases whose number begins as typed, read without making or migrating a casebook."""
    import sqlite3
    from os.path import abspath, exists
    from urllib.parse import quote

    from supportdesk.i18n import language
    from supportdesk.settings import load_settings

    path = ctx.obj if isinstance(ctx.obj, str) else _database_option(ctx) or load_settings().database_path()
    if not exists(path) or not (typed == "" or typed.isdecimal()):
        return
    connection = sqlite3.connect(f"file:{quote(abspath(path))}?mode=ro", uri=True, timeout=0.5)
    try:
        title = "title_zh" if language() == "zh" else "title_en"
        # the column is one of two names of ours; the digits are a parameter
        sql = f"SELECT number, {title} FROM cases WHERE withdrawn_at IS NULL AND CAST(number AS TEXT) LIKE ? || '%' ORDER BY number DESC LIMIT 50"  # noqa: S608, E501 - as the line above says
        for number, text in connection.execute(sql, [typed]):
            yield str(number), text
    except sqlite3.Error as problem:
        raise OSError(str(problem)) from problem
    finally:
        connection.close()


def _database_option(ctx: click.Context) -> str | None:
    """Return what `cases --database` names: while a line is completed no command has run."""
    above = ctx.parent
    return above.params.get("database") if above is not None else None


def _knowledge() -> Any:
    from supportdesk.judging.compile import load_knowledge

    return load_knowledge()


numbers_of_cases = completer(_cases)
rule_ids = completer(_rules)
cause_ids = completer(_causes)
model_names = completer(_models)
gateway_ids = completer(_gateways)
account_names = completer(_accounts)


def file_names(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Leave it to the shell to complete a file's name."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]
