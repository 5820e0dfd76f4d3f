"""The ledger of a large export is that of the same rows in a ticket: sums, flagged accounts, causes, coverage."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from supportdesk.advising.known_causes import add_known_causes
from supportdesk.advising.large_ledger import LargeLedger
from supportdesk.cli.ticket import read_sources
from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.lookups import Lookups
from supportdesk.money.ledger import build_ledger
from supportdesk.money.price_list import PriceList
from supportdesk.reading.large_files import open_rows
from tests.reading import forms
from tests.reading.invented_rows import DRAWINGS, LOGS, START, TASKS, log, task

Told = tuple[dict[str, int], list[dict[str, Any]]]


def plain(told: dict[str, Any]) -> dict[str, Any]:
    """Return an account without its places and its key."""
    entries = [{name: entry[name] for name in ("kind", "quota", "at")} for entry in told["entries"]]
    names = ("task_id", "request_id", "net_quota", "flags", "known_cause", "known_causes_open")
    return {name: told[name] for name in names} | {"entries": entries}


def in_order(accounts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(accounts, key=lambda one: (str(one["entries"][:1]), str(one["task_id"]), str(one["request_id"])))


def small(*paths: Path) -> Told:
    """Return the sums and the flagged accounts of files read as a ticket."""
    done = diagnose(read_sources(tuple(map(str, paths))))
    accounts = build_ledger(done.tables.entries, done.tables.tasks)
    add_known_causes(accounts, done.findings.judged, load_knowledge())
    totals = {name: sum(getattr(account, name) for account in accounts) for name in ("charged", "refunded", "net")}
    flagged = [one.to_dict() for one in accounts if one.flags or one.known_cause or one.unreadable]
    return totals, in_order([plain(one) for one in flagged])


def large(*paths: Path) -> tuple[Told, LargeLedger]:
    """Return the same of files read as streams, and the ledger."""
    knowledge = load_knowledge()
    with LargeLedger(PriceList(), knowledge, Lookups(knowledge)) as ledger:
        for number, path in enumerate(paths):
            export = open_rows(str(path))
            assert export is not None
            ledger.take(export, number)
        ledger.settle()
        flagged = [plain(one) for one in ledger.flagged(1000)]
        assert ledger.flagged_count == len(flagged)
    return (ledger.totals, in_order(flagged)), ledger


def written(folder: Path, name: str, rows: list[dict[str, Any]], write: Any = forms.json_lines) -> Path:
    (folder / name).write_bytes(write(rows))
    return folder / name


@pytest.mark.parametrize("name", [name for name in forms.FORMS if not name.endswith(".xlsx")])
def test_every_form_gives_the_ledger_of_a_ticket(name, tmp_path):
    tables = [LOGS, TASKS, DRAWINGS]
    paths = [written(tmp_path, f"{n}-{name}", rows, forms.FORMS[name]) for n, rows in enumerate(tables)]
    told, ledger = large(*paths)
    assert told == small(*paths)
    assert (ledger.rows, ledger.accounts) == (14, 6)
    assert [one["flags"] for one in told[1]] == [["kept", "missing"]]
    assert told[1][0]["known_cause"]["id"] == "legacy-task"


MODELS = (("gpt-4o-mini", None), ("sora-2", 0.3), ("veo-3", 0.4), ("mj_imagine", 0.1))


def drawn(chance: random.Random, count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return invented log rows and task records in which work fails, is refunded, doubled, kept, and shares ids."""
    logs, tasks, at = [], [], 0
    for number in range(count):
        at += chance.randrange(31, 90)  # equal jobs within seconds have a test of their own
        model, price = chance.choice(MODELS)
        about = {"user_id": chance.randrange(1, 4), "channel_id": chance.choice((0, 3, 4)), "id": 0}
        if price is None:
            other = {"model_ratio": 2, "completion_ratio": 3, "group_ratio": 1, "model_price": -1}
            quota = (100 + 3 * 10) * 2 + chance.choice((0, 0, 0, 5))
            request = f"req-{chance.choice((number, number, number - 1))}"
            logs.append(log(number, at, 2, model, quota, other, prompt_tokens=100, completion_tokens=10, **about)
                        | {"request_id": request})  # fmt: skip
            continue
        quota = int(price * 500_000)
        name, fails, end = f"task_{number:032d}", chance.random() < 0.6, at + chance.randrange(100, 4000)
        other = {"is_task": True, "model_price": price, "group_ratio": 1}
        other |= {"task_id": name} if chance.random() < 0.2 else {}
        logs.append(log(number, at, 2, model, quota, other, content=chance.choice(("", "操作 generate")), **about))
        if chance.random() < 0.7:
            status = "FAILURE" if fails else chance.choice(("SUCCESS", "IN_PROGRESS"))
            reason = (
                chance.choice(("upstream", "任务超时（旧系统遗留任务，不进行退款，请联系管理员）")) if fails else ""
            )
            tasks.append(task(name, at - chance.choice((0, 1, 20)), quota, status, model, reason, START + end)
                         | {"user_id": about["user_id"], "channel_id": about["channel_id"]})  # fmt: skip
        if fails and chance.random() < 0.7:
            back = quota if chance.random() < 0.9 else quota // 2
            logs.append(
                log(number + 1000, end - at + at, 6, model, back, {"task_id": name, "reason": "upstream"}, **about)
            )
    if chance.random() < 0.5:
        logs.sort(key=lambda row: row["created_at"])
    return logs, tasks


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("write", [forms.json_lines, forms.delimited()], ids=["json", "csv"])
def test_invented_rows_give_the_ledger_of_a_ticket(seed, write, tmp_path):
    logs, tasks = drawn(random.Random(seed), 40)
    paths = [written(tmp_path, "logs", logs, write), written(tmp_path, "tasks", tasks, write)]
    assert large(*paths)[0] == small(*paths)


