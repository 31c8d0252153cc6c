"""The figures of a day proved, PBX by PBX: conservation, sums, queue_log. What was found is kept, and told in a line.

Nobody of the present waits for it: ``prover`` does it in a process of its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.reporting.log_proof import logged_right
from collector_daemon.settings import Settings
from collector_daemon.store import proof
from collector_daemon.store.proof_keeping import open_for_proof
from shared.domain.proofs import Finding
from shared.errors import BadInput, one_line

log = logging.getLogger(__name__)


class ProvedPbx(msgspec.Struct, frozen=True):
    """A PBX, its zone, and the queue_log of it that this machine can read (None: it names none)."""

    name: str
    zone: str
    queue_log: str | None = None


def pbxs_of(settings: Settings) -> list[ProvedPbx]:
    """Those of the settings."""
    return [
        ProvedPbx(one.name, one.timezone or settings.centre.timezone, str(one.queue_log) if one.queue_log else None)
        for one in settings.pbx
    ]


class Task(msgspec.Struct, frozen=True):
    """What is to be proved, and where."""

    url: str
    day: date
    pbxs: list[ProvedPbx]
    at: datetime


class Proved(msgspec.Struct, frozen=True):
    """What was found. ``is_kept`` false: the facts of the day are forgotten already, nothing can be said of it.

    ``troubles``: queue_logs that could not be read, a line each.
    """

    day: date
    findings: tuple[Finding, ...] = ()
    is_kept: bool = True
    troubles: tuple[str, ...] = ()

    @property
    def unexplained(self) -> int:
        """How many differences nobody can explain."""
        return sum(one.unexplained for one in self.findings)


async def prove(task: Task) -> Proved:
    """Do it, and write down what was found. Raises Unavailable."""
    async with open_for_proof(task.url) as connection:
        span = await proof.bounds_of(connection, task.day)
        if not span.is_whole:
            return Proved(task.day, is_kept=False)
        found = [await proof.conserved(connection, task.day, one.name) for one in task.pbxs]
        found += await proof.summed_right(connection, task.day, [one.name for one in task.pbxs])
        troubles: list[str] = []
        for one in task.pbxs:
            found += await _logged(task, one, span, troubles)
        await proof.keep(connection, found, task.at)
    return Proved(task.day, tuple(found), troubles=tuple(troubles))


async def _logged(task: Task, pbx: ProvedPbx, span: proof.Bounds, troubles: list[str]) -> Sequence[Finding]:
    if pbx.queue_log is None or not await asyncio.to_thread(Path(pbx.queue_log).is_file):
        return ()
    try:
        found = await logged_right(task.url, task.day, span, pbx.name, Path(pbx.queue_log), ZoneInfo(pbx.zone))
    except BadInput as problem:
        troubles.append(one_line(problem))
        return ()
    return () if found is None else (found,)


def lines_of(proved: Proved) -> Iterable[str]:
    """Each finding in a line, for people who read a terminal."""
    if not proved.is_kept:
        yield f"{proved.day}: what was stored of that day is forgotten already; nothing can be proved"
    for one in proved.findings:
        told = f"{one.day} {one.pbx} {one.kind}: {one.checked} checked, {one.unexplained} differ"
        yield told + (f", {one.explained} differ explained" if one.explained else "")
        for two in one.detail:
            words = f"    {two.about} {two.field}: stored {two.ours or 'nothing'}, is {two.theirs or 'nothing'}"
            yield ascii(words)[1:-1] + (f"; explained: {two.reason}" if two.reason else "")
    yield from proved.troubles


def tell(proved: Proved) -> None:
    """One line in the log: an error where something differs and nobody knows why."""
    if not proved.is_kept:
        log.info("figures of %s are not proved: what was stored of that day is forgotten already", proved.day)
        return
    explained = sum(one.explained for one in proved.findings)
    checked = sum(one.checked for one in proved.findings)
    more = "".join(f"; {trouble}" for trouble in proved.troubles)
    if proved.unexplained:
        worst = next(two for one in proved.findings for two in one.detail if not two.reason)
        log.error(
            "figures of %s do not hold: %d of %d differ, first %s %s (collector-daemon proof --day %s)%s", proved.day,
            proved.unexplained, checked, ascii(worst.about), ascii(worst.field), proved.day, more,
        )  # fmt: skip
    else:
        log.info("figures of %s are proved: %d checked, %d differ explained%s", proved.day, checked, explained, more)
