"""Work in a thread comes to its end, and what it raises after its task was cancelled troubles nobody."""

import asyncio
import gc
import threading

import pytest

from collector_daemon.threads import to_its_end
from shared.errors import Unavailable


async def test_what_the_work_returns_and_raises_arrives() -> None:
    assert await to_its_end(lambda: 7, seconds=1) == 7
    with pytest.raises(ZeroDivisionError):
        await to_its_end(lambda: 1 / 0, seconds=1)


@pytest.mark.parametrize("patience", [5.0, 0.0], ids=["ends in time", "ends later"])
async def test_what_fails_after_the_task_was_cancelled_is_no_warning(patience: float) -> None:
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
    begun, stop, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        stop.wait(5)
        ended.set()
        raise Unavailable("the database: server closed the connection unexpectedly")

    task = asyncio.ensure_future(to_its_end(work, seconds=patience, on_stop=stop.set))
    await asyncio.to_thread(begun.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(ended.wait, 5)
    await asyncio.sleep(0.05)  # the thread's end has reached the loop, whichever way
    gc.collect()
    assert told == []
