"""From the files of rules/ to the plain data that the cache keeps. Imported only when the cache does not serve."""

from __future__ import annotations

import json
from typing import Any

from supportdesk.definitions.compiling import compile_models, compile_request_index
from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.answering import list_answers
from supportdesk.judging.fact_file import Facts, read_facts, read_plan
from supportdesk.judging.proof_file import read_proofs
from supportdesk.judging.rule_file import OF, Rule, Vocabulary, atom_rows, read_rule
from supportdesk.judging.sources import File, all_of, laid_over, read_text
from supportdesk.judging.views import TABLES, Node, Plan, layer_sql, own_facts
from supportdesk.judging.yaml_text import Document, read_yaml
from supportdesk.knowledge import Warned
from supportdesk.vocabulary import index_errors

TABLE_FILES = frozenset({"facts.yaml", "causes.yaml", "models.yaml", "gateways.yaml", "refunds.yaml"})
"""Files at the top of rules/ with a meaning of their own; every other one there goes to `words` by its name."""

NO_FAMILIES = frozenset({"errors", "requests", "replies", "models"})
"""Folders of rules/ that hold no rules."""

PROOFS = "proofs.yaml"
"""The file at the top of rules/ whose rows are judged like rules and exclude parties."""


class Compiled:
    """The parts of compiled rules that need sqlglot: facts, view plan, rules and proofs, beside the plain data."""

    __slots__ = ("facts", "nodes", "plan", "proofs", "releases", "rules")

    def __init__(
        self,
        facts: Facts,
        plan: Plan,
        nodes: list[Node],
        releases: dict[str, int],
        rules: list[Rule],
        proofs: list[Rule],
    ) -> None:
        self.facts = facts
        self.plan = plan
        self.nodes = nodes
        self.releases = releases
        self.rules = rules
        self.proofs = proofs


def compile_rules(files: list[File]) -> tuple[dict[str, Any], list[Warned]]:
    """Return the data of a Knowledge (its rules with their examples) and the warnings. Raises RulesError."""
    data, compiled = compile_parts(files)
    data["rules"] = [rule.data for rule in compiled.rules]
    data["views"] = view_data(compiled)
    data["answers"] = list_answers(compiled.facts, compiled.rules)
    kept = ("id", "of", "excludes", "because", "tree")
    data["words"]["proofs"]["rows"] = [{name: proof.data[name] for name in kept} for proof in compiled.proofs]
    return data, [warning for rule in compiled.rules for warning in rule.warnings]


def compile_parts(files: list[File]) -> tuple[dict[str, Any], Compiled]:
    """Return the plain tables and the parsed facts and rules, for those who test rules. Raises RulesError."""
    gateways = _gateways(files)
    releases = _releases(gateways)
    errors = [row for file in laid_over(files, "errors/", ".yaml") for row in _rows(file)]
    causes = _by_id(files, "causes.yaml", "causes")
    refunds = _merged(files, "refunds.yaml")
    documents = [_document(file) for file in all_of(files, "facts.yaml")]
    words = _words(files)
    facts = read_facts(documents, _vocabularies(errors, words.get("error_kinds") or {}, gateways))
    plan, nodes = read_plan(facts, releases, documents)
    vocabulary = Vocabulary(facts, releases, causes, refunds.get("policies") or refunds)
    rules = _rules(files, vocabulary)
    proofs = [proof for file in laid_over(files, PROOFS, PROOFS) for proof in read_proofs(_document(file), vocabulary)]
    words["proofs"] = {**(words.get("proofs") or {}), "rows": []}
    data = {
        "facts": facts,
        "causes": causes,
        "models": _models(files),
        "gateways": gateways,
        "releases": releases,
        "refunds": refunds,
        "errors": _error_index(errors),
        "requests": _requests(files),
        "replies": _replies(files),
        "words": words,
        "answers": {},
    }
    return data, Compiled(facts, plan, nodes, releases, rules, proofs)


