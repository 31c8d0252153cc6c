"""Milliseconds and pixels: one scale for lanes and waveform, and the round ticks that suit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
STEPS: tuple[tuple[int, int], ...] = (
    (100, SECOND), (200, SECOND), (500, 5 * SECOND), (SECOND, 5 * SECOND), (2 * SECOND, 10 * SECOND),
    (5 * SECOND, 30 * SECOND), (10 * SECOND, MINUTE), (20 * SECOND, MINUTE), (30 * SECOND, 2 * MINUTE),
    (MINUTE, 5 * MINUTE), (2 * MINUTE, 10 * MINUTE), (5 * MINUTE, 30 * MINUTE), (10 * MINUTE, HOUR),
    (20 * MINUTE, HOUR), (30 * MINUTE, 2 * HOUR), (HOUR, 6 * HOUR), (2 * HOUR, 12 * HOUR), (6 * HOUR, 24 * HOUR),
    (24 * HOUR, 168 * HOUR),
)  # fmt: skip
"""How far ticks may stand apart, and which of them are strong."""
LEAST_TICK = 64
"""Pixels between ticks at least."""
NEAREST = 0.4
"""Pixels a millisecond at most: a second is 400 wide."""


@dataclass(frozen=True)
class Scale:
    """``pixels_a_ms``, and the millisecond at the left edge, which is ``left`` pixels from the widget's own."""

    pixels_a_ms: float
    first_ms: float = 0.0
    left: float = 0.0

    def x(self, ms: float) -> float:
        """Where a millisecond is."""
        return self.left + (ms - self.first_ms) * self.pixels_a_ms

    def ms(self, x: float) -> int:
        """Which millisecond is there."""
        return round(self.first_ms + (x - self.left) / self.pixels_a_ms)


@dataclass(frozen=True)
class Tick:
    """A place on the axis."""

    ms: int
    is_strong: bool
    text: str


def tick_step(pixels_a_ms: float) -> tuple[int, int]:
    """How far ticks stand apart at this scale, and which are strong."""
    return next((step for step in STEPS if step[0] * pixels_a_ms >= LEAST_TICK), STEPS[-1])


def ticks(scale: Scale, width: float, until_ms: int) -> Iterator[Tick]:
    """The ticks within so many pixels, and up to the end."""
    step, strong = tick_step(scale.pixels_a_ms)
    first = max(0, int(scale.first_ms) // step * step)
    last = min(until_ms, scale.ms(scale.left + width))
    for ms in range(first, last + 1, step):
        yield Tick(ms, ms % strong == 0, tick_text(ms, step))


def tick_text(ms: int, step: int) -> str:
    """An offset as the axis writes it: 0:20, 1:02:00; with tenths where ticks are closer than a second."""
    seconds, rest = divmod(ms, SECOND)
    hours, minutes, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
    return f"{text}.{rest // 100}" if step < SECOND else text
