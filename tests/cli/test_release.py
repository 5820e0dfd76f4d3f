"""The commands show the gateway's release, take one, and tell what loose work may belong to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supportdesk.cli.diagnose import diagnose as diagnose_command
from supportdesk.cli.ledger import ledger
from tests.advising.test_known_causes import IS_TASK, SUBMIT, T0, listing, record
from tests.test_eras import KEPT, later


@pytest.mark.parametrize(("language", "word"), [("en", "If its release is from rc.22"), ("zh", "若其版本为 自 rc.22")])
def test_the_commands_show_the_release_and_take_one(language: str, word: str, tmp_path: Path) -> None:
    rows = tmp_path / "rows.txt"
    rows.write_text("\n".join(KEPT), encoding="utf-8")
    environment = {"SUPPORTDESK_LANG": language}
    for command in (ledger, diagnose_command):
        shown = CliRunner().invoke(command, [str(rows)], env=environment).stdout
        assert word in " ".join(shown.split())
        decided = CliRunner().invoke(command, ["--gateway-version", "rc.22", str(rows)], env=environment).stdout
        assert word not in " ".join(decided.split())
        assert "rc.22" in decided
        refused = CliRunner().invoke(command, ["--gateway-version", "nine", str(rows)], env=environment)
        assert refused.exit_code != 0


def test_the_ledger_s_json_has_the_era_and_loose_ends(tmp_path: Path) -> None:
    rows = tmp_path / "rows.txt"
    twin = later({**SUBMIT, "id": 9007, "request_id": "20260912x", "created_at": T0 + 2, "other": json.dumps(IS_TASK)})
    rows.write_text(listing(later(SUBMIT), twin) + "\n" + listing(later(record())), encoding="utf-8")
    data = json.loads(CliRunner().invoke(ledger, ["--json", str(rows)]).stdout)
    assert data["era"]["since"] == "v0.12.2"
    (loose,) = data["unlinked"]
    assert (loose["kind"], loose["ambiguous"], len(loose["candidates"])) == ("task", True, 2)
    assert loose["candidates"][0]["span"]["source"] == 0
    assert data["net_quota"] == 2_400_000
