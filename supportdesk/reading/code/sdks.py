"""Which HTTP request a method of an SDK sends, as data: one row a method.

Sources: the resource classes of github.com/openai/openai-python (1.x, 2.x and 3.x agree where no note says otherwise)
and its 0.28 branch, github.com/anthropics/anthropic-sdk-python; the SDKs for JavaScript name the same methods in camel
case.
"""

from __future__ import annotations

from typing import Literal

from supportdesk.named import NamedTuple

BodyKind = Literal["json", "multipart", "json_or_multipart", "none", "query"]


class Row(NamedTuple):
    """One method of an SDK.

    `path` is behind the base address, `{name}` in it the argument of that name (by position in the order they stand);
    `body` what the other arguments become: 'json_or_multipart' is multipart where one of the `files` is given, 'query'
    parameters of the address. `adds` are members that the SDK adds; `note` says how versions differ.
    """

    method: str
    path: str
    body: BodyKind = "json"
    files: tuple[str, ...] = ()
    adds: tuple[tuple[str, str | bool], ...] = ()
    note: str = ""


def _resource(path: str, name: str, *, lists: bool = True) -> dict[str, Row]:
    rows = {
        "retrieve": Row("GET", path + "/{" + name + "}", "query"),
        "delete": Row("DELETE", path + "/{" + name + "}", "none"),
    }
    if lists:
        rows["list"] = Row("GET", path, "query")
    return rows


def _under(prefix: str, rows: dict[str, Row]) -> dict[str, Row]:
    return {f"{prefix}.{name}": row for name, row in rows.items()}


_STREAM = (("stream", True),)

OPENAI: dict[str, Row] = {
    "chat.completions.create": Row("POST", "/chat/completions"),
    "chat.completions.parse": Row("POST", "/chat/completions"),
    "chat.completions.stream": Row("POST", "/chat/completions", adds=_STREAM),
    **_under("chat.completions", _resource("/chat/completions", "completion_id")),
    "completions.create": Row("POST", "/completions"),
    "responses.create": Row("POST", "/responses"),
    "responses.parse": Row("POST", "/responses"),
    "responses.stream": Row("POST", "/responses", adds=_STREAM),
    "responses.cancel": Row("POST", "/responses/{response_id}/cancel", "none"),
    "responses.compact": Row("POST", "/responses/compact"),
    "responses.input_items.list": Row("GET", "/responses/{response_id}/input_items", "query"),
    **_under("responses", _resource("/responses", "response_id", lists=False)),
    "embeddings.create": Row(
        "POST",
        "/embeddings",
        adds=(("encoding_format", "base64"),),
        note="added where not given; before 1.60 only with numpy",
    ),
    "images.generate": Row("POST", "/images/generations"),
    "images.edit": Row("POST", "/images/edits", "multipart", ("image", "mask")),
    "images.create_variation": Row("POST", "/images/variations", "multipart", ("image",)),
    "videos.create": Row(
        "POST",
        "/videos",
        "json_or_multipart",
        ("input_reference",),
        note="late 2.x and 3.x: multipart without a file, too",
    ),
    "videos.create_and_poll": Row("POST", "/videos", "json_or_multipart", ("input_reference",)),
    "videos.remix": Row("POST", "/videos/{video_id}/remix"),
    "videos.edit": Row("POST", "/videos/edits", "json_or_multipart", ("video",)),
    "videos.extend": Row("POST", "/videos/extensions", "json_or_multipart", ("video",)),
    "videos.poll": Row("GET", "/videos/{video_id}", "none"),
    "videos.download_content": Row("GET", "/videos/{video_id}/content", "query"),
    **_under("videos", _resource("/videos", "video_id")),
    "audio.speech.create": Row("POST", "/audio/speech"),
    "audio.transcriptions.create": Row("POST", "/audio/transcriptions", "multipart", ("file",)),
    "audio.translations.create": Row("POST", "/audio/translations", "multipart", ("file",)),
    "moderations.create": Row("POST", "/moderations"),
    **_under("models", _resource("/models", "model")),
    "files.create": Row("POST", "/files", "multipart", ("file",)),
    "files.content": Row("GET", "/files/{file_id}/content", "none"),
    "files.retrieve_content": Row("GET", "/files/{file_id}/content", "none"),
    **_under("files", _resource("/files", "file_id")),
    "batches.create": Row("POST", "/batches"),
    "batches.cancel": Row("POST", "/batches/{batch_id}/cancel", "none"),
    **_under("batches", _resource("/batches", "batch_id")),
    "fine_tuning.jobs.create": Row("POST", "/fine_tuning/jobs"),
    "fine_tuning.jobs.cancel": Row("POST", "/fine_tuning/jobs/{fine_tuning_job_id}/cancel", "none"),
    "fine_tuning.jobs.list_events": Row("GET", "/fine_tuning/jobs/{fine_tuning_job_id}/events", "query"),
    **_under("fine_tuning.jobs", _resource("/fine_tuning/jobs", "fine_tuning_job_id")),
    "vector_stores.create": Row("POST", "/vector_stores"),
    **_under("vector_stores", _resource("/vector_stores", "vector_store_id")),
    "conversations.create": Row("POST", "/conversations"),
    "realtime.client_secrets.create": Row("POST", "/realtime/client_secrets"),
}
"""Method of an openai client from 1.0 on → request."""

