"""Any change of a request is written as the customer writes: his quotes, his escapes, his brackets."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supportdesk.advising.diffing import UNPROVEN, make_patch
from supportdesk.advising.repair import Sheet
from supportdesk.advising.soundness import breaks
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from tests.advising.applying import applied
from tests.definitions.known import knowledge

Change = Callable[[dict[str, Any]], None]
SAYING = 'say "hi", it\'s\n100% \\ ok'
URL = "https://api.example.com/v1/chat/completions"

CURL = f"curl {URL} -H 'Content-Type: application/json' -d "
PYTHON = f"import requests\nrequests.post({URL!r}, headers={{'A': 'b'}}, "
FORMS = {
    "single-quoted": CURL + """'{"model": "m", "n": 1}'\n""",
    "double-quoted": CURL + """"{\\"model\\": \\"m\\", \\"n\\": 1}"\n""",
    "lines": CURL + """'{\n  "model": "m",\n  "n": 1\n}'\n""",
    "http": 'POST /v1/chat/completions HTTP/1.1\nHost: api.example.com\nA: b\n\n{"model": "m", "n": 1}\n',
    "python": PYTHON + "json={'model': 'm', 'n': 1})\n",
    "python-json": PYTHON + """data='{"model": "m", "n": 1}')\n""",
    "python-statements": "import requests\nbody = {}\nbody['model'] = 'm'\nbody['n'] = 1\n"
    f"requests.post({URL!r}, json=body)\n",
    "javascript": f'await fetch("{URL}", {{\n  method: "POST",\n  headers: {{ "A": "b" }},\n'
    "  body: JSON.stringify({\n    model: 'm',\n    n: 1, // one\n  }),\n});\n",
    "go": f'req, _ := http.NewRequest("POST", "{URL}", strings.NewReader(`{{"model": "m", "n": 1}}`))\n'
    'req.Header.Set("A", "b")\nhttp.DefaultClient.Do(req)\n',
    "java": f'HttpRequest r = HttpRequest.newBuilder().uri(URI.create("{URL}"))\n    .header("A", "b")\n'
    '    .POST(HttpRequest.BodyPublishers.ofString("{\\"model\\": \\"m\\", \\"n\\": 1}"))\n    .build();\n'
    "client.send(r, HttpResponse.BodyHandlers.ofString());\n",
    "php": f"<?php\n$ch = curl_init('{URL}');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['A: b']);\n"
    "curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['model' => 'm', 'n' => 1]));\ncurl_exec($ch);\n",
    "powershell": f'$body = @{{\n    model = "m"\n    n = 1\n}} | ConvertTo-Json\nInvoke-RestMethod -Uri "{URL}" '
    '-Method Post -Headers @{ "A" = "b" } -ContentType "application/json" -Body $body\n',
}


def changed(text: str, change: Change, folder: Path, **headers: str) -> str:
    """Return the text after the diff of a change that is made to its first request; '' where there is no diff."""
    sources = [Source(text)]
    request = read_ticket(sources).requests()[0]
    wanted = copy.deepcopy(request.to_dict())
    change(wanted)
    sheet = Sheet(wanted, knowledge().words["fixes"], sources)
    sheet.headers = dict(headers)
    patch = make_patch(sheet, request, lambda again: True)
    if not patch.text:
        assert patch.why == UNPROVEN
        return ""
    return applied(patch.text, {"paste": text}, folder)["paste"]


def _body(**members: Any) -> Change:
    def _set(request: dict[str, Any]) -> None:
        request["body"]["json"].update(members)

    return _set


def _rename(request: dict[str, Any]) -> None:
    request["body"]["json"] = {"model_name": "m", "n": 1}


def _remove(request: dict[str, Any]) -> None:
    del request["body"]["json"]["n"]


def _replace(request: dict[str, Any]) -> None:
    request["body"]["json"] = {"input": {"a": [True, None, 1.5]}}


def _header(request: dict[str, Any]) -> None:
    request["headers"]["x-new"] = "c"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "change",
    [_body(n=2), _body(model="other"), _body(added="x"), _body(n=True), _rename, _remove, _replace],
    ids=["value", "text", "added", "type", "renamed", "removed", "replaced"],
)
def test_a_change_of_the_body_is_written_in_every_form(form: str, change: Change, tmp_path: Path) -> None:
    made = changed(FORMS[form], change, tmp_path)
    assert made not in ("", FORMS[form])


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"php", "powershell", "go"}))
def test_a_text_is_escaped_as_its_place_asks(form: str, tmp_path: Path) -> None:
    assert changed(FORMS[form], _body(added=SAYING), tmp_path)


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"python-statements"}))
def test_a_header_is_written_beside_another(form: str, tmp_path: Path) -> None:
    made = changed(FORMS[form], _header, tmp_path, **{"x-new": "c"})
    assert made.count("x-new") == 1


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("lines", '  "n": 1,\n  "added": "x"\n}'),
        ("javascript", "    n: 1,\n    added: 'x', // one"),
        ("python-statements", "body['n'] = 1\nbody['added'] = 'x'\n"),
        ("powershell", '    n = 1\n    added = "x"\n}'),
        ("php", "'n' => 1, 'added' => 'x']"),
        ("java", '\\"n\\": 1, \\"added\\": \\"x\\"}'),
    ],
)
def test_a_new_member_stands_as_its_neighbours_do(form: str, line: str, tmp_path: Path) -> None:
    assert line in changed(FORMS[form], _body(added="x"), tmp_path)


def test_a_number_is_no_boolean() -> None:
    from supportdesk.advising.body_edits import same

    assert not same({"a": 1}, {"a": True})
    assert not same([1], [1.0])
    assert same({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]})


def test_a_program_that_a_change_breaks_is_seen() -> None:
    sound = 'import requests\nurl = "x"\nrequests.get(url)\n'
    assert breaks("python", sound, sound.replace('"x"', '"x", headers={"A": "b"}'))
    assert not breaks("python", sound, sound.replace('"x"', '"y"'))
    assert not breaks("no language", sound, "(((")


def test_what_is_written_elsewhere_is_changed_there(tmp_path: Path) -> None:
    text = f"import requests\nMODEL = 'm'\nrequests.post({URL!r}, json={{'model': MODEL, 'n': 1}})\n"
    assert "MODEL = 'other'\n" in changed(text, _body(model="other"), tmp_path)


def test_a_value_that_code_works_out_stays_as_it_is_written(tmp_path: Path) -> None:
    text = f"import requests\nrequests.post({URL!r}, json={{'model': pick(), 'n': 1}})\n"
    assert "'model': pick()}" in changed(text, _remove, tmp_path)
