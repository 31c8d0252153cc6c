"""Wait until something is so, with a timeout: what tests do instead of sleeping and hoping.

The condition is asked again every few milliseconds. It may be a plain function or, for ``wait_until``, a
coroutine function; its last value is returned, so ``row = await wait_until(lambda: rows.get(key))`` reads
well.
"""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.clock import monotonic

Value = TypeVar("Value")
PATIENCE, PAUSE = 10.0, 0.005  # seconds


async def wait_until(
    condition: Callable[[], Value | Awaitable[Value]], timeout: float = PATIENCE, what: str = ""
) -> Value:
    """Wait until the condition gives something true and return that; AssertionError after ``timeout`` s."""
    end = monotonic() + timeout
    while True:
        asked = condition()
        value: Value = await asked if inspect.isawaitable(asked) else asked
        if value:
            return value
        if monotonic() > end:
            raise AssertionError(_complaint(condition, timeout, what))
        await asyncio.sleep(PAUSE)


def wait_until_sync(condition: Callable[[], Value], timeout: float = PATIENCE, what: str = "") -> Value:
    """Do the same where there is no event loop."""
    end = monotonic() + timeout
    while not (value := condition()):
        if monotonic() > end:
            raise AssertionError(_complaint(condition, timeout, what))
        time.sleep(PAUSE)
    return value


def _complaint(condition: Callable[[], object], timeout: float, what: str) -> str:
    return f"not so after {timeout:g} s: {what or getattr(condition, '__qualname__', condition)}"
