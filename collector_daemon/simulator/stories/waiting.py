"""A visit to a queue, from the door to the end of the talk: what app_queue does and what AMI hears of it.

QueueCallerJoin, and QueueCallerLeave exactly once, whatever happens. QueueCallerAbandon also when it was the
queue that gave up (time-out, empty). A caller refused at the door leaves no queue event at all, only
QUEUESTATUS.
"""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.pbx import Course, Cut, Onward, Over, Pbx, Stopped
from collector_daemon.simulator.queues import Member, Queue, Waiting
from collector_daemon.simulator.stories.ringing import Ending, Limits, Round
from collector_daemon.simulator.stories.serving import connect, serve
from collector_daemon.simulator.stories.steps import close, give_up
from shared.domain.calls import VisitOutcome

POLL = 1.0
"""app_queue looks once a second whether it is this caller's turn."""
REFUSED: dict[str, VisitOutcome] = {"JOINEMPTY": "join_empty", "FULL": "full"}


def visit(pbx: Pbx, course: Course, queue: Queue, timeout: float | None,
          has_survey: bool = False) -> Generator[float | None, object, str]:
    """One stay in ``queue``; gives QUEUESTATUS when the dialplan goes on. Raises Over or Onward otherwise."""
    leg, position = course.leg, len(queue.callers) + 1
    course.note.complete_transfer()  # it reached the queue; what the queue makes of it is the visit's outcome
    refusal = _refusal(pbx, queue)
    if refusal:
        note = course.note.enter(queue.name, leg.uniqueid, pbx.now, None)
        note.leave(pbx.now, REFUSED[refusal])
        note.ended_by = "system"
        pbx.switch.set_variable(leg, "QUEUESTATUS", refusal)
        return refusal
    note = course.note.enter(queue.name, leg.uniqueid, pbx.now, position)
    entry = Waiting(leg, pbx.now, position)
    queue.callers.append(entry)
    pbx.phones.tell_queue_state(f"Queue:{queue.name}", "RINGING")
    pbx.switch.emit("QueueCallerJoin", leg.headers(), _place(queue, position, len(queue.callers)))
    pbx.switch.play_music(leg)
    ringing = Round(pbx, course, queue, entry, note, _limits(course, pbx, timeout))
    try:
        return (yield from _wait(ringing, has_survey))
    except Onward as onward:
        if entry in queue.callers:
            _leave(ringing, "transferred", onward)
            route = pbx.routes.queues.get(onward.exten)
            course.note.transfer("redirect", None, route.queue if route else onward.exten, pbx.now)
        raise
    except Cut as cut:
        if entry not in queue.callers:
            raise
        if isinstance(cut, Stopped):
            _stop(ringing)
        else:
            pbx.switch.request_soft_hangup(leg, 4)
            _abandon(ringing)
            ringing.drop()
        note.ended_by = course.note.ended_by = "system"
        close(pbx, course)
        raise Over from None


def _wait(ringing: Round, has_survey: bool) -> Generator[float | None, object, str]:
    """Waits and rings until something ends the waiting."""
    pbx, queue, entry = ringing.pbx, ringing.queue, ringing.entry
    while True:
        free = [member for member in queue.members if _is_free(pbx, queue, member)]
        ending: Ending = "no_answer"
        if free and queue.is_turn_of(entry, len(free)):
            ending, rung = yield from ringing.run(queue.order(free, entry))
            if ending == "answered" and rung:
                return (yield from serve(connect(ringing, rung, has_survey)))
            if ending == "no_answer":
                _auto_pause(ringing)
        if ending == "no_answer" and queue.leaves_when_empty and not _has_somebody(pbx, queue):
            return _exit(ringing, "LEAVEEMPTY", "leave_empty")
        if ending == "no_answer":
            ringing.drop()
            ending = yield from _pause(ringing)
        if ending != "no_answer":
            return _go(ringing, ending)


def _pause(ringing: Round) -> Generator[float | None, object, Ending]:
    """Until app_queue looks again, or something else ends the waiting."""
    at, limit = ringing.limits.next()
    yield max(0.0, min(ringing.queue.retry_seconds or POLL, at - ringing.pbx.now))
    return limit if ringing.pbx.now >= at else "no_answer"


def _go(ringing: Round, ending: Ending) -> str:
    """The caller gives up, presses a key, or the queue's time is up."""
    pbx, course = ringing.pbx, ringing.course
    if ending == "timeout":
        if ringing.rungs:
            ringing.time_out()
        return _exit(ringing, "TIMEOUT", "timeout")
    if ending == "key" and course.visitor.key:
        _press(ringing, course.visitor.key[1])
        raise Onward("queue-keys", course.visitor.key[1])
    give_up(pbx, course.leg)
    _abandon(ringing)
    ringing.visit.ended_by = course.note.ended_by = "caller"
    pbx.switch.request_soft_hangup(course.leg)
    ringing.drop()
    pbx.switch.hang_up(course.leg)
    raise Over


