"""The call that somebody speaks of: is there one, and is it his to speak of?

Asked of the core first, so that it costs no question while the call goes on; then of what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from collector_daemon.questions.live import LiveCalls
from collector_daemon.store.lending import Lender
from collector_daemon.store.notes import SECONDS
from collector_daemon.store.own_rows import Part, part_of
from collector_daemon.store.sittings import read_sittings, sat_down_in
from collector_daemon.store.stored_call import stored_call
from collector_daemon.store.written import written_about
from shared.database.connection import Connection
from shared.domain.accounts import Account, Right
from shared.domain.calls import Call
from shared.domain.commands import Refused

LATE = timedelta(days=7)
"""So long after a call its operator may still say something of it."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The call. ``call`` None: nobody can tell now, what is said is taken on trust. ``part``: the asker's own, if any.

    ``is_live``: the core knows it, nobody had to be asked.
    """

    pbx: str
    call_id: str
    call: Call | None = None
    part: Part | None = None
    is_live: bool = False

    @property
    def queues(self) -> tuple[str, ...] | None:
        """The queues that it visited; None: not known."""
        return None if self.call is None else tuple(dict.fromkeys(visit.queue for visit in self.call.visits))


class Subjects:
    """Finds calls for accounts."""

    def __init__(self, pbxs: Sequence[str], live: LiveCalls, lender: Lender) -> None:
        self._pbxs, self._live, self._lender = tuple(pbxs), live, lender

    def pbxs(self, named: str | None) -> tuple[str, ...]:
        """The PBXs meant: the one named, or all. Raises Refused (unknown_pbx)."""
        if named is not None and named not in self._pbxs:
            raise Refused("unknown_pbx", f"Which PBX? There is: {', '.join(self._pbxs) or 'none'}.")
        return self._pbxs if named is None else (named,)

    async def find(
        self, account: Account, pbx: str | None, call_id: str, others: Right, now: datetime, *, needs_part: bool = False
    ) -> Subject:
        """The call, if the account had a part in it or (with the right ``others``) sees one of its queues.

        ``needs_part``: which part it had shall be told, also of a live call; how long ago does not matter then.
        Raises Refused (unknown_pbx, unknown_call, too_late, unavailable), Unavailable.
        """
        pbxs = self.pbxs(pbx)
        live = self._live.find(pbxs, call_id)
        if live is not None and not needs_part:
            call = live.call
            if (account.agent in live.parties) or _is_visible(account, call, others):
                return Subject(pbx=call.pbx, call_id=call.call_id, call=call, is_live=True)
        stored, part, was_there = await self._stored(account, pbxs, call_id, live.call if live else None)
        if stored is None:
            if self._live.is_all_stored(pbxs):
                raise Refused("unknown_call", "There is no such call.")
            if len(pbxs) != 1:
                raise Refused("unavailable", "Not all calls are stored yet, and it is not said on which PBX it was.")
            return Subject(pbx=pbxs[0], call_id=call_id)
        if part is None and not (was_there and not needs_part) and not _is_visible(account, stored, others):
            raise Refused("unknown_call", "Your account had no part in such a call.")
        if not needs_part and stored.ended_at and now - stored.ended_at > LATE and not account.may(others):
            raise Refused("too_late", f"The call ended more than {LATE.days} days ago.")
        return Subject(pbx=stored.pbx, call_id=stored.call_id, call=stored, part=part)

    async def _stored(
        self, account: Account, pbxs: Sequence[str], call_id: str, told: Call | None
    ) -> tuple[Call | None, Part | None, bool]:
        """The call as stored (or ``told``), the account's part in it by where it sat, and whether it was there."""
        async def deed(connection: Connection) -> tuple[Call | None, Part | None, bool]:
            call = told or await stored_call(connection, pbxs, call_id)
            if call is None:
                return None, None, False
            sittings = await read_sittings(connection, account.name, account.agent, pbxs)
            part, was_there = part_of(call, sittings), sat_down_in(call, sittings)
            if part is None and not was_there:  # accepted while the call went on: it may be changed afterwards too
                was_there = bool(await written_about(connection, [(call.pbx, call.call_id)], account.name))
            return call, part, was_there

        return await self._lender.use(deed, SECONDS)


def _is_visible(account: Account, call: Call, others: Right) -> bool:
    """May the account act on others' calls, and on this one?"""
    seen = account.queues is None or any(account.sees(visit.queue) for visit in call.visits)
    return seen and account.may(others)
