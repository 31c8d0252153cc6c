"""Messages a second through the core alone: translate and centre, as ``replay`` and ``rebuild`` use them.

    python -m tests.benchmarks.core [--calls 2000] [--mix collector|all] [--rounds 3] [--profile]

Floor: decoding the JSON of the same messages' lines in the capture format, by the standard library. CPU time of
this process, the median of the rounds.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import time
from collections.abc import Callable

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.asterisk.framing import parse
from collector_daemon.asterisk.translate import translate
from collector_daemon.capture import Entry, Heard
from collector_daemon.store import rows
from collector_daemon.store.journal import lines as journal_lines
from tests.benchmarks import machine
from tests.benchmarks.storm import MIXES, storm

STRETCH = 500
CONFIG = settings.parse("[[pbx]]\nname = 'main'\nuser = 'x'\ntrunks = ['PJSIP/trunk']")
APART = 0.0002
"""Seconds between two messages: five thousand a second."""


def heard(calls: int, mix: str, begun: float = 1_800_000_000.0, first: int = 0) -> list[Heard]:
    """The messages of a storm as they come from the link."""
    return [Heard(begun + number * APART, parse(data.removesuffix(b"\r\n\r\n")))
            for number, data in enumerate(storm(calls, mix, first))]


def analysis() -> Analysis:
    """An empty centre."""
    return Analysis(centre_for(CONFIG.pbx[0], CONFIG.centre))


def through_core(entries: list[Heard]) -> int:
    """Calls told."""
    centre = analysis().centre
    calls = 0
    for number, entry in enumerate(entries, 1):
        event = translate(entry)
        if event is not None:
            calls += len(centre.apply(event).calls)
        if number % STRETCH == 0:
            centre.changed_rows(event.at if event else centre.day_ends_at)  # type: ignore[arg-type]
    return calls


def through_analysis(entries: list[Heard]) -> int:
    """The same as the daemon does it: raw events and rows of the board too."""
    one = analysis()
    numbered: list[tuple[int, Entry]] = list(enumerate(entries, 1))
    for at in range(0, len(numbered), STRETCH):
        one.take(numbered[at : at + STRETCH])
    return one.messages


def encoded(entries: list[Heard]) -> int:
    """What is stored as lines of COPY, without sending them."""
    one = analysis()
    numbered: list[tuple[int, Entry]] = list(enumerate(entries, 1))
    made = 0
    for at in range(0, len(numbered), STRETCH):
        found = one.take(numbered[at : at + STRETCH])
        made += sum(map(len, map(rows.raw_line, found.raw)))
        made += sum(map(len, rows.call_lines(found.calls).values())) + len(rows.fact_lines(found.facts))
    return made


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=2000)
    options.add_argument("--mix", choices=MIXES, action="append")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    print(machine.told())
    for mix in given.mix or MIXES:
        entries = heard(given.calls, mix)
        if given.profile:
            profile = cProfile.Profile()
            profile.runcall(encoded, entries)
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
            continue
        lines = [journal_lines.encode(entry) for entry in entries]
        works: dict[str, Callable[[], object]] = {
            "floor: json.loads": lambda lines=lines: [json.loads(line) for line in lines],  # type: ignore[misc]
            "translate and centre": lambda entries=entries: through_core(entries),  # type: ignore[misc]
            "… raw events, board's rows": lambda entries=entries: through_analysis(entries),  # type: ignore[misc]
            "… lines for COPY": lambda entries=entries: encoded(entries),  # type: ignore[misc]
            "(a journal's line)": lambda entries=entries: [  # type: ignore[misc]
                journal_lines.encode(entry) for entry in entries],
        }
        spent = {name: statistics.median(cpu(work) for _ in range(given.rounds)) for name, work in works.items()}
        print(f"{mix}: {given.calls:,} calls, {len(entries):,} messages")
        for name, seconds in spent.items():
            print(f"  {name:<28}{len(entries) / seconds:10,.0f} messages/s {seconds / len(entries) * 1e6:7.1f} µs each"
                  f" {seconds / spent['floor: json.loads']:6.2f} × floor")


if __name__ == "__main__":
    main()