OPENAI_OLD: dict[str, Row] = {
    "ChatCompletion.create": Row("POST", "/chat/completions"),
    "ChatCompletion.acreate": Row("POST", "/chat/completions"),
    "Completion.create": Row("POST", "/completions"),
    "Completion.acreate": Row("POST", "/completions"),
    "Embedding.create": Row("POST", "/embeddings", adds=(("encoding_format", "base64"),)),
    "Embedding.acreate": Row("POST", "/embeddings", adds=(("encoding_format", "base64"),)),
    "Edit.create": Row("POST", "/edits"),
    "Image.create": Row("POST", "/images/generations"),
    "Image.acreate": Row("POST", "/images/generations"),
    "Image.create_edit": Row("POST", "/images/edits", "multipart", ("image", "mask")),
    "Image.create_variation": Row("POST", "/images/variations", "multipart", ("image",)),
    "Audio.transcribe": Row("POST", "/audio/transcriptions", "multipart", ("file",)),
    "Audio.translate": Row("POST", "/audio/translations", "multipart", ("file",)),
    "Moderation.create": Row("POST", "/moderations"),
    "Model.list": Row("GET", "/models", "none"),
    "Model.retrieve": Row("GET", "/models/{id}", "none"),
    "File.create": Row("POST", "/files", "multipart", ("file",)),
    "File.list": Row("GET", "/files", "none"),
    "FineTuningJob.create": Row("POST", "/fine_tuning/jobs"),
}
"""Class method of the openai module before 1.0 → request."""

OPENAI_DOTNET: dict[str, Row] = {
    **dict.fromkeys(
        ("CompleteChat", "CompleteChatStreaming", "GetChatCompletions", "GetChatCompletionsStreaming"),
        Row("POST", "/chat/completions"),
    ),
    **dict.fromkeys(
        ("GenerateImage", "GenerateImages", "GetImageGenerations"),
        Row("POST", "/images/generations"),
    ),
    "GenerateImageEdit": Row("POST", "/images/edits", "multipart", ("image", "mask")),
    **dict.fromkeys(
        ("GenerateEmbedding", "GenerateEmbeddings"), Row("POST", "/embeddings", adds=(("encoding_format", "base64"),))
    ),
    "GetEmbeddings": Row("POST", "/embeddings"),
    "GenerateSpeech": Row("POST", "/audio/speech"),
    "TranscribeAudio": Row("POST", "/audio/transcriptions", "multipart", ("file",)),
    "TranslateAudio": Row("POST", "/audio/translations", "multipart", ("file",)),
    "CreateResponse": Row("POST", "/responses"),
    "CreateResponseStreaming": Row("POST", "/responses", adds=_STREAM),
    "ClassifyText": Row("POST", "/moderations"),
}
"""Method of a client of the SDK for .NET, without `Async` → request (openai-dotnet 2.x, Azure.AI.OpenAI 1 and 2)."""

