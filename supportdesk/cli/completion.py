"""`supportdesk completion`: a script by which a shell completes commands, options and values."""

from __future__ import annotations

import click

from supportdesk.i18n import _

SHELLS = ("bash", "zsh", "fish", "powershell")
VARIABLE = "_SUPPORTDESK_COMPLETE"
"""The environment variable by which a script asks for completions; click reads it."""

HELP = _(
    "Print the script by which a shell completes commands, options, case numbers, rules, causes and models.\n\n"
    "bash: supportdesk completion bash > ~/.local/share/bash-completion/completions/supportdesk\n\n"
    "zsh: supportdesk completion zsh > ~/.zfunc/_supportdesk, with ~/.zfunc in fpath\n\n"
    "fish: supportdesk completion fish > ~/.config/fish/completions/supportdesk.fish\n\n"
    "PowerShell: supportdesk completion powershell >> $PROFILE"
)

POWERSHELL = """
Register-ArgumentCompleter -Native -CommandName supportdesk -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString()
    if ($cursorPosition -gt $line.Length) { $line = $line.PadRight($cursorPosition) }
    $env:SUPPORTDESK_LINE = $line
    $env:SUPPORTDESK_WORD = $wordToComplete
    $env:_SUPPORTDESK_COMPLETE = "powershell_complete"
    try {
        supportdesk | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            $shown = if ($value -match "[\\s'`"]") { "'" + $value.Replace("'", "''") + "'" } else { $value }
            [System.Management.Automation.CompletionResult]::new($shown, $value, "ParameterValue", $help)
        }
    } finally {
        Remove-Item Env:SUPPORTDESK_LINE, Env:SUPPORTDESK_WORD, Env:_SUPPORTDESK_COMPLETE
    }
}
"""


@click.command("completion", help=HELP)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script of a shell."""
    click.echo(script(shell), nl=False)


def script(shell: str) -> str:
    """Return the script of one of SHELLS."""
    from supportdesk.cli.group import command_group

    if shell == "powershell":
        return POWERSHELL.lstrip("\n")
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    classes = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
    made = classes[shell](command_group(), {}, "supportdesk", VARIABLE)
    # not made.source(): for bash it would start one, only to warn of versions of 2009
    return made.source_template % made.source_vars()
