"""Lets operators work at random against the simulator's truth: ``python -m tests.integration.desk.hunt --seeds 50``.

``--story`` tells what each of them did and saw. What is random is seeded, the moments at which it happens are real: a
seed that fails fails again often, not always.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
from pathlib import Path
from random import Random

from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.helpers.postgres import QUICK, Server
from tests.integration.desk.hunting import ACCIDENTS, SPEED, Hunted, hunt


class Kept(logging.Handler):
    """Warnings and worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        text = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()} {text}")


def asked() -> argparse.Namespace:
    """What is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--accidents", type=int, default=2)
    parser.add_argument("--operators", type=int, default=4)
    parser.add_argument("--speed", type=float, default=SPEED)
    parser.add_argument("--story", action="store_true", help="tell what each of them did")
    return parser.parse_args()


def one(server: Server, template: str, folder: Path, seed: int, given: argparse.Namespace) -> Hunted:
    """One seed."""
    folder.mkdir()
    accidents = tuple(Random(seed).sample(ACCIDENTS, given.accidents))
    work = hunt(server.create(template), folder, seed, given.seconds, accidents, given.operators, given.speed)
    try:
        return asyncio.run(work)
    except AssertionError as problem:
        return Hunted([f"not finished: {problem}"])


def told(seed: int, found: Hunted, lines: list[str], *, has_story: bool) -> None:
    """Print it."""
    print(f"seed {seed}: {found.calls} calls, {found.looks} looks, {found.accidents}, "
          f"{sum(found.commands.values())} commands, {len(found.problems)} problems", flush=True)  # fmt: skip
    print("  " + ", ".join(f"{name} {count}" for name, count in sorted(found.commands.items())))
    for name, story in sorted(found.stories.items()) if has_story else ():
        print(f"  {name}:", *story, sep="\n      ")
    for line in [*found.problems, *lines]:
        print("   ", line[:900], flush=True)


def main() -> None:
    """Many seeds, by hand."""
    given, kept = asked(), Kept()
    logging.getLogger().addHandler(kept)
    with tempfile.TemporaryDirectory(prefix="callcentre-hunt-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with BundledPostgres(folder / "postgres", QUICK) as bundled:
            server = Server(bundled)
            template = server.create()
            migrations.upgrade(template)
            for seed in range(given.first, given.first + given.seeds):
                kept.lines.clear()
                found = one(server, template.rpartition("/")[2], folder / str(seed), seed, given)
                told(seed, found, kept.lines, has_story=given.story)


if __name__ == "__main__":
    main()
