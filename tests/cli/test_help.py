"""Every command and option has its help, in both languages, within a terminal's width."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

WALK = """
import json, click
from supportdesk.cli.main import run
from supportdesk.cli.group import command_group
run(["--version"])
found = {}
def walk(command, ctx, path):
    found[path] = {"help": command.help, "page": command.get_help(ctx),
                   "options": {p.opts[0]: p.help for p in command.params if isinstance(p, click.Option)}}
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            walk(inner, click.Context(inner, ctx, info_name=name, terminal_width=80), f"{path} {name}")
group = command_group()
walk(group, click.Context(group, info_name="supportdesk", terminal_width=80, **group.context_settings), "supportdesk")
print(json.dumps(found))
"""

SAME = {"--help"}
"""Options of click's own."""


def pages(language: str) -> dict[str, dict[str, object]]:
    environ = {**os.environ, "SUPPORTDESK_LANG": language, "SUPPORTDESK_CONFIG": os.devnull}
    done = subprocess.run([sys.executable, "-c", WALK], capture_output=True, text=True, env=environ, check=True)
    found: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, dict[str, object]], dict[str, dict[str, object]]]:
    return pages("en"), pages("zh")


def test_every_command_and_option_has_a_help_in_english_and_in_chinese(both: tuple[dict, dict]) -> None:
    english, chinese = both
    assert set(english) == set(chinese)
    assert len(english) > 40
    faults = []
    for path, page in english.items():
        texts = {"": (page["help"], chinese[path]["help"])}
        texts |= {name: (text, chinese[path]["options"][name]) for name, text in page["options"].items()}
        for name, (one, other) in texts.items():
            if not one or not one.strip():
                faults.append(f"{path} {name}: no help")
            elif not other or other == one or not re.search(r"[\u4e00-\u9fff]", other):
                faults.append(f"{path} {name}: no Chinese help")
    assert faults == []


def test_a_chinese_page_has_no_english_sentence(both: tuple[dict, dict]) -> None:
    for path, page in both[1].items():
        # the sandbox's and completion's pages name commands to type; sentences are words in a row
        left = re.sub(r"supportdesk [a-z -]+|[~./>][^\s]*|`[^`]*`|'[^']*'", " ", page["page"])
        assert not re.search(r"\b[A-Z]?[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}", left), path


def test_the_first_page_lists_every_command(both: tuple[dict, dict]) -> None:
    from supportdesk.cli.group import COMMANDS

    for page in both:
        for name in COMMANDS:
            assert re.search(rf"(?m)^  {name} ", page["supportdesk"]["page"])
