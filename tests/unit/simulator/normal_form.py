"""A recording as a comparable value: for each leg, in order of its birth, what happened to it, burst by
burst.

Ids, times and channel numbers are replaced by roles ("leg 2"). What several threads of a real Asterisk say at
once comes in any order (AgentComplete before or after BridgeLeave …), so within a burst the events of such
threads are compared as a set; all others must be in the same order. Only what a collector reads is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from collector_daemon.capture import Entry, Heard

BURST = 0.25
"""Seconds of silence that end a burst."""
FREE = {
    "AgentComplete",
    "OriginateResponse",
    "BlindTransfer",
    "AttendedTransfer",
    "BridgeLeave",
    "MusicOnHoldStop",
    "MusicOnHoldStart",
    "DialState",
    "SoftHangupRequest",
    "ParkedCall",
    "Unhold",
    "Pickup",
    "Hangup",
    "QueueCallerAbandon",
    "MessageWaiting",
}
"""Events told by other threads than the channel's own."""
READ = {
    "Newchannel": ("ChannelStateDesc", "Context", "Exten", "CallerIDNum"),
    "Newstate": ("ChannelStateDesc",),
    "Newexten": ("Context", "Exten", "Application", "AppData"),
    "VarSet": ("Variable", "Value"),
    "DialBegin": ("DialString",),
    "DialState": ("DialStatus",),
    "DialEnd": ("DialStatus", "Forward"),
    "BridgeEnter": ("BridgeType", "Swap"),
    "BridgeLeave": ("BridgeType",),
    "HangupRequest": ("Cause", "TechCause"),
    "SoftHangupRequest": ("Cause", "TechCause"),
    "Hangup": ("ChannelStateDesc", "Cause", "TechCause"),
    "OriginateResponse": ("Response", "Reason", "Exten"),
    "Hold": (),
    "Unhold": (),
    "MusicOnHoldStart": (),
    "MusicOnHoldStop": (),
    "MixMonitorStart": (),
    "MixMonitorMute": ("Direction", "State"),
    "DTMFEnd": ("Digit",),
    "MessageWaiting": (),
    "QueueCallerJoin": ("Queue", "Position", "Count"),
    "QueueCallerLeave": ("Queue", "Position", "Count"),
    "QueueCallerAbandon": ("Queue", "Position", "OriginalPosition"),
    "AgentCalled": ("Queue", "Interface", "MemberName"),
    "AgentRingNoAnswer": ("Queue", "Interface"),
    "AgentConnect": ("Queue", "Interface", "MemberName"),
    "AgentComplete": ("Queue", "Interface", "Reason"),
    "UserEvent": ("UserEvent", "Queue", "Status", "Number", "Score"),
    "Pickup": ("TargetChannel",),
    "BlindTransfer": ("Result", "IsExternal", "Context", "Extension", "TransfererChannel"),
    "AttendedTransfer": (
        "Result",
        "DestType",
        "OrigTransfererChannel",
        "SecondTransfererChannel",
        "TransferTargetChannel",
    ),
    "ParkedCall": ("ParkingSpace", "ParkerDialString"),
    "UnParkedCall": ("ParkingSpace", "RetrieverChannel"),
    "ParkedCallTimeOut": ("ParkingSpace",),
    "ParkedCallGiveUp": ("ParkingSpace",),
}
"""Event → the headers that decide something."""
VARIABLES = {"QUEUESTATUS", "DIALSTATUS", "MIXMONITOR_FILENAME", "BLINDTRANSFER", "ATTENDEDTRANSFER"}

Burst = tuple[list[Any], list[Any]]
"""What happened in order, and what happened at all (sorted)."""


def normal_form(entries: Iterable[Entry]) -> dict[str, list[Burst]]:
    """Role of the leg → its bursts."""
    legs: dict[str, str] = {}
    names: dict[str, str] = {}
    told: dict[str, list[Burst]] = {}
    last_at: dict[str, float] = {}
    for entry in entries:
        if not isinstance(entry, Heard):
            continue
        headers = entry.headers
        event = str(headers.get("Event", ""))
        if event not in READ or (event == "VarSet" and headers.get("Variable") not in VARIABLES):
            continue
        subject = _subject(headers)
        if event == "Newchannel":
            name = str(headers["Channel"])
            legs[subject] = names[name] = f"leg {len(legs)} {_device(name)}"
        if subject not in legs:
            continue
        bursts = told.setdefault(legs[subject], [])
        if not bursts or entry.at - last_at[legs[subject]] > BURST:
            bursts.append(([], []))
        last_at[legs[subject]] = entry.at
        # AgentComplete has the agent's leg or not, as the race goes between it and the leg's Hangup.
        other = "" if event == "AgentComplete" else legs.get(str(headers.get("DestUniqueid", "")), "")
        happened = (event, *(_value(headers, key, legs, names) for key in READ[event]), other)
        bursts[-1][1 if event in FREE else 0].append(happened)
    for bursts in told.values():
        for _, free in bursts:
            free.sort(key=repr)
    return told


def _subject(headers: Any) -> str:
    for key in ("Uniqueid", "TransfereeUniqueid", "ParkeeUniqueid"):
        if key in headers:
            found = headers[key]
            return str(found if isinstance(found, str) else found[0])
    return str(headers.get("DestUniqueid", ""))


def _device(channel: str) -> str:
    return re.sub(r"-[0-9a-f]{8}", "", channel)


def _value(headers: Any, key: str, legs: dict[str, str], names: dict[str, str]) -> str:
    if key == "Swap":
        return legs.get(str(headers.get("SwapUniqueid", "")), "")
    value = str(headers.get(key, ""))
    if value in names:
        return names[value]
    if value.startswith(("__CRM_ID=", "0?Set(CALLERID", "1?Set(CALLERID")):
        return "what it knows of the caller"
    value = re.sub(r"\d{10}\.\d+|dial-\d", "ID", value)
    value = re.sub(r"\b20\d{6}/", "DAY/", value)
    return re.sub(r"4207770000\d\d|4207\d{8}", "CALLER", value)
