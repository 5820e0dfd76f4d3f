"""Where the measured corpora lie: `shared/` beside the checkout, or the folder in SUPPORTDESK_SHARED."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def shared(*parts: str) -> Path:
    """Return a path below `shared/`; skip the calling test, with the reason, where it is absent."""
    root = Path(os.environ.get("SUPPORTDESK_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the measured data {'/'.join(parts)} is not beside this checkout")
    return path


def corpus(name: str) -> Path:
    """Return the path of a corpus or scorer in `shared/cases`."""
    return shared("cases", name)


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of a JSON-lines corpus."""
    return [json.loads(line) for line in corpus(name).read_text(encoding="utf-8").splitlines() if line.strip()]
