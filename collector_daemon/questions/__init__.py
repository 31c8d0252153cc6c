"""Commands that only ask the database, or tell it something: answered whatever the PBX does meanwhile.

Here the table of them. Beside: ``noting`` (notes, dispositions, forms), ``planning`` (calls to be made), ``knowing``
(own calls, a customer's), ``sound`` (recordings); whose call it is they ask ``subjects``, which asks ``live`` (the
core) and the database. ``desk`` makes all of these.
Not here: commands that do something on a PBX (``dispatching``), and the answers themselves (``store``). What may be
seen is asked of the account, never left to the client.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from collector_daemon.questions.desk import Desk
from collector_daemon.store.alert_log import AlertLog
from collector_daemon.store.figures import Asked, Figures
from collector_daemon.store.lending import BadText
from shared.domain.accounts import Account
from shared.domain.commands import COMMANDS, Refused
from shared.errors import Unavailable, one_line

OF_THE_CENTRE = frozenset({"alerts.log", "figures.visits"})
OF_THE_DESK = frozenset({
    "call.note", "call.disposition", "call.fields", "callback.plan", "callback.end", "callback.list", "customer.find",
    "history.own", "recording.open", "recording.link",
    "recording.hold", "recording.erase", "subject.export", "subject.erase",
})  # fmt: skip
QUESTIONS = OF_THE_CENTRE | OF_THE_DESK
"""The commands that are answered here."""
LONGEST = 20.0
PATIENCE = {question: 2.0 for question in OF_THE_DESK if question.startswith(("call.", "callback."))}
"""Seconds; what is to be stored is said again by who keeps it, so nobody waits long."""
PATIENCE |= {"subject.export": 28.0, "subject.erase": 28.0}


class Questions:
    """Answers what is asked of these PBXs' past; what concerns operators' desks only where there is a ``desk``."""

    def __init__(self, pbxs: Iterable[str], alert_log: AlertLog, figures: Figures, desk: Desk | None = None) -> None:
        self._pbxs = tuple(pbxs)
        self._alert_log, self._figures = alert_log, figures
        self._deeds = {} if desk is None else desk.deeds

    async def answer(self, account: Account, question: str, params: dict[str, object]) -> dict[str, Any]:
        """The answer. Raises Refused: unknown_pbx; unavailable while the database is away; a command's own."""
        if question in OF_THE_CENTRE:
            return await self._of_the_centre(account, question, params)
        deed = self._deeds.get(question)
        if deed is None:
            raise Refused("not_supported", "This daemon has no desks, or hands out no recordings.")
        asked = COMMANDS[question].parameters(**cast("dict[str, Any]", params))
        try:
            async with asyncio.timeout(PATIENCE.get(question, LONGEST)):
                return await deed(account, asked)
        except TimeoutError:
            raise Refused("unavailable", "The database does not answer in time.") from None
        except Unavailable as problem:
            raise Refused("unavailable", one_line(problem)) from None
        except BadText as problem:
            raise Refused("bad_params", f"That cannot be stored: {one_line(problem)}") from None

    async def _of_the_centre(self, account: Account, question: str, params: dict[str, object]) -> dict[str, Any]:
        since, until = cast("datetime", params["from_at"]), cast("datetime", params["to_at"])
        pbx = cast("str | None", params.get("pbx"))
        if pbx is not None and pbx not in self._pbxs:
            raise Refused("unknown_pbx", f"Which PBX? There is: {', '.join(self._pbxs) or 'none'}.")
        try:
            if question == "alerts.log":
                return {"rows": await self._alert_log.read(since, until, account.queues, pbx)}
            return await self._figures.visits(self._asked(account, since, until, pbx, params))
        except Unavailable as problem:
            raise Refused("unavailable", one_line(problem)) from None

    def _asked(
        self, account: Account, since: datetime, until: datetime, pbx: str | None, params: dict[str, object]
    ) -> Asked:
        seconds = cast("int | None", params.get("step_seconds"))
        named = cast("tuple[str, ...] | None", params.get("queues"))
        return Asked(
            since=since, until=until, step=until - since if seconds is None else timedelta(seconds=seconds),
            pbxs=self._pbxs if pbx is None else (pbx,), queues=account.queues if named is None else frozenset(named),
        )
