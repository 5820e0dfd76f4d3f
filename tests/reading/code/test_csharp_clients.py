"""C#'s client libraries: what each way of sending gives, as their documentation says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.code.csharp_reading import only, requests

KEY = {"authorization": "Bearer sk-1"}


def _json(value: Any) -> dict[str, Any]:
    return {"kind": "json", "json": value}


def _form(*pairs: list[str]) -> dict[str, Any]:
    return {"kind": "form", "form": list(pairs)}


NONE = {"kind": "none"}
CASES: list[tuple[str, str, str, dict[str, str], dict[str, Any]]] = [
    # HttpClient
    ('await http.GetAsync("https://h.example/a?b=c d");', "GET", "https://h.example/a?b=c%20d", {}, NONE),
    ('await http.DeleteAsync(new Uri("https://h.example/a"));', "DELETE", "https://h.example/a", {}, NONE),
    (
        'http.BaseAddress = new Uri("https://h.example/v1/"); await http.GetStringAsync("models");',
        "GET",
        "https://h.example/v1/models",
        {},
        NONE,
    ),
    (
        'http.BaseAddress = new Uri("https://h.example/v1"); await http.GetStringAsync("/models");',
        "GET",
        "https://h.example/models",
        {},
        NONE,
    ),
    (
        (
            'http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-1");\n'
            'http.DefaultRequestHeaders.Add("X-A", "1");\n'
            'await http.PatchAsync("https://h.example/a", new StringContent("[1]", Encoding.UTF8, "application/json"));'
        ),
        "PATCH",
        "https://h.example/a",
        {**KEY, "x-a": "1", "content-type": "application/json; charset=utf-8"},
        _json([1]),
    ),
    (
        'await http.PutAsync("https://h.example/a", new StringContent("plain"));',
        "PUT",
        "https://h.example/a",
        {"content-type": "text/plain; charset=utf-8"},
        {"kind": "raw", "raw": "plain"},
    ),
    (
        (
            'var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["a"] = "1", ["b"] = "x y" });\n'
            'await http.PostAsync("https://h.example/a", form);'
        ),
        "POST",
        "https://h.example/a",
        {"content-type": "application/x-www-form-urlencoded"},
        _form(["a", "1"], ["b", "x y"]),
    ),
    (
        (
            "using var form = new MultipartFormDataContent();\n"
            'form.Add(new StringContent("m-1"), "\\"model\\"");\n'
            'form.Add(new ByteArrayContent(File.ReadAllBytes("/d/a.mp3")), "file", "a.mp3");\n'
            'await http.PostAsync("https://h.example/a", form);'
        ),
        "POST",
        "https://h.example/a",
        {"content-type": "multipart/form-data"},
        {
            "kind": "multipart",
            "multipart": [{"name": "model", "value": "m-1"}, {"name": "file", "filename": "a.mp3"}],
        },
    ),
    (
        (
            'var request = new HttpRequestMessage { Method = new HttpMethod("REPORT"), '
            'RequestUri = new Uri("https://h.example/a"), Headers = { { "X-A", "1" }, { "X-B", "2" } }, '
            'Content = new StringContent("{}") '
            '{ Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };\n'
            "await http.SendAsync(request);"
        ),
        "REPORT",
        "https://h.example/a",
        {"x-a": "1", "x-b": "2", "content-type": "application/json"},
        _json({}),
    ),
    (
        (
            'services.AddHttpClient("gw", c => { c.BaseAddress = new Uri("https://h.example/"); '
            'c.DefaultRequestHeaders.Add("X-A", "1"); });\n'
            'class S(IHttpClientFactory f) { public async Task Go() { var c = f.CreateClient("gw"); '
            'await c.GetAsync("v1/a"); } }'
        ),
        "GET",
        "https://h.example/v1/a",
        {"x-a": "1"},
        NONE,
    ),
    # RestSharp
    (
        (
            'var c = new RestClient("https://h.example"); var r = new RestRequest("a/{id}", Method.Get);\n'
            'r.AddUrlSegment("id", 7); r.AddQueryParameter("q", "x y"); r.AddParameter("n", 1); c.Execute(r);'
        ),
        "GET",
        "https://h.example/a/7?q=x+y&n=1",
        {},
        NONE,
    ),
    (
        (
            'var c = new RestClient("https://h.example/v1/"); c.AddDefaultHeader("Authorization", "Bearer sk-1");\n'
            'var r = new RestRequest("/a", Method.POST); r.AddJsonBody(new { a = 1 }); IRestResponse x = c.Execute(r);'
        ),
        "POST",
        "https://h.example/v1/a",
        {**KEY, "content-type": "application/json"},
        _json({"a": 1}),
    ),
    (
        (
            'var c = new RestClient(new RestClientOptions("https://h.example") '
            '{ Authenticator = new JwtAuthenticator("sk-1") });\n'
            'await c.PostAsync(new RestRequest("a").AddParameter("x", "1").AddParameter("y", "2"));'
        ),
        "POST",
        "https://h.example/a",
        {**KEY, "content-type": "application/x-www-form-urlencoded"},
        _form(["x", "1"], ["y", "2"]),
    ),
    (
        (
            'var c = new RestClient("https://h.example"); var r = new RestRequest("a", Method.Put);\n'
            'r.AlwaysMultipartFormData = true; r.AddParameter("m", "1"); r.AddFile("file", "/d/a.png"); c.Execute(r);'
        ),
        "PUT",
        "https://h.example/a",
        {"content-type": "multipart/form-data"},
        {"kind": "multipart", "multipart": [{"name": "m", "value": "1"}, {"name": "file", "filename": "a.png"}]},
    ),
    (
        (
            'var r = new RestRequest("https://h.example", Method.Post).AddStringBody("[2]", ContentType.Json);\n'
            "await new RestClient().ExecuteAsync(r);"
        ),
        "POST",
        "https://h.example",
        {"content-type": "application/json"},
        _json([2]),
    ),
    (
        (
            'var c = new RestClient("https://h.example"); c.Authenticator = new HttpBasicAuthenticator("u", "p");\n'
            'await c.PostJsonAsync("a", new { Name = "x" });'
        ),
        "POST",
        "https://h.example/a",
        {"authorization": "Basic dTpw", "content-type": "application/json"},
        _json({"name": "x"}),
    ),
    # HttpWebRequest, WebClient
    (
        (
            'var r = (HttpWebRequest)WebRequest.Create("https://h.example/a"); r.Method = "POST";\n'
            'r.ContentType = "application/json"; r.Headers["Authorization"] = "Bearer sk-1";\n'
            'using (var w = new StreamWriter(r.GetRequestStream())) { w.Write("{\\"a\\": 1}"); }\n'
            "var answer = r.GetResponse();"
        ),
        "POST",
        "https://h.example/a",
        {**KEY, "content-type": "application/json"},
        _json({"a": 1}),
    ),
    (
        (
            'var c = new WebClient(); c.Headers[HttpRequestHeader.ContentType] = "application/json";\n'
            'c.Headers.Add("X-A: 1"); c.UploadString("https://h.example/a", "PUT", "{}");'
        ),
        "PUT",
        "https://h.example/a",
        {"content-type": "application/json", "x-a": "1"},
        _json({}),
    ),
    # Flurl
    (
        (
            'await "https://h.example".AppendPathSegment("a").SetQueryParam("q", 1).WithOAuthBearerToken("sk-1")'
            ".PostJsonAsync(new { b = true }).ReceiveString();"
        ),
        "POST",
        "https://h.example/a?q=1",
        {**KEY, "content-type": "application/json"},
        _json({"b": True}),
    ),
    (
        (
            'await new FlurlClient("https://h.example").Request("a").WithHeader("X-A", 1)'
            ".PutUrlEncodedAsync(new { x = 1 });"
        ),
        "PUT",
        "https://h.example/a",
        {"x-a": "1", "content-type": "application/x-www-form-urlencoded"},
        _form(["x", "1"]),
    ),
    # Unity
    (
        (
            'var r = new UnityWebRequest("https://h.example/a", "POST");\n'
            'r.uploadHandler = new UploadHandlerRaw(Encoding.UTF8.GetBytes("{\\"a\\": 1}"));\n'
            'r.SetRequestHeader("X-A", "1"); yield return r.SendWebRequest();'
        ),
        "POST",
        "https://h.example/a",
        {"x-a": "1"},
        _json({"a": 1}),
    ),
    # Anthropic
    (
        (
            'AnthropicClient c = new() { ApiKey = "k-1", BaseUrl = "https://h.example" };\n'
            'await c.Messages.Create(new MessageCreateParams { Model = "m", MaxTokens = 9, '
            'Messages = [new() { Role = Role.User, Content = "hi" }] });'
        ),
        "POST",
        "https://h.example/v1/messages",
        {"x-api-key": "k-1", "anthropic-version": "2023-06-01", "content-type": "application/json"},
        _json({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}),
    ),
    (
        (
            'var c = new AnthropicClient("k-1");\n'
            'var all = new List<Message> { new Message(RoleType.User, "hi") };\n'
            "await c.Messages.GetClaudeMessageAsync(new MessageParameters { Messages = all, MaxTokens = 9 });"
        ),
        "POST",
        "https://api.anthropic.com/v1/messages",
        {"x-api-key": "k-1", "anthropic-version": "2023-06-01", "content-type": "application/json"},
        _json({"max_tokens": 9, "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}),
    ),
    # Semantic Kernel, Betalgo
    (
        (
            "var kernel = Kernel.CreateBuilder()"
            '.AddOpenAIChatCompletion("m", new Uri("https://h.example/v1"), "sk-1").Build();\n'
            'var history = new ChatHistory("s"); history.AddUserMessage("u");\n'
            "var chat = kernel.GetRequiredService<IChatCompletionService>();\n"
            "await chat.GetChatMessageContentAsync(history);"
        ),
        "POST",
        "https://h.example/v1/chat/completions",
        {**KEY, "content-type": "application/json"},
        _json({"model": "m", "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]}),
    ),
    (
        (
            'var ai = new OpenAIService(new OpenAIOptions { ApiKey = "sk-1", BaseDomain = "https://h.example" });\n'
            "await ai.ChatCompletion.CreateCompletion(new ChatCompletionCreateRequest { Model = Models.Gpt_4, "
            'Messages = new List<ChatMessage> { ChatMessage.FromUser("u") }, MaxTokens = 9 });'
        ),
        "POST",
        "https://h.example/v1/chat/completions",
        {**KEY, "content-type": "application/json"},
        _json({"model": "gpt-4", "messages": [{"role": "user", "content": "u"}], "max_tokens": 9}),
    ),
    # the OpenAI SDK
    (
        (
            'var c = new ChatClient("m-1", new ApiKeyCredential("sk-1"), '
            'new OpenAIClientOptions { Endpoint = new Uri("https://h.example/v1") });\n'
            'ChatMessage[] all = [new SystemChatMessage("s"), new UserChatMessage("u")];\n'
            "await c.CompleteChatAsync(all, new ChatCompletionOptions { MaxOutputTokenCount = 9, Temperature = 0.5f });"
        ),
        "POST",
        "https://h.example/v1/chat/completions",
        {**KEY, "content-type": "application/json"},
        _json(
            {
                "model": "m-1",
                "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
                "max_completion_tokens": 9,
                "temperature": 0.5,
            }
        ),
    ),
    (
        (
            'var c = new OpenAIClient("sk-1").GetImageClient("m-2");\n'
            'c.GenerateImage("sea", new ImageGenerationOptions { Size = GeneratedImageSize.W1024xH1024 });'
        ),
        "POST",
        "https://api.openai.com/v1/images/generations",
        {**KEY, "content-type": "application/json"},
        _json({"model": "m-2", "prompt": "sea", "size": "1024x1024"}),
    ),
    (
        (
            'var c = new AzureOpenAIClient(new Uri("https://r.example"), new ApiKeyCredential("k-1"));\n'
            'c.GetChatClient("dep").CompleteChat("hi");'
        ),
        "POST",
        "https://r.example/openai/deployments/dep/chat/completions?api-version=<unknown>",
        {"api-key": "k-1", "content-type": "application/json"},
        _json({"model": "dep", "messages": [{"role": "user", "content": "hi"}]}),
    ),
    (
        (
            'new AudioClient("w-1", "sk-1").TranscribeAudio("/d/a.mp3", '
            'new AudioTranscriptionOptions { Language = "en" });'
        ),
        "POST",
        "https://api.openai.com/v1/audio/transcriptions",
        {**KEY, "content-type": "multipart/form-data"},
        {
            "kind": "multipart",
            "multipart": [
                {"name": "language", "value": "en"},
                {"name": "file", "filename": "a.mp3"},
                {"name": "model", "value": "w-1"},
            ],
        },
    ),
]


@pytest.mark.parametrize(("code", "method", "url", "headers", "body"), CASES)
def test_what_is_sent(code: str, method: str, url: str, headers: dict[str, str], body: dict[str, Any]) -> None:
    before = "var http = new HttpClient();\n" if "http." in code else ""
    assert requests(before + code) == [{"method": method, "url": url, "headers": headers, "body": body}]


def test_who_sends_and_its_settings() -> None:
    request = only(
        """
        var http = new HttpClient { BaseAddress = new Uri("https://h.example/v1/"), Timeout = TimeSpan.FromMinutes(2) };
        await http.GetAsync("a");
        """
    )
    assert (request.language, request.client) == ("csharp", "httpclient")
    assert request.options["timeout_s"].data == 120
    assert request.options["base_url"].data == "https://h.example/v1/"


def test_an_unknown_key_keeps_what_is_known() -> None:
    request = only(
        """
        var key = Environment.GetEnvironmentVariable("GW_KEY") ?? throw new Exception("no key");
        var root = Environment.GetEnvironmentVariable("GW_URL") ?? "https://h.example";
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        await http.GetAsync($"{root}/v1/models/{args[0]}?n=1");
        """
    )
    assert request.url.data == "https://h.example/v1/models/<unknown>?n=1"
    assert request.to_dict()["headers"] == {"authorization": "Bearer <unknown>"}


@pytest.mark.parametrize(("verb", "name"), [("Method.POST", "ModelName"), ("Method.Post", "modelName")])
def test_names_in_json_depend_on_the_version_of_restsharp(verb: str, name: str) -> None:
    code = f'var r = new RestRequest("https://h.example", {verb}); r.AddJsonBody(new {{ ModelName = 1 }});'
    assert only(code + "new RestClient().Execute(r);").to_dict()["body"]["json"] == {name: 1}


@pytest.mark.parametrize(("more", "name"), [("", "aBc"), (", new JsonSerializerOptions()", "ABc"), (", cancel", "aBc")])
def test_names_in_json_are_those_of_the_web_without_options(more: str, name: str) -> None:
    code = f'await new HttpClient().PostAsJsonAsync("https://h.example", new {{ ABc = 1 }}{more});'
    assert only(code).to_dict()["body"]["json"] == {name: 1}


def test_a_request_that_is_put_together_and_cut_off_before_it_is_sent() -> None:
    request = only(
        """
        var client = new RestClient("https://h.example");
        var request = new RestRequest("/a", Method.Post);
        request.AddHeader("X-A", "1");
        request.AddJsonBody(new { model = "m", messages = new[] { new { role = "us"""
    )
    assert request.url.data == "https://h.example/a"
    assert request.to_dict()["body"]["json"]["model"] == "m"
    assert not request.complete


def test_json_text_with_values_that_are_not_known_keeps_its_members() -> None:
    request = only(
        '''
        var body = $$"""{"model": "m", "n": {{count}}, "text": "a {{word}}"}""";
        await new HttpClient().PostAsync("https://h.example", new StringContent(body, null, "application/json"));
        '''
    )
    assert request.to_dict()["body"]["json"] == {"model": "m", "n": "<unknown>", "text": "a <unknown>"}


def test_json_in_a_verbatim_text_keeps_its_places() -> None:
    code = 'await new HttpClient().PostAsync("https://h.example", new StringContent(@"{""model"": ""m-1""}"));'
    value = only(code).body.value
    assert value is not None
    place = value.data["model"].span
    assert code[place.start : place.end] == '""m-1""'
