"""PowerShell: parameters, strings, values and flow, each as a small text with the request that it sends."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.reading.code.powershell import reader as powershell
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View

URL = "https://gw.test/v1/chat"
JSON: dict[str, str] = {"content-type": "application/json"}
FORM: dict[str, str] = {"content-type": "application/x-www-form-urlencoded"}


def read(text: str) -> CodeReading:
    """Return the reading of a text."""
    return powershell.read(View.whole(Source(text)))


def sent(text: str) -> dict[str, Any]:
    """Return the one request of a text as plain data."""
    requests = read(text).requests
    assert len(requests) == 1, [request.to_dict() for request in requests]
    return requests[0].to_dict()


def bodies(text: str) -> Any:
    """Return the body of the one request of a text, without its kind."""
    body = sent(text)["body"]
    return body.get(body["kind"])


PARAMETERS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    (f"irm {URL}", "GET", {}, "none"),
    (f"Invoke-WebRequest -UseBasicParsing -Uri '{URL}'", "GET", {}, "none"),
    (f"iwr -uri:{URL} -method:delete", "DELETE", {}, "none"),
    (f"INVOKE-RESTMETHOD {URL} -METH post -Head @{{ 'X-A' = 1 }}", "POST", {"x-a": 1}, "none"),
    (f"irm {URL} -CustomMethod purge", "PURGE", {}, "none"),
    (f"irm {URL} -CM LINK -UserAgent me/1", "LINK", {"user-agent": "me/1"}, "none"),
    (f"irm {URL} -Me Post -ContentType application/json -Body '{{\"a\":1}}'", "POST", JSON, "json"),
    (f"irm {URL} -Method Post -Body 'a=1&b=2'", "POST", FORM, "form"),
    (f"irm {URL} -Method Put -Body @{{a='x'}}", "PUT", FORM, "form"),
    (f"irm {URL} -Method Post -InFile ./a.bin", "POST", {}, "raw"),
    (f"irm {URL} -Authentication Bearer -Token $t", "GET", {"authorization": "Bearer <unknown>"}, "none"),
    (
        f"$c = [pscredential]::new('u', (ConvertTo-SecureString 'p' -AsPlainText));irm {URL} -Credential $c",
        "GET",
        {"authorization": "Basic dTpw"},
        "none",
    ),
    (f"$p = @{{ Uri = '{URL}'; Method = 'Patch' }}\nirm @p -TimeoutSec 9", "PATCH", {}, "none"),
    (f"'{{\"a\":2}}' | irm {URL} -Method Post -ContentType application/json", "POST", JSON, "json"),
    (f"irm `\n  -Uri {URL} ` \n  -Method Head", "HEAD", {}, "none"),
    (f"PS C:\\Users\\me> irm {URL} -Method Options", "OPTIONS", {}, "none"),
    (f"irm –Uri “{URL}” –Method “Post”", "POST", {}, "none"),
)


@pytest.mark.parametrize(("text", "method", "headers", "kind"), PARAMETERS)
def test_parameters(text: str, method: str, headers: dict[str, Any], kind: str) -> None:
    """Every way to give a parameter shapes the request."""
    request = sent(text)
    assert (request["method"], request["url"], request["headers"], request["body"]["kind"]) == (
        method,
        URL,
        headers,
        kind,
    )


VALUES = (
    ("$x = 'it''s'", "$x", "it's"),
    ('$n = "b"; $x = "a`t$n`n${n} `$n $($n) ""q"""', "$x", 'a\tb\nb $n b "q"'),
    ("$x = @'\nline $a\n'@", "$x", "line $a"),
    ('$n = \'w\'; $x = @"\nline "$n"\n"@', "$x", 'line "w"'),
    ("$x = '{0}/{1:D2} {{}}' -f 'a', 5", "$x", "a/05 {}"),
    ("$x = 'a'; $x += 'b'; $x = $x + 1", "$x", "ab1"),
    ("$x = @(); $x += 'a'; $x += @{ b = 1 }", "$x", ["a", {"b": 1}]),
    ("$x = @{ a = 1 } + @{ b = @('c') }", "$x", {"a": 1, "b": ["c"]}),
    ("$x = [ordered]@{ a = $true; b = $null; c = -1.5 }", "$x", {"a": True, "b": None, "c": -1.5}),
    ("$x = @{}; $x.a = 1; $x['b'] = 2; $x.Add('c', 3); $x.Remove('a')", "$x", {"b": 2, "c": 3}),
    ("$x = [PSCustomObject]@{ a = [int]'4' }", "$x", {"a": 4}),
    ("$x = 'a','b' -join '-'", "$x", "a-b"),
    ("$x = $env:NONE ?? 'd'", "[string]$x", "<unknown>"),
    ("$x = if (1 -eq 1) { 'y' } else { 'n' }", "$x", "y"),
    ("$x = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('u:p'))", "$x", "dTpw"),
    ("$x = [uri]::EscapeDataString('a b&')", "$x", "a%20b%26"),
    ("$x = 'https://a/' -replace '/$', ''", "$x", "https://a"),
    ("$x = 'A/'.TrimEnd('/').ToLower()", "$x", "a"),
    ("$x = 1..3 | ForEach-Object { @{ n = $_ } }", "$x", [{"n": 1}, {"n": 2}, {"n": 3}]),
    ("$x = foreach ($i in 'a','b') { $i.ToUpper() }", "$x", ["A", "B"]),
    ("$l = New-Object System.Collections.ArrayList; [void]$l.Add('a'); $x = $l", "$x", ["a"]),
    (
        "function F { param([string]$A, $B = 'b') return @{ a = $A; b = $B } }\n$x = F -A 'q'",
        "$x",
        {"a": "q", "b": "b"},
    ),
    ("function G($a) { \"<$a>\" }\n$x = G 'z'", "$x", "<z>"),
    ("$x = Get-Content -Raw ./f.txt", "$x", "<unknown>"),
    ("$x = '{\"k\": [1]}' | ConvertFrom-Json", "$x", {"k": [1]}),
)


