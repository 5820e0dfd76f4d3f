"""Which language a program text is written in, where no fence says so: by words and signs that one has and others lack.

Shell commands, Python and raw HTTP are told apart before (detecting.py). A sign counts once for each of the first few
places at which it stands, by its weight; the language with the highest sum is taken.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy

HEAD = 20_000
"""Characters that are looked at."""
MOST_PLACES = 3
"""Places of one sign that count."""

SIGNS: dict[str, tuple[tuple[str, int], ...]] = {
    "python": (
        ("requests.", 4), ("httpx.", 5), ("aiohttp.", 6), ("urllib3.", 6), ("json={", 4), ("headers={", 4),
        ("data={", 3), ("files={", 3), ("params={", 3), ("json=", 2), ("headers=", 2), ("timeout=", 2), ("dict(", 3),
        ("async with ", 6), (" as c:", 4), (" as client:", 4), ("with ", 2), ("def ", 3), ("):\n", 3), ("True", 1),
        ("None", 1), ("f\"", 2), ("f'", 2), ("os.environ", 6), ("os.getenv", 6), ("print(", 2), ("elif ", 4),
        ("self.", 4), ("__init__", 6), ("import requests", 8), ("from openai import", 8), ("json.dumps(", 6),
        (".json()[", 4), ("asyncio.", 6), ("model=", 3), ("messages=", 4), ("base_url=", 4), ("api_key=", 4),
        ("lambda ", 2), (" in range(", 4), ("open(", 1), ("\nimport ", 1), ("b\"", 1),
    ),
    "php": (
        ("<?php", 9), ("curl_setopt", 6), ("curl_init", 5), ("$this->", 4), ("array(", 2), ("json_encode(", 4),
        ("<?=", 5), ("\n$", 2), ("->", 1), ("=> '", 1), ("=> \"", 1), ("new \\", 4), ("use Illuminate", 6),
        ("use GuzzleHttp", 6), ("getenv(", 1), ("echo $", 4), ("'] = ", 1), (" . $", 3), ("Http::", 2),
        ("stream_context_create", 6),
    ),
    "powershell": (
        ("Invoke-", 6), ("ConvertTo-Json", 6), ("ConvertFrom-Json", 6), ("$env:", 5), ("@{", 4), ("New-Object", 5),
        ("Write-Host", 5), ("Write-Output", 5), ("[System.", 3), ("curl.exe", 5), ("-Method ", 3), ("-Headers ", 3),
        ("irm ", 3), ("iwr ", 3), ("Get-Content", 4), ("Out-File", 4), ("\"@", 2), ("param(", 2),
        ("]::new(", 9), ("]::", 5), (" -eq ", 4), ("-ContentType ", 5), ("-Body ", 3), ("PS C:\\", 8), ("@(", 1),
    ),
    "batch": (
        ("@echo off", 9), ("^\n", 3), ("^\r\n", 3), ("set \"", 2), ("%~", 3), ("^\"", 4), ("^%^", 4), ("setlocal", 6),
        ("C:\\", 1), ("rem ", 1),
    ),
    "go": (
        ("package main", 9), ("http.NewRequest", 8), (":= ", 4), ("func main()", 5), ("fmt.", 3),
        ("if err != nil", 7), ("json:\"", 4), ("defer ", 4), ("io.ReadAll", 5), ("[]byte(", 5), ("map[string]", 6),
        ("\nfunc ", 3), ("chan ", 2), ("interface{}", 5), ("struct {", 2), ("nil", 1), ("os.Getenv(", 4),
        ("&http.", 5), ("context.Background()", 5), ("openai.F(", 5), ("option.With", 4), ("*http.", 4),
    ),
    "kotlin": (
        ("\nval ", 4), ("    val ", 3), ("\nfun ", 4), ("as HttpURLConnection", 6), ("= OkHttpClient(", 6),
        ("= Request.Builder()", 6), (" = URL(", 5), ("= HttpRequest.new", 3), ("= HttpClient.new", 3), ("(it.", 3),
        ("{ it.", 3), ("object ", 1), ("val ", 3), ("fun ", 4), (".toRequestBody(", 8), (".toMediaType", 7),
        ("println(", 1), ("\"\"\".trim", 6), ("listOf(", 4), ("mapOf(", 4), (" to \"", 3), ("?: ", 2),
        ("import okhttp3.", 2), ("data class", 6), ("suspend ", 6), ("runBlocking", 6), ("var ", 1), (".apply {", 5),
        ("object : ", 4), ("JSONObject()", 1), ("override fun", 6), ("private val", 6), ("!!", 1),
        ("import io.ktor", 9), ("HttpClient(CIO)", 8), ("setBody(", 3),
    ),
    "csharp": (
        ("using System", 8), ("HttpRequestMessage", 6), ("new HttpClient", 6), ("RestClient(", 6),
        ("RestRequest(", 6), ("StringContent(", 6), ("PostAsync(", 4), ("SendAsync(", 3), ("PostAsJsonAsync", 6),
        ("namespace ", 4), ("Console.", 5), ("async Task", 6), ("HttpMethod.", 3), ("Dictionary<", 4), ("$\"", 2),
        ("@\"", 2), ("var ", 1), ("string ", 2), ("JsonConvert.", 6), ("JsonSerializer.", 6), ("{ get; set; }", 7),
        ("Environment.GetEnvironmentVariable", 7), ("DefaultRequestHeaders", 7), ("new ApiKeyCredential", 8),
        ("ExecuteAsync(", 4), ("Headers.Add(", 3), ("MediaTypeHeaderValue", 6), ("\"\"\"", 1), ("ChatClient ", 4),
        ("HttpWebRequest", 6), ("new()", 2), ("Encoding.UTF8", 5), ("using var ", 6),
    ),
    "java": (
        ("public class", 5), ("import java", 4), (";\n", 1), ("String ", 4), ("new OkHttpClient", 4),
        (".newBuilder()", 4), ("Unirest.", 5), ("System.out.print", 7), ("public static void", 7), ("throws ", 4),
        ("new Request.Builder", 4), ("HttpResponse<", 7), ("HttpURLConnection", 6), ("new HashMap", 6),
        ("Map<String", 6), ("JSONObject ", 4), ("@Override", 5), ("final ", 1), ("Jsoup.", 7), ("HttpRequest ", 4),
        ("RequestBody ", 4), ("MediaType ", 4), ("HttpHeaders ", 4), ("private final", 4), ("HttpRequest.post(", 3),
        ("URL url", 4), ("byte[] ", 4), ("Response response", 3), ("client.prepare", 5), ("AsyncHttpClient", 7),
        ("new Http", 1), ("ObjectMapper", 5), ("StringBuilder", 4), ("private String", 5), ("import okhttp3.", 2),
        ("import org.", 3), ("import com.", 3), ("Map.of(", 4), ("List.of(", 3), ("RestTemplate", 6),
        ("HttpUtil.", 5), ("System.getenv(", 2),
    ),
    "typescript": (
        (": string", 4), (": number", 3), (": Promise<", 6), ("interface ", 4), (" as const", 5), (": any", 4),
        ("import type", 6), ("private readonly", 6), ("Record<string", 6), ("Promise<", 3), (" as string", 5),
        ("?: string", 5), ("readonly ", 2), ("export interface", 4), ("enum ", 1), (": Array<", 4), ("!,", 1),
        ("<T>", 3), ("process.env.", 2), ("new OpenAI(", 2), ("await ", 1), ("const ", 2), ("let ", 1),
    ),
    "javascript": (
        ("const ", 3), ("let ", 2), ("fetch(", 4), ("axios", 5), ("require(", 4), ("XMLHttpRequest", 7),
        ("$.ajax", 7), (" => {", 4), ("=> ", 1), ("var ", 2), ("JSON.stringify", 6), ("console.log", 6),
        ("function", 1), ("await ", 2), ("async ", 1), ("module.exports", 6), ("import ", 1), ("from '", 2),
        ("from \"", 2), ("process.env", 5), ("new OpenAI(", 5), ("new Anthropic(", 5), ("wx.request(", 7),
        ("Promise", 3), (".then(", 4), ("undefined", 2), ("new FormData", 4), ("URLSearchParams", 5), ("jQuery", 5),
        ("document.", 3), ("setInterval(", 4), ("setTimeout(", 4), ("===", 3), ("superagent", 5), ("unirest", 3),
        ("`${", 2), ("${", 1), ("got(", 2), ("https.request", 6), ("uni.request(", 6), ("ky.", 3), ("got.", 3),
        ("xhr.", 5),
    ),
    "elixir": (
        ("HTTPoison", 9), ("defmodule ", 8), ("Req.post", 5), ("Jason.encode", 7), ("|>", 3), ("~s", 2), ("~S", 2),
        (" do\n", 2),
    ),
    "perl": (
        ("use LWP", 9), ("use strict;", 8), ("my $", 6), ("HTTP::Request", 7), ("qw(", 4), ("->new", 2),
        ("encode_json", 5), ("LWP::", 6), ("$ua", 4), ("use JSON", 6), ("qq{", 4), ("LWP::", 6), ("$ua", 4),
        ("use JSON", 6), ("qq{", 4),
    ),
    "clojure": (
        ("(require '", 8), ("(client/", 8), ("(ns ", 8), ("clj-http", 8), ("{:", 3), ("(def ", 5), ("(let [", 5),
    ),
    "ocaml": (
        ("Cohttp", 9), ("Uri.of_string", 8), ("let open", 6), (">>= fun", 8), ("Lwt", 5), ("|> Lwt", 6), ("in\n", 1),
    ),
    "swift": (
        ("import Foundation", 8), ("URLRequest(", 8), ("NSMutableURLRequest(url", 8), ("URLSession.shared", 8),
        ("guard let", 6), ("as! ", 3), ("[String: Any]", 7), ("let ", 1), ("var ", 1), ("forHTTPHeaderField", 3),
        ("JSONSerialization", 4), ("try!", 3),
    ),
    "c": (
        ("#import <", 9), ("@interface", 7), ("#include", 9), ("curl_easy_setopt(", 9), ("NSMutableURLRequest", 6),
        ("NSURL", 4), ("@{ @\"", 8), ("@\"", 2), ("int main(", 6), ("NSData", 5), ("NULL", 3), ("char *", 4),
        ("[[", 2), ("CURL *", 6), ("std::", 8),
    ),
    "matlab": (
        ("matlab.net", 9), ("webwrite(", 9), ("webread(", 9), ("HeaderField(", 8), ("weboptions(", 8), ("disp(", 2),
    ),
    "r": (
        ("library(httr", 9), ("httr::", 9), ("library(", 6), ("<- c(", 6), ("<- ", 4), ("add_headers(", 7),
        ("req_", 4), ("list(", 1),
    ),
    "julia": (
        ("using HTTP", 9), ("HTTP.request(", 9), ("HTTP.post(", 9), ("using JSON", 7), ("println(", 1), ("Dict(", 5),
    ),
    "lua": (
        ("require(\"socket", 9), ("ltn12", 8), ("local http", 9), ("local ", 4), ("require \"", 4), (" then\n", 2),
        ("end\n", 1),
    ),
    "rust": (
        ("?;", 5), (")?\n", 4), ("multipart::", 6), ("header::", 5),
        ("reqwest", 9), ("fn main()", 7), ("let mut ", 6), ("use serde_json", 9), ("::new()", 3), (".await?", 8),
        ("async fn", 6), ("json!(", 6), ("use std::", 8), ("println!(", 8), ("&str", 5), (".unwrap()", 6),
        ("#[tokio", 8), ("Ok(())", 6), ("Result<", 2), ("r#\"", 4),
    ),
    "dart": (
        ("package:http", 9), ("package:dio", 9), ("void main() async", 8), ("Dio()", 7), ("http.Request(", 8),
        ("Uri.parse(", 7), ("jsonEncode(", 6), ("json.encode(", 4), ("print(", 1), ("import 'dart:", 9),
        ("import 'package:", 9), ("var ", 1), ("final ", 2),
    ),
    "ruby": (
        ("require 'net", 9), ("require \"", 4), ("require '", 4), ("Net::HTTP", 8), ("Faraday", 7), ("HTTParty", 8),
        ("puts ", 5), ("URI(", 5), ("URI.parse", 4), (" do |", 6), ("end\n", 2), ("=> \"", 1), (".to_json", 6),
        ("JSON.dump", 5), ("request[\"", 4), ("request['", 4), (" => '", 1), ("ENV[", 5), ("def ", 2),
        ("::Client", 4),
    ),
}  # fmt: skip
"""Language → signs with their weights. What is not here (and what none of these is told of) is read as JavaScript."""

_TYPED = lazy(
    r"\b(?:const|let|var|private|public|readonly|static) {1,4}[\w$]{1,60}\??: {0,4}[A-Za-z{\[]"
    r"|[(,] {0,4}[\w$]{1,60}\??: {0,4}(?:string|number|boolean|any|unknown|[A-Z]\w{0,60})(?:\[\])? {0,4}[,)=]"
    r"|\) {0,4}: {0,4}(?:Promise|string|number|boolean|void|[A-Z]\w{0,60})\b|\bas (?:const\b|[A-Z]\w|\{)"
    r"|^ {0,8}(?:export )?(?:interface|type|enum|declare|abstract) [A-Z]|\w<[A-Z]\w{0,60}>\(|^import type ",
    re.MULTILINE,
)
"""Type annotations, which only TypeScript has; its grammar reads plain JavaScript as well."""


def tell(text: str) -> str:
    """Return the language that a program text is most likely written in; 'javascript' where nothing tells."""
    head = text[:HEAD]
    best, most = "javascript", 0
    for name, signs in SIGNS.items():
        total = sum(weight * min(head.count(sign), MOST_PLACES) for sign, weight in signs if sign in head)
        if total > most:
            best, most = name, total
    return "typescript" if best == "javascript" and _TYPED.search(head) else best
