"""The client libraries of the JVM, as Java calls them; every snippet uses what a library documents."""

from __future__ import annotations

import pytest

from tests.reading.code.java_reading import request, requests

URL = "https://gw.example.com/v1/x"
KEY = {"authorization": "Bearer sk-t"}
JSON = {**KEY, "content-type": "application/json"}
HI = {"kind": "json", "json": {"a": 1}}
NONE = {"kind": "none"}
FORM = {"kind": "form", "form": [["a", "1"], ["b", "2 3"]]}

CASES = {
    "okhttp json": (
        ('RequestBody b = RequestBody.create("{\\"a\\":1}", MediaType.get("application/json"));\n'
        f'Request r = new Request.Builder().url("{URL}").header("Authorization", "Bearer sk-t").post(b).build();\n'
        "new OkHttpClient().newCall(r).execute();"),
        ("POST", URL, JSON, HI),
    ),
    "okhttp old order, enqueue, method": (
        ('MediaType t = MediaType.parse("application/json");\n'
        f'Request r = new Request.Builder().url("{URL}").method("PUT", RequestBody.create(t, "{{\\"a\\":1}}"))\n'
        '  .addHeader("Authorization", "Bearer sk-t").build();\nclient.newCall(r).enqueue(callback);'),
        ("PUT", URL, JSON, HI),
    ),
    "okhttp form": (
        ('RequestBody b = new FormBody.Builder().add("a", "1").addEncoded("b", "2+3").build();\n'
        f'new OkHttpClient().newCall(new Request.Builder().url("{URL}").post(b).build()).execute();'),
        ("POST", URL, {"content-type": "application/x-www-form-urlencoded"}, FORM),
    ),
    "okhttp multipart": (
        ("RequestBody b = new MultipartBody.Builder().setType(MultipartBody.FORM).addFormDataPart(\"a\", \"1\")\n"
        '  .addFormDataPart("f", "cat.png", RequestBody.create(new File("/tmp/cat.png"), MediaType.parse("i/p")))\n'
        f'  .build();\nnew OkHttpClient().newCall(new Request.Builder().url("{URL}").post(b).build()).execute();'),
        (
            "POST",
            URL,
            {"content-type": "multipart/form-data"},
            {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "cat.png"}]},
        ),
    ),
    "okhttp address and headers": (
        ('HttpUrl u = new HttpUrl.Builder().scheme("https").host("gw.example.com").addPathSegments("v1/x")\n'
        '  .addQueryParameter("q", "a b").build();\n'
        'Headers h = new Headers.Builder().add("Authorization", "Bearer sk-t").build();\n'
        "new OkHttpClient().newCall(new Request.Builder().url(u).headers(h).build()).execute();"),
        ("GET", URL + "?q=a+b", KEY, NONE),
    ),
    "java.net.http": (
        (f'HttpRequest r = HttpRequest.newBuilder(URI.create("{URL}")).timeout(Duration.ofSeconds(9))\n'
        '  .headers("Authorization", "Bearer sk-t", "Content-Type", "application/json")\n'
        '  .POST(HttpRequest.BodyPublishers.ofString("{\\"a\\":1}")).build();\n'
        "HttpClient.newHttpClient().sendAsync(r, HttpResponse.BodyHandlers.ofString());"),
        ("POST", URL, JSON, HI),
    ),
    "java.net.http delete": (
        (f'var r = HttpRequest.newBuilder().uri(new URI("{URL}")).DELETE().build();\n'
        "client.send(r, HttpResponse.BodyHandlers.discarding());"),
        ("DELETE", URL, {}, NONE),
    ),
    "HttpURLConnection": (
        (f'HttpURLConnection c = (HttpURLConnection) new URL("{URL}").openConnection();\nc.setRequestMethod("POST");\n'
        'c.setRequestProperty("Authorization", "Bearer sk-t");\n'
        'c.setRequestProperty("Content-Type", "application/json");\n'
        "c.setDoOutput(true);\ntry (OutputStream os = c.getOutputStream()) {\n"
        '  byte[] in = "{\\"a\\":1}".getBytes("utf-8");\n  os.write(in, 0, in.length);\n}\n'
        "int code = c.getResponseCode();\nInputStream s = c.getInputStream();"),
        ("POST", URL, JSON, HI),
    ),
    "HttpURLConnection writers": (
        (f'URLConnection c = new URL("{URL}").openConnection();\nc.setDoOutput(true);\n'
        "BufferedWriter w = new BufferedWriter(new OutputStreamWriter(c.getOutputStream(), UTF_8));\n"
        'w.write("a=1");\nw.write("&b=" + URLEncoder.encode("2 3", "UTF-8"));\nw.close();\nc.getInputStream();'),
        ("POST", URL, {"content-type": "application/x-www-form-urlencoded"}, FORM),
    ),
    "HttpURLConnection get": (f'InputStream s = new URL("{URL}").openStream();', ("GET", URL, {}, NONE)),
    "unirest": (
        ('Unirest.post("https://gw.example.com/v1/{n}").routeParam("n", "x").queryString("q", 1)\n'
        '  .basicAuth("u", "p").contentType("application/json").body(Map.of("a", 1)).asJson();'),
        ("POST", URL + "?q=1", {"authorization": "Basic dTpw", "content-type": "application/json"}, HI),
    ),
    "unirest fields": (
        f'Unirest.post("{URL}").field("a", "1").field("b", "2 3").asString();',
        ("POST", URL, {"content-type": "application/x-www-form-urlencoded"}, FORM),
    ),
    "jsoup": (
        (f'Jsoup.connect("{URL}").header("Authorization", "Bearer sk-t").header("Content-Type", "application/json")\n'
        '  .requestBody("{\\"a\\":1}").ignoreContentType(true).method(Connection.Method.POST).execute();'),
        ("POST", URL, JSON, HI),
    ),
    "jsoup data": (
        f'Jsoup.connect("{URL}").data("q", "1").cookie("c", "d").get();',
        ("GET", URL + "?q=1", {"cookie": "c=d"}, NONE),
    ),
    "hutool": (
        (f'HttpRequest.post("{URL}").bearerAuth("sk-t").header(Header.CONTENT_TYPE, "application/json")\n'
        '  .body(JSONUtil.toJsonStr(MapUtil.of("a", 1))).timeout(2000).execute().body();'),
        ("POST", URL, JSON, HI),
    ),
    "hutool at once": (f'HttpUtil.get("{URL}", Map.of("q", 1));', ("GET", URL + "?q=1", {}, NONE)),
    "asynchttpclient": (
        (f'asyncHttpClient().preparePost("{URL}").setHeader("Authorization", "Bearer sk-t")\n'
        '  .setHeader("Content-Type", "application/json").setBody("{\\"a\\":1}").execute();'),
        ("POST", URL, JSON, HI),
    ),
    "resttemplate exchange": (
        ("HttpHeaders h = new HttpHeaders();\nh.setContentType(MediaType.APPLICATION_JSON);\n"
        'h.setBearerAuth("sk-t");\n'
        f'restTemplate.exchange("{URL}", HttpMethod.POST, new HttpEntity<>(Map.of("a", 1), h), String.class);'),
        ("POST", URL, JSON, HI),
    ),
    "resttemplate form": (
        ('MultiValueMap<String, String> m = new LinkedMultiValueMap<>();\nm.add("a", "1");\nm.add("b", "2 3");\n'
        f'new RestTemplate().postForObject("{URL}", m, String.class);'),
        ("POST", URL, {"content-type": "application/x-www-form-urlencoded"}, FORM),
    ),
    "resttemplate variables": (
        'new RestTemplate().getForObject("https://gw.example.com/v1/{n}", String.class, "x");',
        ("GET", URL, {}, NONE),
    ),
    "webclient": (
        ('WebClient w = WebClient.builder().baseUrl("https://gw.example.com")'
        '.defaultHeader("Authorization", "Bearer sk-t").build();\n'
        'w.post().uri("/v1/x").contentType(MediaType.APPLICATION_JSON)'
        '.bodyValue(Map.of("a", 1)).retrieve().bodyToMono(String.class);'),
        ("POST", URL, JSON, HI),
    ),
    "webclient address": (
        ('WebClient.create("https://gw.example.com").get()\n'
        '  .uri(b -> b.path("/v1/x").queryParam("q", 1).build()).headers(h -> h.setBearerAuth("sk-t")).retrieve();'),
        ("GET", URL + "?q=1", KEY, NONE),
    ),
    "apache": (
        (f'HttpPost p = new HttpPost("{URL}");\np.setHeader("Authorization", "Bearer sk-t");\n'
        'p.setEntity(new StringEntity("{\\"a\\":1}", ContentType.APPLICATION_JSON));\n'
        "HttpClients.createDefault().execute(p);"),
        ("POST", URL, JSON, HI),
    ),
    "apache form": (
        (f'HttpPost p = new HttpPost("{URL}");\nList<NameValuePair> l = new ArrayList<>();\n'
        'l.add(new BasicNameValuePair("a", "1"));\nl.add(new BasicNameValuePair("b", "2 3"));\n'
        "p.setEntity(new UrlEncodedFormEntity(l));\nhttpClient.execute(p);"),
        ("POST", URL, {"content-type": "application/x-www-form-urlencoded"}, FORM),
    ),
    "apache address": (
        ('HttpGet g = new HttpGet(new URIBuilder("https://gw.example.com/v1/x").addParameter("q", "1").build());\n'
        "client.execute(g);"),
        ("GET", URL + "?q=1", {}, NONE),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_clients_send(name):
    code, (method, url, headers, body) = CASES[name]
    found = request(code)
    assert (found["method"], found["url"], found["headers"], found["body"]) == (method, url, headers, body)


def test_openai_java():
    code = """
    OpenAIClient client = OpenAIOkHttpClient.builder().apiKey("sk-o").baseUrl("https://gw.example.com/v1").build();
    ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
        .model(ChatModel.GPT_4_1).addSystemMessage("brief").addUserMessage("hi").maxCompletionTokens(9).build();
    client.chat().completions().create(params);
    """
    found = request(code)
    assert found["url"] == "https://gw.example.com/v1/chat/completions"
    assert found["headers"]["authorization"] == "Bearer sk-o"
    assert found["body"]["json"] == {
        "model": "gpt-4.1",
        "messages": [{"role": "system", "content": "brief"}, {"role": "user", "content": "hi"}],
        "max_completion_tokens": 9,
    }


def test_anthropic_java():
    code = """
    AnthropicClient client = AnthropicOkHttpClient.builder().apiKey("sk-a").build();
    client.messages().create(MessageCreateParams.builder().model("claude-x").maxTokens(8L).addUserMessage("hi").build());
    """
    found = request(code)
    assert found["url"] == "https://api.anthropic.com/v1/messages"
    assert found["headers"]["x-api-key"] == "sk-a"
    assert found["body"]["json"]["max_tokens"] == 8


def test_a_request_that_another_is_made_of_is_not_sent_itself():
    code = """
    OkHttpClient c = new OkHttpClient();
    Request base = new Request.Builder().url("https://gw.example.com/a").header("K", "v").build();
    c.newCall(base.newBuilder().url("https://gw.example.com/b").build()).execute();
    """
    assert [(one["url"], one["headers"]) for one in requests(code)] == [("https://gw.example.com/b", {"k": "v"})]


def test_interceptors_add_their_headers():
    code = """
    OkHttpClient c = new OkHttpClient.Builder().addInterceptor(chain ->
        chain.proceed(chain.request().newBuilder().header("X", "y").build())).build();
    c.newCall(new Request.Builder().url("https://gw.example.com/a").build()).execute();
    """
    assert request(code)["headers"] == {"x": "y"}


def test_retrofit_interfaces():
    code = """
    interface Api {
        @Headers("Content-Type: application/json")
        @POST("v1/{kind}")
        Call<Answer> create(@Header("Authorization") String key, @Path("kind") String kind, @Query("q") int q,
            @Body Map<String, Object> body);
    }
    Api api = new Retrofit.Builder().baseUrl("https://gw.example.com/").build().create(Api.class);
    api.create("Bearer sk-t", "x", 1, Map.of("a", 1)).enqueue(callback);
    """
    found = request(code)
    assert (found["method"], found["url"], found["headers"], found["body"]) == ("POST", URL + "?q=1", JSON, HI)


def test_feign_interfaces():
    code = """
    @FeignClient(name = "ai", url = "https://gw.example.com")
    interface Api {
        @GetMapping("/v1/x")
        String get(@RequestHeader("Authorization") String key, @RequestParam int page);
    }
    """
    found = request(code)
    assert (found["method"], found["url"]) == ("GET", URL + "?page=<unknown>")


@pytest.mark.parametrize(
    "code",
    [
        (
            'OpenAiChatModel m = OpenAiChatModel.builder().apiKey("sk-m").baseUrl("https://gw.example.com/v1")'
            '.modelName("m").build();\nString s = m.generate("hi");'
        ),
        (
            'OpenAiApi api = OpenAiApi.builder().baseUrl("https://gw.example.com").apiKey("sk-m").build();\n'
            "OpenAiChatModel m = OpenAiChatModel.builder().openAiApi(api)"
            '.defaultOptions(OpenAiChatOptions.builder().model("m").build()).build();\nm.call("hi");'
        ),
    ],
)
def test_chat_models(code):
    found = request(code)
    assert found["url"] == "https://gw.example.com/v1/chat/completions"
    assert found["headers"]["authorization"] == "Bearer sk-m"
    assert found["body"]["json"] == {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def test_the_older_service():
    code = """
    OpenAiService service = new OpenAiService("sk-m");
    service.createChatCompletion(ChatCompletionRequest.builder().model("m").maxTokens(3)
        .messages(List.of(new ChatMessage(ChatMessageRole.USER.value(), "hi"))).build());
    """
    found = request(code)
    assert found["headers"]["authorization"] == "Bearer sk-m"
    assert found["body"]["json"] == {"model": "m", "max_tokens": 3, "messages": [{"role": "user", "content": "hi"}]}
