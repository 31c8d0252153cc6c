"""What is written in and beside bars. Inside where it fits, else beside where there is room, else only the length.

What stands beside a bar always (how ringing ended) goes to its right; where there is no room, to its left; else the
tooltip and the table have it. Nothing is written over anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.qt import paint_text
from supervisor_console.tracking.screen import Bar, Token
from supervisor_console.tracking.views.scale import Scale
from supervisor_console.tracking.views.strokes import HINT

PADDING, GAP, AFTER_GAP, ICON, ICON_GAP, WEIGHT = 8, 8, 14, 13, 4, 600
SHORT_PADDING = 4
"""Beside the length alone in a narrow bar."""


@dataclass(frozen=True)
class Label:
    """A text with its left edge. ``is_inside``: on the bar, else beside it in the colour of ``token``."""

    text: str
    x: float
    width: float
    is_inside: bool
    token: Token
    icon: str = ""


@dataclass(frozen=True)
class Placed:
    """A bar in pixels, with its labels."""

    bar: Bar
    left: float
    right: float
    labels: tuple[Label, ...]


def wide(text: str) -> float:
    """The width of a label's text."""
    return paint_text.advance(paint_text.plain(text), HINT, WEIGHT)


def placed(bars: Sequence[Bar], scale: Scale, left: float, right: float) -> Iterator[Placed]:
    """The bars that are seen between two edges, with their labels."""
    seen = [bar for bar in bars if scale.x(bar.ends_ms) >= left - 400 and scale.x(bar.starts_ms) <= right + 400]
    taken = left
    for number, bar in enumerate(seen):
        start, end = scale.x(bar.starts_ms), max(scale.x(bar.ends_ms), scale.x(bar.starts_ms) + 2)
        free = scale.x(seen[number + 1].starts_ms) - GAP if number + 1 < len(seen) else right
        labels = _labels(bar, start, end, taken, free, left, right)
        yield Placed(bar, start, end, labels)
        taken = max(end, *(label.x + label.width for label in labels), end)


def _labels(
    bar: Bar, start: float, end: float, taken: float, free: float, left: float, right: float
) -> tuple[Label, ...]:
    """``taken``: up to where the left side is written on; ``free``: up to where the right side is empty."""
    found = []
    inside = _inside(bar, max(start, left), min(end, right))
    place = end + GAP
    if inside is not None:
        found.append(inside)
    after = _after(bar, end + AFTER_GAP, free)
    if after is not None:
        found.append(after)
    if inside is None and bar.texts and not bar.after:
        room_left = start - GAP - (taken + GAP if taken > left else left)
        beside = _beside(bar, start - GAP, room_left) or _beside_right(bar, place, free)
        if beside is not None:
            found.append(beside)
    return tuple(found)


def _inside(bar: Bar, left: float, right: float) -> Label | None:
    """The longest text that fits into what is seen of the bar."""
    for number, text in enumerate(bar.texts):
        icon = bar.icon if number == 0 else ""
        padding = SHORT_PADDING if number == len(bar.texts) - 1 else PADDING
        taken = wide(text) + (ICON + ICON_GAP if icon else 0)
        if taken + 2 * padding <= right - left:
            return Label(text, left + padding, taken, True, bar.token, icon)
    return None


def _after(bar: Bar, place: float, free: float) -> Label | None:
    if not bar.after:
        return None
    width = wide(bar.after) + (ICON + ICON_GAP if bar.after_icon else 0)
    fits = place + width <= free
    return Label(bar.after, place, width, False, bar.after_token, bar.after_icon) if fits else None


def _beside(bar: Bar, end: float, room: float) -> Label | None:
    """To the left of a bar in which nothing fits; not the bare length, which would belong to nothing."""
    for text in bar.texts[: max(1, len(bar.texts) - 1)]:
        if wide(text) <= room:
            return Label(text, end - wide(text), wide(text), False, bar.token)
    return None


def _beside_right(bar: Bar, place: float, free: float) -> Label | None:
    for text in bar.texts[: max(1, len(bar.texts) - 1)]:
        if place + wide(text) <= free:
            return Label(text, place, wide(text), False, bar.token)
    return None
