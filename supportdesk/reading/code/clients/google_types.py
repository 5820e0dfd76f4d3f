"""The types of the google-genai SDK, and what `contents` and `config` of a call become in its body.

https://googleapis.github.io/python-genai/; a type of the SDK is an object with the names that the API uses.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.things import Arguments, Closure, Container, Reference, Unclear, spans_of
from supportdesk.value import UNKNOWN, Value

SDK = "google-genai"
ROOT = "google.genai.types"
DEPTH_LIMIT = 40
"""Levels of objects whose names are changed."""

_KEPT = frozenset(
    (
        "parameters", "properties", "responseSchema", "responseJsonSchema", "parametersJsonSchema", "response", "args",
        "labels", "headers", "extraBody", "partMetadata", "defs",
    )
)  # fmt: skip
"""Members whose own members have the program's names: schemas, arguments of functions, headers."""

_TYPES = (
    "ApiKeyConfig", "AudioTranscriptionConfig", "AutomaticFunctionCallingConfig", "Blob", "CodeExecutionResult",
    "ComputerUse", "Content", "CountTokensConfig", "CreateCachedContentConfig", "EmbedContentConfig", "ExecutableCode",
    "FileData", "FileSearch", "FunctionCall", "FunctionCallingConfig", "FunctionDeclaration", "FunctionResponse",
    "GenerateContentConfig", "GenerateImagesConfig", "GenerateVideosConfig", "GenerateVideosOperation",
    "GenerateVideosSource", "GenerationConfig", "GoogleMaps", "GoogleSearch", "GoogleSearchRetrieval",
    "DynamicRetrievalConfig", "HttpOptions", "HttpRetryOptions", "Image", "ImageConfig", "Interval", "LatLng",
    "ListModelsConfig", "MultiSpeakerVoiceConfig", "Part", "PrebuiltVoiceConfig", "RetrievalConfig", "SafetySetting",
    "Schema", "SpeakerVoiceConfig", "SpeechConfig", "ThinkingConfig", "Tool", "ToolCodeExecution", "ToolConfig",
    "UrlContext", "Video", "VideoGenerationReferenceImage", "VideoMetadata", "VoiceConfig",
)  # fmt: skip


LOCAL = ("httpOptions", "automaticFunctionCalling", "shouldReturnHttpResponse")
"""Settings of a call that are not sent in its body."""
_IMAGE_PARAMETERS = {
    "numberOfImages": "sampleCount", "safetyFilterLevel": "safetySetting", "imageSize": "sampleImageSize",
    "numberOfVideos": "sampleCount",
}  # fmt: skip
_OUTPUT = {"outputMimeType": "mimeType", "outputCompressionQuality": "compressionQuality"}
_IMAGE = {"imageBytes": "bytesBase64Encoded"}
_VIDEO = {"videoBytes": "encodedVideo", "mimeType": "encoding"}


def camel(name: str) -> str:
    """Return a name of Python's as the API writes it."""
    first, *others = name.split("_") if not name.startswith("_") else [name]
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def renamed(
    value: Value, *, keeps: bool = False, level: int = 0, done: dict[tuple[int, bool], Value] | None = None
) -> Value:
    """Return a value with the API's names in it, None left out; `keeps` leaves the names as they are.

    `done` holds what was renamed before, so that a structure that holds or doubles itself ends.
    """
    if isinstance(value, Reference):
        steps = value.path.removesuffix(".value").removeprefix(ROOT + ".").split(".")
        named = len(steps) == 2 and value.path.startswith(ROOT) and steps[1].isupper()
        return Value("string", steps[1], value.span) if named else value
    if value.kind not in ("object", "array") or level > DEPTH_LIMIT:
        return value
    done = {} if done is None else done
    before = done.get((id(value), keeps))
    if before is not None:
        return before
    made = done[id(value), keeps] = Container(value.kind, [], value.span, is_open=value.is_open)
    made.parts = value.parts
    if value.kind == "array":
        made.data = [renamed(item, keeps=keeps, level=level + 1, done=done) for item in value.data]
        return made
    made.data = {}
    for name, item in value.data.items():
        own = name if keeps else camel(name)
        if item.kind != "null" or keeps:
            made.data[own] = renamed(item, keeps=keeps or own in _KEPT, level=level + 1, done=done)
            if name in value.keys:
                made.keys[own] = value.keys[name]
    return made


def fresh(evaluator: Evaluator, members: dict[str, Value | None]) -> Container:
    """Return an object of the members that are given."""
    given = {name: value for name, value in members.items() if value is not None and value.kind != "null"}
    return Container("object", given, born=evaluator.branch)


