"""Scripts of what people do at a call centre, by theme; each leaves one story.

A scenario is a coroutine that gets a `Lab`, lets phones act, and returns what must come out of it
(`expected`). Names begin with the letters that the family of stories uses everywhere. Import this package
and look at `SCENARIOS`.
"""

from importlib import import_module

from .catalogue import SCENARIOS, Scenario, scenario

for _theme in (
    "queueing",
    "ringing",
    "pickups",
    "blind",
    "attended",
    "redirects",
    "holding",
    "members",
    "outgoing",
    "parking",
    "menus",
    "identity",
    "outages",
    "recording",
    "desks",
    "supervision",
    "races",
    "traffic",
):
    import_module(f"{__name__}.{_theme}")

__all__ = ["SCENARIOS", "Scenario", "scenario"]
