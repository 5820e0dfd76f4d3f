"""The manual pages: every command and option is in them, in both languages, and groff takes them without a word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.cli.group import COMMANDS
from supportdesk.cli.man_page import escaped


def man(*arguments: str, language: str = "en") -> str:
    command = [sys.executable, "-m", "supportdesk", "man", *arguments]
    environ = {
        **os.environ,
        "SUPPORTDESK_LANG": language,
        "PYTHONIOENCODING": "utf-8",
        "SUPPORTDESK_CONFIG": os.devnull,
    }
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environ, check=True).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("man")
    listed = man(str(path)).split()
    assert sorted(map(str, path.rglob("*.1"))) == sorted(listed)
    return path


def test_there_is_a_page_a_command_in_both_languages(folder: Path) -> None:
    wanted = {"supportdesk.1", *(f"supportdesk-{name}.1" for name in COMMANDS)}
    assert {path.name for path in (folder / "man1").iterdir()} == wanted
    assert {path.name for path in (folder / "zh_CN" / "man1").iterdir()} == wanted
    chinese = (folder / "zh_CN" / "man1" / "supportdesk-cases.1").read_text(encoding="utf-8")
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert "List, search" not in chinese


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("where", ["man1", "zh_CN/man1"])
def test_groff_takes_every_page_without_a_warning(folder: Path, where: str) -> None:
    for path in sorted((folder / where).iterdir()):
        command = ["groff", "-z", "-ww", "-man", "-Kutf8", "-Tutf8", "-rLL=78n", str(path)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, ""), path.name


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_a_page_reads_as_the_help_does(folder: Path) -> None:
    command = ["groff", "-man", "-Kutf8", "-Tutf8", "-P-cbou", str(folder / "man1" / "supportdesk-cases.1")]
    shown = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    plain = re.sub(r"\s+", " ", re.sub(r".\x08", "", shown))
    for text in ("supportdesk cases export", "--format", "--database FILE", "Set a case's status: open, waiting"):
        assert text in plain


def test_the_page_of_the_other_language_is_printed_on_demand() -> None:
    assert man("--lang", "zh") == man(language="zh")
    assert man("--lang", "en", language="zh") == man()
    assert ".SH" in man()


def test_a_text_is_no_request_of_groffs() -> None:
    assert escaped(".so /etc/passwd") == "\\&.so /etc/passwd"
    assert escaped("'a' \\n -x") == "\\&\\(aqa\\(aq \\en \\-x"
    assert escaped("请粘贴。") == "请\\:粘\\:贴。"
    assert escaped("用《规则》") == "用\\:《规\\:则》"
