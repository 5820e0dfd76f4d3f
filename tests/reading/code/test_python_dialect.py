"""The client libraries of Python are loaded by the packages that a paste names, and every one is found so."""

from __future__ import annotations

from importlib import import_module

from supportdesk.reading.code.python.dialect import GOOGLE_NAMES, PARTS, Libraries, make

MODULES = sorted({module for modules in PARTS.values() for module in modules})


def test_every_handler_is_found_by_its_path():
    for module in MODULES:
        for path in import_module(module).handlers():
            assert module in PARTS[path.partition(".")[0]], path
            assert Libraries({}).get(path) is not None, path


def test_no_two_modules_handle_one_path():
    paths = [path for module in MODULES for path in import_module(module).handlers()]
    assert len(paths) == len(set(paths))


def test_a_package_brings_its_clients():
    families = {}
    libraries = Libraries(families)
    assert "anthropic" not in families
    assert libraries.get("anthropic.Anthropic") is not None
    assert "anthropic" in families
    assert libraries.get("anthropic.nothing") is None


def test_names_of_google_are_its_handlers():
    for path in GOOGLE_NAMES.values():
        assert path.startswith("google.genai")
    assert make().library.get("google.genai.Client") is not None
