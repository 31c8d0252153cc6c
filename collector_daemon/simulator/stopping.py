"""The PBX stops, cleanly or not, and starts anew."""

from __future__ import annotations

from collector_daemon.simulator.pbx import Pbx, Stopped


def stop(pbx: Pbx) -> None:
    """A clean stop: every channel is hung up, told as if people had done it, then ``Shutdown``."""
    for leg in list(pbx.switch.legs.values()):
        pbx.switch.request_soft_hangup(leg, 4)
    for course in list(pbx.courses):
        if course.task:
            pbx.schedule.wake(course.task, Stopped(course.leg))
    pbx.schedule.run_until(pbx.now)
    for leg in list(pbx.switch.legs.values()):
        pbx.switch.leave(leg)
        pbx.switch.hang_up(leg)
    pbx.switch.emit("Shutdown", {"Shutdown": "Cleanly", "Restart": "False"})


def kill(pbx: Pbx) -> None:
    """The PBX dies: calls and waiting callers are gone, and nothing is told of it."""
    pbx.switch.restart()
    for course in list(pbx.courses):
        if course.task:
            pbx.schedule.drop(course.task)
        course.note.lose(pbx.now)
        pbx.finish(course)


def start_anew(pbx: Pbx) -> None:
    """Figures start from nothing, dynamic members are restored from AstDB, pauses of static ones are lost."""
    pbx.switch.restart()
    pbx.lot.clear()
    for queue in pbx.queues.values():
        queue.start_anew(pbx.clock_second)
