"""Every diff that is offered applies to the ticket as it was pasted, and what comes of it is read and checked clean.

Held to it are the tickets of the measured corpus, where it is beside the checkout, and invented ones for every cause
whose fix is in the request, in the languages that tickets are written in.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from supportdesk import diagnose_text, extract_requests
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from tests.advising.applying import applied
from tests.corpus_paths import records

ASKED_FOR = ("request", "body", "config")
"""Kinds of evidence that tell what is sent; all others tell what came of it before the fix."""


def _tickets() -> dict[str, tuple[str, str]]:
    """Return cause and text of the invented tickets by name."""
    _head, *parts = ("\n" + Path(__file__).with_name("patch_tickets.txt").read_text("utf-8")).split("\n===== ")
    found = {}
    for part in parts:
        head, _, text = part.partition("\n")
        name, cause = head.split()
        found[name] = (cause, text)
    return found


TICKETS = _tickets()
MASKED = {"auth-doubled-masked"}
"""Invented tickets whose fix changes a line with a key on it."""


def sent_only(text: str) -> str:
    """Return a text without what was answered to the request and said of it before it was mended."""
    evidence = read_ticket([Source(text)])
    kept = [piece.span for piece in evidence.pieces if piece.kind in ASKED_FOR]
    gone = [False] * len(text)
    for piece in evidence.pieces:
        if piece.kind not in ASKED_FOR and not any(
            s.start <= piece.span.start and piece.span.end <= s.end for s in kept
        ):
            gone[piece.span.start : piece.span.end] = [True] * (piece.span.end - piece.span.start)
    for span in kept:
        gone[span.start : span.end] = [False] * (span.end - span.start)
    return "".join(sign for sign, is_gone in zip(text, gone, strict=True) if not is_gone or sign in "\r\n")


def hold(text: str, folder: Path, name: str = "paste") -> dict[str, Any] | None:
    """Hold the diff of a ticket to what is promised of it; return the diagnosis, None where there is no diff."""
    diagnosis = diagnose_text(text)
    fix = diagnosis["fix"]
    if not fix["patch"]:
        return None
    patched = applied(fix["patch"], {name: text}, folder)[name]
    assert patched != text
    alone = diagnose_text(sent_only(patched))
    assert alone["verdict"]["cause"] != diagnosis["verdict"]["cause"]
    assert [one for one in alone["violations"] if one["severity"] == "error"] == []
    if fix["request"] is not None:
        _hold_request(patched, fix["request"])
    return diagnosis


def _hold_request(patched: str, corrected: dict[str, Any]) -> None:
    """Hold the patched text to the corrected request: it is read from it, and is without an error."""
    mended = [number for number, call in enumerate(extract_requests(patched)["requests"]) if _is(call, corrected)]
    assert mended or corrected["body"].get("json") in _bodies(patched)
    again = diagnose_text(patched)
    assert [one for one in again["violations"] if one["severity"] == "error" and one["call"] in mended] == []


def _is(call: dict[str, Any], corrected: dict[str, Any]) -> bool:
    same = all(call[name] == corrected[name] for name in ("method", "body"))
    # a key in an address is masked in the diagnosis alone
    return same and (call["url"] == corrected["url"] or "\u2022" in corrected["url"])


def _bodies(text: str) -> list[Any]:
    return [piece.body.plain() for piece in read_ticket([Source(text)]).pieces if piece.kind == "body" and piece.body]


@pytest.mark.parametrize("name", TICKETS)
@pytest.mark.parametrize("form", ["lf", "crlf", "no-line-end"])
def test_an_invented_ticket_gets_a_diff_that_mends_it(name: str, form: str, tmp_path: Path) -> None:
    cause, text = TICKETS[name]
    text = text.replace("\n", "\r\n") if form == "crlf" else text.rstrip("\n") if form == "no-line-end" else text
    diagnosis = hold(text, tmp_path)
    if name in MASKED:
        assert diagnosis is None
        fix = diagnose_text(text)["fix"]
        assert fix["steps"]["en"][-1].startswith("No diff: a line that changes holds a key")
        assert "\u6253\u7801" in fix["steps"]["zh"][-1]
        return
    assert diagnosis is not None, "no diff"
    assert diagnosis["verdict"]["cause"] == cause


def test_every_cause_whose_fix_is_in_the_request_has_an_invented_ticket() -> None:
    held = {cause for cause, _text in TICKETS.values()}
    assert held >= {
        "endpoint.chat-for-media", "endpoint.wrong-kind", "endpoint.wrong-path", "endpoint.wrong-method",
        "request.missing-parameter", "request.invalid-type", "request.invalid-value", "request.unsupported-parameter",
        "request.malformed-body", "request.content-type", "auth.missing-credentials", "model.not-found",
        "request.context-too-long",
    }  # fmt: skip


def test_the_diffs_of_the_ticket_corpus_apply_and_come_out_clean(tmp_path: Path) -> None:
    offered: Counter[str] = Counter()
    for number, ticket in enumerate(records("tickets_dev.jsonl")):
        folder = tmp_path / str(number)
        folder.mkdir()
        diagnosis = hold(ticket["text"], folder)
        if diagnosis is not None:
            offered[diagnosis["verdict"]["cause"]] += 1
    assert sum(offered.values()) >= 5


def test_several_files_are_patched_by_their_names(tmp_path: Path) -> None:
    from supportdesk.diagnosing import diagnose

    note = "the call below fails\n"
    code = TICKETS["py-openai-type"][1]
    data = diagnose([Source(note, 0, "note.txt"), Source(code, 1, "src/call me.py")]).to_dict()
    files = {"note.txt": note, "src/call me.py": code}
    made = applied(data["fix"]["patch"], files, tmp_path)
    assert made["note.txt"] == note
    assert "messages=[{" in made["src/call me.py"]


def test_what_only_running_the_code_would_tell_stays_as_it_is_written() -> None:
    patch = diagnose_text(TICKETS["py-openai-chat-media"][1])["fix"]["patch"]
    assert '"prompt": prompt' in patch
    assert UNKNOWN not in json.dumps(patch)


def test_one_diff_mends_every_call_of_a_ticket_that_is_wrong(tmp_path: Path) -> None:
    call = TICKETS["curl-type"][1]
    text = call + "\nthe second one:\n" + call.replace('"10"', "7").replace('"x"', '"y"')
    diagnosis = diagnose_text(text)
    made = applied(diagnosis["fix"]["patch"], {"paste": text}, tmp_path)["paste"]
    assert '"prompt": "x", "duration": 10}' in made
    assert '"prompt": "y", "duration": 6}' in made
    assert len(diagnosis["fix"]["steps"]["en"]) == len(diagnosis["fix"]["steps"]["zh"]) == 2
    assert [one for one in diagnose_text(made)["violations"] if one["severity"] == "error"] == []
