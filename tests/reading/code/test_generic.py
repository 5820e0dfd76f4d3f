"""The generic reader: URL, method, headers and body of program text in any language."""

from __future__ import annotations

import time

import pytest

from supportdesk.reading.code import detect, read
from supportdesk.reading.code.generic import reader as generic
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.corpus_paths import records
from tests.reading.code.spans import misplaced, values

BODY = {"kind": "json", "json": {"model": "m-1", "n": 2, "deep": {"on": True, "list": ["a", "b"]}}}

SNIPPETS = {
    "fetch": """
const base = 'https://a.example';
const key = "k-1";
const res = await fetch(`${base}/v1/x`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
  // body: '{"old": 1}',
  body: JSON.stringify({ model: 'm-1', n: 2, deep: { on: true, list: ['a', 'b'] } }),
});
""",
    "go": """
package main

func main() {
	payload := strings.NewReader(`{"model": "m-1", "n": 2, "deep": {"on": true, "list": ["a", "b"]}}`)
	req, err := http.NewRequest("POST", "https://a.example/v1/x", payload)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Add("Authorization", "Bearer k-1")
	resp, err := http.DefaultClient.Do(req)
}
""",
    "java": """
OkHttpClient client = new OkHttpClient();
MediaType mediaType = MediaType.parse("application/json");
RequestBody body = RequestBody.create(mediaType,
    "{\\"model\\": \\"m-1\\", \\"n\\": 2, " + "\\"deep\\": {\\"on\\": true, \\"list\\": [\\"a\\", \\"b\\"]}}");
Request request = new Request.Builder()
  .url("https://a.example/v1/x")
  .method("POST", body)
  .addHeader("Content-Type", "application/json")
  .addHeader("Authorization", "Bearer k-1")
  .build();
""",
    "php": """<?php
$key = 'k-1';
$ch = curl_init('https://a.example/v1/x');
curl_setopt($ch, CURLOPT_HTTPHEADER, ['Content-Type: application/json', "Authorization: Bearer $key"]);
curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode([
    'model' => 'm-1', 'n' => 2, 'deep' => ['on' => true, 'list' => ['a', 'b']],
]));
curl_exec($ch);
""",
    "ruby": """
require 'net/http'
uri = URI('https://a.example/v1/x')
req = Net::HTTP::Post.new(uri)
req['Content-Type'] = 'application/json'
req['Authorization'] = "Bearer #{'k-1'}"
req.body = { 'model' => 'm-1', n: 2, deep: { on: true, list: ['a', 'b'] } }.to_json
""".replace("#{'k-1'}", "k-1"),
    "powershell": """
$headers = @{ "Authorization" = "Bearer k-1"; "Content-Type" = "application/json" }
$body = @'
{"model": "m-1", "n": 2, "deep": {"on": true, "list": ["a", "b"]}}
'@
Invoke-RestMethod -Uri "https://a.example/v1/x" -Method Post -Headers $headers -Body $body
""",
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_request_in_each_language(name: str) -> None:
    source = Source(SNIPPETS[name])
    view = View.whole(source)
    assert detect(view) == "generic"
    found = generic.read(view).requests
    assert [request.to_dict() for request in found] == [
        {
            "method": "POST",
            "url": "https://a.example/v1/x",
            "headers": {"content-type": "application/json", "authorization": "Bearer k-1"},
            "body": BODY,
        }
    ]
    assert found[0].language == "generic"
    assert [misplaced(request, source) for request in found] == [[]]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("axios.post('https://a.example', {model: 'm', list: [{role: 'user'}]}, {headers: {A: 'b'}})",
         {"model": "m", "list": [{"role": "user"}]}),
        ("const more = {n: 2, top: 1};\naxios.post('https://a.example', {...more, model: 'm', n: 3})",
         {"n": 3, "top": 1, "model": "m"}),
        (("const model = 'm';\nconst list = [...['a'], 'b'];\nlist.push({c: 1});\n"
         "fetch('https://a.example', {method: 'POST', body: JSON.stringify({model, list})})"),
         {"model": "m", "list": ["a", "b", {"c": 1}]}),
        ("const body = {model: 'm'};\nbody.stream = true;\nbody['n'] = 2;\naxios.post('https://a.example', body)",
         {"model": "m", "stream": True, "n": 2}),
        ('r, _ := http.NewRequest("POST", "https://a.example", strings.NewReader(`{"model":\n"m"}`))', {"model": "m"}),
        ('u := "https://a.example"\nr, _ := http.NewRequest("POST", u, bytes.NewBuffer([]byte(`{"model": "m"}`)))',
         {"model": "m"}),
    ],
    ids=["arguments", "spread", "shorthand", "members", "raw", "url-by-name"],
)  # fmt: skip
def test_a_body_is_read_whole(text: str, body: object) -> None:
    source = Source(text)
    request = generic.read(View.whole(source)).requests[0]
    assert request.to_dict()["body"] == {"kind": "json", "json": body}
    assert request.method.data == "POST"
    assert misplaced(request, source) == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ('r := fmt.Sprintf("%s/v1/%d%%", "https://a.example", 7)\nhttp.Get(r)', "https://a.example/v1/7%"),
        ('let u = format!("{BASE}/v1/{}?a={{}}", "x");\nreqwest::get(&u)', f"{UNKNOWN}/v1/x?a={{}}"),
        ('val u = "https://%s/v1/%s".format("a.example", "x")\nval r = Request.Builder().url(u).get()',
         "https://a.example/v1/x"),
        ('var u = string.Format("{0}/v1/{1}", "https://a.example", id);\nclient.GetAsync(u);',
         f"https://a.example/v1/{UNKNOWN}"),
        ('NSString *u = [NSString stringWithFormat:@"%@/v1", @"https://a.example"];\n[NSURL URLWithString:u];',
         "https://a.example/v1"),
    ],
    ids=["go", "rust", "kotlin", "csharp", "objective-c"],
)  # fmt: skip
def test_a_format_is_filled(text: str, url: str) -> None:
    source = Source(text)
    request = generic.read(View.whole(source)).requests[0]
    assert request.url.data == url
    assert misplaced(request, source) == []


