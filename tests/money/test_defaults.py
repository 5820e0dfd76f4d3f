"""The gateway's own prices (gateway.md 2, 'Ratios') explain a charge without a price, as an assumption."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from supportdesk.cli.charge import charge
from supportdesk.judging.compile import load_knowledge
from supportdesk.money.defaults import default_prices
from supportdesk.money.material import Material
from supportdesk.money.solver import solve
from tests.money.equations import holds

DEFAULTS = {
    "sora-2": 0.3, "sora-2-pro": 0.5, "veo-3.0-generate-001": 0.4, "veo-3.1-fast-generate-preview": 0.15,
    "suno_music": 0.1, "mj_imagine": 0.1, "mj_upscale": 0.05, "mj_video": 0.8, "Sora-2": 0.3,
}  # fmt: skip


@pytest.mark.parametrize("model", DEFAULTS)
def test_the_default_of_each_model(model: str) -> None:
    assert default_prices(model, load_knowledge()) == {"model_price": DEFAULTS[model]}


@pytest.mark.parametrize("model", ["sora-3", "gpt-5-mini", "", None])
def test_other_models_have_none(model: str | None) -> None:
    assert default_prices(model, load_knowledge()) == {}


def test_a_default_price_is_an_assumption() -> None:
    material = Material(1_200_000, {"is_task": True, "group_ratio": 1}, request={"seconds": 8})
    assert solve(material).fits == ()
    (fit, *_) = solve(material._replace(defaults={"model_price": "0.3"})).fits
    assert (fit.id, fit.assumptions) == ("task+seconds", 1)
    assert all(holds(line) for line in fit.lines)


def test_a_known_price_leaves_the_default_out() -> None:
    facts = {"is_task": True, "group_ratio": 1, "model_price": "0.5"}
    assert solve(Material(150_000, facts, defaults={"model_price": "0.3"})).fits == ()
    listed = Material(150_000, {"is_task": True, "group_ratio": 1}, prices={"model_price": "0.5"})
    assert solve(listed._replace(defaults={"model_price": "0.3"})).fits == ()


def test_two_assumptions_are_the_most_beside_a_default_too() -> None:
    material = Material(300_000, {"is_task": True}, defaults={"model_price": "0.3"})
    assert [(fit.id, fit.assumptions) for fit in solve(material).fits] == []
    once = material._replace(charged=150_000)
    assert [(fit.id, fit.assumptions) for fit in solve(once).fits] == [("task+no-group", 2)]


def test_the_command_takes_the_default_of_a_model() -> None:
    numbers = [
        "--json",
        "--charged",
        "1200000",
        "--model",
        "sora-2",
        "is_task=true",
        "group_ratio=1",
        "request.seconds=8",
    ]
    result = CliRunner().invoke(charge, numbers, standalone_mode=False)
    assert [one["id"] for one in json.loads(result.stdout)["hypotheses"]] == ["task+seconds"]
