"""Answers to the survey (what is going on now) → our events.

Durations in answers are whole seconds, cut off; a Uniqueid begins with the Unix second of the leg's birth. Both
together give the birth to a fraction of a second: see ``birth``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from collector_daemon.asterisk.headers import known, leg, number, text
from collector_daemon.asterisk.translate_queues import member
from collector_daemon.capture import Headers
from shared.domain import events as ev
from shared.domain.events import Event

_EPOCH_ID = re.compile(r"(?:^|-)(\d{9,11})\.\d+$")
_CLOCK = re.compile(r"([0-9]{1,5}):([0-9]{2}):([0-9]{2})$")
SECOND = timedelta(seconds=1)


def birth(leg_id: str, at: datetime, age_seconds: int) -> datetime:
    """When something began that is ``age_seconds`` (cut off) old at ``at``, sharpened by its leg's id.

    The age puts it between at-age-1 and at-age, the id into one second: the middle of what both allow.
    """
    earliest, latest = at - (age_seconds + 1) * SECOND, at - age_seconds * SECOND
    found = _EPOCH_ID.search(leg_id)
    if found:
        second = datetime.fromtimestamp(int(found[1]), UTC)
        if second < latest and second + SECOND > earliest:
            earliest, latest = max(earliest, second), min(latest, second + SECOND)
    return earliest + (latest - earliest) / 2


def waited_since(leg_id: str, at: datetime, wait_seconds: int) -> datetime:
    """When a visit began by QueueEntry's ``Wait``: a difference of whole wall-clock seconds (time(NULL)).

    So it began in the second ``floor(at) - wait``; never before its leg was born in.
    """
    second = at.replace(microsecond=0) - wait_seconds * SECOND
    found = _EPOCH_ID.search(leg_id)
    is_birth = bool(found) and second == datetime.fromtimestamp(int(found[1]), UTC) if found else False
    return birth(leg_id, at, wait_seconds) if is_birth else second + SECOND / 2


def _entry(headers: Headers, at: datetime) -> Event | None:
    leg_id = text(headers, "Uniqueid")
    if not leg_id:
        return None
    return ev.CallerSurveyed(
        at, text(headers, "Queue"), leg_id, text(headers, "Channel"), known(text(headers, "CallerIDNum")),
        number(headers, "Position"), waited_since(leg_id, at, number(headers, "Wait")),
    )


def _channel(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    if view is None:
        return None
    clock = _CLOCK.match(text(headers, "Duration"))
    age = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3]) if clock else number(headers, "Duration")
    return ev.LegSurveyed(
        at, view, birth(view.leg_id, at, age), text(headers, "Application"),
        text(headers, "ApplicationData"), text(headers, "BridgeId") or None, "",
    )


def _status(headers: Headers, at: datetime) -> Event | None:
    """Status knows what CoreShowChannels does not: the number that was called (DNID)."""
    view = leg(headers)
    if view is None:
        return None
    return ev.LegSurveyed(
        at, view, birth(view.leg_id, at, number(headers, "Seconds")), text(headers, "Application"),
        text(headers, "Data"), text(headers, "BridgeID") or None, known(text(headers, "DNID")),
    )


SURVEY_MESSAGES: dict[str, Callable[[Headers, datetime], Event | None]] = {
    "QueueParams": lambda headers, at: ev.QueueSurveyed(at, text(headers, "Queue")),
    "QueueMember": member,
    "QueueEntry": _entry,
    "QueueStatusComplete": lambda headers, at: ev.MembersSurveyed(at),
    "CoreShowChannel": _channel,
    "CoreShowChannelsComplete": lambda headers, at: ev.LegsSurveyed(at),
    "Status": _status,
    "ParkedCallsComplete": lambda headers, at: ev.SurveyEnded(at),
}
"""Answers that tell the present."""
