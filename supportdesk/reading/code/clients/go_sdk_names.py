"""Constants of the SDKs for Go: models, roles, sizes, formats. Each is its name with the package before it.

Sources: github.com/sashabaranov/go-openai (completion.go, chat.go, image.go, audio.go, speech.go, embeddings.go),
github.com/openai/openai-go (shared/shared.go, chatcompletion.go), github.com/anthropics/anthropic-sdk-go (message.go).
The names of models follow from the models by rule; those that do not stand in the tables.
"""

from __future__ import annotations

from supportdesk.value import Value

_CHAT = (
    "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5-chat-latest", "gpt-5.1", "gpt-5.2", "gpt-4.1", "gpt-4.1-mini",
    "gpt-4.1-nano", "gpt-4.1-2025-04-14", "gpt-4.1-mini-2025-04-14", "o4-mini", "o4-mini-2025-04-16", "o3",
    "o3-2025-04-16", "o3-mini", "o3-mini-2025-01-31", "o1", "o1-2024-12-17", "o1-preview", "o1-preview-2024-09-12",
    "o1-mini", "o1-mini-2024-09-12", "gpt-4o", "gpt-4o-2024-11-20", "gpt-4o-2024-08-06", "gpt-4o-2024-05-13",
    "gpt-4o-audio-preview", "gpt-4o-search-preview", "gpt-4o-mini-search-preview", "chatgpt-4o-latest",
    "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4-turbo", "gpt-4-turbo-2024-04-09", "gpt-4-0125-preview",
    "gpt-4-turbo-preview", "gpt-4-1106-preview", "gpt-4-vision-preview", "gpt-4", "gpt-4-0314", "gpt-4-0613",
    "gpt-4-32k", "gpt-4-32k-0314", "gpt-4-32k-0613", "gpt-3.5-turbo", "gpt-3.5-turbo-16k", "gpt-3.5-turbo-0301",
    "gpt-3.5-turbo-0613", "gpt-3.5-turbo-1106", "gpt-3.5-turbo-0125", "gpt-3.5-turbo-16k-0613",
    "gpt-3.5-turbo-instruct",
)  # fmt: skip
_OTHERS = {
    "EmbeddingModel": ("text-embedding-ada-002", "text-embedding-3-small", "text-embedding-3-large"),
    "ImageModel": ("dall-e-2", "dall-e-3", "gpt-image-1", "gpt-image-1-mini"),
    "AudioModel": ("whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe"),
    "SpeechModel": ("tts-1", "tts-1-hd", "gpt-4o-mini-tts"),
    "ModerationModel": ("omni-moderation-latest", "text-moderation-latest", "text-moderation-stable"),
    "VideoModel": ("sora-2", "sora-2-pro"),
}
_CLAUDE = (
    "claude-3-haiku-20240307", "claude-3-opus-20240229", "claude-3-opus-latest", "claude-3-sonnet-20240229",
    "claude-3-5-haiku-latest", "claude-3-5-haiku-20241022", "claude-3-5-sonnet-latest", "claude-3-5-sonnet-20240620",
    "claude-3-5-sonnet-20241022", "claude-3-7-sonnet-latest", "claude-3-7-sonnet-20250219", "claude-opus-4-0",
    "claude-opus-4-20250514", "claude-opus-4-1-20250805", "claude-opus-4-5", "claude-opus-4-5-20251101",
    "claude-sonnet-4-0", "claude-sonnet-4-20250514", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929",
    "claude-haiku-4-5", "claude-haiku-4-5-20251001",
)  # fmt: skip
_SCHEMA_TYPES = ("object", "number", "integer", "string", "array", "null", "boolean")
_CAPITALS = {"gpt": "GPT", "tts": "TTS", "hd": "HD"}

