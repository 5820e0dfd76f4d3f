"""C#: values of expressions, classes, what is sent from uncalled code, spans, and broken or hostile text."""

from __future__ import annotations

import time
from typing import Any

import pytest

from supportdesk.reading.code.csharp.reader import read
from supportdesk.reading.code.csharp.text import closers
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.code.csharp_reading import only, reading, requests, sent

VALUES: list[tuple[str, str, Any]] = [
    ('"a\\tb\\u00e9\\x41 \\"q\\""', "", 'a\tb\u00e9A "q"'),
    ('@"C:\\dir ""q"""', "", 'C:\\dir "q"'),
    ('"""a "b" c"""', "", 'a "b" c'),
    ("text", 'var text = """\n    one\n      two\n    """;', "one\n  two"),
    ('$"{name}-{count:D3} {{x}}"', 'var name = "n"; var count = 7;', "n-007 {x}"),
    ('$@"{name}\\""q"""', 'const string name = "n";', 'n\\"q"'),
    ('$$"""{"a": {{n}}}"""', "int n = 3;", '{"a": 3}'),
    ('"a" + 1 + true', "", "a1True"),
    ("1_000L", "", 1000),
    ("0xFF", "", 255),
    ("0.5m", "", 0.5),
    ("-2", "", -2),
    ("!true", "", False),
    ('x ?? "d"', "string? x = null;", "d"),
    ('flag ? "a" : "b"', "bool flag = true;", "a"),
    ('unknown ? "a" : "a"', "", "a"),
    ('Environment.GetEnvironmentVariable("K")', "", "<unknown>"),
    ('$"Bearer {Environment.GetEnvironmentVariable("K")}"', "", "Bearer <unknown>"),
    ('string.Format("{0}/{1:F1}", "a", 2)', "", "a/2.0"),
    ('string.Join(",", new[] { "a", "b" })', "", "a,b"),
    ("new List<int> { 1, 2 }", "", [1, 2]),
    ("[1, ..more, 4]", "int[] more = [2, 3];", [1, 2, 3, 4]),
    ('new Dictionary<string, object> { ["a"] = 1, { "b", null } }', "", {"a": 1, "b": None}),
    ("map", 'var map = new Dictionary<string, string>(); map["a"] = "b"; map.Add("c", "d");', {"a": "b", "c": "d"}),
    ("list", 'List<string> list = new(); list.Add("a"); list.AddRange(new[] { "b" });', ["a", "b"]),
    ('new JObject { ["a"] = new JArray("x", 2) }', "", {"a": ["x", 2]}),
    ('new JObject(new JProperty("a", 1), new JProperty("b", new JArray(1, 2)))', "", {"a": 1, "b": [1, 2]}),
    ('new JsonObject { ["a"] = true }', "", {"a": True}),
    ('JObject.Parse("{\\"a\\": [1]}")', "", {"a": [1]}),
    ("JsonSerializer.Serialize(new { A = 1 })", "", '{"A": 1}'),
    (
        "JsonSerializer.Serialize(new { AbC = 1 }, options)",
        "var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };",
        '{"ab_c": 1}',
    ),
    ("new { URLName = 1, Id = 2 }", "", {"urlName": 1, "id": 2}),
    ("new { x, y.Z }", 'var x = 1; var y = new { Z = "z" };', {"x": 1, "z": "z"}),
    ("sb.ToString()", 'var sb = new StringBuilder(); sb.Append("a").Append(1).AppendLine(); sb.Append("b");', "a1\nb"),
    ('Convert.ToBase64String(Encoding.UTF8.GetBytes("u:p"))', "", "dTpw"),
    ('Uri.EscapeDataString("a b/c")', "", "a%20b%2Fc"),
    ('new Uri(new Uri("https://h.example/v1/"), "x?y=1").AbsoluteUri', "", "https://h.example/v1/x?y=1"),
    ("new[] { 1, 2 }.Select(n => new { n, s = n + 1 }).ToList()", "", [{"n": 1, "s": 2}, {"n": 2, "s": 3}]),
    ('word switch { "a" => 1, "b" => 2, _ => 3 }', 'var word = "b";', 2),
    ("Twice(4)", "int Twice(int n) => n * 2;", 8),
    ("twice(4)", "Func<int, int> twice = n => n * 2;", 8),
    ("text", 'var text = ""; foreach (var w in new[] { "a", "b" }) { text += w; }', "ab"),
    ("text", 'var text = ""; for (int i = 0; i < 3; i++) { text += i; }', "012"),
    ("text", 'string text; if (args.Length > 0) text = args[0]; else text = "d";', "<unknown>"),
    ("nameof(System.Text)", "", "Text"),
    ('(string)node["a"]', 'var node = JsonNode.Parse("{\\"a\\": \\"b\\"}");', "b"),
    ("pair.b", "var pair = new { a = 1, b = 2 };", 2),
    ("b", 'var (a, b) = ("x", "y");', "y"),
]


