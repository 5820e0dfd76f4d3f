"""The tables of rules/: what is refused, and how rows and keys of a second folder lie over the first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging.compiling import compile_rules
from supportdesk.judging.sources import scan
from supportdesk.judging.tables import by_id, error_rows, is_rule_file, merged, words
from tests.judging.conftest import GATEWAYS

Write = Callable[[str, str], Path]
ROW = "{id: s.one, system: s, kind: k, layer: gateway, code: c}"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("gateways.yaml", "gateways: [{name: x}]\n", "a row of gateways needs an id"),
        ("gateways.yaml", GATEWAYS.replace("ordinal: 220", "ordinal: 10"), "rc.22 needs an ordinal of its own"),
        ("gateways.yaml", GATEWAYS.replace("ordinal: 220", "ordinal: x"), "rc.22 needs an ordinal of its own"),
        ("errors/s.yaml", "- {id: s.one, system: s}\n", "an error row needs id, system, kind and layer"),
        ("errors/s.yaml", "- one\n", "a mapping stands here"),
        ("errors/s.yaml", f"- {ROW}\n", "no kind 'k' in error_kinds.yaml"),
        ("causes.yaml", "causes: [{who: nobody}]\n", "a row of causes.yaml needs an id"),
        ("refunds.yaml", "- one\n", "a mapping stands here"),
        ("requests/one/two.json", "{", "is no JSON"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_file(written: Write, name: str, text: str, reason: str) -> None:
    with pytest.raises(RulesError, match=reason) as caught:
        compile_rules(scan([str(written(name, text))]))
    assert caught.value.path.partition(".")[0].partition("/")[0] == name.partition(".")[0].partition("/")[0]


def test_an_error_row_without_words_code_type_and_status_is_refused(written: Write) -> None:
    written("error_kinds.yaml", "k: {who: customer, meaning: {en: m, zh: 义}}\n")
    with pytest.raises(RulesError, match="no template, no code"):
        compile_rules(scan([str(written("errors/s.yaml", f"- {ROW.replace(', code: c', '')}\n"))]))


def test_rows_share_what_their_file_states(written: Write) -> None:
    folder = written(
        "errors/s.yaml", "system: s\nlayer: gateway\nrows: [{id: s.one, kind: k}, {id: s.two, kind: k, layer: cdn}]\n"
    )
    rows = error_rows(scan([str(folder)]))
    assert [(row["id"], row["system"], row["layer"]) for row in rows] == [
        ("s.one", "s", "gateway"),
        ("s.two", "s", "cdn"),
    ]


def test_a_second_folder_lies_over_the_first(tmp_path: Path) -> None:
    files = {
        "one/causes.yaml": "causes: [{id: a.b, who: customer, title: {en: t, zh: 题}}]\n",
        "two/causes.yaml": "a.b: {title: {en: other, zh: 别}}\nc.d: {who: nobody}\n",
        "one/list.yaml": "[{id: x, n: 1}, {id: y, n: 2}]\n",
        "two/list.yaml": "[{id: y, n: 3}, {id: z, n: 4}, {id: x, disabled: true}]\n",
        "one/plain.yaml": "[1, 2]\n",
        "two/plain.yaml": "[3]\n",
        "one/deep.yaml": "a: {b: {c: {d: 1, e: 2}}}\nf: 1\n",
        "two/deep.yaml": "a: {b: {c: {d: 9}}, g: {disabled: true}}\nf: {disabled: true}\n",
        "one/errors/s.yaml": f"- {ROW}\n- {ROW.replace('s.one', 's.two')}\n",
        "two/errors/any.yaml": f"- {ROW.replace('code: c', 'code: d')}\n- {{id: s.two, disabled: true}}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = scan([str(tmp_path / "one"), str(tmp_path / "two")])
    causes = by_id(found, "causes.yaml", "causes")
    assert (causes["a.b"]["who"], causes["a.b"]["title"]["en"], causes["c.d"]["who"]) == ("customer", "other", "nobody")
    tables = words(found)
    assert tables["list"] == [{"id": "y", "n": 3}, {"id": "z", "n": 4}]
    assert tables["plain"] == [3]
    assert merged(found, "deep.yaml") == {"a": {"b": {"c": {"d": 9, "e": 2}}}}
    assert [(row["id"], row["code"]) for row in error_rows(found)] == [("s.one", "d")]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("endpoint/a.yaml", True),
        ("facts.yaml", False),
        ("errors/a.yaml", False),
        ("models/a.yaml", False),
        ("a/b.json", False),
    ],
)
def test_rules_lie_in_folders_of_families(path: str, answer: bool) -> None:
    assert is_rule_file(path) is answer
