"""From the files of rules/ to the plain data that the cache keeps. Imported only when the cache does not serve."""

from __future__ import annotations

from typing import Any

from supportdesk.concepts import index_concepts
from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.answering import list_answers
from supportdesk.judging.cause_file import LIST, read_causes
from supportdesk.judging.fact_file import Facts, read_facts, read_plan
from supportdesk.judging.policy_file import check_policy
from supportdesk.judging.proof_file import read_proofs
from supportdesk.judging.rule_file import OF, Rule, Vocabulary, atom_rows, read_rule
from supportdesk.judging.sources import File, all_of, laid_over
from supportdesk.judging.tables import (
    by_id,
    document,
    error_index,
    error_rows,
    gateways,
    is_rule_file,
    merged,
    models,
    releases,
    replies,
    requests,
    vocabularies,
    words,
)
from supportdesk.judging.thread_file import threads
from supportdesk.judging.views import TABLES, Node, Plan, layer_updates, own_facts
from supportdesk.knowledge import Warned
from supportdesk.likeness import index_kinds, index_likeness
from supportdesk.symptom_index import INDEX, index_symptoms
from supportdesk.threads import index_threads
from supportdesk.wording_index import error_wordings

PROOFS = "proofs.yaml"
"""The file at the top of rules/ whose rows are judged like rules and exclude parties."""


class Compiled:
    """The parts of compiled rules that need sqlglot: facts, view plan, rules, proofs and known causes."""

    __slots__ = ("causes", "facts", "nodes", "plan", "proofs", "releases", "rules")

    def __init__(
        self,
        facts: Facts,
        plan: Plan,
        nodes: list[Node],
        releases: dict[str, int],
        rules: list[Rule],
        proofs: list[Rule],
        causes: list[Rule],
    ) -> None:
        self.facts = facts
        self.plan = plan
        self.nodes = nodes
        self.releases = releases
        self.rules = rules
        self.proofs = proofs
        self.causes = causes


def compile_rules(files: list[File]) -> tuple[dict[str, Any], list[Warned]]:
    """Return the data of a Knowledge (its rules with their examples) and the warnings. Raises RulesError."""
    data, compiled = compile_parts(files)
    data["rules"] = [rule.data for rule in compiled.rules]
    data["views"] = view_data(compiled)
    data["answers"] = list_answers(compiled.facts, compiled.rules)
    said = list(error_wordings(data["errors"]))
    data["words"]["likeness"] = index_likeness(data["causes"], data["rules"], data["words"].get("symptoms"), said)
    data["words"]["kinds"] = index_kinds(said)
    data["words"]["threads"] = index_threads(
        data["causes"], threads(files, data["causes"]), index_concepts(data["words"].get("concepts"))
    )
    data["words"][INDEX] = index_symptoms(data["words"].get("symptoms") or ())
    kept = ("id", "of", "excludes", "because", "tree")
    data["words"]["proofs"]["rows"] = [{name: proof.data[name] for name in kept} for proof in compiled.proofs]
    told = ("of", "state", "since", "before", "en", "zh", "decides", "tree")
    data["refunds"][LIST] = [
        {"id": cause.data["id"].partition(".")[2], **{name: cause.data[name] for name in told}}
        for cause in compiled.causes
    ]
    return data, [warning for rule in compiled.rules for warning in rule.warnings]


def compile_parts(files: list[File]) -> tuple[dict[str, Any], Compiled]:
    """Return the plain tables and the parsed facts and rules, for those who test rules. Raises RulesError."""
    known = gateways(files)
    ordinals = releases(known["releases"])
    errors = error_rows(files)
    causes = by_id(files, "causes.yaml", "causes")
    refunds = merged(files, "refunds.yaml")
    for file in all_of(files, "refunds.yaml"):
        check_policy(document(file), refunds)
    documents = [document(file) for file in all_of(files, "facts.yaml")]
    others = words(files)
    facts = read_facts(documents, vocabularies(errors, others.get("error_kinds") or {}, known))
    plan, nodes = read_plan(facts, ordinals, documents)
    vocabulary = Vocabulary(facts, ordinals, causes, refunds.get("policies") or refunds)
    rules = _rules(files, vocabulary)
    proofs = [proof for file in laid_over(files, PROOFS, PROOFS) for proof in read_proofs(document(file), vocabulary)]
    others["proofs"] = {**(others.get("proofs") or {}), "rows": []}
    known_causes = _known_causes(files, vocabulary)
    refunds = {**refunds, LIST: []}
    data = {
        "facts": facts,
        "causes": causes,
        "models": models(files),
        "gateways": known,
        "releases": ordinals,
        "refunds": refunds,
        "errors": error_index(errors),
        "requests": requests(files),
        "replies": replies(files),
        "words": others,
        "answers": {},
    }
    return data, Compiled(facts, plan, nodes, ordinals, rules, proofs, known_causes)


def _rules(files: list[File], vocabulary: Vocabulary) -> list[Rule]:
    """Return the rules by id: an operator's in the place of ours of its id, without those that one disables."""
    rules: dict[str, Rule] = {}
    folders: dict[str, int] = {}
    for file in sorted(files, key=lambda file: (file.folder, file.relative)):
        if not is_rule_file(file.relative):
            continue
        page = document(file)
        if isinstance(page.data, dict) and page.data.get("disabled") is True:
            rules.pop(str(page.data.get("id")), None)
            continue
        rule = read_rule(page, vocabulary, operator=file.folder > 0)
        identity = rule.data["id"]
        if identity in rules and folders[identity] == file.folder:
            raise RulesError(
                gettext("the id {id} is taken by {file}").format(id=identity, file=rules[identity].data["file"]),
                file.relative,
            )
        rules[identity], folders[identity] = rule, file.folder
    return [rules[identity] for identity in sorted(rules)]


def _known_causes(files: list[File], vocabulary: Vocabulary) -> list[Rule]:
    """Return the known causes of the last file that lists any: an operator's list stands in the place of ours."""
    found: list[Rule] = []
    for file in all_of(files, "refunds.yaml"):
        page = document(file)
        if isinstance(page.data, dict) and page.data.get(LIST) is not None:
            found = read_causes(page, vocabulary)
    return found


def view_data(compiled: Compiled) -> dict[str, Any]:
    """Return what the engine needs: tables, layers, the comparisons of each table; give every condition a tree."""
    facts, plan = compiled.facts, compiled.plan
    atoms: dict[str, list[dict[str, Any]]] = {of: [] for of in OF}
    numbers: dict[tuple[str, str], int] = {}
    for rule in (*compiled.rules, *compiled.proofs, *compiled.causes):
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
        "layers": [update for layer in plan.layers for update in layer_updates(layer, plan, facts)],
        "top": {table: f"{table}_0" for table in TABLES},
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
