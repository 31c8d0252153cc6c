"""What a campaign asks a PBX to do: dial somebody, ring an operator for whom has answered, say what is there.

As all ``actions``: returned when the PBX has agreed, never sent twice, raise ActionRefused, ActionUnanswered, LinkDown,
UnsafeAction. Seen alike on Asterisk 16 and 22. Needs no dialplan of its own but a way out to the number:

1. Somebody is dialled through ``channel`` (a Local channel whose other half goes out). While it rings nothing runs.
   Once answered, the leg ``leg_id`` goes to the dialplan's ``context``, or hears two seconds of silence and then the
   message for whom nobody is free; then it is hung up, also if we are dead.
2. An operator's phone is rung, told to lift by itself, and then bridged with that leg, wherever that is.
"""

from __future__ import annotations

import msgspec

from collector_daemon.asterisk.actions import Asks, do
from collector_daemon.asterisk.headers import ORDER_VARIABLE, variable

SILENCE = "silence/2"
"""Of Asterisk's own sounds: nothing for two seconds."""
LIFT = ("Call-Info", "<sip:127.0.0.1>;answer-after=0")
"""A header by which usual phones lift by themselves, where their settings allow that; others ring."""
CONNECT = "connect"
"""The kind of order of an operator's leg: "connect 420603000001"."""
INNER = "-out"
"""What the id of a Local channel's other half has after the id of the first."""


class Dialling(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be dialled. ``leg_id``: the Uniqueid that the leg shall have; ``ring_seconds`` until it is given up.

    ``variables`` are inherited by all that follows. ``context`` empty: ``sound`` (empty: none) is all that is heard.
    """

    leg_id: str
    channel: str
    caller_id: str
    ring_seconds: float
    variables: dict[str, str] = {}
    context: str = ""
    sound: str = ""


class Offering(msgspec.Struct, frozen=True, kw_only=True):
    """An operator's phone to be rung (``device``, ``extension``), as ``leg_id``; it shows ``shown`` and ``name``."""

    leg_id: str
    device: str
    extension: str
    shown: str
    name: str
    ring_seconds: float
    variables: dict[str, str] = {}


async def dial_out(link: Asks, who: Dialling, timeout: float = 10.0) -> None:
    """Begin to dial; what becomes of it comes as events. Its leg is there from then on."""
    goal = {"Application": "Playback", "Data": f"{SILENCE}&{who.sound}" if who.sound else SILENCE}
    if who.context:
        goal = {"Context": who.context, "Exten": "s", "Priority": "1"}
    action: dict[str, str | list[str]] = {
        "Action": "Originate", "Channel": who.channel, **goal, "Timeout": str(round(who.ring_seconds * 1000)),
        "Async": "true", "ChannelId": who.leg_id, "OtherChannelId": who.leg_id + INNER,
        "Variable": [variable(f"__{name}", value) for name, value in who.variables.items()],
    }  # fmt: skip
    if who.caller_id:
        action["CallerID"] = who.caller_id
    await do(link, action, timeout)


async def connect(link: Asks, operator: Offering, channel: str, timeout: float = 10.0) -> None:
    """Ring the operator, then bridge him with that channel. What becomes of it comes as events."""
    await _ring(link, operator, {"Application": "Bridge", "Data": channel}, f"{CONNECT} {operator.shown}", timeout)


async def dial_for(link: Asks, operator: Offering, channel: str, seconds: int, timeout: float = 10.0) -> None:
    """Ring the operator, then dial ``channel`` for him: he hears it ring."""
    goal = {"Application": "Dial", "Data": f"{channel},{seconds}"}
    await _ring(link, operator, goal, f"dial {operator.shown}", timeout)


async def _ring(link: Asks, operator: Offering, goal: dict[str, str], order: str, timeout: float) -> None:
    is_sip = operator.device.startswith("PJSIP/")
    name, value = LIFT
    await do(link, {
        "Action": "Originate", "Channel": operator.device, **goal, "Timeout": str(round(operator.ring_seconds * 1000)),
        "Async": "true", "ChannelId": operator.leg_id,
        "Variable": [
            variable(ORDER_VARIABLE, order), variable("CALLERID(num)", operator.extension),
            variable("CONNECTEDLINE(num,i)", operator.shown), variable("CONNECTEDLINE(name,i)", operator.name),
            *(variable(f"__{one}", said) for one, said in operator.variables.items()),
            *([variable(f"PJSIP_HEADER(add,{name})", value)] if is_sip else []),
        ],
    }, timeout)  # fmt: skip


async def legs_there(link: Asks) -> set[str]:
    """The ids of all legs that the PBX has now."""
    answers = await link.ask({"Action": "CoreShowChannels"}, is_list=True)
    return {str(one["Uniqueid"]) for one in answers if one.get("Event") == "CoreShowChannel" and "Uniqueid" in one}
