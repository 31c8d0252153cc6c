"""Who belongs to the house: telling extensions from outside lines by the device's name."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import msgspec

NOT_PERSONS = frozenset({
    "Local", "Announcer", "CBAnn", "CBRec", "Recorder", "Message", "Surrogate", "AsyncGoto", "Bridge", "Snoop",
    "Parking", "OutgoingSpoolFailed",
})
"""Channel technologies behind which nobody sits."""


class Site(msgspec.Struct):
    """What is known of a PBX's devices: settings first, then what queues teach, then the shape of the name."""

    trunks: set[str] = msgspec.field(default_factory=set)
    extensions: str = r"\d{2,5}"
    members: set[str] = msgspec.field(default_factory=set)

    def learn(self, device: str) -> None:
        """A queue has this device as a member, so an agent sits behind it."""
        if is_person(device):
            self.members.add(device)

    def is_inside(self, device: str) -> bool:
        """True where an employee's phone is behind the device, False for an outside line."""
        name = party_of(device)
        if any(fnmatchcase(device, trunk) or name == trunk for trunk in self.trunks):
            return False
        return device in self.members or self.is_extension(name)

    def is_extension(self, number: str) -> bool:
        """True for what looks like a number of the house."""
        return re.fullmatch(self.extensions, number) is not None


def is_person(device: str) -> bool:
    """False for the PBX's own helper channels."""
    return device.partition("/")[0] not in NOT_PERSONS


def party_of(device: str) -> str:
    """The extension behind a device or member interface: ``Local/1007@agents/n`` → 1007, ``PJSIP/1001`` → 1001."""
    name = device.partition("/")[2] or device
    return name.partition("@")[0].partition("/")[0]
