"""Device states: what each phone is doing, derived from its legs, and who has to hear when it changes."""

from __future__ import annotations

from collections.abc import Iterable

from collector_daemon.simulator.queues import (
    IN_USE,
    NOT_IN_USE,
    RINGING,
    UNAVAILABLE,
    Member,
    Queue,
)
from collector_daemon.simulator.switch import Switch

WORDS = {NOT_IN_USE: "NOT_INUSE", IN_USE: "INUSE", UNAVAILABLE: "UNAVAILABLE", RINGING: "RINGING"}


class Phones:
    """The phones that exist, which of them are registered, and what was last said of each."""

    def __init__(self, switch: Switch, queues: dict[str, Queue]) -> None:
        self.switch = switch
        self.queues = queues
        self.registered: set[str] = set()
        self.known: dict[str, int] = {}

    def status(self, device: str) -> int:
        """What a device does now, as a number of QueueMemberStatus. A silent phone is in use before it
        rings.
        """
        states = {leg.state for leg in self.switch.legs.values() if leg.device == device}
        if "Up" in states or "Ring" in states:
            return IN_USE
        if "Ringing" in states:
            return RINGING
        return NOT_IN_USE if device in self.registered or device.startswith("Local/") else UNAVAILABLE

    def is_free(self, device: str) -> bool:
        """Whether a queue would ring it: registered, and no leg of any kind."""
        return device in self.registered and all(leg.device != device for leg in self.switch.legs.values())

    def register(self, device: str) -> None:
        """A phone is switched on, or its program started."""
        self.registered.add(device)
        self.switch.changed_devices[device] = None

    def unregister(self, device: str) -> None:
        """A phone is switched off."""
        self.registered.discard(device)
        self.switch.changed_devices[device] = None

    def tell_changes(self) -> None:
        """DeviceStateChange, and QueueMemberStatus once for each queue, of all that changed since the last
        time.
        """
        for device in list(self.switch.changed_devices):
            status = self.status(device)
            if self.known.get(device, UNAVAILABLE) != status:
                self.known[device] = status
                self._tell(device, status)
        self.switch.changed_devices.clear()

    def _tell(self, device: str, status: int) -> None:
        self.switch.emit("DeviceStateChange", {"Device": device, "State": WORDS[status]})
        for queue, member in self.memberships(device):
            self.switch.emit("QueueMemberStatus", member.headers(status, queue.wrapup_seconds))
            free = any(self.is_free(other.device) and not other.is_paused for other in queue.members)
            self.tell_queue_state(f"Queue:{queue.name}_avail", "NOT_INUSE" if free else "INUSE")

    def tell_queue_state(self, device: str, state: str) -> None:
        """DeviceStateChange of one of the devices that app_queue invents."""
        self.switch.emit("DeviceStateChange", {"Device": device, "State": state})

    def memberships(self, device: str) -> Iterable[tuple[Queue, Member]]:
        """Every queue that an agent's phone belongs to, with the membership."""
        for queue in self.queues.values():
            for member in queue.members:
                if member.device == device:
                    yield queue, member
