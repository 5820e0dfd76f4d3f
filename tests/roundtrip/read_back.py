"""Requests written as code by a generator and read back: `python tests/roundtrip/read_back.py NODE_MODULES [COUNT]`.

Makes COUNT (200) requests from a seed, writes each as a curl command, lets curlconverter (npm install curlconverter;
NODE_MODULES is the folder that holds it) write it in every language that it knows, reads the code back and compares
with the rules of the corpus' scorer. Prints a table; the truth is the request itself, so what the generator drops or
changes counts against us, and `--failures FILE` shows it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from supportdesk import extract_requests
from supportdesk.render.request import to_curl

HERE = Path(__file__).parent
PATHS = (
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/images/generations",
    "/v1/videos",
    "/v1beta/models/m-1:generateContent",
)
TEXTS = (
    "A cat in the rain",
    "把猫放进雨里，谢谢",
    'He said "yes" \\ and left',
    "two\nlines\tand a tab",
    "it's 50% {off}",
    "a=b&c",
    "$HOME `x`",
)
MODELS = ("gpt-4o-mini", "claude-sonnet-4-5", "gemini_omni", "sora-2", "qwen-vl-max")


def scorer() -> ModuleType:
    """Return the scorer of the corpus beside the checkout."""
    path = Path(os.environ.get("SUPPORTDESK_SHARED") or HERE.parents[2] / "shared") / "cases" / "score_request_code.py"
    spec = importlib.util.spec_from_file_location("score_request_code", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some_value(rng: random.Random, depth: int = 0) -> Any:
    """Return a JSON value as request bodies have them."""
    choices = [
        rng.choice(TEXTS),
        rng.randrange(5000),
        rng.random() < 0.5,
        None,
        round(rng.random(), 2),
        rng.choice(MODELS),
    ]
    if depth < 3:
        choices.append([some_value(rng, depth + 1) for _ in range(rng.randrange(3))])
        choices.append({f"k{n}": some_value(rng, depth + 1) for n in range(rng.randrange(3))})
    return rng.choice(choices)


def some_request(rng: random.Random) -> dict[str, Any]:
    """Return a request to an AI gateway."""
    kind = rng.choice(("json", "json", "json", "json", "form", "none"))
    query = "" if rng.random() < 0.8 else f"?key=sk-test-{rng.randrange(10**6)}&alt=sse"
    headers = {"authorization": f"Bearer sk-test-{rng.randrange(10**9):09d}"}
    if rng.random() < 0.3:
        headers["x-request-source"] = rng.choice(("console", "it's me", "a, b"))
    body: dict[str, Any] = {"kind": "none"}
    if kind == "json":
        messages = [{"role": "user", "content": rng.choice(TEXTS)}]
        body = {"kind": "json", "json": {"model": rng.choice(MODELS), "messages": messages, "extra": some_value(rng)}}
        headers["content-type"] = "application/json"
    elif kind == "form":
        body = {"kind": "form", "form": [["model", rng.choice(MODELS)], ["prompt", rng.choice(TEXTS[:2])]]}
    method = "GET" if kind == "none" else rng.choice(("POST", "POST", "POST", "PUT"))
    return {
        "method": method,
        "url": "https://gateway.example" + rng.choice(PATHS) + query,
        "headers": headers,
        "body": body,
    }


def main() -> int:
    """Print the table; the status is 0 whatever it says."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("node_modules", type=Path)
    arguments.add_argument("count", type=int, nargs="?", default=200)
    arguments.add_argument("--failures", type=Path)
    given = arguments.parse_args()
    score = scorer()
    rng = random.Random(20261122)
    requests = [some_request(rng) for _ in range(given.count)]
    done = subprocess.run(
        ["node", str(HERE / "write.mjs"), str(given.node_modules.resolve())],
        input=json.dumps({"commands": [to_curl(request) for request in requests]}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    failures = []
    total = right = 0
    written = json.loads(done.stdout)
    written["bash/curl"] = [to_curl(request) for request in requests]
    for name, texts in written.items():
        pairs = [(request, text) for request, text in zip(requests, texts, strict=True) if text is not None]
        bad = []
        for request, text in pairs:
            got = extract_requests(text)
            record = {"expected": request, "any_scheme": name.endswith("raw-http")}
            if not score.score(record, got)["exact"]:
                bad.append({"name": name, "code": text, "expected": request, "got": got})
        failures += bad
        total += len(pairs)
        right += len(pairs) - len(bad)
        print(f"{name:32}{len(pairs):5}{100 * (len(pairs) - len(bad)) / max(1, len(pairs)):8.1f} %")
    print(f"{'all':32}{total:5}{100 * right / max(1, total):8.1f} %")
    if given.failures:
        given.failures.write_text(
            "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in failures), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
