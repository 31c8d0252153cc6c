"""Work beside the loop: here in a thread that comes to its end although nobody waits; ``own_process``: in a process."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Returned = TypeVar("Returned")


async def to_its_end(
    work: Callable[[], Returned], *, seconds: float, on_stop: Callable[[], object] = lambda: None
) -> Returned:
    """What ``work`` returns or raises; cancelled, it says so by ``on_stop`` and waits up to ``seconds`` for the end.

    What the work raises then is dropped: whoever asked has gone (asyncio.shield of Python 3.11 would leave it to
    "Task exception was never retrieved").
    """
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        on_stop()
        task.add_done_callback(_retrieved)
        await asyncio.wait((task,), timeout=seconds)
        raise


def _retrieved(task: "asyncio.Task[object]") -> None:
    if not task.cancelled():
        task.exception()
