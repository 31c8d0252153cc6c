"""A logged visit as our facts: the visit, its conversation, its steps, and a call where none carries it. Pure."""

from __future__ import annotations

from datetime import timedelta

from collector_daemon.store.queue_log.log import LoggedVisit
from collector_daemon.store.queue_log.member_names import MemberNames
from shared.domain.calls import (
    Attempt,
    AttemptResult,
    Call,
    CallOutcome,
    Conversation,
    Direction,
    Step,
    Transfer,
    Visit,
)

ZERO = timedelta(0)
ATTENDED = "ATTENDEDTRANSFER"


def visit_of(logged: LoggedVisit, nth: int, names: MemberNames) -> Visit:
    """The visit's fact. app_queue names the member whom it credits; who else may have talked it does not know."""
    is_answered = logged.outcome == "answered"
    agent = names.extension(logged.queue, logged.member) if is_answered else None
    return Visit(
        queue=logged.queue, uniqueid=logged.uniqueid, nth=nth, entered_at=logged.entered_at,
        left_at=logged.left_at, answered_at=logged.left_at if is_answered else None, ended_at=logged.ended_at,
        position=logged.position, outcome=logged.outcome, agent=agent,
        agent_name=logged.member if is_answered and logged.member != agent else None,
        wait_time=logged.wait_time, ring_time=logged.ring_time if is_answered else None,
        talk_time=logged.talk_time if is_answered else None, hold_time=ZERO if is_answered else None,
        ended_by=logged.ended_by, attempts=attempts_of(logged, names),
    )


def attempts_of(logged: LoggedVisit, names: MemberNames) -> tuple[Attempt, ...]:
    """Who was rung. The log does not tell refusing from ringing out, nor the phones' channels."""
    cut: AttemptResult = "elsewhere" if logged.outcome == "answered" else "cancelled"
    found = [
        Attempt(
            agent=names.extension(logged.queue, ring.member), interface=ring.member, leg_id="",
            started_at=ring.ended_at - ring.rang_time, ended_at=ring.ended_at,
            result=cut if ring.is_cut else "no_answer",
        )
        for ring in logged.rings
    ]
    if logged.outcome == "answered" and logged.left_at is not None:
        found.append(Attempt(
            agent=names.extension(logged.queue, logged.member), interface=logged.member, leg_id=logged.leg_id,
            started_at=logged.left_at - (logged.ring_time or ZERO), ended_at=logged.left_at, result="answered",
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda attempt: attempt.started_at))


def conversation_of(visit: Visit) -> Conversation | None:
    """The answering agent with the caller; None where nobody answered."""
    if visit.answered_at is None or visit.agent is None:
        return None
    leg_id = next((one.leg_id for one in visit.attempts if one.result == "answered"), "")
    return Conversation(
        party=visit.agent, other="caller", leg_id=leg_id, started_at=visit.answered_at, ended_at=visit.ended_at,
        talk_time=visit.talk_time or ZERO, hold_time=visit.hold_time or ZERO,
    )  # fmt: skip


def transfers_of(visit: Visit, logged: LoggedVisit) -> tuple[Transfer, ...]:
    """How the agent passed the caller on; to whom the log says for blind transfers only."""
    if logged.ended_by != "transfer" or logged.ended_at is None:
        return ()
    return (
        Transfer(
            kind="attended" if logged.verb == ATTENDED else "blind", by=visit.agent, to=logged.to or None,
            happened_at=visit.ended_at or logged.ended_at, is_completed=True,
        ),
    )  # fmt: skip


def steps_of(visit: Visit, was: Visit | None = None) -> tuple[Step, ...]:
    """The tracking of a visit; of one that was known (``was``) only what is new."""
    steps = []
    if was is None:
        steps.append(Step(happened_at=visit.entered_at, kind="queue", text=visit.queue))
    if visit.answered_at is not None and visit.agent and (was is None or was.answered_at is None):
        steps.append(Step(happened_at=visit.answered_at, kind="answer", text=f"{visit.agent} caller"))
    elif visit.answered_at is None and visit.left_at is not None:
        steps.append(Step(happened_at=visit.left_at, kind="left", text=f"{visit.queue} {visit.outcome}"))
    return tuple(steps)


def call_of(pbx: str, logged: LoggedVisit, visit: Visit, direction: Direction) -> Call:
    """A call of which no more is known than this visit."""
    talk = conversation_of(visit)
    outcomes: dict[str | None, CallOutcome] = {
        "answered": "answered", "abandoned": "abandoned", "lost": "lost", None: "lost"
    }  # fmt: skip
    return Call(
        pbx=pbx, call_id=logged.uniqueid, direction=direction, started_at=visit.entered_at,
        caller=logged.caller or None, answered_at=visit.answered_at,
        ended_at=visit.ended_at or visit.left_at or visit.entered_at,
        outcome=outcomes.get(visit.outcome, "overflow"),
        ended_by=None if visit.ended_by == "transfer" else visit.ended_by, is_in_gap=True, origin="queue_log",
        visits=(visit,), conversations=(talk,) if talk else (), transfers=transfers_of(visit, logged),
        steps=steps_of(visit),
    )
