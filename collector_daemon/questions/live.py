"""Calls that go on, or ended so lately that they may not be stored yet: what the core knows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from collector_daemon.core.telling.call import tell
from collector_daemon.core.trace import Trace
from collector_daemon.pipeline import Pipeline
from shared.domain.calls import Call


class LiveCall(msgspec.Struct, frozen=True):
    """A call as told so far; ``parties`` are the extensions whose phones are in it, also those that only ring."""

    call: Call
    parties: frozenset[str]


class LiveCalls:
    """Looks at the cores of these PBXs. ``is_storing``: does the database take what they find?"""

    def __init__(self, pipelines: Mapping[str, Pipeline], is_storing: Callable[[], bool]) -> None:
        self._pipelines, self._is_storing = pipelines, is_storing

    def find(self, pbxs: Iterable[str], call_id: str) -> LiveCall | None:
        """The call that has or had this id, on one of these PBXs."""
        for pbx in pbxs:
            trace = self._trace(pbx, call_id)
            call = tell(pbx, trace) if trace is not None else None
            if trace is not None and call is not None:
                parties = frozenset(leg.party for leg in trace.legs.values() if leg.is_inside and leg.is_person)
                return LiveCall(call, parties)
        return None

    def ended(self, pbxs: Iterable[str]) -> list[Call]:
        """Calls that ended a moment ago."""
        told = (tell(pbx, trace) for pbx in pbxs for trace in self._pipelines[pbx].live.centre.calls.recent)
        return [call for call in told if call is not None]

    def is_all_stored(self, pbxs: Iterable[str]) -> bool:
        """Are all calls stored but those of ``ended``? Not while the database is away, or catching up."""
        return self._is_storing() and not any(self._pipelines[pbx].is_reading_again for pbx in pbxs)

    def has_left(self, pbxs: Iterable[str], agent: str | None) -> bool:
        """Does a call go on, with others, in which the agent was or that rang at him?"""
        traces = (trace for pbx in pbxs for trace in self._pipelines[pbx].live.centre.calls.traces.values())
        his = ([leg for leg in trace.legs.values() if leg.is_person and leg.party == agent] for trace in traces)
        return any(legs and all(leg.ended_at is not None for leg in legs) for legs in his)

    def name_of(self, pbx: str, agent: str | None) -> str | None:
        """What the PBX calls the agent."""
        known = self._pipelines[pbx].live.centre.agents.agents.get(agent or "")
        return known.name or None if known is not None else None

    def _trace(self, pbx: str, call_id: str) -> Trace | None:
        calls = self._pipelines[pbx].live.centre.calls
        going = calls.traces.get(calls.groups.get(call_id, call_id))
        over = (one for one in reversed(calls.recent) if call_id == one.call_id or call_id in one.absorbed)
        return going or next(over, None)
