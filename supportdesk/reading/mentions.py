"""What texts mention by the way: the model that an error names, literals of program text that nobody read."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.view import View

LIMIT = 100_000
"""Characters of one text that are looked at."""

_GROUP = lazy(r"\bReceived Model Group=([A-Za-z][\w.\-/:@]{1,80})")
"""The model that was asked for, as LiteLLM's router writes it behind every error (docs.litellm.ai, exceptions)."""
_MODEL = lazy(
    r"\b[Mm]odel(?: name| id)?[:：]?\s?[`'\"“]([A-Za-z][\w.\-/:@ ]{1,80})[`'\"”]"
    r"|\b(?:[Mm]odels?(?:[:/=]\s?| ))(?=[\w.\-/:@]{0,80}[\d\-])([A-Za-z][\w.\-/:@]{2,80})(?<![.:])"
    r"|[`'\"‘“](?=[\w.\-/:@]{0,80}[\d\-])([A-Za-z][\w.\-/:@]{2,80})[`'\"’”] model\b"
    r"|\bfor model ([A-Za-z][\w.\-/:@]{0,80}) under group\b"
    r"|模型[:：]?\s?[`'\"「“]?([A-Za-z][\w.\-/:@]{2,80})(?<![.:])"
    r"|\b[Ee]rror from provider\([\w.\-]{1,60},([\w.\-/:@]{2,80}):\s[0-9]{3}\)"
    r"|\b[Ss]izes for ([a-z][\w.\-]{1,40}/?[\w.\-]{2,40}) are\b"
)
_UNFIT = lazy(
    r"(?<![\w.\-/])(?=[a-z][\w.\-/]{0,60}\d)([a-z][\w.\-/]{2,80})[`'\"”]? "
    r"(?:is not supported in the v1/|does not support (?:chat|embeddings|image|video|generate)|is not a chat model)"
)
"""A model that does not go with an interface, named without a sign or a word that says that it is one."""
_METHOD = lazy(r":(?:predict|[a-z]{2,20}[A-Z][A-Za-z]{2,30})\b")
_CODE_MODEL = lazy(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,20}_){0,3}model(?:_?name|_?id|_version)?[\"']?\s{0,12}(?:[:=(]|=>|"
    r":=)\s{0,12}f?[\"'`]([A-Za-z][\w.\-/:@]{1,80})[\"'`]",
    re.IGNORECASE,
)
_CODE_NAMED = lazy(
    r"\b(?:openai|azure|anthropic|google|googleAI|vertex|vertexAI|xai|mistral|groq|deepseek|openrouter|bedrock|cohere|"
    r"fal|replicate|gateway|provider|createOpenAI\([^()]{0,200}\)|models)"
    r"(?:\.(?:chat|responses|completion|image|imageModel|video|speech|transcription|embedding|textEmbeddingModel|"
    r"languageModel|chatModel|model|generate\w{4,12}))?\(\s{0,12}[\"'`](?=[\w.\-/:@]{0,80}[\d\-])([A-Za-z][\w.\-/:@]{2,80})[\"'`]"
)
"""How the AI SDK and Genkit choose a model, and how Google's SDKs take it before anything else."""
_CODE_URL = lazy(
    r"\b(?:base_?url|api_?base|azure_?endpoint|endpoint|openai_api_base|openai_base_url|"
    r"basepath)[\"']?\s{0,3}(?:[:=(]|=>)\s{0,3}"
    r"[\"'`](https?://[^\s\"'`<>]{3,300})[\"'`]",
    re.IGNORECASE,
)


_CODE_HOST = lazy(
    r"(?:^|[\s{(,\"'])\w{0,20}(?:url|host|server)[\"']?\s{0,3}[:=]\s{0,3}"
    r"[\"'`](https?://[^\s\"'`<>/]{3,100}(?:/(?:v[0-9]\w{0,8}|api|openai|compatible-mode)){0,3}/?)[\"'`]",
    re.IGNORECASE | re.MULTILINE,
)
"""An address with no path but that of an interface: a service's, not that of a picture."""
_SET_URL = lazy(
    r"\b(?!HTTPS?_PROXY|ALL_PROXY)[A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){0,4}_"
    r"(?:BASE_URL|API_BASE|PROXY_URL|API_URL|API_HOST|BASE_PATH|ENDPOINT)=[\"']?(https?://[^\s\"'`<>\\]{3,300})"
)
"""An address given to a program in its environment: `docker run -e OPENAI_PROXY_URL=https://…`."""