OPENAI_PHP: dict[str, Row] = {
    "chat.create": Row("POST", "/chat/completions"),
    "chat.createStreamed": Row("POST", "/chat/completions", adds=_STREAM),
    "completions.create": Row("POST", "/completions"),
    "completions.createStreamed": Row("POST", "/completions", adds=_STREAM),
    "responses.create": Row("POST", "/responses"),
    "responses.createStreamed": Row("POST", "/responses", adds=_STREAM),
    "responses.cancel": Row("POST", "/responses/{id}/cancel", "none"),
    **_under("responses", _resource("/responses", "id", lists=False)),
    "embeddings.create": Row("POST", "/embeddings"),
    "images.create": Row("POST", "/images/generations"),
    "images.edit": Row("POST", "/images/edits", "multipart", ("image", "mask")),
    "images.variation": Row("POST", "/images/variations", "multipart", ("image",)),
    "audio.speech": Row("POST", "/audio/speech"),
    "audio.speechStreamed": Row("POST", "/audio/speech"),
    "audio.transcribe": Row("POST", "/audio/transcriptions", "multipart", ("file",)),
    "audio.translate": Row("POST", "/audio/translations", "multipart", ("file",)),
    "moderations.create": Row("POST", "/moderations"),
    **_under("models", _resource("/models", "model")),
    "files.upload": Row("POST", "/files", "multipart", ("file",)),
    "files.download": Row("GET", "/files/{id}/content", "none"),
    **_under("files", _resource("/files", "id")),
    "batches.create": Row("POST", "/batches"),
    "batches.cancel": Row("POST", "/batches/{id}/cancel", "none"),
    **_under("batches", _resource("/batches", "id")),
    "edits.create": Row("POST", "/edits"),
    "fineTuning.createJob": Row("POST", "/fine_tuning/jobs"),
    "fineTuning.listJobs": Row("GET", "/fine_tuning/jobs", "query"),
    "fineTuning.retrieveJob": Row("GET", "/fine_tuning/jobs/{id}", "none"),
    "vectorStores.create": Row("POST", "/vector_stores"),
}
"""Resource and method of github.com/openai-php/client (0.x) → request; the parameters are one array."""

OPENAI_PHP_PLAIN: dict[str, Row] = {
    "chat": Row("POST", "/v1/chat/completions"),
    "completion": Row("POST", "/v1/completions"),
    "embeddings": Row("POST", "/v1/embeddings"),
    "image": Row("POST", "/v1/images/generations"),
    "imageEdit": Row("POST", "/v1/images/edits", "multipart", ("image", "mask")),
    "createImageVariation": Row("POST", "/v1/images/variations", "multipart", ("image",)),
    "transcribe": Row("POST", "/v1/audio/transcriptions", "multipart", ("file",)),
    "translate": Row("POST", "/v1/audio/translations", "multipart", ("file",)),
    "tts": Row("POST", "/v1/audio/speech"),
    "moderation": Row("POST", "/v1/moderations"),
    "listModels": Row("GET", "/v1/models", "none"),
    "retrieveModel": Row("GET", "/v1/models/{model}", "none"),
    "listFiles": Row("GET", "/v1/files", "none"),
}
"""Method of github.com/orhanerday/open-ai (5.x) → request; the parameters are one array."""

OPENAI_NODE_OLD: dict[str, Row] = {
    "create_chat_completion": Row("POST", "/chat/completions"),
    "create_completion": Row("POST", "/completions"),
    "create_embedding": Row("POST", "/embeddings"),
    "create_image": Row("POST", "/images/generations"),
    "create_edit": Row("POST", "/edits"),
    "create_moderation": Row("POST", "/moderations"),
    "list_models": Row("GET", "/models", "none"),
    "retrieve_model": Row("GET", "/models/{model}", "none"),
}
"""Method of openai-node's OpenAIApi before 4 (`createChatCompletion`), its name in snake case → request."""

