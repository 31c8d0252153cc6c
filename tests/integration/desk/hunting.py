"""One seed of the hunt: operators at work, accidents, the end in order, and all of it held against the truth."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.helpers.waiting import wait_until
from tests.integration.desk import hunted_truth as judge
from tests.integration.desk.hunted_centre import Centre, centre
from tests.integration.desk.hunted_desk import NO_SUCH, Asked, Desk
from tests.integration.desk.hunted_watch import Watch
from tests.integration.desk.hunted_work import Worker

SPEED = 5.0
ACCIDENTS = ("line", "kill", "restart", "database", "pbx", "second")


@dataclass
class Hunted:
    """What came out: ``problems`` should be empty; the rest tells that something was hunted at all."""

    problems: list[str] = field(default_factory=list)
    commands: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    looks: int = 0
    accidents: list[str] = field(default_factory=list)
    stories: dict[str, list[str]] = field(default_factory=dict)


class Hunt:
    """One seed."""

    def __init__(self, it: Centre, folder: Path, random: Random, operators: int) -> None:
        self.it, self.random = it, random
        names = sorted(it.accounts.by_name)[:operators]
        self.desks = [Desk(it, name, folder / "desks") for name in names]
        self.workers = [Worker(desk, Random(random.random())) for desk in self.desks]
        self.watch = Watch(it, self.desks)
        self.found = Hunted()
        self.gaps: list[judge.Span] = []
        self.seen: dict[str, list[datetime]] = {}

    async def run(self, seconds: float, accidents: tuple[str, ...]) -> Hunted:
        """Work, end in order, compare."""
        for desk in self.desks:
            desk.start()
        await wait_until(lambda: all(desk.is_live for desk in self.desks), 20, "the panels")
        self.gaps.append((datetime.min.replace(tzinfo=UTC), self.it.clock.now()))
        watching = asyncio.create_task(self.watch.run())
        working = [asyncio.create_task(worker.work()) for worker in self.workers]
        await self._pass(seconds, accidents, [watching, *working])
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await self._finish()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await self._judge()
        for desk in self.desks:
            await desk.kill(is_kind=True)
        return self.found

    async def _pass(self, seconds: float, accidents: tuple[str, ...], tasks: list[asyncio.Task[None]]) -> None:
        for accident in (*accidents, ""):
            done, _ = await asyncio.wait(tasks, timeout=seconds / (len(accidents) + 1))
            for task in done:
                task.result()
            if accident:
                begun = self.it.clock.now()
                self.found.accidents.append(accident)
                await getattr(self, f"_{accident}")()
                if accident in ("restart", "pbx", "database"):
                    await wait_until(lambda: self.it.sees, 30, "the PBX again")
                    self.gaps.append((begun, self.it.clock.now()))

    # --- accidents

    async def _line(self) -> None:
        """No panel has a connection for a while."""
        assert self.it.line is not None
        self.it.line.cut()
        await asyncio.sleep(self.random.uniform(0.3, 2.0))
        self.it.line.mend()

    async def _kill(self) -> None:
        """A panel is killed in the middle, and started again."""
        worker = self.random.choice(self.workers)
        await wait_until(lambda: not worker.is_busy, 30, "a moment between two commands")
        await worker.desk.kill()
        worker.desk.start()

    async def _second(self) -> None:
        """Another panel of the same account takes over."""
        await self._kill()

    async def _restart(self) -> None:
        await self.it.close()
        await self.it.open()

    async def _database(self) -> None:
        self.it.wire.cut()
        await asyncio.sleep(self.random.uniform(0.5, 3.0))
        self.it.wire.mend()

    async def _pbx(self) -> None:
        self.it.trunk.cut()
        await asyncio.sleep(self.random.uniform(0.2, 1.5))
        self.it.trunk.mend()

    # --- the end

    async def _finish(self) -> None:
        """No more customers; everybody hangs up, writes what is owed, and is still there."""
        for arriving in [alarm[2] for alarm in self.it.pbx.schedule._alarms]:
            if getattr(arriving.story, "__name__", "") == "_arrivals":
                self.it.pbx.schedule.drop(arriving)
        finishing = [asyncio.create_task(worker.finish()) for worker in self.workers]
        try:
            with contextlib.suppress(AssertionError):
                await wait_until(lambda: not self.it.pbx.courses, 2, "the operators have hung up")
            await wait_until(self._hang_up, 20, "all calls are over")
            await wait_until(lambda: not any(judge.paused_for_ever(self.it)), 30, "the end of all wrap-ups")
        except AssertionError as problem:
            self.found.problems += [str(problem), *judge.paused_for_ever(self.it)]
        await wait_until(lambda: all(desk.is_live for desk in self.desks), 20, "the panels")
        for task in finishing:
            task.cancel()
        await asyncio.gather(*finishing, return_exceptions=True)

    def _hang_up(self) -> bool:
        """The customers hang up too; whether all calls are over."""
        for course in self.it.pbx.courses:
            self.it.server.perform("hangup", {"channel": course.leg.name})
        return not self.it.pbx.courses

    async def _judge(self) -> None:
        it, problems = self.it, self.found.problems
        assert it.daemon is not None
        await wait_until(lambda: not any(desk.box.entries for desk in self.desks), 20, "the outboxes are empty")
        await asyncio.sleep(0.5)
        told = {}
        for desk in self.desks:
            assert desk.client is not None
            answer = await desk.client.command("history.own", {"limit": 1000})
            for _ in range(30):
                if answer["is_complete"]:
                    break
                await asyncio.sleep(0.2)
                answer = await desk.client.command("history.own", {"limit": 1000})
            else:
                problems.append(f"{desk.name}: own calls are not complete")
            told[desk.name] = answer["rows"]
        truth = judge.Truth(it, self.gaps)
        problems += [*self.watch.problems, *judge.seats(self.desks, truth)]
        for desk in self.desks:
            problems += desk.problems
            problems += judge.own_calls(desk, told[desk.name], truth)
            problems += judge.figures(truth, desk.name, told[desk.name])
            problems += judge.written(desk, truth)
            if not self.found.accidents:
                problems += judge.popups(desk, truth, [(truth_begin(truth), it.clock.now())])
                problems += judge.owed(desk, truth, [])
                problems += judge.countdowns(desk)
            problems += self._answers(desk)
        self.found.stories = {desk.name: desk.worked for desk in self.desks}
        self.found.calls, self.found.looks = len(truth.calls), self.watch.looks

    def _answers(self, desk: Desk) -> list[str]:
        for one in desk.asked:
            self.found.commands[f"{one.command} {one.code}"] += 1
        strange = [one for one in desk.asked if one.code == "silence" or (
            one.code in NO_SUCH and not any(begun <= one.at <= end for begun, end in self.gaps)
            and not _is_of_the_simulator(one))]  # fmt: skip
        return [
            f"{desk.name}: {one.at:%H:%M:%S} {one.command} {one.params}: {one.code} {one.message}" for one in strange
        ]


def _is_of_the_simulator(asked: Asked) -> bool:
    """Calls that an operator made can there only be held; and what is over can be passed on no more."""
    is_made = str(asked.params.get("call", "")).startswith(("dial-", "pickup-", "retrieve-"))
    is_queues = asked.command == "agent.wrapup" and asked.code == "not_supported"
    if "was lost before the answer" in asked.message or not asked.is_heard or asked.message == "No such channel":
        return True
    is_limit = asked.message == "Transfer failed"  # who is asked cannot pass on
    return (is_made and asked.command in ("call.transfer", "call.park")) or is_queues or is_limit or (
        "does not exist" in asked.message)  # fmt: skip


def truth_begin(truth: judge.Truth) -> datetime:
    """When the first call began."""
    return min(call.started_at for call in truth.calls.values())


async def hunt(
    url: str, folder: Path, seed: int, seconds: float, accidents: tuple[str, ...], operators: int = 4,
    speed: float = SPEED,
) -> Hunted:  # fmt: skip
    """One seed for so many real seconds."""
    async with centre(folder, url, seed, speed) as it:
        return await Hunt(it, folder, Random(seed), operators).run(seconds, accidents)
