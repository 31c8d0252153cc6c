"""What happens on a PBX, in our words: the input of ``collector_daemon.core``.

Every event is immutable and carries its own time (``at``, aware UTC). ``collector_daemon.asterisk.translate``
makes them from what Asterisk sends; nothing behind it sees a foreign word. Each docstring names the source.
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class LegView(msgspec.Struct, frozen=True, gc=False):
    """A leg (one party's channel) as an event shows it.

    ``call_id`` is the PBX's own grouping at that moment and may change silently; ``device`` is the channel's name
    without its running number, such as ``PJSIP/1001`` or ``Local/1007@agents``.
    """

    leg_id: str
    call_id: str
    channel: str
    device: str
    number: str
    name: str
    exten: str
    is_up: bool
    is_placed: bool
    account_code: str = ""


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something that happened at an instant."""

    at: datetime


class LegEvent(Event, frozen=True, gc=False):
    """Something that happened to a leg."""

    leg: LegView


class LegStarted(LegEvent, frozen=True, gc=False):
    """Newchannel."""


class LegChanged(LegEvent, frozen=True, gc=False):
    """Newstate, NewCallerid: the leg looks different now."""


class StepReached(LegEvent, frozen=True, gc=False):
    """Newexten: the dialplan runs ``application`` with ``argument``."""

    application: str
    argument: str


class LegEndRequested(LegEvent, frozen=True, gc=False):
    """HangupRequest: the far end hung up or refused."""

    cause: int


class LegEnded(LegEvent, frozen=True, gc=False):
    """Hangup. ``cause`` is ITU-T Q.850, ``sip_code`` 0 where the PBX does not tell (16 never does)."""

    cause: int
    sip_code: int


class DialStarted(Event, frozen=True, gc=False):
    """DialBegin. ``source`` is None for a leg that the PBX itself dials (Originate); ``number`` as dialled."""

    source: LegView | None
    target: LegView
    number: str


class DialRang(Event, frozen=True, gc=False):
    """DialState RINGING or PROGRESS: the far end confirmed that it rings."""

    target: LegView


class DialEnded(Event, frozen=True, gc=False):
    """DialEnd. ``status`` is lower-case: answer, busy, noanswer, cancel, congestion, chanunavail …"""

    source: LegView | None
    target: LegView
    status: str
    forward: str


class HalvesLinked(Event, frozen=True, gc=False):
    """LocalBridge: two legs are the two ends of one Local channel."""

    one: LegView
    two: LegView


class BridgeEntered(LegEvent, frozen=True, gc=False):
    """BridgeEnter; ``swapped_leg_id`` is the leg whose place it took."""

    bridge_id: str
    swapped_leg_id: str | None


class BridgeLeft(LegEvent, frozen=True, gc=False):
    """BridgeLeave."""

    bridge_id: str


class HoldStarted(LegEvent, frozen=True, gc=False):
    """Hold: this leg put the other side on hold."""


class HoldEnded(LegEvent, frozen=True, gc=False):
    """Unhold (sent on transfers too, without a Hold before)."""


class CallerJoined(LegEvent, frozen=True, gc=False):
    """QueueCallerJoin."""

    queue: str
    position: int
    waiting: int


class CallerGaveUp(LegEvent, frozen=True, gc=False):
    """QueueCallerAbandon: also sent when nobody gave up (time-out, leave empty, redirect, shutdown)."""

    queue: str


class CallerLeft(LegEvent, frozen=True, gc=False):
    """QueueCallerLeave: always, once a visit; says nothing of why."""

    queue: str
    waiting: int


class QueueExited(LegEvent, frozen=True, gc=False):
    """VarSet QUEUESTATUS: how Queue() ended; lower-case timeout, full, joinempty, leaveempty, continue …"""

    status: str


class AgentOffered(LegEvent, frozen=True, gc=False):
    """AgentCalled: the queue rings ``target`` for the caller ``leg``."""

    queue: str
    target: LegView
    interface: str
    agent_name: str


class AgentConnected(LegEvent, frozen=True, gc=False):
    """AgentConnect. The truth of who answered is ``target``, not ``interface``."""

    queue: str
    target: LegView | None
    interface: str
    agent_name: str


class AgentFinished(LegEvent, frozen=True, gc=False):
    """AgentComplete: evidence only (late after a redirect). ``reason`` caller, agent, transfer; seconds are whole."""

    queue: str
    interface: str
    reason: str
    wait_seconds: int
    talk_seconds: int


class BlindTransferred(Event, frozen=True, gc=False):
    """BlindTransfer: ``by`` sends ``customer`` (None if unknown) to extension ``to``."""

    by: LegView
    customer: LegView | None
    to: str
    is_success: bool


class AttendedTransferred(Event, frozen=True, gc=False):
    """AttendedTransfer: ``first`` and ``second`` are the transferring person's two legs (may be one and the same)."""

    first: LegView
    second: LegView
    customer: LegView | None
    target: LegView | None
    is_success: bool


class Parked(Event, frozen=True, gc=False):
    """ParkedCall: ``leg`` waits in ``space``; ``by`` is the parker's dial string."""

    leg: LegView
    space: str
    by: str


class Unparked(Event, frozen=True, gc=False):
    """UnParkedCall, ParkedCallTimeOut, ParkedCallGiveUp (``ending`` retrieved, timeout, gave_up)."""

    leg: LegView
    space: str
    ending: str
    retriever: LegView | None


class PickedUp(Event, frozen=True, gc=False):
    """Pickup: ``leg`` takes the ringing call of ``target``."""

    leg: LegView
    target: LegView


class DigitPressed(LegEvent, frozen=True, gc=False):
    """DTMFEnd, received from the leg."""

    digit: str


class LegOrdered(LegEvent, frozen=True, gc=False):
    """VarSet CALLCENTRE_ORDER: the leg is there because an operator asked for it by a command of ours.

    ``kind`` is dial, pickup or retrieve; ``what`` the number, the call picked up, the parking space.
    """

    kind: str
    what: str


class CampaignNamed(LegEvent, frozen=True, gc=False):
    """VarSet SUITE_CAMPAIGN: the leg is there because a campaign of the dialer's asked for it."""

    campaign: str


class RecordingNamed(LegEvent, frozen=True, gc=False):
    """VarSet MIXMONITOR_FILENAME: the file of the recording that starts next on this leg."""

    file: str


class RecordingTouched(LegEvent, frozen=True, gc=False):
    """VarSet TOUCH_MIXMONITOR_OUTPUT, of both legs: somebody pressed the key for a recording, which has started."""

    file: str


class RecordingStarted(LegEvent, frozen=True, gc=False):
    """MixMonitorStart."""


class RecordingStopped(LegEvent, frozen=True, gc=False):
    """MixMonitorStop (only for an explicit stop; a hang-up is silent)."""


class RecordingMuted(LegEvent, frozen=True, gc=False):
    """MixMonitorMute: recording pauses or goes on."""

    is_muted: bool


class UserSignal(LegEvent, frozen=True, gc=False):
    """UserEvent of the dialplan: kept as a step of the call."""

    name: str
    text: str


class MemberSeen(Event, frozen=True, gc=False):
    """QueueMember (survey), QueueMemberAdded, -Status, -Penalty: a membership as it is now.

    ``device_state`` is Asterisk's AST_DEVICE number: 1 not in use, 2 in use, 3 busy, 4 invalid, 5 unavailable,
    6 ringing, 7 ring+in use, 8 on hold. Instants are None where the PBX does not tell.
    """

    queue: str
    interface: str
    state_interface: str
    name: str
    penalty: int
    is_paused: bool
    reason: str
    device_state: int
    is_in_call: bool
    wrapup_seconds: int
    login_at: datetime | None
    pause_at: datetime | None
    last_call_at: datetime | None
    is_added: bool


class MemberPaused(Event, frozen=True, gc=False):
    """QueueMemberPause: per queue, repeated when nothing changed."""

    queue: str
    interface: str
    state_interface: str
    name: str
    is_paused: bool
    reason: str


class MemberRemoved(Event, frozen=True, gc=False):
    """QueueMemberRemoved."""

    queue: str
    interface: str
    state_interface: str


class LinkMade(Event, frozen=True, gc=False):
    """A connection to the PBX exists (again); a survey follows."""


class LinkLost(Event, frozen=True, gc=False):
    """The connection was found to be lost."""


class PbxStopping(Event, frozen=True, gc=False):
    """Shutdown: the PBX stops cleanly; what it sent just before was its own doing, not people's."""


class PbxBooted(Event, frozen=True, gc=False):
    """FullyBooted with its uptime, or CoreStatus: when this PBX process started."""

    started_at: datetime


class SurveyBegan(Event, frozen=True, gc=False):
    """The first answer of a survey (CoreStatus): what is known now and not named by the rest is gone."""


class QueueSurveyed(Event, frozen=True, gc=False):
    """QueueParams: a queue exists."""

    queue: str


class CallerSurveyed(Event, frozen=True, gc=False):
    """QueueEntry: a caller waits. ``entered_at`` is from whole seconds of waiting."""

    queue: str
    leg_id: str
    channel: str
    number: str
    position: int
    entered_at: datetime


class LegSurveyed(LegEvent, frozen=True, gc=False):
    """CoreShowChannel, Status: a leg exists. ``started_at`` is from whole seconds; ``line`` as called."""

    started_at: datetime
    application: str
    argument: str
    bridge_id: str | None
    line: str


class LegsSurveyed(Event, frozen=True, gc=False):
    """CoreShowChannelsComplete: legs not named since the link was made are gone."""


class MembersSurveyed(Event, frozen=True, gc=False):
    """QueueStatusComplete: memberships not named since the link was made are gone."""


class SurveyEnded(Event, frozen=True, gc=False):
    """The last answer of the survey arrived: the present is known, the gap is closed."""
