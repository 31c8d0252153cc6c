"""The switch: makes legs and bridges, and tells every listener what happens to them, as AMI events.

Names, order and values of the headers are those of Asterisk 22 (recordings of a real one; see the tests).
Each method is one thing that happens to a channel; the stories put them in order.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from collector_daemon.capture import Headers
from collector_daemon.simulator.causes import CAUSES
from collector_daemon.simulator.legs import UNKNOWN, Bridge, Leg
from collector_daemon.simulator.schedule import Schedule

Listener = Callable[[float, Headers], None]
CLASS_OF = {"VarSet": "dialplan", "Newexten": "dialplan", "DTMFBegin": "dtmf", "DTMFEnd": "dtmf",
            "UserEvent": "user", "FullyBooted": "system", "Shutdown": "system", "PeerStatus": "system",
            "ContactStatus": "system"}
"""Event → class of AMI's ``Events:`` filter where it is neither ``agent`` (Queue…, Agent…) nor ``call``."""
INSTANT = 0.000_001
"""Two events never share an instant: a microsecond is what tells them apart."""


def class_of(event: str) -> str:
    """The class that decides which AMI users get an event."""
    return CLASS_OF.get(event) or ("agent" if event.startswith(("Queue", "Agent")) else "call")


class Switch:
    """Legs and bridges that exist now. ``boot`` is when the PBX was started (Unix seconds)."""

    def __init__(self, schedule: Schedule, random: Random) -> None:
        self.schedule = schedule
        self.random = random
        self.boot = schedule.now
        self.listeners: list[Listener] = []
        self.legs: dict[str, Leg] = {}
        self.bridges: dict[str, Bridge] = {}
        self.changed_devices: dict[str, None] = {}
        self.calls = 0
        self._last_at = 0.0
        self._channels = self._locals = 0
        self._uniqueids = 0

    def emit(self, event: str, *parts: dict[str, str]) -> None:
        """Tells all listeners of an event, later than every event before it."""
        headers: Headers = {"Event": event, "Privilege": class_of(event) + ",all"}
        for part in parts:
            headers.update(part)
        self.emit_headers(headers)

    def emit_headers(self, headers: Headers) -> None:
        """Tells all listeners of a message that is complete already."""
        self._last_at = round(max(self.schedule.now, self._last_at + INSTANT), 6)
        for listener in self.listeners:
            listener(self._last_at, headers)

    def restart(self) -> None:
        """Forgets every leg, starts the counters again: channel names will repeat, as after a real
        restart.
        """
        self.legs.clear()
        self.bridges.clear()
        self._channels = self._locals = self._uniqueids = self.calls = 0
        self.boot = self.schedule.now

    # --- legs -----------------------------------------------------------------------------------------------

    def new_leg(self, device: str, number: str, name: str, *, context: str, exten: str, state: str,
                linkedid: str = "", uniqueid: str = "", channel: str = "") -> Leg:
        """A channel comes into being (Newchannel). Without ``linkedid`` it is the first of its call; without a
        name (``channel``) it gets the next one of its device.
        """
        uniqueid = uniqueid or f"{int(self.schedule.now)}.{self._uniqueids}"
        leg = Leg(
            channel or f"{device}-{self._channels:08x}",
            device,
            uniqueid,
            linkedid or uniqueid,
            number,
            name,
            context,
            exten,
            state,
            self.schedule.now,
        )
        self._uniqueids += 1
        self._channels += not channel
        self.calls += not linkedid
        self.legs[uniqueid] = leg
        self.touch(leg)
        self.emit("Newchannel", leg.headers())
        return leg

    def new_halves(
        self, exten: str, context: str, linkedid: str, uniqueids: tuple[str, str] = ("", "")
    ) -> tuple[Leg, Leg]:
        """The two ends of a Local channel; nobody's number is known yet. Without ``linkedid``: a call's first."""
        device = f"Local/{exten}@{context}"
        name = f"{device}-{self._locals:08x}"
        self._locals += 1
        one = self.new_leg(device, "", "", context=context, exten=exten, state="Down", linkedid=linkedid,
                           uniqueid=uniqueids[0], channel=name + ";1")
        two = self.new_leg(device, "", "", context=context, exten=exten, state="Ring", linkedid=one.linkedid,
                           uniqueid=uniqueids[1], channel=name + ";2")
        return one, two

    def tell_halves(self, one: Leg, two: Leg, is_optimised: bool) -> None:
        """LocalBridge: which two ends belong together; ``/n`` forbids to optimise them away."""
        self.emit("LocalBridge", one.headers("LocalOne"), two.headers("LocalTwo"), {
            "Context": two.context, "Exten": two.exten, "LocalOptimization": "Yes" if is_optimised else "No"})

    def touch(self, leg: Leg) -> None:
        """Notes that the state of a leg's device may have changed."""
        self.changed_devices[leg.device] = None

    def enter_state(self, leg: Leg, state: str) -> None:
        """Newstate."""
        leg.state = state
        self.touch(leg)
        self.emit("Newstate", leg.headers())

    def go_to(
        self, leg: Leg, context: str, exten: str, priority: int, application: str, data: str = ""
    ) -> None:
        """A step of the dialplan (Newexten)."""
        leg.context, leg.exten, leg.priority = context, exten, priority
        self.run(leg, application, data)

    def run(self, leg: Leg, application: str, data: str = "") -> None:
        """An application starts where the leg is (Newexten)."""
        leg.application, leg.app_data = application, data
        self.emit(
            "Newexten", leg.headers(), {"Extension": leg.exten, "Application": application, "AppData": data}
        )

    def set_variable(self, leg: Leg, variable: str, value: str = "") -> None:
        """VarSet; quotes and backslashes are escaped as Asterisk does."""
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        self.emit("VarSet", leg.headers(), {"Variable": variable, "Value": escaped})

    def show_connected(self, leg: Leg, other: Leg) -> None:
        """NewConnectedLine: the display of ``leg`` shows ``other``."""
        leg.connect_to(other)
        self.emit("NewConnectedLine", leg.headers())

    def press(self, leg: Leg, digit: str) -> None:
        """A key: DTMFBegin and DTMFEnd."""
        self.emit("DTMFBegin", leg.headers(), {"Digit": digit, "Direction": "Received"})
        self.emit("DTMFEnd", leg.headers(), {"Digit": digit, "DurationMs": "140", "Direction": "Received"})

    def play_music(self, leg: Leg) -> None:
        """MusicOnHoldStart."""
        self.emit("MusicOnHoldStart", leg.headers(), {"Class": "default"})

    def stop_music(self, leg: Leg) -> None:
        """MusicOnHoldStop."""
        self.emit("MusicOnHoldStop", leg.headers())

    def tell_user_event(self, leg: Leg, name: str, fields: dict[str, str]) -> None:
        """UserEvent of the dialplan; a field named like a channel's header gives that header twice."""
        headers: Headers = {"Event": "UserEvent", "Privilege": "user,all", **leg.headers(), "UserEvent": name}
        for key, value in fields.items():
            known = headers.get(key)
            headers[key] = [known, value] if isinstance(known, str) else value
        self.emit_headers(headers)

    def start_recording(self, leg: Leg, file: str) -> None:
        """The file's name is told by a variable only; MixMonitorStart does not say it."""
        self.set_variable(leg, "MIXMONITOR_FILENAME", file)
        self.emit("MixMonitorStart", leg.headers())

    def mute_recording(self, leg: Leg, direction: str, is_muted: bool) -> None:
        """MixMonitorMute: the recording pauses, or goes on."""
        self.emit("MixMonitorMute", leg.headers(), {"Direction": direction, "State": str(int(is_muted))})

    def request_hangup(self, leg: Leg, cause: int = 0, tech_cause: int | None = None) -> None:
        """HangupRequest: this leg's own party wants to end. Often without a cause, as in a real Asterisk."""
        if cause:
            leg.cause, leg.tech_cause = cause, tech_cause
        leg.is_hangup_requested = True
        known = {"Cause": str(leg.cause)} if leg.cause else {}
        self.emit("HangupRequest", leg.headers(), known, _tech(leg.tech_cause))

    def request_soft_hangup(self, leg: Leg, cause: int = 16) -> None:
        """SoftHangupRequest: the PBX itself ends a leg."""
        tech = _tech(leg.tech_cause if leg.is_hangup_requested else None)
        self.emit("SoftHangupRequest", leg.headers(), {"Cause": str(cause)}, tech)

    def hang_up(self, leg: Leg) -> None:
        """Hangup: the leg is gone, for the cause that is known by now."""
        self.legs.pop(leg.uniqueid, None)
        leg.ended_at = self.schedule.now
        self.touch(leg)
        cause = {"Cause": str(leg.cause), "Cause-txt": CAUSES.get(leg.cause, "Unknown")}
        self.emit("Hangup", leg.headers(), cause, _tech(leg.tech_cause))

    # --- dialling -------------------------------------------------------------------------------------------

    def begin_dial(self, caller: Leg | None, dest: Leg, dial_string: str) -> None:
        """DialBegin; an Originate dials without a caller."""
        self.emit("DialBegin", _from(caller), dest.headers("Dest"), {"DialString": dial_string})

    def tell_ringing(self, caller: Leg | None, dest: Leg) -> None:
        """DialState RINGING."""
        self.emit("DialState", _from(caller), dest.headers("Dest"), {"DialStatus": "RINGING"})

    def end_dial(self, caller: Leg | None, dest: Leg, status: str, forward: str = "") -> None:
        """DialEnd; ``forward`` is where the phone sent the call instead."""
        forwarded = {"Forward": forward} if forward else {}
        self.emit("DialEnd", _from(caller), dest.headers("Dest"), forwarded, {"DialStatus": status})

    # --- bridges --------------------------------------------------------------------------------------------

    def create_bridge(self, kind: str = "basic", technology: str = "simple_bridge", creator: str = UNKNOWN,
                      name: str = UNKNOWN) -> Bridge:
        """BridgeCreate."""
        bits = f"{self.random.getrandbits(128):032x}"
        uniqueid = f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"
        bridge = Bridge(uniqueid, kind, technology, creator, name)
        self.bridges[bridge.uniqueid] = bridge
        self.emit("BridgeCreate", bridge.headers())
        return bridge

    def enter(self, bridge: Bridge, leg: Leg, swapped: Leg | None = None) -> None:
        """BridgeEnter; ``swapped`` is the leg whose place it takes."""
        bridge.legs.append(leg)
        leg.bridge = bridge
        leg.stays.append([self.schedule.now, None])
        swap = {"SwapUniqueid": swapped.uniqueid} if swapped else {}
        self.emit("BridgeEnter", bridge.headers(), leg.headers(), swap)

    def leave(self, leg: Leg) -> None:
        """BridgeLeave, and BridgeDestroy when that leaves the bridge empty. Nothing if the leg is in none."""
        bridge = leg.bridge
        if bridge is None:
            return
        bridge.legs.remove(leg)
        leg.bridge = None
        leg.stays[-1][1] = self.schedule.now
        self.emit("BridgeLeave", bridge.headers(), leg.headers())
        if not bridge.legs and bridge.kind == "basic":
            del self.bridges[bridge.uniqueid]
            self.emit("BridgeDestroy", bridge.headers())


def _from(caller: Leg | None) -> dict[str, str]:
    return caller.headers() if caller else {}


def _tech(tech_cause: int | None) -> dict[str, str]:
    return {} if tech_cause is None else {"TechCause": str(tech_cause)}