KEPT = [log(1, 0, 2, "sora-2", 150_000, {"is_task": True, "model_price": 0.3, "group_ratio": 1}, content="操作 x"),
        log(2, 200_000, 1, "", 0), log(3, 200_001, 2, "gpt-4o-mini", 0)]  # fmt: skip
FAILED = [task("task_x", 1, 150_000, "FAILURE", "sora-2", "upstream said no", START + 300)]


@pytest.mark.parametrize(
    ("change", "flags"),
    [({}, ["kept", "missing"]), ({"id": 999}, []), ({"speed": "x", "id": 103}, ["kept", "missing"])],
    ids=["gapless", "gap", "same"],
)
def test_rows_whose_ids_leave_no_gap_prove_that_no_refund_is_missing_from_them(change, flags, tmp_path):
    rows = [*KEPT[:2], KEPT[2] | change]
    paths = [written(tmp_path, "logs", rows), written(tmp_path, "tasks", FAILED)]
    (_, flagged), _ = large(*paths)
    assert [one["flags"] for one in flagged] == ([flags] if flags else [])
    assert small(*paths)[1] == flagged


def test_the_positions_of_a_user_s_view_prove_nothing(tmp_path):
    newest_first = [row | {"id": n} for n, row in enumerate(reversed(KEPT), 1)]
    paths = [written(tmp_path, "logs", newest_first), written(tmp_path, "tasks", FAILED)]
    assert large(*paths)[0][1] == []
    assert small(*paths)[1] == []


def test_a_row_that_cannot_be_read_leaves_the_listing_open(tmp_path):
    path = written(tmp_path, "logs", KEPT)
    path.write_bytes(path.read_bytes() + b'{"id": 104,\n')
    (_, flagged), _ = large(path, written(tmp_path, "tasks", FAILED))
    assert flagged == []


def test_accounts_say_their_file_and_line_and_no_secret(tmp_path):
    secret = "sk-" + "a1B2" * 12
    rows = [log(1, 0, 2, "m", 7, {"model_ratio": 2, "completion_ratio": 1, "group_ratio": 1, "model_price": -1},
                prompt_tokens=1) | {"request_id": secret}]  # fmt: skip
    knowledge = load_knowledge()
    with LargeLedger(PriceList(), knowledge, Lookups(knowledge)) as ledger:
        export = open_rows(str(written(tmp_path, "logs", rows)))
        assert export is not None
        ledger.take(export, 3)
        ledger.settle()
        (told,) = ledger.flagged(10)
        path = ledger.store.path
    assert told["entries"][0]["span"] == {"source": 3, "line": 1}
    assert "a1B2a1B2" not in json.dumps(told)
    assert not Path(path).exists()


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_rows_changes_nothing(seed, tmp_path):
    logs, tasks = drawn(random.Random(seed), 40)
    paths = [written(tmp_path, "logs", logs), written(tmp_path, "tasks", tasks)]
    back = [written(tmp_path, "back", logs[::-1]), paths[1]]
    assert large(*back)[0] == large(*paths)[0]
    assert small(*back) == small(*paths)
