"""Commands are given to the reader of the shell that they are written for."""

from __future__ import annotations

import pytest

from supportdesk.reading.code.command_shells import shell_of
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source


@pytest.mark.parametrize(
    ("text", "shell"),
    [
        ("curl https://a.test \\\n  -H 'A: b'", "bash"),
        ("curl -X POST https://a.test/%E5%A5%BD -d '{\"a\": 1}'", "bash"),
        ('KEY=x\ncurl https://a.test -H "A: $KEY" -d \'{"p": "100%"}\'', "bash"),
        ('curl https://a.test ^\n  -H "A: b"', "batch"),
        ('C:\\Users\\me>curl https://a.test -H "A: b"', "batch"),
        ('set KEY=x\ncurl https://a.test -H "A: %KEY%"', "batch"),
        ("PS C:\\Users\\me> curl.exe https://a.test -H 'A: b'", "powershell"),
        ("curl.exe https://a.test `\n  -H 'A: b'", "powershell"),
        ('curl.exe https://a.test -H "Authorization: Bearer $env:KEY"', "powershell"),
    ],
)
def test_shell_of(text: str, shell: str) -> None:
    """What joins lines, prompts and variables tell the shell."""
    assert shell_of(text) == shell


def test_powershell_between_sentences() -> None:
    """Assignments, here-strings and commands between sentences are one program."""
    text = (
        "My script gets a 401 since this morning:\n\n"
        '$h = @{ Authorization = \'Bearer k\' }\n$b = @"\n{\n  "a": 1\n}\n"@\n'
        "irm https://gw.test/v1/x -Method Post -Headers $h -Body $b -ContentType application/json\n"
        'curl.exe https://gw.test/v1/y -H "Authorization: $($h.Authorization)"\n\nWhat is wrong?'
    )
    first, second = read_ticket([Source(text)]).requests()
    assert first.to_dict()["body"] == {"kind": "json", "json": {"a": 1}}
    assert second.to_dict()["headers"] == {"authorization": "Bearer k"}
