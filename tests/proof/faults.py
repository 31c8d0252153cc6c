"""Faults, injected at random by a seeded schedule into a whole centre; then what it found against what happened.

    python -m tests.proof.faults [--seed 1] [--minutes 1] [--kinds TEXT …] [--speed 30] [--load 3] [--clients 3]

Real processes: the daemon, Postgres, a simulated PBX and feed clients, with a line that can be cut between each pair;
daemon and PBX by a clock that runs ``--speed`` times as fast. Each fault is a line: what it was, how long, and within
how many seconds everything worked again by itself. Then is compared: what the journal has is in Postgres, once; calls
wholly outside the gaps are in every part as the PBX's own ledger tells them (as in a run without faults, which
``--kinds none`` is), so every unseen stretch is a gap; the law of conservation and the sums hold; the clients' boards
are the daemon's. Exit code 1 where a promise broke.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from shared.clock import monotonic
from tests.proof import verdict
from tests.proof.centre import Centre
from tests.proof.fault_kinds import KINDS

LONGEST, QUIET = 2.5, 2.0
"""Real seconds: of a fault at most, and between two at most."""
PATIENCE = 60.0
"""Real seconds within which everything must work again."""


async def inject(centre: Centre, chance: random.Random, kinds: Sequence[str], seconds: float) -> list[verdict.Span]:
    """Faults of these kinds, none twice before all were there, for so many seconds; when things came late."""
    end, left, late = monotonic() + seconds, list[str](), list[verdict.Span]()
    while monotonic() < end:
        await asyncio.sleep(chance.uniform(0.3, QUIET))
        if not kinds:
            continue
        if not left:
            left = chance.sample(list(kinds), len(kinds))
        name, length = left.pop(), chance.uniform(0.3, LONGEST)
        begun, began_at = monotonic(), centre.clock.now().timestamp()
        await KINDS[name](centre, length)
        lasted = monotonic() - begun
        took = await centre.recovered(PATIENCE)
        late.append((began_at - 1, centre.clock.now().timestamp()))
        print(f"{name}: {lasted:.1f} s; worked again after {took:.1f} s", flush=True)
    return late


async def prove(folder: Path, options: argparse.Namespace) -> list[str]:
    """One run; every broken promise."""
    kinds = [] if options.kinds == ["none"] else [
        name for name in KINDS if not options.kinds or any(text in name for text in options.kinds)]  # fmt: skip
    chance = random.Random(options.seed)
    async with Centre(folder, options.seed, speed=options.speed, load=options.load, clients=options.clients) as centre:
        await centre.recovered(PATIENCE)
        centre.began = centre.clock.now().timestamp()
        late = await inject(centre, chance, kinds, options.minutes * 60)
        open_calls = set((await asyncio.to_thread(centre.pbx.do, "freeze")).split())
        await asyncio.sleep(1.5)
        broken = await _look(centre)
        if await centre.daemon.stop() != 0:
            broken.append("the daemon did not stop in order")
        if "Traceback" in (said := centre.daemon.said()):
            broken.append("the daemon's log has a traceback: " + said[said.index("Traceback") :][:1500])
        broken += verdict.stored_is_journalled(centre)
        compared, lines = verdict.agrees_with_ledger(centre, open_calls, late)
        broken += lines
        broken += await verdict.is_conserved(centre)
        hours = (centre.clock.now().timestamp() - centre.began) / 3600
        print(f"seed {options.seed}: {len(late)} faults in {hours:.1f} hours of the PBX; {compared} calls wholly"
              f" outside {len(verdict.gaps(centre))} gaps compared with the ledger, of {len(verdict.told(centre))}")
    if compared < options.minutes * options.speed / 10:
        broken.append("too little was seen to prove anything")
    return broken


async def _look(centre: Centre) -> list[str]:
    """Whether the clients' boards are that of a client who comes now; wrap-ups may run out between two looks."""
    fresh = await centre.follow(centre.daemon.status()["feed"]["port"], "fresh")
    found = ["not compared"]
    for _ in range(10):
        await asyncio.sleep(0.5)
        found = list(verdict.boards_agree(centre, verdict.rows(fresh.board)))
        if not found:
            break
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.faults", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1.0, help="real minutes of faults")
    parser.add_argument("--kinds", nargs="*", default=[], help="only those with such a text in their name; none")
    parser.add_argument("--speed", type=float, default=30.0)
    parser.add_argument("--load", type=float, default=3.0)
    parser.add_argument("--clients", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="callcentre-faults-", ignore_cleanup_errors=True) as folder:
        if os.name == "posix":
            Path(folder).chmod(0o711)
        broken = asyncio.run(prove(Path(folder), options))
    for line in broken[:50]:
        print(f"BROKEN: {line}")
    print(f"{len(broken)} promises broke" if broken else "every promise held")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
