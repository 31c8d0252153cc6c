"""Feature codes of agents: *45 logs in to a queue, *46 out of it, *47 pauses in all queues, *48 ends the pause.

The agent's phone dials the code, a beep answers, and that is all: such a channel is no call, and nothing is noted of
it. Interface and name of who logs in so are the phone's.
"""

from __future__ import annotations

from collections.abc import Callable

from collector_daemon.simulator import membership
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.schedule import Story

BEEP = 0.445
"""Length of the beep (s)."""
CODES: dict[str, tuple[str, str, str, str]] = {
    "*45": ("AddQueueMember", "AQMSTATUS", "ADDED", "MEMBERALREADY"),
    "*46": ("RemoveQueueMember", "RQMSTATUS", "REMOVED", "NOTINQUEUE"),
    "*47": ("PauseQueueMember", "PQMSTATUS", "PAUSED", "NOTFOUND"),
    "*48": ("UnpauseQueueMember", "UPQMSTATUS", "UNPAUSED", "NOTFOUND"),
}
"""Code → application, the variable it leaves behind, its value when done and when not."""


def dial_code(pbx: Pbx, extension: str, code: str, queue: str = "sales", reason: str = "oběd") -> Story:
    """The agent at ``extension`` dials ``code``; *45 and *46 are about ``queue``, *47 gives ``reason``."""
    yield 0.0
    switch, device = pbx.switch, f"PJSIP/{extension}"
    application, variable, done, failed = CODES[code]
    data = {"*47": f",{device},,{reason}", "*48": f",{device}"}.get(code, f"{queue},{device}")
    deeds: dict[str, Callable[[], None]] = {
        "*45": lambda: membership.add(pbx, queue, device),
        "*46": lambda: membership.remove(pbx, queue, device),
        "*47": lambda: membership.pause(pbx, device, True, reason),
        "*48": lambda: membership.pause(pbx, device, False),
    }
    name = pbx.directory.get(extension, "")
    leg = switch.new_leg(device, extension, name, context="internal", exten=code, state="Ring")
    switch.run(leg, application, data)
    try:
        deeds[code]()
    except LookupError:
        done = failed
    switch.set_variable(leg, variable, done)
    switch.go_to(leg, "internal", code, 2, "Playback", "beep")
    switch.enter_state(leg, "Up")
    yield BEEP
    if switch.legs.get(leg.uniqueid) is leg:  # else the PBX went down meanwhile
        switch.request_soft_hangup(leg)
        leg.priority = 3
        switch.hang_up(leg)