def _document(file: File) -> Document:
    return read_yaml(read_text(file), file.relative)


def _rules(files: list[File], vocabulary: Vocabulary) -> list[Rule]:
    rules: dict[str, Rule] = {}
    for file in laid_over(files, "", ".yaml"):
        family, slash, _name = file.relative.partition("/")
        if not slash or family in NO_FAMILIES:
            continue
        rule = read_rule(_document(file), vocabulary, operator=file.folder > 0)
        other = rules.get(rule.data["id"])
        if other is not None:
            raise RulesError(
                gettext("the id {id} is taken by {file}").format(id=rule.data["id"], file=other.data["file"]),
                file.relative,
            )
        rules[rule.data["id"]] = rule
    return [rules[identity] for identity in sorted(rules)]


def view_data(compiled: Compiled) -> dict[str, Any]:
    """Return what the engine needs: tables, layers, the comparisons of each table; give rules and proofs a tree."""
    facts, plan = compiled.facts, compiled.plan
    atoms: dict[str, list[dict[str, Any]]] = {of: [] for of in OF}
    numbers: dict[tuple[str, str], int] = {}
    for rule in (*compiled.rules, *compiled.proofs):
        of = rule.data["of"]
        places = []
        for row in atom_rows(rule.condition):
            key = (of, row["sql"])
            if key not in numbers:
                numbers[key] = len(atoms[of])
                atoms[of].append(row)
            places.append(numbers[key])
        rule.data["tree"] = _renumbered(rule.condition.tree, places)
    return {
        "tables": {table: own_facts(facts, table) for table in TABLES},
        "layers": [
            {"name": layer.name, "table": layer.table, "sql": layer_sql(layer, plan, facts, "sqlite")}
            for layer in plan.layers
        ],
        "top": plan.top,
        "columns": plan.columns,
        "computed": {
            table: {
                node.fact: {"inputs": node.expression.facts, "over": node.over}
                for layer in plan.layers
                for node in layer.nodes
                if node.table == table
            }
            for table in TABLES
        },
        "atoms": atoms,
    }


def _renumbered(tree: Any, places: list[int]) -> Any:
    if isinstance(tree, int):
        return places[tree]
    return [tree[0], *(_renumbered(part, places) for part in tree[1:])]


def _gateways(files: list[File]) -> dict[str, list[dict[str, Any]]]:
    """Return gateways and releases, an operator's row of an id in the place of ours."""
    merged: dict[str, dict[str, dict[str, Any]]] = {"gateways": {}, "releases": {}}
    for file in all_of(files, "gateways.yaml"):
        document = _document(file)
        for part, rows in merged.items():
            for number, row in enumerate((document.data or {}).get(part) or []):
                if not isinstance(row, dict) or "id" not in row:
                    raise document.error(gettext("a row of {part} needs an id").format(part=part), part, number)
                rows[str(row["id"])] = row
    return {part: list(rows.values()) for part, rows in merged.items()}


