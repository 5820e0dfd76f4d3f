"""Java's own ways: values, classes, order, JSON libraries, broken and hostile text."""

from __future__ import annotations

import random
import time

import pytest

from supportdesk.reading.code.java.reader import read
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.code.java_reading import body, reading, request, requests
from tests.reading.code.spans import misplaced, values

SEND = 'Unirest.post("https://gw.example.com/v1/x").body(x).asString();\n'


def sent(code: str) -> object:
    return body(code + SEND)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('Object x = Map.of("a", 1, "b", true, "c", 1.5);', {"a": 1, "b": True, "c": 1.5}),
        ('var x = new HashMap<String, Object>() {{ put("a", "b"); put("n", null); }};', {"a": "b", "n": None}),
        ('Map<String, Object> x = Map.ofEntries(Map.entry("a", List.of(1, 2)));', {"a": [1, 2]}),
        ('JSONObject x = new JSONObject().put("a", new JSONArray().put("b").put(2));', {"a": ["b", 2]}),
        ('JSONObject x = JSONUtil.createObj().set("a", "b").set("c", JSONUtil.createArray());', {"a": "b", "c": []}),
        ('JsonObject x = new JsonObject();\nx.addProperty("a", 1);\nx.add("l", new JsonArray());', {"a": 1, "l": []}),
        (
            (
                'ObjectMapper m = new ObjectMapper();\nObjectNode n = m.createObjectNode();\nn.put("a", 1L);\n'
                'n.putArray("l").add("x").addObject().put("k", 2);\nString x = m.writeValueAsString(n);\n'
            ),
            {"a": 1, "l": ["x", {"k": 2}]},
        ),
        ('String n = "gpt";\nString x = "{\\"model\\":\\"" + n + "-4o\\"}";', {"model": "gpt-4o"}),
        ('String x = String.format("{\\"model\\": \\"%s\\", \\"n\\": %d}", "m", 2);', {"model": "m", "n": 2}),
        ('String x = """\n    {"a": "b\\\\"c",\n     "d": 1}\n    """;', {"a": 'b"c', "d": 1}),
        ('String x = """\n    {"a": "%s"}""".formatted("b");', {"a": "b"}),
        (
            (
                'StringBuilder b = new StringBuilder("{");\nb.append("\\"a\\":").append(1).append(\'}\');\n'
                "String x = b.toString();"
            ),
            {"a": 1},
        ),
        ('String x = "{\\"a\\":\\"" + "\\u4f60" + "\\"}";', {"a": "你"}),
        (
            (
                'List<Map<String, String>> l = new ArrayList<>();\nfor (String s : new String[]{"a", "b"}) {\n'
                '  l.add(Map.of("k", s));\n}\nMap<String, Object> x = new HashMap<>();\nx.put("l", l);'
            ),
            {"l": [{"k": "a"}, {"k": "b"}]},
        ),
        (
            'var x = Map.of("l", Stream.of("a", "b").map(s -> s + "!").collect(Collectors.toList()));',
            {"l": ["a!", "b!"]},
        ),
        ('var x = Map.of("a", switch (2) { case 1 -> "one"; case 2 -> "two"; default -> "many"; });', {"a": "two"}),
        (
            'boolean t = true;\nvar x = Map.of("a", t ? "yes" : "no", "b", System.getenv("B"));',
            {"a": "yes", "b": "<unknown>"},
        ),
        ('Map<String, Object> y = Map.of("a", 1);\nvar x = new JSONObject(y);\nx.put("b", 2);', {"a": 1, "b": 2}),
        (
            'JSONObject x = JSON.parseObject("{\\"a\\": {\\"b\\": 1}}");\nx.getJSONObject("a").put("c", 2);',
            {"a": {"b": 1, "c": 2}},
        ),
        ('var x = Map.of("k", Base64.getEncoder().encodeToString("ab".getBytes()));', {"k": "YWI="}),
    ],
)
def test_values_are_followed(code, expected):
    assert sent(code) == expected


def test_text_of_a_map_is_no_json():
    assert sent('Map<String, Object> m = new HashMap<>();\nm.put("a", 1);\nString x = m.toString();\n') == "{a=1}"


POJO = """
ObjectMapper mapper = new ObjectMapper();
@Data @Builder
class Chat {{
    @JsonProperty("model") private String name;
    private Integer maxTokens;
    {field}
    private static final String IGNORED = "x";
    @JsonIgnore private String secret = "s";
}}
"""


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        ('Chat c = Chat.builder().name("m").maxTokens(5).build();', {"model": "m", "maxTokens": 5}),
        ('Chat c = new Chat();\nc.setName("m");\nc.setMaxTokens(5);', {"model": "m", "maxTokens": 5}),
    ],
)
def test_objects_of_the_program_are_written_by_their_fields(make, expected):
    code = POJO.format(field="") + make + "\nString x = mapper.writeValueAsString(c);\n"
    assert sent(code) == expected


