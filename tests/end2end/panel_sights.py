"""What the panel says, found among all that can be seen of it."""

from typing import Any

from .workplace import Item, Sight


def cards(sight: Sight) -> list[Item]:
    """The cards that tell the state: mine, and the call's."""
    return [*sight.of("StateView"), *sight.of("CallStrip")]


def is_wide(sight: Sight) -> bool:
    """Has the window the size in which all of it is to be seen?"""
    return any(one.box[2] >= 1200 for one in sight.of("PanelWindow"))


def typed(sight: Sight) -> str:
    """What is in the dial field."""
    return next((one.text for one in sight.of("TypedLine") if one.name == "Name or number"), "")


def note_of(sight: Sight) -> str:
    """What is in the note."""
    return next((one.text for one in sight.of("PlainEditor")), "")


def own_lines(sight: Sight) -> list[dict[str, Any]]:
    """The lines of the list."""
    return [line for one in sight.of("RowList") for line in one.lines]


def left(sight: Sight) -> float | None:
    """Seconds that the card of the wrap-up says are left."""
    name = next((one.name for one in sight.of("StateView") if one.name.startswith("Wrap-up")), "")
    *_, label, time = ["", "", *name.split(", ")]
    return clock_seconds(time) if label == "left" else None


def running_time(sight: Sight) -> float:
    """Seconds that the call's card says it takes."""
    x, y, _width, height = next(one.box for one in sight.of("CallStrip"))
    inside = [one.text for one in sight.of("Text") if y <= one.box[1] < y + height and x <= one.box[0]]
    return next(clock_seconds(text) for text in inside if ":" in text and text.replace(":", "").isdigit())


def clock_seconds(text: str) -> float:
    """0:06, 01:12 or 1:00:03 in seconds."""
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return float(total)
