"""A desk over a real database, beside a core that hears what a test lets it hear."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from collector_daemon import settings
from collector_daemon.asterisk.link import Link
from collector_daemon.feed.board import Board
from collector_daemon.pipeline import Pipeline
from collector_daemon.questions import Questions
from collector_daemon.questions.desk import Desk, DeskRules
from collector_daemon.questions.live import LiveCalls
from collector_daemon.recordings.parcel import Parcels
from collector_daemon.recordings.port import SoundPort
from collector_daemon.settings.recordings import RecordingsSettings
from collector_daemon.store.alert_log import AlertLog
from collector_daemon.store.audit import Audit
from collector_daemon.store.batch import Batch
from collector_daemon.store.figures import Figures
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.recorder import Recorder
from shared.clock import HandClock
from shared.credentials import Secret
from shared.domain.accounts import Account
from shared.domain.calls import Call
from shared.domain.commands import Refused, authorised
from shared.domain.desk import DeskDescription, Disposition
from shared.protocol import wire
from tests.helpers.facts import START
from tests.integration.database.test_recorder import recording

NOW = START + timedelta(hours=2)
DESK = DeskDescription(
    can_play_own=True, outside_prefix="9",
    dispositions=(Disposition(code="order"), Disposition(code="other"),
                  Disposition(code="complaint", queues=("support",)),
                  Disposition(code="offer", queues=("sales",))),
)  # fmt: skip
CONFIG = "[[pbx]]\nname = 'main'\nuser = 'nobody'\n[[pbx]]\nname = 'brno'\nuser = 'nobody'\n"


class Office:
    """The desk as panels see it: ``ask`` a command as an account, as it would come over the feed."""

    def __init__(self, desk: Desk, pipelines: dict[str, Pipeline], clock: HandClock, url: str) -> None:
        self.desk, self.pipelines, self.clock, self.url = desk, pipelines, clock, url
        self._questions = Questions(pipelines, AlertLog(url), Figures(url, lambda: (20.0, 5.0)), desk)

    async def ask(self, who: Account, command: str, **params: Any) -> dict[str, Any]:
        """The answer; every one can be told over the wire."""
        asked = authorised(who, command, json.dumps(params, default=_said).encode())
        fields = {field: getattr(asked, field) for field in asked.__struct_fields__}
        answer = await self._questions.answer(who, command, fields)
        wire.encoded(answer)
        return answer

    def told(self, call_id: str) -> Call:
        """A call as the core tells it so far."""
        found = LiveCalls(self.pipelines, lambda: True).find(self.pipelines, call_id)
        assert found is not None
        return found.call

    async def refused(self, who: Account, command: str, **params: Any) -> str:
        """The code with which it is refused."""
        with pytest.raises(Refused) as caught:
            await self.ask(who, command, **params)
        assert "\n" not in caught.value.message
        return caught.value.code


def _said(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


@asynccontextmanager
async def office(
    url: str, folder: Path, description: DeskDescription = DESK, port: SoundPort | None = None,
    parcels: Parcels | None = None,
) -> AsyncIterator[Office]:
    """A desk of the PBXs main and brno; recordings are in the folder ``sounds``."""
    clock, config = HandClock(NOW), settings.parse(CONFIG)
    recorder = Recorder(url)
    pipelines: dict[str, Pipeline] = {}
    for pbx in config.pbx:
        journal = Journal(folder / "journal" / pbx.name, config.journal, clock)
        pipelines[pbx.name] = Pipeline(
            pbx, config.centre, link=Link(pbx, Secret("x"), clock), journal=journal, recorder=recorder,
            board=Board(), clock=clock,
        )  # fmt: skip
        pipelines[pbx.name].is_reading_again = False  # as after a start with everything stored
    live = LiveCalls(pipelines, lambda: recorder.state.trouble is None)
    rules = DeskRules(
        description=lambda: description, folders=(RecordingsSettings(folder=folder / "sounds"),), port=port,
        parcels=parcels or Parcels(folder / "parcels"),
    )  # fmt: skip
    audit = Audit(url, pause=0.02)
    auditing = asyncio.create_task(audit.run())
    try:
        async with Desk.opened(url, list(pipelines), live, rules, clock, audit.note) as desk:
            yield Office(desk, pipelines, clock, url)
            await audit.drain()
    finally:
        auditing.cancel()
        await asyncio.gather(auditing, return_exceptions=True)
        for pipeline in pipelines.values():
            pipeline.journal.close()


async def store(url: str, calls: Iterable[Call]) -> None:
    """As the recorder stores them."""
    by_pbx: dict[str, list[Call]] = {}
    for call in calls:
        by_pbx.setdefault(call.pbx, []).append(call)
    async with recording(url) as recorder:
        for pbx, some in by_pbx.items():
            assert await recorder.put(Batch(pbx=pbx, journal_id="j", seq=1, calls=some))


def sit(
    url: str, account: str, extension: str, since: datetime, until: datetime | None = None, pbx: str = "main"
) -> None:
    """The account sat at this phone then."""
    with psycopg.connect(url) as owner:
        owner.execute(
            "insert into seat (account, pbx, extension, taken_at, left_at, cause) values (%s, %s, %s, %s, %s, %s)",
            [account, pbx, extension, since, until, None if until is None else "left"],
        )

