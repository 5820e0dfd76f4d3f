"""Both languages are whole: every text of the interface has its Chinese one."""

from __future__ import annotations

import importlib.util
import re
import string
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from supportdesk import i18n

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "supportdesk" / "locale" / "zh" / "LC_MESSAGES" / "supportdesk.po"


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_locale", ROOT / "scripts" / "compile_locale.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _language_again() -> object:
    yield
    i18n.use(None)


def test_every_message_id_has_a_chinese_text(compiler: ModuleType) -> None:
    texts = compiler.read_po(PO.read_text(encoding="utf-8"))
    missing = [
        f"{file}:{line}: {key}" for key, file, line in compiler.used_ids(ROOT / "supportdesk") if key not in texts
    ]
    assert not missing, "add them to supportdesk.po and run scripts/compile_locale.py"


def test_the_compiled_catalogue_agrees_with_the_source(compiler: ModuleType) -> None:
    built = compiler.write_mo(compiler.read_po(PO.read_text(encoding="utf-8")))
    assert PO.with_suffix(".mo").read_bytes() == built, "run scripts/compile_locale.py"


def test_a_translation_fills_the_same_slots(compiler: ModuleType) -> None:
    for key, text in compiler.read_po(PO.read_text(encoding="utf-8")).items():
        if key:
            wanted = {name for _text, name, _spec, _how in string.Formatter().parse(key.replace("\0", "")) if name}
            given = {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}
            assert given <= wanted, key
            assert "\0" in key or given == wanted, key


def test_a_translation_is_chinese_and_has_no_english_sentence_left(compiler: ModuleType) -> None:
    for key, text in compiler.read_po(PO.read_text(encoding="utf-8")).items():
        if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", key):
            assert re.search(r"[\u4e00-\u9fff]", text), key


def test_an_escape_a_continued_line_and_a_plural_survive_the_compiler(compiler: ModuleType, tmp_path: Path) -> None:
    from gettext import GNUTranslations

    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'
        'msgid ""\n"a\\n"\n"\\"b\\""\nmsgstr "甲\\n乙"\n\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "几个"\n'
    )
    (tmp_path / "a.mo").write_bytes(compiler.write_mo(compiler.read_po(po)))
    with (tmp_path / "a.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    assert catalogue.gettext('a\n"b"') == "甲\n乙"
    assert catalogue.ngettext("one", "many", 1) == catalogue.ngettext("one", "many", 7) == "几个"


def test_a_message_id_twice_is_refused(compiler: ModuleType) -> None:
    with pytest.raises(ValueError, match="twice"):
        compiler.read_po('msgid "a"\nmsgstr "甲"\n\nmsgid "a"\nmsgstr "乙"\n')


@pytest.mark.parametrize(
    ("environ", "setting", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, None, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "de_DE.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ({"LANG": "C"}, "zh", "zh"),
        ({"SUPPORTDESK_LANG": "zh-Hans", "LANG": "en_US.UTF-8"}, "en", "zh"),
        ({"LANG": "de_DE.UTF-8"}, None, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, None, "zh"),
        ({}, None, "en"),
    ],
)
def test_the_language_is_chosen_by_variable_then_setting_then_locale(
    environ: dict[str, str], setting: str | None, language: str
) -> None:
    assert i18n.detect(environ, setting) == language


def test_a_switch_takes_effect_at_the_next_text() -> None:
    i18n.use("en")
    assert i18n.gettext("Commands") == "Commands"
    i18n.use("zh")
    assert i18n.gettext("Commands") == "命令"
    assert i18n.gettext("") == ""
    i18n.use("en")
    assert i18n.gettext("Commands") == "Commands"


def test_an_id_without_a_translation_is_shown_itself() -> None:
    i18n.use("zh")
    assert i18n.gettext("never translated") == "never translated"


def test_pick_takes_the_language_in_use_and_else_the_other() -> None:
    i18n.use("zh")
    assert i18n.pick({"en": "a", "zh": "甲"}) == "甲"
    assert i18n.pick({"en": "a", "zh": ""}) == "a"
    assert i18n.pick({"en": "a", "zh": "甲"}, "en") == "a"
    assert i18n.pick(None) == ""


def test_gettext_is_not_imported_for_english() -> None:
    script = "import sys; from supportdesk import i18n; i18n.use('en'); i18n._('a'); print('gettext' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
