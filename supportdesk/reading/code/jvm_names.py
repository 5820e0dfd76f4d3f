"""How classes of the JVM's libraries are found: by their name behind any package that is known to be a library's.

A handler is known by its class ('HttpRequest.newBuilder', 'JSONObject'); the same class lies in several packages
(org.json, com.alibaba.fastjson2, cn.hutool.json), and snippets often leave their imports out.
"""

from __future__ import annotations

from supportdesk.reading.code.evaluate import Handler
from supportdesk.value import Value

PACKAGES = (
    "android", "cn.hutool", "com.alibaba", "com.fasterxml", "com.google", "com.mashape", "com.ning", "com.openai",
    "com.squareup", "java", "javax", "jakarta", "kong.unirest", "kotlin", "net.sf", "okhttp3", "org.apache",
    "org.asynchttpclient", "org.json", "org.jsoup", "org.springframework", "retrofit2", "tools.jackson", "io.ktor",
)  # fmt: skip
"""Packages, by how they begin, whose classes are looked for by their names."""

ROOTS = ("java", "javax", "org", "com", "cn", "kong", "okhttp3", "android")
"""First names of packages, for a class that is named with its whole path."""

GIVEN = frozenset(
    (
        "OkHttpClient", "ObjectMapper", "JsonMapper", "Gson", "RestTemplate", "WebClient", "RestClient", "HttpClient",
        "CloseableHttpClient", "AsyncHttpClient", "OpenAIClient", "AnthropicClient",
    )
)  # fmt: skip
"""Classes whose objects are handed in (injected): a variable of such a type that nothing sets holds a new one."""

FILES = frozenset(("File", "Path", "MultipartFile", "FileInputStream"))
"""Classes of files: a variable of such a type that nothing sets holds a file without a known name."""

_CONSTANTS = {
    "ALL": "*/*", "ALL_VALUE": "*/*", "JSON": "application/json",
    "FORM_URLENCODED": "application/x-www-form-urlencoded",
    "MULTIPART": "multipart/form-data", "XML": "application/xml",
}  # fmt: skip
_TYPE_CLASSES = ("MediaType", "ContentType", "MimeTypeUtils", "MimeTypes")
_HEADER_CLASSES = ("HttpHeaders", "Header", "HttpHeaderNames")
_ENDINGS = ("toString", "name", "getMimeType", "getValue", "value", "asHeaderName", "asString")
_TREES = ("APPLICATION", "MULTIPART", "TEXT", "IMAGE", "AUDIO", "VIDEO")


def class_path(path: str) -> str:
    """Return a dotted path without its package, '' where the package is none of a known library's."""
    parts = path.split(".")
    first = next((index for index, part in enumerate(parts) if part[:1].isupper()), None)
    if first is None or (first and not path.startswith(PACKAGES)):
        return ""
    return ".".join(parts[first:])


def constant_text(path: str) -> str | None:
    """Return the text of a library's constant (`HttpHeaders.CONTENT_TYPE`, `MediaType.APPLICATION_JSON`), or None."""
    parts = path.split(".")
    if len(parts) > 2 and parts[-1] in _ENDINGS:
        parts.pop()
    if len(parts) < 2:
        return None
    owner, name = parts[-2], parts[-1]
    if owner in _HEADER_CLASSES and name.isupper():
        return "-".join(word.capitalize() for word in name.split("_"))
    if owner in ("HttpMethod", "Method", "RequestMethod") and name.isupper():
        return name
    if owner in _TYPE_CLASSES and name.isupper():
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        tree, _, kind = name.removesuffix("_VALUE").removesuffix("_UTF8").partition("_")
        if tree in _TREES and kind:
            kind = kind.lower().replace("_", "-")
            return f"{tree.lower()}/{'x-www-form-urlencoded' if kind == 'form-urlencoded' else kind}"
    return {"StandardCharsets.UTF_8": "UTF-8", "Charsets.UTF_8": "UTF-8"}.get(f"{owner}.{name}")


class JvmLibrary(dict[str, Handler]):
    """Handlers by dotted path, or by the path without its package."""

    def get(self, path: str, default: Handler | None = None) -> Handler | None:  # type: ignore[override]  # one kind of key and value
        """Return the handler of a path, or `default`."""
        found = super().get(path)
        if found is None:
            found = super().get(class_path(path))
        if found is None:
            owner, _, last = path.rpartition(".")
            if last in _ENDINGS and owner.rpartition(".")[2].isupper():
                return _constant_handler(owner)
        return found if found is not None else default


def _constant_handler(path: str) -> Handler:
    """Return what `HttpMethod.POST.name()` or `ChatMessageRole.USER.value()` gives: the text of the constant."""
    text = constant_text(path) or path.rpartition(".")[2].lower()
    return lambda evaluator, _, node: Value("string", text, evaluator.span(node))
