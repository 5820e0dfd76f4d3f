"""Reading Kotlin: values of the language, its classes and lambdas, broken texts."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from supportdesk.source import Source
from supportdesk.value import UNKNOWN

from .kotlin_reading import only, reading, requests, sent
from .spans import misplaced

VALUES: list[tuple[str, str, Any]] = [
    (r'"a\tb\u0041\$c"', "", "a\tbA$c"),
    ('"$name/${name.length}/${1 + 2}"', 'val name = "ab"', "ab/2/3"),
    ('"""a "b" $name ${\'$\'}x \\n"""', 'val name = "ab"', 'a "b" ab $x \\n'),
    ('"""\n      a\n        b\n    """.trimIndent()', "", "a\n  b"),
    ('"""\n      |a\n      |  b\n    """.trimMargin()', "", "a\n  b"),
    ("1_000L", "", 1000),
    ("0x1F", "", 31),
    ("-0.5f", "", -0.5),
    ("'c'", "", "c"),
    ("a to b", "val a = 1; val b = true", [1, True]),
    ("listOf(1, null, 2.0)", "", [1, None, 2.0]),
    (
        "m",
        'val m = mutableMapOf<String, Any?>("a" to 1); m["b"] = 2; m += "c" to 3; m.put("d", 4)',
        {"a": 1, "b": 2, "c": 3, "d": 4},
    ),
    ("l", "val l = mutableListOf(1); l.add(2); l += 3; l.addAll(listOf(4))", [1, 2, 3, 4]),
    ('mapOf("a" to 1) + ("b" to 2)', "", {"a": 1, "b": 2}),
    ("listOf(1) + 2", "", [1, 2]),
    ('buildMap { put("a", 1); this["b"] = 2 }', "", {"a": 1, "b": 2}),
    ("buildList { add(1); addAll(listOf(2)) }", "", [1, 2]),
    ('buildString { append("a"); append(1); appendLine("b") }', "", "a1b\n"),
    ('StringBuilder("a").append("b").toString()', "", "ab"),
    ('listOf("a", "b").map { it.uppercase() }', "", ["A", "B"]),
    ('listOf("a", "b").joinToString("-") { "<$it>" }', "", "<a>-<b>"),
    ('mapOf("a" to 1).map { (k, v) -> "$k=$v" }', "", ["a=1"]),
    ("listOf(1, 2, 3).filter { it > 1 }", "", [2, 3]),
    ("x", "var x = 0; for (i in 1..3) { x += i }", 6),
    ("x", 'var x = ""; for ((k, v) in mapOf("a" to 1)) x += "$k$v"', "a1"),
    ("x", 'val x = if (true) { val y = "a"; y + "b" } else "c"', "ab"),
    ("x", 'val x = when ("b") { "a" -> 1; "b", "c" -> { 2 } else -> 3 }', 2),
    ("x", "val x = try { 1 } catch (e: Exception) { 2 } finally { close() }", 1),
    ('null ?: "a"', "", "a"),
    ('nothing?.let { "a" } ?: "b"', "val nothing: String? = null", "b"),
    ('System.getenv("KEY")', "", UNKNOWN),
    ('"Bearer ${System.getenv("KEY")}"', "", f"Bearer {UNKNOWN}"),
    ("f(b = 2)", "fun f(a: Int = 1, b: Int) = listOf(a, b)", [1, 2]),
    ("f(1)", "fun f(a: Int, b: Int = a + 1): List<Int> { return listOf(a, b) }", [1, 2]),
    ('f("a", "b")', "fun f(vararg all: String) = all.toList()", ["a", "b"]),
    ('"a".twice()', "fun String.twice(): String = this + this", "aa"),
    ("C(1).y", "class C(val x: Int) { val y = x + 1 }", 2),
    ("C().y", "class C { val y: Int get() = z * 2; private val z = 4 }", 8),
    ("C.MADE", 'class C { companion object { const val MADE = "m" } }', "m"),
    ("O.f()", 'object O { private val a = "x"; fun f() = a + "y" }', "xy"),
    ("C(1).copy(y = 3)", "data class C(val x: Int, val y: Int = 2)", {"x": 1, "y": 3}),
    ("B().all()", 'open class A(val x: String) { fun all() = x }\nclass B : A("v")', "v"),
    (
        "listOf(E.A, E.B.v)",
        'enum class E(val v: String) { A("one"), @SerializedName("two") B("three") }',
        ["A", "three"],
    ),
    ('C("a", 1)', 'data class C(@SerializedName("x_y") val x: String, @Transient val y: Int)', {"x_y": "a"}),
    ("g(2)", "val g = { n: Int -> n * 2 }", 4),
    ("apply { }", "fun apply(f: () -> Unit) = 3", 3),
    ('with(StringBuilder()) { append("a"); toString() }', "", "a"),
    ('"a".also { println(it) }.run { this + "b" }', "", "ab"),
    ("run { val t = 1; t + 1 }", "", 2),
    ('"key".takeIf { it.isNotBlank() } ?: "none"', "", "key"),
    ('"%s-%d".format("a", 2)', "", "a-2"),
    ("p.second", 'val p = Pair("a", "b")', "b"),
    ("a", "val (a, b) = listOf(1, 2)", 1),
    ("f", 'data class D(val x: String, val y: Int)\nval m = mapOf("k" to D("v", 1))\nval (f, _) = m["k"]!!', "v"),
    ('f("a" to 1, all = arrayOf("b"))', "fun f(one: Pair<String, Int>, vararg all: String) = all.toList()", ["b"]),
    ("x", "var x = 1; x++; x += 2", 4),
    ("!list.isEmpty()", "val list = listOf(1)", True),
    ("late", 'lateinit var late: String\nlate = "x"', "x"),
    ("made", 'val made by lazy { "lazily" }', "lazily"),
]


