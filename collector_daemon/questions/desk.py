"""What operators' desks ask and tell, put together: commands by name, each with what carries it out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from collector_daemon.questions.keeping import Keeping
from collector_daemon.questions.knowing import Knowing
from collector_daemon.questions.live import LiveCalls
from collector_daemon.questions.noting import Listener, Noting
from collector_daemon.questions.persons import Persons
from collector_daemon.questions.planning import Planning
from collector_daemon.questions.sound import Sounds
from collector_daemon.questions.subjects import Subjects
from collector_daemon.recordings.parcel import Parcels
from collector_daemon.recordings.places import RecordingFolder
from collector_daemon.recordings.port import SoundPort
from collector_daemon.store.audit import Act
from collector_daemon.store.callbacks import Callbacks
from collector_daemon.store.customer import Customers
from collector_daemon.store.dialer.appointments import Appointments
from collector_daemon.store.erasing import SoundLedger
from collector_daemon.store.lending import Lender
from collector_daemon.store.notes import Notes
from collector_daemon.store.own_calls import OwnCalls
from collector_daemon.store.person_rows import PersonRows
from collector_daemon.store.recording_files import RecordingFiles
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.desk import DeskDescription

Deed = Callable[[Account, Any], Awaitable[dict[str, Any]]]
"""What carries a command out, given its parameters (the structure that ``COMMANDS`` names)."""


class DeskRules(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that matter here, some asked each time. ``country`` and ``timezone`` are the centre's."""

    description: Callable[[], DeskDescription] = DeskDescription
    country: Callable[[], str] = lambda: "CZ"
    timezone: Callable[[], str] = lambda: "Europe/Prague"
    folders: tuple[RecordingFolder, ...] = ()
    port: SoundPort | None = None
    parcels: Parcels = Parcels(Path("parcels"))


class Desk:
    """Answers operators' desks from the database at ``url``; ``note`` takes acts for the audit. See ``opened``."""

    def __init__(
        self, url: str, pbxs: Sequence[str], live: LiveCalls, rules: DeskRules, clock: Clock,
        note: Callable[[Act], None],
    ) -> None:  # fmt: skip
        self._writing, self._asking = Lender(url), Lender(url)  # apart, so that no long question delays a note
        desk, country = rules.description, rules.country


        def prefix() -> str:
            return desk().outside_prefix

        subjects = Subjects(pbxs, live, self._writing)
        self._noting = noting = Noting(subjects, live, Notes(self._writing), desk, clock)
        planning = Planning(subjects, live, Callbacks(self._writing), Appointments(self._writing), clock)
        own, customers = OwnCalls(self._asking, country, prefix), Customers(self._asking, country, prefix)
        knowing = Knowing(subjects, live, own, customers, desk, rules.timezone, clock)
        kept = RecordingFiles(self._asking)
        sounds = Sounds(subjects, rules.folders, desk, clock, note, rules.port, kept)
        self.deeds: dict[str, Deed] = {
            "call.note": noting.note, "call.disposition": noting.disposition, "call.fields": noting.fields,
            "callback.plan": planning.plan, "callback.end": planning.end, "callback.list": planning.open,
            "customer.find": knowing.customer, "history.own": knowing.own, "recording.open": sounds.open,
            "recording.link": sounds.link,
        }  # fmt: skip
        if rules.port is not None:
            ledger = SoundLedger(self._writing, note)
            keeping = Keeping(subjects, rules.folders, kept, ledger, rules.port, clock)
            persons = Persons(
                PersonRows(self._asking, country, prefix), kept, keeping, rules.port, rules.parcels, rules.folders,
                note, clock,
            )  # fmt: skip
            self.deeds |= {
                "recording.hold": keeping.hold, "recording.erase": keeping.erase,
                "subject.export": persons.export, "subject.erase": persons.erase,
            }  # fmt: skip

    @property
    def on_disposition(self) -> list[Listener]:
        """Who is told of each disposition that is given."""
        return self._noting.listeners

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, url: str, pbxs: Sequence[str], live: LiveCalls, rules: DeskRules, clock: Clock,
        note: Callable[[Act], None],
    ) -> AsyncIterator[Desk]:  # fmt: skip
        """A desk at work; at the end it disconnects."""
        desk = cls(url, pbxs, live, rules, clock, note)
        try:
            yield desk
        finally:
            await desk._writing.close()
            await desk._asking.close()
