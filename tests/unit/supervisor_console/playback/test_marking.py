"""Markers as the database has them, however long each answer takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

from supervisor_console.page import Console
from supervisor_console.playback.app.marking import Marking
from tests.helpers.waiting import wait_until


class LateDatabase:
    """Answers with what is so when it is asked, and only when it may: ``gates`` in the order of the questions."""

    def __init__(self) -> None:
        self.stored: tuple[str, ...] = ("first", "second")
        self.gates: list[asyncio.Event] = []

    async def ask(self, _question: Callable[..., Any]) -> Any:
        found, gate = self.stored, asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return found


class ConsoleAtDatabase:
    """What markers ask of the console."""

    def __init__(self) -> None:
        self.database = LateDatabase()
        self.tasks: list[asyncio.Task[Any]] = []

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        self.tasks.append(asyncio.create_task(work, name=name))
        return self.tasks[-1]


async def test_an_answer_that_comes_late_does_not_bring_back_what_is_gone():
    console = ConsoleAtDatabase()
    marking = Marking(cast("Console", console), lambda: None)
    gates = console.database.gates
    marking.show("main", "1.1")
    await wait_until(lambda: len(gates) == 1)
    console.database.stored = ()
    marking.show("main", "1.1")
    await wait_until(lambda: len(gates) == 2)
    gates[1].set()
    await console.tasks[1]
    gates[0].set()
    await console.tasks[0]
    assert marking.found == ()


async def test_an_answer_for_another_call_is_not_shown():
    console = ConsoleAtDatabase()
    marking = Marking(cast("Console", console), lambda: None)
    marking.show("main", "1.1")
    await wait_until(lambda: len(console.database.gates) == 1)
    marking.forget()
    console.database.gates[0].set()
    await console.tasks[0]
    assert marking.found == ()
