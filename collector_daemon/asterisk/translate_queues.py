"""AMI messages of app_queue → our events: visits, offers and memberships."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from collector_daemon.asterisk.headers import instant, leg, number, text
from collector_daemon.capture import Headers
from shared.domain import events as ev
from shared.domain.events import Event


def _joined(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    if view is None:
        return None
    return ev.CallerJoined(at, view, text(headers, "Queue"), number(headers, "Position"), number(headers, "Count"))


def _gave_up(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.CallerGaveUp(at, view, text(headers, "Queue")) if view else None


def _left(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.CallerLeft(at, view, text(headers, "Queue"), number(headers, "Count")) if view else None


def _offered(headers: Headers, at: datetime) -> Event | None:
    view, target = leg(headers), leg(headers, "Dest")
    if view is None or target is None:
        return None
    interface, name = text(headers, "Interface"), text(headers, "MemberName")
    return ev.AgentOffered(at, view, text(headers, "Queue"), target, interface, name)


def _connected(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    if view is None:
        return None
    interface, name = text(headers, "Interface"), text(headers, "MemberName")
    return ev.AgentConnected(at, view, text(headers, "Queue"), leg(headers, "Dest"), interface, name)


def _finished(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    if view is None:
        return None
    return ev.AgentFinished(
        at, view, text(headers, "Queue"), text(headers, "Interface"), text(headers, "Reason"),
        number(headers, "HoldTime"), number(headers, "TalkTime"),
    )


def member(headers: Headers, at: datetime, is_added: bool = False) -> Event | None:
    """A membership. The survey's QueueMember says Name and Location, the events MemberName and Interface."""
    interface = text(headers, "Interface") or text(headers, "Location")
    if not interface:
        return None
    return ev.MemberSeen(
        at, text(headers, "Queue"), interface, text(headers, "StateInterface") or interface,
        text(headers, "MemberName") or text(headers, "Name"), number(headers, "Penalty"),
        text(headers, "Paused") == "1", text(headers, "PausedReason"), number(headers, "Status"),
        text(headers, "InCall") == "1", number(headers, "Wrapuptime"), instant(headers, "LoginTime"),
        instant(headers, "LastPause"), instant(headers, "LastCall"), is_added,
    )


def _added(headers: Headers, at: datetime) -> Event | None:
    return member(headers, at, is_added=True)


def _paused(headers: Headers, at: datetime) -> Event | None:
    interface = text(headers, "Interface")
    return ev.MemberPaused(
        at, text(headers, "Queue"), interface, text(headers, "StateInterface") or interface,
        text(headers, "MemberName"), text(headers, "Paused") == "1", text(headers, "PausedReason"),
    )


def _removed(headers: Headers, at: datetime) -> Event | None:
    interface = text(headers, "Interface")
    state_interface = text(headers, "StateInterface") or interface
    return ev.MemberRemoved(at, text(headers, "Queue"), interface, state_interface)


QUEUE_MESSAGES: dict[str, Callable[[Headers, datetime], Event | None]] = {
    "QueueCallerJoin": _joined,
    "QueueCallerAbandon": _gave_up,
    "QueueCallerLeave": _left,
    "AgentCalled": _offered,
    "AgentConnect": _connected,
    "AgentComplete": _finished,
    "QueueMemberAdded": _added,
    "QueueMemberStatus": member,
    "QueueMemberPenalty": member,
    "QueueMemberPause": _paused,
    "QueueMemberRemoved": _removed,
}
"""The messages of app_queue. AgentRingNoAnswer and AgentDump tell nothing that DialEnd has not told before."""
