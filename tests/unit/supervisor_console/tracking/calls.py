"""Calls made up to be drawn: the usual one, and those at the ends of what there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.domain.agents import AgentInterval
from shared.domain.calls import (
    Attempt,
    AttemptResult,
    Call,
    Conversation,
    Hold,
    Pause,
    Recording,
    Step,
    Transfer,
    Visit,
)
from supervisor_console.reports.tracked import (
    RecordedFile,
    Tracked,
    WrittenDisposition,
    WrittenForm,
    WrittenNote,
)

START = datetime(2026, 11, 19, 12, 42, 7, tzinfo=UTC)
JANA = "Jana Dvořáková"
NAMES = {"1001": "Petr Svoboda", "1003": JANA, "1005": "Martin Kučera"}


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def ring(agent: str, start: float, end: float | None, result: AttemptResult | None) -> Attempt:
    return Attempt(
        agent=agent, interface=f"PJSIP/{agent}", leg_id=f"{agent}.{start}", started_at=at(start),
        ended_at=None if end is None else at(end), result=result,
    )  # fmt: skip


def talk(party: str, start: float, end: float | None, *holds: tuple[float, float], other: str = "caller", **more):
    return Conversation(
        party=party, other=other, leg_id=f"{party}.t{start}", started_at=at(start),
        ended_at=None if end is None else at(end),
        holds=tuple(Hold(started_at=at(one), ended_at=at(two)) for one, two in holds), **more,
    )  # fmt: skip


def usual() -> Call:
    """IVR, a queue, one who does not answer and one who does, hold, a blind transfer, a recording with a pause."""
    return Call(
        pbx="main", call_id="1795092127.12", direction="inbound", started_at=START, line="420222111001",
        caller="420608134572", called="420222111001", answered_at=at(45), ended_at=at(278), outcome="answered",
        ended_by="caller",
        visits=(
            Visit(
                queue="support", uniqueid="1795092127.12", nth=1, entered_at=at(18), left_at=at(45),
                answered_at=at(45), ended_at=at(171), position=2, outcome="answered", agent="1003",
                attempts=(ring("1001", 24, 39, "no_answer"), ring("1003", 41, 45, "answered")),
            ),
        ),
        conversations=(talk("1003", 45, 171, (130, 152)), talk("1005", 176, 278)),
        transfers=(Transfer(kind="blind", by="1003", to="1005", happened_at=at(171), is_completed=True),),
        recordings=(
            Recording(file="/rec/a-1003.wav", leg_id="a", started_at=at(45), ended_at=at(171)),
            Recording(
                file="/rec/a-1005.wav", leg_id="b", started_at=at(176), ended_at=at(278),
                pauses=(Pause(started_at=at(200), ended_at=at(222)),),
            ),
        ),
        steps=(
            Step(happened_at=at(0), kind="started", text="420222111001"),
            Step(happened_at=at(0.01), kind="ivr", text="Answer()"),
            Step(happened_at=at(0.02), kind="ivr", text="Read(CHOICE,menu,1,,1,4)"),
            Step(happened_at=at(17.5), kind="digit", text="1"),
        ),
    )  # fmt: skip


def usual_tracked() -> Tracked:
    """The usual call with all that may belong to one."""
    return Tracked(
        call=usual(), names=NAMES,
        notes=(WrittenNote(account="jana", name=JANA, text="Vrátit peníze.\nDo pátku.", written_at=at(200)),),
        dispositions=(
            WrittenDisposition(account="jana", name=JANA, code="refund", text="Refund", written_at=at(201)),
        ),
        forms=(
            WrittenForm(account="jana", name=JANA, form="order", answers={"Order": "123"}, written_at=at(201)),
        ),
        wrap_ups=(
            AgentInterval(pbx="main", agent="1003", state="wrapping_up", started_at=at(171), ended_at=at(201)),
            AgentInterval(pbx="main", agent="1005", state="wrapping_up", started_at=at(278), ended_at=at(290)),
        ),
        files=(
            RecordedFile(file="/rec/a-1003.wav", bytes=2_016_044, seconds=126.0, format="wav", sha256="ab" * 32),
            RecordedFile(file="/rec/a-1005.wav", bytes=1_632_044, seconds=102.0, format="wav", sha256="cd" * 32),
        ),
    )  # fmt: skip


def long_day() -> Call:
    """Eight hours, two hundred ringings of thirty phones, thirty transfers."""
    rings = tuple(ring(str(1001 + n % 30), 20 * n, 20 * n + 15, "no_answer") for n in range(199))
    rings += (ring("1099", 4_000, 4_004, "answered"),)
    ends = [4_004 + n * 800 for n in range(32)]
    who = ["1099", *(str(1001 + n % 30) for n in range(30))]
    talks = tuple(
        talk(party, start if not n else start + 5, end)
        for n, (party, start, end) in enumerate(zip(who, ends, [*ends[1:31], 28_800], strict=False))
    )
    transfers = tuple(
        Transfer(kind="blind", by=one, to=other, happened_at=at(when), is_completed=True)
        for one, other, when in zip(who, who[1:], ends[1:], strict=False)
    )
    visit = Visit(
        queue="support", uniqueid="x", nth=1, entered_at=at(0), left_at=at(4_004), answered_at=at(4_004),
        ended_at=at(4_804), outcome="answered", agent="1099", attempts=rings,
    )  # fmt: skip
    return Call(
        pbx="main", call_id="long", direction="inbound", started_at=START, caller="420608134572", line="420222111001",
        ended_at=at(28_800), outcome="answered", ended_by="agent", visits=(visit,), conversations=talks,
        transfers=transfers,
    )  # fmt: skip


def instant() -> Call:
    """Three tenths of a second, nobody reached."""
    return Call(
        pbx="main", call_id="short", direction="inbound", started_at=START, caller="420608134572",
        ended_at=at(0.3), outcome="abandoned", ended_by="caller", line="420222111001",
    )  # fmt: skip


def running() -> Call:
    """Rings at one, was held by nobody: still goes on."""
    return Call(
        pbx="main", call_id="now", direction="inbound", started_at=START, caller="420608134572", line="420222111001",
        visits=(
            Visit(
                queue="support", uniqueid="now", nth=1, entered_at=at(0), left_at=at(12), answered_at=at(12),
                outcome="answered", agent="1003", attempts=(ring("1003", 4, 12, "answered"),),
            ),
        ),
        conversations=(talk("1003", 12, None),),
        recordings=(Recording(file="/rec/now.wav", leg_id="now", started_at=at(12)),),
    )  # fmt: skip