@pytest.mark.parametrize(("value", "before", "wanted"), VALUES)
def test_values(value: str, before: str, wanted: Any) -> None:
    got = sent(value, before)
    assert got == wanted
    assert type(got) is type(wanted)


def test_a_class_with_fields_properties_and_json_names() -> None:
    body = only(
        """
        public record Turn([property: JsonPropertyName("role")] string Role, string Content);
        public class Ask
        {
            [JsonPropertyName("model")] public string Model { get; set; } = "m-1";
            public List<Turn> Messages { get; set; } = new();
            public int? MaxTokens { get; set; }
            public bool Stream { get; set; }
            [JsonIgnore] public string Note { get; set; } = "n";
            private int hidden = 3;
        }
        var ask = new Ask { Messages = { new Turn("user", "hi") } };
        await new HttpClient().PostAsync("https://gw.example/v1/x", JsonContent.Create(ask));
        """
    ).to_dict()["body"]
    assert body["json"] == {
        "model": "m-1",
        "messages": [{"role": "user", "content": "hi"}],
        "maxTokens": None,
        "stream": False,
    }


def test_a_client_class_is_followed_through_its_members() -> None:
    (got,) = requests(
        """
        namespace Demo;
        static class Settings { public const string Root = "https://gw.example"; public static string Key => "sk-1"; }
        abstract class Base
        {
            protected readonly HttpClient http = new();
            protected string path;
            protected Base(string path) { this.path = path; }
        }
        class Images : Base
        {
            public Images() : base("v1/images") { http.BaseAddress = new Uri(Settings.Root); }
            private string Full => $"/{path}/generations";
            public async Task<string> Draw(string prompt, int n = 2)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, Full);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Settings.Key);
                request.Content = JsonContent.Create(new { prompt, n });
                using var response = await http.SendAsync(request);
                return await response.Content.ReadAsStringAsync();
            }
        }
        class Program { static async Task Main() { await new Images().Draw("sea"); } }
        """
    )
    assert got["url"] == "https://gw.example/v1/images/generations"
    assert got["headers"]["authorization"] == "Bearer sk-1"
    assert got["body"]["json"] == {"prompt": "sea", "n": 2}


def test_extension_methods_and_delegates_are_called() -> None:
    got = requests(
        """
        static class More
        {
            public static Task Put(this HttpClient http, string url, object body) => http.PutAsJsonAsync(url, body);
        }
        var http = new HttpClient();
        await http.Put("https://gw.example/a", new { a = 1 });
        await policy.ExecuteAsync(() => http.GetAsync("https://gw.example/b"));
        """
    )
    assert [(one["method"], one["url"]) for one in got] == [
        ("PUT", "https://gw.example/a"),
        ("GET", "https://gw.example/b"),
    ]


def test_uncalled_methods_are_gone_through_from_those_that_nothing_calls() -> None:
    got = requests(
        """
        public class Films(HttpClient http)
        {
            public async Task<string> Make(string prompt)
            {
                var id = await Submit(prompt);
                return await Poll(id);
            }
            private async Task<string> Submit(string prompt)
            {
                var r = await http.PostAsJsonAsync("https://gw.example/v1/videos", new { model = "v", prompt });
                return (await r.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
            }
            private async Task<string> Poll(string id)
            {
                do { var s = await http.GetStringAsync($"https://gw.example/v1/videos/{id}"); } while (true);
            }
        }
        """
    )
    assert [(one["method"], one["url"]) for one in got] == [
        ("POST", "https://gw.example/v1/videos"),
        ("GET", "https://gw.example/v1/videos/<unknown>"),
    ]
    assert got[0]["body"]["json"] == {"model": "v", "prompt": "<unknown>"}


def test_literals_keep_their_places() -> None:
    code = """var http = new HttpClient();
var body = @"{""model"": ""m-1""}";
await http.PostAsJsonAsync("https://gw.example/x", new { model = "m-2", n = 3 });
"""
    request = only(code)
    value = request.body.value
    assert value is not None
    place = value.data["model"].span
    assert code[place.start : place.end] == '"m-2"'
    assert code[value.keys["model"].start : value.keys["model"].end] == "model"
    assert request.url.span is not None
    assert code[request.url.span.start : request.url.span.end] == '"https://gw.example/x"'


CUT = [
    (
        'var h = new HttpClient();\nawait h.PostAsJsonAsync("https://gw.example", new { model = "m", inp = new[] { "a',
        1,
    ),
    (
        'class A {\n  HttpClient h = new();\n  async Task F() {\n    await h.GetStringAsync("https://gw.example/x");\n',
        1,
    ),
    ('await client.PostAsync("https://gw.example/x", new StringContent("{}"));\n}\n}\n', 1),
    ('    public async Task F()\n    {\n        await _http.GetStringAsync("https://gw.example/x");\n    }\n', 1),
]