def _abandon(ringing: Round) -> None:
    pbx, leg = ringing.pbx, ringing.course.leg
    pbx.switch.stop_music(leg)
    ringing.cancel()
    _tell_abandon(ringing)
    _out(ringing, "abandoned")


def _exit(ringing: Round, status: str, outcome: VisitOutcome) -> str:
    """The queue itself gives the caller up: the dialplan goes on with QUEUESTATUS."""
    pbx, leg = ringing.pbx, ringing.course.leg
    _tell_abandon(ringing)
    pbx.switch.stop_music(leg)
    _out(ringing, outcome)
    ringing.visit.ended_by = "system"
    pbx.switch.set_variable(leg, "QUEUESTATUS", status)
    ringing.drop()
    return status


def _press(ringing: Round, digit: str) -> None:
    pbx, leg = ringing.pbx, ringing.course.leg
    pbx.switch.press(leg, digit)
    ringing.cancel()
    pbx.switch.go_to(leg, "queue-keys", digit, 0, "Queue", leg.app_data)
    pbx.switch.stop_music(leg)
    _out(ringing, "key")
    ringing.visit.ended_by = "caller"
    ringing.drop()


def _stop(ringing: Round) -> None:
    """The PBX goes down: what rings has not been answered, and the caller has given up, if you believe it."""
    for rung in ringing.rungs:
        ringing.pbx.switch.end_dial(ringing.course.leg, rung.leg, "NOANSWER")
        ringing.tell_no_answer(rung)
    ringing.end_notes("cancelled")
    ringing.pbx.switch.stop_music(ringing.course.leg)
    _tell_abandon(ringing)
    ringing.drop()
    _out(ringing, "lost")


def _leave(ringing: Round, outcome: VisitOutcome, onward: Onward) -> None:
    """Sent elsewhere while waiting (AMI Redirect): looks like giving up."""
    pbx, leg = ringing.pbx, ringing.course.leg
    pbx.switch.stop_music(leg)
    ringing.cancel()
    ringing.drop()
    pbx.switch.go_to(leg, onward.context, onward.exten, 1, leg.application, leg.app_data)
    _tell_abandon(ringing)
    _out(ringing, outcome)
    ringing.visit.ended_by = "transfer"


def _tell_abandon(ringing: Round) -> None:
    pbx, queue, entry = ringing.pbx, ringing.queue, ringing.entry
    waited = pbx.clock_second - int(entry.joined_at)
    queue.abandoned += 1
    pbx.switch.emit("QueueCallerAbandon", ringing.course.leg.headers(), {
        "Queue": queue.name, "Position": str(queue.callers.index(entry) + 1),
        "OriginalPosition": str(entry.original_position), "HoldTime": str(waited)})


def _out(ringing: Round, outcome: VisitOutcome) -> None:
    """QueueCallerLeave: once for every visit, and it never says why."""
    pbx, queue, entry = ringing.pbx, ringing.queue, ringing.entry
    position = queue.callers.index(entry) + 1
    queue.callers.remove(entry)
    if not queue.callers:
        pbx.phones.tell_queue_state(f"Queue:{queue.name}", "NOT_INUSE")
    pbx.switch.emit(
        "QueueCallerLeave", ringing.course.leg.headers(), _place(queue, position, len(queue.callers))
    )
    ringing.visit.leave(pbx.now, outcome)


def _auto_pause(ringing: Round) -> None:
    """Members who let it ring out are paused, where the queue is set so."""
    if not ringing.queue.is_auto_pausing:
        return
    for rung in ringing.rungs:
        member = rung.member
        member.is_paused, member.reason, member.last_pause = True, "Auto-Pause", ringing.pbx.clock_second
        status = ringing.pbx.phones.status(member.device)
        ringing.pbx.switch.emit("QueueMemberPause", member.headers(status, ringing.queue.wrapup_seconds))


def _refusal(pbx: Pbx, queue: Queue) -> str:
    if queue.max_waiting and len(queue.callers) >= queue.max_waiting:
        return "FULL"
    return "" if queue.is_join_empty or _has_somebody(pbx, queue) else "JOINEMPTY"


def _has_somebody(pbx: Pbx, queue: Queue) -> bool:
    return any(member.device in pbx.phones.registered and not member.is_paused for member in queue.members)


def _is_free(pbx: Pbx, queue: Queue, member: Member) -> bool:
    rested = not queue.wrapup_seconds or pbx.now - member.last_call >= queue.wrapup_seconds
    return not member.is_paused and rested and pbx.phones.is_free(member.device)


def _limits(course: Course, pbx: Pbx, timeout: float | None) -> Limits:
    visitor = course.visitor
    if course.gives_up_at is None and visitor.patience is not None:
        course.gives_up_at = pbx.now + visitor.patience
    return Limits(course.gives_up_at, None if timeout is None else pbx.now + timeout,
                  None if visitor.key is None else pbx.now + visitor.key[0])


def _place(queue: Queue, position: int, count: int) -> dict[str, str]:
    return {"Queue": queue.name, "Position": str(position), "Count": str(count)}