def test_what_nothing_sets_is_null_for_jackson_and_left_out_by_gson():
    code = POJO.format(field="private String user;") + 'Chat c = Chat.builder().name("m").maxTokens(1).build();\n'
    assert sent(code + "String x = mapper.writeValueAsString(c);\n") == {"model": "m", "maxTokens": 1, "user": None}
    assert sent(code + "String x = new Gson().toJson(c);\n") == {"model": "m", "maxTokens": 1}


def test_naming_strategies_and_records():
    code = (
        "record Chat(String modelName, int maxTokens) {}\n"
        "ObjectMapper om = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);\n"
        'String x = om.writeValueAsString(new Chat("m", 3));\n'
    )
    assert sent(code) == {"model_name": "m", "max_tokens": 3}


CLASS = """
public class Demo extends Base {
    private final String key;
    static final String BASE = "https://gw.example.com";
    private static final String PATH = BASE + "/v1/videos";
    public Demo(String key) { super("acme"); this.key = key; }
    public Demo() { this("sk-default"); }
    private String model() { return model; }
    private String model = "sora-2";
    String submit(String prompt) throws Exception { return submit(prompt, Size.WIDE); }
    String submit(String prompt, Size size) throws Exception {
        JSONObject o = new JSONObject();
        o.put("model", model());
        o.put("prompt", prompt);
        o.put("size", size.getText());
        o.put("quality", quality(size));
        return Unirest.post(PATH).header("Authorization", "Bearer " + key).header("X-Org", org).body(o.toString())
            .asString().getBody();
    }
    private String quality(Size size) {
        switch (size) {
            case TALL: return "low";
            case WIDE: return "high";
            default: throw new IllegalStateException();
        }
    }
    enum Size {
        TALL("9:16"), WIDE("16:9");
        private final String text;
        Size(String text) { this.text = text; }
        String getText() { return text; }
    }
    public static void main(String[] args) throws Exception { new Demo().submit("sea"); }
}
abstract class Base {
    protected String org;
    Base(String org) { this.org = org; }
}
"""


def test_classes_overloads_enums_and_bases():
    found = request(CLASS)
    assert found["url"] == "https://gw.example.com/v1/videos"
    assert found["headers"] == {"authorization": "Bearer sk-default", "x-org": "acme"}
    assert found["body"]["json"] == {"model": "sora-2", "prompt": "sea", "size": "16:9", "quality": "high"}


def test_methods_that_nothing_calls_are_gone_through_callers_first():
    code = """
    class Api {
        private String get(String path) { return Unirest.get("https://gw.example.com" + path).asString().getBody(); }
        String models() { return get("/models"); }
        String task(String id) { return get("/tasks/" + id); }
    }
    """
    assert [one["url"] for one in requests(code)] == [
        "https://gw.example.com/models",
        "https://gw.example.com/tasks/<unknown>",
    ]


def test_submit_and_poll_in_order():
    code = """
    String id = new JSONObject(Unirest.post("https://gw.example.com/v").body("{}").asString().getBody()).getString("id");
    String status = "";
    while (!status.equals("completed")) {
        status = Unirest.get("https://gw.example.com/v/" + id).asString().getBody();
        Thread.sleep(1000);
    }
    """
    assert [(one["method"], one["url"]) for one in requests(code)] == [
        ("POST", "https://gw.example.com/v"),
        ("GET", "https://gw.example.com/v/<unknown>"),
    ]


def test_lambdas_and_nameless_classes_are_called():
    code = """
    executor.submit(() -> Unirest.get("https://gw.example.com/a").asString());
    new Thread(new Runnable() {
        @Override public void run() { Unirest.get("https://gw.example.com/b").asString(); }
    }).start();
    """
    assert [one["url"] for one in requests(code)] == ["https://gw.example.com/a", "https://gw.example.com/b"]


def test_cut_text_gives_what_it_shows():
    found = reading(
        'Request r = new Request.Builder()\n  .url("https://gw.example.com/v1/x")\n'
        '  .header("Authorization", "Bearer sk-cut")\n  .post(RequestBody.create("{\\"model\\": \\"gp'
    )
    (only,) = found.requests
    assert not found.complete
    assert not only.complete
    assert only.to_dict()["url"] == "https://gw.example.com/v1/x"
    assert only.to_dict()["headers"]["authorization"] == "Bearer sk-cut"


def test_a_body_of_a_class_whose_head_is_cut_off():
    code = """
            System.out.println("x");
        }
        private static final String KEY = "sk-tail";
        public static String ask() throws IOException {
            return Unirest.get("https://gw.example.com/m").header("X-Key", KEY).asString().getBody();
        }
    }
    """
    assert request(code)["headers"] == {"x-key": "sk-tail"}


def test_typographic_quotes_are_mended_and_said():
    found = reading("Unirest.post(“https://gw.example.com/q”).body(“{\\”a\\”: 1}”).asString();")
    (only,) = found.requests
    assert only.to_dict()["body"] == {"kind": "json", "json": {"a": 1}}
    assert only.repairs


def test_spans_state_their_values():
    for code in (CLASS, POJO.format(field="") + 'String x = "{\\"a\\": \\"b\\"}";\n' + SEND):
        source = Source(code)
        for one in read(View.whole(source)).requests:
            assert not misplaced(one, source)
            assert any(value.span is not None for value in values(one))