@pytest.mark.parametrize(("value", "before", "expected"), VALUES, ids=[row[0][:40] for row in VALUES])
def test_values(value: str, before: str, expected: Any) -> None:
    assert sent(value, before) == expected


SERIALISED: list[tuple[str, Any]] = [
    (
        'JSONObject().apply { put("a", JSONArray().put(1).put("b")); put("n", JSONObject.NULL) }.toString()',
        {"a": [1, "b"]},
    ),
    ('JSONObject(mapOf("a" to listOf(1))).toString()', {"a": [1]}),
    ('JSONObject("""{"a": 1}""").put("b", 2).toString(2)', {"a": 1, "b": 2}),
    (
        'buildJsonObject { put("n", JsonNull); putJsonArray("l") { add(1); addJsonObject { put("x", true) } } }',
        {"n": None, "l": [1, {"x": True}]},
    ),
    (
        'JsonObject().apply { addProperty("a", 1); add("l", JsonArray().apply { add("x") }) }.toString()',
        {"a": 1, "l": ["x"]},
    ),
    ('Json.encodeToString(R("x"))', {"in": "x"}),
    ('Json { encodeDefaults = true; explicitNulls = false }.encodeToString(R("x"))', {"in": "x", "n": 1}),
    ('Gson().toJson(R("x"))', {"input": "x", "n": 1}),
    ('jacksonObjectMapper().writeValueAsString(mapOf("r" to R("x", 2)))', {"r": {"input": "x", "n": 2, "z": None}}),
    ('ObjectMapper().createObjectNode().put("a", 1).toString()', {"a": 1}),
]


@pytest.mark.parametrize(("value", "expected"), SERIALISED, ids=[row[0][:30] for row in SERIALISED])
def test_serialisers(value: str, expected: Any) -> None:
    name = '@SerialName("in")' if "Json" in value[:4] and "encode" in value else ""
    found = only(f"""
        @Serializable
        data class R({name} val input: String, val n: Int = 1, val z: String? = null)
        val text = ({value}).toString()
        val made = Request.Builder().url("https://gw.example/x").post(text.toRequestBody()).build()
        """)
    body = found["body"]["json"]
    body.pop("n", None) if body.get("n") == UNKNOWN else None
    assert body == expected


CLASS = """
    class Client(private val key: String, baseUrl: String = "https://gw.example") {
        private val root = "$baseUrl/v1"
        private val http = OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build()

        private fun send(path: String, body: JSONObject): String {
            val request = Request.Builder().url(root + path).apply {
                header("Authorization", "Bearer $key")
                post(body.toString().toRequestBody(TYPE))
            }.build()
            http.newCall(request).execute().use { return it.body!!.string() }
        }

        fun submit(prompt: String, seconds: Int? = null): String {
            val body = JSONObject().put("prompt", prompt)
            seconds?.let { body.put("seconds", it) }
            return JSONObject(send("/videos", body)).getString("id")
        }

        fun poll(id: String) = http.newCall(Request.Builder().url("$root/videos/$id").build()).execute()

        companion object {
            val TYPE = "application/json".toMediaType()
        }
    }
"""


def test_a_class_and_what_it_polls() -> None:
    submit, poll = requests(
        CLASS
        + """
    fun main() = runBlocking<Unit> {
        val client = Client("sk-k")
        val id = client.submit("a cat")
        while (true) { client.poll(id); delay(5000) }
    }
    """
    )
    assert submit["url"] == "https://gw.example/v1/videos"
    assert submit["body"]["json"] == {"prompt": "a cat"}
    assert submit["headers"] == {"authorization": "Bearer sk-k", "content-type": "application/json"}
    assert poll["url"] == f"https://gw.example/v1/videos/{UNKNOWN}"
    assert poll["method"] == "GET"


