"""The voice menu: greets, lifts the line, reads a digit, up to three times."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.pbx import Course, Onward, Pbx
from collector_daemon.simulator.stories.steps import leaves, step

READ_SECONDS = 4.44
"""How long Read() plays its beep and waits for a digit."""
DEFAULT = ("queues", "501")


def choose(pbx: Pbx, course: Course) -> Generator[float | None, object, None]:
    """Goes where the caller's digit leads; after three tries without one, to the first queue."""
    leg, visitor = course.leg, course.visitor
    note = 'Přednost: ano; "uvozovky", čárka'
    step(pbx, course, "ivr", "s", 1, "NoOp", "IVR")
    step(pbx, course, "ivr", "s", 2, "Set", f"__CALLDID={leg.dnid}")
    step(pbx, course, "ivr", "s", 3, "Set", f"__CRM_ID=C{leg.number[-4:]}")
    step(pbx, course, "ivr", "s", 4, "Set", f"__CRM_NOTE={note}")
    step(pbx, course, "ivr", "s", 5, "ExecIf", "0?Set(CALLERID(name)=)")
    step(pbx, course, "ivr", "s", 6, "Answer")
    pbx.switch.enter_state(leg, "Up")
    step(pbx, course, "ivr", "s", 7, "Set", "TRIES=0")
    digits = list(visitor.digits)
    for attempt in range(1, 4):
        step(pbx, course, "ivr", "s", 8, "Set", f"TRIES={attempt}")
        step(pbx, course, "ivr", "s", 9, "Read", "CHOICE,beep,1,,1,4")
        after, digit = digits.pop(0) if digits else (READ_SECONDS, "")
        if visitor.ivr_hang_up is not None and (attempt == 3 or not digit):
            yield visitor.ivr_hang_up
            raise leaves(pbx, course)
        yield after
        if digit:
            pbx.switch.press(leg, digit)
        step(pbx, course, "ivr", "s", 10, "Set", f"__IVR_PATH={digit}")
        for place, (known, (context, exten)) in enumerate(pbx.routes.menu.items()):
            step(pbx, course, "ivr", "s", 11 + place, "GotoIf", f"{int(known == digit)}?{context},{exten},1")
            if known == digit:
                raise Onward(context, exten)
        step(pbx, course, "ivr", "s", 15, "GotoIf", f"{int(attempt < 3)}?again")
    step(pbx, course, "ivr", "s", 16, "Goto", ",".join((*DEFAULT, "1")))
    raise Onward(*DEFAULT)
