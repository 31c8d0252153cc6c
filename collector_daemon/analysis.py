"""One PBX's entries understood: entries in, what to store and what to show out.

The same few lines serve the live pipeline, reading the journal again after a restart, ``replay`` and ``rebuild``,
so that all of them find the same facts. No I/O but the log: the caller brings entries and carries results away.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from collector_daemon.asterisk.headers import keys
from collector_daemon.asterisk.translate import translate
from collector_daemon.capture import Connected, Entry, Heard, Lost
from collector_daemon.core.centre import Centre, Fact, centre_of
from collector_daemon.core.parting import Parting
from collector_daemon.settings import CentreSettings, PbxSettings
from collector_daemon.store.batch import Batch, LinkMark, RawEvent
from shared.domain.agents import Surprise
from shared.domain.board import Gone, Row
from shared.domain.calls import Call
from shared.domain.events import Event

log = logging.getLogger(__name__)

MICROSECOND = timedelta(microseconds=1)
CLOSE = 1.5e-6
"""Seconds; so near to the last one a raw event needs a look at its key."""
LOOK = timedelta(milliseconds=100)
"""So finely rows are dated when much is read at once: a call's row says since when its phase is."""
CLOCK_JUMP = 1.0
"""Seconds; further back the clock was set, and the times are to be believed."""


def centre_for(pbx: PbxSettings, centre: CentreSettings) -> Centre:
    """An empty centre of a PBX, as the settings describe the site."""
    return centre_of(
        pbx.name, set(pbx.trunks), pbx.extensions, pbx.timezone or centre.timezone,
        timedelta(seconds=centre.service_level_seconds), timedelta(seconds=centre.short_abandon_seconds),
    )


def under(centre: Centre, pbx: PbxSettings, rules: CentreSettings) -> Centre:
    """A centre of before with today's thresholds and zone: what is counted from now on obeys them."""
    centre.tallies.obey(rules.service_level_seconds, rules.short_abandon_seconds)
    zone = pbx.timezone or rules.timezone
    if zone != centre.timezone:
        centre.timezone, centre.day_ends_at = zone, None  # which day it is there turns out with the next event
    return centre


class Found(msgspec.Struct):
    """What came of a stretch of entries."""

    raw: list[RawEvent] = []
    calls: list[Call] = []
    facts: list[Fact] = []
    rows: list[Row | Gone] = []
    marks: list[LinkMark] = []
    partings: list[Parting] = []

    def batch(self, pbx: str, journal_id: str, seq: int) -> Batch:
        """For the recorder: everything up to entry ``seq``."""
        return Batch(
            pbx=pbx, journal_id=journal_id, seq=seq, raw=self.raw, calls=self.calls, facts=self.facts, marks=self.marks,
        )


class Analysis:
    """Entries of one PBX in, in order; keeps the centre."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.messages = 0
        self.now = datetime.min.replace(tzinfo=UTC)
        self._last_heard_at = 0.0
        self._looked_at: datetime | None = None

    def take(self, entries: Sequence[tuple[int, Entry]]) -> Found:
        """What a stretch of numbered entries brings."""
        found = Found()
        pbx = self.centre.pbx
        for seq, entry in entries:
            if isinstance(entry, Heard) and -CLOCK_JUMP < entry.at - self._last_heard_at < CLOSE:
                entry = self._apart(entry)
            event = translate(entry)
            if event is None:
                continue
            if isinstance(entry, Heard):
                self._last_heard_at = entry.at
                found.raw.append(self._raw(pbx, seq, entry))
            else:
                found.marks.append(_mark(pbx, entry))
            if self._looked_at is not None and event.at - self._looked_at > LOOK:
                found.rows += self.centre.changed_rows(self.now)
                self._looked_at = event.at
            self._apply(found, event)
            self.now = event.at
        found.rows += self.centre.changed_rows(self.now)
        found.partings = self.centre.take_partings()
        self._looked_at = self.now
        self.messages += len(entries)
        return found

    def pass_time(self, at: datetime) -> list[Row | Gone]:
        """The rows that change by nothing being heard until ``at``."""
        self.centre.pass_time(at)
        return self.centre.changed_rows(at)

    def _apply(self, found: Found, event: Event) -> None:
        try:
            told = self.centre.apply(event)
        except Exception as fault:  # a fault of ours in one call must not end the watch over all others
            log.exception("%s: %s was not understood", self.centre.pbx, type(event).__name__)
            kind, subject = "fault", type(event).__name__
            found.facts.append(Surprise(
                pbx=self.centre.pbx, happened_at=event.at, kind=kind, subject=subject, detail=repr(fault)))
            return
        found.calls += told.calls
        found.facts += told.facts

    def _apart(self, entry: Heard) -> Heard:
        """The link gives every entry its own microsecond; a foreign capture may not. It is a raw event's key."""
        at, last_at = (datetime.fromtimestamp(seconds, UTC) for seconds in (entry.at, self._last_heard_at))
        return Heard(max(at, last_at + MICROSECOND).timestamp(), entry.headers)

    def _raw(self, pbx: str, seq: int, entry: Heard) -> RawEvent:
        """Kept with all its headers."""
        return RawEvent(pbx, datetime.fromtimestamp(entry.at, UTC), seq, *keys(entry.headers), entry.headers)


def _mark(pbx: str, entry: Connected | Lost) -> LinkMark:
    banner = entry.banner if isinstance(entry, Connected) else None
    return LinkMark(pbx, datetime.fromtimestamp(entry.at, UTC), banner)