@pytest.mark.parametrize(("text", "expression", "value"), VALUES)
def test_values(text: str, expression: str, value: Any) -> None:
    """Strings, containers, operators and functions have the value that PowerShell gives them."""
    code = f"{text}\n$body = @{{ v = {expression} }} | ConvertTo-Json -Depth 9 -Compress\n"
    assert bodies(code + f"irm {URL} -Method Post -Body $body -ContentType 'application/json'") == {"v": value}


def test_hashtable_of_a_get_is_its_query() -> None:
    """The body of a GET becomes the query, as documented for -Body."""
    request = sent(f"irm {URL} -Body @{{ q = 'a b'; n = 2 }}")
    assert (request["url"], request["body"]) == (f"{URL}?q=a+b&n=2", {"kind": "none"})


def test_forms_and_files() -> None:
    """`-Form` is multipart; files go by their base name."""
    text = f"$f = @{{ image = Get-Item ./in/a.png; model = 'm'; n = 2 }}\nirm {URL} -Method Post -Form $f"
    assert bodies(text) == [
        {"name": "image", "filename": "a.png"},
        {"name": "model", "value": "m"},
        {"name": "n", "value": "2"},
    ]


def test_sessions_keep_headers_and_cookies() -> None:
    """Cookies stand in the session; a session variable remembers the headers of its first request."""
    text = (
        "$s = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$s.UserAgent = 'me'\n"
        '$s.Cookies.Add((New-Object System.Net.Cookie("a", "1", "/", ".gw.test")))\n'
        f"$c = New-Object System.Net.Cookie\n$c.Name = 'b'\n$c.Value = '2'\n$s.Cookies.Add($c)\n"
        f"irm {URL} -WebSession $s"
    )
    assert sent(text)["headers"] == {"cookie": "a=1; b=2", "user-agent": "me"}
    first, second = read(
        f"irm {URL} -SessionVariable k -Headers @{{ 'X-A' = 'b' }}\niwr {URL}/2 -WebSession $k"
    ).requests
    assert first.to_dict()["headers"] == second.to_dict()["headers"] == {"x-a": "b"}