def test_a_class_that_nothing_uses() -> None:
    submit, poll = requests(CLASS)
    assert submit["headers"]["authorization"] == f"Bearer {UNKNOWN}"
    assert submit["body"]["json"] == {"prompt": UNKNOWN, "seconds": UNKNOWN}
    assert poll["url"].endswith("/v1/videos/" + UNKNOWN)


def test_a_long_chain() -> None:
    fields = "".join(f'.add("k{number}", "{number}")' for number in range(150))
    found = only(
        f'val r = Request.Builder().url("https://gw.example/f").post(FormBody.Builder(){fields}.build()).build()'
    )
    assert len(found["body"]["form"]) == 150


def test_a_text_that_is_cut_off() -> None:
    read = reading(
        """
        val request = Request.Builder()
            .url("https://gw.example/v1/chat/completions")
            .addHeader("Authorization", "Bearer sk-c")
            .post(json.toRequestBody("application/js
        """
    )
    (request,) = read.requests
    assert not read.complete
    assert request.to_dict()["headers"]["authorization"] == "Bearer sk-c"


def test_scalars_stand_where_their_spans_say() -> None:
    code = '''
    val model = "gpt-4o"
    val body = """
        {
          "model": "m-1",
          "messages": [{"role": "user", "content": "a\\nb \\"c\\""}]
        }
    """.trimIndent()
    client.newCall(Request.Builder().url("https://gw.example/a").post(body.toRequestBody()).build()).execute()
    val map = mapOf("model" to model, "n" to 2, "t" to "x\\ty")
    client.newCall(Request.Builder().url("https://gw.example/b").post(Gson().toJson(map).toRequestBody()).build()).execute()
    '''
    source = Source(code)
    from supportdesk.reading.code.kotlin.reader import read
    from supportdesk.view import View

    first, second = read(View.whole(source)).requests
    assert not misplaced(first, source)
    assert not misplaced(second, source)
    value = first.body.value.at("/messages/0/content") if first.body.value is not None else None
    assert value is not None
    assert value.span is not None
    assert source.slice(value.span) == '"a\\nb \\"c\\""'


@pytest.mark.parametrize(
    "code",
    [
        "val x = " + "(" * 50_000,
        "f {" * 20_000,
        '"' * 30_000,
        "${" * 20_000,
        "a.b()" + ".c()" * 20_000,
        "fun <" * 10_000,
        "x += x; " * 5_000,
        "object : A { " * 3_000,
        '\x00\ud800val a = "\ud800"',
        "val a = a + a\n" * 3_000,
        "fun f() { f(); f() }\nf()",
        'val s = "$s$s$s$s"\n' * 500,
    ],
    ids=range(12),
)
def test_hostile_texts_end(code: str) -> None:
    started = time.monotonic()
    reading(code)
    assert time.monotonic() - started < 4


def test_a_broken_text_that_the_grammar_would_ponder_for_minutes() -> None:
    lines = [
        '            put("parameters", buildJsonObject {',
        '                put("type", "object")',
        '                putJsonObject("properties") { putJsonObject("city") { put("type", "string") } }',
        '  $              put("required", JsonArray(listOf(JsonPrimitive("city"))))',
        '            put("model", "gpt-4o")',
        '            put("tools", tools)',
        '            put("tool_choice", "auto")',
        '            putJsonArray("messages") { add(buildJsonObject { put("role", "user"); put("content", "w") }) }',
        "        }.toString())",
        "    }",
        "}",
        "",
    ]
    started = time.monotonic()
    found = reading("\n".join(lines))
    assert time.monotonic() - started < 5
    assert not found.complete
    assert not found.requests


def test_mutated_texts_raise_nothing() -> None:
    chance = random.Random(7)
    for _ in range(60):
        at, size = chance.randrange(len(CLASS)), chance.randrange(40)
        reading(CLASS[:at] + chance.choice(["", '"', "{", ")", "$", "fun "]) + CLASS[at + size :])