def _releases(gateways: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    releases: dict[str, int] = {}
    for row in gateways["releases"]:
        if not isinstance(row.get("ordinal"), int) or row["ordinal"] in releases.values():
            raise RulesError(
                gettext("the release {id} needs an ordinal of its own").format(id=row["id"]), "gateways.yaml"
            )
        releases[str(row["id"])] = row["ordinal"]
    return releases


def _rows(file: File) -> list[dict[str, Any]]:
    """Return the rows of an error vocabulary: a list, or a mapping with `rows` and what all of them share."""
    document = _document(file)
    shared: dict[str, Any] = {}
    rows = document.data
    if isinstance(rows, dict):
        shared = {name: value for name, value in rows.items() if name != "rows"}
        rows = rows.get("rows")
    for number, row in enumerate(rows or []):
        if not isinstance(row, dict) or not {"id", "kind", "layer"} <= set(row) or not {"system"} <= {*row, *shared}:
            raise document.error(gettext("an error row needs id, system, kind and layer"), number)
    return [{**shared, **row} for row in rows or []]


def _error_index(rows: list[dict[str, Any]]) -> dict[str, Any]:
    try:
        return index_errors(rows)
    except ValueError as problem:
        raise RulesError(str(problem), "errors") from problem


def _by_id(files: list[File], name: str, part: str) -> dict[str, dict[str, Any]]:
    """Return a table's rows by id, from a list under `part` (or at the top) or a mapping."""
    found: dict[str, dict[str, Any]] = {}
    for file in all_of(files, name):
        document = _document(file)
        rows = document.data.get(part, document.data) if isinstance(document.data, dict) else document.data
        if isinstance(rows, dict):
            rows = [{"id": identity, **row} for identity, row in rows.items()]
        for number, row in enumerate(rows or []):
            if not isinstance(row, dict) or "id" not in row:
                raise document.error(gettext("a row of {name} needs an id").format(name=name), part, number)
            found[str(row["id"])] = row
    return found


def _merged(files: list[File], name: str) -> dict[str, Any]:
    """Return a mapping, the operator's keys in the place of ours, one level deep below the top."""
    merged: dict[str, Any] = {}
    for file in all_of(files, name):
        document = _document(file)
        if not isinstance(document.data, dict):
            raise document.error(gettext("{name} is a mapping").format(name=name))
        for key, value in document.data.items():
            known = merged.get(key)
            merged[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _models(files: list[File]) -> dict[str, Any]:
    """Return the catalogue; names and patterns of an operator's models.yaml come before ours."""
    imported = [_document(file).data for file in laid_over(files, "models/", ".yaml")]
    merged: dict[str, Any] = compile_models({}, imported)
    for file in all_of(files, "models.yaml"):
        one = compile_models({"kinds": merged["kinds"], **_document(file).data}, imported)
        merged = {
            **merged,
            **one,
            "names": {**merged["names"], **one["names"]},
            "patterns": [*one["patterns"], *merged["patterns"]],
            "kinds": {**merged["kinds"], **one["kinds"]},
        }
    return merged


def _requests(files: list[File]) -> list[dict[str, Any]]:
    pairs = []
    for file in laid_over(files, "requests/", ".json"):
        try:
            pairs.append((file.relative, json.loads(read_text(file))))
        except ValueError as problem:
            raise RulesError(gettext("is no JSON: {problem}").format(problem=problem), file.relative) from problem
    return compile_request_index(pairs)


def _replies(files: list[File]) -> dict[str, dict[str, Any]]:
    replies: dict[str, dict[str, Any]] = {}
    for file in laid_over(files, "replies/", ".yaml"):
        language = file.relative.split("/")[1]
        replies.setdefault(language, {}).update(_document(file).data or {})
    return replies


def _words(files: list[File]) -> dict[str, Any]:
    return {
        file.relative.removesuffix(".yaml"): _document(file).data
        for file in laid_over(files, "", ".yaml")
        if "/" not in file.relative and file.relative not in TABLE_FILES
    }


def _vocabularies(
    errors: list[dict[str, Any]], kinds: dict[str, Any], gateways: dict[str, list[dict[str, Any]]]
) -> dict[str, list[str]]:
    """Return the closed lists that `values_from` in facts.yaml names."""
    for row in errors:
        for kind in [row["kind"]] if isinstance(row["kind"], str) else row["kind"]:
            if kind not in kinds:
                raise RulesError(
                    gettext("{id}: no kind {kind!r} in error_kinds.yaml").format(id=row["id"], kind=kind), "errors"
                )
    return {
        "errors.kind": sorted(kinds),
        "errors.system": sorted({str(row["system"]) for row in errors}),
        "gateways.id": [str(row["id"]) for row in gateways["gateways"]],
    }
