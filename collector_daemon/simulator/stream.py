"""The simulated PBX without sockets: a day's messages as capture entries, as fast as they can be made."""

from __future__ import annotations

from collections.abc import Iterator

from collector_daemon.capture import Connected, Entry, Headers, Heard
from collector_daemon.simulator.world import Scenario, World

BANNER = "Asterisk Call Manager/11.0.0"
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


def simulate(
    scenario: Scenario | None = None, seconds: float = 3600.0, start: float = START
) -> Iterator[Entry]:
    """A capture of ``seconds`` of a call centre: the connection, then every message. For the truth too, use
    ``World``.
    """
    yield Connected(start, BANNER)
    yield from play(World(scenario or Scenario(), start), seconds)
