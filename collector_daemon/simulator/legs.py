"""Legs (channels) and bridges of the simulated PBX, and how AMI describes them."""

from __future__ import annotations

from dataclasses import dataclass, field

STATES = {"Down": "0", "Ring": "4", "Ringing": "5", "Up": "6", "Busy": "7"}
UNKNOWN = "<unknown>"


@dataclass(slots=True, eq=False)
class Leg:
    """One party's channel. ``device`` is what its phone or trunk is called, e.g. ``PJSIP/1001``.

    ``cause`` is what is known so far of why it ends (Q.850, 0: nothing), ``tech_cause`` the SIP code behind
    it. ``stays``: when it was in bridges, [from, to or None] each.
    """

    name: str
    device: str
    uniqueid: str
    linkedid: str
    number: str
    caller_name: str
    context: str
    exten: str
    state: str
    born_at: float
    priority: int = 1
    connected_number: str = ""
    connected_name: str = ""
    application: str = ""
    app_data: str = ""
    dnid: str = ""
    is_dialling: bool = False
    cause: int = 0
    tech_cause: int | None = None
    is_hangup_requested: bool = False
    is_passed_on: bool = False
    bridge: Bridge | None = None
    stays: list[list[float | None]] = field(default_factory=list)
    ended_at: float | None = None

    def headers(self, prefix: str = "") -> dict[str, str]:
        """The fourteen headers that AMI gives of a channel, each with ``prefix`` before its name."""
        return {
            prefix + "Channel": self.name,
            prefix + "ChannelState": STATES[self.state],
            prefix + "ChannelStateDesc": self.state,
            prefix + "CallerIDNum": self.number or UNKNOWN,
            prefix + "CallerIDName": self.caller_name or UNKNOWN,
            prefix + "ConnectedLineNum": self.connected_number or UNKNOWN,
            prefix + "ConnectedLineName": self.connected_name or UNKNOWN,
            prefix + "Language": "en",
            prefix + "AccountCode": "",
            prefix + "Context": self.context,
            prefix + "Exten": self.exten,
            prefix + "Priority": str(self.priority),
            prefix + "Uniqueid": self.uniqueid,
            prefix + "Linkedid": self.linkedid,
        }

    def is_up(self) -> bool:
        """Whether the channel has been answered."""
        return self.state == "Up"

    def connect_to(self, other: Leg) -> None:
        """Shows the other party's number and name on this leg's display."""
        self.connected_number, self.connected_name = other.number, other.caller_name


@dataclass(slots=True, eq=False)
class Bridge:
    """A room in which the legs inside hear each other."""

    uniqueid: str
    kind: str = "basic"
    technology: str = "simple_bridge"
    creator: str = UNKNOWN
    name: str = UNKNOWN
    legs: list[Leg] = field(default_factory=list)

    def headers(self, prefix: str = "") -> dict[str, str]:
        """The headers that AMI gives of a bridge, ``Bridge…`` with ``prefix`` before them."""
        return {
            prefix + "BridgeUniqueid": self.uniqueid,
            prefix + "BridgeType": self.kind,
            prefix + "BridgeTechnology": self.technology,
            prefix + "BridgeCreator": self.creator,
            prefix + "BridgeName": self.name,
            prefix + "BridgeNumChannels": str(len(self.legs)),
            prefix + "BridgeVideoSourceMode": "none",
        }
