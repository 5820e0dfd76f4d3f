"""A cold `diagnose` imports only what its paste needs (design, Promise 7)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "sample_logs"
NEVER = {"sqlglot", "yaml", "sqlite_utils", "jinja2", "httpx", "textual", "duckdb", "rich"}
SCRIPT = """
import sys
from supportdesk import diagnose_text
diagnose_text("warm the cache file")
"""
COLD = """
import sys
from supportdesk import diagnose_text
diagnose_text(open(sys.argv[1], encoding="utf-8").read())
print(" ".join(sorted(sys.modules)))
"""


def modules(name: str) -> set[str]:
    subprocess.run([sys.executable, "-c", SCRIPT], check=True)
    done = subprocess.run([sys.executable, "-c", COLD, str(SAMPLES / name)], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "name", ["01-video-model-on-chat.txt", "02-error-line-alone.txt", "07-duration-out-of-range.sh"]
)
def test_heavy_modules_stay_out(name):
    loaded = {module.split(".")[0] for module in modules(name)}
    assert loaded & NEVER == set()


def test_only_the_grammar_of_the_paste_is_loaded():
    assert not {"tree_sitter_bash", "tree_sitter_python._binding"} & modules("02-error-line-alone.txt")
    python = modules("08-prompt-missing.py")
    assert "tree_sitter_python._binding" in python
    assert "tree_sitter_bash" not in python


def test_the_validator_is_loaded_only_to_check_a_request():
    assert not {"jsonschema", "jsonschema_rs"} & modules("02-error-line-alone.txt")


def test_importing_the_package_costs_nothing():
    code = "import sys, supportdesk; print(len([m for m in sys.modules if m.startswith('supportdesk')]))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "1"
