"""How the program languages that have no reader of their own write comments and strings: a table, and a sniff.

Sources are the languages' reference manuals, chapter on lexical structure; a language that is missing is read as `C`.
"""

from __future__ import annotations

from typing import NamedTuple


class Dialect(NamedTuple):
    """Comments and strings of a group of languages.

    `single` and `backtick` say what those quotes mean: full (escapes as in double quotes), bare (only the quote and
    the backslash are escaped), doubled (a doubled quote is one), char, raw, template, name or none. `fills` are the
    openings of interpolation in double quotes; `escape` is the escape sign there; `dot` says that `.` joins strings;
    `adjacent` that strings side by side are one.
    """

    line: tuple[str, ...] = ("//",)
    block: tuple[tuple[str, str], ...] = (("/*", "*/"),)
    single: str = "full"
    backtick: str = "template"
    fills: tuple[str, ...] = ()
    escape: str = "\\"
    dot: bool = False
    adjacent: bool = False


_HASH = ("#",)
DIALECTS: dict[str, Dialect] = {
    "c": Dialect(single="char", backtick="none", adjacent=True),
    "javascript": Dialect(),
    "go": Dialect(single="char", backtick="raw"),
    "java": Dialect(single="char", backtick="none"),
    "csharp": Dialect(single="char", backtick="none"),
    "rust": Dialect(single="char", backtick="none"),
    "swift": Dialect(single="none", backtick="name", fills=("\\(",)),
    "kotlin": Dialect(single="char", backtick="name", fills=("${", "$")),
    "dart": Dialect(single="filled", backtick="none", fills=("${", "$")),
    "php": Dialect(("//", "#"), single="bare", backtick="none", fills=("{$", "${", "$"), dot=True),
    "ruby": Dialect(_HASH, (("=begin", "=end"),), "bare", "none", ("#{",)),
    "perl": Dialect(_HASH, (), "bare", "none", ("${", "$", "@"), dot=True),
    "elixir": Dialect(_HASH, (), "full", "none", ("#{",)),
    "r": Dialect(_HASH, (), "full", "name"),
    "julia": Dialect(_HASH, (("#=", "=#"),), "char", "none", ("$(", "$")),
    "lua": Dialect(("--",), (("--[[", "]]"),), "full", "none"),
    "powershell": Dialect(_HASH, (("<#", "#>"),), "doubled", "none", ("$(", "${", "$"), "`"),
    "clojure": Dialect((";",), (), "none", "none"),
    "ocaml": Dialect((), (("(*", "*)"),), "char", "none"),
    "matlab": Dialect(("%",), (("%{", "%}"),), "doubled", "none", (), ""),
    "python": Dialect(_HASH, (), "full", "none"),
}
"""Name of a language (or of one that writes like it) → its strings and comments."""

_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("php", ("<?php", "curl_setopt($", "$client->", "$request->")),
    ("powershell", ("Invoke-RestMethod", "Invoke-WebRequest", "ConvertTo-Json", "Invoke-Webrequest")),
    ("elixir", ("HTTPoison", "defmodule ", "Req.post", "Jason.encode")),
    ("perl", ("use LWP", "use strict;", "my $", "HTTP::Request->")),
    ("clojure", ("(require '", "(client/", "(ns ", "clj-http")),
    ("ocaml", ("Cohttp", "Uri.of_string")),
    ("swift", ("import Foundation\n", "URLRequest(", "NSMutableURLRequest(url", "URLSession.shared")),
    ("c", ("#import <Foundation", "@interface", "#include", "curl_easy_setopt(", "NSMutableURLRequest", "NSURL")),
    ("matlab", ("matlab.net", "webwrite(", "webread(", "HeaderField(")),
    ("r", ("library(httr", "httr::", "library(RCurl)", "library(", "<- c(")),
    ("julia", ("using HTTP", "HTTP.request(", "HTTP.post(")),
    ("lua", ('require("socket', "ltn12", "local http")),
    ("go", ("package main", "http.NewRequest(", ":= ", "func main()")),
    ("rust", ("reqwest", "fn main()", "let mut ", "use serde_json")),
    ("dart", ("package:http", "package:dio", "void main() async", "Dio()", "http.Request(")),
    ("kotlin", ("fun main", "val client", "val request", ".toRequestBody(", "val ")),
    ("csharp", ("using System", "HttpClient()", "HttpRequestMessage", "RestClient(", "RestRequest(",
                "Dictionary<", "AsJsonAsync(", "StringContent(", "PostAsync(", "SendAsync(")),
    ("ruby", ("require 'net", 'require "http', "Net::HTTP", "Faraday", "HTTParty", "require 'uri", "puts ")),
    ("javascript", ("const ", "let ", "fetch(", "axios", "require(", "XMLHttpRequest", "$.ajax", "=> {", "var ")),
    ("java", ("public class", "import java", "HttpRequest", "OkHttpClient", "Unirest", "new ", "String ")),
)  # fmt: skip


def sniff(text: str) -> str:
    """Return the key of DIALECTS that the text is most likely written in."""
    head = text[:20_000]
    for name, signs in _SIGNS:
        if any(sign in head for sign in signs):
            return name
    return "javascript"
