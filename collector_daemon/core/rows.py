"""The board's rows of agents, and how many of a queue's members are in which state."""

from __future__ import annotations

from collector_daemon.core.agent_machine import Agent, Agents
from collector_daemon.core.tallies import Sums, Tallies
from shared.domain.board import AgentRow, CallRow, MembershipRow

COUNTED = {
    "ready": "ready", "paused": "paused", "unreachable": "unreachable", "talking": "busy", "ringing": "busy",
    "on_hold": "busy", "wrapping_up": "busy",
}
"""Agent state → the column of a queue's row that counts it."""


def agent_row(pbx: str, agent: Agent, tallies: Tallies, calls: dict[str, CallRow]) -> AgentRow:
    """An agent now, with the call he is in or that rings."""
    sums = tallies.agents.get(agent.agent, Sums())
    call = next((calls[call_id] for call_id in agent.activities if call_id in calls), None)
    memberships = tuple(
        MembershipRow(queue=one.queue, penalty=one.penalty, is_paused=one.is_paused, reason=one.reason,
                      since=one.pause_at or one.joined_at)
        for one in agent.memberships.values()
    )
    return AgentRow(
        pbx=pbx, agent=agent.agent, name=agent.name, interface=agent.interface, state=agent.state,
        since=agent.state_at, reason=agent.state_reason, call=call.call if call else None,
        caller=call.caller if call else None, caller_name=call.caller_name if call else None,
        queue=call.queue if call else None, memberships=memberships,
        wraps_until=agent.wraps_until if agent.state == "wrapping_up" else None,
        handled=sums.handled, missed=sums.missed, talk_seconds=round(sums.talk, 3),
    )


def staffing_of(agents: Agents, queue: str) -> dict[str, int]:
    """A queue's members by state; a membership paused by itself counts as paused."""
    found = {"members": 0, "ready": 0, "paused": 0, "busy": 0, "unreachable": 0}
    for agent in agents.agents.values():
        membership = agent.memberships.get(queue)
        if membership is not None:
            found["members"] += 1
            column = COUNTED.get(agent.state, "unreachable")
            found["paused" if membership.is_paused and column == "ready" else column] += 1
    return found
