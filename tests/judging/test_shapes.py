"""Whatever stands in a file of an operator's own, it is refused with its place or read: nothing of it is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging.compiling import compile_rules
from supportdesk.judging.linting import lint
from supportdesk.judging.shapes import check_shape
from supportdesk.judging.sources import scan
from supportdesk.judging.yaml_text import read_yaml

FILES = (
    "facts.yaml", "causes.yaml", "gateways.yaml", "refunds.yaml", "models.yaml", "error_kinds.yaml", "labels.yaml",
    "symptoms.yaml", "concepts.yaml", "proofs.yaml", "errors/a.yaml", "replies/en/r.yaml", "models/x.yaml",
    "endpoint/mine.yaml", "requests/a/b.json",
)  # fmt: skip
TEXTS = (
    "", "5", "a", "[]", "[1]", "[[1]]", "{}", "{a: 1}", "{a: [1]}", "{a: {b: 1}}", "[{id: 1}]", "{rows: 5}",
    "{rows: [5]}", "{gateways: [5]}", "{releases: {a: 1}}", "{facts: [5]}", "{facts: [{name: [1]}]}", "{policies: 5}",
    "{policies: {a: 5}}", "{groups: 5}", "{groups: [{models: 5}]}", "{groups: [{models: [5]}]}", "{kinds: 5}",
    "{causes: 5}", "{causes: [5]}", "{causes: {a: 5}}", "[{id: a, system: s, kind: 5, layer: gateway}]",
    "[{id: a, system: s, kind: [5], layer: gateway}]", "[{id: a, system: s, kind: k, layer: gateway, template: 5}]",
    "[{id: a, system: [s], kind: k, layer: gateway, template: {en: [5]}}]", "{id: [1], disabled: true}",
    "{id: endpoint.mine, cause: [1], title: 5, when: [1], certainty: [1], why: 1, fix: 1, examples: 5, of: [1]}",
    "{id: endpoint.mine, cause: endpoint.wrong, when: 5, examples: [{found: 5}], supersedes: 5, refund: [1], who: [1]}",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_any_content_of_an_own_file_is_read_or_refused(folder: Path, tmp_path: Path, name: str) -> None:
    own = tmp_path / "own"
    (own / name).parent.mkdir(parents=True)
    for text in TEXTS:
        (own / name).write_text(text, encoding="utf-8")
        refused = _refusal(folder, own)
        found = [one for one in lint([str(folder), str(own)]).problems if one.level == "error"]
        assert refused is None or refused.startswith(name.partition("/")[0].removesuffix(".yaml")), text
        assert refused is None or any(one.file.endswith(name) for one in found), text


def _refusal(*folders: Path) -> str | None:
    """Return the file for which the rules are refused, None where they load."""
    try:
        compile_rules(scan([str(folder) for folder in folders]))
    except RulesError as problem:
        return problem.path
    return None


@pytest.mark.parametrize(
    ("name", "text", "reason", "line"),
    [
        ("gateways.yaml", "gateways:\n- 5\n", "gateways: a mapping stands here", 2),
        ("gateways.yaml", "releases: 5\n", "releases: a list stands here", 1),
        ("models/x.yaml", "models: []\n", "the field gateway is missing", 1),
        ("errors/a.yaml", "- {id: a}\n- {id: b, kind: 5}\n", "kind: a text or a list of texts stands here", 2),
        ("errors/a.yaml", "rows: {a: 1}\n", "rows: a list stands here", 1),
        ("causes.yaml", "a.b: 5\n", "a.b: a mapping stands here", 1),
        ("causes.yaml", "causes:\n- 5\n", "causes: a mapping stands here", 2),
        ("refunds.yaml", "settings: {}\npolicies: {due: 5}\n", "due: a mapping stands here", 2),
    ],
)
def test_a_shape_is_refused_at_its_place(name: str, text: str, reason: str, line: int) -> None:
    with pytest.raises(RulesError) as caught:
        check_shape(read_yaml(text, name), name)
    assert (caught.value.reason, caught.value.line) == (reason, line)


@pytest.mark.parametrize(("name", "text"), [("labels.yaml", "5"), ("replies/en/r.yaml", ""), ("errors/a.yaml", "[]")])
def test_what_has_no_shape_or_is_empty_passes(name: str, text: str) -> None:
    check_shape(read_yaml(text, name), name)
