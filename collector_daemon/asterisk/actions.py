"""What we may ask a PBX to do, each a small function that returns when the PBX has said yes.

All raise ActionRefused with the PBX's own message, ActionUnanswered (it may have happened), LinkDown,
UnsafeAction (nothing was sent). Nothing here is ever sent twice. That a thing was done is seen by the event
that follows, as for everybody else; the answer only says that the PBX agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

import msgspec

from collector_daemon.asterisk.headers import ORDER_VARIABLE, variable
from collector_daemon.asterisk.requests import ActionHeaders, ActionRefused
from collector_daemon.capture import Headers

Monitoring = Literal["listen", "whisper", "barge"]
SPY_OPTIONS: dict[Monitoring, str] = {"listen": "qES", "whisper": "qESw", "barge": "qESB"}
"""ChanSpy: q no beep, E end with the spied call, S stop when there is nothing to spy on, w whisper, B barge."""


class Asks(Protocol):
    """Somebody who asks a PBX; ``link.Link`` is one."""

    async def ask(self, action: ActionHeaders, timeout: float = 10.0, is_list: bool = False) -> list[Headers]:
        """The PBX's answer."""
        ...


async def do(link: Asks, action: ActionHeaders, timeout: float = 10.0) -> Headers:
    """Ask and give the answer. Raises ActionRefused where the PBX answers with an error."""
    answer = (await link.ask(action, timeout))[0]
    if answer.get("Response") == "Error":
        raise ActionRefused(str(answer.get("Message") or f"{action['Action']} refused without a reason"))
    return answer


# --- agents and queues
# ----------------------------------------------------------------------------------------


async def login_agent(
    link: Asks, queue: str, interface: str, name: str = "", penalty: int = 0, device: str = "", *,
    is_paused: bool = False, reason: str = "",
) -> None:  # fmt: skip
    """Make a device a member of a queue. ``device``: whose state counts, where the interface is a Local one.

    The ``reason`` of a pause that begins with it older releases do not take: pause once more for that.

    A member already there is refused by the PBX ("Already there").
    """
    action = {"Action": "QueueAdd", "Queue": queue, "Interface": interface, "Penalty": str(penalty)}
    await do(link, _with(action, MemberName=name, StateInterface=device, Paused="true" if is_paused else "",
                        Reason=reason))


async def logout_agent(link: Asks, queue: str, interface: str) -> None:
    """End a membership. Static members (queues.conf) are refused by the PBX."""
    await do(link, {"Action": "QueueRemove", "Queue": queue, "Interface": interface})


async def pause_agent(link: Asks, interface: str, reason: str = "", queue: str | None = None) -> None:
    """No calls for a member, in one queue or (None) in all it is in."""
    action = {"Action": "QueuePause", "Interface": interface, "Paused": "true"}
    await do(link, _with(action, Queue=queue or "", Reason=reason))


async def unpause_agent(link: Asks, interface: str, queue: str | None = None) -> None:
    """Calls again for a member, in one queue or (None) in all it is in."""
    action = {"Action": "QueuePause", "Interface": interface, "Paused": "false"}
    await do(link, _with(action, Queue=queue or ""))


async def set_penalty(link: Asks, interface: str, penalty: int, queue: str | None = None) -> None:
    """Change a member's penalty, in one queue or (None) in all it is in."""
    action = {"Action": "QueuePenalty", "Interface": interface, "Penalty": str(penalty)}
    await do(link, _with(action, Queue=queue or ""))


# --- calls
# ----------------------------------------------------------------------------------------------------


async def dial(
    link: Asks,
    device: str,
    number: str,
    context: str,
    *,
    leg_id: str = "",
    caller_id: str = "",
    ring_seconds: float = 30.0,
    variables: dict[str, str] | None = None,
) -> None:
    """Ring a device, then let it dial a number in a context. ``leg_id``: the Uniqueid its leg shall have.

    Returns when the PBX has begun, not when somebody answers: what becomes of it comes as events.
    """
    action = {
        "Action": "Originate",
        "Channel": device,
        "Exten": number,
        "Context": context,
        "Priority": "1",
        "Timeout": str(int(ring_seconds * 1000)),
        "Async": "true",
    }
    await do(link, _with(action, ChannelId=leg_id, CallerID=caller_id) | _variables(variables or {}))


class Errand(msgspec.Struct, frozen=True):
    """What an operator's own phone is rung for. ``leg_id``: the Uniqueid its leg shall have.

    ``order`` is written into the leg's ``ORDER_VARIABLE``; the phone shows ``shown``, while for the dialplan the
    caller is ``extension``, as if he had dialled himself. ``goal``: ``to_number``, ``to_pick_up``, ``to_watch``.
    """

    leg_id: str
    order: str
    extension: str
    shown: str
    goal: dict[str, str]


def to_number(number: str, context: str) -> dict[str, str]:
    """A number of the dialplan, as the goal of an errand."""
    return {"Exten": number, "Context": context, "Priority": "1"}


def to_pick_up(channels: Iterable[str]) -> dict[str, str]:
    """Whichever of these legs still rings, as the goal of an errand."""
    return {"Application": "PickupChan", "Data": "&".join(channels)}


def to_watch(channel: str, how: Monitoring) -> dict[str, str]:
    """The conversation of a channel, as the goal of an errand. Raises ActionRefused for what is no leg's name."""
    if "," in channel or "/" not in channel[1:]:
        raise ActionRefused(f"{channel} is no leg")
    return {"Application": "ChanSpy", "Data": f"{channel},{SPY_OPTIONS[how]}"}