OPENAI_GO: dict[str, Row] = {
    "CreateChatCompletion": Row("POST", "/chat/completions"),
    "CreateChatCompletionStream": Row("POST", "/chat/completions", adds=_STREAM),
    "CreateCompletion": Row("POST", "/completions"),
    "CreateCompletionStream": Row("POST", "/completions", adds=_STREAM),
    "CreateEmbeddings": Row("POST", "/embeddings"),
    "CreateImage": Row("POST", "/images/generations"),
    "CreateEditImage": Row("POST", "/images/edits", "multipart", ("image", "mask")),
    "CreateVariImage": Row("POST", "/images/variations", "multipart", ("image",)),
    "CreateTranscription": Row("POST", "/audio/transcriptions", "multipart", ("file",)),
    "CreateTranslation": Row("POST", "/audio/translations", "multipart", ("file",)),
    "CreateSpeech": Row("POST", "/audio/speech"),
    "Moderations": Row("POST", "/moderations"),
    "Edits": Row("POST", "/edits"),
    "ListModels": Row("GET", "/models", "none"),
    "GetModel": Row("GET", "/models/{model}", "none"),
    "CreateFile": Row("POST", "/files", "multipart", ("file",)),
    "CreateFileBytes": Row("POST", "/files", "multipart", ("file",)),
    "ListFiles": Row("GET", "/files", "none"),
    "GetFile": Row("GET", "/files/{file_id}", "none"),
    "GetFileContent": Row("GET", "/files/{file_id}/content", "none"),
    "DeleteFile": Row("DELETE", "/files/{file_id}", "none"),
    "CreateBatch": Row("POST", "/batches"),
    "RetrieveBatch": Row("GET", "/batches/{batch_id}", "none"),
    "CreateFineTuningJob": Row("POST", "/fine_tuning/jobs"),
    "RetrieveFineTuningJob": Row("GET", "/fine_tuning/jobs/{fine_tuning_job_id}", "none"),
    "CreateResponse": Row("POST", "/responses"),
}
"""Method of a client of github.com/sashabaranov/go-openai → request; that of openai-go are found in OPENAI."""

ANTHROPIC: dict[str, Row] = {
    "messages.create": Row("POST", "/v1/messages"),
    "messages.parse": Row("POST", "/v1/messages"),
    "messages.stream": Row("POST", "/v1/messages", adds=_STREAM),
    "messages.count_tokens": Row("POST", "/v1/messages/count_tokens"),
    "messages.batches.create": Row("POST", "/v1/messages/batches"),
    "messages.batches.retrieve": Row("GET", "/v1/messages/batches/{message_batch_id}", "none"),
    "messages.batches.list": Row("GET", "/v1/messages/batches", "query"),
    "completions.create": Row("POST", "/v1/complete"),
    "models.list": Row("GET", "/v1/models", "query"),
    "models.retrieve": Row("GET", "/v1/models/{model_id}", "none"),
}
"""Method of an anthropic client → request; under `beta.` with `?beta=true` (2.x: without, and the key as bearer)."""

AZURE_DEPLOYMENT_PATHS = frozenset(
    (
        "/completions", "/chat/completions", "/embeddings", "/audio/transcriptions", "/audio/translations",
        "/audio/speech", "/images/generations", "/images/edits",
    )
)  # fmt: skip
"""Paths that an AzureOpenAI client puts behind /deployments/{model} (openai-python, lib/azure.py)."""

OPENAI_BASE = "https://api.openai.com/v1"
ANTHROPIC_BASE = "https://api.anthropic.com"
ANTHROPIC_VERSION = "2023-06-01"
"""The anthropic-version header that the SDK sends."""

WRAPPERS = ("beta.", "with_raw_response.", "with_streaming_response.")
"""Segments of a method's path that change how the answer is given, not what is sent."""