def test_web_client_and_web_request() -> None:
    """.NET's older clients send what their methods say."""
    client = (
        "$w = New-Object System.Net.WebClient\n$w.Headers.Add('Authorization', 'Bearer k')\n"
        f"$w.Headers['Content-Type'] = 'application/json'\n$w.UploadString('{URL}', 'PUT', '{{\"a\":1}}')"
    )
    assert sent(client) == {
        "method": "PUT",
        "url": URL,
        "headers": {"authorization": "Bearer k", **JSON},
        "body": {"kind": "json", "json": {"a": 1}},
    }
    request = (
        f"$r = [System.Net.WebRequest]::Create('{URL}')\n$r.Method = 'POST'\n$r.ContentType = 'application/json'\n"
        "$b = [Text.Encoding]::UTF8.GetBytes('[1]')\n$s = $r.GetRequestStream()\n$s.Write($b, 0, $b.Length)\n"
        "$r.GetResponse()"
    )
    assert (sent(request)["method"], bodies(request)) == ("POST", [1])


def test_curl_with_powershell_quotes() -> None:
    """`curl.exe` gets its words as PowerShell makes them; `curl` alone means what its parameters are of."""
    assert bodies(f'curl.exe {URL} -d \'{{\\"a\\":\\"b\\"}}\'') == {"a": "b"}
    assert bodies(f'curl.exe {URL} `\n -d "{{`"a`":`"b`"}}"') == {"a": "b"}
    assert sent(f"curl -Uri {URL} -Method Post -Headers @{{ a = 'b' }}")["headers"] == {"a": "b"}
    aliased = read(f"curl -X POST {URL} -H 'a: b'").requests[0]
    assert aliased.to_dict()["headers"] == {"a": "b"}
    assert any("Invoke-WebRequest" in repair.message for repair in aliased.repairs)


def test_classes_functions_and_polling() -> None:
    """A class keeps its members; a loop behind a submit is followed once; functions that nothing calls count."""
    text = (
        "class Api {\n  [string]$Base\n  Api([string]$b) { $this.Base = $b }\n"
        '  [object] Models() {\n    return Invoke-RestMethod -Uri "$($this.Base)/models"\n  }\n}\n'
        "$a = [Api]::new('https://gw.test')\n$a.Models()"
    )
    assert sent(text)["url"] == "https://gw.test/models"
    polling = (
        f'$job = irm {URL} -Method Post\ndo {{\n  Start-Sleep 2\n  $s = irm "{URL}/$($job.id)"\n}} '
        "while ($s.status -ne 'done')"
    )
    assert [request.to_dict()["url"] for request in read(polling).requests] == [URL, f"{URL}/<unknown>"]
    uncalled = f'function Send-It {{\n  param($Key)\n  irm {URL} -Headers @{{ Authorization = "Bearer $Key" }}\n}}'
    assert sent(uncalled)["headers"] == {"authorization": "Bearer <unknown>"}


def test_spans_are_the_customers_own_characters() -> None:
    """A literal has its own place, an expanded string those of its parts."""
    text = f"$k = 'sk-1'\nirm {URL} -Headers @{{ Authorization = \"Bearer $k\"; 'X-B' = 'plain' }}"
    request = read(text).requests[0]
    plain = request.header("x-b")
    assert plain is not None
    assert plain.span is not None
    assert text[plain.span.start : plain.span.end] == "'plain'"
    made = request.header("authorization")
    assert made is not None
    assert "'sk-1'" in [text[part.start : part.end] for part in made.parts]


CUT = (
    f'irm {URL} -Method Post -Body \'{{"a": 1, "b',
    f"irm {URL} -Method Post -Headers @{{ a = 'b'",
    f'$x = @"\n{{"a": 1,\nirm {URL} -Method Post -Body $x',
)


