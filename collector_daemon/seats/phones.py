"""What a seat asks the PBX: can the phone be reached, and get its agent out of all queues."""

from __future__ import annotations

import logging

from collector_daemon.asterisk import actions, membership
from collector_daemon.asterisk.requests import ActionRefused
from collector_daemon.core.agent_machine import UNREACHABLE_DEVICE, Agent
from collector_daemon.pipeline import Pipeline
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)


def agent_at(pipeline: Pipeline, extension: str) -> Agent | None:
    """What the board knows of the extension's agent."""
    return pipeline.live.centre.agents.agents.get(extension)


def interface_of(pipeline: Pipeline, extension: str) -> str:
    """The device by which the queues ring the extension."""
    known = agent_at(pipeline, extension)
    return (known.interface if known else "") or f"PJSIP/{extension}"


def is_in_queues(pipeline: Pipeline, extension: str) -> bool:
    """Is the extension's agent a member of any queue?"""
    known = agent_at(pipeline, extension)
    return known is not None and bool(known.memberships)


def is_in_call(pipeline: Pipeline, extension: str) -> bool:
    """Does the extension's phone do anything in a call?"""
    known = agent_at(pipeline, extension)
    return known is not None and bool(known.activities)


async def is_reachable(pipeline: Pipeline, extension: str) -> bool:
    """Does the PBX reach the phone? False also where it cannot be asked."""
    known = agent_at(pipeline, extension)
    if known is not None and known.memberships:
        return any(one.device_state not in UNREACHABLE_DEVICE for one in known.memberships.values())
    device = interface_of(pipeline, extension)
    try:
        return await membership.reaches(pipeline.link, device)
    except SuiteError as problem:
        log.info("the state of %s is not known: %s", device, one_line(problem))
        return False


async def leave_queues(pipeline: Pipeline, extension: str) -> None:
    """Out of all queues, confirmed by the PBX; memberships of its own configuration stay.

    Every queue is tried. Raises the first of LinkDown, ActionRefused, ActionUnanswered.
    """
    known = agent_at(pipeline, extension)
    problems: list[SuiteError] = []
    for queue, one in list(known.memberships.items()) if known else ():
        try:
            await actions.logout_agent(pipeline.link, queue, one.interface)
        except ActionRefused as refusal:
            if membership.is_fixed(refusal):
                log.info("%s stays in %s: the PBX's configuration has it there", one.interface, queue)
            elif not membership.is_not_there(refusal):
                problems.append(refusal)
        except SuiteError as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
