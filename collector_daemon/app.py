"""The composition root: makes everything, owns its life, stops it in order.

Order of stopping: links (nothing more comes), pipelines (what came is kept and understood), recorder (stored, or
left to the journal if the database is away), feed (told last), bundled Postgres.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec

from collector_daemon.administration import Administration
from collector_daemon.administration.local_account import LOCAL as LOCAL
from collector_daemon.administration.local_account import LocalToo
from collector_daemon.administration.settings import SettingsBook
from collector_daemon.alerting.actions import Actions
from collector_daemon.alerting.watch import AlertWatch
from collector_daemon.analysis import centre_for
from collector_daemon.asterisk.link import Link
from collector_daemon.billing.at_work import BillingAtWork
from collector_daemon.dialer.at_work import DialerAtWork
from collector_daemon.dispatching import Dispatch
from collector_daemon.dispatching.auditing import auditing
from collector_daemon.feed.board import Board
from collector_daemon.feed.ports import Accounts, Address, Witness
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.server import FeedServer, tls_context
from collector_daemon.leading.following import SILENCE as SILENCE_OF_PAIR
from collector_daemon.leading.following import Following, beside
from collector_daemon.leading.taking_over import settle, take_over
from collector_daemon.past.machine import TimeMachine
from collector_daemon.pipeline import Pipeline
from collector_daemon.prepaid.credit import Credit
from collector_daemon.questions import Questions
from collector_daemon.questions.desk import Desk, DeskRules
from collector_daemon.questions.live import LiveCalls
from collector_daemon.recordings.catalogue import Catalogue
from collector_daemon.recordings.parcel import Parcels
from collector_daemon.recordings.port import PortRules, SoundPort
from collector_daemon.recordings.retention import SoundRetention
from collector_daemon.recordings.sealing import recording_keys
from collector_daemon.recordings.tokens import LinkTokens
from collector_daemon.reporting.night_work import NightWork
from collector_daemon.seats.shifts import Shifts
from collector_daemon.settings import PbxSettings, Settings, ami_secret
from collector_daemon.settings.recordings import archives
from collector_daemon.settings.standing import Standing
from collector_daemon.status import Alerts, StatusFile
from collector_daemon.store.alert_log import AlertLog
from collector_daemon.store.audit import Act, log_act
from collector_daemon.store.centre_settings import SettingStore
from collector_daemon.store.erasing import SoundLedger
from collector_daemon.store.figures import Figures
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.lease import SILENCE, Lease
from collector_daemon.store.lending import Lender
from collector_daemon.store.recorder import Recorder
from collector_daemon.store.recording_files import RecordingFiles
from collector_daemon.store.seats import SeatStore
from collector_daemon.store.upkeep import Upkeep
from shared.clock import Clock
from shared.database.connection import without_account
from shared.errors import Unavailable

log = logging.getLogger(__name__)

ALERT_LOG_SECONDS = 3.0
"""How long a stop waits for the log of alerts."""
DRAIN_SECONDS = 20.0
"""How long a stop waits for the database; what it does not take then, the journal keeps."""


class Daemon:
    """All of a running daemon: ``async with Daemon.started(...)``, then ``run`` until cancelled."""

    def __init__(
        self, settings: Settings, folder: Path, clock: Clock, url: str, note: Callable[[Act], None] = log_act
    ) -> None:
        self.settings, self.folder, self.clock, self._url = settings, folder, clock, url
        self.standing = standing = Standing(settings)
        self._sayings = SettingStore(url)
        self.book = SettingsBook(self._sayings, standing, clock)
        self.board = Board()
        silence = SILENCE_OF_PAIR if settings.standby.enabled else SILENCE
        self.lease = Lease(url, [pbx.name for pbx in settings.pbx], silence)
        self.recorder = Recorder(url, fence=self.lease.check)
        self._shelf, self._parcels = Lender(url, most=1), Parcels(folder.absolute() / "parcels")
        self._parcels.empty()
        self._catalogue = Catalogue(
            settings.recordings, [pbx.name for pbx in settings.pbx], RecordingFiles(self._shelf), clock,
            keys=recording_keys(sealed := settings.recordings_encryption, folder), is_sealing=sealed.is_on,
        )  # fmt: skip
        self._retention = SoundRetention(
            settings.recordings, archives(settings.recordings, settings.recordings_retention),
            lambda: standing.now.recordings_retention, SoundLedger(self._shelf, note), clock,
        )  # fmt: skip
        self._upkeep = Upkeep(
            url, lambda: standing.now.retention, clock.now, zone=lambda: standing.now.centre.timezone
        )
        self._nights = NightWork(standing, url, clock)
        self.billing = BillingAtWork(standing, url, clock)
        self.pipelines: dict[str, Pipeline] = {}
        self.alerts = Alerts(self.board, clock)
        self.alert_log = AlertLog(url)
        self._actions = Actions(settings.alert_rules, settings.mail)
        self._rules = AlertWatch(
            settings.alert_rules, settings.description, board=self.board, clock=clock, log=self.alert_log,
            actions=self._actions, is_seen=self._sees,
        )
        self.shifts = Shifts(
            self.pipelines, lambda: standing.desk, lambda: standing.now.centre.timezone, SeatStore(url), clock,
            note=note, can_store=lambda: self.recorder.state.trouble is None,
        )
        self.campaigns = DialerAtWork(standing, url, self.pipelines, self.shifts, self.board, clock)
        self.feed: FeedServer | None = None
        self._work: list[asyncio.Task[None]] = []
        self._listening: list[asyncio.Task[None]] = []
        self._recording: asyncio.Task[None] | None = None
        self._logging: asyncio.Task[None] | None = None
        self._begin_all: Callable[[], Awaitable[None]]
        self._is_stopped = False

    @classmethod
    @asynccontextmanager
    async def started(
        cls, settings: Settings, folder: Path, clock: Clock, url: str, accounts: Accounts, witness: Witness,
        note: Callable[[Act], None] = log_act,
    ) -> AsyncIterator[Daemon]:  # fmt: skip
        """A daemon at work; leaving stops it in order. Raises SuiteError where something cannot be had."""
        daemon = cls(settings, folder, clock, url, note)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(daemon.lease.close)
            if not settings.standby.enabled:
                await daemon.lease.begin()
            for closing in (daemon._sayings.close, daemon._nights.close, daemon.campaigns.close):
                stack.push_async_callback(closing)
            daemon.standing.hear(daemon._obey)
            await daemon.book.look()
            for pbx in settings.pbx:
                daemon.pipelines[pbx.name] = daemon._pipeline(pbx, stack)
            for pipeline in daemon.pipelines.values():
                await pipeline.start()
            stack.push_async_callback(daemon._stop)
            daemon._begin_all = lambda: daemon._at_work(stack, accounts, witness, note)
            if not settings.standby.enabled:
                await daemon._begin_all()
            yield daemon

    async def _follow(self) -> None:
        """Stand by, warm, until the lead is ours; then take over what the last leader has stored."""
        status = StatusFile(self.folder / "status.json")
        following = Following(self.lease, self.pipelines.values(), self._url, self.clock)
        await following.until_leading(
            lambda: status.write(self.clock.now(), self.pipelines.values(), self.recorder.state, None))
        self._hold()
        own = {name: pipeline.journal.journal_id for name, pipeline in self.pipelines.items()}
        for name, pipeline in self.pipelines.items():
            before = self.lease.before.get(name)
            if before is None or before.journal_id == own[name]:
                pipeline.lead()
            else:
                await take_over(pipeline, self.recorder, self._url)
        await self._begin_all()
        self._work.append(asyncio.create_task(settle(self.recorder, self.lease, own), name="settling"))
        log.info("leading; feed on port %s", self.feed.port if self.feed else "?")

    async def _at_work(
        self, stack: AsyncExitStack, accounts: Accounts, witness: Witness, note: Callable[[Act], None]
    ) -> None:
        """Everything that only one daemon may do, and the port."""
        settings, url, standing, clock = self.settings, self._url, self.standing, self.clock
        stack.push_async_callback(self.shifts.close)
        await self.shifts.start()
        past = TimeMachine(
            url, lambda: [centre_for(pbx, standing.now.centre).state() for pbx in settings.pbx], clock)
        stack.push_async_callback(past.close)
        port = self._sound_port(accounts, stack)
        stack.push_async_callback(self._shelf.close)
        desk = await stack.enter_async_context(self._desk(url, note, port))
        wrap_ups = self.shifts.wrap_ups
        desk.on_disposition.append(lambda given: wrap_ups.disposed(given.pbx, given.account, given.call))
        figures = Figures(url, lambda: standing.thresholds)
        dispatch = Dispatch(
            self.pipelines, Questions(self.pipelines, self.alert_log, figures, desk), self.shifts,
            lambda: standing.desk, lambda: {queue.name: queue.number for queue in standing.now.queue},
            Administration(url, LocalToo(accounts), clock, note, self.book), (self._rules, self.alerts),
            {**self.billing.deeds, **self.campaigns.deeds})
        self.feed = FeedServer(
            board=self.board, accounts=LocalToo(accounts), clock=clock, commands=dispatch,
            address=address(settings), secret=feed_secret(self.folder), witness=witness,
            centre=standing.now.description, pasts=past, desk=standing.desk,
            seats=self.shifts.seating, hear_command=auditing(note),
            database=settings.database.for_consoles or without_account(url),
        )
        dispatch.messages.deliver = self.feed.deliver
        self.campaigns.show(self.feed.show_work)
        await stack.enter_async_context(self.feed)
        credit = await stack.enter_async_context(
            Credit.opened(url, self.pipelines, lambda: standing.now, clock, self.feed.deliver))
        stack.push_async_callback(self._stop)
        self._begin(credit)

    def _obey(self) -> None:
        """Other settings are in force: what has to be done about those that are not asked for each time."""
        settings = self.standing.now
        self._actions.take(settings.alert_rules)
        self._rules.take(settings.alert_rules, settings.description)
        for pipeline in self.pipelines.values():
            pipeline.obey(settings.centre)
        if self.feed is not None:
            self.feed.describe(settings.description, self.standing.desk)

    def _sound_port(self, accounts: Accounts, stack: AsyncExitStack) -> SoundPort:
        settings = self.settings
        place, feed = settings.recordings_port, address(settings)
        host = feed.host if place.host is None else place.host
        rules = PortRules(host=host, port=place.port_beside(feed.port), public_host=place.public_host)
        tokens = LinkTokens(feed_secret(self.folder), self.clock)
        tls = tls_context(msgspec.structs.replace(feed, host=host))
        port = SoundPort(settings.all_recordings, tokens, rules, LocalToo(accounts).version, tls, self._parcels,
                         recording_keys(settings.recordings_encryption, self.folder))  # fmt: skip
        stack.push_async_callback(port.close)
        return port

    def _desk(self, url: str, note: Callable[[Act], None], port: SoundPort) -> AbstractAsyncContextManager[Desk]:
        settings, standing = self.settings, self.standing
        live = LiveCalls(self.pipelines, lambda: self.recorder.state.trouble is None)
        rules = DeskRules(
            description=lambda: standing.desk, country=lambda: standing.now.centre.country,
            timezone=lambda: standing.now.centre.timezone, folders=settings.all_recordings, port=port,
            parcels=self._parcels,
        )  # fmt: skip
        return Desk.opened(url, list(self.pipelines), live, rules, self.clock, note)

    def _pipeline(self, pbx: PbxSettings, stack: AsyncExitStack) -> Pipeline:
        folder = (self.settings.journal.folder or self.folder / "journal") / pbx.name
        alert = self.alerts.about(pbx.name, "journal")
        journal = Journal(folder, self.settings.journal, self.clock, alert)
        stack.callback(journal.close)
        link = Link(pbx, ami_secret(pbx), self.clock)
        return Pipeline(
            pbx, self.standing.now.centre, link=link, journal=journal, recorder=self.recorder, board=self.board,
            clock=self.clock, is_leading=not self.settings.standby.enabled,
        )

    def _sees(self, pbx: str) -> bool:
        """Is the PBX connected, and known what goes on there?"""
        pipeline = self.pipelines[pbx]
        return pipeline.link.is_connected and pipeline.live.centre.gap is None

    def _begin(self, credit: Credit) -> None:
        self._hold()
        self._listen()
        logging_alerts = self.alert_log.run(list(self.pipelines), self.clock.now())
        self._logging = asyncio.create_task(logging_alerts, name="alert log")
        others = {
            "watch": self._keep_watch(), "shifts": self.shifts.run(),
            "catalogue": self._catalogue.run(), "settings": self.book.run(),
            "upkeep": self.book.once_known(self._upkeep.run), "retention": self.book.once_known(self._retention.run),
        }
        works = {**self._nights.works(), **self.billing.works(), **credit.works(), **self.campaigns.works()}
        others |= {name: self.book.once_known(work) for name, work in works.items()}
        self._work += [asyncio.create_task(work, name=name) for name, work in others.items()]

    def _hold(self) -> None:
        """Keep the lead, and store."""
        if self._recording is None:
            self._recording = asyncio.create_task(self.recorder.run(), name="recorder")
            self._work.append(asyncio.create_task(self.lease.keep(), name="lease"))

    def _listen(self) -> list[asyncio.Task[None]]:
        """Follow the PBXs."""
        if not self._listening:
            self._listening = [
                asyncio.create_task(pipeline.run(), name=f"pipeline {name}")
                for name, pipeline in self.pipelines.items()
            ]
            self._work += self._listening
        return self._listening

    async def run(self) -> None:
        """Until cancelled; raises what a task of ours could not survive (a programming error)."""
        if self._recording is None:
            await beside(self._follow(), self._listen())
        # Cancelling this must not end the recorder: it has to store what the pipelines still bring.
        lasting = [asyncio.shield(task) for task in (self._recording, self._logging) if task is not None]
        await asyncio.gather(*lasting, *self._work)

    async def _keep_watch(self) -> None:
        """Once a second: time passes on the board, troubles become alerts, the status file is written."""
        status = StatusFile(self.folder / "status.json")
        while True:
            for pipeline in self.pipelines.values():
                pipeline.pass_time()
                pipeline.tell_journal()
            self.alerts.look(self.pipelines.values(), self.recorder.state)
            self._rules.look()
            status.write(self.clock.now(), self.pipelines.values(), self.recorder.state, self.feed)
            await asyncio.sleep(1)

    async def _stop(self) -> None:
        if self._is_stopped:
            return
        self._is_stopped = True
        for pipeline in self.pipelines.values():
            pipeline.link.close()
        for task in self._work:
            if not task.cancelling():  # a second time would disturb a query that is just being cancelled
                task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await self._stop_alerts()
        for pipeline in self.pipelines.values():
            await pipeline.stop()
        if self._recording is not None:
            await self._stop_recording(self._recording)

    async def _stop_recording(self, recording: asyncio.Task[None]) -> None:
        if self.lease.is_deposed or recording.done() or not await self._is_all_stored():
            log.warning("stopped before everything was stored; the journal has it and the next start stores it")
        for pipeline in self.pipelines.values():
            pipeline.tell_journal()
        recording.cancel()
        await asyncio.gather(recording, return_exceptions=True)

    async def _stop_alerts(self) -> None:
        self._rules.stop()
        await self._actions.close()
        if self._logging is None:
            return
        with contextlib.suppress(TimeoutError):  # the next start closes what is still open in the log
            async with asyncio.timeout(ALERT_LOG_SECONDS):
                await self.alert_log.drain()
        self._logging.cancel()
        await asyncio.gather(self._logging, return_exceptions=True)

    async def _is_all_stored(self) -> bool:
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                for pipeline in self.pipelines.values():
                    if pipeline.is_reading_again:
                        await pipeline.read_again()
                await self.recorder.drain()
        except (TimeoutError, Unavailable):
            return False
        return True


def address(settings: Settings) -> Address:
    """Where the feed listens."""
    feed = settings.feed
    return Address(
        host=feed.host, port=feed.port, tls_cert=str(feed.tls_cert or ""), tls_key=str(feed.tls_key or ""),
        allow_plain=feed.allow_plain,
    )
