"""Damaged input for everything that reads what others wrote, until the time is over or a fault is found.

    python -m tests.proof.fuzz [TARGET …] [--seconds 60] [--seed 1] [--guided] [--input FILE]

Targets: ami, feed, http, crm, agi (streams, on real sockets), lists, price-lists, settings, queue-log, sounds, sealed
(files); none named: all, the seconds for each. Samples of real input are cut, doubled and mixed with what makes readers
stumble, by hypothesis, which makes a found fault as small as it can; each target says what must hold whatever comes.
``--guided``: one target, by atheris (`pip install atheris`, Linux), which follows what the code does with its input and
leaves what it finds in a file that it names; ``--input`` tries such a file again. Exit code 1 where a promise broke.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from hypothesis import HealthCheck, Phase, given, seed, settings

AT_ONCE = 500
"""Examples between two looks at the clock."""
Target = tuple[Callable[[], list[bytes]], Callable[[bytes], None]]


def targets() -> dict[str, Target]:
    """All there are; loaded late, so that atheris may follow them."""
    from tests.proof.fuzzed_files import FILES
    from tests.proof.fuzzed_streams import STREAMS

    return STREAMS | FILES


class Broken(Exception):
    """A promise broke: by this input."""

    def __init__(self, data: bytes) -> None:
        super().__init__(f"{len(data)} bytes, {data[:200]!r}")
        self.data = data


def tried(target: Target, examples: int, with_seed: int) -> None:
    """So many examples. Raises Broken, from what the target did."""
    from tests.proof.damage import inputs

    samples, check = target
    found = [b""]

    @seed(with_seed)
    @settings(max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
              suppress_health_check=list(HealthCheck), report_multiple_bugs=False)  # fmt: skip
    @given(inputs(samples()))
    def anything(data: bytes) -> None:
        try:
            check(data)
        except Exception:
            found[0] = data  # the smallest comes last
            raise

    try:
        anything()
    except Exception as problem:
        problem.__notes__ = []  # hypothesis tells all of the input there
        raise Broken(found[0]) from problem


def guided(name: str, seconds: int, with_seed: int) -> None:
    """By atheris, which ends the process itself."""
    atheris = importlib.import_module("atheris")  # a tool for this alone, in no lock
    with atheris.instrument_imports(include=["collector_daemon", "shared"]):
        samples, check = targets()[name]
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for nth, sample in enumerate(samples()):
        (corpus / f"sample-{nth}").write_bytes(sample)
    options = [f"-max_total_time={seconds}", f"-seed={with_seed}", "-max_len=20000", f"-artifact_prefix={corpus}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], check)
    atheris.Fuzz()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--input", type=Path)
    asked = parser.parse_args()
    if (asked.guided or asked.input) and len(asked.targets) != 1:
        parser.error("--guided and --input take one target")
    if asked.guided:
        guided(asked.targets[0], asked.seconds, asked.seed)
    known = targets()
    unknown = set(asked.targets) - set(known)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if asked.input:
        known[asked.targets[0]][1](asked.input.read_bytes())
        return 0
    for name in asked.targets or known:
        began, examples, rounds = perf_counter(), 0, 0
        while perf_counter() - began < asked.seconds:
            try:
                tried(known[name], AT_ONCE, asked.seed + rounds)
            except Broken as broken:
                file = Path(tempfile.mkdtemp(prefix="fuzz-")) / name
                file.write_bytes(broken.data)
                traceback.print_exception(broken.__cause__, limit=-5)
                print(f"{name}: a promise broke, by {file}", file=sys.stderr)
                return 1
            rounds, examples = rounds + 1, examples + AT_ONCE
        print(f"{name}: {examples} examples in {perf_counter() - began:.0f} s (seed {asked.seed}), every promise held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
