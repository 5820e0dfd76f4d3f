"""What mutated snippets have brought down once."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text, extract_requests

SEEDS = {
    "settings whose value was cut": 'echo \'{"model":"m-i',
    "settings cut in a command": 'printf \'{\n  "model": "m-',
    "a quote behind two letters that are no prefix": 'x = {\n  "a": em",\n  "b": "c"\n}\nrequests.post(url, json=x)',
    "calls in assignments in calls": "_ := http.NewRequest(req, " * 40 + '"POST", url, payload)',
    "a text that holds itself": '$body = @"\n{`"/json")\n\n' * 12 + "irm https://a.example -Body $body",
    "a query that holds itself": "import axios from 'axios';\nconst params = new URLSearchParams(\";\n"
    + "".join(f"params.append('city[{number}]', ''\";\n" for number in range(40)),
    "a dot before a quote": 'body = {"messages": [{"text":a."}]}]}\n',
}


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_is_read(name: str) -> None:
    assert isinstance(extract_requests(SEEDS[name])["requests"], list)
    assert diagnose_text(SEEDS[name])["verdict"]
