"""Memory over very many calls through the core: does it stay flat?

    python -m tests.benchmarks.memory [--calls 1000000] [--mix collector] [--seconds 170]
    python -m tests.benchmarks.memory --story c_abandon_waiting --seconds 0    # short calls: a million of them

Calls are copies of recorded ones, all with ids of their own, rendered as they are needed, and go through everything
between the journal and the recorder (what is found is dropped). Resident memory is sampled ten times; the floor is
the same process before the first call. Stops after ``--seconds`` (0: never) with as many calls as it got to.
"""

from __future__ import annotations

import argparse
import gc
import itertools
from collections.abc import Iterator, Sequence

import psutil

from collector_daemon.asterisk.framing import parse
from collector_daemon.capture import Entry, Heard
from shared.clock import monotonic
from tests.benchmarks import machine
from tests.benchmarks.core import APART, STRETCH, analysis
from tests.benchmarks.storm import MIXES, RECORDED, storm

BLOCK = 1000
"""Calls rendered at a time."""


def entries(calls: int, mix: str, stories: Sequence[str]) -> Iterator[Heard]:
    """The messages of so many calls, one block after the other."""
    number = itertools.count()
    for first in range(0, calls, BLOCK):
        for data in storm(min(BLOCK, calls - first), mix, first, stories):
            yield Heard(1_800_000_000.0 + next(number) * APART, parse(data.removesuffix(b"\r\n\r\n")))


def resident() -> float:
    """MB."""
    gc.collect()
    return float(psutil.Process().memory_info().rss / 1e6)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=1_000_000)
    options.add_argument("--mix", choices=MIXES, default="collector")
    options.add_argument("--seconds", type=float, default=170.0)
    options.add_argument("--story", action="append", help="copy these recordings only")
    given = options.parse_args()
    stories = given.story or RECORDED
    print(machine.told())
    one = analysis()
    for entry in entries(100, given.mix, stories):  # templates rendered, modules loaded
        one.take([(1, entry)])
    one = analysis()
    least = resident()
    print(f"before: {least:.0f} MB", flush=True)
    begun, numbered, told, messages = monotonic(), enumerate(entries(given.calls, given.mix, stories), 1), 0, 0
    samples: list[float] = []
    next_sample = begun
    every = given.seconds / 10 if given.seconds else 60.0
    while True:
        stretch: list[tuple[int, Entry]] = list(itertools.islice(numbered, STRETCH))
        told += len(one.take(stretch).calls)
        messages += len(stretch)
        if monotonic() >= next_sample or not stretch:
            samples.append(resident())
            print(f"{told:9,} calls, {messages:11,} messages: {samples[-1]:6.1f} MB,"
                  f" state {len(one.centre.state()):,} bytes, {len(one.centre.calls.traces)} calls open", flush=True)
            next_sample += every
        if not stretch or (given.seconds and monotonic() - begun > given.seconds):
            break
    settled = samples[len(samples) // 5 :]
    print(f"{max(settled) / least:.2f} × the floor at most; between a fifth of the way and the end"
          f" {settled[0]:.1f} → {settled[-1]:.1f} MB")


if __name__ == "__main__":
    main()
