"""The strongest test of the analysis: random days, and what really happened in them.

The simulator makes thousands of calls of every kind, overlapping as in life, and knows of each who rang, talked,
held and hung up. The collector sees the messages alone and must find the same, call by call, field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec
import pytest

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.capture import Connected, Entry
from collector_daemon.simulator.people import Blind, End, Hold, Reaction
from collector_daemon.simulator.stream import BANNER, START, lose, play, restart, survey
from collector_daemon.simulator.world import Scenario, World
from shared.domain.agents import Surprise
from shared.domain.calls import Call
from tests.integration.simulator.agreement import differences, enders
from tests.unit.simulator.lab import START as LAB_START
from tests.unit.simulator.lab import Lab
from tests.unit.simulator.test_against_recordings import CASES, SUPPORT, VIP

HOUR = 3600.0
SITE = settings.parse('[[pbx]]\nname = "demo"\nuser = "nobody"')


class Collector:
    """The analysis as it runs live, and what it has told."""

    def __init__(self) -> None:
        self.analysis = Analysis(centre_for(SITE.pbx[0], SITE.centre))
        self.told: dict[str, Call] = {}
        self.surprises: list[Surprise] = []

    def hear(self, entries: Iterable[Entry]) -> None:
        for seq, entry in enumerate(entries, 1):
            found = self.analysis.take([(seq, entry)])
            self.surprises += [fact for fact in found.facts if isinstance(fact, Surprise)]
            for call in found.calls:
                for absorbed in call.absorbed:
                    self.told.pop(absorbed, None)
                self.told[call.call_id] = call


def derived(world: World, seconds: float) -> tuple[list[Call], list[Surprise]]:
    """The calls that the collector finds in what the world's PBX says for ``seconds``."""
    collector = Collector()
    collector.hear(play(world, seconds))
    return list(collector.told.values()), collector.surprises


SCENARIOS = [
    Scenario(seed=1),
    Scenario(seed=2, load=2.0),
    Scenario(seed=3, is_always_open=True, load=1.5, talk_seconds=40.0, patience_seconds=40.0),
    Scenario(seed=4, is_always_open=True, load=0.5, talk_seconds=15.0, own_calls_per_hour=20.0),
]
NAMES = ["a morning", "too many calls", "short calls", "much calling out"]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS, ids=NAMES)
def test_the_collector_finds_what_happened(scenario: Scenario) -> None:
    world = World(scenario, START)
    calls, surprises = derived(world, 2 * HOUR)
    assert len(world.truth()) > 150
    assert differences(world.truth(), calls) == []
    assert surprises == []


@pytest.mark.slow
def test_the_collector_finds_who_ended_each_call() -> None:
    world = World(Scenario(seed=5, load=2.0), START)
    calls, _ = derived(world, 2 * HOUR)
    assert enders(world.truth(), calls) == []


FORWARDED = Reaction("forward", by="1005")
UNRECORDED: dict[str, Callable[[], Lab]] = {
    "held behind a Local channel": lambda: (
        Lab("1007", {"1007": [Reaction("answer", 1.0)]},
            [(Hold(1.0, 2.0), Hold(1.0, 1.0, "caller"), End(1.0, "agent"))]).calls(VIP).run()
    ),
    "given up while a Local channel rings": lambda: Lab("1007").calls(VIP, patience=3.0).run(),
    "forwarded in vain": lambda: Lab("1001 1005", {"1001": [FORWARDED]}).calls(SUPPORT, patience=20.0).run(),
    "forwarded, then given up": lambda: Lab("1001 1005", {"1001": [FORWARDED]}).calls(SUPPORT, patience=2.0).run(),
    "forwarded, then transferred": lambda: (
        Lab("1001 1002 1005", {"1001": [FORWARDED], "1005": [Reaction("answer", 1.0)],
                               "1002": [Reaction("ignore"), Reaction("answer", 1.0)]},
            [(Blind(2.0, "1002"),), (End(2.0, "caller"),)]).calls(SUPPORT).run()
    ),
}


@pytest.mark.parametrize("name", UNRECORDED)
def test_the_collector_finds_what_has_not_been_recorded(name: str) -> None:
    _agree(UNRECORDED[name]())


@pytest.mark.parametrize("name", sorted(set(CASES) - {"y_restart_graceful"}))  # what a stop touches: see below
def test_the_collector_finds_what_the_script_says(name: str) -> None:
    """The same scripted calls that are compared with real recordings, one by one."""
    _agree(CASES[name]())


def _agree(lab: Lab) -> None:
    collector = Collector()
    collector.analysis = Analysis(centre_for(msgspec.structs.replace(SITE.pbx[0], name="lab"), SITE.centre))
    collector.hear([Connected(LAB_START, BANNER), *lab.entries])
    truth = [note.fact() for note in lab.pbx.finished]
    assert differences(truth, collector.told.values()) == []
    assert collector.surprises == []


def gap(world: World, number: int) -> Iterator[Entry]:
    return lose(world, 20.0 + 10.0 * number)


def stop(world: World, number: int) -> Iterator[Entry]:
    return restart(world)


def crash(world: World, number: int) -> Iterator[Entry]:
    return restart(world, is_clean=False)


@pytest.mark.slow
@pytest.mark.parametrize("interrupt", [gap, stop, crash])
def test_an_interruption_costs_only_the_calls_that_it_touches(
    interrupt: Callable[[World, int], Iterator[Entry]],
) -> None:
    """What is over before or begins after is as exact as ever; what it touches is there once, and marked or lost."""
    world = World(Scenario(seed=1, is_always_open=True, load=2.0, talk_seconds=60.0), START)
    collector, breaks = Collector(), []
    collector.hear([Connected(START, BANNER), *survey(world)])
    for number in range(6):
        collector.hear(play(world, 600.0))
        begun = world.pbx.now
        collector.hear(interrupt(world, number))
        breaks.append((begun - 0.1, world.pbx.now + 0.1))
    collector.hear(play(world, 1200.0))

    def touches(call: Call) -> bool:
        ended = call.ended_at.timestamp() if call.ended_at else world.pbx.now
        return any(call.started_at.timestamp() <= end and ended >= begun for begun, end in breaks)

    def is_inside(call: Call) -> bool:
        return any(begun <= call.started_at.timestamp() and (call.ended_at or call.started_at).timestamp() <= end
                   for begun, end in breaks)

    truth = {call.call_id: call for call in world.truth()}
    apart = [call for call in truth.values() if not touches(call)]
    assert len(apart) > 100
    assert differences(apart, [collector.told[call.call_id] for call in apart if call.call_id in collector.told]) == []
    touched = [call for call in truth.values() if touches(call) and not is_inside(call)]
    assert [call.call_id for call in touched if call.call_id not in collector.told] == []
    running = {call.call_id for call in world.still_open()}
    assert set(collector.told) - set(truth) - running == set()
