"""All calls of one PBX: which leg belongs to which trace, joining traces, ending them.

Rules (seen on Asterisk 16 and 22):

1. Legs are keyed by Uniqueid, never by channel name (names repeat after a restart).
2. A call is the set of legs that ever shared a Linkedid. The Linkedid of a leg changes silently, so every event is
   asked for it; when it changes, the two traces become one. The customer's own call keeps its id.
3. What is said of a leg after its end is too late and ignored (a second DialEnd, MessageWaiting …), but for the
   queue's account of the visit.
4. A call is over when its last leg is. It is told then, and told again if that account comes late or a clean
   shutdown of the PBX shows that what looked like people hanging up was the PBX.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from collector_daemon.core.site import Site, is_person, party_of
from collector_daemon.core.trace import Leg, Note, Trace
from shared.domain.events import LegView

REMEMBERED = timedelta(seconds=5)
"""How long an ended call is kept for second thoughts (rule 4)."""
MOST_ENDED_LEGS = 20_000
MOST_NOTES = 400


class Calls(msgspec.Struct):
    """The calls that go on, those that ended a moment ago, and what the last event changed.

    ``groups`` maps the PBX's call ids and ``homes`` leg ids to keys of ``traces``. ``touched``, ``finished``,
    ``dropped`` and ``surprises`` are the outcome of the events since they were last taken.
    """

    site: Site
    traces: dict[str, Trace] = msgspec.field(default_factory=dict)
    groups: dict[str, str] = msgspec.field(default_factory=dict)
    homes: dict[str, str] = msgspec.field(default_factory=dict)
    ended_legs: dict[str, None] = msgspec.field(default_factory=dict)
    recent: list[Trace] = msgspec.field(default_factory=list)
    touched: set[str] = msgspec.field(default_factory=set)
    finished: list[Trace] = msgspec.field(default_factory=list)
    dropped: list[str] = msgspec.field(default_factory=list)
    surprises: list[tuple[str, str, str]] = msgspec.field(default_factory=list)
    link_lost_at: datetime | None = None
    booted_at: datetime | None = None
    unseen_legs: set[str] = msgspec.field(default_factory=set)
    unseen_visits: set[tuple[str, str]] = msgspec.field(default_factory=set)
    last_calls: dict[str, datetime] = msgspec.field(default_factory=dict)

    def see(self, view: LegView, at: datetime, is_start: bool = False) -> tuple[Trace, Leg] | None:
        """The trace and leg that a view shows, made if new, joined if it moved. None for a leg that has ended."""
        home = self.homes.get(view.leg_id)
        if home is None:
            if view.leg_id in self.ended_legs and not is_start:
                return None  # an id chosen by Originate may start again: then it is a new leg
            trace = self._trace(view.call_id, at)
            leg = self._new_leg(view, at)
            trace.legs[leg.leg_id] = leg
            self.homes[leg.leg_id] = trace.call_id
            if not is_start:
                self.surprises.append(("unknown_leg", view.leg_id, view.channel))
        else:
            trace = self.traces[home]
            leg = trace.legs[view.leg_id]
            if leg.ended_at is not None:
                return None
            if leg.call_id != view.call_id:
                leg.call_id = view.call_id
                trace = self._move(trace, view.call_id)
        if view.is_up and leg.up_at is None:
            leg.up_at = at
        if view.number and not leg.number:
            leg.number = view.number
        if view.name:
            leg.name = view.name
        if view.account_code:
            leg.account_code = view.account_code
        self.touched.add(trace.call_id)
        return trace, leg

    def seen_last(self, leg_id: str) -> tuple[Trace, Leg] | None:
        """The trace and leg of one that has ended, as long as its call goes on or ended a moment ago."""
        trace = self.trace_of(leg_id) or next((one for one in reversed(self.recent) if leg_id in one.legs), None)
        return (trace, trace.legs[leg_id]) if trace else None

    def tell_again(self, trace: Trace) -> None:
        """Something is known of a call that may have been told as over already."""
        if trace.call_id not in self.traces:
            self.finished.append(trace)

    def trace_of(self, leg_id: str) -> Trace | None:
        """The trace a leg belongs to while its call goes on."""
        home = self.homes.get(leg_id)
        return self.traces[home] if home is not None else None

    def living(self) -> set[str]:
        """The ids of all legs that have not hung up."""
        return {leg.leg_id for trace in self.traces.values() for leg in trace.legs.values() if leg.ended_at is None}

    def home(self, leg_id: str) -> Trace:
        """The trace a leg is in now: to be asked again after another leg was seen, which may have joined it to more."""
        return self.traces[self.homes[leg_id]]

    def unite(self, one_id: str, other_id: str) -> Trace:
        """The calls of two legs are one; returns the one that the second leg is in then."""
        self.join(self.home(one_id), self.home(other_id))
        return self.home(other_id)

    def join(self, one: Trace, other: Trace) -> Trace:
        """Two traces turn out to be one call. The customer's own keeps its id; returns what they became."""
        if one is other or (one.rank[0] == 0 and other.rank[0] == 0):
            return one  # two customers joined by an agent: each has a call of his own
        kept, gone = (one, other) if one.rank <= other.rank else (other, one)
        for leg_id in gone.legs:
            self.homes[leg_id] = kept.call_id
        for group in gone.groups:
            self.groups[group] = kept.call_id
        kept.absorb(gone)
        del self.traces[gone.call_id]
        self.dropped.append(gone.call_id)
        self.touched.discard(gone.call_id)
        self.touched.add(kept.call_id)
        return kept

    def end_leg(self, trace: Trace, leg: Leg, at: datetime) -> None:
        """A leg is over: close what it had open, and the call with its last leg."""
        leg.ended_at = at
        for stay in trace.stays:
            if stay.leg_id == leg.leg_id and stay.left_at is None:
                stay.left_at = at
        for span in trace.holds:
            if span.leg_id == leg.leg_id and span.ended_at is None:
                span.ended_at = at
        for dial in trace.dials:
            if dial.target_id == leg.leg_id and dial.ended_at is None:
                dial.ended_at, dial.status = at, "gone"
        if trace.is_over:
            self._finish(trace, at)

    def note(self, trace: Trace, at: datetime, leg_id: str, kind: str, text: str) -> None:
        """Keep a step for the tracking; a call in an endless loop of the dialplan stays bounded."""
        if len(trace.notes) < MOST_NOTES:
            trace.notes.append(Note(at, leg_id, kind, text))

    def _trace(self, call_id: str, at: datetime) -> Trace:
        known = self.groups.get(call_id)
        if known is not None:
            return self.traces[known]
        trace = Trace(call_id, at, groups=[call_id])
        self.traces[call_id] = trace
        self.groups[call_id] = call_id
        return trace

    def _move(self, trace: Trace, call_id: str) -> Trace:
        known = self.groups.get(call_id)
        if known is None:
            self.groups[call_id] = trace.call_id
            trace.groups.append(call_id)
            return trace
        leg_id = next(iter(trace.legs))
        self.join(self.traces[known], trace)
        return self.home(leg_id)

    def _new_leg(self, view: LegView, at: datetime) -> Leg:
        return Leg(
            view.leg_id, view.call_id, view.channel, view.device, party_of(view.device), is_person(view.device),
            self.site.is_inside(view.device), view.is_placed, view.number, view.name, view.exten, at,
        )

    def _finish(self, trace: Trace, at: datetime) -> None:
        del self.traces[trace.call_id]
        for group in trace.groups:
            del self.groups[group]
        for leg_id in trace.legs:
            del self.homes[leg_id]
            self.ended_legs[leg_id] = None
        while len(self.ended_legs) > MOST_ENDED_LEGS:
            del self.ended_legs[next(iter(self.ended_legs))]
        self.touched.discard(trace.call_id)
        self.dropped.append(trace.call_id)
        self.finished.append(trace)
        while self.recent and at - last_end(self.recent[0]) > REMEMBERED:  # in order of their ends: few are looked at
            del self.recent[0]
        self.recent.append(trace)


def last_end(trace: Trace) -> datetime:
    """When the last leg of a call that is over hung up."""
    return max(leg.ended_at or trace.started_at for leg in trace.legs.values())
