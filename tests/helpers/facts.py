"""Facts made up for tests.

Calls with every kind of part, agents' time, raw events; the same for the same number.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from collector_daemon.store.batch import Batch, Fact, RawEvent
from shared.domain.agents import AgentInterval, AgentPause, AgentSession, Gap, Surprise
from shared.domain.calls import (
    Attempt,
    Call,
    Conversation,
    Hold,
    Parking,
    Pause,
    Recording,
    Step,
    Transfer,
    Visit,
)

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
STEPS = ("ivr", "digit", "queue", "ring", "answer", "hold", "unhold", "hangup")
QUEUES = ("support", "sales", "night")


def a_call(
    number: int, *, pbx: str = "main", queue: str | None = None, absorbed: tuple[str, ...] = ()
) -> Call:
    """An answered call through one queue with a hold, a transfer, a parking and a recording."""
    at = START + number * SECOND
    agent = str(1001 + number % 20)
    key = f"{int(at.timestamp())}.{number}"
    return Call(
        pbx=pbx, call_id=key, direction="inbound", started_at=at, line=f"4202221110{number % 7:02}",
        caller=f"4207770{number % 10_000:05}", caller_name="Žofie Křížová", called="420222111001",
        answered_at=at + 5 * SECOND, ended_at=at + 65 * SECOND, outcome="answered", ended_by="caller",
        absorbed=absorbed,
        visits=(_visit(queue or QUEUES[number % 3], key, at, agent),),
        conversations=(
            Conversation(
                party=agent, other="caller", leg_id=f"{key}.a", started_at=at + 5 * SECOND,
                ended_at=at + 65 * SECOND, talk_time=50 * SECOND, hold_time=10 * SECOND,
                holds=(Hold(started_at=at + 20 * SECOND, ended_at=at + 30 * SECOND),),
            ),
        ),
        transfers=(
            Transfer(kind="blind", by=agent, to="1005", happened_at=at + 40 * SECOND, is_completed=True),
        ),
        parkings=(
            Parking(
                space="701", by=agent, started_at=at + 41 * SECOND, ended_at=at + 45 * SECOND,
                ending="retrieved", retrieved_by="1005",
            ),
        ),
        recordings=(
            Recording(
                file=f"/var/spool/asterisk/monitor/{key}.wav", leg_id=key, started_at=at + 5 * SECOND,
                ended_at=at + 65 * SECOND,
                pauses=(Pause(started_at=at + 25 * SECOND, ended_at=at + 26 * SECOND, is_cut=True),),
            ),
        ),
        steps=tuple(
            Step(happened_at=at + place * SECOND, kind=kind, text=agent, party=agent if kind == "digit" else None)
            for place, kind in enumerate(STEPS)
        ),
    )  # fmt: skip


def _visit(queue: str, key: str, at: datetime, agent: str) -> Visit:
    missed = Attempt(
        agent="1099", interface="PJSIP/1099", leg_id=f"{key}.m", started_at=at + SECOND,
        ended_at=at + 3 * SECOND, result="no_answer",
    )  # fmt: skip
    taken = Attempt(
        agent=agent, interface=f"PJSIP/{agent}", leg_id=f"{key}.a", started_at=at + 3 * SECOND,
        ended_at=at + 5 * SECOND, result="answered",
    )  # fmt: skip
    return Visit(
        queue=queue, uniqueid=key, nth=0, entered_at=at, left_at=at + 5 * SECOND, answered_at=at + 5 * SECOND,
        ended_at=at + 65 * SECOND, position=1, outcome="answered", agent=agent, agent_name="Eva Nováková",
        wait_time=timedelta(seconds=5, microseconds=1500), ring_time=2 * SECOND, talk_time=50 * SECOND,
        hold_time=10 * SECOND, ended_by="caller", attempts=(missed, taken),
    )  # fmt: skip


def agents_time(number: int, *, pbx: str = "main", queue: str | None = None) -> list[Fact]:
    """A session, a pause in it, a state, a gap and a surprise."""
    at = START + number * SECOND
    agent = str(1001 + number % 20)
    queue = queue or QUEUES[number % 3]
    return [
        AgentSession(
            pbx=pbx, agent=agent, queue=queue, interface=f"PJSIP/{agent}", name="Eva Nováková", penalty=0,
            started_at=at, ended_at=at + 600 * SECOND,
        ),
        AgentPause(
            pbx=pbx, agent=agent, queue=queue, reason="lunch", started_at=at + 60 * SECOND,
            ended_at=at + 120 * SECOND,
        ),
        AgentInterval(pbx=pbx, agent=agent, state="ready", started_at=at, ended_at=at + 60 * SECOND),
        Gap(pbx=pbx, started_at=at, ended_at=at + SECOND),
        Surprise(pbx=pbx, happened_at=at, kind="undeclared", subject=f"call {number}", detail="in state x"),
    ]  # fmt: skip


def raw_event(number: int, *, pbx: str = "main", at: datetime | None = None, queue: str | None = None) -> RawEvent:
    """A message of app_queue with the usual two dozen headers."""
    heard_at = at or START + number * timedelta(milliseconds=1)
    uniqueid = f"{int(START.timestamp())}.{number // 25}"
    queue = queue or QUEUES[number % 3]
    headers: dict[str, str | list[str]] = {
        "Event": "QueueCallerJoin", "Privilege": "agent,all", "Timestamp": f"{heard_at.timestamp():.6f}",
        "Channel": f"PJSIP/trunk-{number:08x}", "ChannelState": "6", "ChannelStateDesc": "Up",
        "CallerIDNum": "420777000014", "CallerIDName": "Žofie Křížová", "ConnectedLineNum": "<unknown>",
        "ConnectedLineName": "<unknown>", "Language": "cs", "AccountCode": "", "Context": "from-trunk",
        "Exten": "420222111001", "Priority": "12", "Uniqueid": uniqueid, "Linkedid": uniqueid,
        "Queue": queue, "Position": "1", "Count": "1", "ChanVariable": ["A=1", "B=2"],
    }  # fmt: skip
    return RawEvent(pbx, heard_at, number, "QueueCallerJoin", uniqueid, uniqueid, queue, headers)


def a_batch(first: int, calls: int = 10, *, pbx: str = "main", raw_a_call: int = 25) -> Batch:
    """Calls number ``first`` and following, with their raw events and their agents' time."""
    numbers = range(first, first + calls)
    return Batch(
        pbx=pbx,
        journal_id="journal",
        seq=(first + calls) * raw_a_call,
        raw=[raw_event(n, pbx=pbx) for n in range(first * raw_a_call, (first + calls) * raw_a_call)],
        calls=[a_call(n, pbx=pbx) for n in numbers],
        facts=[fact for n in numbers for fact in agents_time(n, pbx=pbx)],
    )
