"""What every paste of the acceptance tests is asked: its verdict, and whether the answer keeps the promises."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from supportdesk import diagnose_text
from supportdesk.advising.evidence import states
from supportdesk.masking import mask

KEY = "sk-Qz7Wm3Xn9Lk2Vb8Rt5Yp1Ho6Jd4Sc0GfAe3Ui7Ow2Nx9Zq5T"
SUBMIT = "https://toapis.com/v1/videos/generations"
CHAT = "https://toapis.com/v1/chat/completions"
OPEN_SLOT = re.compile(r"\{(?!task_id\}|id\})[a-z_]+\}|\bNone\b|\bNaN\b|  +,|“”|\"\"|「」")
CHINESE = re.compile("[\u4e00-\u9fff]")


def verdict(text: str) -> tuple[str, str]:
    """Return cause and certainty of a paste."""
    found = diagnose_text(text)["verdict"]
    return found["cause"], found["certainty"]


def command(url: str, body: Any, *headers: str) -> str:
    """Return a curl command that posts JSON with a key."""
    more = "".join(f" -H '{header}'" for header in headers or (f"Authorization: Bearer {KEY}",))
    return f"curl -X POST {url} -H 'Content-Type: application/json'{more} -d '{json.dumps(body, ensure_ascii=False)}'"


def raw(url: str, body: Any, *headers: str) -> str:
    """Return a raw HTTP request."""
    place = urlsplit(url)
    lines = [f"POST {place.path} HTTP/1.1", f"Host: {place.netloc}", "Content-Type: application/json"]
    lines += headers or (f"Authorization: Bearer {KEY}",)
    return "\n".join(lines) + "\n\n" + json.dumps(body, ensure_ascii=False)


def corrected(found: dict[str, Any]) -> str | None:
    """Return the corrected request of a diagnosis as raw HTTP, or None where it has none."""
    request = found["fix"]["request"]
    if request is None:
        return None
    place, body = urlsplit(request["url"]), request["body"]
    head = [f"{request['method']} {place.path}{'?' + place.query if place.query else ''} HTTP/1.1"]
    head += [f"Host: {place.netloc}", *(f"{name}: {value}" for name, value in request["headers"].items())]
    content = json.dumps(body["json"], ensure_ascii=False) if body["kind"] == "json" else body.get("raw", "")
    return "\n".join(head) + "\n\n" + content


def faults(text: str) -> list[str]:
    """Return what is wrong with the answer to a paste, whatever its verdict: places, masking, fix and replies."""
    found = diagnose_text(text)
    return [*places(text, found), *masking(text, found), *fix(found), *replies(found)]


def places(text: str, found: dict[str, Any]) -> list[str]:
    """Every place of evidence and violations holds, decoded, the value that it is the place of."""
    masked = mask(text)[0]
    located = [(item["fact"], item["value"], item["span"]) for cause in found["causes"] for item in cause["evidence"]]
    located += [
        (one["pointer"], one["found"], one["span"])
        for one in found["violations"]
        if isinstance(one["found"], str | int | float)
    ]
    return [
        f"{name}: {masked[span['start'] : span['end']]!r} is not {value!r}"
        for name, value, span in located
        if span and not states(masked[span["start"] : span["end"]], value)
    ]


def masking(text: str, found: dict[str, Any]) -> list[str]:
    """The key shows nowhere, and the masked text is judged alike."""
    masked, _ = mask(text)
    wrong = ["the key shows"] if KEY in json.dumps(found, ensure_ascii=False) else []
    if len(masked) != len(text):
        wrong.append("masking moved characters")
    if masked != text:
        again = diagnose_text(masked)
        wrong += [
            f"masked first, {name} differs" for name in ("verdict", "violations", "money") if found[name] != again[name]
        ]
    return wrong


def fix(found: dict[str, Any]) -> list[str]:
    """The corrected request, pasted again, is not at fault for the same reason and breaks no rule of its contract."""
    text = corrected(found)
    if text is None or found["verdict"]["certainty"] == "undetermined":
        return []
    again = diagnose_text(text)
    wrong = [f"the fix breaks {one['pointer']}" for one in again["violations"] if one["severity"] == "error"]
    same = again["verdict"]["cause"] == found["verdict"]["cause"]
    if same and again["verdict"]["certainty"] in ("confirmed", "likely"):
        wrong.append("the fix has the same cause again")
    return wrong


def replies(found: dict[str, Any]) -> list[str]:
    """Both replies may be sent: no open slot, no foreign language, nothing held back."""
    wrong = [f"held back: {reason}" for reason in found["reply"]["gate"]["reasons"]]
    for language in ("en", "zh"):
        lines = found["reply"][language].splitlines()
        own = [line for line in lines if not line.lstrip().startswith(("{", '"', "}", "curl", "-H", "-d", "'"))]
        wrong += [f"{language}: {line}" for line in own if '"' not in line and OPEN_SLOT.search(line)]
        if not found["reply"][language].strip():
            wrong.append(f"no reply in {language}")
    if not CHINESE.search(found["verdict"]["why"]["zh"]):
        wrong.append("the Chinese reason is not Chinese")
    return wrong
