"""The pacing of campaigns against others' rules, on simulated days: how much operators work at ≤ 3 % abandoned calls.

    python -m tests.benchmarks.dialer [--seeds 1] [--operators 5,20,100] [--answers 0.15,0.5] [--talks short,mid,heavy]
                                      [--search]

Rules: progressive; a fixed ratio (the best of three that stays within the limit); VICIdial's adaptive level, with a
limit of 3 % and for each row the best of the settings in FAIR, as if its supervisor had known the day before
(``--search``: of all 90 that FAIR was picked from); and ours, with one setting for all rows. All rules see the same
world with the same seeds. A rule's row is over all its seeds; "bound" is the highest 95 % upper bound (Clopper and
Pearson) that a seed ended with. The last line says in how many rows ours is above VICIdial's.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import product
from time import perf_counter, process_time

import msgspec

from shared.campaigns.chance import Measured
from shared.campaigns.governing import Answered
from shared.campaigns.pacing import Situation, decide
from shared.campaigns.share import Chance
from shared.campaigns.simulating import Floor, Law, Outcomes, Rule, Setting
from shared.campaigns.simulating_rules import Adaptive, AdaptiveSettings, Paced, Ratio
from tests.benchmarks import machine

HOURS = {5: 8.0, 10: 6.0, 20: 4.0, 50: 2.0, 100: 1.0, 200: 0.6}  # shorter with more operators: 900 to 3,000 answers
TALKS = {
    "short": (Law("exponential", 45), Law("fixed", 10)),
    "mid": (Law("lognormal", 120, 0.8), Law("lognormal", 20, 0.5)),
    "heavy": (Law("heavy", 240, 2.5), Law("lognormal", 40, 0.5)),
}
_PICKED = (
    ("tapered", 3.0, -40, 0), ("average", 3.0, 20, -1), ("average", 4.0, -20, 0), ("average", 2.0, -20, 0),
    ("average", 1.5, -20, 0), ("hard_limit", 3.0, -40, -1), ("hard_limit", 3.0, 0, 0), ("hard_limit", 10.0, 0, 1),
)  # fmt: skip
FAIR = [
    *(AdaptiveSettings(method=how, ready_only=True, most=most, intensity=strong, difference=wait)  # type: ignore[arg-type]
      for how, most, strong, wait in _PICKED),
    AdaptiveSettings(method="hard_limit", intensity=20, difference=1),
]  # fmt: skip
ALL = [
    *(AdaptiveSettings(method=how, ready_only=ready, most=most, intensity=strong, difference=wait)  # type: ignore[arg-type]
      for how, (ready, most), strong, wait in product(("hard_limit", "average", "tapered"), (
          (False, 3.0), (True, 3.0), (True, 10.0)), (-40, 0, 20), (-1, 0, 1))),
    *FAIR,
]  # fmt: skip


class Row(msgspec.Struct, frozen=True):
    """One rule over all seeds."""

    utilisation: float
    share: float
    bound: float
    waits: float
    calls: float
    highest: float

    def told(self) -> str:
        return f"{self.utilisation:6.1%} {self.share:6.2%} {self.bound:6.2%}"


def over_seeds(setting: Setting, rule: Callable[[], Rule], seeds: int) -> Row:
    days: list[Outcomes] = [Floor(setting, rule(), seed).run() for seed in range(1, seeds + 1)]
    answered, count = sum(day.answered for day in days), len(days)
    return Row(
        sum(day.utilisation for day in days) / count,
        sum(day.abandoned for day in days) / max(answered, 1),
        max(day.bound for day in days),
        sum(day.waits for day in days) / count,
        answered / (count * setting.hours),
        max(day.highest for day in days),
    )


def best(rows: Sequence[Row], limit: float) -> Row:
    """The most work within the limit; where none is within, the least abandoned."""
    within = [row for row in rows if row.share <= limit]
    return max(within, key=lambda row: row.utilisation) if within else min(rows, key=lambda row: row.share)


def compare(setting: Setting, seeds: int, fair: Sequence[AdaptiveSettings]) -> tuple[Row, Row, Row, Row]:
    """Progressive, the best fixed ratio, VICIdial's best, ours."""
    limit = setting.limits.abandoned_share
    return (
        over_seeds(setting, Ratio, seeds),
        best([over_seeds(setting, lambda one=one: Ratio(one), seeds) for one in (1.5, 2.0, 3.0)], limit),  # type: ignore[misc]
        best([over_seeds(setting, lambda one=one: Adaptive(one), seeds) for one in fair], limit),  # type: ignore[misc]
        over_seeds(setting, Paced, seeds),
    )


def speed(operators: int = 200, times: int = 300) -> float:
    """Milliseconds of CPU for one decision with its options: all but a few operators talk, 150 calls ring."""
    measured = Measured()
    for number in range(2000):
        measured.talk.add(10.0 + number % 300)
        measured.wrap.add(5.0 + number % 40)
        measured.answer.add(2.0 + number % 17)
        measured.give_up.add(20.0)
    begun = process_time()
    for number in range(times):
        decide(Situation(
            free=tuple(map(str, range(number % 12))),
            talking=tuple(number % 7 + index * 1.7 for index in range(operators - 32)),
            wrapping=tuple(index * 1.3 + 0.1 for index in range(20)),
            ringing=tuple((index * 0.37 + number) % 20 for index in range(150)),
            day=Answered(90, 4000), month=Answered(900, 40_000), answer=Chance(30 + number % 9, 200),
        ), measured)  # fmt: skip
    return (process_time() - begun) / times * 1000


def main() -> None:
    """Parse, simulate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--operators", default="5,10,20,50,100,200")
    parser.add_argument("--answers", default="0.15,0.3,0.5")
    parser.add_argument("--talks", default="short,mid,heavy")
    parser.add_argument("--search", action="store_true")
    asked = parser.parse_args()
    print(machine.told())
    print(f"a decision with 200 operators and 150 ringing calls: {speed():.2f} ms of CPU")
    print("util abandoned bound |      progressive      |      fixed ratio      |   VICIdial, its best  |     ours")
    begun, above, legal, rows = perf_counter(), 0, 0, 0
    for operators, answer, talk in product(
        map(int, asked.operators.split(",")), map(float, asked.answers.split(",")), asked.talks.split(",")
    ):
        talks, wraps = TALKS[talk]
        hours = HOURS.get(operators, 2.0)
        setting = Setting(operators=operators, answers=(answer,), hours=hours, talk=talks, wrap=wraps)
        found = compare(setting, asked.seeds, ALL if asked.search else FAIR)
        rows += 1
        vicidial, ours = found[2:]
        wins = ours.share <= 0.03 and (ours.utilisation > vicidial.utilisation or vicidial.share > 0.03)
        above, legal = above + wins, legal + (ours.bound <= 0.03)
        print(f"{operators:3} op. {answer:4.0%} {talk:6}| {' | '.join(row.told() for row in found)}"
              f"{'' if wins else '  below'}{'' if ours.bound <= 0.03 else '  over the bound'}", flush=True)
    print(f"ours above VICIdial's in {above} of {rows} rows; its bound within 3 % in {legal} of {rows};"
          f" {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
