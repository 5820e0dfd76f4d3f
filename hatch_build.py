"""The build hook: a wheel ships its rules and patterns compiled, which its starts read (Promise 7), and its manual."""

from __future__ import annotations

import os
import subprocess
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
        self._write_pages(os.path.join(self._folder, "man"))
        build_data["shared_data"] |= {os.path.join(self._folder, "man"): "share/man"}
        build_data["force_include"] |= {cache: f"supportdesk/{SHIPPED_CACHE}", code: f"supportdesk/{SHIPPED_CODE}"}

    def _write_pages(self, folder: str) -> None:
        """Write the manual pages of both languages by the program itself, apart from the settings of who builds."""
        path = os.pathsep.join([self.root, *sys.path])
        environ = {**os.environ, "PYTHONPATH": path, "SUPPORTDESK_CONFIG": os.devnull, "SUPPORTDESK_LANG": "en"}
        command = [sys.executable, "-m", "supportdesk", "man", folder]
        subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the program that is built

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Remove the folder that the cache file was made in."""
        folder = getattr(self, "_folder", None)
        if folder is not None:
            import shutil

            shutil.rmtree(folder)