@pytest.mark.parametrize("text", CUT[:2])
def test_cut_off(text: str) -> None:
    """What a cut leaves is read and marked incomplete."""
    request = read(text).requests[0]
    assert (request.to_dict()["url"], request.to_dict()["method"], request.complete) == (URL, "POST", False)


HOSTILE = (
        "& '@'; & '+'; & '-f'",
    "", "$", "@", "@'", '@"', '"$(', "irm", "irm -", "irm @", "`", "[", "[]::", "$x = ", "-f", "'a' -f", "&", "& {",
        "irm " + "(" * 3000, "@{" * 500, '"$(' * 400, "$a." * 2000, "a|" * 2000, "`\n" * 2000, "1+" * 3000 + "1",
        "irm -Body (" + "@{a=" * 200, "curl.exe " + "\"" * 999, "\x00\ud800 irm", *CUT,
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text(number: int) -> None:
    """Any text gives zero or more requests."""
    for request in read(HOSTILE[number]).requests:
        request.to_dict()


def test_http_client() -> None:
    """System.Net.Http sends from PowerShell what it sends from C#; its contents may be the body of a web command."""
    text = (
        "$c = [System.Net.Http.HttpClient]::new()\n"
        "$c.DefaultRequestHeaders.Authorization = [Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', 'k')\n"
        "$b = New-Object System.Net.Http.StringContent('{\"a\":1}', [Text.Encoding]::UTF8, 'application/json')\n"
        f"$r = $c.PutAsync('{URL}', $b).GetAwaiter().GetResult()"
    )
    request = sent(text)
    assert (request["method"], request["headers"]["authorization"], request["body"]["json"]) == (
        "PUT",
        "Bearer k",
        {"a": 1},
    )
    form = (
        "$m = [System.Net.Http.MultipartFormDataContent]::new()\n"
        "$m.Add([System.Net.Http.StringContent]::new('v'), 'n')\n"
        "$f = [System.Net.Http.StreamContent]::new([IO.File]::OpenRead('C:\\in\\a.png'))\n"
        f"$m.Add($f, 'image', 'a.png')\nirm {URL} -Method Post -Body $m"
    )
    assert bodies(form) == [{"name": "n", "value": "v"}, {"name": "image", "filename": "a.png"}]


def test_members_of_a_hashtable_one_by_one() -> None:
    """`GetEnumerator()` and `Keys` go through a hashtable."""
    text = "$q = [ordered]@{ a = 1; b = 'x' }\n"
    pairs = text + "$s = ($q.GetEnumerator() | ForEach-Object { \"$($_.Key)=$($_.Value)\" }) -join '&'\n"
    assert sent(pairs + f'irm "{URL}?$s"')["url"] == f"{URL}?a=1&b=x"
    assert sent(text + f"$s = $q.Keys -join ','\nirm \"{URL}?k=$s\"")["url"] == f"{URL}?k=a,b"


LITERALS = ("'{\"a\": \"it''s\"}'", '"{`"a`": `"it\'s`"}"', '@"\n{"a": "it\'s"}\n"@', '@\'\n{"a": "it\'s"}\n\'@')


@pytest.mark.parametrize("literal", LITERALS)
def test_json_in_a_literal_has_its_own_places(literal: str) -> None:
    """What stands in JSON text is located in the customer's own literal, whatever its quotes."""
    text = f"irm {URL} -Method Post -Body {literal}"
    value = read(text).requests[0].body.value
    assert value is not None
    inner = value.at("/a")
    assert inner is not None
    assert inner.data == "it's"
    assert inner.span is not None
    assert text[inner.span.start : inner.span.end].strip('`"').replace("''", "'") == "it's"


def test_a_long_script_is_read() -> None:
    """A sound script of many lines is read to its end: the bound on parsing a broken text does not meet it."""
    text = "$x = @{ a=1; b=@(1,2); c=$true; d=@{e=@(@{f=1})} }\n" * 1000 + f"irm {URL}"
    assert sent(text)["url"] == URL
