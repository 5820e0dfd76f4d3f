"""The build hook: a wheel ships its rules compiled, so that its first start reads the cache (design, Promise 7)."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):  # type: ignore[type-arg] # hatchling's parameter is its own configuration
    """Compiles rules/ into the wheel; an editable install compiles when it starts."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the cache file to what goes into the wheel. A rule file that is wrong ends the build."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from supportdesk.judging.compile import write_shipped
            from supportdesk.paths import SHIPPED_CACHE
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.mkdtemp(prefix="supportdesk-build-")
        target = os.path.join(self._folder, SHIPPED_CACHE)
        write_shipped(os.path.join(self.root, "rules"), target)
        build_data["force_include"][target] = f"supportdesk/{SHIPPED_CACHE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Remove the folder that the cache file was made in."""
        folder = getattr(self, "_folder", None)
        if folder is not None:
            import shutil

            shutil.rmtree(folder)
