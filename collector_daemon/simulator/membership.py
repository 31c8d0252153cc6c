"""Agents join and leave queues and pause: QueueMemberAdded, …Removed, …Pause, …Penalty, once for each queue.

Who asks (an AMI action, a feature code, the shift) makes no difference to what is told. Names that are not
there raise LookupError with the words app_queue uses.
"""

from __future__ import annotations

from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.queues import Member, Queue


def add(pbx: Pbx, queue_name: str, interface: str, name: str = "", penalty: int = 0, device: str = "",
        is_paused: bool = False, reason: str = "") -> None:
    """An agent logs in to a queue; without a name, the interface is the name."""
    queue = _queue(pbx, queue_name)
    if queue.member(interface):
        raise LookupError("Unable to add interface: Already there")
    member = Member(queue_name, interface, device or interface, name or interface, pbx.clock_second, penalty,
                    is_static=False, is_paused=is_paused, reason=reason)
    queue.members.append(member)
    _tell(pbx, "QueueMemberAdded", queue, member)


def remove(pbx: Pbx, queue_name: str, interface: str) -> None:
    """An agent logs out of a queue. A paused one goes without an unpause; a static one cannot go."""
    queue = _queue(pbx, queue_name)
    member = queue.member(interface)
    if member is None:
        raise LookupError("Unable to remove interface: Not there")
    if member.is_static:
        raise LookupError("Member not dynamic")
    queue.members.remove(member)
    _tell(pbx, "QueueMemberRemoved", queue, member)


def pause(pbx: Pbx, interface: str, is_paused: bool, reason: str = "", queue_name: str | None = None) -> None:
    """Pauses or unpauses in one queue or in all; told again even if nothing changes."""
    found = False
    for queue in pbx.queues.values():
        member = queue.member(interface)
        if member is None or queue_name not in (None, queue.name):
            continue
        found = True
        member.is_paused, member.reason = is_paused, reason if is_paused else ""
        if is_paused:
            member.last_pause = pbx.clock_second
        _tell(pbx, "QueueMemberPause", queue, member)
    if not found:
        raise LookupError("Interface not found")


def set_penalty(pbx: Pbx, interface: str, penalty: int, queue_name: str | None = None) -> None:
    """Changes the penalty in one queue or in all."""
    found = False
    for queue in pbx.queues.values():
        member = queue.member(interface)
        if member is not None and queue_name in (None, queue.name):
            found = True
            member.penalty = penalty
            _tell(pbx, "QueueMemberPenalty", queue, member)
    if not found:
        raise LookupError("Invalid interface")


def _queue(pbx: Pbx, name: str) -> Queue:
    queue = pbx.queues.get(name)
    if queue is None:
        raise LookupError("Unable to add interface to queue: No such queue")
    return queue


def _tell(pbx: Pbx, event: str, queue: Queue, member: Member) -> None:
    pbx.switch.emit(event, member.headers(pbx.phones.status(member.device), queue.wrapup_seconds))
