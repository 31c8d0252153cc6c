"""Whatever the facts say: no bar outside the call, none over another, the caller's time told once."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.agents import AgentInterval, Gap
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
from supervisor_console.reports.tracked import Tracked
from tests.unit.supervisor_console.tracking.calls import START
from tests.unit.supervisor_console.tracking.rules import check
from tests.unit.supervisor_console.tracking.shown import screen_of

LATEST = 7_200_000
MS = timedelta(milliseconds=1)
PARTIES = st.sampled_from(["1001", "1002", "1003", "420603000001"])
QUEUES = st.sampled_from(["support", "sales"])
INSTANTS = st.integers(-500, LATEST).map(lambda ms: START + ms * MS)


@st.composite
def spans(draw):
    start, length = draw(st.integers(-500, LATEST)), draw(st.integers(0, 600_000))
    end = None if draw(st.integers(0, 9)) == 0 else START + (start + length) * MS
    return {"started_at": START + start * MS, "ended_at": end}


@st.composite
def conversations(draw):
    span = draw(spans())
    party, other = draw(PARTIES), draw(st.sampled_from(["caller", "caller", "1002", "420603000001"]))
    holds = [Hold(**draw(spans())) for _ in range(draw(st.integers(0, 2)))]
    return Conversation(
        party="caller" if draw(st.integers(0, 6)) == 0 else party, other=other, leg_id="x", **span, holds=tuple(holds)
    )


@st.composite
def visits(draw):
    span = draw(spans())
    rings = tuple(
        Attempt(agent=draw(PARTIES), interface="x", leg_id=str(nth), **draw(spans()), result=draw(RESULTS))
        for nth in range(draw(st.integers(0, 4)))
    )
    return Visit(
        queue=draw(QUEUES), uniqueid="u", nth=1, entered_at=span["started_at"], left_at=span["ended_at"],
        outcome=draw(OUTCOMES), attempts=rings,
    )  # fmt: skip


RESULTS = st.sampled_from([None, "answered", "no_answer", "rejected", "elsewhere", "cancelled", "failed"])
OUTCOMES = st.sampled_from([None, "answered", "abandoned", "timeout", "full"])
TRANSFERS = st.builds(
    Transfer, kind=st.sampled_from(["blind", "attended", "redirect"]), by=st.none() | PARTIES,
    to=st.none() | PARTIES | QUEUES | st.just("caller"), happened_at=INSTANTS, is_completed=st.booleans(),
)  # fmt: skip
STEPS = st.builds(
    Step, happened_at=INSTANTS, text=st.sampled_from(["1", "Read(A,b)", "PickupChan(PJSIP/1001)", ""]),
    kind=st.sampled_from(["ivr", "digit", "voicemail", "signal", "pickup", "conference", "hangup"]),
    party=st.none() | st.sampled_from(["1001", "1002"]),
)  # fmt: skip


@st.composite
def calls(draw):
    length = draw(st.none() | st.integers(0, LATEST))
    many = lambda kind: tuple(draw(st.lists(kind, max_size=4)))  # noqa: E731
    parkings = st.builds(lambda span, by: Parking(space="701", by=by, **span), spans(), st.none() | PARTIES)
    pauses = st.builds(lambda span, is_cut: Pause(**span, is_cut=is_cut), spans(), st.booleans())
    recordings = st.builds(
        lambda span, off: Recording(file="x.wav", leg_id="x", **span, pauses=tuple(off)),
        spans(), st.lists(pauses, max_size=2),
    )  # fmt: skip
    call = Call(
        pbx="main", call_id="x", started_at=START, ended_at=None if length is None else START + length * MS,
        direction=draw(st.sampled_from(["inbound", "outbound", "internal"])), caller=draw(st.none() | PARTIES),
        called=draw(st.none() | PARTIES), outcome="answered", ended_by=draw(st.sampled_from([None, "caller", "agent"])),
        visits=many(visits()), conversations=many(conversations()), transfers=many(TRANSFERS), parkings=many(parkings),
        recordings=many(recordings), steps=tuple(sorted(many(STEPS), key=lambda step: step.happened_at)),
    )  # fmt: skip
    wrap = st.builds(
        lambda span, who: AgentInterval(pbx="main", agent=who, state="wrapping_up", **span), spans(), PARTIES
    )
    gaps = st.builds(lambda span: Gap(pbx="main", **span), spans())
    return Tracked(call=call, wrap_ups=many(wrap), gaps=many(gaps))


@settings(max_examples=80, deadline=None)
@given(calls())
def test_any_call_is_drawn_by_the_rules(tracked):
    check(tracked.call, screen_of(tracked.call, tracked=tracked, now=START + LATEST * MS))
