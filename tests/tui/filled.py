"""A casebook with as many invented cases as wanted, written in one transaction."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from supportdesk.casebook import Casebook, index, search
from tests import canned

NOW = 1_795_342_095.0
"""2026-11-22 10:08:15 UTC: the newest case is a minute older."""

CAUSES = ("endpoint.chat-for-media", "quota.key-exhausted", "quota.balance", "upstream.error", "auth.key-disabled")
MODELS = ("gemini_omni", "gpt-5-mini", "sora-2", "claude-sonnet-4-5")
TITLES = (
    ("Video model called through chat", "用聊天接口调用了视频模型"),
    ("The key's quota is used up", "令牌额度已用尽"),
    ("The balance is used up", "余额不足"),
    ("The upstream failed", "上游出错"),
    ("The key is disabled", "令牌已被禁用"),
)
_INSERT = """
INSERT INTO cases (number, revision, status, created_at, updated_at, ticket_ref, customer, cause, certainty, who,
                   title_en, title_zh, model, gateway, assignee, tags, fingerprint, charged_quota, advised_quota,
                   filled)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, 'confirmed', 'customer', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
OUTAGE = "deadbeef|0badcafe|00c0ffee|12345678"


def fill(folder: Path, count: int, *, step_s: int = 600, whole: int | None = None) -> str:
    """Write cases 1 to `count`, `step_s` seconds apart, and return the path; the newest `whole` (None: all) open."""
    path = str(folder / "cases.db")
    Casebook(path).close()
    with sqlite3.connect(path) as db:
        for number in range(1, count + 1):
            row = _row(number, _filed(number, count, step_s))
            db.execute(_INSERT, row)
            _index(db, number, row)
        db.executemany("INSERT INTO case_tags VALUES ('vip', ?)", ((n,) for n in range(7, count + 1, 7)))
        for number in range(1 if whole is None else max(1, count + 1 - whole), count + 1):
            _diagnose(db, number, _at(_filed(number, count, step_s)))
    db.close()
    return path


def _filed(number: int, count: int, step_s: int) -> float:
    return NOW - 60 - (count - number) * step_s


def _index(db: sqlite3.Connection, number: int, row: tuple[object, ...]) -> None:
    ticket, customer, cause, model, gateway = (str(row[at]) for at in (4, 5, 6, 9, 10))
    words, ids = search.tokens(f"{ticket} {customer} {canned.PASTE}"), ticket.lower()
    facets = search.facets({"cause": cause, "model": model, "customer": customer, "gateway": gateway})
    db.execute("INSERT INTO case_texts (number, words, ids) VALUES (?, ?, ?)", (number, words, ids))
    tokens = search.document(number, [(words, ids)], facets)
    db.execute("INSERT INTO case_index (rowid, tokens) VALUES (?, ?)", (number, tokens))


def _diagnose(db: sqlite3.Connection, number: int, at: str) -> None:
    diagnosis = json.dumps(canned.diagnosis(), ensure_ascii=False)
    verdict = db.execute(
        "INSERT INTO verdicts (number, at, diagnosis, rules_version, program_version) VALUES (?, ?, ?, '', '0.1.0')",
        (number, at, diagnosis),
    ).lastrowid
    db.execute("INSERT INTO sources VALUES (NULL, ?, 0, 'paste', ?)", (verdict, canned.PASTE))
    db.execute(
        "INSERT INTO timeline (number, revision, at, kind, text, data) VALUES (?, 1, ?, 'filed', '', '{}')",
        (number, at),
    )


def _row(number: int, at: float) -> tuple[object, ...]:
    kind = number % 5
    status = "open" if number % 3 else "waiting" if number % 2 else "resolved"
    tags = "vip" if number % 7 == 0 else ""
    charged = 1000 * (number % 9)
    return (
        number, status, _at(at), _at(at), f"ZD-{number}",
        f"{'客户' if number % 2 else 'Acme'} {number % 11}",
        CAUSES[kind], *TITLES[kind], MODELS[number % 4], "toapis" if number % 2 else "anyfast",
        ("li", "wang", None)[number % 3], tags, OUTAGE if kind == 3 else f"{number:08x}|--------|--------|--------",
        charged, charged // 2, index.FILLED,
    )  # fmt: skip


def _at(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