@pytest.mark.parametrize(
    "text",
    [
        "https.get('https://a.example', (res) => { const body = []; res.on('data', (d) => body.push(d)); })",
        "const r = await fetch('https://a.example');\nconst body = [first, second];",
    ],
)
def test_what_an_answer_is_collected_in_is_no_body(text: str) -> None:
    assert generic.read(View.whole(Source(text))).requests[0].body.kind == "none"


def test_a_number_is_underlined_where_it_stands() -> None:
    source = Source(SNIPPETS["fetch"])
    body = generic.read(View.whole(source)).requests[0].body.value
    assert source.slice(body.at("/n").span) == "2"
    assert source.slice(body.at("/deep/list/1").span) == "'b'"


def test_what_the_text_does_not_tell_is_unknown() -> None:
    text = "fetch(`${BASE}/v1/x/${id}`, {headers: {Authorization: 'Bearer ' + process.env.KEY}})"
    request = generic.read(View.whole(Source(text))).requests[0]
    assert request.url.data == f"{UNKNOWN}/v1/x/{UNKNOWN}"
    assert request.header("authorization").data == f"Bearer {UNKNOWN}"
    assert not request.complete


def test_text_without_an_address_has_no_request() -> None:
    assert generic.read(View.whole(Source("const x = {a: 1};\nfoo(x);\n"))).requests == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "f(" * 100_000, "[" * 100_000 + "]" * 100_000, "x = " * 50_000, "a" + ".b" * 100_000, '"' * 100_001,
        "x = `" + "${" * 100_000, 'x = "' + '\n\\"' * 50_000, "x = " + '"a"+' * 100_000, "a" * 2_000_000,
        'req.addHeader("a%d", "b");\n' * 20_000, "x = {...x, ...x}\n" * 3000 + "fetch('https://a.example', {body: x})",
        'x = fmt.Sprintf("%s%s", x, x)\n' * 5000, "x = {};\n" + "x.put('a', x);\n" * 8000, "a<" * 100_000,
        "fetch('https://a.example');\n" * 5000, "a.chat.completions.create({model: 'm'});\n" * 4000,
    ],
    ids=["calls", "lists", "assignments", "members", "quotes", "fills", "escapes", "joins", "line", "headers", "spread",
         "formats", "puts", "types", "requests", "sdks"],
)  # fmt: skip
def test_hostile_text_ends_in_bounded_time(text: str) -> None:
    started = time.perf_counter()
    generic.read(View.whole(Source(text)))
    assert time.perf_counter() - started < 20


