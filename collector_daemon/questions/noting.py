"""``call.note``, ``call.disposition``, ``call.fields``: what an operator says of a call, checked and stored.

Whoever waits for a disposition (the wrap-up) is told in ``listeners``, at once where the call is still known to the
core: nobody shall stay in wrap-up because the database is away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from collector_daemon.questions.live import LiveCalls
from collector_daemon.questions.subjects import Subject, Subjects
from collector_daemon.store.notes import Notes, Writing
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.desk import CallDisposition, CallFields, CallNote
from shared.domain.desk import DeskDescription


class DispositionGiven(msgspec.Struct, frozen=True, kw_only=True):
    """The account, at the phone ``agent``, gave the call this code."""

    pbx: str
    call: str
    account: str
    agent: str | None
    code: str
    at: datetime


Listener = Callable[[DispositionGiven], None]
"""Is told of each disposition, perhaps twice of the same; must return at once."""


class Noting:
    """Carries out the commands that say something of a call."""

    def __init__(
        self, subjects: Subjects, live: LiveCalls, notes: Notes, desk: Callable[[], DeskDescription], clock: Clock
    ) -> None:
        self._subjects, self._live, self._notes, self._desk, self._clock = subjects, live, notes, desk, clock
        self.listeners: list[Listener] = []

    async def note(self, account: Account, asked: CallNote) -> dict[str, Any]:
        """``call.note``."""
        subject, now = await self._subject(account, asked)
        await self._notes.note(self._writing(account, asked, subject, now), asked.text)
        return {}

    async def disposition(self, account: Account, asked: CallDisposition) -> dict[str, Any]:
        """``call.disposition``: one of the codes of the call's queues. Raises Refused (unknown_disposition)."""
        subject, now = await self._subject(account, asked)
        self._check_code(subject, asked.code)
        given = DispositionGiven(
            pbx=subject.pbx, call=subject.call_id, account=account.name, agent=asked.agent, code=asked.code, at=now
        )  # fmt: skip
        if subject.is_live:
            self._tell(given)
        await self._notes.disposition(self._writing(account, asked, subject, now), asked.code, asked.text)
        if not subject.is_live:
            self._tell(given)
        return {}

    async def fields(self, account: Account, asked: CallFields) -> dict[str, Any]:
        """``call.fields``."""
        subject, now = await self._subject(account, asked)
        await self._notes.form(self._writing(account, asked, subject, now), asked.form, asked.values)
        return {}

    async def _subject(
        self, account: Account, asked: CallNote | CallDisposition | CallFields
    ) -> tuple[Subject, datetime]:
        now = self._clock.now()
        return await self._subjects.find(account, asked.pbx, asked.call, "call.others", now), now

    def _check_code(self, subject: Subject, code: str) -> None:
        if subject.queues is None:
            known = self._desk().dispositions
        else:
            known = tuple(one for queue in (*subject.queues, None) for one in self._desk().dispositions_of(queue))
        if not any(one.code == code for one in known):
            raise Refused("unknown_disposition", f"There is no disposition {code!r} for a call of this queue.")

    def _writing(
        self, account: Account, asked: CallNote | CallDisposition | CallFields, subject: Subject, now: datetime
    ) -> Writing:
        """When it was written the client's clock says, but never later than now nor before the call."""
        started_at = subject.call.started_at if subject.call is not None else asked.at or now
        written_at = min(now, max(asked.at or now, started_at))
        return Writing(
            pbx=subject.pbx, call_id=subject.call_id, call_started_at=min(now, started_at), account=account.name,
            agent=account.agent, agent_name=account.title or self._live.name_of(subject.pbx, account.agent),
            written_at=written_at, stored_at=now, key=asked.key,
        )  # fmt: skip

    def _tell(self, given: DispositionGiven) -> None:
        for listener in self.listeners:
            listener(given)