HOSTILE = {
    "brackets": "[" * 100_000,
    "braces": "class A {" * 20_000,
    "nested classes": "class A { int x = f(); " * 3000 + "}" * 3000,
    "calls": "f(" * 20_000,
    "quotes": '"' * 50_000,
    "text blocks": '"""' * 30_000,
    "long line": 'String x = "' + "a" * 2_000_000,
    "chain": "String x = " + " + ".join(['"a"'] * 5000) + ";\n" + SEND,
    "members": "x" + ".a()" * 10_000 + ";\n" + SEND,
    "generics": "Map<" * 5000 + ">" * 5000 + " x;\n" + SEND,
    "nested ifs": "if (x) {" * 3000 + SEND,
    "doubled text": 'String x = "ab";\n' + "x = x + x;\n" * 80 + SEND,
    "builder": "StringBuilder b = new StringBuilder();\nwhile (true) { b.append(b.toString()); }\n" + SEND,
    "holds itself": 'Map x = new HashMap(); x.put("a", x); Object y = new Gson().toJson(x);\n' + SEND,
    "object holds itself": "class A { A a; }\nA x = new A(); x.a = x; String y = new Gson().toJson(x);\n" + SEND,
    "recursion": "class A { int f(int n) { return f(n + 1) + f(n - 1); } }\nint x = new A().f(1);\n" + SEND,
    "constructors": "class A extends A { A() { super(); this(); new A(); } }\nA x = new A();\n" + SEND,
    "bases": "class A extends B { A() { super(1); } }\nclass B extends A { B(int i) { super(); } }\nA x = new A();\n"
    + SEND,
    "to text": 'class A { public String toString() { return "" + this; } }\nString x = "" + new A();\n' + SEND,
    "surrogates": 'Unirest.post("https://gw.example/\ud800").body("{\\"a\\": \\"\\ud83d\\"}").asString();',
    "many methods": "class A {" + "".join(f"void m{i}() {{ m{i + 1}(); }}" for i in range(2000)) + "}",
    "senseless calls": "new Request.Builder().url().post().build();\nnew HashMap(1, 2);\n"
    "Unirest.post().field().asString();"
    'String.format();\nMap.of("a");\nnew JSONObject().put();\n"".substring(9);\n'
    "new URL().openConnection().getInputStream();"
    "new MultipartBody.Builder().addFormDataPart().addPart().build();\nnew HttpPost().setEntity();\nList.of().get(5);"
    "new HttpEntity();\nnew RestTemplate().exchange();\nJsoup.connect().data().post();\nHttpUtil.post();",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_in_bounded_time(name):
    start = time.process_time()
    for one in reading(HOSTILE[name]).requests:
        one.to_dict()
    assert time.process_time() - start < 5


def test_any_mixture_of_pieces_is_read_without_an_error():
    pieces = [
        *'(){}[];,.+=?:!@"<>',
        '"""',
        " new ",
        "Request.Builder()",
        ".url(",
        '"https://gw.example.com"',
        "Unirest.post",
        "JSONObject",
        ".put(",
        "class A ",
        "enum ",
        "record R(",
        "switch (x) ",
        "case ",
        "default -> ",
        "() -> ",
        "super(",
        "this.x",
        "String x = ",
        "for (",
        "try (",
        "import a.b.*;",
        "\n",
        " return ",
    ]
    chance = random.Random(3)
    for _ in range(150):
        text = "".join(chance.choice(pieces) for _ in range(chance.randrange(1, 60)))
        for one in reading(text).requests:
            one.to_dict()


def test_functions_are_called_through_their_interfaces():
    code = """
    Function<String, String> bearer = k -> "Bearer " + k;
    String[] parts = {"a", "b"};
    String path = "";
    for (int i = 0; i < parts.length; i++) { path += "/" + parts[i]; }
    Unirest.get("https://gw.example.com" + path).header("Authorization", bearer.apply("sk-f")).asString();
    """
    found = request(code)
    assert found["url"] == "https://gw.example.com/a/b"
    assert found["headers"] == {"authorization": "Bearer sk-f"}


def test_builders_whose_methods_are_named_as_their_fields():
    code = """
    class Chat {
        final String model;
        Chat(Builder b) { this.model = b.model; }
        static Builder builder() { return new Builder(); }
        static class Builder {
            private String model = "none";
            Builder model(String model) { this.model = model; return this; }
            Chat build() { return new Chat(this); }
        }
    }
    Chat x = Chat.builder().model("m").build();
    Unirest.post("https://gw.example.com").body(x).asString();
    """
    assert body(code) == {"model": "m"}


def test_a_setting_is_known_by_its_default_where_that_is_an_address():
    code = """
    class A {
        @Value("${gw.url:https://gw.example.com}") private String url;
        @Value("${gw.key:none}") private String key;
        void go() { Unirest.get(url + "/x").header("X-Key", key).asString(); }
    }
    """
    found = request(code)
    assert (found["url"], found["headers"]) == ("https://gw.example.com/x", {"x-key": "<unknown>"})