_COMMUNITY = {
    **{f"ChatMessageRole{name.capitalize()}": name for name in
       ("system", "user", "assistant", "function", "tool", "developer")},
    "ChatMessagePartTypeText": "text", "ChatMessagePartTypeImageURL": "image_url",
    **{f"ImageURLDetail{name.capitalize()}": name for name in ("high", "low", "auto")},
    "ChatCompletionResponseFormatTypeJSONObject": "json_object",
    "ChatCompletionResponseFormatTypeJSONSchema": "json_schema", "ChatCompletionResponseFormatTypeText": "text",
    "ToolTypeFunction": "function",
    **{f"FinishReason{name}": name.lower() for name in ("Stop", "Length")},
    **{f"CreateImageSize{size}": size for size in
       ("256x256", "512x512", "1024x1024", "1792x1024", "1024x1792", "1536x1024", "1024x1536")},
    "CreateImageResponseFormatURL": "url", "CreateImageResponseFormatB64JSON": "b64_json",
    "CreateImageModelDallE2": "dall-e-2", "CreateImageModelDallE3": "dall-e-3",
    "CreateImageModelGptImage1": "gpt-image-1",
    **{f"CreateImageQuality{name}": name.lower() for name in ("HD", "Standard", "High", "Medium", "Low")},
    **{f"CreateImageStyle{name}": name.lower() for name in ("Vivid", "Natural")},
    "Whisper1": "whisper-1",
    **{f"AudioResponseFormat{name}": name.lower() for name in ("JSON", "Text", "SRT", "VTT")},
    "AudioResponseFormatVerboseJSON": "verbose_json",
    "TTSModel1": "tts-1", "TTSModel1HD": "tts-1-hd", "TTSModelCanary": "canary-tts", "TTSModelGPT4oMini":
    "gpt-4o-mini-tts",
    **{f"Voice{name.capitalize()}": name for name in ("alloy", "echo", "fable", "onyx", "nova", "shimmer", "coral")},
    **{f"SpeechResponseFormat{name.capitalize()}": name for name in ("mp3", "opus", "aac", "flac", "wav", "pcm")},
    "AdaEmbeddingV2": "text-embedding-ada-002", "SmallEmbedding3": "text-embedding-3-small",
    "LargeEmbedding3": "text-embedding-3-large", "EmbeddingEncodingFormatFloat": "float",
    "EmbeddingEncodingFormatBase64": "base64", "GPT4oLatest": "chatgpt-4o-latest",
    "GPT4Turbo0125": "gpt-4-0125-preview", "GPT4Turbo1106": "gpt-4-1106-preview",
    "ModerationOmniLatest": "omni-moderation-latest", "ModerationTextLatest": "text-moderation-latest",
}  # fmt: skip
_OFFICIAL = {
    **{f"AudioSpeechNewParamsVoice{name.capitalize()}": name for name in
       ("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse")},
    **{f"AudioSpeechNewParamsResponseFormat{name.upper()}": name for name in
       ("mp3", "opus", "aac", "flac", "wav", "pcm")},
    **{f"ImageGenerateParamsSize{size}": size for size in
       ("256x256", "512x512", "1024x1024", "1792x1024", "1024x1792", "1536x1024", "1024x1536")},
    **{f"ImageGenerateParamsQuality{name}": name.lower() for name in
       ("HD", "Standard", "High", "Medium", "Low", "Auto")},
    "ImageGenerateParamsResponseFormatURL": "url", "ImageGenerateParamsResponseFormatB64JSON": "b64_json",
    **{f"{root}{name}": name.lower() for root in ("ReasoningEffort", "ChatCompletionNewParamsReasoningEffort")
       for name in ("Minimal", "Low", "Medium", "High")},
    **{f"VideoSize{size}": size for size in ("720x1280", "1280x720", "1024x1792", "1792x1024")},
    **{f"VideoSeconds{count}": count for count in ("4", "8", "12")},
    "EmbeddingNewParamsEncodingFormatFloat": "float", "EmbeddingNewParamsEncodingFormatBase64": "base64",
    "FilePurposeFineTune": "fine-tune", "FilePurposeBatch": "batch", "FilePurposeVision": "vision",
    "FilePurposeAssistants": "assistants", "FilePurposeUserData": "user_data",
}  # fmt: skip


def _name(model: str, dot: str, between: str) -> str:
    """Return the name that a model has in Go: `dot` for its dots, `between` between two numbers."""
    made = ""
    for piece in model.replace(".", dot).split("-"):
        if made and made[-1].isdigit() and piece[:1].isdigit():
            made += between
        made += _CAPITALS.get(piece) or piece[:1].upper() + piece[1:]
    return made


def _all() -> dict[str, str]:
    made: dict[str, str] = {}
    for model in _CHAT:
        made[f"openai.{_name(model, 'Dot', '')}"] = model
        for root in ("openai", "shared"):
            made[f"{root}.ChatModel{_name(model, '_', '_')}"] = model
    for kind, models in _OTHERS.items():
        made.update({f"openai.{kind}{_name(model, '_', '_')}": model for model in models})
    made.update({f"anthropic.Model{_name(model, '_', '_')}": model for model in _CLAUDE})
    made.update({f"shared.{name}": text for name, text in _OFFICIAL.items() if name.startswith("Reasoning")})
    for role in ("user", "assistant", "system", "developer"):
        made[f"responses.EasyInputMessageRole{role.capitalize()}"] = role
    made.update({f"jsonschema.{kind.capitalize()}": kind for kind in _SCHEMA_TYPES})
    made.update({f"openai.{name}": text for name, text in (_COMMUNITY | _OFFICIAL).items()})
    return made


CONSTANTS: dict[str, Value] = {
    path: Value("string", text, added_by=path.partition(".")[0]) for path, text in _all().items()
}
"""Dotted name → value."""
