"""The real openai SDKs as clients of the sandbox, over HTTP on loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import warnings
from pathlib import Path

import openai
import pytest

from supportdesk.gateway.sandbox.server import serving
from tests.gateway.sandbox.calls import KEY, sandbox

pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

NODE = Path(__file__).with_name("sdk.mjs")


async def test_the_python_sdk_talks_and_gets_errors_as_its_own_types() -> None:
    box = sandbox(task_seconds=0.0, invalid_keys=("sk-refused",))
    async with serving(box) as base:
        async with openai.AsyncOpenAI(base_url=f"{base}/v1", api_key=KEY, max_retries=0) as client:
            asked = [{"role": "user", "content": "hello"}]
            whole = await client.chat.completions.create(model="gpt-5.4", messages=asked)
            pieces = [
                chunk.choices[0].delta.content or ""
                async for chunk in await client.chat.completions.create(model="gpt-5.4", messages=asked, stream=True)
            ]
            assert "".join(pieces) == whole.choices[0].message.content
            assert whole.usage is not None
            assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
            response = await client.responses.create(model="gpt-5.4", input="hello")
            assert response.output_text
            images = await client.images.generate(model="gpt-image-1", prompt="a lighthouse", n=2)
            assert len(images.data or []) == 2
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # the SDK announces the end of its videos
                video = await client.videos.create(model="sora-2", prompt="a lighthouse", seconds="8")
                video = await client.videos.retrieve(video.id)
                assert (video.status, video.progress) == ("completed", 100)
                assert (await client.videos.download_content(video.id)).content
            with pytest.raises(openai.InternalServerError, match="invalid api type: -1"):
                await client.chat.completions.create(model="gemini_omni", messages=asked)
            with pytest.raises(openai.BadRequestError, match="messages"):
                await client.chat.completions.create(model="gpt-5.4", messages=None)
            for fault, expected in (("429", openai.RateLimitError), ("500", openai.InternalServerError)):
                with pytest.raises(expected):
                    await client.models.list(extra_headers={"X-Sandbox-Fault": fault})
            with pytest.raises(openai.NotFoundError):
                await client.models.retrieve("no-such-model")
        async with openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="sk-refused", max_retries=0) as client:
            with pytest.raises(openai.AuthenticationError):
                await client.models.list()
    assert box.books.imbalance() == []


async def test_the_node_sdk_talks_and_gets_errors_as_its_own_types() -> None:
    modules = os.environ.get("SUPPORTDESK_NODE_MODULES", "")
    if shutil.which("node") is None or not (Path(modules) / "openai").is_dir():
        pytest.skip("no node, or SUPPORTDESK_NODE_MODULES names no folder with the package openai")
    box = sandbox(task_seconds=0.0)
    async with serving(box) as base:
        run = await asyncio.to_thread(
            subprocess.run,
            ["node", str(NODE), modules, base, KEY],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == [
        "chat", "stream", "images", "video",
        "InternalServerError", "RateLimitError", "BadRequestError", "AuthenticationError",
    ]  # fmt: skip
    assert box.books.imbalance() == []
