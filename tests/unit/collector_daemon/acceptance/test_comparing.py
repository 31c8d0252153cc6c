"""Test calls on the customer's PBX: whatever is told otherwise than it was done is found, and named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from collector_daemon.acceptance.comparing import TOLERANCE, compared
from collector_daemon.acceptance.dialplan import CONTEXT, EXTENSIONS_CONF, QUEUES_CONF
from collector_daemon.acceptance.phones import as_phones
from collector_daemon.acceptance.scripts import SCRIPTS
from collector_daemon.capture import Heard, Lost
from shared.domain.agents import AgentPause, AgentSession
from shared.domain.calls import Attempt, Call, Transfer, Visit

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
END = START + timedelta(seconds=5)
ROOT = Path(__file__).parents[4]


def told_of(script):
    """What is told when all is well."""
    expected = script.expected
    attempts = tuple(
        Attempt(agent=script.operator, interface="", leg_id=f"{n}", started_at=START, ended_at=END, result=result)
        for n, result in enumerate(expected.attempts)
    )
    wait, ring, talk = (
        None if seconds is None else timedelta(seconds=seconds)
        for seconds in (expected.wait, expected.ring, expected.talk)
    )
    visit = Visit(
        queue=CONTEXT, uniqueid="1", nth=1, entered_at=START, ended_at=END, outcome=expected.visit,
        agent=script.operator if expected.visit == "answered" else None, ended_by=expected.ended_by, attempts=attempts,
        wait_time=wait, ring_time=ring, talk_time=talk,
    )
    passed_on = Transfer(kind="redirect", by=None, to=None, happened_at=START, is_completed=True)
    return Call(
        pbx="main", call_id="1", direction="inbound", started_at=START, ended_at=END, outcome=expected.call,
        visits=(visit,), transfers=(passed_on,) * expected.transfers,
    )


def facts_of(script):
    session = AgentSession(
        pbx="main", agent=script.operator, queue=CONTEXT, interface="", name="", penalty=0, started_at=START,
        ended_at=END,
    )
    pause = AgentPause(
        pbx="main", agent=script.operator, queue=CONTEXT, reason=script.pause, started_at=START, ended_at=END
    )
    return [session] * bool(script.operator) + [pause] * bool(script.pause)


def of_visit(**changes):
    return lambda call: replace(call, visits=(replace(call.visits[0], **changes),))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_what_is_told_as_it_was_done_is_good(script):
    assert compared(script, told_of(script), facts_of(script)).level == "good"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda call: None, "nothing was told of it"),
        (lambda call: replace(call, ended_at=None), "its end was not told"),
        (lambda call: replace(call, outcome="lost"), "the call: told as lost, was answered"),
        (lambda call: replace(call, direction="internal"), "its direction: told as internal, was inbound"),
        (lambda call: replace(call, visits=()), f"its visits of the queue: told as none, was {CONTEXT}"),
        (lambda call: replace(call, visits=call.visits * 2),
         f"its visits of the queue: told as {CONTEXT}, {CONTEXT}, was {CONTEXT}"),
        (of_visit(outcome="abandoned"), "the visit: told as abandoned, was answered"),
        (of_visit(agent="leaves"), "who answered: told as leaves, was answers"),
        (of_visit(ended_by="agent"), "who ended it: told as agent, was caller"),
        (of_visit(attempts=()), "ringing: told as none, was answered"),
        (of_visit(wait_time=timedelta(seconds=1 + TOLERANCE + 0.1)), "waiting: told as 1.6 s, was 1.0 s"),
        (of_visit(ring_time=None), "ringing before the answer: told as nothing, was 1.0 s"),
        (of_visit(talk_time=timedelta(0)), "talking: told as 0.0 s, was 2.0 s"),
    ],
)  # fmt: skip
def test_what_is_told_otherwise_is_named(change, said):
    script = SCRIPTS[0]
    finding = compared(script, change(told_of(script)), facts_of(script))
    assert (finding.level, finding.text) == ("wrong", said)


def test_a_session_or_a_pause_that_is_not_told_is_named():
    paused = next(script for script in SCRIPTS if script.pause)
    finding = compared(paused, told_of(paused), [])
    assert finding.text == "sessions: told as none, was answers; pauses: told as none, was test"


def test_the_manual_has_what_the_pbx_needs():
    manual = (ROOT / "collector_daemon/ADMINISTRATION.md").read_text(encoding="utf-8")
    for lines in (EXTENSIONS_CONF, QUEUES_CONF):
        assert "\n".join(lines) + "\n" in manual


def test_only_the_halves_of_the_test_context_become_phones():
    def after(**headers):
        return [entry.headers for entry in as_phones([Heard(1.0, headers)]) if isinstance(entry, Heard)]

    assert after(Event="Newstate", Channel="Local/answers@callcentre-check-00000001;1") == [
        {"Event": "Newstate", "Channel": "Check/answers-00000001"}
    ]
    assert after(Event="Newstate", Channel="Local/answers@callcentre-check-00000001;2") == []
    assert after(Event="Newchannel", Channel="Local/queue@callcentre-check-0000000a;1") == []
    assert after(Event="Newchannel", Channel="Local/queue@callcentre-check-0000000a;2", Tags=["a", "b"]) == [
        {"Event": "Newchannel", "Channel": "Check/queue-0000000a", "Tags": ["a", "b"]}
    ]
    assert after(Event="LocalBridge", LocalOneChannel="Local/queue@callcentre-check-0000000a;1") == []
    member = {"Event": "QueueMemberAdded", "Interface": "Local/rings@callcentre-check/n"}
    assert after(**member) == [{**member, "Interface": "Check/rings"}]
    for others in ("Local/1007@agents-00000001;1", "Local/x@callcentre-checkers-00000001;2", "PJSIP/1001-00000001"):
        assert after(Event="Newchannel", Channel=others) == [{"Event": "Newchannel", "Channel": others}]
    assert list(as_phones([Lost(2.0)])) == [Lost(2.0)]
