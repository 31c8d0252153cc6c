"""Where the lanes of a drawing lie: titles at the left, the axis above, sound below, the rest scrolls between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supervisor_console.tracking.screen import Bar, Drawing, Lane
from supervisor_console.tracking.views.lane_painting import AXIS, lane_height


@dataclass(frozen=True)
class Sheet:
    """A drawing in a widget of this height, scrolled down by ``scrolled`` pixels."""

    drawing: Drawing
    height: int
    scrolled: int = 0

    @property
    def sound_lanes(self) -> tuple[Lane, ...]:
        """Those that stay at the foot."""
        return tuple(lane for lane in self.drawing.lanes if lane.kind == "sound")

    @property
    def acting_lanes(self) -> tuple[Lane, ...]:
        """Those that scroll."""
        return tuple(lane for lane in self.drawing.lanes if lane.kind != "sound")

    @property
    def full_height(self) -> int:
        """How high it would be if nothing had to scroll."""
        return AXIS + sum(lane_height(lane) for lane in self.drawing.lanes)

    @property
    def foot(self) -> int:
        """Where the sound begins: below the lanes, at the latest so that it is seen."""
        sound = sum(lane_height(lane) for lane in self.sound_lanes)
        acting = sum(lane_height(lane) for lane in self.acting_lanes)
        # However much was recorded at once, there is room for two lanes above it.
        return min(AXIS + acting, max(self.height - sound, AXIS + 80))

    @property
    def hidden(self) -> int:
        """How far it can be scrolled down."""
        return max(0, AXIS + sum(lane_height(lane) for lane in self.acting_lanes) - self.foot)

    def acting(self) -> Iterator[tuple[Lane, int]]:
        """The lanes that scroll, each with its top; also those that are out of sight."""
        top = AXIS - self.scrolled
        for lane in self.acting_lanes:
            yield lane, top
            top += lane_height(lane)

    def sounding(self) -> Iterator[tuple[Lane, int]]:
        """The lanes with sound, each with its top."""
        top = self.foot
        for lane in self.sound_lanes:
            yield lane, top
            top += lane_height(lane)

    def middles(self) -> dict[str, float]:
        """The middle of each lane, for arrows."""
        return {lane.key: top + lane_height(lane) / 2 for lane, top in self.acting()}

    def lane_at(self, y: float) -> Lane | None:
        """Which lane is there."""
        found = self.sounding() if y >= self.foot else self.acting()
        if y < AXIS:
            return None
        return next((lane for lane, top in found if top <= y < top + lane_height(lane)), None)

    def bar_at(self, y: float, ms: int, reach_ms: float) -> Bar | None:
        """Which bar is there, or within reach of it: some are narrower than a finger."""
        lane = self.lane_at(y)
        if lane is None:
            return None
        near = [bar for bar in lane.bars if bar.starts_ms - reach_ms <= ms <= bar.ends_ms + reach_ms]
        return min(near, key=lambda bar: max(bar.starts_ms - ms, ms - bar.ends_ms, 0), default=None)
