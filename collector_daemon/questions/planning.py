"""``callback.plan``, ``.end``, ``.list``: calls that somebody shall make."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from collector_daemon.questions.live import LiveCalls
from collector_daemon.questions.subjects import Subject, Subjects
from collector_daemon.store.callbacks import Callbacks, Plan, Whose
from collector_daemon.store.dialer.appointments import Appointments
from collector_daemon.store.own_rows import Part, other_side
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.desk import CallbackEnd, CallbackList, CallbackPlan

EARLIEST, LATEST = timedelta(days=-7), timedelta(days=366)
"""When a planned call may be due, from now: a panel that was cut off may say so late."""
_NUMBER = re.compile(r"\+?[0-9*#() ./-]*[0-9][0-9*#() ./-]*")


class Planning:
    """Carries out the commands about planned calls."""

    def __init__(
        self, subjects: Subjects, live: LiveCalls, callbacks: Callbacks, appointments: Appointments, clock: Clock
    ) -> None:
        self._subjects, self._live, self._callbacks, self._clock = subjects, live, callbacks, clock
        self._appointments = appointments

    async def plan(self, account: Account, asked: CallbackPlan) -> dict[str, Any]:
        """``callback.plan``. Raises Refused (bad_params, not_allowed, unknown_call)."""
        now = self._clock.now()
        _check(account, asked, now)
        subject = None
        if asked.call is not None:
            subject = await self._subjects.find(account, asked.pbx, asked.call, "call.others", now)
        queue = asked.queue or _queue(account, subject)
        if not asked.is_own and queue is None:
            raise Refused("bad_params", "Name the queue whose people shall call.")
        pbx = subject.pbx if subject is not None else self._pbx(asked.pbx)
        is_kept = await self._callbacks.plan(Plan(
            callback=asked.key, pbx=pbx, account=account.name, agent=account.agent,
            agent_name=account.title or self._live.name_of(pbx, account.agent), number=asked.number,
            name=_name(subject), due_at=asked.due, text=asked.text, queue=queue,
            call_id=subject.call_id if subject is not None else None, is_own=asked.is_own, planned_at=now,
        ))  # fmt: skip
        if not is_kept:
            raise Refused("bad_params", "Too many calls are planned, or the key is not new.")
        return {}

    async def end(self, account: Account, asked: CallbackEnd) -> dict[str, Any]:
        """``callback.end``; said twice it is the same. Raises Refused (unknown_callback)."""
        ending = await self._callbacks.end(asked.callback, _whose(account), self._clock.now(), is_done=asked.is_done)
        if ending != "ended":
            raise Refused("unknown_callback", "There is no such planned call, or it is not yours.")
        return {}

    async def open(self, account: Account, asked: CallbackList) -> dict[str, Any]:
        """``callback.list``: also what was promised to contacts of campaigns, which the dialer keeps."""
        self._subjects.pbxs(asked.pbx)
        whose = _whose(account)
        rows = [
            *(row | {"campaign": "", "campaign_title": ""} for row in await self._callbacks.open(whose, asked.pbx)),
            *await self._appointments.open(whose, asked.pbx),
        ]
        return {"rows": sorted(rows, key=lambda row: (row["due"], row["callback"]))}

    def _pbx(self, named: str | None) -> str:
        pbxs = self._subjects.pbxs(named)
        if len(pbxs) != 1:
            raise Refused("unknown_pbx", f"Which PBX? There is: {', '.join(pbxs)}.")
        return pbxs[0]


def _check(account: Account, asked: CallbackPlan, now: datetime) -> None:
    if not _NUMBER.fullmatch(asked.number):
        raise Refused("bad_params", "That is no telephone number.")
    if not now + EARLIEST <= asked.due <= now + LATEST:
        raise Refused("bad_params", "A call can be planned for the next year only.")
    if asked.queue is not None and not account.sees(asked.queue):
        raise Refused("not_allowed", "Your account may not see this queue.")
    if asked.is_own and asked.agent != account.agent:
        raise Refused("bad_params", "For others, plan it for a queue.")


def _whose(account: Account) -> Whose:
    return Whose(account=account.name, queues=account.queues, has_others=account.may("call.others"))


def _queue(account: Account, subject: Subject | None) -> str | None:
    """The last queue of the call that the account sees."""
    queues = (subject.queues if subject is not None else None) or ()
    return next((queue for queue in reversed(queues) if account.sees(queue)), None)


def _name(subject: Subject | None) -> str | None:
    """What the customer of the call is called."""
    if subject is None or subject.call is None:
        return None
    part = subject.part or Part(at=subject.call.started_at, kind=None)
    return other_side(subject.call, part)[1]