@pytest.mark.slow
def test_every_span_over_the_corpus_states_its_value() -> None:
    wrong: list[str] = []
    total = 0
    for record in records("request_code_dev.jsonl")[::7]:
        source = Source(record["code"])
        for language in ("bash", "http") if record["language"] in ("bash", "http") else ("generic",):
            for request in read(View.whole(source), language).requests:
                wrong += [f"{record['id']}: {text!r} {data!r}" for text, data in misplaced(request, source)]
                total += sum(1 for _ in values(request))
    # what is left are escapes that the check itself does not decode
    assert len(wrong) * 500 < total, wrong


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            """Map<String, Object> p = new HashMap<>();
p.put("model", "m");
List<Map<String, Object>> l = new ArrayList<>();
l.add(Map.of("role", "user"));
p.put("messages", l);
String r = HttpRequest.post("https://a.example").body(JSONUtil.toJsonStr(p)).execute().body();
""",
            {"model": "m", "messages": [{"role": "user"}]},
        ),
        (
            """JSONObject root = new JSONObject();
root.put("model", "m");
JSONArray list = new JSONArray();
list.put(new JSONObject().put("role", "user"));
root.put("messages", list);
RequestBody body = RequestBody.create(JSON, root.toString());
Request r = new Request.Builder().url("https://a.example").post(body).build();
""",
            {"model": "m", "messages": [{"role": "user"}]},
        ),
        (
            """var client = new HttpClient();
var d = new Dictionary<string, object>
{
    ["model"] = "m",
    ["n"] = 1,
};
await client.PostAsJsonAsync("https://a.example", d);
""",
            {"model": "m", "n": 1},
        ),
        (
            """var d = new Dictionary<string, object> { { "model", "m" }, { "list", new[] { "a", "b" } } };
var r = await client.PostAsJsonAsync("https://a.example", d);
""",
            {"model": "m", "list": ["a", "b"]},
        ),
        (
            """body := map[string]interface{}{
	"model": "m",
	"list": []string{"a", "b"},
	"deep": map[string]any{"n": 1},
}
buf, _ := json.Marshal(body)
r, _ := http.NewRequest("POST", "https://a.example", bytes.NewBuffer(buf))
""",
            {"model": "m", "list": ["a", "b"], "deep": {"n": 1}},
        ),
        (
            '''val model = "m"
val json = """{"model": "$model", "text": "it is \\n"}""".trimIndent()
val body = json.toRequestBody("application/json".toMediaType())
val r = Request.Builder().url("https://a.example").post(body).build()
''',
            {"model": "m", "text": "it is \n"},
        ),
    ],
    ids=["java-map", "java-json", "csharp-index", "csharp-pairs", "go", "kotlin"],
)  # fmt: skip
def test_collections_of_typed_languages(text: str, body: object) -> None:
    source = Source(text)
    request = generic.read(View.whole(source)).requests[0]
    assert request.to_dict()["body"] == {"kind": "json", "json": body}
    assert request.method.data == "POST"
    assert misplaced(request, source) == []


def test_a_dollar_that_is_written_out_is_no_interpolation() -> None:
    text = (
        'val j = """{"a": "${\'$\'}3"}"""\nval r = Request.Builder().url("https://a.example").post(j.toRequestBody())'
    )
    assert generic.read(View.whole(Source(text))).requests[0].to_dict()["body"]["json"] == {"a": "$3"}


