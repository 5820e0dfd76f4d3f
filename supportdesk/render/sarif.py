"""Problems of rules as a SARIF 2.1.0 log, which editors and code reviews show in place.

Form: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (3.13 sarifLog, 3.27 result, 3.28 location).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from supportdesk import __version__
from supportdesk.i18n import gettext
from supportdesk.judging.problems import CODES, Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return the log of one run; paths below the working folder are relative to it, others are file URIs."""
    found = list(problems)
    driver = {
        "name": "supportdesk",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": gettext(meaning)},
                "defaultConfiguration": {"level": level},
            }
            for code, (level, meaning) in CODES.items()
        ],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "results": [_result(one) for one in found], "columnKind": "unicodeCodePoints"}
        ],
    }


def _result(one: Problem) -> dict[str, Any]:
    text = f"{one.message} {one.hint}" if one.hint else one.message
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}}
    if one.line is not None:
        place["region"] = {"startLine": one.line, **({"startColumn": one.column} if one.column is not None else {})}
    return {
        "ruleId": one.code,
        "ruleIndex": list(CODES).index(one.code),
        "level": one.level,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    from pathlib import Path
    from urllib.parse import quote

    here = os.path.relpath(path)
    return Path(path).absolute().as_uri() if here.startswith("..") else quote(here.replace(os.sep, "/"))