def _object(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`types.Tool(google_search=…)`: an object of its arguments."""
    written = Container("object", dict(arguments.named), evaluator.span(node), is_open=arguments.is_open)
    written.keys = {name: place for name, place in arguments.name_spans.items() if name in written.data}
    made = renamed(written)
    if isinstance(made, Container):
        made.born = evaluator.branch
    return made


def _part_of(name: str, *arguments_of: str) -> Handler:
    """`Part.from_uri(…)` and its like: an object in a member of the part."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del node
        members = {camel(own): arguments.get(position, own) for position, own in enumerate(arguments_of)}
        if "data" in members:
            members["data"] = _bytes(members["data"])
        inner = renamed(fresh(evaluator, members))
        return fresh(evaluator, {name: inner})

    return _handler


def _bytes(value: Value | None) -> Value:
    """Return bytes as they are sent, in Base64: not known."""
    return Unclear(None, spans_of(value))


def _text_part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Part.from_text(text=…)`."""
    return fresh(evaluator, {"text": arguments.get(0, "text") or Unclear(evaluator.span(node))})


def _blob(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`types.Blob(data=…, mime_type=…)`."""
    if "data" in arguments.named:
        arguments.named["data"] = _bytes(arguments.named["data"])
    return _object(evaluator, arguments, node)


def _media(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`types.Image(image_bytes=…)`, `types.Video(video_bytes=…)`."""
    for name in ("image_bytes", "video_bytes"):
        if name in arguments.named:
            arguments.named[name] = _bytes(arguments.named[name])
    return _object(evaluator, arguments, node)


def _media_file(name: str) -> Handler:
    """`types.Image.from_file(location=…, mime_type=…)`: its type is told by the file's name."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        import mimetypes

        place, kind = arguments.get(0, "location"), arguments.get(1, "mime_type")
        if kind is None and place is not None:
            guessed = mimetypes.guess_type(str(place.data))[0] if place.known else None
            kind = Value("string", guessed, added_by=SDK) if guessed else Unclear(evaluator.span(node))
        return fresh(evaluator, {name: _bytes(place), "mimeType": kind})

    return _handler


def _content_of(role: str) -> Handler:
    """`types.UserContent(parts)`, `types.ModelContent(parts)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        parts = arguments.get(0, "parts") or Unclear(evaluator.span(node))
        return content(evaluator, parts, role)

    return _handler


def part(evaluator: Evaluator, value: Value) -> Value:
    """Return one part: a text as an object."""
    return fresh(evaluator, {"text": value}) if value.kind == "string" else renamed_reference(value)


def renamed_reference(value: Value) -> Value:
    """Return a value, a member of an enumeration as its text."""
    return renamed(value) if isinstance(value, Reference) else value


def content(evaluator: Evaluator, value: Value, role: str = "user") -> Value:
    """Return the content that a text, a part or a list of them is; a content is itself."""
    if value.kind == "object" and (not value.data or "parts" in value.data or "role" in value.data):
        return value
    items = value.data if value.kind == "array" else [value]
    parts = Container("array", [part(evaluator, item) for item in items], value.span if value.kind == "array" else None)
    parts.is_open = value.kind == "array" and value.is_open
    if any(item.kind == "object" and "functionCall" in item.data for item in items):
        role = "model"
    return fresh(evaluator, {"parts": parts, "role": Value("string", role, added_by=SDK)})


def contents(evaluator: Evaluator, value: Value) -> Value:
    """Return the list of contents that `contents` of a call is: a run of texts and parts is one content."""
    if value.kind == "unknown" and not isinstance(value, Reference):
        return value
    if value.kind != "array":
        return Container("array", [content(evaluator, value)])
    made = Container("array", [], value.span, is_open=value.is_open)
    run: list[Value] = []
    for item in value.data:
        whole = item.kind == "array" or (item.kind == "object" and ("parts" in item.data or "role" in item.data))
        whole = whole or (isinstance(item, Unclear) and item.path[-1:] == ("content",))
        calls = item.kind == "object" and "functionCall" in item.data
        if run and (whole or calls != (run[-1].kind == "object" and "functionCall" in run[-1].data)):
            made.data.append(content(evaluator, Container("array", run)))
            run = []
        if whole:
            made.data.append(item if item.kind == "unknown" else content(evaluator, item))
        else:
            run.append(item)
    if run:
        made.data.append(content(evaluator, Container("array", run, is_open=value.is_open)))
    return made


def tools(evaluator: Evaluator, value: Value) -> Value:
    """Return the tools: all declared functions, and those of the program, are in one tool behind the others."""
    if value.kind != "array":
        return value
    made = Container("array", [], value.span, is_open=value.is_open)
    declared: list[Value] = []
    for tool in value.data:
        if isinstance(tool, Closure):
            name = Value("string", tool.function.name, added_by=SDK)
            function = fresh(evaluator, {"name": name, "description": Unclear(), "parameters": Unclear()})
            declared.append(function)
            continue
        listed = tool.data.get("functionDeclarations") if tool.kind == "object" else None
        if listed is None or listed.kind != "array":
            made.data.append(tool)
            continue
        declared.extend(listed.data)
        rest = {name: item for name, item in tool.data.items() if name != "functionDeclarations"}
        if rest:
            made.data.append(Container("object", rest))
    if declared:
        made.data.append(fresh(evaluator, {"functionDeclarations": Container("array", declared)}))
    return made


def speech(evaluator: Evaluator, value: Value) -> Value:
    """Return a setting of the voice; a text is a voice's name."""
    if value.kind != "string":
        return value
    voice = fresh(evaluator, {"prebuiltVoiceConfig": fresh(evaluator, {"voiceName": value})})
    return fresh(evaluator, {"voiceConfig": voice})


def keep_place(body: Value, arguments: Arguments, name: str) -> None:
    """Note where the name of an argument stands that becomes a member of the body."""
    if name in arguments.name_spans:
        body.keys[name] = arguments.name_spans[name]


def predicted(evaluator: Evaluator, arguments: Arguments, config: Value | None) -> Container:
    """Return the body of `generate_images` and `generate_videos`."""
    source = renamed(arguments.named.get("source") or Value("null", None))
    one = fresh(evaluator, dict(source.data) if source.kind == "object" else {})
    one.is_open = source.kind == "unknown"
    for name in ("prompt", "image", "video"):
        value = arguments.named.get(name)
        if value is not None and value.kind != "null":
            one.data[name] = renamed(value)
            keep_place(one, arguments, name)
    body = fresh(evaluator, {"instances": Container("array", [one])})
    if config is not None:
        parameters = Container("object", {}, is_open=config.is_open)
        output: dict[str, Value | None] = {}
        for name, value in config.data.items():
            if name in ("lastFrame", "referenceImages"):
                one.data[name] = value
            elif name in _OUTPUT:
                output[_OUTPUT[name]] = value
            elif name not in LOCAL:
                parameters.data[_IMAGE_PARAMETERS.get(name, name)] = value
        if output:
            parameters.data["outputOptions"] = fresh(evaluator, output)
        body.data["parameters"] = parameters
    for name, names in (("image", _IMAGE), ("lastFrame", _IMAGE), ("video", _VIDEO)):
        if name in one.data:
            one.data[name] = _translated(one.data[name], names)
    listed = one.data.get("referenceImages")
    for item in listed.data if listed is not None and listed.kind == "array" else ():
        if item.kind == "object" and "image" in item.data:
            item.data["image"] = _translated(item.data["image"], _IMAGE)
    return body


def _translated(value: Value, names: dict[str, str]) -> Value:
    if value.kind != "object":
        return value
    made = Container("object", {names.get(name, name): item for name, item in value.data.items()}, value.span)
    for name in ("bytesBase64Encoded", "encodedVideo"):
        if name in made.data:
            made.data[name] = Value("unknown", UNKNOWN, None, parts=made.data[name].parts, is_open=True)
    return made


def handlers() -> dict[str, Handler]:
    """Return the handlers of the types by dotted name."""
    made: dict[str, Handler] = dict.fromkeys(_TYPES, _object)
    made.update(
        {
            "Blob": _blob,
            "Image": _media,
            "Video": _media,
            "Image.from_file": _media_file("imageBytes"),
            "Video.from_file": _media_file("videoBytes"),
            "UserContent": _content_of("user"),
            "ModelContent": _content_of("model"),
            "Part.from_text": _text_part,
            "Part.from_bytes": _part_of("inlineData", "data", "mime_type"),
            "Part.from_uri": _part_of("fileData", "file_uri", "mime_type"),
            "Part.from_function_call": _part_of("functionCall", "name", "args"),
            "Part.from_function_response": _part_of("functionResponse", "name", "response"),
            "Part.from_executable_code": _part_of("executableCode", "code", "language"),
            "Part.from_code_execution_result": _part_of("codeExecutionResult", "outcome", "output"),
        }
    )
    return {f"{ROOT}.{name}": handler for name, handler in made.items()}
