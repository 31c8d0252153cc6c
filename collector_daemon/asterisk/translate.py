"""From AMI messages to our events: one message, at most one event, no memory.

Messages that mean nothing to a call centre give None. The instant is the message's ``Timestamp`` header where
the PBX sends one (timestampevents=yes), else when it was received. The tables at the foot are the whole map.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

from collector_daemon.asterisk.headers import (
    CAMPAIGN_VARIABLE,
    LATEST,
    ORDER_VARIABLE,
    device_of,
    known,
    leg,
    number,
    text,
)
from collector_daemon.asterisk.survey_actions import is_survey_begin, is_survey_end
from collector_daemon.asterisk.translate_queues import QUEUE_MESSAGES
from collector_daemon.asterisk.translate_survey import SURVEY_MESSAGES
from collector_daemon.capture import Connected, Entry, Headers, Lost
from shared.domain import events as ev
from shared.domain.events import Event, LegView

Translation = Callable[[Headers, datetime], Event | None]


def translate(entry: Entry) -> Event | None:
    """The event that an entry of a capture or a link means, None for what does not concern us. Never fails."""
    if isinstance(entry, Connected):
        return ev.LinkMade(moment(entry.at))
    if isinstance(entry, Lost):
        return ev.LinkLost(moment(entry.at))
    name = entry.headers.get("Event")
    if name is None:
        return _answer(entry.headers, moment(entry.at))
    make = MESSAGES.get(name) if isinstance(name, str) else None
    return make(entry.headers, happened_at(entry.headers, entry.at)) if make else None


def _answer(headers: Headers, at: datetime) -> Event | None:
    """Answers without a name of their own: only the first and the last of our survey mean something.

    A PBX without parking answers that question with an error, so the last one is our own ping.
    """
    if is_survey_begin(headers):
        return ev.SurveyBegan(at)
    return ev.SurveyEnded(at) if is_survey_end(headers) else None


def moment(seconds: float) -> datetime:
    """Unix seconds as an aware instant."""
    return datetime.fromtimestamp(seconds, UTC)


def happened_at(headers: Headers, received: float) -> datetime:
    """The PBX's own time of a message (``Timestamp``, Unix seconds) where sensible, else when it was received."""
    stamp = headers.get("Timestamp")
    if isinstance(stamp, str):
        with contextlib.suppress(ValueError):
            seconds = float(stamp)
            if 0 < seconds < LATEST:
                return moment(seconds)
    return moment(received)


def _of_leg(make: Callable[[datetime, LegView], Event]) -> Translation:
    """A translation for messages that say no more than which leg."""

    def translation(headers: Headers, at: datetime) -> Event | None:
        view = leg(headers)
        return make(at, view) if view else None

    return translation