@pytest.mark.parametrize(("code", "count"), CUT)
def test_cut_off_code_still_counts(code: str, count: int) -> None:
    found = reading(code)
    assert len(found.requests) == count
    assert found.requests[0].url.data.startswith("https://gw.example")


def test_what_was_made_before_the_text_begins_is_unknown_and_keeps_what_it_is_told() -> None:
    got = requests(
        """
            client.DefaultRequestHeaders.Add("X-A", "1");
            await client.GetAsync("https://gw.example/a");
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            await client.SendAsync(request);
        }
        private async Task<string> More() { return await _http.GetStringAsync("v1/models"); }
        """
    )
    assert [(one["method"], one["url"]) for one in got] == [
        ("GET", "https://gw.example/a"),
        ("<unknown>", "<unknown>"),
        ("GET", "<unknown>/v1/models"),
    ]
    assert got[0]["headers"] == {"x-a": "1"}
    assert got[1]["body"] == {"kind": "json", "json": {}}


CLOSED = [
    ("f(new[] { 1", "});"),
    ("class A { void F() { g(1, [2", "]);}}"),
    ("class A { void F() { g(1);", "}}"),
    ('f("a', '");'),
    ('f("a\\', '\\");'),
    ('f($"a {x', '}");'),
    ('f($"a {x["k"]} b', '");'),
    ('var s = @"{\n ""a"": 1,\n ""b"": [', '";'),
    ('var s = """\n {"a": [', '\n""";'),
    ("g(\"}\", '}'); // { (\nh(/* [ */ {", "});"),
    ('f(@"a ""b"" c", "", $@"{x}"', ");"),
]


@pytest.mark.parametrize(("code", "wanted"), CLOSED)
def test_what_closes_a_cut_text(code: str, wanted: str) -> None:
    assert closers(code) == wanted


CUT_JSON = ['@"{""model"": ""m"", ""text"": ""a b', '"""{"model": "m", "text": "a b', '"{\\"model\\": \\"m\\", \\"t']


@pytest.mark.parametrize("text", CUT_JSON)
def test_json_text_that_is_cut_off_is_kept_as_far_as_it_goes(text: str) -> None:
    found = reading(f'await new HttpClient().PostAsync("https://gw.example", new StringContent({text}')
    assert found.requests[0].url.data == "https://gw.example"
    assert not found.requests[0].complete
    assert "model" in str(found.requests[0].to_dict()["body"])


def test_an_open_end_is_said() -> None:
    found = reading(CUT[0][0])
    assert not found.complete
    assert not found.requests[0].complete
    assert found.requests[0].to_dict()["body"]["json"]["model"] == "m"


HOSTILE = [
    "",
    "new " * 3000,
    "{" * 20_000,
    "x(" * 20_000,
    '$"{' * 5_000,
    '$"{a' * 40_000,
    "var a = new { b = " * 3000,
    "class A { " * 3000,
    'content["%parts"] = "x"; request.Headers[":x"] = "y"; new MultipartFormDataContent()["%parts"] = 1;',
    'var c = new HttpClient(); c["%given"] = 1; c.DefaultRequestHeaders[":a"] = "b";await c.GetAsync("a");',
    "while (true) { while (true) { a += a; } }",
    "int f(int n) => f(n + 1); f(1);",
    "class A : B { } class B : A { } new A().F();",
    "a" + ".b()" * 5_000,
    "var s = " + '"x" + ' * 5_000 + '"y";',
    'new HttpRequestMessage { Method = 5, Headers = { { "a" }, 7 }, Content = { } };',
    "JsonSerializer.Serialize(new { a = 1 }, x.y);",
    "string.Format(); string.Join(); new Uri(); new StringContent(); new KeyValuePair(); x.Add(); new RestRequest();",
]


@pytest.mark.parametrize("code", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_in_time(code: str) -> None:
    begun = time.process_time()
    reading(code)
    assert time.process_time() - begun < 2


def test_a_value_of_json_that_is_joined_of_literals_has_its_own_place() -> None:
    text = r'''
        var body = @"{" + "\n" +
        @"  ""model"": ""m-1""," + "\n" +
        @"  ""user"": ""u_1""" + "\n" +
        @"}";
        await new HttpClient().PostAsync("https://a.example/v1", new StringContent(body, null, "application/json"));
        '''
    (request,) = read(View.whole(Source(text))).requests
    value = request.body.value.data["user"]
    assert text[value.span.start : value.span.end] == '""u_1""'
