"""The build hook: a wheel ships its rules and patterns compiled, which its starts then read (design, Promise 7)."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):  # type: ignore[type-arg] # hatchling's parameter is its own configuration
    """Compiles rules/ and the readers' patterns into the wheel; an editable install compiles when it starts."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled files to what goes into the wheel. A rule file or a pattern that is wrong ends the build."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from supportdesk.judging.compile import write_shipped
            from supportdesk.paths import SHIPPED_CACHE
            from supportdesk.patterns import SHIPPED_CODE, write_codes

            self._folder = tempfile.mkdtemp(prefix="supportdesk-build-")
            cache, code = (os.path.join(self._folder, name) for name in (SHIPPED_CACHE, SHIPPED_CODE))
            write_shipped(os.path.join(self.root, "rules"), cache)
            write_codes(code)
        finally:
            sys.path.remove(self.root)
        build_data["force_include"] |= {cache: f"supportdesk/{SHIPPED_CACHE}", code: f"supportdesk/{SHIPPED_CODE}"}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Remove the folder that the cache file was made in."""
        folder = getattr(self, "_folder", None)
        if folder is not None:
            import shutil

            shutil.rmtree(folder)
