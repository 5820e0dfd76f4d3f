"""A picture read in a process of its own: the event loop goes on, cancelling ends the process, a fault stays in it.

`python -m supportdesk.reading.picture.apart NAME` takes the picture's bytes on its standard input and writes one JSON
object a line: {"progress": […]}, then {"picture": {…}} or {"problem": [message, hint]}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.reading.picture.shape import Picture, Progress

if TYPE_CHECKING:
    import asyncio

MEMORY = 6_000_000_000
"""Bytes of address space that the process may take, where the system can hold it to that."""

LINE_LIMIT = 64_000_000
"""Bytes of one line that the process writes."""


async def read_picture_async(
    source: str | bytes,
    progress: Callable[[Progress], None] | None = None,
    *,
    name: str | None = None,
) -> Picture:
    """Read a picture by its path or its bytes in a process of its own; `progress` is called on the event loop.

    Cancelling the task ends the process. Raises InputError as `read_picture` does.
    """
    import asyncio

    from supportdesk.reading.picture.whole import bytes_of

    name = name or (source if isinstance(source, str) else "picture")
    data = source if isinstance(source, bytes) else await asyncio.to_thread(bytes_of, source)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        name.replace("\0", "\ufffd"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LINE_LIMIT,
        env=_environment(),
    )
    try:
        return await _told(child, data, progress or (lambda _step: None), name)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _told(
    child: asyncio.subprocess.Process, data: bytes, report: Callable[[Progress], None], name: str
) -> Picture:
    """Give the process its picture and take what it tells."""
    import asyncio

    if child.stdin is None or child.stdout is None:
        raise InputError(_("{name} cannot be read as a picture").format(name=name))
    feeding = asyncio.create_task(_feed(child.stdin, data))
    try:
        async for line in child.stdout:
            told: dict[str, Any] = json.loads(line)
            if "progress" in told:
                report(Progress(*told["progress"]))
            elif "picture" in told:
                return Picture.from_dict(told["picture"])
            else:
                raise InputError(*told["problem"])
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    raise InputError(
        _("{name} cannot be read as a picture").format(name=name),
        _("The recogniser ended without an answer; memory may be short. Cut the picture to the part that matters."),
    )


async def _feed(stdin: asyncio.StreamWriter, data: bytes) -> None:
    stdin.write(data)
    await stdin.drain()
    stdin.close()


def _environment() -> dict[str, str]:
    """Return the environment of the process: the same language, and the package where it was found."""
    from supportdesk import i18n

    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SUPPORTDESK_LANG": i18n.language()}


def main() -> int:
    """Read the picture on standard input and tell it on standard output."""
    from supportdesk import i18n
    from supportdesk.errors import SupportdeskError
    from supportdesk.reading.picture.whole import read_picture

    i18n.use(os.environ.get("SUPPORTDESK_LANG", "en"))
    _bound_memory()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print goes elsewhere

    def _tell(**said: Any) -> None:
        out.write(json.dumps(said, ensure_ascii=False) + "\n")
        out.flush()

    try:
        picture = read_picture(
            sys.stdin.buffer.read(), lambda step: _tell(progress=list(step)), name=sys.argv[1] if sys.argv[1:] else None
        )
    except SupportdeskError as problem:
        _tell(problem=[problem.message, problem.hint])
        return problem.exit_code
    _tell(picture=picture.to_dict())
    return 0


def _bound_memory() -> None:
    if os.name == "posix":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft == resource.RLIM_INFINITY or soft > MEMORY:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))


if __name__ == "__main__":
    sys.exit(main())
