"""The map of following: which event is written into traces by which deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from collector_daemon.core import follow_legs as legs
from collector_daemon.core import follow_queues as queues
from collector_daemon.core import follow_survey as survey
from collector_daemon.core.calls import Calls
from shared.domain import events as ev
from shared.domain.events import Event

HANDLERS: dict[type[Event], Callable[[Calls, Any], None]] = {
    ev.LegStarted: legs.leg_started,
    ev.LegChanged: legs.leg_changed,
    ev.StepReached: legs.step_reached,
    ev.LegEndRequested: legs.end_requested,
    ev.LegEnded: legs.leg_ended,
    ev.DialStarted: legs.dial_started,
    ev.DialRang: legs.dial_rang,
    ev.DialEnded: legs.dial_ended,
    ev.HalvesLinked: legs.halves_linked,
    ev.BridgeEntered: legs.bridge_entered,
    ev.BridgeLeft: legs.bridge_left,
    ev.HoldStarted: legs.hold_started,
    ev.HoldEnded: legs.hold_ended,
    ev.DigitPressed: legs.digit_pressed,
    ev.UserSignal: legs.user_signal,
    ev.LegOrdered: legs.leg_ordered,
    ev.CampaignNamed: legs.campaign_named,
    ev.RecordingNamed: legs.recording_named,
    ev.RecordingTouched: legs.recording_touched,
    ev.RecordingStarted: legs.recording_started,
    ev.RecordingStopped: legs.recording_stopped,
    ev.RecordingMuted: legs.recording_muted,
    ev.CallerJoined: queues.caller_joined,
    ev.CallerGaveUp: queues.caller_gave_up,
    ev.CallerLeft: queues.caller_left,
    ev.QueueExited: queues.queue_exited,
    ev.AgentOffered: queues.agent_offered,
    ev.AgentConnected: queues.agent_connected,
    ev.AgentFinished: queues.agent_finished,
    ev.BlindTransferred: queues.blind_transferred,
    ev.AttendedTransferred: queues.attended_transferred,
    ev.Parked: queues.parked,
    ev.Unparked: queues.unparked,
    ev.PickedUp: queues.picked_up,
    ev.LinkLost: survey.link_lost,
    ev.LinkMade: survey.link_made,
    ev.SurveyBegan: survey.survey_began,
    ev.LegSurveyed: survey.leg_surveyed,
    ev.CallerSurveyed: survey.caller_surveyed,
    ev.LegsSurveyed: survey.legs_surveyed,
    ev.PbxBooted: survey.pbx_booted,
    ev.PbxStopping: survey.pbx_stopping,
    ev.MemberSeen: survey.member_seen,
}
"""Event → deed. Events of memberships belong to ``agent_machine``."""


def follow(calls: Calls, event: Event) -> None:
    """Write an event into its call; ``calls`` then tells what came of it."""
    deed = HANDLERS.get(type(event))
    if deed is not None:
        deed(calls, event)
