"""A small rules folder of a test's own: invented facts and rules, nothing of the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def fact(name: str, kind: str, tables: str = "call", **more: str) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    origin = "" if "from" in more else ", from: read"
    texts = "meaning: {en: m, zh: 义}, ask: {en: a, zh: 问}, where: {en: w, zh: 处}"
    return f"  - {{name: {name}, type: {kind}, tables: [{tables}]{origin}{extra}, {texts}}}\n"


SMALL_FACTS = "facts:\n" + "".join(
    [
        fact("path", "text", "call, entry"),
        fact("model", "text", "call, entry, task"),
        fact("kind", "text", values="[image, video, chat]"),
        fact(
            "endpoint", "text", **{"from": "derived"}, values="[chat, video, other]",
            expression="\"CASE WHEN regexp_matches(path, '/chat$') THEN 'chat' WHEN regexp_matches(path, '/videos$')"
            " THEN 'video' WHEN path <> '' THEN 'other' END\"",
        ),
        fact("http_status", "integer"),
        fact("upstream_status", "integer"),
        fact("seconds", "real"),
        fact("stream", "boolean"),
        fact("since", "integer", "call, task"),
        fact("error_message", "text"),
        fact("log_type", "text", "entry", values="[consume, refund]"),
        fact("quota", "integer", "entry, task"),
        fact("status", "text", "task", values="[success, failure]"),
        fact(
            "charged", "integer", "call, task", **{"from": "related"},
            related="{over: entry, sql: \"SUM(CASE WHEN log_type = 'consume' THEN quota END)\"}",
        ),
        fact(
            "refunded", "integer", "call, task", **{"from": "related"},
            related="{over: entry, sql: \"SUM(CASE WHEN log_type = 'refund' THEN quota END)\"}",
        ),
        fact("net", "integer", "call, task", **{"from": "derived"}, expression="charged - refunded"),
        fact("claimed", "boolean", "ticket"),
    ]
)  # fmt: skip

GATEWAYS = """
gateways: [{id: one, hosts: [one.example], software: other}]
releases: [{id: rc.1, ordinal: 10}, {id: rc.22, ordinal: 220}]
"""
CAUSES = """
endpoint.wrong: {who: customer, title: {en: t, zh: 题}}
billing.kept: {who: operator, title: {en: t, zh: 题}}
"""
RULE = """
id: endpoint.video-on-chat
cause: endpoint.wrong
title: {en: "{kind} model on {endpoint}", zh: "{kind} 模型走了 {endpoint}"}
when: kind IN ('image', 'video') AND endpoint = 'chat'
certainty: confirmed
why: {en: "[Model {model}: ]wrong place", zh: "[模型 {model}：]位置不对"}
fix: {en: "Send it elsewhere.", zh: "请发到别处。"}
examples:
  - found: {kind: video, path: /v1/chat}
  - found: {kind: image, path: /v1/chat}
  - ruled_out: {kind: chat, path: /v1/chat}
  - ruled_out: {kind: video, path: /v1/videos}
  - not_enough: {kind: video}
  - not_enough: {path: /v1/chat}
"""
TASK_RULE = """
id: billing.kept-charge
of: task
cause: billing.kept
title: {en: "{net} kept", zh: "仍扣 {net}"}
when: status = 'failure' AND net > 0 AND since >= release('rc.22')
certainty: likely
why: {en: why, zh: 因}
fix: {en: fix, zh: 修}
examples:
  - found: {status: failure, charged: 5, refunded: 0, since: 220}
  - ruled_out: {status: failure, charged: 5, refunded: 5, since: 220}
  - ruled_out: {status: success, charged: 5, refunded: 0, since: 220}
  - ruled_out: {status: failure, charged: 5, refunded: 0, since: 10}
  - not_enough: {status: failure, since: 220}
  - not_enough: {charged: 5, refunded: 0, since: 220}
  - not_enough: {status: failure, charged: 5, refunded: 0}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a rules folder with two rules, all of whose files a test may change."""
    place = tmp_path / "rules"
    files = {
        "facts.yaml": SMALL_FACTS,
        "gateways.yaml": GATEWAYS,
        "causes.yaml": CAUSES,
        "endpoint/video-on-chat.yaml": RULE,
        "billing/kept-charge.yaml": TASK_RULE,
    }
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def written(folder: Path) -> Callable[[str, str], Path]:
    """Return a function that writes one more file into the folder and returns the folder."""

    def write(name: str, text: str) -> Path:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write