CLIENTS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "interceptor",
        """
        val client = OkHttpClient.Builder().addInterceptor { chain ->
            chain.proceed(chain.request().newBuilder().header("Authorization", "Bearer sk-i").build())
        }.build()
        client.newCall(Request.Builder().url("https://gw.example/a").delete().build()).execute()
        """,
        {"method": "DELETE", "url": "https://gw.example/a", "headers": {"authorization": "Bearer sk-i"}},
    ),
    (
        "basic",
        """
        val request = Request.Builder().url("https://gw.example/a").header("Authorization", Credentials.basic("u", "p"))
        """,
        {"url": "https://gw.example/a", "headers": {"authorization": "Basic dTpw"}},
    ),
    (
        "connection",
        """
        val link = URL("https://gw.example/a").openConnection() as HttpURLConnection
        with(link) {
            requestMethod = "PUT"
            setRequestProperty("Content-Type", "application/json")
            outputStream.use { it.write("{}".toByteArray()) }
        }
        println(link.responseCode)
        """,
        {"method": "PUT", "headers": {"content-type": "application/json"}, "body": {"kind": "json", "json": {}}},
    ),
    (
        "ktor defaults",
        """
        val client = HttpClient(CIO) {
            defaultRequest { url("https://gw.example/v1/"); header("X-A", "1") }
            install(Auth) { bearer { loadTokens { BearerTokens("sk-b", "") } } }
        }
        suspend fun main() { client.patch("things") { parameter("q", "a b"); setBody("text") } }
        """,
        {
            "method": "PATCH",
            "url": "https://gw.example/v1/things?q=a+b",
            "headers": {"x-a": "1", "authorization": "Bearer sk-b", "content-type": "text/plain; charset=UTF-8"},
            "body": {"kind": "raw", "raw": "text"},
        },
    ),
    (
        "ktor address in parts",
        """
        val answer = client.request {
            method = HttpMethod.Get
            url { protocol = URLProtocol.HTTPS; host = "gw.example"; path("a", "b"); parameters.append("k", "v") }
            headers { append(HttpHeaders.ContentType, ContentType.Application.Json.toString()) }
            basicAuth("u", "p")
        }
        """,
        {
            "method": "GET",
            "url": "https://gw.example/a/b?k=v",
            "headers": {"content-type": "application/json", "authorization": "Basic dTpw"},
        },
    ),
    (
        "ktor form",
        """
        HttpClient().submitForm("https://gw.example/f", parameters { append("a", "1"); append("b", "2") })
        """,
        {"method": "POST", "body": {"kind": "form", "form": [["a", "1"], ["b", "2"]]}},
    ),
    (
        "ktor parts",
        """
        HttpClient().post("https://gw.example/f") {
            setBody(MultiPartFormDataContent(formData {
                append("a", "1")
                append("f", File("x.png").readBytes(), Headers.build {
                    append(HttpHeaders.ContentDisposition, "filename=x.png")
                })
            }))
        }
        """,
        {"body": {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "x.png"}]}},
    ),
    (
        "retrofit",
        """
        interface Api {
            @Headers("X-A: 1")
            @POST("v1/things/{id}")
            suspend fun send(@Path("id") id: String, @Query("q") q: Int, @Body body: Map<String, Any>): ResponseBody
        }
        val api = Retrofit.Builder().baseUrl("https://gw.example/").build().create<Api>()
        fun main() = runBlocking { api.send("x/y", 2, mapOf("a" to 1)) }
        """,
        {
            "method": "POST",
            "url": "https://gw.example/v1/things/x%2Fy?q=2",
            "headers": {"x-a": "1", "content-type": "application/json; charset=UTF-8"},
            "body": {"kind": "json", "json": {"a": 1}},
        },
    ),
    (
        "openai-kotlin",
        """
        val openai = OpenAI(token = "sk-o", host = OpenAIHost(baseUrl = "https://gw.example/v1/"))
        suspend fun main() {
            openai.chatCompletion(ChatCompletionRequest(
                model = ModelId("m-1"),
                messages = listOf(ChatMessage(role = ChatRole.User, content = "hi")),
                maxTokens = 5,
            ))
        }
        """,
        {
            "url": "https://gw.example/v1/chat/completions",
            "headers": {"authorization": "Bearer sk-o", "content-type": "application/json"},
            "body": {
                "kind": "json",
                "json": {"model": "m-1", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 5},
            },
        },
    ),
    (
        "fuel",
        """
        val (_, _, result) = "https://gw.example/a".httpPost(listOf("a" to 1)).header("X-A" to "1").responseString()
        """,
        {"method": "POST", "headers": {"x-a": "1"}, "body": {"kind": "form", "form": [["a", "1"]]}},
    ),
]


@pytest.mark.parametrize(("code", "expected"), [row[1:] for row in CLIENTS], ids=[row[0] for row in CLIENTS])
def test_clients(code: str, expected: dict[str, Any]) -> None:
    found = only(code)
    kind = found["body"]["kind"]
    if kind in ("form", "multipart"):
        found["headers"].pop("content-type", None)
    assert {name: found[name] for name in expected} == expected
