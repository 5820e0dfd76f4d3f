"""A grammar is loaded without the rest of its package, and once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from supportdesk.reading.code.grammars import parser


def test_a_grammar_parses_and_is_kept():
    made = parser("tree_sitter_python")
    assert made.parse(b"x = 1").root_node.type == "module"
    assert parser("tree_sitter_python") is made


def test_the_package_itself_still_works_beside_it():
    code = (
        "from supportdesk.reading.code.grammars import parser\nparser('tree_sitter_python')\nimport sys\n"
        "assert 'importlib.resources' not in sys.modules\nimport tree_sitter_python\ntree_sitter_python.language()"
    )
    subprocess.run([sys.executable, "-S", "-c", f"import sys\nsys.path[:] = {sys.path!r}\n{code}"], check=True)


def test_a_missing_package_is_an_import_error():
    with pytest.raises(ImportError):
        parser("tree_sitter_of_no_language")
