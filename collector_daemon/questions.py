"""Commands that only ask: answered from the database, whatever the PBX does meanwhile.

Not here: commands that do something on a PBX (``dispatching``), and the answers themselves (``store.alert_log``,
``store.figures``). What may be seen is asked of the account, never left to the client.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from collector_daemon.store.alert_log import AlertLog
from collector_daemon.store.figures import Asked, Figures
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.errors import Unavailable, one_line

QUESTIONS = frozenset({"alerts.log", "figures.visits"})
"""The commands that are answered here."""


class Questions:
    """Answers what is asked of these PBXs' past."""

    def __init__(self, pbxs: Iterable[str], alert_log: AlertLog, figures: Figures) -> None:
        self._pbxs = tuple(pbxs)
        self._alert_log, self._figures = alert_log, figures

    async def answer(self, account: Account, question: str, params: dict[str, object]) -> dict[str, Any]:
        """The answer. Raises Refused: unknown_pbx; unavailable while the database is away."""
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
