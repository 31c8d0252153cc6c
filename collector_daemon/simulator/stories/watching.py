"""A phone that was rung for it listens to somebody's channel (ChanSpy), until that hangs up or who listens has enough.

The conversation notices nothing, and it is nobody's call: what is noted of it is forgotten.
"""

from __future__ import annotations

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course, Cut, Pbx
from collector_daemon.simulator.schedule import Story

LOOKS = 0.05
"""Seconds between two looks at whether the channel is still there."""


def watch(pbx: Pbx, course: Course, spied: Leg | None) -> Story:
    """From the lifting of the phone to its end; nothing to listen to ends it at once."""
    leg, switch = course.leg, pbx.switch
    if spied is not None:
        pair = {**leg.headers("Spyer"), **spied.headers("Spyee")}
        switch.emit("ChanSpyStart", pair)
        try:
            while spied.uniqueid in switch.legs:
                yield LOOKS
        except Cut:
            leg.cause = 16
        switch.emit("ChanSpyStop", pair)
    switch.hang_up(leg)
    pbx.courses.remove(course)
