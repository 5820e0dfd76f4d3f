"""Completions for PowerShell, which click does not know of itself; loaded only while one is asked for."""

from __future__ import annotations

import os
import shlex

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class


class PowerShellComplete(ShellComplete):
    """Reads the line from SUPPORTDESK_LINE and the word from SUPPORTDESK_WORD; prints value, tab, help."""

    name = "powershell"
    source_template = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the word, and the word."""
        line, word = os.environ.get("SUPPORTDESK_LINE", ""), os.environ.get("SUPPORTDESK_WORD", "")
        reader = shlex.shlex(line, posix=True, punctuation_chars=False)
        reader.whitespace_split, reader.commenters, reader.escape = True, "", "`"
        words: list[str] = []
        try:
            words.extend(reader)
        except ValueError:  # an open quotation mark: what was read up to it is the line so far
            words = line.split()
        arguments = words[1:]
        if word and arguments and arguments[-1].strip("'\"") == word.strip("'\""):
            arguments.pop()
        return arguments, word.strip("'\"")

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line: the value and, behind a tab, its help."""
        return f"{item.value}\t{item.help}" if item.help else str(item.value)


add_completion_class(PowerShellComplete)
