"""`cat FILE | supportdesk`: the material comes through the pipe, the keys from the terminal behind it."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO


def take_pipe() -> BinaryIO | None:
    """Return the pipe or file that stands in for standard input, and let the terminal be standard input from now on.

    None where standard input is the terminal, where there is no terminal at all, or where a browser's server has it.
    POSIX only: Windows' screen reads its keys from the console by itself.
    """
    if os.name == "nt" or os.environ.get("TEXTUAL_DRIVER") or sys.__stdin__ is None or sys.__stdin__.isatty():
        return None
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return None
    pipe = os.dup(0)
    os.dup2(terminal, 0)
    os.close(terminal)
    return os.fdopen(pipe, "rb")
