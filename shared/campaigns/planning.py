"""What a campaign would come to with given operators and a list, by rule: what the console's planner shows. Pure.

As much of the day is simulated as takes a second at the most; with many operators that is eight minutes, whose pace is
carried over to the list. Ours has yesterday behind it there (``_BEFORE``), so that it need not prove itself first. One
seed: two plans of one setting are the same, and a percent or two from those of the next seed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from msgspec.structs import replace

from shared.campaigns.governing import Answered
from shared.campaigns.simulating import Floor, Rule, Setting
from shared.campaigns.simulating_rules import Adaptive, AdaptiveSettings, Paced, Ratio

_CALLS = 900  # placed by a simulated rule, about
_SHORTEST = 480.0  # seconds
_BEFORE = Answered(15, 900)

RULES: dict[str, Callable[[], Rule]] = {
    "progressive": Ratio,
    "ratio": partial(Ratio, 2.0),
    "vicidial": partial(Adaptive, AdaptiveSettings(ready_only=True)),
    "predictive": partial(Paced, before=_BEFORE),
}


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule would come to. ``utilisation``, ``share`` (abandoned), ``bound`` (of it): 0 to 1.

    ``calls_per_hour``: answered ones that found an operator; ``attempts_per_hour``: placed; ``waits``: seconds that an
    operator waits for the next call; ``hours``: until every contact was called once (``is_done``), or the day's.
    """

    rule: str
    utilisation: float
    share: float
    bound: float
    calls_per_hour: float
    attempts_per_hour: float
    waits: float
    hours: float
    is_done: bool


def plan(setting: Setting, *, ratio: float = 2.0, seed: int = 1) -> tuple[Plan, ...]:
    """Give for each rule what the setting comes to: progressive, a fixed ratio, VICIdial's rule, ours (predictive)."""
    rules: dict[str, Callable[[], Rule]] = {**RULES, "ratio": partial(Ratio, ratio)}
    return tuple(_planned(name, rule(), setting, seed) for name, rule in rules.items())


def _planned(name: str, rule: Rule, setting: Setting, seed: int) -> Plan:
    chance = max(min(setting.answers), 0.02)
    pace = setting.operators / (setting.talk.mean + setting.wrap.mean) / chance  # calls a second at full work
    seconds = min(max(_CALLS / pace, _SHORTEST), setting.hours * 3600)
    day = replace(setting, hours=seconds / 3600, contacts=10**9)
    found = Floor(day, rule, seed).run()
    hours = found.ended / 3600
    needed = setting.contacts * hours / max(found.attempts, 1)
    return Plan(
        rule=name,
        utilisation=found.utilisation,
        share=found.share,
        bound=found.bound,
        calls_per_hour=(found.answered - found.abandoned) / hours,
        attempts_per_hour=found.attempts / hours,
        waits=found.waits,
        hours=min(needed, setting.hours),
        is_done=needed <= setting.hours,
    )
