"""What the PBX means when it refuses to change a membership, and whether it reaches a device."""

from __future__ import annotations

from collector_daemon.asterisk.actions import Asks
from collector_daemon.asterisk.requests import ActionRefused

_UNREACHABLE = frozenset({"UNAVAILABLE", "INVALID", "UNKNOWN"})
_ANSWER_SECONDS = 3.0


def is_there_already(refusal: ActionRefused) -> bool:
    """The device is a member of the queue."""
    return "Already there" in str(refusal)


def is_not_there(refusal: ActionRefused) -> bool:
    """The device is no member of the queue."""
    return "Not there" in str(refusal) or "Interface not found" in str(refusal)


def is_unknown_queue(refusal: ActionRefused) -> bool:
    """The PBX has no such queue."""
    return "No such queue" in str(refusal)


def is_fixed(refusal: ActionRefused) -> bool:
    """The membership is in the PBX's configuration and cannot be ended."""
    return "not dynamic" in str(refusal)


async def reaches(link: Asks, device: str) -> bool:
    """Does the PBX reach the device? False for one that it does not know. Raises LinkDown, ActionUnanswered."""
    answers = await link.ask({"Action": "DeviceStateList"}, _ANSWER_SECONDS, is_list=True)
    return any(one.get("Device") == device and one.get("State") not in _UNREACHABLE for one in answers)
