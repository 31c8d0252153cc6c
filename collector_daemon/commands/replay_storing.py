"""``replay --store``: what a capture holds, into the database. Twice changes nothing: keys are the PBX's own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.commands.capture_file import stretches
from collector_daemon.commands.shared_database import open_database
from collector_daemon.settings import PbxSettings, Settings
from collector_daemon.store.recorder import Recorder
from shared.database.migrations import upgrade


async def store(path: Path, config: Settings, pbx: PbxSettings) -> int:
    """Store all of it; the calls still open at its end too. The daemon may be running."""
    with open_database(config, checks=False) as url:
        await asyncio.to_thread(upgrade, url)
        recorder = Recorder(url)
        task = asyncio.create_task(recorder.run())
        analysis = Analysis(centre_for(pbx, config.centre))
        journal_id, seq = f"capture:{path.name}", 0
        for stretch in stretches(path):
            found = analysis.take(stretch)
            seq = stretch[-1][0] if stretch else seq
            await recorder.put(found.batch(pbx.name, journal_id, seq), wait=True)
        rest = analysis.take([])
        rest.calls = analysis.centre.open_calls()
        await recorder.put(rest.batch(pbx.name, journal_id, seq), wait=True)
        await recorder.drain()
        task.cancel()
    return 0