def test_a_form_is_what_it_is_made_as() -> None:
    text = """const form = new FormData();
form.append('model', 'm');
form.append('image', new Blob([data]), 'in.png');
await fetch('https://a.example/x', { method: 'POST', body: form });
const p = new URLSearchParams();
p.append('a', 'b c');
await fetch('https://a.example/y', { method: 'POST', body: p });
"""
    first, second = [request.to_dict()["body"] for request in generic.read(View.whole(Source(text))).requests]
    assert first == {
        "kind": "multipart",
        "multipart": [{"name": "model", "value": "m"}, {"name": "image", "filename": "in.png"}],
    }
    assert second == {"kind": "form", "form": [["a", "b c"]]}


def test_headers_that_hold_themselves_end() -> None:
    text = (
        "$headers = @{\n  Headers = $headers\n  Authorization = 'Bearer sk-test'\n}\n"
        "Invoke-RestMethod -Uri 'https://a.example/v1' -Headers $headers"
    )
    (found,) = generic.read(View.whole(Source(text))).requests
    assert found.url.data == "https://a.example/v1"


@pytest.mark.parametrize(
    "text",
    [
        """uri = URI('https://a.example/v1')
req = Net::HTTP::Put.new(uri)
req['authorization'] = 'Bearer k'
http.request(req)""",
        "request.put('https://a.example/v1').set('authorization', 'Bearer k')",
        """let client = Client::builder().build();
client.put("https://a.example/v1").header("authorization", "Bearer k").send()""",
    ],
)
def test_headers_in_lower_case_and_the_method_put(text: str) -> None:
    (found,) = generic.read(View.whole(Source(text))).requests
    assert (found.method.data, found.url.data) == ("PUT", "https://a.example/v1")
    assert [(str(key.data), value.data) for key, value in found.headers] == [("authorization", "Bearer k")]


def test_text_that_is_put_behind_a_text_and_a_list_in_a_query() -> None:
    swift = """let data = NSMutableData(data: "a=1".data(using: .utf8)!)
data.append("&b=2".data(using: .utf8)!)
var request = URLRequest(url: URL(string: "https://a.example/v1")!)
request.httpMethod = "POST"
request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
request.httpBody = data as Data"""
    objc = """
NSMutableData *data = [[NSMutableData alloc] initWithData:[@"a=1" dataUsingEncoding:NSUTF8StringEncoding]];
[data appendData:[@"&b=2" dataUsingEncoding:NSUTF8StringEncoding]];
NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:@"https://a.example/v1"]];
[request setHTTPMethod:@"POST"];
NSDictionary *headers = @{ @"Content-Type": @"application/x-www-form-urlencoded" };
[request setAllHTTPHeaderFields:headers];
[request setHTTPBody:data];"""
    for text, method in ((swift, 'request.httpMethod = "POST"'), (objc, '[request setHTTPMethod:@"POST"];')):
        (found,) = generic.read(View.whole(Source(text))).requests
        assert (found.method.data, found.to_dict()["body"]) == (
            "POST",
            {"kind": "form", "form": [["a", "1"], ["b", "2"]]},
        )
        (found,) = generic.read(View.whole(Source(text.replace(method, "")))).requests
        assert found.method.data == "GET"
    dart = (
        "final u = Uri.parse('https://a.example/v1').replace(queryParameters: {'k': ['1', '2']});\nawait http.get(u);"
    )
    (found,) = generic.read(View.whole(Source(dart))).requests
    assert found.url.data == "https://a.example/v1?k=1&k=2"


def test_a_form_that_rust_puts_together() -> None:
    text = """let form = multipart::Form::new()
    .text("model", "m-1")
    .file("image", "photo.png")?
    .text("n", "1");
let res = client.post("https://a.example/v1/images/edits").multipart(form).send()?;
"""
    (found,) = generic.read(View.whole(Source(text))).requests
    assert found.to_dict()["body"]["multipart"] == [
        {"name": "model", "value": "m-1"},
        {"name": "image", "filename": "photo.png"},
        {"name": "n", "value": "1"},
    ]