def _step(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.StepReached(at, view, text(headers, "Application"), text(headers, "AppData")) if view else None


def _end_requested(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.LegEndRequested(at, view, number(headers, "Cause")) if view else None


def _ended(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    # Asterisk 22 tells the SIP code as "603"; other channel drivers write text here.
    return ev.LegEnded(at, view, number(headers, "Cause"), number(headers, "TechCause")) if view else None


def _dial_started(headers: Headers, at: datetime) -> Event | None:
    target = leg(headers, "Dest")
    return ev.DialStarted(at, leg(headers), target, text(headers, "DialString")) if target else None


def _dial_state(headers: Headers, at: datetime) -> Event | None:
    target = leg(headers, "Dest")
    return ev.DialRang(at, target) if target and text(headers, "DialStatus") in ("RINGING", "PROGRESS") else None


def _dial_ended(headers: Headers, at: datetime) -> Event | None:
    target = leg(headers, "Dest")
    if target is None:
        return None
    return ev.DialEnded(at, leg(headers), target, text(headers, "DialStatus").lower(), text(headers, "Forward"))


def _halves(headers: Headers, at: datetime) -> Event | None:
    one, two = leg(headers, "LocalOne"), leg(headers, "LocalTwo")
    return ev.HalvesLinked(at, one, two) if one and two else None


def _bridge_entered(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    swapped = text(headers, "SwapUniqueid") or None
    return ev.BridgeEntered(at, view, text(headers, "BridgeUniqueid"), swapped) if view else None


def _bridge_left(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.BridgeLeft(at, view, text(headers, "BridgeUniqueid")) if view else None


def _blind(headers: Headers, at: datetime) -> Event | None:
    by = leg(headers, "Transferer")
    if by is None:
        return None
    is_success = text(headers, "Result") == "Success"
    return ev.BlindTransferred(at, by, leg(headers, "Transferee"), text(headers, "Extension"), is_success)


def _attended(headers: Headers, at: datetime) -> Event | None:
    first = leg(headers, "OrigTransferer")
    if first is None:
        return None
    second = leg(headers, "SecondTransferer") or first
    is_success = text(headers, "Result") == "Success"
    customer, target = leg(headers, "Transferee"), leg(headers, "TransferTarget")
    return ev.AttendedTransferred(at, first, second, customer, target, is_success)


def _parked(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers, "Parkee")
    by = device_of(text(headers, "ParkerDialString"))
    return ev.Parked(at, view, text(headers, "ParkingSpace"), by) if view else None


def _unparked(ending: str) -> Translation:
    def translation(headers: Headers, at: datetime) -> Event | None:
        view = leg(headers, "Parkee")
        space = text(headers, "ParkingSpace")
        return ev.Unparked(at, view, space, ending, leg(headers, "Retriever")) if view else None

    return translation


def _picked_up(headers: Headers, at: datetime) -> Event | None:
    view, target = leg(headers), leg(headers, "Target")
    return ev.PickedUp(at, view, target) if view and target else None


def _digit(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    if view is None or text(headers, "Direction") == "Sent":
        return None
    return ev.DigitPressed(at, view, text(headers, "Digit"))


def _variable(headers: Headers, at: datetime) -> Event | None:
    name = headers.get("Variable")
    if name == "MIXMONITOR_FILENAME":
        view = leg(headers)
        return ev.RecordingNamed(at, view, text(headers, "Value")) if view else None
    if name == "TOUCH_MIXMONITOR_OUTPUT":
        view = leg(headers)
        return ev.RecordingTouched(at, view, text(headers, "Value")) if view else None
    if name == "QUEUESTATUS":
        view, status = leg(headers), text(headers, "Value").lower()
        return ev.QueueExited(at, view, status) if view and status else None
    if name == ORDER_VARIABLE:
        view, (kind, _, what) = leg(headers), text(headers, "Value").partition(" ")
        return ev.LegOrdered(at, view, kind, what) if view else None
    if isinstance(name, str) and name.lstrip("_") == CAMPAIGN_VARIABLE:
        view, campaign = leg(headers), text(headers, "Value")
        return ev.CampaignNamed(at, view, campaign) if view and campaign else None
    return None


def _muted(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.RecordingMuted(at, view, text(headers, "State") == "1") if view else None


def _user_event(headers: Headers, at: datetime) -> Event | None:
    view = leg(headers)
    return ev.UserSignal(at, view, text(headers, "UserEvent"), _told(headers)) if view else None


_CHANNEL_HEADERS = frozenset({
    "Event", "Privilege", "Channel", "ChannelState", "ChannelStateDesc", "CallerIDNum", "CallerIDName",
    "ConnectedLineNum", "ConnectedLineName", "Language", "AccountCode", "Context", "Exten", "Priority", "Uniqueid",
    "Linkedid", "UserEvent", "Timestamp", "SystemName", "SequenceNumber", "File", "Line", "Func", "ChanVariable",
})


def _told(headers: Headers) -> str:
    """What a UserEvent says beyond the headers that describe its channel."""
    return ", ".join(f"{name}: {text(headers, name)}" for name in headers if name and name not in _CHANNEL_HEADERS)


def _booted(headers: Headers, at: datetime) -> Event | None:
    """FullyBooted carries ``Uptime`` in seconds (seen on 16 and 22)."""
    if not known(text(headers, "Uptime")):
        return None
    return ev.PbxBooted(at, moment(at.timestamp() - number(headers, "Uptime")))


MESSAGES: dict[str, Translation] = {
    "Newchannel": _of_leg(ev.LegStarted),
    "Newstate": _of_leg(ev.LegChanged),
    "NewCallerid": _of_leg(ev.LegChanged),
    "NewAccountCode": _of_leg(ev.LegChanged),
    "Newexten": _step,
    "HangupRequest": _end_requested,
    "Hangup": _ended,
    "DialBegin": _dial_started,
    "DialState": _dial_state,
    "DialEnd": _dial_ended,
    "LocalBridge": _halves,
    "BridgeEnter": _bridge_entered,
    "BridgeLeave": _bridge_left,
    "Hold": _of_leg(ev.HoldStarted),
    "Unhold": _of_leg(ev.HoldEnded),
    "BlindTransfer": _blind,
    "AttendedTransfer": _attended,
    "ParkedCall": _parked,
    "UnParkedCall": _unparked("retrieved"),
    "ParkedCallTimeOut": _unparked("timeout"),
    "ParkedCallGiveUp": _unparked("gave_up"),
    "Pickup": _picked_up,
    "DTMFEnd": _digit,
    "VarSet": _variable,
    "MixMonitorStart": _of_leg(ev.RecordingStarted),
    "MixMonitorStop": _of_leg(ev.RecordingStopped),
    "MixMonitorMute": _muted,
    "UserEvent": _user_event,
    "FullyBooted": _booted,
    "Shutdown": lambda headers, at: ev.PbxStopping(at),
    **QUEUE_MESSAGES,
    **SURVEY_MESSAGES,
}
"""Every AMI message that we understand."""
