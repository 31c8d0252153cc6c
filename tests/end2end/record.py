"""Run scenarios on a real Asterisk and leave their stories.

`python -m tests.end2end.record --version 22 --out DIR [name…]`.
"""

import argparse
import asyncio
import sys
import traceback
from pathlib import Path

from . import story
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .pbx.releases import RELEASES
from .scenarios import SCENARIOS, Scenario

SCENARIO_TIME = 420.0  # seconds; the longest (busy_hour) takes five minutes


async def perform(scenario: Scenario, asterisk: Asterisk, folder: Path) -> list[Record]:
    """Run one scenario on a started Asterisk and write its story but for the logs; the expected records."""
    lab = Lab(asterisk, scenario.name, scenario.has_audio)
    await lab.open()
    try:
        records = await asyncio.wait_for(scenario.script(lab), SCENARIO_TIME)
        await lab.close()
    finally:
        lab.hang_up_phones()
    story.write(folder, scenario, lab, records)
    return records


def play(scenario: Scenario, asterisk: Asterisk, folder: Path) -> list[Record]:
    """Run one scenario on a started Asterisk, stop it and write the whole story; the expected records."""
    if scenario.manager:
        manager = asterisk.run / "etc/manager.conf"
        usual = "timestampevents = no\n"
        manager.write_text(manager.read_text().replace(usual, usual + scenario.manager))
        asterisk.cli("manager reload")
    begin = story.offsets(asterisk)
    records = asyncio.run(perform(scenario, asterisk, folder))
    asterisk.stop()
    story.write_logs(folder, asterisk, begin)
    story.write_sounds(folder, asterisk)
    return records


def record(name: str, release: str, out: Path) -> str | None:
    """One scenario on an Asterisk of its own; what went wrong, or None."""
    try:
        with Asterisk(release) as asterisk:
            play(SCENARIOS[name], asterisk, out / name)
    except Exception:
        return traceback.format_exc()
    return None


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", choices=RELEASES, default="22")
    parser.add_argument("--out", type=Path, required=True, help="folder that the story folders go into")
    parser.add_argument("names", nargs="*", help="stories to make (all but the big ones)")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in SCENARIOS]
    if unknown:
        print(f"no such scenario: {', '.join(unknown)}", file=sys.stderr)
        return 2
    names = options.names or [name for name, scenario in SCENARIOS.items() if not scenario.is_big]
    failed = 0
    for name in names:
        error = record(name, options.version, options.out)
        print(f"{name}: {error or 'ok'}", flush=True)
        failed += error is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
