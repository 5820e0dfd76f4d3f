"""The compiled catalogue and index, from the files of rules/, without the rest of the knowledge."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from supportdesk.definitions.compiling import compile_models, compile_request_index
from supportdesk.paths import shipped_rules


def files() -> list[tuple[str, dict[str, Any]]]:
    """Return every request definition with its path below rules/."""
    root = Path(shipped_rules())
    paths = sorted(path for path in root.glob("requests/*/*.json"))
    return [(path.relative_to(root).as_posix(), json.loads(path.read_text(encoding="utf-8"))) for path in paths]


@functools.cache
def knowledge(imported: str = "") -> Any:
    """Return what definitions need of the knowledge; `imported` is the YAML text of a gateway's own models."""
    data = yaml.safe_load(Path(shipped_rules(), "models.yaml").read_text(encoding="utf-8"))
    answers = [yaml.safe_load(imported)] if imported else []
    fixes = yaml.safe_load(Path(shipped_rules(), "fixes.yaml").read_text(encoding="utf-8"))
    gateways = {"gateways": [{"id": "toapis", "hosts": ["toapis.com"]}]}
    return SimpleNamespace(
        models=compile_models(data, answers),
        requests=compile_request_index(files()),
        words={"fixes": fixes},
        gateways=gateways,
    )
