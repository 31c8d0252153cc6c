"""Who works in which campaign: joined by himself or put there, as far as he may; kept over restarts of the daemon.

He works there until he leaves, is put elsewhere, or gets up from his seat. Contacts that lie before him go back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from collector_daemon.dialer.calling.desks import Desks
from collector_daemon.dialer.calling.operators import Desk, Operator, Operators
from collector_daemon.store.dialer.shelves import DialerStore
from collector_daemon.store.dialer.workers import Worker
from shared.campaigns.campaign import Campaign
from shared.campaigns.working import EVERY, NotHe, WhyNotHe, lacking
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused

_TOLD: dict[WhyNotHe, str] = {
    "not_named": "The campaign is for other operators.",
    "not_in_queue": "The campaign is for members of the queue {about}: sign in to it first.",
    "no_skill": "The campaign asks for a skill that is not in the account: {about}.",
    "no_language": "The campaign asks for a language that is not in the account: {about}.",
}
_NOBODY: dict[WhyNotHe, str] = {
    "not_named": "none of the operators that the campaign names has an account: {about}",
    "no_skill": "no operator has what the campaign asks for: {about}",
    "no_language": "no operator speaks the campaign's language: {about}",
}
GiveBack = Callable[[Desk, str], Awaitable[None]]


class Joining:
    """``give_back`` takes what lies before a desk. Everything asynchronous raises Unavailable."""

    def __init__(
        self, store: DialerStore, operators: Operators, desks: Desks, clock: Clock, give_back: GiveBack
    ) -> None:
        self._store, self._operators, self._desks, self._clock = store, operators, desks, clock
        self._give_back = give_back

    async def join(self, campaign: Campaign | None, operator: Operator, by: Account) -> None:
        """He works there from now on, and nowhere else; None: wherever he may. Raises Refused: a ``WhyNotHe``."""
        if campaign is not None:
            refuse(self._operators.why_not(campaign, operator))
        if campaign is not None and campaign.pbx != operator.pbx:
            raise Refused("other_pbx", f"The campaign dials through {campaign.pbx}.")
        before = self._operators.joined.get(operator.desk)
        worker = Worker(
            pbx=operator.pbx, extension=operator.extension, account=operator.account, since=self._clock.now(),
            campaign=campaign.campaign if campaign is not None else EVERY, by=by.name)  # fmt: skip
        await self._store.workers.put(worker)
        self._operators.joined[operator.desk] = worker
        if before is not None and before.campaign != worker.campaign:
            await self._give_back(operator.desk, "left")

    async def leave(self, desk: Desk) -> None:
        """He works in none: nothing comes to him any more; a call that he has goes on."""
        await self._store.workers.remove(*desk)
        self._operators.joined.pop(desk, None)
        await self._give_back(desk, "left")

    async def tidy(self) -> None:
        """Who has left his seat works in none."""
        for desk in self._operators.gone():
            await self.leave(desk)
            self._desks.changed(desk)


def refuse(found: NotHe | None) -> None:
    """Raise Refused with why: the code of it."""
    if found is not None:
        raise Refused(found.why, _TOLD[found.why].format(about=found.about))


def nobody_can(campaign: Campaign, operators: Operators) -> str:
    """Why no account at all may work in a campaign, in a line; empty: some may."""
    return "; ".join(_NOBODY[one.why].format(about=one.about) for one in lacking(campaign, operators.people.values()))
