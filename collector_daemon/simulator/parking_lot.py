"""The parking lot: which call stands on which space."""

from __future__ import annotations

from dataclasses import dataclass, field

from collector_daemon.simulator.legs import Bridge, Leg


@dataclass(slots=True, eq=False)
class Parked:
    """A parked customer, and the phone that parked them."""

    leg: Leg
    space: str
    by: Leg
    since: float

    def headers(self, now: float, seconds: float) -> dict[str, str]:
        """The headers of a ParkedCall in the list of them."""
        return {**self.leg.headers("Parkee"), **self.place_headers(now, seconds)}

    def place_headers(self, now: float, seconds: float) -> dict[str, str]:
        """Who parked, where, how long it may last still and has lasted, in whole seconds."""
        spent = int(now - self.since + 0.5)
        return {"ParkerDialString": self.by.device, "Parkinglot": "default", "ParkingSpace": self.space,
                "ParkingTimeout": str(int(seconds) - spent), "ParkingDuration": str(spent)}


@dataclass(slots=True, eq=False)
class ParkingLot:
    """Spaces 701 to 720. ``bridge`` is where the parked hear their music; it lives on when empty."""

    seconds: float = 45.0
    bridge: Bridge | None = None
    parked: dict[str, Parked] = field(default_factory=dict)

    def free_space(self) -> str:
        """The first space that is not taken."""
        return next(str(space) for space in range(701, 721) if str(space) not in self.parked)

    def clear(self) -> None:
        """Nothing is parked, and the bridge is gone."""
        self.parked.clear()
        self.bridge = None
