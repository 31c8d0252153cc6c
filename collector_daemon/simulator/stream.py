"""The simulated PBX without sockets: a day's messages as capture entries, as fast as they can be made."""

from __future__ import annotations

from collections.abc import Iterator

from collector_daemon.capture import Connected, Entry, Headers, Heard, Lost
from collector_daemon.simulator.actions import ACTIONS
from collector_daemon.simulator.world import Scenario, World

BANNER = "Asterisk Call Manager/11.0.0"
SURVEY = ("CoreStatus", "QueueStatus", "CoreShowChannels", "Status", "BridgeList", "DeviceStateList", "ParkedCalls")
START = 1_772_434_800.0
"""2026-03-02 07:00 UTC, a Monday morning."""


def play(world: World, seconds: float) -> Iterator[Entry]:
    """Lets ``seconds`` of virtual time pass and gives every message, in order, with virtual times."""
    heard: list[Entry] = []

    def listen(at: float, headers: Headers) -> None:
        heard.append(Heard(at, headers))

    schedule = world.pbx.schedule
    until = schedule.now + seconds
    world.pbx.switch.listeners.append(listen)
    try:
        while (at := schedule.next_at()) is not None and at <= until:
            schedule.step()
            if heard:
                yield from heard
                heard.clear()
        schedule.run_until(until)
        yield from heard
    finally:
        world.pbx.switch.listeners.remove(listen)


def survey(world: World) -> Iterator[Entry]:
    """The answers to what a collector asks after it has connected, all at this instant."""
    for number, action in enumerate(SURVEY):
        reply = ACTIONS[action.lower()](world.pbx, {})
        for place, message in enumerate(reply.messages(f"survey-1-{action}")):
            yield Heard(round(world.pbx.now + (number * 1000 + place) * 1e-6, 6), message)


def lose(world: World, seconds: float) -> Iterator[Entry]:
    """The connection is lost for ``seconds``; then it is made again and the present is asked for."""
    schedule = world.pbx.schedule
    yield Lost(round(schedule.now + 0.001, 6))
    schedule.run_until(schedule.now + seconds)
    yield Connected(round(schedule.now, 6), BANNER)
    yield from survey(world)
    schedule.run_until(schedule.now + 0.02)


def restart(world: World, is_clean: bool = True, seconds: float = 5.0) -> Iterator[Entry]:
    """The PBX stops (cleanly or by a crash), the connection with it; ``seconds`` later both are back."""
    heard: list[Entry] = []

    def listen(at: float, headers: Headers) -> None:
        heard.append(Heard(at, headers))

    world.pbx.switch.listeners.append(listen)
    try:
        world.shut_down() if is_clean else world.crash()
    finally:
        world.pbx.switch.listeners.remove(listen)
    yield from heard
    yield from lose(world, seconds)


def simulate(
    scenario: Scenario | None = None, seconds: float = 3600.0, start: float = START
) -> Iterator[Entry]:
    """A capture of ``seconds`` of a call centre: the connection, then every message. For the truth too, use
    ``World``.
    """
    yield Connected(start, BANNER)
    yield from play(World(scenario or Scenario(), start), seconds)
