"""A customer calls: the line, the menu, a queue or a person, and what comes after the queue."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.causes import SIP_CODES
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course, Cut, Onward, Over, Pbx, Redirected, SentFromLot
from collector_daemon.simulator.people import Visitor
from collector_daemon.simulator.routes import QueueRoute
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories import after_queue, menu, outgoing
from collector_daemon.simulator.stories.dialling import Dialling, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.steps import close, record, step
from collector_daemon.simulator.stories.talking import talk
from collector_daemon.simulator.stories.waiting import visit
from shared.domain.calls import CallOutcome

Part = Generator[float | None, object, None]


def call_in(pbx: Pbx, visitor: Visitor) -> Story:
    """The whole of a customer's call."""
    yield 0.0
    leg = pbx.switch.new_leg(
        visitor.trunk, visitor.number, visitor.name, context="from-trunk", exten=visitor.line, state="Ring"
    )
    leg.dnid = visitor.line
    course = pbx.begin(leg, "inbound", visitor, line=visitor.line, caller=visitor.number or None,
                       caller_name=visitor.name or None, called=visitor.line)
    course.task = pbx.schedule.running
    context, exten = pbx.routes.lines[visitor.line]
    pbx.switch.go_to(leg, "from-trunk", visitor.line, 1, "Goto", f"{context},{exten},1")
    yield from follow(pbx, course, context, exten)


def follow(pbx: Pbx, course: Course, context: str, exten: str) -> Story:
    """Follows the dialplan from an extension until the customer's channel is gone, and closes the notes."""
    try:
        while True:
            try:
                yield from extension(pbx, course, context, exten)
                _end_of_dialplan(pbx, course)
            except Onward as onward:
                context, exten = onward.context, onward.exten
                course.is_swallowing = isinstance(onward, Redirected | SentFromLot) or context == "internal"
    except Over:
        pass
    except Cut:
        course.note.ended_by = "system"
        close(pbx, course)
    note = course.note
    note.outcome = note.outcome or _outcome(course)
    note.end(pbx.now, note.ended_by)
    pbx.finish(course)


def extension(pbx: Pbx, course: Course, context: str, exten: str) -> Part:
    """One extension of the dialplan."""
    if context == "ivr":
        yield from menu.choose(pbx, course)
    elif context == "queue-keys":
        yield from after_queue.key(pbx, course, exten)
    elif exten in pbx.routes.queues:
        yield from enter_queue(pbx, course, exten)
    elif f"PJSIP/{exten}" in pbx.phones.known or exten in pbx.directory:
        yield from ring_person(pbx, course, context, exten)
    else:
        yield from outgoing.dial_out_of(pbx, course, exten)


def enter_queue(pbx: Pbx, course: Course, exten: str) -> Part:
    """``501`` and ``go``: the call is recorded from here on, and the queue takes over."""
    route, leg = pbx.routes.queues[exten], course.leg
    if leg.context == "internal":
        course.is_swallowing = False  # the Goto into the queues' context is the step that was not told
    step(pbx, course, "queues", exten, 1, "Set", f"Q={route.queue}")
    priority = 1
    for application, data in _preparations(route, leg):
        priority += 1
        step(pbx, course, "queues", exten, priority, application, data)
        if application == "Answer" and not leg.is_up():
            pbx.switch.enter_state(leg, "Up")
    step(pbx, course, "queues", exten, priority + 1, "Goto", "go,1")
    step(pbx, course, "queues", "go", 1, "Set", f"__QCALL={leg.uniqueid}")
    step(pbx, course, "queues", "go", 2, "Set", f"CDR(userfield)={route.queue}")
    step(pbx, course, "queues", "go", 3, "GotoIf", f"{int(not route.is_mixed)}?q")
    if route.is_mixed:
        file = f"{pbx.day()}/{route.queue}-{leg.number}-{leg.uniqueid}.wav"
        step(pbx, course, "queues", "go", 4, "Set", f"__RECFILE={file}")
        step(pbx, course, "queues", "go", 5, "MixMonitor", f"{file},b")
        record(pbx, course.note, leg, file)
    timeout = "" if route.timeout is None else f"{route.timeout:.0f}"
    step(pbx, course, "queues", "go", 6, "Queue", f"{route.queue},tkxC{'c' * route.has_survey},,,{timeout}")
    status = yield from visit(pbx, course, pbx.queues[route.queue], route.timeout, route.has_survey)
    yield from after_queue.go_on(pbx, course, route.queue, status)


def _preparations(route: QueueRoute, leg: Leg) -> list[tuple[str, str]]:
    """What the queue's own extension sets before the common part."""
    steps = []
    if not route.is_mixed:
        steps += [("Set", f"MONITOR_FILENAME=q-{route.queue}-{leg.uniqueid}"), ("Set", "NOMIX=1")]
    if route.has_survey:
        steps.append(("Set", "QOPT=c"))
    if route.answers:
        steps.append(("Answer", ""))
    if route.timeout is not None:
        steps.append(("Set", f"QT={route.timeout:.0f}"))
    return steps


def ring_person(pbx: Pbx, course: Course, context: str, exten: str) -> Part:
    """A person's own number: the phone rings for 20 s, then voicemail (from outside)."""
    leg, priority = course.leg, 1
    if context == "direct":
        step(pbx, course, context, exten, 1, "Set", f"__DIRECT={exten}")
        priority = 2
    step(
        pbx,
        course,
        context,
        exten,
        priority,
        "Dial",
        f"PJSIP/{exten},20,tTkK" + "xX" * (context == "internal"),
    )
    dialling = Dialling(pbx, course, leg, exten)
    course.has_rung = True
    status, dest = yield from dial_inside(dialling, patience=_patience(pbx, course), is_step_told=False)
    if status == "ANSWER" and dest:
        yield from meet(pbx, course, dest, exten)
    elif status == "CANCEL":
        course.note.ended_by = course.note.ended_by or "caller"
        close(pbx, course)
        raise Over
    elif context == "direct":
        step(pbx, course, context, exten, 3, "Goto", f"d-{status},1")
        yield from after_queue.unreached(pbx, course, status)
    else:
        step(pbx, course, context, exten, priority + 1, "Hangup", str(leg.cause))
        leg.tech_cause = SIP_CODES.get(leg.cause)
        close(pbx, course)
        course.note.ended_by = "system"
        raise Over


def meet(pbx: Pbx, course: Course, dest: Leg, party: str) -> Part:
    """The customer talks to somebody who was dialled."""
    note = course.note.talk(party, "caller", dest.uniqueid, pbx.now)
    yield from talk(Meeting(pbx, course, course.leg, dest, party, note))


def _patience(pbx: Pbx, course: Course) -> float | None:
    if course.gives_up_at is None and course.visitor.patience is not None:
        course.gives_up_at = pbx.now + course.visitor.patience
    return None if course.gives_up_at is None else max(0.0, course.gives_up_at - pbx.now)


def _end_of_dialplan(pbx: Pbx, course: Course) -> None:
    course.note.ended_by = course.note.ended_by or "system"
    close(pbx, course)
    raise Over


def _outcome(course: Course) -> CallOutcome:
    """How a call without any talk ended."""
    if course.has_left_queues or course.note.ended_by == "system":
        return "overflow"
    return "abandoned" if course.note.visits or course.has_rung else "left_ivr"