_NAMED = r"[`'\"‘“「]{1,2}(?P<{0}>[A-Za-z_][\w.\-\[\]]{0,80})[`'\"’”」]{1,2}"
_BARE = r"(?P<{0}>[A-Za-z_]\w{0,60}(?:[._\[]\w[\w.\[\]]{0,60}){0,1})"
_KIND = r"(?:parameters?|arguments?|fields?|propert(?:y|ies)|keys?|inputs?|params?)"
_PARAMETER = lazy(
    rf"\b(?:unsupported|unknown|unrecognized|unexpected|missing|invalid|unpermitted|extra)"
    rf"(?: required)?(?: (?:value|type)(?: for)?)?"
    rf"(?: request| body| keyword| input)?(?: {_KIND})?(?: supplied)?\s?[:：]?\s?{_NAMED.replace('{0}', 'a')}"
    rf"|\b(?:missing|unknown|unsupported|invalid|unrecognized)(?: required)?(?: request| body)? {_KIND}\s?[:：]\s?"
    rf"{_BARE.replace('{0}', 'b')}(?=[\s.,;)。，]|$)"
    rf"|\b{_KIND}\s?[:：]?\s?{_NAMED.replace('{0}', 'c')} (?:is|was|are|must|should|cannot|not|has to|specified)\b"
    rf"|\b(?:in|of|for) (?:the )?{_NAMED.replace('{0}', 'g')} {_KIND}\b"
    rf"|(?<!model ){_NAMED.replace('{0}', 'd')}"
    rf" (?:is (?:a )?(?:required|not supported|invalid|missing|too)|must be|is not one of)"
    rf"|(?:参数|字段|必填项)\s?[:：]?\s?[`'\"“「]?{_BARE.replace('{0}', 'e')}[`'\"”」]?"
    rf"\s?(?:不能|不支持|无效|错误|缺失|为空|必填|必须|不合法|超出|取值|未)"
    rf"|(?:缺少|未提供|不支持|无效的?)(?:必填|必要|请求)?(?:参数|字段)\s?[:：]?\s?"
    rf"[`'\"“「]?{_BARE.replace('{0}', 'f')}",
    re.IGNORECASE,
)


def read_named_parameter(view: View, start: int, end: int) -> list[Reading]:
    """Return the parameter that an error's sentence names as the wrong or missing one; nothing where it names none."""
    match = _PARAMETER.search(view.text, start, min(end, start + LIMIT))
    if match is None or match.lastgroup is None:
        return []
    return [Reading("error_param", match[match.lastgroup], view.span(*match.span(match.lastgroup)))]


def read_named_model(view: View, start: int, end: int) -> list[Reading]:
    """Return the model that an error text names, as it writes it; nothing where it names none."""
    stop = min(end, start + LIMIT)
    match = _GROUP.search(view.text, start, stop) or _MODEL.search(view.text, start, stop)
    if match is None and (
        view.text.find(" not support", start, stop) >= 0 or view.text.find("not a chat", start, stop) >= 0
    ):
        match = _UNFIT.search(view.text, start, stop)
    if match is None or match.lastindex is None:
        return []
    start, end = match.span(match.lastindex)
    method = _METHOD.search(view.text, start, end)
    end = method.start() if method is not None else end
    if view.text[start:end] in ("undefined", "null", "None"):
        return []
    if view.text.startswith("models/", start, end):  # Gemini's resource names; the model is what follows
        start += len("models/")
    return [Reading("model", view.text[start:end], view.span(start, end))]


def read_group(view: View, start: int, end: int) -> list[Reading]:
    """Return the model that LiteLLM's router says was asked for."""
    match = _GROUP.search(view.text, start, min(end, start + LIMIT)) if "Received Model" in view.text else None
    return [] if match is None else [Reading("model", match[1], view.span(*match.span(1)))]


def read_literals(view: View, start: int, end: int) -> list[Reading]:
    """Return model and base_url of literals in program text of which no request was read; each once."""
    readings: list[Reading] = []
    patterns = (_CODE_MODEL, _CODE_NAMED), (_CODE_URL, _CODE_HOST, _SET_URL)
    for fact, pattern in [
        (fact, one) for fact, many in zip(("model", "base_url"), patterns, strict=True) for one in many
    ]:
        if any(item.fact == fact for item in readings):
            continue
        match = pattern.search(view.text, start, min(end, start + LIMIT))
        if match is not None:
            readings.append(Reading(fact, match[1], view.span(*match.span(1))))
    return readings


def keep_asked_models(pieces: list[Piece]) -> list[Piece]:
    """Drop models that only answers and errors name where the ticket says which one was asked for.

    `model` is the one that the caller named; what answered may have been mapped to another.
    """
    asked = any(piece.kind in ("request", "body") for piece in pieces)
    stated = asked or any(
        piece.first("model") is not None for piece in pieces if piece.kind not in ("error", "exception", "prose")
    )
    for piece in pieces:
        synchronous = piece.kind in ("answer", "stream") and piece.first("task_id") is None
        if (synchronous and asked) or (piece.kind in ("error", "exception") and stated):
            piece.readings = [item for item in piece.readings if item.fact != "model"]
    return pieces
