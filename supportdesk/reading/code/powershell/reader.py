"""Reading PowerShell: the requests that a piece of PowerShell sends, found without running it."""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code.evaluate import Dialect
from supportdesk.reading.code.powershell.text import closers, soften
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_powershell", closers, soften=soften)

_state: dict[str, Any] = {}


def read(view: View) -> CodeReading:
    """Read what a piece of PowerShell sends; never raises for any text."""
    from supportdesk.reading.code.powershell import lowering as powershell_lowering
    from supportdesk.reading.code.powershell import operators as powershell_operators
    from supportdesk.reading.code.powershell import statements as powershell_statements

    if "dialect" not in _state:
        from supportdesk.reading.code.powershell.dialect import make

        for part in (powershell_lowering, powershell_operators, powershell_statements):
            part.register(powershell_lowering.PowerShellLowering)
        _state["dialect"] = make()
    dialect: Dialect = _state["dialect"]
    return read_program(view, GRAMMAR, powershell_lowering.PowerShellLowering, dialect)