async def ring_for(link: Asks, device: str, errand: Errand, ring_seconds: float) -> bool:
    """Ring somebody's own phone, then let it go where the errand leads. True once it is lifted, False if not.

    Waits for that: who is content with the ringing may cancel it.
    """
    variables = [
        variable(ORDER_VARIABLE, errand.order),
        variable("CALLERID(num)", errand.extension),
        variable("CONNECTEDLINE(num,i)", errand.shown),
    ]
    action: dict[str, str | list[str]] = {
        "Action": "Originate",
        "Channel": device,
        **errand.goal,
        "Timeout": str(int(ring_seconds * 1000)),
        "Async": "true",
        "ChannelId": errand.leg_id,
        "Variable": variables,
    }
    answers = await link.ask(action, ring_seconds + 10.0, is_list=True)
    if answers[0].get("Response") == "Error":
        raise ActionRefused(str(answers[0].get("Message") or "Originate refused without a reason"))
    return answers[-1].get("Response") == "Success"


async def is_parking(link: Asks, number: str, context: str) -> bool:
    """Whether the number leads into the parking lot; False also where the PBX does not let us ask."""
    action = {"Action": "ShowDialPlan", "Context": context, "Extension": number}
    return any(step.get("Application") == "Park" for step in await link.ask(action, is_list=True))


async def knows_number(link: Asks, number: str, context: str) -> bool:
    """Whether the dialplan has the number in the context; True also where the PBX does not let us ask."""
    answer = (await link.ask({"Action": "ShowDialPlan", "Context": context, "Extension": number}, is_list=True))[0]
    is_error = answer.get("Response") == "Error"
    return not (is_error and str(answer.get("Message")).startswith("Did not find"))


async def hang_up(link: Asks, channel: str) -> None:
    """End a leg. A name that is gone is refused by the PBX; a pattern is never passed on."""
    if channel.startswith("/"):
        raise ActionRefused(f"{channel} is a pattern and no leg")
    await do(link, {"Action": "Hangup", "Channel": channel, "Cause": "16"})


async def end_in(link: Asks, channel: str, seconds: int) -> None:
    """Have the PBX end a leg by itself in so many seconds, counted anew from now; 0 takes that back."""
    await do(link, {"Action": "AbsoluteTimeout", "Channel": channel, "Timeout": str(seconds)})


async def redirect(link: Asks, channel: str, number: str, context: str) -> None:
    """Send a leg elsewhere in the dialplan; whom it talked with is left alone."""
    await do(
        link, {"Action": "Redirect", "Channel": channel, "Exten": number, "Context": context, "Priority": "1"}
    )


async def peer_of(link: Asks, channel: str) -> str:
    """The name of the channel with which this one is connected, or was last; empty where there is none to be told."""
    answer = (await link.ask({"Action": "Getvar", "Channel": channel, "Variable": "BRIDGEPEER"}))[0]
    return "" if answer.get("Response") == "Error" else str(answer.get("Value") or "")


async def transfer_blind(link: Asks, channel: str, number: str, context: str) -> None:
    """Pass on whom this leg talks with, as by REFER or feature code."""
    await do(link, {"Action": "BlindTransfer", "Channel": channel, "Exten": number, "Context": context})


async def transfer_attended(link: Asks, channel: str, number: str, context: str) -> None:
    """Begin an attended transfer by this leg: it consults, hanging up completes."""
    await do(link, {"Action": "Atxfer", "Channel": channel, "Exten": number, "Context": context})


async def cancel_transfer(link: Asks, channel: str) -> None:
    """Give up an attended transfer that this leg has begun: back to the first party."""
    await do(link, {"Action": "CancelAtxfer", "Channel": channel})


async def park(
    link: Asks, channel: str, by: str, park_time: float | None = None, lot: str = ""
) -> None:
    """Park a leg; the leg ``by`` is who parks: he hears the space and gets it back after ``park_time`` seconds.

    Without AnnounceChannel, as 16 and 22 tell the space all the same.
    """
    action = {"Action": "Park", "Channel": channel, "TimeoutChannel": by}
    await do(link, _with(action, Parkinglot=lot, Timeout=str(int(park_time * 1000)) if park_time else ""))


async def notify_phone(link: Asks, channel: str, event: Literal["hold", "talk"]) -> None:
    """Tell the phone of a leg to hold, or to go on; whether it obeys is seen by its Hold. Only chan_pjsip."""
    await do(link, {"Action": "PJSIPNotify", "Channel": channel, "Variable": f"Event={event}"})


async def pause_recording(link: Asks, channel: str, is_paused: bool) -> None:
    """Write silence instead of both voices into the MixMonitor recording of a leg, or voices again."""
    await do(
        link,
        {
            "Action": "MixMonitorMute",
            "Channel": channel,
            "Direction": "both",
            "State": "1" if is_paused else "0",
        },
    )


def _with(action: dict[str, str], **optional: str) -> dict[str, str | list[str]]:
    """The action with those optional headers that say something: an empty Queue is a queue named nothing."""
    return {**action, **{key: value for key, value in optional.items() if value}}


def _variables(variables: dict[str, str]) -> dict[str, str | list[str]]:
    return {"Variable": [variable(name, value) for name, value in variables.items()]} if variables else {}
