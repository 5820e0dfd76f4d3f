"""The smallest accepted body of a definition, made from its schema."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, Any] = {
    "prompt": "A red kite over a green hill at dawn.",
    "input": "A red kite over a green hill at dawn.",
    "content": "Name three colours.",
    "role": "user",
    "timestamps": "1,3",
    "max_tokens": 1024,
    "image": "https://example.com/kite.png",
    "url": "https://example.com/kite.mp4",
    "video_url": "https://example.com/kite.mp4",
    "duration": 15,
    "out_task_id": "order-1001",
    "base_video_task_id": "task-unified-1001",
    "parts": [{"text": "Name three colours."}],
}
"""Field name → an invented value, where type and allowed values leave it open."""

NEEDED: dict[str, list[str]] = {
    "toapis/wan2.6-flash": ["image_urls"],
    "toapis/sora-2#character-create": ["url"],
    "toapis/gpt-image-2#edits": ["image_urls"],
    "toapis/happyhorse-1.1": ["prompt"],
    "toapis/MiniMax-Hailuo-02": ["prompt"],
    "toapis/wan2.6": ["prompt"],
    "toapis/viduq3-ad": ["url", "image_urls"],
    "toapis/viduq3-drama": ["url", "image_urls"],
    "toapis/viduq3-mix": ["url", "image_urls"],
    "apimart/gemini-omni-flash-preview": ["prompt"],
    "evolink/kling-v3-text-to-video": ["prompt"],
}
"""Optional fields that a cross-field rule asks for."""

MODELS = {
    "toapis/*": "gpt-5.4",
    "toapis/*#responses": "gpt-5-pro-official",
    "toapis/claude-*#messages": "claude-sonnet-4-6",
}


def example(schema: dict[str, Any], entry: dict[str, Any]) -> Any:
    """Return the body with the required fields, and those that NEEDED names."""
    body = value("", schema, NEEDED.get(entry["id"], []))
    if "model" in body:
        body["model"] = MODELS.get(entry["id"], entry["model"])
    return body


def value(name: str, schema: dict[str, Any], extra: list[str] | None = None) -> Any:
    """Return one value that fits the schema."""
    types = schema.get("type", "string")
    kind = types if isinstance(types, str) else ("string" if "string" in types else types[0])
    if schema.get("x-file"):
        return "sample.mp3"
    if "enum" in schema:
        return schema.get("default", schema["enum"][0])
    if kind == "object":
        wanted = [*schema.get("required", []), *schema.get("then", {}).get("required", []), *(extra or [])]
        return {key: value(key, schema["properties"][key]) for key in wanted}
    if name in EXAMPLES:
        return EXAMPLES[name]
    if kind == "array":
        count = max(1, schema.get("minItems", 1))
        return [value(name, schema["items"]) for _ in range(count)]
    if "default" in schema:
        return schema["default"]
    if kind == "boolean":
        return False
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    known = schema.get("x-known-values")
    return known[0] if known else "https://example.com/kite.png"
