"""What the survey asks a PBX after each login, and how its end is known.

CoreStatus comes first: its start-up time tells whether the PBX was restarted meanwhile (Uniqueids and channel
names begin anew then). The PBX answers one action after the other, so the answer to the last Ping is the end.
"""

from __future__ import annotations

from collector_daemon.capture import Headers

SURVEY_PREFIX = "survey-"
SURVEY_ACTIONS = (
    "CoreStatus",
    "QueueStatus",
    "CoreShowChannels",
    "Status",
    "BridgeList",
    "DeviceStateList",
    "ParkedCalls",
    "Ping",
)
"""In this order. ParkedCalls is refused where res_parking is not loaded, so not it but Ping marks the end."""


def survey_id(run: int, action: str) -> str:
    """The ActionID of one survey action, e.g. ``survey-2-QueueStatus``."""
    return f"{SURVEY_PREFIX}{run}-{action}"


def is_survey_begin(headers: Headers) -> bool:
    """Whether a message is the answer that begins a survey: what the rest does not name is gone."""
    action_id = headers.get("ActionID")
    return isinstance(action_id, str) and action_id.startswith(SURVEY_PREFIX) and action_id.endswith("-CoreStatus")


def is_survey_end(headers: Headers) -> bool:
    """Whether a message is the answer that ends a survey: all that was asked has been answered."""
    action_id = headers.get("ActionID")
    return isinstance(action_id, str) and action_id.startswith(SURVEY_PREFIX) and action_id.endswith("-Ping")
