"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import supportdesk
from supportdesk import patterns
from supportdesk.patterns import lazy


def modules():
    for found in pkgutil.walk_packages(supportdesk.__path__, "supportdesk."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def test_it_does_what_the_compiled_pattern_does():
    pattern, compiled = lazy(r"(?P<word>b+)", re.IGNORECASE), re.compile(r"(?P<word>b+)", re.IGNORECASE)
    text = "aBba b"
    assert pattern.search(text)["word"] == compiled.search(text)["word"] == "Bb"
    assert pattern.sub("-", text) == compiled.sub("-", text)
    assert pattern.split(text) == compiled.split(text)
    assert [match.span() for match in pattern.finditer(text, 2)] == [(2, 3), (5, 6)]
    assert pattern.fullmatch(text) is None
    assert (pattern.flags, pattern.groupindex, pattern.pattern) == (compiled.flags, {"word": 1}, compiled.pattern)


def test_it_is_compiled_at_the_first_use_only(monkeypatch):
    compiled = []
    compile_ = patterns._compiled
    monkeypatch.setattr(patterns, "_compiled", lambda *given: compiled.append(given) or compile_(*given))
    pattern = lazy("x(y)?")
    assert compiled == []
    assert pattern.match("x")
    assert pattern.search("zzx")
    assert compiled == [("x(y)?", 0)], "a checkout ships no code"


def test_a_wrong_pattern_says_so_when_it_is_used():
    pattern = patterns._Lazy("(", 0)  # lazy() would make it one of the package's
    with pytest.raises(re.error):
        pattern.search("")


def test_the_code_that_a_wheel_ships_makes_the_same_patterns(tmp_path):
    file = tmp_path / "codes"
    patterns.write_codes(str(file))
    codes = patterns.read_codes(str(file))
    assert len(codes) > 200
    for (pattern, flags), code in codes.items():
        # patterns are equal when the engine's code is
        assert patterns.restored(pattern, code) == lazy(pattern, flags)._pattern()


def test_code_of_another_engine_and_a_damaged_file_are_no_code(tmp_path):
    file = tmp_path / "codes"
    patterns.write_codes(str(file))
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"cpython", b"anotherone", 1))
    assert patterns.read_codes(str(file)) == {}
    file.write_bytes(whole[: len(whole) // 2])
    assert patterns.read_codes(str(file)) == {}
    assert patterns.read_codes(str(tmp_path / "none")) == {}


def test_the_wheel_ships_every_pattern_of_the_readers(tmp_path):
    code = (
        "import importlib, pkgutil, sys, supportdesk; from supportdesk import patterns;"
        "patterns.write_codes(sys.argv[1]); shipped = len(patterns._State.asked);"
        "names = [found.name for found in pkgutil.walk_packages(supportdesk.__path__, 'supportdesk.')];"
        "[importlib.import_module(name) for name in names if not name.endswith('__main__')];"
        "print(shipped - len(patterns._State.asked))"
    )
    place = str(tmp_path / "codes")
    done = subprocess.run([sys.executable, "-c", code, place], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "0"


def test_every_pattern_of_the_package_compiles():
    named = {f"{module.__name__}.{name}": value for module in modules() for name, value in vars(module).items()}
    found = [value for value in named.values() if type(value) is patterns._Lazy]
    assert len(found) > 100
    for pattern in found:
        assert pattern.flags & re.UNICODE


def test_importing_the_readers_compiles_nothing():
    code = (
        "import re; import supportdesk.reading.paste, supportdesk.vocabulary; before = len(re._cache);"
        "import supportdesk.reading.regions, supportdesk.reading.text_rows, supportdesk.reading.failures;"
        "print(len(re._cache) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "0"


def test_a_text_is_looked_through_once_however_many_lines_of_it_are_asked_for() -> None:
    class Counted(str):
        looks = 0

        def __contains__(self, word: object) -> bool:
            Counted.looks += 1
            return str.__contains__(self, word)  # type: ignore[operator] # a word is asked for

    text = Counted("a line without it\n" * 50)
    pattern = lazy("(?-i:uncommon)[a-z]+ words")
    assert all(pattern.search(text, at, at + 17) is None for at in range(0, len(text), 18))
    assert Counted.looks <= 4
    assert pattern.search("an uncommonly words") is not None
