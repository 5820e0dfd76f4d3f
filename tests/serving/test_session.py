"""Names of files that a browser hands in."""

from __future__ import annotations

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from supportdesk.serving.session import LONGEST_NAME, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("日志.png", "日志.png"),
        ("a b.csv", "a_b.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\x.png", "x.png"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("$(reboot);`x`.txt", "__reboot___x_.txt"),
        ("\x1b]52;c;x\x07.png", "__52_c_x_.png"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_a_name_is_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("x" * 500 + ".jsonl").endswith("x.jsonl")
    assert len(safe_name("x" * 500 + "." + "y" * 500)) <= LONGEST_NAME
