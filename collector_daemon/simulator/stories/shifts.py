"""An agent's day: the phone registers, they log in to their queues, take breaks with reasons, log out, go
home.
"""

from __future__ import annotations

from collector_daemon.simulator import membership
from collector_daemon.simulator.centre import PAUSE_REASONS, Employee
from collector_daemon.simulator.chance import Chance
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.codes import dial_code

LOCAL_OFFSET = 3600.0
DAY = 86_400.0
AUTO_PAUSE = "Auto-Pause"


def work(pbx: Pbx, employee: Employee, people: Chance, is_always_open: bool) -> Story:
    """Every day the same shift, a few minutes early or late; or at work for ever."""
    while True:
        begin, end = (0.0, DAY) if is_always_open else (hour * 3600.0 for hour in employee.shift)
        second = (pbx.now + LOCAL_OFFSET) % DAY
        if second >= end:
            yield DAY - second + begin + people.length(120.0)
        elif second < begin:
            yield begin - second + people.length(120.0)
        yield people.length(3.0)
        come(pbx, employee)
        leaves_at = (
            float("inf") if is_always_open else pbx.now + end - max(begin, second) + people.length(200.0)
        )
        while pbx.now < leaves_at:
            yield min(people.length(2700.0, 0.5), leaves_at - pbx.now)
            if pbx.now < leaves_at and pbx.phones.is_free(employee.device):
                yield from rest(pbx, employee, people)
        while not pbx.phones.is_free(employee.device):
            yield 5.0
        go(pbx, employee)


def come(pbx: Pbx, employee: Employee) -> None:
    """Switches the phone on and logs in to the queues."""
    pbx.phones.register(employee.device)
    if employee.is_dynamic:
        for queue in employee.queues:
            membership.add(pbx, queue, employee.interface(queue), employee.name, device=employee.device)


def go(pbx: Pbx, employee: Employee) -> None:
    """Logs out and switches the phone off."""
    if employee.is_dynamic:
        for queue in employee.queues:
            membership.remove(pbx, queue, employee.interface(queue))
    pbx.phones.unregister(employee.device)


def rest(pbx: Pbx, employee: Employee, people: Chance) -> Story:
    """A break in all queues, sometimes in one only; sometimes the reason changes half-way."""
    random = pbx.random
    queue = random.choice(employee.queues) if len(employee.queues) > 1 and random.random() < 0.2 else None
    reason = random.choice(PAUSE_REASONS)
    _pause(pbx, employee, reason, queue)
    yield people.length(900.0 if reason == "oběd" else 300.0, 0.4)
    if random.random() < 0.15:
        _pause(pbx, employee, random.choice(PAUSE_REASONS), queue)
        yield people.length(240.0, 0.4)
    _pause(pbx, employee, "", queue)


def _pause(pbx: Pbx, employee: Employee, reason: str, queue: str | None) -> None:
    """Pauses for ``reason`` (none: comes back) in one queue, or in all under whatever interface they are there."""
    if employee.has_codes and queue is None and pbx.phones.is_free(employee.device):
        pbx.schedule.start(dial_code(pbx, employee.extension, "*47" if reason else "*48", reason=reason))
        return
    queues = employee.queues if queue is None else (queue,)
    for interface in dict.fromkeys(employee.interface(name) for name in queues):
        membership.pause(pbx, interface, bool(reason), reason, queue)


def notice_auto_pause(pbx: Pbx, employee: Employee, people: Chance) -> Story:
    """Who let the phone ring in vain was paused by the queue; sooner or later they see it and come back."""
    while True:
        yield people.length(45.0)
        for queue, member in pbx.phones.memberships(employee.device):
            if member.is_paused and member.reason == AUTO_PAUSE:
                membership.pause(pbx, member.interface, False, "", queue.name)
